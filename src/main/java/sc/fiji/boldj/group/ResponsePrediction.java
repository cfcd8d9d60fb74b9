package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.NullDistribution;

/**
 * Predicts a response (responder or not, or a score) from features by nested cross-validation.
 *
 * <p>Everything that learns is fitted inside the training folds: covariate removal, selection, scaling, the choice of the
 * penalty (by inner folds), the model and its calibration. Before the run a leak test corrupts the held-out rows of one fold
 * and fits again: if any coefficient changes to the last bit, some step has looked at them, and the run is refused.
 */
public final class ResponsePrediction {

    /** Assignments to folds that the measure is the mean over, at most. */
    public static final int ASSIGNMENTS = 5;

    private ResponsePrediction() {}

    /** The model. */
    public enum Model {
        /** Ridge regression. */
        RIDGE,
        /** Elastic net, half absolute and half squared penalty. */
        ELASTIC_NET,
        /** Linear support vector machine; classes only. */
        SVM,
        /** Connectome-based predictive modelling. */
        CONNECTOME
    }

    /**
     * How to predict.
     *
     * @param folds outer folds, 2 or more
     * @param innerFolds folds within the training rows that choose the penalty, 2 or more
     * @param repeats times the outer folds are assigned, 1 or more: the measure, its p and its interval are of the first {@link
     *     #ASSIGNMENTS}, predictions and weights are means over all
     * @param permutations shuffled responses for p, the identity among them, and resamplings of subjects for the interval;
     *     1 for none
     * @param select features to keep by correlation, 0 for all
     * @param edgeThreshold p of the edges of {@link Model#CONNECTOME}, in (0, 1)
     * @param seed of folds and shuffles
     */
    public record Options(
            Model model,
            int folds,
            int innerFolds,
            int repeats,
            int permutations,
            int select,
            double edgeThreshold,
            long seed) {

        /** Ridge, 10 folds, 5 inner folds, 100 repeats, 1000 permutations. */
        public static final Options DEFAULT = new Options(Model.RIDGE, 10, 5, 100, 1000, 0, 0.01, 1);

        /** @throws IllegalArgumentException if a value is out of range */
        public Options {
            if (folds < 2 || innerFolds < 2)
                throw new IllegalArgumentException("folds must be 2 or more, got " + folds + " and " + innerFolds);
            if (repeats < 1 || permutations < 1 || select < 0)
                throw new IllegalArgumentException(
                        "repeats and permutations must be 1 or more and select 0 or more, got " + repeats + ", "
                                + permutations + ", " + select);
            if (!(edgeThreshold > 0 && edgeThreshold < 1))
                throw new IllegalArgumentException("the edge threshold is a p between 0 and 1, got " + edgeThreshold);
        }

        /** The same with another model. */
        public Options with(Model other) {
            return new Options(other, folds, innerFolds, repeats, permutations, select, edgeThreshold, seed);
        }

        /** The same with other numbers of repeats and permutations. */
        public Options withEffort(int newRepeats, int newPermutations) {
            return new Options(model, folds, innerFolds, newRepeats, newPermutations, select, edgeThreshold, seed);
        }

        /** The same keeping so many features. */
        public Options withSelect(int keep) {
            return new Options(model, folds, innerFolds, repeats, permutations, keep, edgeThreshold, seed);
        }

        /** The same with another number of outer folds. */
        public Options withFolds(int other) {
            return new Options(model, other, innerFolds, repeats, permutations, select, edgeThreshold, seed);
        }
    }

    /**
     * What was predicted. For classes {@code score} is the area under the ROC curve over pairs held out together; for
     * numbers the correlation of predicted and true response: the mean over the first {@link #ASSIGNMENTS} assignments to folds, or over all if there are fewer. p and interval are of this measure.
     *
     * @param predictions each subject's held-out score, mean over repeats
     * @param probabilities each subject's held-out calibrated probability of class 1; NaN for numbers
     * @param score the measure
     * @param low lower end of its 95 % interval ({@link ScoreInterval}); NaN if it was not asked for
     * @param high upper end
     * @param p permutation p of the measure
     * @param nullMean mean of the measure over shuffled responses: near .5 for classes; for numbers below 0, as a subject
     *     who is held out pulls the mean of the others the other way; NaN if there were none
     * @param error mean squared error of prediction over the variance of the response (numbers), else NaN
     * @param calibration of the probabilities; null for numbers
     * @param nulls the measure, then that of each shuffled response; null if there were none
     * @param weights mean weight of each feature over folds and repeats, in prepared units
     */
    public record Result(
            double[] predictions,
            double[] probabilities,
            double score,
            double low,
            double high,
            double p,
            double nullMean,
            double error,
            Calibration calibration,
            NullDistribution nulls,
            double[] weights) {}

    /**
     * Runs the prediction.
     *
     * @throws IllegalArgumentException if a class is smaller than the folds, or the model does not suit the response
     * @throws IllegalStateException if the leak test fails
     */
    public static Result of(PredictionProblem problem, Options options, Progress progress) {
        if (options.model() == Model.SVM && !problem.classes())
            throw new IllegalArgumentException(
                    "a support vector machine predicts classes, but the response is a number:"
                            + " use ridge, elastic net or connectome");
        int smallest = smallestClass(problem);
        if (smallest < options.folds())
            throw new IllegalArgumentException("folds is " + options.folds() + " but the smaller class has only "
                    + smallest + " subjects or families: use fewer folds");
        CrossValidation validation = new CrossValidation(options, problem.classes());
        validation.requireNoLeak(problem);
        int n = problem.response().length;
        List<CrossValidation.Pass> passes =
                FixedChunks.map(options.repeats(), 1, (r, to) -> validation.pass(problem, r), progress.stage(0, 0.3));
        double[] sums = new double[n];
        double[] chances = new double[n];
        double[] weights = new double[problem.features()[0].length];
        double error = 0;
        double variance = variance(problem.response());
        for (CrossValidation.Pass pass : passes) {
            for (int i = 0; i < n; i++) {
                sums[i] += pass.scores()[i] / passes.size();
                chances[i] += pass.probabilities()[i] / passes.size();
                double miss = pass.scores()[i] - problem.response()[i];
                error += miss * miss / n / passes.size() / variance;
            }
            for (int f = 0; f < weights.length; f++) weights[f] += pass.weights()[f] / passes.size();
        }
        int assignments = Math.min(options.repeats(), ASSIGNMENTS);
        double score = measure(problem, passes.subList(0, assignments));
        double[] interval = ScoreInterval.of(problem, options, score, progress.stage(0.3, 0.5));
        double[] nulls = new double[options.permutations()];
        nulls[0] = score;
        if (nulls.length > 1) {
            List<Double> shuffled = FixedChunks.map(
                    nulls.length - 1,
                    1,
                    (k, to) -> measure(
                            validation,
                            problem.withResponse(shuffle(problem, Seeds.stream(options.seed() + 7919, k))),
                            assignments),
                    progress.stage(0.5, 1));
            for (int k = 1; k < nulls.length; k++) nulls[k] = shuffled.get(k - 1);
        }
        double mean = nulls.length > 1 ? Arrays.stream(nulls).skip(1).average().orElse(Double.NaN) : Double.NaN;
        return new Result(
                sums,
                chances,
                score,
                interval[0],
                interval[1],
                nulls.length > 1 ? new NullDistribution(nulls).p(nulls[0]) : Double.NaN,
                mean,
                problem.classes() ? Double.NaN : error,
                problem.classes() ? Calibration.of(chances, problem.response()) : null,
                nulls.length > 1 ? new NullDistribution(nulls) : null,
                weights);
    }

    /**
     * Fits all subjects with the whole procedure (covariate removal, selection, scaling, the penalty by inner folds, the model
     * and its calibration), for new people. How well it predicts is what {@link #of} says, never its fit to these subjects.
     *
     * @param covariates shape (subjects, covariates), those of {@link FeatureStep#withoutCovariates}; rows may be empty
     * @throws IllegalStateException if a step of the problem is not linear
     */
    public static FrozenModel freeze(PredictionProblem problem, Options options, double[][] covariates) {
        return new CrossValidation(options, problem.classes()).freeze(problem, covariates);
    }

    /** The measure over the first assignments to folds. */
    static double measure(CrossValidation validation, PredictionProblem problem, int assignments) {
        List<CrossValidation.Pass> passes = new ArrayList<>();
        for (int r = 0; r < assignments; r++) passes.add(validation.pass(problem, r));
        return measure(problem, passes);
    }

    private static double measure(PredictionProblem problem, List<CrossValidation.Pass> passes) {
        if (problem.classes()) {
            PairwiseAuc auc = new PairwiseAuc(problem.response());
            for (CrossValidation.Pass pass : passes) pass.addTo(auc);
            return auc.area();
        }
        double mean = 0;
        for (CrossValidation.Pass pass : passes) {
            double r = correlation(pass.scores(), problem.response());
            // predictions that are all equal correlate with nothing
            mean += (Double.isNaN(r) ? 0 : r) / passes.size();
        }
        return mean;
    }

    /** Shuffles responses among groups; rows of one group keep one response. */
    private static double[] shuffle(PredictionProblem problem, SplittableRandom random) {
        int[] names = Arrays.stream(problem.groups()).distinct().toArray();
        double[] values = new double[names.length];
        int[] which = new int[problem.groups().length];
        for (int i = 0; i < which.length; i++)
            for (int g = 0; g < names.length; g++)
                if (names[g] == problem.groups()[i]) {
                    which[i] = g;
                    values[g] = problem.response()[i];
                }
        for (int k = values.length - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            double swap = values[k];
            values[k] = values[other];
            values[other] = swap;
        }
        return Arrays.stream(which).mapToDouble(g -> values[g]).toArray();
    }

    static int smallestClass(PredictionProblem problem) {
        int n = problem.response().length;
        if (!problem.classes())
            return (int) Arrays.stream(problem.groups()).distinct().count();
        long positive = IntStream.range(0, n)
                .filter(i -> problem.response()[i] > 0)
                .map(i -> problem.groups()[i])
                .distinct()
                .count();
        long negative = IntStream.range(0, n)
                .filter(i -> problem.response()[i] < 0)
                .map(i -> problem.groups()[i])
                .distinct()
                .count();
        return (int) Math.min(positive, negative);
    }

    static double correlation(double[] a, double[] b) {
        double[][] column = new double[a.length][1];
        for (int i = 0; i < a.length; i++) column[i][0] = a[i];
        return FeatureStep.correlations(column, b, IntStream.range(0, a.length).toArray())[0];
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    }
}
