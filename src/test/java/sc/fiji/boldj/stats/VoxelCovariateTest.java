package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/** A covariate with its own values at each voxel: against lm of R, and a listing of all permutations by Commons Math. */
class VoxelCovariateTest {

    private static final Options VOXEL = Options.DEFAULT.with(Inference.VOXEL);

    /** Design with an arm, the given further columns and a constant; the arm is tested. */
    private static LinearModel model(double[]... columns) {
        int n = columns[0].length;
        double[][] design = new double[n][columns.length + 1];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < columns.length; c++) design[i][c] = columns[c][i];
            design[i][columns.length] = 1;
        }
        double[] weights = new double[columns.length + 1];
        weights[0] = 1;
        return LinearModel.of(design, new double[][] {weights});
    }

    private static double[] arms(int n) {
        double[] arm = new double[n];
        for (int i = 0; i < n; i++) arm[i] = i % 2;
        return arm;
    }

    private static PermutationTest test(LinearModel model, int elements, int permutations) {
        int n = model.observations();
        ShufflingPlan plan = ShufflingPlan.ofDistinctRows(ExchangeTree.free(n), Shuffle.PERMUTE, permutations, 4);
        return PermutationTest.of(model, plan, Neighbourhood.none(elements));
    }

    /** To the 12 digits of R's table: 1e-9 relative. */
    @Test
    void asLmOfR() {
        RTable data = RTable.of("ancova.tsv");
        RTable lm = RTable.of("ancova-lm.tsv");
        int n = data.size();
        double[] arm = new double[n];
        double[][] baseline = new double[n][6];
        double[][] followup = new double[n][6];
        for (int i = 0; i < n; i++) {
            arm[i] = data.text(i, "arm").equals("drug") ? 1 : 0;
            for (int v = 0; v < 6; v++) {
                baseline[i][v] = data.number(i, "baseline" + (v + 1));
                followup[i][v] = data.number(i, "followup" + (v + 1));
            }
        }
        LinearModel model = model(arm, data.numbers("age"));
        Observations own = Observations.of(baseline);
        ContrastMaps maps = ContrastMaps.of(model, Observations.of(followup), own, Progress.NONE);
        assertEquals(n - 4, maps.degreesOfFreedom());
        double[] t = test(model, 6, 10)
                .withCovariate(own)
                .run(Observations.of(followup), VOXEL, Progress.NONE)
                .statistic();
        TDistribution student = new TDistribution(null, n - 4);
        for (int v = 0; v < 6; v++) {
            near(lm.number(v, "estimate"), maps.effect()[v]);
            near(lm.number(v, "SE"), maps.standardError()[v]);
            near(lm.number(v, "t"), t[v]);
            near(lm.number(v, "t"), maps.t(0)[v]);
            near(lm.number(v, "p"), 2 * student.cumulativeProbability(-Math.abs(t[v])));
        }
    }

    private static void near(double expected, double got) {
        assertEquals(expected, got, 1e-9 * Math.abs(expected));
    }

    private record Trial(double[] arm, double[][] baseline, double[][] outcome) {
        static Trial of(int n, int elements, long seed) {
            double[] arm = arms(n);
            double[][] baseline = new double[n][elements];
            double[][] outcome = new double[n][elements];
            for (int i = 0; i < n; i++) {
                Seeds.fillGaussian(Seeds.stream(seed, 2L * i), baseline[i]);
                Seeds.fillGaussian(Seeds.stream(seed, 2L * i + 1), outcome[i]);
                for (int v = 0; v < elements; v++) outcome[i][v] += 0.8 * baseline[i][v] + arm[i] * v * 0.5;
            }
            return new Trial(arm, baseline, outcome);
        }

        double[] column(double[][] data, int v) {
            return Arrays.stream(data).mapToDouble(row -> row[v]).toArray();
        }

        PermutationResult run(PermutationTest test, Options options) {
            return test.withCovariate(Observations.of(baseline)).run(Observations.of(outcome), options, Progress.NONE);
        }
    }

    /** t or F of the first {@code tested} columns of x, and residuals and fit of the model without them. */
    private record Fit(double statistic, double[] fitted, double[] rest) {
        static Fit of(double[][] x, int tested, double[] y) {
            double[] full = residuals(x, y);
            double[][] reduced = Arrays.stream(x)
                    .map(row -> Arrays.copyOfRange(row, tested, row.length))
                    .toArray(double[][]::new);
            double[] rest = residuals(reduced, y);
            double error = squares(full) / (y.length - x[0].length);
            double f = (squares(rest) - squares(full)) / tested / error;
            double[] fitted = new double[y.length];
            for (int i = 0; i < y.length; i++) fitted[i] = y[i] - rest[i];
            return new Fit(f, fitted, rest);
        }

        private static double[] residuals(double[][] x, double[] y) {
            OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
            ols.setNoIntercept(true);
            ols.newSampleData(y, x);
            return ols.estimateResiduals();
        }

        private static double squares(double[] x) {
            return Arrays.stream(x).map(v -> v * v).sum();
        }
    }

    private static List<int[]> orders(int n) {
        List<int[]> all = new ArrayList<>(List.of(new int[0]));
        for (int k = 0; k < n; k++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] order : all)
                for (int place = 0; place <= k; place++) {
                    int[] next = new int[k + 1];
                    System.arraycopy(order, 0, next, 0, place);
                    next[place] = k;
                    System.arraycopy(order, place, next, place + 1, k - place);
                    longer.add(next);
                }
            all = longer;
        }
        return all;
    }

    /** All 720 orders of six participants, residuals of each voxel's own model permuted and refitted: equal counts. */
    @Test
    void everyPermutationOnceAsListedByHand() {
        int n = 6;
        int elements = 3;
        Trial trial = Trial.of(n, elements, 12);
        LinearModel model = model(trial.arm());
        double[][] squares = new double[elements][];
        List<int[]> orders = orders(n);
        for (int v = 0; v < elements; v++) {
            double[][] x = new double[n][];
            for (int i = 0; i < n; i++) x[i] = new double[] {trial.arm()[i], 1, trial.baseline()[i][v]};
            Fit observed = Fit.of(x, 1, trial.column(trial.outcome(), v));
            squares[v] = orders.stream()
                    .mapToDouble(order -> {
                        double[] y = new double[n];
                        for (int i = 0; i < n; i++) y[i] = observed.fitted()[i] + observed.rest()[order[i]];
                        return Fit.of(x, 1, y).statistic();
                    })
                    .toArray();
        }
        PermutationResult result = trial.run(test(model, elements, 1000), VOXEL);
        assertTrue(result.isExhaustive());
        assertEquals(720, result.shufflings());
        int identity = orders.size() - 1;
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, orders.get(identity));
        for (int v = 0; v < elements; v++) {
            double t = result.statistic()[v];
            assertEquals(squares[v][identity], t * t, 1e-9);
            int reached = 0;
            int anywhere = 0;
            for (int k = 0; k < orders.size(); k++) {
                double largest = 0;
                for (double[] map : squares) largest = Math.max(largest, map[k]);
                if (squares[v][k] >= t * t * (1 - 1e-8)) reached++;
                if (largest >= t * t * (1 - 1e-8)) anywhere++;
            }
            assertEquals(reached / 720.0, result.pUncorrected()[v], 1e-12);
            assertEquals(anywhere / 720.0, result.pFamilyWise()[v], 1e-12);
        }
    }

    /** Three arms, F of two columns, age as a further covariate, against a given set of permutations. */
    @Test
    void severalRowsAndFurtherColumns() {
        int n = 14;
        Trial trial = Trial.of(n, 2, 31);
        double[][] design = new double[n][4];
        double[] age = new double[n];
        Seeds.fillGaussian(Seeds.stream(2, 2), age);
        for (int i = 0; i < n; i++) design[i] = new double[] {i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0, age[i], 1};
        LinearModel model = LinearModel.of(design, new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}});
        int[][] orders = new int[40][n];
        for (int k = 0; k < orders.length; k++) {
            for (int i = 0; i < n; i++) orders[k][i] = (i * (k % 13 + 1) + k / 13) % n;
            if (Arrays.stream(orders[k]).distinct().count() < n) for (int i = 0; i < n; i++) orders[k][i] = (i + k) % n;
        }
        for (int i = 0; i < n; i++) orders[0][i] = i;
        PermutationResult result =
                trial.run(PermutationTest.of(model, ShufflingPlan.given(orders, null), Neighbourhood.none(2)), VOXEL);
        double[] largest = new double[orders.length];
        for (int v = 0; v < 2; v++) {
            double[][] x = new double[n][];
            for (int i = 0; i < n; i++) {
                x[i] = Arrays.copyOf(design[i], 5);
                x[i][4] = trial.baseline()[i][v];
            }
            Fit observed = Fit.of(x, 2, trial.column(trial.outcome(), v));
            assertEquals(observed.statistic(), result.statistic()[v], 1e-9 * observed.statistic());
            for (int k = 0; k < orders.length; k++) {
                double[] y = new double[n];
                for (int i = 0; i < n; i++) y[i] = observed.fitted()[i] + observed.rest()[orders[k][i]];
                largest[k] = Math.max(largest[k], Fit.of(x, 2, y).statistic());
            }
        }
        double[] got = result.nullMaximum().values();
        for (int k = 0; k < largest.length; k++)
            assertEquals(largest[k], got[k], 1e-8 * largest[k], "permutation " + k);
    }

    /** A covariate that is the same column at every voxel is a column of the design: same numbers, also for sign flips. */
    @Test
    void aSharedCovariateIsAColumn() {
        int n = 12;
        Trial trial = Trial.of(n, 40, 5);
        double[] age = new double[n];
        Seeds.fillGaussian(Seeds.stream(6, 6), age);
        double[][] own = new double[n][40];
        for (int i = 0; i < n; i++) Arrays.fill(own[i], age[i]);
        Observations data = Observations.of(trial.outcome());
        for (Shuffle shuffle : Shuffle.values())
            for (MapSmoother smoother : new MapSmoother[] {null, map -> Arrays.fill(map, map[0])}) {
                ShufflingPlan plan = ShufflingPlan.ofDistinctRows(ExchangeTree.free(n), shuffle, 300, 4);
                PermutationTest column = PermutationTest.of(model(trial.arm(), age), plan, Neighbourhood.none(40));
                PermutationTest voxel = PermutationTest.of(model(trial.arm()), plan, Neighbourhood.none(40));
                if (smoother != null) {
                    column = column.withVarianceSmoothing(smoother);
                    voxel = voxel.withVarianceSmoothing(smoother);
                }
                PermutationResult a = column.run(data, VOXEL, Progress.NONE);
                PermutationResult b = voxel.withCovariate(Observations.of(own)).run(data, VOXEL, Progress.NONE);
                assertArrayEquals(a.statistic(), b.statistic(), 1e-9);
                assertArrayEquals(a.pUncorrected(), b.pUncorrected(), 1e-12);
                assertArrayEquals(a.nullMaximum().values(), b.nullMaximum().values(), 1e-8);
            }
    }

    @Test
    void positiveIsWhereTheDrugIsAbovePlacebo() {
        Trial trial = Trial.of(16, 6, 9);
        for (int i = 0; i < 16; i++) trial.outcome()[i][0] += 3 * trial.arm()[i];
        PermutationResult result = trial.run(test(model(trial.arm()), 6, 400), VOXEL);
        assertTrue(result.statistic()[0] > 2 && result.pFamilyWise()[0] < 0.05);
    }

    @Test
    void voxelsWithoutATest() {
        Trial trial = Trial.of(10, 6, 3);
        trial.baseline()[3][0] = Double.NaN;
        for (int i = 0; i < 10; i++) {
            trial.baseline()[i][1] = 0.3;
            trial.baseline()[i][2] = trial.arm()[i] * 2 - 7;
            trial.outcome()[i][3] = 1 + 2 * trial.baseline()[i][3] - trial.arm()[i];
        }
        PermutationResult result = trial.run(test(model(trial.arm()), 6, 50), VOXEL);
        ContrastMaps maps = ContrastMaps.of(
                model(trial.arm()), Observations.of(trial.outcome()), Observations.of(trial.baseline()), Progress.NONE);
        for (int v = 0; v < 6; v++) {
            assertEquals(v < 4, Double.isNaN(result.statistic()[v]), "voxel " + v);
            assertEquals(v < 4, Double.isNaN(result.pFamilyWise()[v]));
            assertEquals(v < 4, Double.isNaN(maps.effect()[v]));
        }
        assertEquals(4, result.excluded());
        assertEquals(1, result.missing());
        assertFalse(Double.isNaN(result.nullMaximum().values()[10]));
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Trial trial = Trial.of(10, 5000, 3);
        double[][] p = new double[2][];
        for (int threads : new int[] {1, 3})
            Parallelization.runWithNumThreads(threads, () -> {
                PermutationResult result = trial.run(test(model(trial.arm()), 5000, 60), VOXEL);
                p[threads / 3] = result.nullMaximum().values();
            });
        assertArrayEquals(p[0], p[1], 0);
    }

    @Test
    void badInput() {
        Trial trial = Trial.of(8, 3, 3);
        LinearModel model = model(trial.arm());
        Observations own = Observations.of(trial.baseline());
        PermutationTest equalRows = PermutationTest.of(
                model,
                ShufflingPlan.of(ExchangeTree.free(8), Shuffle.PERMUTE, model.design(), 1000, 1),
                Neighbourhood.none(3));
        assertThrows(IllegalArgumentException.class, () -> equalRows.withCovariate(own));
        PermutationTest good = test(model, 3, 50);
        assertThrows(IllegalArgumentException.class, () -> good.withCovariate(Observations.of(new double[8][2])));
        assertThrows(IllegalArgumentException.class, () -> good.withCovariate(Observations.of(new double[7][3])));
        PermutationTest grouped = good.withVarianceGroups(new int[] {0, 1, 0, 1, 0, 1, 0, 1});
        assertThrows(IllegalArgumentException.class, () -> trial.run(grouped, VOXEL));
        assertThrows(IllegalArgumentException.class, () -> trial.run(good, VOXEL.with(NuisanceMethod.DRAPER_STONEMAN)));
        LinearModel full = model(arms(4), new double[] {1, 2, 4, 3});
        Trial small = Trial.of(4, 3, 3);
        assertThrows(IllegalArgumentException.class, () -> small.run(test(full, 3, 10), VOXEL));
        assertThrows(
                IllegalArgumentException.class,
                () -> ContrastMaps.of(
                        model, Observations.of(trial.outcome()), Observations.of(new double[8][2]), Progress.NONE));
    }
}
