package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * Period effects and first-order carry-over of a crossover, reported and never used to select an analysis: least squares with
 * participants, treatments and periods, then also the treatment of the preceding period (0 in the first).
 */
final class CrossoverEffects {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;

    CrossoverEffects(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
    }

    /** One observation: the session, or its difference from the baseline of its period. */
    private record Observation(String subject, String treatment, int period, double value) {}

    /** One estimate; {@code reason} says why there is none. */
    private record Row(String endpoint, String effect, Optional<ContrastEstimate> estimate, String reason) {}

    /** A row for each endpoint and effect; no row if treatments do not differ within participants. */
    Table table() {
        List<Row> rows = new ArrayList<>();
        if (protocol.isCrossover()) for (String endpoint : values.numbers().keySet()) rows.addAll(rows(endpoint));
        return Table.builder()
                .add("endpoint", rows.stream().map(Row::endpoint).toList())
                .add("effect", rows.stream().map(Row::effect).toList())
                .add("estimate", numbers(rows, ContrastEstimate::value))
                .add("standard_error", numbers(rows, ContrastEstimate::standardError))
                .add("degrees_of_freedom", numbers(rows, ContrastEstimate::degreesOfFreedom))
                .add("low", numbers(rows, e -> e.interval(0.95)[0]))
                .add("high", numbers(rows, e -> e.interval(0.95)[1]))
                .add("p", numbers(rows, ContrastEstimate::p))
                .add("note", rows.stream().map(Row::reason).toList())
                .build();
    }

    private static double[] numbers(List<Row> rows, ToDoubleFunction<ContrastEstimate> number) {
        return rows.stream()
                .mapToDouble(row -> row.estimate().map(number::applyAsDouble).orElse(Double.NaN))
                .toArray();
    }

    private List<Row> rows(String endpoint) {
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElseThrow();
        String reference = treatment.reference().isEmpty() ? treatment.levels().get(0) : treatment.reference();
        List<Row> rows = new ArrayList<>();
        List<Observation> observations;
        try {
            observations = observations(endpoint);
        } catch (DataException e) {
            return List.of(new Row(endpoint, "period and carry-over", Optional.empty(), e.getMessage()));
        }
        int last = observations.stream().mapToInt(Observation::period).max().orElse(0);
        for (int period = 2; period <= last; period++)
            rows.add(estimate(endpoint, "period " + period + " - period 1", observations, false, "period " + period));
        for (String level : treatment.levels())
            if (!level.equals(reference))
                rows.add(estimate(
                        endpoint,
                        "carry-over " + level + " - " + reference,
                        observations,
                        true,
                        "carry-over " + level));
        return rows;
    }

    private List<Observation> observations(String endpoint) {
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElseThrow();
        double[] own = values.numbers().get(endpoint);
        Map<String, String> fixed = fixed();
        Optional<ModelChoice.Baseline> change =
                protocol.model().baseline().filter(b -> b.use() == ModelChoice.Use.CHANGE);
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < own.length; i++) {
            TrialSession session = sessions.all().get(i);
            String level = session.levels().get(treatment.name());
            if (level == null || session.period() < 1 || !session.has(fixed)) continue;
            double value = own[i] - change.map(b -> baseline(own, session, b)).orElse(0.0);
            if (Double.isFinite(value))
                observations.add(new Observation(session.subject(), level, session.period(), value));
        }
        return observations;
    }

    /** The level of the other factors within participants: the only one, or the only one that is no baseline. */
    private Map<String, String> fixed() {
        Map<String, String> fixed = new TreeMap<>();
        for (Factor factor : protocol.factors().values()) {
            if (!factor.within() || factor.role() == Factor.Role.TREATMENT) continue;
            List<String> levels = factor.levels().stream()
                    .filter(level -> protocol.model()
                            .baseline()
                            .map(b -> !b.factor().equals(factor.name())
                                    || !b.level().equals(level))
                            .orElse(true))
                    .toList();
            if (levels.size() != 1)
                throw new DataException("not estimated: " + factor.name() + " has several levels in a period, "
                        + String.join(", ", levels));
            fixed.put(factor.name(), levels.get(0));
        }
        return fixed;
    }

    private double baseline(double[] own, TrialSession session, ModelChoice.Baseline baseline) {
        Map<String, String> before = new TreeMap<>(session.levels());
        before.put(baseline.factor(), baseline.level());
        for (int i = 0; i < own.length; i++) {
            TrialSession other = sessions.all().get(i);
            if (other.subject().equals(session.subject()) && other.has(before)) return own[i];
        }
        return Double.NaN;
    }

    private Row estimate(
            String endpoint, String effect, List<Observation> observations, boolean carried, String column) {
        Map<String, double[]> columns = columns(observations, carried);
        if (!columns.containsKey(column)) return new Row(endpoint, effect, Optional.empty(), "no session shows it");
        List<String> names = List.copyOf(columns.keySet());
        double[][] design = new double[observations.size()][names.size()];
        for (int r = 0; r < design.length; r++)
            for (int c = 0; c < names.size(); c++) design[r][c] = columns.get(names.get(c))[r];
        double[][] contrast = new double[1][names.size()];
        contrast[0][names.indexOf(column)] = 1;
        try {
            double[] values =
                    observations.stream().mapToDouble(Observation::value).toArray();
            return new Row(
                    endpoint, effect, Optional.of(ContrastEstimate.of(LinearModel.of(design, contrast), values)), "");
        } catch (IllegalArgumentException e) {
            return new Row(endpoint, effect, Optional.empty(), "cannot be estimated from these sequences");
        }
    }

    private Map<String, double[]> columns(List<Observation> observations, boolean carried) {
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElseThrow();
        String reference = treatment.reference().isEmpty() ? treatment.levels().get(0) : treatment.reference();
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int r = 0; r < observations.size(); r++) {
            Observation own = observations.get(r);
            mark(columns, "participant " + own.subject(), observations.size(), r);
            if (!own.treatment().equals(reference))
                mark(columns, "treatment " + own.treatment(), observations.size(), r);
            if (own.period() > 1) mark(columns, "period " + own.period(), observations.size(), r);
            if (!carried) continue;
            for (Observation other : observations)
                if (other.subject().equals(own.subject())
                        && other.period() == own.period() - 1
                        && !other.treatment().equals(reference))
                    mark(columns, "carry-over " + other.treatment(), observations.size(), r);
        }
        return columns;
    }

    private static void mark(Map<String, double[]> columns, String name, int rows, int row) {
        columns.computeIfAbsent(name, key -> new double[rows])[row] = 1;
    }
}
