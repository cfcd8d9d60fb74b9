package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.stat.inference.OneWayAnova;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/** Statistics against textbook formulas and refitted models; threads, stopping, cancelling, bad input. */
class PermutationTestTest {

    private static final Options VOXEL = Options.DEFAULT.with(Inference.VOXEL);

    private static double[][] noise(int rows, int elements, int seed) {
        double[][] data = new double[rows][elements];
        for (int i = 0; i < rows; i++) Seeds.fillGaussian(Seeds.stream(seed, i), data[i]);
        return data;
    }

    private static double[][] groups(int... sizes) {
        int n = 0;
        for (int s : sizes) n += s;
        double[][] design = new double[n][sizes.length];
        int row = 0;
        for (int g = 0; g < sizes.length; g++) for (int i = 0; i < sizes[g]; i++) design[row++][g] = 1;
        return design;
    }

    private static double[] column(double[][] data, int element, int from, int to) {
        double[] values = new double[to - from];
        for (int i = from; i < to; i++) values[i - from] = data[i][element];
        return values;
    }

    private static ShufflingPlan plan(double[][] design, int count) {
        return ShufflingPlan.of(ExchangeTree.free(design.length), Shuffle.PERMUTE, design, count, 1);
    }

    @Test
    void fOverGroupsIsTheTextbookF() {
        double[][] data = noise(15, 5, 1);
        double[][] design = groups(4, 5, 6);
        PermutationResult result = PermutationTest.of(
                        LinearModel.of(design, new double[][] {{1, -1, 0}, {0, 1, -1}}),
                        plan(design, 200),
                        Neighbourhood.none(5))
                .run(Observations.of(data), VOXEL, Progress.NONE);
        for (int v = 0; v < 5; v++) {
            double f = new OneWayAnova()
                    .anovaFValue(List.of(column(data, v, 0, 4), column(data, v, 4, 9), column(data, v, 9, 15)));
            assertEquals(f, result.statistic()[v], 1e-9 * f);
        }
        assertEquals(Tail.POSITIVE, result.tail());
    }

    @Test
    void varianceGroupsGiveWelchsT() {
        double[][] data = noise(13, 4, 2);
        double[][] design = groups(5, 8);
        int[] groups = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};
        PermutationTest test = PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}), plan(design, 300), Neighbourhood.none(4));
        double[] v = test.withVarianceGroups(groups)
                .run(Observations.of(data), VOXEL, Progress.NONE)
                .statistic();
        double[] t = test.run(Observations.of(data), VOXEL, Progress.NONE).statistic();
        double[] one = test.withVarianceGroups(new int[13])
                .run(Observations.of(data), VOXEL, Progress.NONE)
                .statistic();
        for (int k = 0; k < 4; k++) {
            assertEquals(new TTest().t(column(data, k, 0, 5), column(data, k, 5, 13)), v[k], 1e-10);
            assertEquals(t[k], one[k], 1e-10);
        }
        // G with one variance group is F.
        double[][] three = groups(4, 4, 5);
        PermutationTest f = PermutationTest.of(
                LinearModel.of(three, new double[][] {{1, -1, 0}, {0, 1, -1}}), plan(three, 50), Neighbourhood.none(4));
        assertArrayEquals(
                f.run(Observations.of(data), VOXEL, Progress.NONE).statistic(),
                f.withVarianceGroups(new int[13])
                        .run(Observations.of(data), VOXEL, Progress.NONE)
                        .statistic(),
                1e-9);
        // G with own variances is the square of v for one row.
    }

    /** Every shuffled statistic against a model refitted to explicitly permuted residuals. */
    @ParameterizedTest
    @EnumSource(NuisanceMethod.class)
    void shuffledStatisticsEqualRefittedModels(NuisanceMethod method) {
        int n = 11;
        double[][] data = noise(n, 3, 3);
        double[][] extra = noise(n, 2, 4);
        double[][] design = new double[n][4];
        for (int i = 0; i < n; i++) design[i] = new double[] {1, i < 5 ? 1 : 0, 30 + extra[i][0], extra[i][1]};
        LinearModel model = LinearModel.of(design, new double[][] {{0, 1, 0, 0}});
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(n), Shuffle.BOTH, design, 40, 9);
        double[] found = PermutationTest.of(model, plan, Neighbourhood.none(3))
                .run(Observations.of(data), VOXEL.with(method), Progress.NONE)
                .nullMaximum()
                .values();
        Shuffling s = new Shuffling(n);
        for (int k = 1; k < 40; k++) {
            plan.draw(k, s);
            double largest = 0;
            for (int v = 0; v < 3; v++) largest = Math.max(largest, Math.abs(refitted(design, data, v, s, method)));
            assertEquals(largest, found[k], 1e-8 * largest, method + " " + k);
        }
    }

    private static double refitted(double[][] design, double[][] data, int v, Shuffling s, NuisanceMethod method) {
        int n = design.length;
        double[][] nuisance = new double[n][];
        double[] arm = new double[n];
        for (int i = 0; i < n; i++) {
            nuisance[i] = new double[] {design[i][2], design[i][3]};
            arm[i] = design[i][1];
        }
        double[] y = column(data, v, 0, n);
        if (method == NuisanceMethod.DRAPER_STONEMAN || method == NuisanceMethod.DRAPER_STONEMAN_BECKMANN) {
            if (method == NuisanceMethod.DRAPER_STONEMAN_BECKMANN) arm = residuals(arm, nuisance);
            double[] moved = new double[n];
            for (int j = 0; j < n; j++) moved[j] = s.sign(j) * arm[s.row(j)];
            return t(y, moved, nuisance);
        }
        double[] fit = residuals(y, nuisance);
        double[] star = new double[n];
        double effect = 0;
        if (method == NuisanceMethod.TER_BRAAK) {
            double[][] full = new double[n][];
            for (int i = 0; i < n; i++) full[i] = new double[] {design[i][1], design[i][2], design[i][3]};
            fit = residuals(y, full);
        }
        for (int j = 0; j < n; j++) star[s.row(j)] = s.sign(j) * fit[j];
        for (int i = 0; i < n; i++)
            star[i] += method == NuisanceMethod.TER_BRAAK ? 0 : y[i] - residuals(y, nuisance)[i];
        return t(star, arm, nuisance) - effect;
    }

    private static double[] residuals(double[] y, double[][] x) {
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.newSampleData(y, x);
        return ols.estimateResiduals();
    }

    private static double t(double[] y, double[] tested, double[][] nuisance) {
        double[][] x = new double[y.length][];
        for (int i = 0; i < x.length; i++) x[i] = new double[] {tested[i], nuisance[i][0], nuisance[i][1]};
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.newSampleData(y, x);
        return ols.estimateRegressionParameters()[1] / ols.estimateRegressionParametersStandardErrors()[1];
    }

    @ParameterizedTest
    @EnumSource(Inference.class)
    void oneAndTwoThreadsGiveTheSameBytes(Inference inference) {
        int[] voxels = new int[20 * 20 * 12];
        for (int i = 0; i < voxels.length; i++) voxels[i] = i;
        double[][] data = noise(16, voxels.length, 5);
        double[][] design = groups(8, 8);
        PermutationTest test = PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}),
                plan(design, 600),
                Neighbourhood.grid(20, 20, 12, voxels, 18));
        Options options = Options.DEFAULT.with(inference).withClusterThreshold(2);
        PermutationResult[] results = new PermutationResult[3];
        for (int threads = 1; threads <= 3; threads++) {
            int k = threads - 1;
            Parallelization.runWithNumThreads(
                    threads, () -> results[k] = test.run(Observations.of(data), options, Progress.NONE));
        }
        for (int k = 1; k < 3; k++) {
            assertArrayEquals(results[0].statistic(), results[k].statistic());
            assertArrayEquals(results[0].enhanced(), results[k].enhanced());
            assertArrayEquals(results[0].pUncorrected(), results[k].pUncorrected());
            assertArrayEquals(
                    results[0].nullMaximum().values(), results[k].nullMaximum().values());
        }
    }

    @Test
    void smoothedVarianceThatDoesNothingGivesT() {
        double[][] data = noise(12, 6, 6);
        double[][] design = groups(6, 6);
        PermutationTest test = PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}), plan(design, 924), Neighbourhood.none(6));
        PermutationResult plain = test.run(Observations.of(data), VOXEL, Progress.NONE);
        PermutationResult pseudo =
                test.withVarianceSmoothing(map -> {}).run(Observations.of(data), VOXEL, Progress.NONE);
        assertArrayEquals(plain.statistic(), pseudo.statistic(), 1e-10);
        assertArrayEquals(plain.pFamilyWise(), pseudo.pFamilyWise(), 0);
        PermutationResult pooled = test.withVarianceSmoothing(map -> java.util.Arrays.fill(map, 4))
                .run(Observations.of(data), VOXEL, Progress.NONE);
        for (int v = 0; v < 6; v++) {
            double effect = 0;
            for (int i = 0; i < 12; i++) effect += (i < 6 ? 1 : -1) * data[i][v] / 6;
            assertEquals(effect / 2, pooled.statistic()[v], 1e-12);
        }
    }

    @Test
    void untestableElementsAreLeftOut() {
        double[][] data = noise(10, 5, 7);
        for (double[] row : data) row[1] = 3.3f;
        data[4][2] = Double.NaN;
        data[4][3] = Double.POSITIVE_INFINITY;
        double[][] design = groups(5, 5);
        for (Inference inference : Inference.values()) {
            PermutationResult result = PermutationTest.of(
                            LinearModel.of(design, new double[][] {{1, -1}}),
                            plan(design, 252),
                            Neighbourhood.grid(5, 1, 1, new int[] {0, 1, 2, 3, 4}, 6))
                    .run(Observations.of(data), Options.DEFAULT.with(inference), Progress.NONE);
            assertEquals(3, result.excluded());
            for (int v = 0; v < 5; v++) {
                boolean out = v >= 1 && v <= 3;
                assertEquals(out, Double.isNaN(result.statistic()[v]));
                assertEquals(out, Double.isNaN(result.pUncorrected()[v]));
                assertEquals(out, Double.isNaN(result.pFamilyWise()[v]));
                assertEquals(out, Double.isNaN(result.qFalseDiscovery()[v]));
            }
        }
    }

    @Test
    void aLargeMeanDoesNotChangeTheStatistic() {
        double[][] data = noise(12, 3, 8);
        double[][] design = groups(6, 6);
        LinearModel model = LinearModel.of(design, new double[][] {{1, -1}});
        PermutationTest test = PermutationTest.of(model, plan(design, 10), Neighbourhood.none(3));
        double[] t = test.run(Observations.of(data), VOXEL, Progress.NONE).statistic();
        for (double[] row : data) for (int v = 0; v < 3; v++) row[v] = 3 * row[v] + 1e6;
        assertArrayEquals(
                t, test.run(Observations.of(data), VOXEL, Progress.NONE).statistic(), 1e-8);
    }

    @Test
    void signFollowsTheContrast() {
        double[][] data = noise(10, 1, 9);
        for (int i = 0; i < 5; i++) data[i][0] += 10;
        double[][] design = groups(5, 5);
        for (int sign = -1; sign <= 1; sign += 2) {
            PermutationTest test = PermutationTest.of(
                    LinearModel.of(design, new double[][] {{sign, -sign}}), plan(design, 252), Neighbourhood.none(1));
            PermutationResult right = test.run(
                    Observations.of(data), VOXEL.with(sign > 0 ? Tail.POSITIVE : Tail.NEGATIVE), Progress.NONE);
            assertTrue(sign * right.statistic()[0] > 5);
            assertEquals(1 / 252.0, right.pUncorrected()[0]);
            assertEquals(
                    1.0,
                    test.run(Observations.of(data), VOXEL.with(sign > 0 ? Tail.NEGATIVE : Tail.POSITIVE), Progress.NONE)
                            .pUncorrected()[0]);
        }
    }

    @Test
    void stoppingEarlySaysSo() {
        double[][] data = noise(20, 50, 10);
        double[][] design = groups(10, 10);
        PermutationTest test = PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}), plan(design, 5000), Neighbourhood.none(50));
        PermutationResult full = test.run(Observations.of(data), VOXEL, Progress.NONE);
        PermutationResult early = test.run(Observations.of(data), VOXEL.withStopAfter(50), Progress.NONE);
        assertTrue(early.isStopped() && early.shufflings() < 2000, early.shufflings() + " permutations");
        double[] interval =
                early.interval(early.nullMaximum().p(early.nullMaximum().values()[0]), 0.999);
        double p = full.nullMaximum().p(full.nullMaximum().values()[0]);
        assertTrue(p > interval[0] && p < interval[1]);
        // What both made is the same.
        double[] a = full.nullMaximum().values();
        double[] b = early.nullMaximum().values();
        for (int i = 0; i < b.length; i++) assertEquals(a[i], b[i], 0);
    }

    @Test
    void aFamilyTakesTheLargestOfItsTests() {
        double[][] design = groups(5, 5);
        PermutationTest test = PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}), plan(design, 252), Neighbourhood.none(3));
        PermutationResult a = test.run(Observations.of(noise(10, 3, 11)), VOXEL, Progress.NONE);
        PermutationResult b = test.run(Observations.of(noise(10, 3, 12)), VOXEL, Progress.NONE);
        double[][] joint = new double[10][6];
        for (int i = 0; i < 10; i++) {
            System.arraycopy(noise(10, 3, 11)[i], 0, joint[i], 0, 3);
            System.arraycopy(noise(10, 3, 12)[i], 0, joint[i], 3, 3);
        }
        double[] together = PermutationTest.of(
                        LinearModel.of(design, new double[][] {{1, -1}}), plan(design, 252), Neighbourhood.none(6))
                .run(Observations.of(joint), VOXEL, Progress.NONE)
                .pFamilyWise();
        NullDistribution family = NullDistribution.maximum(List.of(a.nullMaximum(), b.nullMaximum()));
        for (int v = 0; v < 3; v++) {
            assertEquals(together[v], a.pFamilyWise(family)[v]);
            assertEquals(together[v + 3], b.pFamilyWise(family)[v]);
        }
    }

    @Test
    void cancelAndBadInput() {
        double[][] design = groups(5, 5);
        LinearModel model = LinearModel.of(design, new double[][] {{1, -1}});
        PermutationTest test = PermutationTest.of(model, plan(design, 252), Neighbourhood.none(3));
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> test.run(Observations.of(noise(10, 3, 1)), VOXEL, cancelled));
        for (double[][] bad : List.of(noise(9, 3, 1), noise(10, 4, 1), new double[10][3]))
            assertThrows(IllegalArgumentException.class, () -> test.run(Observations.of(bad), VOXEL, Progress.NONE));
        assertThrows(IllegalArgumentException.class, () -> LinearModel.of(design, new double[][] {{1, -1, 0}}));
        assertThrows(IllegalArgumentException.class, () -> LinearModel.of(groups(1, 1), new double[][] {{1, -1}}));
        assertThrows(IllegalArgumentException.class, () -> LinearModel.of(design, new double[][] {{1, -1}, {-2, 2}}));
        assertThrows(IllegalArgumentException.class, () -> VOXEL.withClusterThreshold(-1));
        assertThrows(IllegalArgumentException.class, () -> VOXEL.withStopAfter(-1));
    }
}
