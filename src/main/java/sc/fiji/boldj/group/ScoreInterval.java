package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Bootstrap interval of a cross-validated measure: subjects are resampled with replacement (within classes), all
 * copies of a subject stay in one fold, and the whole procedure is repeated. The standard deviation of the measure over samples, on
 * the scale of Fisher's z or the logit, is taken as its standard error: tanh(z - 1.96 s) to tanh(z + 1.96 s).
 *
 * <p>Fisher's interval treats subjects as independent, but each prediction depends on all other subjects: with 20 subjects, the 95 %
 * interval covers the mean of the measure in 71 to 93 % of samples, this one in 96 to 99 % ({@code docs/validation-group.md}).
 */
final class ScoreInterval {

    /** Largest number of bootstrap samples. */
    private static final int SAMPLES = 200;

    /** Fewest bootstrap samples for an interval. */
    private static final int LEAST = 10;

    /** Random assignments to folds in each sample. */
    private static final int ASSIGNMENTS = 2;

    private static final double QUANTILE = 1.959963984540054;

    private ScoreInterval() {}

    /** Lower and upper limits; NaN if fewer than {@value #LEAST} permutations are asked for. */
    static double[] of(PredictionProblem problem, ResponsePrediction.Options options, double score, Progress progress) {
        int samples = Math.min(SAMPLES, options.permutations());
        if (samples < LEAST) return new double[] {Double.NaN, Double.NaN};
        List<Double> drawn = FixedChunks.map(
                samples, 1, (k, to) -> sample(problem, options, Seeds.stream(options.seed() + 104729, k)), progress);
        boolean classes = problem.classes();
        double most = most(problem);
        double[] z = drawn.stream().mapToDouble(s -> scaled(s, classes, most)).toArray();
        double mean = Arrays.stream(z).average().orElse(0);
        double squares = Arrays.stream(z).map(x -> (x - mean) * (x - mean)).sum();
        double half = QUANTILE * Math.sqrt(squares / (z.length - 1));
        double middle = scaled(score, classes, most);
        double low = back(middle - half, classes);
        double high = back(middle + half, classes);
        return new double[] {Math.min(low, score), Math.max(high, score)};
    }

    private static double sample(
            PredictionProblem problem, ResponsePrediction.Options options, SplittableRandom random) {
        Map<Double, List<Integer>> strata = new TreeMap<>();
        int[] groups = problem.groups();
        for (int group : Arrays.stream(groups).distinct().toArray()) {
            int first = 0;
            while (groups[first] != group) first++;
            double stratum = problem.classes() ? problem.response()[first] : 0;
            strata.computeIfAbsent(stratum, key -> new ArrayList<>()).add(group);
        }
        PredictionProblem drawn;
        int folds;
        do {
            List<Integer> rows = new ArrayList<>();
            for (List<Integer> stratum : strata.values())
                for (int k = 0; k < stratum.size(); k++) {
                    int group = stratum.get(random.nextInt(stratum.size()));
                    for (int i = 0; i < groups.length; i++) if (groups[i] == group) rows.add(i);
                }
            drawn = problem.resampled(rows.stream().mapToInt(i -> i).toArray());
            folds = Math.min(options.folds(), ResponsePrediction.smallestClass(drawn));
        } while (folds < 2 || Arrays.stream(drawn.response()).distinct().count() < 2);
        CrossValidation validation = new CrossValidation(options.withFolds(folds), problem.classes());
        return ResponsePrediction.measure(validation, drawn, Math.min(ASSIGNMENTS, options.repeats()));
    }

    /** How far from .5 an area, or from 0 a correlation, can be distinguished from the end of its scale: half a subject. */
    private static double most(PredictionProblem problem) {
        return 1 - 0.5 / ResponsePrediction.smallestClass(problem);
    }

    private static double scaled(double score, boolean classes, double most) {
        double r = Math.max(-most, Math.min(most, classes ? 2 * score - 1 : score));
        return 0.5 * Math.log((1 + r) / (1 - r));
    }

    private static double back(double z, boolean classes) {
        return classes ? 0.5 + 0.5 * StrictMath.tanh(z) : StrictMath.tanh(z);
    }
}
