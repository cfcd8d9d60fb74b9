package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;
import sc.fiji.boldj.stats.SandwichModel.Variance;

/** The sandwich estimator and its wild bootstrap against dense matrices, fitted anew for each sample, and closed forms. */
class SandwichTestTest {

    /** A trial with missing visits: 7 + 7 participants, three visits, arm by visit and a covariate. */
    private static final class Trial {
        final int[] participant;
        final int[] visit;
        final int[] group;
        final double[][] design;
        final double[][] data;
        final double[][] contrast = {{0, 0, 0, 0, -1, 1, 0}};

        Trial(int elements) {
            int[][] missing = {{1, 0}, {4, 2}, {5, 1}, {5, 2}, {9, 0}, {12, 1}};
            int n = 42 - missing.length;
            participant = new int[n];
            visit = new int[n];
            group = new int[n];
            design = new double[n][7];
            data = new double[n][elements];
            double[] age = gaussian(11, 14);
            int r = 0;
            for (int i = 0; i < 14; i++)
                for (int v = 0; v < 3; v++) {
                    int person = i;
                    int time = v;
                    if (Arrays.stream(missing).anyMatch(m -> m[0] == person && m[1] == time)) continue;
                    participant[r] = 100 - i;
                    visit[r] = v;
                    group[r] = i % 2;
                    design[r][2 * v + i % 2] = 1;
                    design[r][6] = age[i];
                    double[] noise = gaussian(1000 + 3L * i + v, elements);
                    double[] own = gaussian(5000 + i, elements);
                    for (int k = 0; k < elements; k++)
                        data[r][k] = own[k] + (1 + group[r]) * noise[k] + 0.3 * age[i] + 9;
                    r++;
                }
        }

        LinearModel model() {
            return LinearModel.of(design, contrast);
        }

        SandwichModel sandwich(Variance variance) {
            return SandwichModel.of(model(), participant, visit, group, variance);
        }
    }

    private static double[] gaussian(long seed, int n) {
        double[] x = new double[n];
        Seeds.fillGaussian(new SplittableRandom(seed), x);
        return x;
    }

    private static RealMatrix hat(RealMatrix x) {
        return x.multiply(new LUDecomposition(x.transpose().multiply(x))
                        .getSolver()
                        .getInverse())
                .multiply(x.transpose());
    }

    private static RealMatrix inverseRoot(RealMatrix h, int[] rows) {
        RealMatrix own = MatrixUtils.createRealIdentityMatrix(rows.length).subtract(h.getSubMatrix(rows, rows));
        return new LUDecomposition(new EigenDecomposition(own).getSquareRoot())
                .getSolver()
                .getInverse();
    }

    private static int[] rowsOf(Trial trial, int person) {
        return java.util.stream.IntStream.range(0, trial.participant.length)
                .filter(r -> trial.participant[r] == person)
                .toArray();
    }

    /** Effect and sandwich variance by the definitions, all matrices dense. */
    private static double[] dense(Trial trial, double[] y, Variance variance) {
        RealMatrix x = new Array2DRowRealMatrix(trial.design);
        RealMatrix bread =
                new LUDecomposition(x.transpose().multiply(x)).getSolver().getInverse();
        RealMatrix h = hat(x);
        RealMatrix column = new Array2DRowRealMatrix(y);
        double[] e = column.subtract(h.multiply(column)).getColumn(0);
        double[] adjusted = new double[e.length];
        int[] people = Arrays.stream(trial.participant).distinct().toArray();
        for (int person : people) {
            int[] rows = rowsOf(trial, person);
            double[] own = Arrays.stream(rows).mapToDouble(r -> e[r]).toArray();
            double[] better = inverseRoot(h, rows).operate(own);
            for (int a = 0; a < rows.length; a++) adjusted[rows[a]] = better[a];
        }
        double[][][] shared = new double[2][3][3];
        int[][][] count = new int[2][3][3];
        for (int person : people)
            for (int a : rowsOf(trial, person))
                for (int b : rowsOf(trial, person)) {
                    shared[trial.group[a]][trial.visit[a]][trial.visit[b]] += adjusted[a] * adjusted[b];
                    count[trial.group[a]][trial.visit[a]][trial.visit[b]]++;
                }
        RealMatrix meat = new Array2DRowRealMatrix(7, 7);
        for (int person : people) {
            int[] rows = rowsOf(trial, person);
            double[][] v = new double[rows.length][rows.length];
            for (int a = 0; a < rows.length; a++)
                for (int b = 0; b < rows.length; b++) {
                    int g = trial.group[rows[a]];
                    int s = trial.visit[rows[a]];
                    int t = trial.visit[rows[b]];
                    v[a][b] = variance == Variance.HETEROGENEOUS
                            ? adjusted[rows[a]] * adjusted[rows[b]]
                            : shared[g][s][t] / count[g][s][t];
                }
            RealMatrix own = x.getSubMatrix(rows, new int[] {0, 1, 2, 3, 4, 5, 6});
            meat = meat.add(
                    own.transpose().multiply(new Array2DRowRealMatrix(v)).multiply(own));
        }
        RealMatrix c = new Array2DRowRealMatrix(trial.contrast);
        double effect =
                c.multiply(bread).multiply(x.transpose()).multiply(column).getEntry(0, 0);
        double square = c.multiply(bread)
                .multiply(meat)
                .multiply(bread)
                .multiply(c.transpose())
                .getEntry(0, 0);
        return new double[] {effect, square};
    }

    @Test
    void estimatesAsDenseMatrices() {
        Trial trial = new Trial(5);
        for (Variance variance : Variance.values()) {
            ContrastMaps maps =
                    SandwichTest.estimates(trial.sandwich(variance), Observations.of(trial.data), Progress.NONE);
            for (int k = 0; k < 5; k++) {
                int element = k;
                double[] y = Arrays.stream(trial.data)
                        .mapToDouble(row -> row[element])
                        .toArray();
                double[] expected = dense(trial, y, variance);
                assertEquals(expected[0], maps.effect()[k], 1e-11);
                assertEquals(Math.sqrt(expected[1]), maps.standardError()[k], 1e-11);
            }
        }
    }

    /** Each sample is made and fitted anew: residuals of the model without the contrast, adjusted, signs by participant. */
    @Test
    void theWildBootstrapAsDenseMatrices() {
        Trial trial = new Trial(4);
        RealMatrix x0 = new Array2DRowRealMatrix(trial.design).getSubMatrix(0, trial.design.length - 1, 0, 6);
        // the restricted design: cells of the last visit joined
        double[][] restricted = new double[trial.design.length][6];
        for (int r = 0; r < restricted.length; r++) {
            for (int c = 0; c < 4; c++) restricted[r][c] = trial.design[r][c];
            restricted[r][4] = trial.design[r][4] + trial.design[r][5];
            restricted[r][5] = trial.design[r][6];
        }
        assertEquals(7, x0.getColumnDimension());
        RealMatrix h0 = hat(new Array2DRowRealMatrix(restricted));
        for (Variance variance : Variance.values()) {
            SandwichTest test = SandwichTest.of(trial.sandwich(variance), Neighbourhood.none(4), 60, 3);
            PermutationResult result =
                    test.run(Observations.of(trial.data), Options.DEFAULT.with(Inference.VOXEL), Progress.NONE);
            double[] largest = new double[60];
            int[] reached = new int[4];
            double[] observed = new double[4];
            Shuffling signs = new Shuffling(restricted.length);
            for (int sample = 0; sample < 60; sample++) {
                test.plan().draw(sample, signs);
                for (int k = 0; k < 4; k++) {
                    int element = k;
                    double[] y = Arrays.stream(trial.data)
                            .mapToDouble(row -> row[element])
                            .toArray();
                    if (sample > 0) y = sampleOf(trial, h0, y, signs);
                    double[] found = dense(trial, y, variance);
                    double t = found[0] / Math.sqrt(found[1]);
                    if (sample == 0) observed[k] = t;
                    if (Math.abs(t) >= Math.abs(observed[k]) - 1e-9) reached[k]++;
                    largest[sample] = Math.max(largest[sample], Math.abs(t));
                }
            }
            assertArrayEquals(observed, result.statistic(), 1e-9);
            assertArrayEquals(largest, result.nullMaximum().values(), 1e-9);
            for (int k = 0; k < 4; k++) assertEquals(reached[k] / 60.0, result.pUncorrected()[k], 1e-12);
        }
    }

    private static double[] sampleOf(Trial trial, RealMatrix h0, double[] y, Shuffling signs) {
        RealMatrix column = new Array2DRowRealMatrix(y);
        double[] fitted = h0.multiply(column).getColumn(0);
        double[] sample = fitted.clone();
        for (int person : Arrays.stream(trial.participant).distinct().toArray()) {
            int[] rows = rowsOf(trial, person);
            double[] own =
                    Arrays.stream(rows).mapToDouble(r -> y[r] - fitted[r]).toArray();
            double[] adjusted = inverseRoot(h0, rows).operate(own);
            for (int a = 0; a < rows.length; a++) {
                assertEquals(signs.sign(rows[0]), signs.sign(rows[a]));
                sample[rows[a]] += signs.sign(rows[a]) * adjusted[a];
            }
        }
        return sample;
    }

    /** One visit, two groups: Welch's t, with Welch's degrees of freedom at equal variances. */
    @Test
    void oneVisitIsWelch() {
        int n = 17;
        double[][] design = new double[n][2];
        double[][] data = new double[n][1];
        int[] each = new int[n];
        int[] group = new int[n];
        double[] y = gaussian(21, n);
        for (int i = 0; i < n; i++) {
            each[i] = i;
            group[i] = i < 7 ? 0 : 1;
            design[i][group[i]] = 1;
            data[i][0] = y[i] * (1 + 2 * group[i]);
            y[i] = data[i][0];
        }
        ContrastEstimate welch = ContrastEstimate.welch(Arrays.copyOfRange(y, 0, 7), Arrays.copyOfRange(y, 7, n));
        double a = 1 / 7.0;
        double b = 1 / 10.0;
        double degrees = (a + b) * (a + b) / (a * a / 6 + b * b / 9);
        for (Variance variance : Variance.values()) {
            SandwichModel model = SandwichModel.of(
                    LinearModel.of(design, new double[][] {{1, -1}}), each, new int[n], group, variance);
            ContrastMaps maps = SandwichTest.estimates(model, Observations.of(data), Progress.NONE);
            assertEquals(welch.value(), maps.effect()[0], 1e-12);
            assertEquals(welch.standardError(), maps.standardError()[0], 1e-12);
            assertEquals(degrees, maps.degreesOfFreedom(), 1e-9);
            assertEquals(n, model.participants());
        }
    }

    /** With few participants each set of signs is used once: p is a share of 2 to the number of participants. */
    @Test
    void fewParticipantsAreEnumerated() {
        double[][] design = new double[12][2];
        int[] participant = new int[12];
        int[] visit = new int[12];
        double[][] data = new double[12][1];
        double[] noise = gaussian(31, 12);
        for (int r = 0; r < 12; r++) {
            participant[r] = r / 2;
            visit[r] = r % 2;
            design[r][r % 2] = 1;
            data[r][0] = noise[r] + (r % 2);
        }
        SandwichModel model = SandwichModel.of(
                LinearModel.of(design, new double[][] {{-1, 1}}),
                participant,
                visit,
                new int[12],
                Variance.HOMOGENEOUS);
        SandwichTest test = SandwichTest.of(model, Neighbourhood.none(1), 1000, 1);
        assertEquals(64, test.plan().size());
        assertTrue(test.plan().isExhaustive());
        double p = test.run(Observations.of(data), Options.DEFAULT.with(Inference.VOXEL), Progress.NONE)
                .pUncorrected()[0];
        assertEquals(Math.rint(p * 64), p * 64, 1e-12);
    }

    @Test
    void threadsTfceAndCancelling() {
        Trial trial = new Trial(27 * 100);
        int[] voxels = new int[2700];
        Arrays.setAll(voxels, i -> i);
        Neighbourhood graph = Neighbourhood.grid(30, 30, 3, voxels, 26);
        SandwichTest test = SandwichTest.of(trial.sandwich(Variance.HOMOGENEOUS), graph, 50, 9);
        PermutationResult one = Parallelization.runSingleThreaded(() -> run(test, trial));
        PermutationResult several = Parallelization.runWithNumThreads(3, () -> run(test, trial));
        assertArrayEquals(one.enhanced(), several.enhanced(), 0);
        assertArrayEquals(one.pFamilyWise(), several.pFamilyWise(), 0);
        assertThrows(
                CancellationException.class,
                () -> test.run(Observations.of(trial.data), Options.DEFAULT, new Progress() {
                    @Override
                    public void update(long done, long total) {}

                    @Override
                    public boolean isCancelled() {
                        return true;
                    }
                }));
    }

    private static PermutationResult run(SandwichTest test, Trial trial) {
        return test.run(Observations.of(trial.data), Options.DEFAULT, Progress.NONE);
    }

    @Test
    void whatIsRefused() {
        Trial trial = new Trial(2);
        trial.data[3][0] = Double.NaN;
        PermutationResult result = SandwichTest.of(trial.sandwich(Variance.HETEROGENEOUS), Neighbourhood.none(2), 20, 1)
                .run(Observations.of(trial.data), Options.DEFAULT.with(Inference.VOXEL), Progress.NONE);
        assertEquals(1, result.excluded());
        assertEquals(1, result.missing());
        assertTrue(Double.isNaN(result.statistic()[0]) && Double.isFinite(result.statistic()[1]));
        int[] twice = trial.visit.clone();
        twice[1] = twice[0];
        int[] crossed = trial.group.clone();
        crossed[0] = 1 - crossed[0];
        assertThrows(
                IllegalArgumentException.class,
                () -> SandwichModel.of(trial.model(), trial.participant, twice, trial.group, Variance.HOMOGENEOUS));
        assertThrows(
                IllegalArgumentException.class,
                () -> SandwichModel.of(trial.model(), trial.participant, trial.visit, crossed, Variance.HOMOGENEOUS));
        LinearModel several =
                LinearModel.of(trial.design, new double[][] {{1, -1, 0, 0, 0, 0, 0}, {0, 0, 1, -1, 0, 0, 0}});
        assertThrows(
                IllegalArgumentException.class,
                () -> SandwichModel.of(several, trial.participant, trial.visit, trial.group, Variance.HOMOGENEOUS));
        double[][] own = Arrays.stream(trial.design).map(double[]::clone).toArray(double[][]::new);
        for (int r = 0; r < own.length; r++) own[r][6] = trial.participant[r] == 97 ? 1 : 0;
        DataException alone = assertThrows(
                DataException.class,
                () -> SandwichModel.of(
                        LinearModel.of(own, trial.contrast),
                        trial.participant,
                        trial.visit,
                        trial.group,
                        Variance.HOMOGENEOUS));
        assertTrue(alone.getMessage().contains("alone determines a column"), alone.getMessage());
    }
}
