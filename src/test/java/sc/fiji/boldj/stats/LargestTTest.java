package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * The largest |t| in single precision against models that are fitted to each shuffled data set by the normal equations (Freedman and Lane),
 * and against the permutation test. Tolerance 1e-5 of t: sums of 23 products in single precision are good to about 1e-6.
 */
class LargestTTest {

    private static final int N = 23;
    private static final int V = 1100; // three blocks, the last one short

    private static float[][] data() {
        float[][] data = new float[N][V];
        double[] noise = new double[V];
        for (int i = 0; i < N; i++) {
            Seeds.fillGaussian(Seeds.stream(31, i), noise);
            for (int v = 0; v < V; v++) data[i][v] = (float) (2 + noise[v] + (v < 50 && i % 2 == 0 ? 1.5 : 0));
        }
        data[4][17] = Float.NaN;
        for (int i = 0; i < N; i++) data[i][900] = 3;
        return data;
    }

    /** A constant, a covariate and two groups. */
    private static double[][] design() {
        double[][] design = new double[N][];
        for (int i = 0; i < N; i++) design[i] = new double[] {i % 2, 1, Math.cos(2.1 * i)};
        return design;
    }

    private static double absT(double[][] design, double[] y) {
        double[][] xx = new double[3][3];
        double[] xy = new double[3];
        for (int i = 0; i < N; i++)
            for (int a = 0; a < 3; a++) {
                xy[a] += design[i][a] * y[i];
                for (int b = 0; b < 3; b++) xx[a][b] += design[i][a] * design[i][b];
            }
        double[][] inverse = inverse(xx);
        double[] beta = new double[3];
        for (int a = 0; a < 3; a++) for (int b = 0; b < 3; b++) beta[a] += inverse[a][b] * xy[b];
        double rss = 0;
        for (int i = 0; i < N; i++) {
            double fit = 0;
            for (int a = 0; a < 3; a++) fit += design[i][a] * beta[a];
            rss += (y[i] - fit) * (y[i] - fit);
        }
        return Math.abs(beta[0]) / Math.sqrt(inverse[0][0] * rss / (N - 3));
    }

    private static double[][] inverse(double[][] m) {
        double[][] result = new double[3][3];
        double det = 0;
        for (int c = 0; c < 3; c++)
            det += m[0][c] * (m[1][(c + 1) % 3] * m[2][(c + 2) % 3] - m[1][(c + 2) % 3] * m[2][(c + 1) % 3]);
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++)
                result[c][r] = (m[(r + 1) % 3][(c + 1) % 3] * m[(r + 2) % 3][(c + 2) % 3]
                                - m[(r + 1) % 3][(c + 2) % 3] * m[(r + 2) % 3][(c + 1) % 3])
                        / det;
        return result;
    }

    /** The data without constant and covariate, by the normal equations of the two. */
    private static double[] residuals(float[][] data, int v) {
        double[] y = new double[N];
        double s = 0;
        double sx = 0;
        double sxx = 0;
        double sy = 0;
        double sxy = 0;
        for (int i = 0; i < N; i++) {
            double x = design()[i][2];
            y[i] = data[i][v];
            s++;
            sx += x;
            sxx += x * x;
            sy += y[i];
            sxy += x * y[i];
        }
        double slope = (s * sxy - sx * sy) / (s * sxx - sx * sx);
        double constant = (sy - slope * sx) / s;
        for (int i = 0; i < N; i++) y[i] -= constant + slope * design()[i][2];
        return y;
    }

    private static ShufflingPlan plan(Shuffle shuffle) {
        return ShufflingPlan.of(ExchangeTree.free(N), shuffle, design(), 7, 5);
    }

    private static LinearModel model() {
        return LinearModel.of(design(), new double[][] {{1, 0, 0}});
    }

    private static LargestT largest() {
        return LargestT.of(model(), Observations.of(data()), Progress.NONE);
    }

    @Test
    void itIsThatOfModelsFittedToEachShuffledDataSet() {
        float[][] data = data();
        for (Shuffle shuffle : Shuffle.values()) {
            ShufflingPlan plan = plan(shuffle);
            double[] found = largest().of(plan, Progress.NONE);
            Shuffling drawn = new Shuffling(N);
            for (int i = 0; i < plan.size(); i++) {
                plan.draw(i, drawn);
                double wanted = 0;
                for (int v = 0; v < V; v++) {
                    if (v == 17 || v == 900) continue;
                    double[] rest = residuals(data, v);
                    double[] shuffled = new double[N];
                    for (int j = 0; j < N; j++) shuffled[drawn.row(j)] = drawn.sign(j) * rest[j];
                    wanted = Math.max(wanted, absT(design(), shuffled));
                }
                assertEquals(wanted, found[i], 1e-5 * wanted, shuffle + " " + i);
            }
        }
    }

    @Test
    void itIsThatOfThePermutationTest() {
        double[] test = PermutationTest.of(model(), plan(Shuffle.PERMUTE), Neighbourhood.none(V))
                .run(
                        Observations.of(data()),
                        PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL),
                        Progress.NONE)
                .nullMaximum()
                .values();
        assertArrayEquals(test, largest().of(plan(Shuffle.PERMUTE), Progress.NONE), 1e-5 * test[0]);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        List<double[]> found = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5})
            Parallelization.runWithNumThreads(
                    threads, () -> found.add(largest().of(plan(Shuffle.PERMUTE), Progress.NONE)));
        assertArrayEquals(found.get(0), found.get(1));
        assertArrayEquals(found.get(0), found.get(2));
    }

    @Test
    void whatCannotBeTestedIsRefusedAndCancellingEndsIt() {
        LinearModel twoRows = LinearModel.of(design(), new double[][] {{1, 0, 0}, {0, 0, 1}});
        Observations good = Observations.of(data());
        assertThrows(IllegalArgumentException.class, () -> LargestT.of(twoRows, good, Progress.NONE));
        Observations constant = Observations.of(new float[N][8]);
        DataException none = assertThrows(DataException.class, () -> LargestT.of(model(), constant, Progress.NONE));
        assertTrue(none.getMessage().contains("none of the 8 elements"), none.getMessage());
        Observations few = Observations.of(new float[N - 1][8]);
        assertThrows(IllegalArgumentException.class, () -> LargestT.of(model(), few, Progress.NONE));
        ShufflingPlan other = ShufflingPlan.of(ExchangeTree.free(9), Shuffle.FLIP, new double[9][1], 5, 1);
        LargestT largest = largest();
        assertThrows(IllegalArgumentException.class, () -> largest.of(other, Progress.NONE));
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> largest.of(plan(Shuffle.PERMUTE), cancelled));
    }
}
