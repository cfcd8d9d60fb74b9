package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * Estimates contrasts of single values with the model that the protocol declares: mixed model, marginal model, or one observation
 * per participant.
 */
final class ContrastEstimator {

    /** Of claims in a trial whose visits are modelled. */
    static final String COMPLETE_CASES =
            "Complete cases: the mixed model does not apply to this claim, which is tested in the participants who have all"
                    + " values that it needs and assumes that values are missing completely at random.";

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;

    ContrastEstimator(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
    }

    /**
     * An estimate.
     *
     * @param sample who was analysed
     * @param notes assumptions, in sentences
     * @param logBayes natural logarithm of the JZS Bayes factor of t; NaN where the model has none
     * @param subjects labels of the analysed participants
     */
    record Estimated(
            ContrastEstimate estimate,
            DeclaredResult.Sample sample,
            List<String> notes,
            double logBayes,
            List<String> subjects) {}

    /** @throws DataException if the contrast cannot be estimated */
    Estimated of(CellContrast contrast, ContrastParts parts, String set, String endpoint) {
        double[] own = values.numbers().get(endpoint);
        if (MixedModelContrast.applies(protocol, contrast)) {
            MixedModelContrast fit = MixedModelContrast.of(protocol, sessions, parts, set, own);
            return new Estimated(
                    fit.estimate(),
                    fit.sample(),
                    fit.notes(),
                    Double.NaN,
                    sessions.subjects(protocol.sets().get(set)));
        }
        TestPlan plan = TestPlan.of(protocol, sessions, contrast, parts, set, values.available(endpoint));
        PersonTest test = plan.test(new PersonTest.Options(2, 1, 1, PersonTest.Options.DEFAULT.test()));
        double[] data = observations(plan, own);
        Optional<double[]> baseline = baseline(plan, own);
        return new Estimated(
                test.estimate(data, baseline),
                new DeclaredResult.Sample(plan.counts(), plan.missing()),
                Stream.concat(plan.notes(protocol).stream(), completeCases(contrast).stream())
                        .toList(),
                test.logBayes(data, baseline),
                plan.subjects());
    }

    /** What a reader of tests by the mixed model must know of a contrast that it does not apply to. */
    List<String> completeCases(CellContrast contrast) {
        boolean other = protocol.model().missing() == ModelChoice.Missing.MMRM
                && !MixedModelContrast.applies(protocol, contrast);
        return other ? List.of(COMPLETE_CASES) : List.of();
    }

    /** The observations of a plan; a session that is not used has weight 0, and 0 times a missing value must stay 0. */
    static double[] observations(TestPlan plan, double[] values) {
        double[][] data = new double[values.length][1];
        for (int i = 0; i < data.length; i++) data[i][0] = Double.isFinite(values[i]) ? values[i] : 0;
        Observations observed = plan.design().observe(Observations.of(data));
        double[] result = new double[observed.rows()];
        double[] one = new double[1];
        for (int s = 0; s < result.length; s++) {
            observed.read(s, 0, 1, one, 0);
            result[s] = one[0];
        }
        return result;
    }

    /** The baselines of the participants of a plan, where they are a covariate. */
    static Optional<double[]> baseline(TestPlan plan, double[] values) {
        return plan.baseline().map(weights -> {
            double[] before = new double[weights.length];
            for (int s = 0; s < before.length; s++)
                for (int i = 0; i < values.length; i++) if (weights[s][i] != 0) before[s] += weights[s][i] * values[i];
            return before;
        });
    }

    /** The pooled standard deviation between participants of an endpoint in the sessions of the cells of a contrast. */
    double deviation(ContrastParts parts, List<String> subjects, String endpoint) {
        double[] own = values.numbers().get(endpoint);
        double squares = 0;
        int freedom = 0;
        for (int[] cell : cells(sessions, parts, subjects, values.available(endpoint))) {
            double mean = Arrays.stream(cell).mapToDouble(i -> own[i]).average().orElse(0);
            for (int i : cell) squares += (own[i] - mean) * (own[i] - mean);
            freedom += Math.max(0, cell.length - 1);
        }
        if (!(squares > 0)) throw new DataException("the endpoint does not differ between participants");
        return Math.sqrt(squares / freedom);
    }

    /** The sessions with a value of each cell of a contrast, as places among all sessions. */
    static List<int[]> cells(TrialSessions sessions, ContrastParts parts, List<String> subjects, boolean[] available) {
        Map<String, List<Integer>> cells = new LinkedHashMap<>();
        for (int i = 0; i < available.length; i++) {
            TrialSession session = sessions.all().get(i);
            String arm = parts.factors().stream()
                    .map(f -> session.levels().getOrDefault(f, ""))
                    .collect(Collectors.joining(Cell.AT));
            if (!subjects.contains(session.subject())
                    || !available[i]
                    || (!parts.arms().isEmpty() && !parts.arms().containsKey(arm))) continue;
            for (Map<String, String> levels : parts.declared().keySet())
                if (session.has(levels))
                    cells.computeIfAbsent(arm + levels, key -> new ArrayList<>())
                            .add(i);
        }
        return cells.values().stream()
                .map(list -> list.stream().mapToInt(i -> i).toArray())
                .toList();
    }

    /** Whether a model estimates several contrasts at once, rather than one observation per participant. */
    boolean isModelled(CellContrast contrast) {
        return MarginalPlan.applies(protocol) || MixedModelContrast.applies(protocol, contrast);
    }
}
