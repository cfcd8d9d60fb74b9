package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.group.Learner.Linear;
import sc.fiji.boldj.run.Seeds;

/** Each model against its closed form, or the conditions that prove an optimum; what precedes it against regressions. */
class LearnersTest {

    private static final int N = 16;
    private static final int P = 5;

    private static double[][] features(int seed) {
        double[][] x = new double[N][P];
        for (int i = 0; i < N; i++) {
            Seeds.fillGaussian(Seeds.stream(seed, i), x[i]);
            x[i][1] = 2 * x[i][1] + 1;
        }
        return x;
    }

    private static double[] numbers(double[][] x) {
        double[] y = new double[N];
        Seeds.fillGaussian(Seeds.stream(99, 1), y);
        for (int i = 0; i < N; i++) y[i] += 3 + x[i][0] - 0.5 * x[i][1];
        return y;
    }

    private static double[] signs(double[][] x) {
        double[] y = new double[N];
        for (int i = 0; i < N; i++) y[i] = x[i][0] - 0.5 * x[i][3] > 0 ? 1 : -1;
        y[2] = -y[2];
        return y;
    }

    /** (X'X + lambda 1)^-1 X'(y - mean), lambda a power of ten times the mean square of a row, the largest first. */
    @Test
    void ridgeIsItsClosedForm() {
        double[][] x = features(1);
        double[] y = numbers(x);
        double mean = Arrays.stream(y).average().orElseThrow();
        RealMatrix matrix = new Array2DRowRealMatrix(x);
        double size = matrix.getFrobeniusNorm() * matrix.getFrobeniusNorm() / N;
        Linear[] models = new KernelLearner(KernelLearner.Kind.RIDGE, false).fit(x, y);
        assertEquals(7, models.length);
        double penalty = 1e3;
        for (Linear model : models) {
            RealMatrix normal = matrix.transpose()
                    .multiply(matrix)
                    .add(MatrixUtils.createRealIdentityMatrix(P).scalarMultiply(penalty * size));
            double[] right = matrix.transpose()
                    .operate(Arrays.stream(y).map(v -> v - mean).toArray());
            double[] expected = new LUDecomposition(normal)
                    .getSolver()
                    .solve(new ArrayRealVector(right))
                    .toArray();
            assertArrayEquals(expected, model.weights(), 1e-9);
            assertEquals(mean, model.intercept(), 1e-12);
            double score = mean;
            for (int f = 0; f < P; f++) score += expected[f] * x[4][f];
            assertEquals(score, model.score(x[4]), 1e-9);
            penalty /= 10;
        }
        assertEquals(0, new KernelLearner(KernelLearner.Kind.RIDGE, true).fit(x, signs(x))[0].intercept());
        double[][] none = new double[3][2];
        assertArrayEquals(
                new double[2],
                new KernelLearner(KernelLearner.Kind.RIDGE, false).fit(none, new double[] {1, 2, 3})[0].weights());
    }

    private static double loss(double[][] x, double[] y, double[] w, double b, double size, double bound) {
        double sum = b * b / size / 2;
        for (double v : w) sum += v * v / 2;
        for (int i = 0; i < N; i++) {
            double score = b;
            for (int f = 0; f < P; f++) score += w[f] * x[i][f];
            sum += bound * Math.max(0, 1 - y[i] * score);
        }
        return sum;
    }

    /** |w|^2 / 2 + b^2 / (2 s) + C sum of hinges, s the mean square of a row, is convex: no step from its least is down. */
    @Test
    void theMachineMinimisesItsLoss() {
        double[][] x = features(2);
        double[] y = signs(x);
        double size = 0;
        for (double[] row : x) for (double v : row) size += v * v / N;
        Linear[] models = new KernelLearner(KernelLearner.Kind.SVM, true).fit(x, y);
        assertEquals(6, models.length);
        double[] bounds = {1e-3, 1e-2, 1e-1, 1, 10, 100};
        for (int s = 0; s < 6; s++) {
            double bound = bounds[s] / size;
            double least = loss(x, y, models[s].weights(), models[s].intercept(), size, bound);
            for (int k = 0; k < 400; k++) {
                double[] step = new double[P + 1];
                Seeds.fillGaussian(Seeds.stream(7, k), step);
                double length = Math.pow(10, -(k % 4));
                double[] w = models[s].weights().clone();
                for (int f = 0; f < P; f++) w[f] += length * step[f];
                double other = loss(x, y, w, models[s].intercept() + length * step[P], size, bound);
                // the descent stops at a change of 1e-4 of a margin, with the largest bound after 300 sweeps
                assertTrue(other >= least * (1 - (s < 5 ? 1e-3 : 5e-2)), "setting " + s + ": " + other + " < " + least);
            }
        }
        // with the smallest bound every alpha is at it: w = C sum y x, b = C s sum y
        double[] w = new double[P];
        double b = 0;
        for (int i = 0; i < N; i++) {
            b += 1e-3 * y[i];
            for (int f = 0; f < P; f++) w[f] += 1e-3 / size * y[i] * x[i][f];
        }
        assertArrayEquals(w, models[0].weights(), 1e-12);
        assertEquals(b, models[0].intercept(), 1e-12);
    }

    /** Zou and Hastie's conditions: a weight in use balances the pull, one that is 0 is not pulled beyond the penalty. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9})
    void theElasticNetBalancesPullAndPenalty(double mix) {
        double[][] x = features(3);
        for (double[] row : x) row[4] = 2;
        double[] y = numbers(x);
        double mean = Arrays.stream(y).average().orElseThrow();
        double[] centre = new double[P];
        for (double[] row : x) for (int f = 0; f < P; f++) centre[f] += row[f] / N;
        double largest = 0;
        for (int f = 0; f < P; f++) {
            double pull = 0;
            for (int i = 0; i < N; i++) pull += (x[i][f] - centre[f]) * (y[i] - mean) / N;
            largest = Math.max(largest, Math.abs(pull) / mix);
        }
        ElasticNetLearner learner = new ElasticNetLearner(mix, false);
        Linear[] models = learner.fit(x, y);
        assertEquals(20, learner.settings());
        assertArrayEquals(new double[P], models[0].weights(), 1e-12, "the largest penalty leaves none");
        int used = 0;
        for (int s = 0; s < 20; s++) {
            double penalty = largest * Math.pow(0.02, s / 19.0);
            double[] w = models[s].weights();
            double intercept = mean;
            for (int f = 0; f < P; f++) intercept -= w[f] * centre[f];
            assertEquals(intercept, models[s].intercept(), 1e-12);
            for (int f = 0; f < P; f++) {
                double pull = 0;
                for (int i = 0; i < N; i++) pull += (x[i][f] - centre[f]) * (y[i] - models[s].score(x[i])) / N;
                // the descent stops at a change of 1e-5 standard deviations
                if (w[f] == 0) assertTrue(Math.abs(pull) <= penalty * mix + 1e-4);
                else assertEquals(penalty * (mix * Math.signum(w[f]) + (1 - mix) * w[f]), pull, 1e-4);
                if (w[f] != 0) used++;
            }
            assertEquals(0, w[4], "a constant feature has no weight");
        }
        assertTrue(used > 20, "the smallest penalties use most features: " + used);
        double[] classes = signs(x);
        Linear last = new ElasticNetLearner(mix, true).fit(x, classes)[19];
        double shift = 0;
        for (int f = 0; f < P; f++) shift -= last.weights()[f] * centre[f];
        assertEquals(shift, last.intercept(), 1e-12, "classes have no level");
    }

    /** Shen 2017: edges whose correlation has p below the threshold, summed by sign, in a regression. */
    @Test
    void theConnectomeModelIsARegressionOnTwoSums() {
        double[][] x = features(4);
        double[] y = new double[N];
        for (int i = 0; i < N; i++) y[i] = 2 * x[i][0] + x[i][1] - 2 * x[i][3] + 0.3 * x[i][2];
        for (double threshold : new double[] {0.05, 0.3}) {
            int[] sign = new int[P];
            double[][] sums = new double[N][2];
            for (int f = 0; f < P; f++) {
                SimpleRegression line = new SimpleRegression();
                for (int i = 0; i < N; i++) line.addData(x[i][f], y[i]);
                if (line.getSignificance() < threshold) sign[f] = (int) Math.signum(line.getSlope());
                for (int i = 0; i < N; i++) if (sign[f] != 0) sums[i][sign[f] > 0 ? 0 : 1] += x[i][f];
            }
            assertTrue(Arrays.stream(sign).anyMatch(v -> v > 0)
                    && Arrays.stream(sign).anyMatch(v -> v < 0));
            OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
            fit.newSampleData(y, sums);
            double[] b = fit.estimateRegressionParameters();
            ConnectomeLearner learner = new ConnectomeLearner(threshold);
            Linear[] models = learner.fit(x, y);
            assertEquals(1, models.length);
            assertEquals(1, learner.settings());
            assertEquals(b[0], models[0].intercept(), 1e-10);
            for (int f = 0; f < P; f++)
                assertEquals(
                        sign[f] == 0 ? 0 : sign[f] > 0 ? b[1] : b[2], models[0].weights()[f], 1e-10);
        }
    }

    private static final int[] TRAINING = {0, 1, 2, 4, 5, 7, 8, 9, 11, 12, 14};

    @Test
    void covariatesAreRegressedOutWithSlopesOfTheTrainingRows() {
        double[][] x = features(5);
        double[][] covariates = new double[N][2];
        for (int i = 0; i < N; i++) Seeds.fillGaussian(Seeds.stream(6, i), covariates[i]);
        FeatureStep.Fitted fitted = FeatureStep.withoutCovariates(covariates).fit(x, new double[N], TRAINING);
        for (int f = 0; f < P; f++) {
            double[] own = new double[TRAINING.length];
            double[][] z = new double[TRAINING.length][];
            for (int k = 0; k < own.length; k++) {
                own[k] = x[TRAINING[k]][f];
                z[k] = covariates[TRAINING[k]];
            }
            OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
            fit.newSampleData(own, z);
            double[] b = fit.estimateRegressionParameters();
            for (int i = 0; i < N; i++)
                assertEquals(
                        x[i][f] - b[1] * covariates[i][0] - b[2] * covariates[i][1],
                        fitted.apply(i, x[i])[f],
                        1e-12,
                        "the level stays");
        }
    }

    private static double[] expectedCorrelations(double[][] x, double[] y, int[] rows) {
        return IntStream.range(0, P)
                .mapToDouble(f -> new PearsonsCorrelation()
                        .correlation(
                                Arrays.stream(rows).mapToDouble(i -> x[i][f]).toArray(),
                                Arrays.stream(rows).mapToDouble(i -> y[i]).toArray()))
                .toArray();
    }

    @Test
    void theMostCorrelatedFeaturesOfTheTrainingRowsAreKept() {
        double[][] x = features(7);
        double[] y = new double[N];
        for (int i = 0; i < N; i++) y[i] = x[i][0] - 3 * x[i][3] + 0.1 * x[i][2];
        double[] r = FeatureStep.correlations(x, y, TRAINING);
        assertArrayEquals(expectedCorrelations(x, y, TRAINING), r, 1e-12);
        FeatureStep.Fitted one = FeatureStep.mostCorrelated(1).fit(x, y, TRAINING);
        assertArrayEquals(new double[] {0, 0, 0, x[6][3], 0}, one.apply(6, x[6]), "the sign does not matter");
        int second = IntStream.range(0, P)
                .filter(f -> f != 3)
                .boxed()
                .max((a, b) -> Double.compare(Math.abs(r[a]), Math.abs(r[b])))
                .orElseThrow();
        double[] two = new double[P];
        two[3] = x[6][3];
        two[second] = x[6][second];
        assertArrayEquals(two, FeatureStep.mostCorrelated(2).fit(x, y, TRAINING).apply(6, x[6]));
        assertArrayEquals(
                x[6], FeatureStep.mostCorrelated(9).fit(x, y, TRAINING).apply(6, x[6]));
        assertThrows(IllegalArgumentException.class, () -> FeatureStep.mostCorrelated(0));
        for (double[] row : x) row[2] = 0.1;
        assertEquals(0, FeatureStep.correlations(x, y, TRAINING)[2], "a constant feature");
        assertArrayEquals(new double[P], FeatureStep.correlations(x, new double[N], TRAINING), "a constant response");
    }

    @Test
    void scalesAreThoseOfTheTrainingRows() {
        double[][] x = features(8);
        for (double[] row : x) row[2] = 0.1;
        FeatureStep.Fitted fitted = FeatureStep.standardise().fit(x, new double[N], TRAINING);
        for (int f = 0; f < P; f++) {
            int feature = f;
            double[] own =
                    Arrays.stream(TRAINING).mapToDouble(i -> x[i][feature]).toArray();
            double mean = Arrays.stream(own).average().orElseThrow();
            double square = Arrays.stream(own).map(v -> (v - mean) * (v - mean)).sum();
            double deviation = Math.sqrt(square / (TRAINING.length - 1));
            for (int i = 0; i < N; i++)
                assertEquals(f == 2 ? 0 : (x[i][f] - mean) / deviation, fitted.apply(i, x[i])[f], 1e-12);
        }
    }

    /** 22 rows in 16 groups, 6 of them of two rows; classes belong to groups. */
    @Test
    void foldsHoldGroupsTogetherAndClassesInBalance() {
        int[] rows = new int[22];
        int[] group = new int[30];
        double[] response = new double[30];
        for (int k = 0; k < 22; k++) {
            rows[k] = k + 5;
            group[k + 5] = 100 + (k < 12 ? k / 2 : k - 6);
            response[k + 5] = group[k + 5] % 4 == 0 ? 1 : -1;
        }
        for (int folds : new int[] {2, 3, 4})
            for (boolean classes : new boolean[] {true, false}) {
                int[] fold = Folds.deal(rows, response, classes, group, folds, Seeds.stream(1, folds));
                int[][] of = new int[2][folds];
                boolean[] seen = new boolean[200];
                for (int k = 0; k < 22; k++) {
                    if (k < 12) assertEquals(fold[k], fold[k ^ 1], "two rows of a group");
                    if (seen[group[rows[k]]]) continue;
                    seen[group[rows[k]]] = true;
                    of[response[rows[k]] > 0 ? 1 : 0][fold[k]]++;
                }
                for (int f = 0; f < folds; f++) {
                    int size = of[0][f] + of[1][f];
                    assertTrue(size >= 16 / folds && size <= (16 + folds - 1) / folds, Arrays.deepToString(of));
                    if (classes)
                        for (int[] one : of) {
                            int all = Arrays.stream(one).sum();
                            assertTrue(one[f] >= all / folds && one[f] <= (all + folds - 1) / folds);
                        }
                    int which = f;
                    int[] inside = IntStream.range(0, 22)
                            .filter(k -> fold[k] == which)
                            .map(k -> rows[k])
                            .toArray();
                    assertArrayEquals(inside, Folds.rows(rows, fold, f, true));
                    assertEquals(22 - inside.length, Folds.rows(rows, fold, f, false).length);
                }
                assertArrayEquals(fold, Folds.deal(rows, response, classes, group, folds, Seeds.stream(1, folds)));
            }
        int[] first = Folds.deal(rows, response, false, group, 4, Seeds.stream(1, 1));
        int[] second = Folds.deal(rows, response, false, group, 4, Seeds.stream(1, 2));
        assertTrue(!Arrays.equals(first, second), "another stream, other folds");
    }

    /** Every order of four groups in two folds occurs about equally often: the exchange is Fisher and Yates's. */
    @Test
    void foldsAreDrawnEvenly() {
        int[] rows = {0, 1, 2, 3};
        int[] counts = new int[16];
        for (int k = 0; k < 6000; k++) {
            int[] fold = Folds.deal(rows, new double[4], false, rows, 2, Seeds.stream(5, k));
            counts[fold[0] + 2 * fold[1] + 4 * fold[2] + 8 * fold[3]]++;
        }
        // six equal halves; 1000 each, standard deviation 29
        for (int code : new int[] {3, 5, 6, 9, 10, 12}) assertEquals(1000, counts[code], 120, "code " + code);
    }
}
