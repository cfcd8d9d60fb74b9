package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import sc.fiji.boldj.group.BiomarkerTest;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.protocol.AnalysisSet;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.PredictionClaim;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * Which declared biomarkers predict a score: the treatment x biomarker interaction of all of them together (predictive), and
 * their association in both arms (prognostic), each corrected with the maximum statistic. The score is adjusted for its baseline
 * and the covariates of the model.
 */
public final class DeclaredPredictions {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;

    public DeclaredPredictions(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
    }

    /**
     * What was found for one comparison of arms.
     *
     * @param claim as declared
     * @param drug level whose slopes are compared; empty if there are no arms
     * @param control the comparator; empty if there are no arms
     * @param counts participants by arm
     * @param predictive interaction of each biomarker, or its slope if there are no arms; empty if it could not be tested
     * @param prognostic mean slope of each biomarker; empty if there are no arms
     * @param notes what the reader must know, in sentences
     */
    public record Result(
            PredictionClaim claim,
            String drug,
            String control,
            Map<String, Integer> counts,
            List<BiomarkerTest.Found> predictive,
            List<BiomarkerTest.Found> prognostic,
            List<String> notes) {

        /** Whether arms are compared. */
        public boolean isInteraction() {
            return !control.isEmpty();
        }

        /** Whether a biomarker is significant. */
        public boolean isSignificant(int biomarker) {
            return predictive.get(biomarker).corrected() <= claim.alpha();
        }
    }

    /** Tests all declared predictions, each active arm against the reference. */
    public List<Result> run(Progress progress) {
        List<Result> results = new ArrayList<>();
        for (PredictionClaim claim : protocol.claims().predictions()) {
            Optional<Factor> arm = protocol.factor(Factor.Role.TREATMENT);
            if (arm.isEmpty() || arm.get().levels().size() < 2) {
                results.add(tested(claim, "", "", 1, progress));
                continue;
            }
            List<String> levels = arm.get().levels();
            String control =
                    arm.get().reference().isEmpty() ? levels.get(0) : arm.get().reference();
            for (String level : levels)
                if (!level.equals(control)) results.add(tested(claim, level, control, levels.size() - 1, progress));
        }
        return results;
    }

    private Result tested(PredictionClaim claim, String drug, String control, int comparisons, Progress progress) {
        try {
            return test(claim, drug, control, comparisons, progress);
        } catch (DataException e) {
            return new Result(
                    claim,
                    drug,
                    control,
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of("Not tested: " + e.getMessage() + "."));
        }
    }

    /** The data of the participants who have the outcome and what it is adjusted for. */
    private record Data(List<String> subjects, List<double[]> covariates, List<String> excluded) {}

    private Result test(PredictionClaim claim, String drug, String control, int comparisons, Progress progress) {
        double[] outcome = values.numbers().get(claim.outcome());
        Data data = data(claim, drug, control, outcome);
        int n = data.subjects().size();
        int[] arms = new int[n];
        double[] after = new double[n];
        double[][] biomarkers = new double[claim.biomarkers().size()][n];
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int s = 0; s < n; s++) {
            String subject = data.subjects().get(s);
            String level = control.isEmpty() ? TestPlan.ALL : arm(subject);
            counts.merge(level, 1, Integer::sum);
            arms[s] = level.equals(drug) ? 1 : 0;
            after[s] = value(outcome, subject, claim.visit());
            for (int k = 0; k < biomarkers.length; k++)
                biomarkers[k][s] = value(values.numbers().get(claim.biomarkers().get(k)), subject, claim.at());
        }
        boolean both = !control.isEmpty();
        if (both && counts.size() < 2)
            throw new DataException("only " + String.join(", ", counts.keySet()) + " has the outcome");
        double[][] covariates = IntStream.range(
                        0, data.covariates().isEmpty() ? 0 : data.covariates().get(0).length)
                .mapToObj(c ->
                        data.covariates().stream().mapToDouble(row -> row[c]).toArray())
                .toArray(double[][]::new);
        BiomarkerTest test = new BiomarkerTest(
                after,
                arms,
                covariates,
                protocol.permutations().number(),
                protocol.permutations().seed());
        List<BiomarkerTest.Found> predictive = both
                ? test.predictive(biomarkers, 1, progress.stage(0, 0.5))
                : test.association(biomarkers, progress.stage(0, 0.5));
        return new Result(
                claim,
                drug,
                control,
                counts,
                shared(predictive, comparisons),
                both ? shared(test.prognostic(biomarkers, 1, progress.stage(0.5, 1)), comparisons) : List.of(),
                notes(claim, data, both, comparisons));
    }

    /** Comparisons with several arms share alpha (Bonferroni). */
    private static List<BiomarkerTest.Found> shared(List<BiomarkerTest.Found> found, int comparisons) {
        if (comparisons == 1) return found;
        return found.stream()
                .map(f -> new BiomarkerTest.Found(
                        f.people(),
                        f.effect(),
                        f.error(),
                        f.t(),
                        f.degreesOfFreedom(),
                        f.p(),
                        Double.isNaN(f.corrected()) ? Double.NaN : Math.min(1, comparisons * f.corrected()),
                        Double.NaN))
                .toList();
    }

    private Data data(PredictionClaim claim, String drug, String control, double[] outcome) {
        AnalysisSet set = protocol.sets().values().iterator().next();
        boolean adjusted = !claim.at().equals(claim.visit());
        List<String> columns = protocol.model().covariates();
        List<String> subjects = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        List<Double> before = new ArrayList<>();
        for (String subject : sessions.subjects(set)) {
            if (!control.isEmpty() && !List.of(drug, control).contains(arm(subject))) continue;
            double baseline = adjusted ? value(outcome, subject, claim.at()) : 0;
            boolean lacks = columns.stream().anyMatch(column -> TableCells.cell(sessions.person(subject), column)
                    .isEmpty());
            if (lacks || !Double.isFinite(baseline) || !Double.isFinite(value(outcome, subject, claim.visit())))
                excluded.add("sub-" + subject);
            else {
                subjects.add(subject);
                before.add(baseline);
            }
        }
        if (subjects.isEmpty())
            throw new DataException("no participant has " + claim.outcome() + " at "
                    + (adjusted ? claim.at() + " and " : "") + claim.visit());
        PersonCovariates covariates =
                PersonCovariates.of(subjects.stream().map(sessions::person).toList(), columns);
        List<double[]> rows = new ArrayList<>();
        for (int s = 0; s < subjects.size(); s++) {
            double[] own = covariates.values().get(s);
            double[] row = new double[own.length + (adjusted ? 1 : 0)];
            System.arraycopy(own, 0, row, row.length - own.length, own.length);
            if (adjusted) row[0] = before.get(s);
            rows.add(row);
        }
        return new Data(subjects, rows, excluded);
    }

    private List<String> notes(PredictionClaim claim, Data data, boolean both, int comparisons) {
        List<String> notes = new ArrayList<>();
        if (!data.excluded().isEmpty())
            notes.add("Excluded without " + claim.outcome() + ", its baseline or a covariate: "
                    + String.join(", ", data.excluded())
                    + "; this assumes that they are missing completely at random.");
        if (!both)
            notes.add("Without an arm that did not receive the drug, response to the drug cannot be distinguished from"
                    + " change that would also have occurred without it.");
        if (comparisons > 1) notes.add("Corrected p is multiplied by the number of active arms, " + comparisons + ".");
        return notes;
    }

    private String arm(String subject) {
        return sessions.level(
                subject, protocol.factor(Factor.Role.TREATMENT).orElseThrow().name());
    }

    /** The value of a participant at a visit; NaN if there is none. */
    private double value(double[] numbers, String subject, String visit) {
        Optional<Factor> factor = protocol.factor(Factor.Role.VISIT);
        for (int i = 0; i < numbers.length; i++) {
            TrialSession session = sessions.all().get(i);
            if (session.subject().equals(subject)
                    && (factor.isEmpty()
                            || visit.isEmpty()
                            || visit.equals(session.levels().get(factor.get().name())))) return numbers[i];
        }
        return Double.NaN;
    }
}
