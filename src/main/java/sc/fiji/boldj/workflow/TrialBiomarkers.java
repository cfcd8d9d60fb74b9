package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.group.BiomarkerTest;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/**
 * Treatment by biomarker for all features at once, FWE-corrected with the maximum |t|. None is selected beforehand.
 *
 * @param trial who had which treatment; its biomarker is not read
 * @param names of the biomarkers
 * @param values shape (biomarkers, subjects)
 */
record TrialBiomarkers(TrialModeration trial, List<String> names, double[][] values) {

    /** What the key {@code biomarker} says for all features. */
    static final String ALL = "all";

    /**
     * The features of a problem.
     *
     * @param rows shape (subjects, features)
     */
    static TrialBiomarkers of(TrialModeration trial, List<String> names, double[][] rows) {
        double[][] values = new double[names.size()][rows.length];
        for (int i = 0; i < rows.length; i++) for (int f = 0; f < values.length; f++) values[f][i] = rows[i][f];
        return new TrialBiomarkers(trial, names, values);
    }

    /**
     * What was found.
     *
     * @param table a row for each biomarker, the smallest corrected p of the interaction first
     * @param words in a sentence
     */
    record Tested(Table table, String words) {}

    /** Tests the interaction of each biomarker with treatment, and apart from it the association in both arms. */
    Tested test(double[] outcome, int permutations, long seed, Progress progress) {
        int[] arms = new int[outcome.length];
        for (int i = 0; i < arms.length; i++)
            arms[i] = trial.treatment().get(i).equals(trial.arms().get(0)) ? 1 : 0;
        int shufflings = Math.max(TrialModeration.LEAST, permutations);
        BiomarkerTest test = new BiomarkerTest(outcome, arms, trial.covariates(), shufflings, seed);
        List<BiomarkerTest.Found> predictive = test.predictive(values, 1, progress.stage(0, 0.5));
        List<BiomarkerTest.Found> prognostic = test.prognostic(values, 1, progress.stage(0.5, 1));
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) order.add(k);
        order.sort(Comparator.<Integer>comparingDouble(
                        k -> Double.isNaN(predictive.get(k).corrected())
                                ? 2
                                : predictive.get(k).corrected())
                .thenComparingDouble(k -> -Math.abs(predictive.get(k).t())));
        Table.Builder table = Table.builder()
                .add("biomarker", order.stream().map(names::get).toList())
                .add(
                        "subjects",
                        order.stream().mapToInt(k -> predictive.get(k).people()).toArray());
        add(table, "predictive", order.stream().map(predictive::get).toList());
        add(table, "prognostic", order.stream().map(prognostic::get).toList());
        long found = predictive.stream().filter(f -> f.corrected() <= 0.05).count();
        return new Tested(
                table.build(),
                String.format(
                        Locale.ROOT,
                        "Treatment by biomarker, %s (%s - %s), was tested for all %d features: %d with a corrected p <= .05"
                                + " (maximum |t|, %d permutations within arms). Only this interaction shows that a feature"
                                + " predicts who benefits; the columns prognostic give the association in both arms.",
                        trial.column(),
                        trial.arms().get(0),
                        trial.arms().get(1),
                        names.size(),
                        found,
                        shufflings));
    }

    private static void add(Table.Builder table, String name, List<BiomarkerTest.Found> found) {
        table.add(name + "_effect", numbers(found, BiomarkerTest.Found::effect))
                .add(name + "_reach95", numbers(found, BiomarkerTest.Found::reach))
                .add(name + "_t", numbers(found, BiomarkerTest.Found::t))
                .add(name + "_p", numbers(found, BiomarkerTest.Found::p))
                .add(name + "_p_fwe", numbers(found, BiomarkerTest.Found::corrected));
    }

    private static double[] numbers(
            List<BiomarkerTest.Found> found, java.util.function.ToDoubleFunction<BiomarkerTest.Found> what) {
        return found.stream().mapToDouble(what).toArray();
    }
}
