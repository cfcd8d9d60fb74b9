package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.group.Blocking;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.FiellerInterval;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.RatioEstimate;
import sc.fiji.boldj.workflow.protocol.BlockingClaim;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Equivalence and blocking as a protocol declares them, on single values. */
public final class DeclaredClaims {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;

    public DeclaredClaims(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
    }

    /**
     * A tested equivalence.
     *
     * @param claim as declared
     * @param sample who was analysed
     * @param result both one-sided tests; empty if it could not be tested
     * @param notes what the reader must know, in sentences
     */
    public record EquivalenceResult(
            EquivalenceClaim claim, DeclaredResult.Sample sample, Optional<Equivalence> result, List<String> notes) {}

    /**
     * A tested blocking.
     *
     * @param claim as declared
     * @param sample who was analysed
     * @param result effect, difference and the fraction; empty if it could not be tested
     * @param notes what the reader must know, in sentences
     */
    public record BlockingResult(
            BlockingClaim claim, DeclaredResult.Sample sample, Optional<Blocking> result, List<String> notes) {}

    /** Tests all declared equivalences. */
    public List<EquivalenceResult> equivalence() {
        return protocol.claims().equivalence().stream().map(this::equivalence).toList();
    }

    /** Tests all declared blockings. */
    public List<BlockingResult> blocking() {
        return protocol.claims().blocking().stream().map(this::blocking).toList();
    }

    private EquivalenceResult equivalence(EquivalenceClaim claim) {
        try {
            if (!protocol.endpoints().get(claim.endpoint()).isNumber())
                throw new DataException("equivalence of a map is not tested by the group level");
            ContrastParts parts = ContrastParts.of(protocol, claim.contrast(), claim.visit());
            TestPlan plan = plan(claim.contrast(), parts, claim.set(), claim.endpoint());
            ContrastEstimate estimate = estimate(plan, claim.endpoint());
            List<String> notes = new ArrayList<>();
            double margin = claim.margin();
            if (claim.unit().equals(EquivalenceClaim.SD)) {
                double deviation = deviation(claim, plan);
                margin *= deviation;
                notes.add("The margin is " + ResultWords.text(claim.margin()) + " standard deviations between"
                        + " participants, estimated from these data as " + ResultWords.text(deviation) + ".");
            }
            return new EquivalenceResult(
                    claim,
                    new DeclaredResult.Sample(plan.counts(), plan.missing()),
                    Optional.of(Equivalence.of(estimate, margin, Equivalence.Options.DEFAULT.with(claim.alpha()))),
                    notes);
        } catch (DataException e) {
            return new EquivalenceResult(
                    claim,
                    new DeclaredResult.Sample(Map.of(), Map.of()),
                    Optional.empty(),
                    List.of("Not tested: " + e.getMessage() + "."));
        }
    }

    private TestPlan plan(CellContrast contrast, ContrastParts parts, String set, String endpoint) {
        return TestPlan.of(protocol, sessions, contrast, parts, set, values.available(endpoint));
    }

    private ContrastEstimate estimate(TestPlan plan, String endpoint) {
        PersonTest test = PersonTest.plan(
                plan.design(),
                plan.baseline().isPresent(),
                plan.varianceGroups(),
                new PersonTest.Options(2, 1, 1, PersonTest.Options.DEFAULT.test()));
        return test.estimate(observations(plan.design(), endpoint), baseline(plan, endpoint));
    }

    private double[] observations(GroupDesign design, String endpoint) {
        double[][] data = new double[sessions.all().size()][1];
        double[] own = values.numbers().get(endpoint);
        for (int i = 0; i < data.length; i++) data[i][0] = Double.isFinite(own[i]) ? own[i] : 0;
        Observations observed = design.observe(Observations.of(data));
        double[] result = new double[observed.rows()];
        for (int s = 0; s < result.length; s++) {
            double[] one = new double[1];
            observed.read(s, 0, 1, one, 0);
            result[s] = one[0];
        }
        return result;
    }

    private Optional<double[]> baseline(TestPlan plan, String endpoint) {
        double[] own = values.numbers().get(endpoint);
        return plan.baseline().map(weights -> {
            double[] before = new double[weights.length];
            for (int s = 0; s < before.length; s++)
                for (int i = 0; i < own.length; i++) if (weights[s][i] != 0) before[s] += weights[s][i] * own[i];
            return before;
        });
    }

    /** The pooled standard deviation between participants of the endpoint in the sessions of each cell of the contrast. */
    private double deviation(EquivalenceClaim claim, TestPlan plan) {
        double[] own = values.numbers().get(claim.endpoint());
        double squares = 0;
        int freedom = 0;
        for (Cell cell : claim.contrast().weights().keySet()) {
            List<Double> cells = new ArrayList<>();
            for (int i = 0; i < own.length; i++) {
                TrialSession session = sessions.all().get(i);
                boolean used = plan.subjects().contains(session.subject())
                        && Double.isFinite(own[i])
                        && session.has(cell.levels())
                        && isUsed(plan, i);
                if (used) cells.add(own[i]);
            }
            double mean = cells.stream().mapToDouble(x -> x).average().orElse(0);
            for (double x : cells) squares += (x - mean) * (x - mean);
            freedom += Math.max(0, cells.size() - 1);
        }
        if (!(squares > 0)) throw new DataException("the endpoint does not differ between participants");
        return Math.sqrt(squares / freedom);
    }

    private static boolean isUsed(TestPlan plan, int input) {
        return plan.design().uses(input);
    }

    private BlockingResult blocking(BlockingClaim claim) {
        List<String> notes = new ArrayList<>();
        if (!claim.hasPretreatmentAlone())
            notes.add(
                    "No condition has the pretreatment alone in this comparison: blocking cannot be distinguished from an"
                            + " effect of the pretreatment that is opposite to that of the treatment and adds to it.");
        try {
            ContrastParts effect = ContrastParts.of(protocol, claim.effect(), claim.visit());
            ContrastParts difference = ContrastParts.of(protocol, claim.difference(), claim.visit());
            FiellerInterval.Options options = new FiellerInterval.Options(1 - claim.alpha());
            return effect.arms().isEmpty()
                    ? within(claim, effect, difference, options, notes)
                    : between(claim, effect, difference, options, notes);
        } catch (DataException e) {
            notes.add("Not tested: " + e.getMessage() + ".");
            return new BlockingResult(claim, new DeclaredResult.Sample(Map.of(), Map.of()), Optional.empty(), notes);
        }
    }

    private BlockingResult between(
            BlockingClaim claim,
            ContrastParts effect,
            ContrastParts difference,
            FiellerInterval.Options options,
            List<String> notes) {
        if (!effect.factors().equals(difference.factors()) || !effect.sessions().equals(difference.sessions()))
            throw new DataException("effect and difference compare different sessions");
        Map<String, Double> arms = new LinkedHashMap<>(effect.arms());
        difference.arms().keySet().forEach(arm -> arms.putIfAbsent(arm, 0.0));
        TestPlan plan = plan(claim.effect(), effect.withArms(arms), claim.set(), claim.endpoint());
        if (plan.varianceGroups().isPresent())
            notes.add("The fraction and its interval assume one variance for all arms.");
        double[][] matrix = plan.design().matrix();
        Optional<double[]> baseline = baseline(plan, claim.endpoint());
        int columns = matrix[0].length + (baseline.isPresent() ? 1 : 0);
        double[][] wide = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            wide[i] = java.util.Arrays.copyOf(matrix[i], columns);
            if (baseline.isPresent()) wide[i][columns - 1] = baseline.get()[i];
        }
        double[] top = new double[columns];
        double[] bottom = new double[columns];
        int k = 0;
        for (String arm : arms.keySet()) {
            bottom[k] = arms.get(arm);
            top[k++] = difference.arms().getOrDefault(arm, 0.0);
        }
        return new BlockingResult(
                claim,
                new DeclaredResult.Sample(plan.counts(), plan.missing()),
                Optional.of(Blocking.of(wide, bottom, top, observations(plan.design(), claim.endpoint()), options)),
                notes);
    }

    private BlockingResult within(
            BlockingClaim claim,
            ContrastParts effect,
            ContrastParts difference,
            FiellerInterval.Options options,
            List<String> notes) {
        if (!effect.baselines().isEmpty())
            throw new DataException(
                    "blocking within participants is not adjusted for a baseline covariate: use 'change'");
        boolean[] both = values.available(claim.endpoint());
        // participants with the data for both contrasts: who lacks one session of either is excluded from both
        TestPlan one = plan(claim.effect(), effect, claim.set(), claim.endpoint());
        TestPlan other = plan(claim.difference(), difference, claim.set(), claim.endpoint());
        for (int i = 0; i < both.length; i++) {
            String subject = sessions.all().get(i).subject();
            both[i] &= one.subjects().contains(subject) && other.subjects().contains(subject);
        }
        TestPlan below = TestPlan.flipped(protocol, sessions, claim.effect(), effect, claim.set(), both);
        TestPlan above = TestPlan.flipped(protocol, sessions, claim.difference(), difference, claim.set(), both);
        double[] d = observations(above.design(), claim.endpoint());
        double[] e = observations(below.design(), claim.endpoint());
        LinearModel top = above.design().model(above.design().defaultContrast());
        LinearModel bottom = below.design().model(below.design().defaultContrast());
        RatioEstimate ratio = RatioEstimate.paired(top, d, bottom, e);
        return new BlockingResult(
                claim,
                new DeclaredResult.Sample(below.counts(), one.missing()),
                Optional.of(new Blocking(
                        ContrastEstimate.of(bottom, e),
                        ContrastEstimate.of(top, d),
                        ratio.ratio(),
                        FiellerInterval.of(ratio, options),
                        options.level())),
                notes);
    }
}
