package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.workflow.TreatmentNames;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;

/**
 * Outcome and connections of the participants of a trial, the data for the analysis of response.
 *
 * @param names of the connections
 * @param subjects label of each participant
 * @param arms 1 under the drug, 0 without it
 * @param followUp the outcome under treatment
 * @param before the outcome before treatment, or under the control in a crossover
 * @param order 1/2 if the session under the drug was the first of a crossover, else -1/2; null if it is none
 * @param connections shape (connections, participants): of the session without the drug; NaN where missing
 * @param control name of the arm or treatment without the drug; empty if everyone had it
 * @param notes sentences on who is not included and why nothing can be tested
 */
record ResponseData(
        List<String> names,
        List<String> subjects,
        int[] arms,
        double[] followUp,
        double[] before,
        double[] order,
        double[][] connections,
        String control,
        List<String> notes) {

    /** The data of a design; null if it has no session without the drug, or no outcome. */
    static ResponseData of(TrialDesign design, ColumnTest main, GroupOptions options) {
        boolean crossed = design.kind().equals("crossover");
        if (main.isEmpty() || (!crossed && !design.kind().equals("change"))) return null;
        List<Visit> visits = design.visits();
        List<String> levels = TreatmentNames.ordered(
                visits.stream().map(crossed ? Visit::treatment : Visit::group).toList());
        List<String> pair = levels.size() == 2 ? levels : Treatments.pair(levels, options.get(GroupOption.CONTRAST));
        if (levels.size() > 2 && pair.isEmpty())
            return none("Response to the drug is compared between two arms, but there are " + levels.size() + " ("
                    + String.join(", ", levels) + "): name two with contrast, such as contrast=[" + levels.get(0)
                    + " - "
                    + levels.get(levels.size() - 1) + "].");
        Optional<String> comparator = TreatmentNames.comparator(pair.isEmpty() ? levels : pair);
        if ((crossed && comparator.isEmpty()) || (pair.isEmpty() && TreatmentNames.isControl(levels.get(0))))
            return null;
        String control = pair.isEmpty() ? "" : comparator.orElse(pair.get(1));
        List<String> notes = new ArrayList<>();
        List<Integer> drug = new ArrayList<>();
        List<Integer> without = new ArrayList<>();
        List<String> unmeasured = new ArrayList<>();
        for (int i = 0; i + 1 < visits.size(); i += 2) {
            Visit first = visits.get(i);
            if (!crossed && !pair.isEmpty() && !pair.contains(first.group())) continue;
            boolean turned = crossed && visits.get(i + 1).treatment().equals(control);
            int at = turned ? i + 1 : i;
            boolean measured = Double.isFinite(first.outcome())
                    && Double.isFinite(visits.get(i + 1).outcome());
            if (!measured) unmeasured.add("sub-" + first.subject());
            else if (!crossed && first.group().equals(control)) without.add(at);
            else drug.add(at);
        }
        if (drug.isEmpty()) return null;
        if (!unmeasured.isEmpty())
            notes.add("Excluded from the analysis of response, because " + options.get(GroupOption.OUTCOME)
                    + " is missing at a session: " + String.join(", ", unmeasured) + ".");
        int[] at = IntStream.concat(
                        drug.stream().mapToInt(i -> i), without.stream().mapToInt(i -> i))
                .toArray();
        int[] arms = new int[at.length];
        Arrays.fill(arms, 0, drug.size(), 1);
        double[][] connections = new double[main.rows().size()][];
        for (int k = 0; k < connections.length; k++) {
            double[] values = main.rows().get(k).values();
            connections[k] = Arrays.stream(at).mapToDouble(i -> values[i]).toArray();
        }
        return new ResponseData(
                main.names(),
                Arrays.stream(at).mapToObj(i -> visits.get(i).subject()).toList(),
                arms,
                Arrays.stream(at).mapToDouble(i -> visits.get(i ^ 1).outcome()).toArray(),
                Arrays.stream(at).mapToDouble(i -> visits.get(i).outcome()).toArray(),
                crossed
                        ? Arrays.stream(at)
                                .mapToDouble(i -> visits.get(i ^ 1).period()
                                                < visits.get(i).period()
                                        ? 0.5
                                        : -0.5)
                                .toArray()
                        : null,
                connections,
                control,
                notes);
    }

    private static ResponseData none(String why) {
        double[] no = new double[0];
        return new ResponseData(List.of(), List.of(), new int[0], no, no, null, new double[0][], "", List.of(why));
    }

    /** Only the participants under the drug. */
    ResponseData ofTreated() {
        int n = treated();
        return new ResponseData(
                names,
                subjects.subList(0, n),
                Arrays.copyOf(arms, n),
                Arrays.copyOf(followUp, n),
                Arrays.copyOf(before, n),
                order == null ? null : Arrays.copyOf(order, n),
                Arrays.stream(connections).map(row -> Arrays.copyOf(row, n)).toArray(double[][]::new),
                order == null ? "" : control,
                notes);
    }

    /** Number of participants under the drug. */
    int treated() {
        return Arrays.stream(arms).sum();
    }

    /** Number of participants in the other arm. */
    int controls() {
        return arms.length - treated();
    }

    /** What the outcome is adjusted for, in words. */
    String adjustedFor() {
        return order == null ? "its value before treatment" : "its value under " + control + " and for period";
    }

    /** What the outcome is adjusted for. */
    double[][] covariates() {
        return order == null ? new double[][] {before} : new double[][] {before, order};
    }

    /** How many participants of an arm have a connection. */
    int people(int connection, int arm) {
        return (int) IntStream.range(0, arms.length)
                .filter(i -> arms[i] == arm && Double.isFinite(connections[connection][i]))
                .count();
    }

    /** The outcome under treatment adjusted to the means of its covariates, with one slope of each for all arms. */
    double[] adjusted() {
        double[][] covariates = covariates();
        int people = followUp.length;
        double[] design = new double[people * covariates.length];
        for (int c = 0; c < covariates.length; c++) {
            double[] centred = withinArms(covariates[c]);
            for (int i = 0; i < people; i++) design[i * covariates.length + c] = centred[i];
        }
        double[] slopes = LeastSquares.solve(design, people, covariates.length, withinArms(followUp), 1)
                .coefficients();
        double[] adjusted = followUp.clone();
        for (int c = 0; c < covariates.length; c++) {
            double mean = StatUtils.mean(covariates[c]);
            for (int i = 0; i < people; i++) adjusted[i] -= slopes[c] * (covariates[c][i] - mean);
        }
        return adjusted;
    }

    /** Values less the mean of their arm. */
    private double[] withinArms(double[] values) {
        double[] centred = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int arm = arms[i];
            centred[i] = values[i]
                    - IntStream.range(0, arms.length)
                            .filter(j -> arms[j] == arm)
                            .mapToDouble(j -> values[j])
                            .average()
                            .orElseThrow();
        }
        return centred;
    }

    /** Connection and adjusted outcome of the participants of an arm. */
    double[][] points(int connection, int arm) {
        double[] adjusted = adjusted();
        return IntStream.range(0, arms.length)
                .filter(i -> arms[i] == arm && Double.isFinite(connections[connection][i]))
                .mapToObj(i -> new double[] {connections[connection][i], adjusted[i]})
                .toArray(double[][]::new);
    }
}
