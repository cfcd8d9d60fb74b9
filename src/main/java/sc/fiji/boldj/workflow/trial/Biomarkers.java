package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.group.BiomarkerTest;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;

/**
 * Whether a connection measured without the drug (before treatment, or under placebo) predicts response to it.
 *
 * <p>The response is the outcome after treatment adjusted for the outcome before it. Where an arm without the drug was
 * measured too, the treatment x biomarker interaction is tested for every connection, FWE-corrected with the maximum
 * statistic: only that interaction shows that a connection predicts response to the drug. Whether a connection is
 * prognostic, that is, related to the outcome in both arms, is tested separately.
 *
 * @param table a row for each connection
 * @param words what was found
 * @param predictive the connections whose interaction with treatment is significant, strongest first
 * @param strongest the connection with the largest t, against the response; null if nothing was tested
 */
public record Biomarkers(
        TrialReport.Tests table, List<String> words, List<String> predictive, TrialReport.Marker strongest) {

    /** Fewest participants under the drug. */
    private static final int LEAST = 8;

    /** Fewest participants without the drug for a comparison of the arms. */
    private static final int LEAST_CONTROLS = 4;

    /** The page warns if an arm has fewer participants. */
    private static final int FEW = 20;

    private static final Biomarkers NONE = new Biomarkers(
            new TrialReport.Tests(Table.of(List.of("connection"), List.of()), List.of()), List.of(), List.of(), null);

    /**
     * Tests.
     *
     * @param main the connections of interest
     * @param folder where the features and the prediction are written
     */
    public static Biomarkers of(
            TrialDesign design, ColumnTest main, GroupOptions options, Path folder, Progress progress)
            throws IOException {
        ResponseData data = ResponseData.of(design, main, options);
        if (data == null || data.treated() < LEAST)
            return data == null || !data.names().isEmpty()
                    ? NONE
                    : new Biomarkers(NONE.table, data.notes(), List.of(), null);
        boolean both = data.controls() >= LEAST_CONTROLS;
        if (!both) data = data.ofTreated();
        BiomarkerTest test = new BiomarkerTest(
                data.followUp(),
                data.arms(),
                data.covariates(),
                options.get(GroupOption.PERMUTATIONS),
                options.get(GroupOption.SEED));
        List<BiomarkerTest.Found> tested = both
                ? test.predictive(data.connections(), 1, progress.stage(0, 0.1))
                : test.association(data.connections(), progress.stage(0, 0.1));
        List<BiomarkerTest.Found> prognostic =
                both ? test.prognostic(data.connections(), 1, progress.stage(0.1, 0.2)) : List.of();
        List<String> words = new ArrayList<>(data.notes());
        List<Integer> counting = counting(tested, options.get(GroupOption.ALPHA));
        words.addAll(
                both
                        ? interaction(data, tested, prognostic, counting, options)
                        : alone(data, tested, counting, options));
        if (data.treated() < FEW || (both && data.controls() < FEW))
            words.add("Small sample (" + data.treated() + " under the drug"
                    + (both ? ", " + data.controls() + " under " + data.control() : "")
                    + "): only strong associations can be detected, and their size tends to be overestimated."
                    + " Replicate any such finding in an independent sample.");
        words.addAll(ResponseRidge.of(data, options, folder, progress.stage(0.2, 1)));
        int best = best(tested);
        return new Biomarkers(
                both
                        ? BiomarkerTables.table(data, tested, prognostic, options.get(GroupOption.ALPHA))
                        : BiomarkerTables.table(data, tested, options.get(GroupOption.ALPHA)),
                words,
                both ? counting.stream().map(data.names()::get).toList() : List.of(),
                new TrialReport.Marker(
                        data.names().get(best),
                        options.get(GroupOption.OUTCOME) + " after treatment, adjusted for " + data.adjustedFor(),
                        data.points(best, 1),
                        data.control(),
                        data.points(best, 0)));
    }

    private static List<Integer> counting(List<BiomarkerTest.Found> found, double alpha) {
        return IntStream.range(0, found.size())
                .filter(k -> found.get(k).corrected() <= alpha)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -Math.abs(found.get(k).t())))
                .toList();
    }

    private static int best(List<BiomarkerTest.Found> found) {
        int best = 0;
        for (int k = 1; k < found.size(); k++) {
            double own = Math.abs(found.get(k).t());
            if (own > Math.abs(found.get(best).t())
                    || Double.isNaN(found.get(best).t())) best = k;
        }
        return best;
    }

    private static double smallest(List<BiomarkerTest.Found> found) {
        return found.stream()
                .mapToDouble(BiomarkerTest.Found::corrected)
                .filter(p -> !Double.isNaN(p))
                .min()
                .orElse(Double.NaN);
    }

    private static List<String> interaction(
            ResponseData data,
            List<BiomarkerTest.Found> tested,
            List<BiomarkerTest.Found> prognostic,
            List<Integer> counting,
            GroupOptions options) {
        double alpha = options.get(GroupOption.ALPHA);
        List<String> words = new ArrayList<>();
        for (int k : counting)
            words.add(data.names().get(k) + " before treatment predicts response to the drug: its slope on "
                    + options.get(GroupOption.OUTCOME) + " differs between the arms (" + values(tested.get(k), alpha)
                    + ").");
        if (counting.isEmpty())
            words.add(
                    "No connection is a significant predictor of response to the drug: the smallest corrected p of the treatment"
                            + " by connection interaction is " + ResultWords.probability(smallest(tested), alpha)
                            + ". This is not evidence that there is no such connection.");
        List<Integer> both = counting(prognostic, alpha);
        for (int k : both)
            words.add(data.names().get(k)
                    + " before treatment is prognostic: in both arms together it is associated with a "
                    + (prognostic.get(k).effect() > 0 ? "higher" : "lower") + " " + options.get(GroupOption.OUTCOME)
                    + " afterwards ("
                    + values(prognostic.get(k), alpha) + ")."
                    + (counting.contains(k) ? "" : " This does not show who benefits from the drug."));
        return words;
    }

    private static List<String> alone(
            ResponseData data, List<BiomarkerTest.Found> tested, List<Integer> counting, GroupOptions options) {
        double alpha = options.get(GroupOption.ALPHA);
        List<String> words = new ArrayList<>();
        for (int k : counting)
            words.add(data.names().get(k) + " measured without the drug is associated with "
                    + options.get(GroupOption.OUTCOME) + " under the drug, adjusted for " + data.adjustedFor() + " ("
                    + values(tested.get(k), alpha) + ").");
        if (counting.isEmpty())
            words.add("No connection measured without the drug is significantly associated with "
                    + options.get(GroupOption.OUTCOME)
                    + " under the drug: the smallest corrected p is " + ResultWords.probability(smallest(tested), alpha)
                    + ". This is not evidence that there is no association.");
        words.add("Without an arm that did not receive the drug, response to the drug cannot be distinguished from"
                + " change that would also have occurred without it.");
        return words;
    }

    private static String values(BiomarkerTest.Found found, double alpha) {
        return ResultWords.text(found.effect()) + " per SD of the connection, t " + ResultWords.text(found.t()) + ", "
                + found.degreesOfFreedom() + " degrees of freedom, corrected p "
                + ResultWords.probability(found.corrected(), alpha);
    }
}
