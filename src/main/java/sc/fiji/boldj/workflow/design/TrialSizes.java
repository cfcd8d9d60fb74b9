package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.PilotVariance;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.trial.ContrastShape;

/** The sizes of the declared tests of an endpoint, given the variance of a pilot. */
public final class TrialSizes {

    /**
     * What is assumed.
     *
     * @param effect to be found, above 0
     * @param trueEffect the true difference where equivalence is tested
     * @param inSd whether both are in standard deviations of the endpoint, not in its unit
     * @param power to be reached, in (0, 1)
     * @param alpha of a family; NaN: as declared
     * @param dropout share of participants who are randomised but not analysed, in [0, 1)
     * @param correlation of two sessions of a participant; NaN: that of the pilot
     */
    public record Assumptions(
            double effect,
            double trueEffect,
            boolean inSd,
            double power,
            double alpha,
            double dropout,
            double correlation) {

        public Assumptions {
            if (!(effect > 0 && Double.isFinite(effect)))
                throw new IllegalArgumentException("effect must be above 0, got " + effect);
            if (!Double.isFinite(trueEffect))
                throw new IllegalArgumentException("true_effect must be finite, got " + trueEffect);
            if (!(power > 0 && power < 1)) throw new IllegalArgumentException("power must be in (0, 1), got " + power);
            if (!Double.isNaN(alpha) && !(alpha > 0 && alpha < 1))
                throw new IllegalArgumentException("alpha must be in (0, 1), got " + alpha);
            if (!(dropout >= 0 && dropout < 1))
                throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
            if (!Double.isNaN(correlation) && !(correlation >= 0 && correlation < 1))
                throw new IllegalArgumentException("correlation must be in [0, 1), got " + correlation);
        }
    }

    private final TrialProtocol protocol;
    private final Endpoint endpoint;
    private final PilotVariance pilot;
    private final Assumptions assumed;

    public TrialSizes(TrialProtocol protocol, Endpoint endpoint, PilotVariance pilot, Assumptions assumed) {
        this.protocol = protocol;
        this.endpoint = endpoint;
        this.pilot = pilot;
        this.assumed = assumed;
    }

    /** Standard deviation of the endpoint between participants in one session. */
    public double deviation() {
        return Math.sqrt(pilot.total());
    }

    /** The correlation of two sessions that is used. */
    public double correlation() {
        return Double.isNaN(assumed.correlation()) ? pilot.correlation() : assumed.correlation();
    }

    /**
     * The declared tests and equivalence claims of the endpoint, in the order of the protocol.
     *
     * @throws IOException if there is none, or the pilot cannot say how much sessions of a participant differ where that is needed
     */
    public List<SizedTest> tests() throws IOException {
        List<SizedTest> tests = new ArrayList<>();
        for (TestFamily family : protocol.claims().families())
            for (TestFamily.DeclaredTest test : family.tests())
                if (test.endpoint().equals(endpoint.id()))
                    tests.add(sized(
                            family.id() + ": " + name(test.contrast(), test.visit()),
                            test.contrast(),
                            test.visit(),
                            level(family),
                            Optional.of(family.tail()),
                            Double.NaN));
        for (EquivalenceClaim claim : protocol.claims().equivalence())
            if (claim.endpoint().equals(endpoint.id()))
                tests.add(sized(
                        "equivalence: " + name(claim.contrast(), claim.visit()),
                        claim.contrast(),
                        claim.visit(),
                        new Level(alpha(claim.alpha()), "each of two one-sided tests at the declared level"),
                        Optional.empty(),
                        claim.margin() * (claim.unit().equals(EquivalenceClaim.SD) ? deviation() : 1)));
        if (tests.isEmpty())
            throw new IOException("the protocol declares no test and no equivalence of endpoint " + endpoint.id());
        return tests;
    }

    private static String name(CellContrast contrast, String visit) {
        return contrast.name()
                + (contrast.name().equals(contrast.expression()) ? "" : " = " + contrast.expression())
                + (visit.isEmpty() ? "" : " at " + visit);
    }

    private record Level(double alpha, String words) {}

    private Level level(TestFamily family) {
        double alpha = alpha(family.alpha());
        int tests = family.tests().size();
        return switch (family.correction()) {
            case SEQUENCE -> new Level(alpha, "fixed sequence: the full level, if all tests before it are significant");
            case NONE -> new Level(alpha, "not corrected (exploratory)");
            case HOLM -> new Level(alpha / tests, "Holm over " + tests + ": its first step, alpha / " + tests);
            case MAX_T ->
                new Level(
                        alpha / tests,
                        "maximum statistic over " + tests + ", step-down: its first step is at least alpha / " + tests);
        };
    }

    private double alpha(double declared) {
        return Double.isNaN(assumed.alpha()) ? declared : assumed.alpha();
    }

    private SizedTest sized(
            String name,
            CellContrast contrast,
            String visit,
            Level level,
            Optional<TestFamily.Side> side,
            double margin)
            throws IOException {
        ContrastShape shape;
        try {
            shape = ContrastShape.of(protocol, contrast, visit);
        } catch (DataException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
        double unit = assumed.inSd() ? deviation() : 1;
        double effect = side.isPresent() ? assumed.effect() : assumed.trueEffect();
        if (side.isPresent() && side.get() == TestFamily.Side.LESS) effect = -effect;
        if (side.isEmpty() && !(Math.abs(effect * unit) < margin))
            throw new IOException(name + ": the true difference of " + effect * unit + " is not within the margin of "
                    + margin + ", so no trial can show equivalence: reduce true_effect");
        double[] variance = variance(name, shape);
        return new SizedTest(
                name,
                shape,
                Math.sqrt(variance[0]),
                variance[1],
                level.alpha(),
                level.words(),
                side,
                effect * unit,
                margin);
    }

    /** The variance of the observation of a participant and its degrees of freedom in the pilot. */
    private double[] variance(String name, ContrastShape shape) throws IOException {
        double rho = correlation();
        double total = pilot.total();
        boolean oneSession = shape.sessions().size() == 1 && shape.baselines().isEmpty();
        if (Double.isNaN(rho) && !oneSession)
            throw new IOException(
                    name + " compares sessions of a participant, but no participant of the pilot has two: give"
                            + " correlation, the correlation of two sessions");
        if (Double.isNaN(rho)) return new double[] {shape.variance(0, total), pilot.degreesBetween()};
        double between = rho * total;
        double within = total - between;
        double variance = shape.variance(between, within);
        if (!(variance > 0)) throw new IOException(name + ": the contrast has no variance in the pilot");
        if (!pilot.hasRepeats()) return new double[] {variance, pilot.degreesBetween()};
        if (!Double.isNaN(assumed.correlation())) return new double[] {variance, pilot.degrees(total, 1, 1)};
        double step = 1e-6 * total;
        double byBetween = (shape.variance(between + step, within) - shape.variance(between, within)) / step;
        double byWithin = (shape.variance(between, within + step) - shape.variance(between, within)) / step;
        return new double[] {variance, pilot.degrees(variance, byBetween, byWithin)};
    }
}
