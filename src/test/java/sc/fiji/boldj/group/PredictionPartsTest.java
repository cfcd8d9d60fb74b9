package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** The choice of a penalty and the interval of the score, by hand and by brute force. */
class PredictionPartsTest {

    private static final int N = 12;

    private static double[][] noise(int columns) {
        double[][] x = new double[N][columns];
        for (int i = 0; i < N; i++) Seeds.fillGaussian(Seeds.stream(41, i), x[i]);
        return x;
    }

    /** Seven responders in four families, five others, two of them of one family. */
    private static PredictionProblem families() {
        boolean[] y = new boolean[N];
        Arrays.fill(y, 0, 7, true);
        return PredictionProblem.ofClasses(noise(2), y).withGroups(new int[] {0, 0, 1, 1, 2, 2, 3, 10, 10, 11, 12, 13});
    }

    @Test
    void theSmallerClassLimitsTheFolds() {
        int[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        assertEquals(4, PenaltyChoice.fewest(families(), all), "four families of either class");
        assertEquals(3, PenaltyChoice.fewest(families(), new int[] {0, 1, 2, 4, 7, 9, 10, 11}), "three of responders");
        assertEquals(2, PenaltyChoice.fewest(families(), new int[] {0, 2, 4, 6, 7, 8, 9}), "two of the others");
        assertEquals(2, PenaltyChoice.fewest(families(), new int[] {0, 2, 4, 7}), "two folds at least");
        double[] y = new double[N];
        for (int i = 0; i < N; i++) y[i] = Math.floorDiv(i, 4);
        PredictionProblem numbers =
                PredictionProblem.ofNumbers(noise(2), y).withGroups(new int[] {0, 0, 1, 1, 2, 3, 4, 4, 5, 5, 5, 5});
        assertEquals(6, PenaltyChoice.fewest(numbers, all));
        assertEquals(2, PenaltyChoice.fewest(numbers, new int[] {0, 1}));
    }

    @Test
    void theSmallestErrorOrTheLargestAreaIsChosenAndTiesGoToTheFirst() {
        double[] y = new double[N];
        for (int i = 0; i < N; i++) y[i] = i;
        PredictionProblem numbers = PredictionProblem.ofNumbers(noise(2), y);
        int[] training = {3, 5, 8};
        double[][] scores = {{4, 5, 8}, {3, 5.5, 8}, {3, 4.5, 8}, {2, 5, 9}};
        assertEquals(1, PenaltyChoice.best(numbers, training, new int[] {0, 0, 0}, 1, scores), "errors 1, .25, .25, 2");
        boolean[] responder = new boolean[N];
        Arrays.fill(responder, 0, 6, true);
        PredictionProblem classes = PredictionProblem.ofClasses(noise(2), responder);
        int[] four = {0, 1, 6, 7};
        int[] fold = {0, 1, 0, 1};
        // within folds: 0 against 6 and 1 against 7
        double[][] ranks = {{1, 9, 2, 8}, {2, 9, 1, 8}, {3, 9, 1, 8}, {9, 1, 5, 2}};
        assertEquals(1, PenaltyChoice.best(classes, four, fold, 2, ranks), "areas .5, 1, 1, .5");
        double[][] across = {{5, 1, 4, 2}, {2, 9, 1, 8}};
        assertEquals(1, PenaltyChoice.best(classes, four, fold, 2, across), "pairs of two folds are not compared");
    }

    /** The standard deviation of Fisher's z over samples, drawn here once more. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theIntervalIsThatOfTheSamplesSpread(boolean classes) {
        double[][] x = noise(3);
        double[] y = new double[N];
        boolean[] responder = new boolean[N];
        for (int i = 0; i < N; i++) {
            responder[i] = i < 7;
            y[i] = x[i][0] + 0.1 * i;
            if (responder[i]) x[i][1] += 1;
        }
        PredictionProblem problem =
                classes ? PredictionProblem.ofClasses(x, responder) : PredictionProblem.ofNumbers(x, y);
        ResponsePrediction.Options options =
                ResponsePrediction.Options.DEFAULT.withFolds(3).withEffort(1, 11);
        assertTrue(Double.isNaN(ScoreInterval.of(problem, options.withEffort(1, 9), 0.6, Progress.NONE)[0]));
        double most = 1 - 0.5 / ResponsePrediction.smallestClass(problem);
        double[] z = new double[11];
        for (int k = 0; k < z.length; k++) z[k] = z(drawn(problem, options, k), classes, most);
        double half = 1.959963984540054 * Math.sqrt(StatUtils.variance(z));
        for (double score : new double[] {0.6, 1}) {
            double middle = z(score, classes, most);
            double low = Math.tanh(middle - half);
            double high = Math.tanh(middle + half);
            double[] expected = classes ? new double[] {(1 + low) / 2, (1 + high) / 2} : new double[] {low, high};
            expected[0] = Math.min(expected[0], score);
            expected[1] = Math.max(expected[1], score);
            assertArrayEquals(expected, ScoreInterval.of(problem, options, score, Progress.NONE), 1e-12);
        }
        assertEquals(1, ScoreInterval.of(problem, options, 1, Progress.NONE)[1], "never below the score itself");
    }

    private static double z(double score, boolean classes, double most) {
        double r = classes ? 2 * score - 1 : score;
        r = Math.min(most, Math.max(-most, r));
        return (Math.log1p(r) - Math.log1p(-r)) / 2;
    }

    private static double drawn(PredictionProblem problem, ResponsePrediction.Options options, int k) {
        SplittableRandom random = Seeds.stream(options.seed() + 104729, k);
        List<int[]> strata = problem.classes()
                ? List.of(new int[] {7, 8, 9, 10, 11}, new int[] {0, 1, 2, 3, 4, 5, 6})
                : List.of(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
        while (true) {
            List<Integer> rows = new ArrayList<>();
            for (int[] stratum : strata) for (int unused : stratum) rows.add(stratum[random.nextInt(stratum.length)]);
            PredictionProblem sample =
                    problem.resampled(rows.stream().mapToInt(i -> i).toArray());
            int folds = Math.min(3, ResponsePrediction.smallestClass(sample));
            if (folds < 2) continue;
            return ResponsePrediction.measure(
                    new CrossValidation(options.withFolds(folds), problem.classes()), sample, 1);
        }
    }
}
