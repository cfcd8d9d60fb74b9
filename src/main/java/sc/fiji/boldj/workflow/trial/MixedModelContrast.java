package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.group.VisitFit;
import sc.fiji.boldj.group.VisitModel;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.MixedModel;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * A contrast of arms by the mixed model for repeated measures, in which participants with some visits missing stay.
 *
 * @param estimate of the contrast, with Kenward and Roger's standard error and degrees of freedom
 * @param sample who was analysed
 * @param notes the assumption, who misses what, and the model
 */
record MixedModelContrast(ContrastEstimate estimate, DeclaredResult.Sample sample, List<String> notes) {

    /** Whether the mixed model applies: the protocol asks for it, arms are compared and there are visits. */
    static boolean applies(TrialProtocol protocol, CellContrast contrast) {
        if (protocol.model().missing() != ModelChoice.Missing.MMRM) return false;
        Optional<Factor> arm = protocol.factor(Factor.Role.TREATMENT);
        return protocol.factor(Factor.Role.VISIT).isPresent()
                && arm.isPresent()
                && !arm.get().within()
                && contrast.weights().keySet().iterator().next().names(arm.get().name());
    }

    /**
     * Fits the model to all arms and visits.
     *
     * @param values one for each session; NaN where it is missing
     * @throws DataException if an arm has no value at a visit
     */
    static MixedModelContrast of(
            TrialProtocol protocol, TrialSessions sessions, ContrastParts parts, String set, double[] values) {
        Factor arm = protocol.factor(Factor.Role.TREATMENT).orElseThrow();
        Factor visit = protocol.factor(Factor.Role.VISIT).orElseThrow();
        if (parts.factors().size() != 1 || protocol.factor(Factor.Role.SCAN).isPresent())
            throw new DataException("the mixed model compares arms at visits; another factor is named");
        Optional<ModelChoice.Baseline> baseline = protocol.model().baseline();
        List<String> after = visit.levels().stream()
                .filter(level ->
                        baseline.isEmpty() || !level.equals(baseline.get().level()))
                .toList();
        List<String> subjects = sessions.subjects(protocol.sets().get(set)).stream()
                .filter(subject -> arm.levels().contains(sessions.level(subject, arm.name())))
                .toList();
        int n = subjects.size();
        double[][] outcome = new double[n][after.size()];
        double[] before = new double[n];
        List<Map<String, String>> rows = new ArrayList<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (int s = 0; s < n; s++) {
            String subject = subjects.get(s);
            rows.add(sessions.person(subject));
            before[s] = baseline.isEmpty()
                    ? 0
                    : value(sessions, values, subject, visit, baseline.get().level());
            boolean change = baseline.isPresent() && baseline.get().use() == ModelChoice.Use.CHANGE;
            List<String> lacking = new ArrayList<>();
            for (int v = 0; v < after.size(); v++) {
                outcome[s][v] = value(sessions, values, subject, visit, after.get(v)) - (change ? before[s] : 0);
                if (Double.isNaN(outcome[s][v])) lacking.add(after.get(v));
            }
            if (Double.isNaN(before[s])) lacking.add(0, baseline.get().level());
            if (!lacking.isEmpty()) missing.put(subject, "no value at " + String.join(", ", lacking));
        }
        VisitFit fit = VisitModel.of(
                        arm.levels(),
                        subjects.stream()
                                .mapToInt(s -> arm.levels().indexOf(sessions.level(s, arm.name())))
                                .toArray(),
                        after)
                .withCovariates(covariates(protocol, rows).names(), numbers(protocol, rows))
                .fit(
                        baseline.isPresent() && baseline.get().use() == ModelChoice.Use.COVARIATE ? before : null,
                        outcome,
                        MixedModel.Options.DEFAULT);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int a = 0; a < arm.levels().size(); a++) counts.put(arm.levels().get(a), fit.analysed()[a]);
        return new MixedModelContrast(
                fit.contrast(cells(parts, arm, visit, after)),
                new DeclaredResult.Sample(counts, missing),
                notes(protocol, fit));
    }

    private static List<String> notes(TrialProtocol protocol, VisitFit fit) {
        List<String> notes = new ArrayList<>(List.of(fit.assumption(), fit.missing(), fit.methods()));
        if (!protocol.randomisation().strata().isEmpty()) notes.add(TestPlan.unstratified(protocol));
        return notes;
    }

    private static PersonCovariates covariates(TrialProtocol protocol, List<Map<String, String>> rows) {
        List<Map<String, String>> complete = rows.stream()
                .filter(row -> protocol.model().covariates().stream()
                        .noneMatch(column -> TableCells.cell(row, column).isEmpty()))
                .toList();
        return PersonCovariates.of(complete, protocol.model().covariates());
    }

    /** The covariates of all participants; NaN where one is missing. */
    private static double[][] numbers(TrialProtocol protocol, List<Map<String, String>> rows) {
        PersonCovariates known = covariates(protocol, rows);
        double[][] numbers = new double[rows.size()][known.names().size()];
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            Map<String, String> row = rows.get(i);
            boolean lacks = protocol.model().covariates().stream()
                    .anyMatch(column -> TableCells.cell(row, column).isEmpty());
            if (lacks) java.util.Arrays.fill(numbers[i], Double.NaN);
            else numbers[i] = known.values().get(at++);
        }
        return numbers;
    }

    private static double[][] cells(ContrastParts parts, Factor arm, Factor visit, List<String> after) {
        double[][] cells = new double[arm.levels().size()][after.size()];
        parts.declared().forEach((levels, weight) -> {
            int v = after.indexOf(levels.get(visit.name()));
            if (v < 0)
                throw new DataException(
                        "the mixed model has no effect at the baseline visit " + levels.get(visit.name()));
            parts.arms().forEach((name, of) -> cells[arm.levels().indexOf(name)][v] += of * weight);
        });
        return cells;
    }

    private static double value(TrialSessions sessions, double[] values, String subject, Factor visit, String level) {
        for (int i = 0; i < values.length; i++) {
            TrialSession session = sessions.all().get(i);
            if (session.subject().equals(subject)
                    && level.equals(session.levels().get(visit.name()))) return values[i];
        }
        return Double.NaN;
    }
}
