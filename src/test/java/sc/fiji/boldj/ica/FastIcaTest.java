package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class FastIcaTest {

    /** Same objective and data, but scikit-learn stops elsewhere and uses other digits: sources agree to 1e-4. */
    @ParameterizedTest
    @CsvSource({"LOG_COSH, 6, SYMMETRIC", "POW3, 10, SYMMETRIC", "GAUSS, 14, SYMMETRIC"})
    void findsTheSourcesOfScikitLearn(Contrast contrast, int first, FastIca.Approach approach) {
        double[][] table = Fixture.columns("fastica.tsv");
        int n = table[0].length;
        float[] x = new float[6 * n];
        for (int i = 0; i < 6; i++) {
            double mean = 0;
            for (double v : table[i]) mean += v / n;
            for (int j = 0; j < n; j++) x[i * n + j] = (float) (table[i][j] - mean);
        }
        SymmetricEigen eigen = SymmetricEigen.of(Gram.of(x, 6, n, Progress.NONE), 6);
        Reduction reduced = Reduction.of(x, 6, n, eigen, 4, Progress.NONE);
        FastIca.Result found = FastIca.of(
                reduced.white(), 4, n, new FastIca.Options(contrast, approach, 5, 1, 1e-12, 2000), Progress.NONE);
        assertTrue(found.converged());
        for (int k = 0; k < 4; k++) {
            double best = 0;
            for (int i = 0; i < 4; i++) {
                double[] y = new double[n];
                for (int j = 0; j < n; j++)
                    for (int c = 0; c < 4; c++) y[j] += found.rotation()[i * 4 + c] * reduced.white()[c * n + j];
                best = Math.max(best, Math.abs(SyntheticScan.r(table[first + k], y)));
            }
            assertEquals(1, best, 1e-4, contrast + " source " + k);
        }
    }

    private static double[] laplacian(int k, int n) {
        double[] white = new double[k * n];
        var random = Seeds.stream(7, 0);
        for (int i = 0; i < white.length; i++) {
            double up = random.nextDouble();
            double down = random.nextDouble();
            white[i] = Math.log(up / down);
        }
        Reduction.whiten(white, k, n);
        return white;
    }

    @ParameterizedTest
    @CsvSource({"LOG_COSH, SYMMETRIC", "LOG_COSH, DEFLATION", "POW3, SYMMETRIC", "POW3, DEFLATION", "GAUSS, DEFLATION"})
    void undoesARotation(Contrast contrast, FastIca.Approach approach) {
        int k = 3;
        int n = 20000;
        double[] white = laplacian(k, n);
        FastIca.Result found =
                FastIca.of(white, k, n, new FastIca.Options(contrast, approach, 2, 1, 1e-9, 500), Progress.NONE);
        // independent sources: each row of the rotation picks one of them, up to the error of a sample (about
        // 1/sqrt(n))
        for (int i = 0; i < k; i++) {
            double largest = 0;
            for (int j = 0; j < k; j++) largest = Math.max(largest, Math.abs(found.rotation()[i * k + j]));
            assertTrue(largest > 0.998, contrast + " " + approach + " " + largest);
        }
    }

    @ParameterizedTest
    @CsvSource({"SYMMETRIC", "DEFLATION"})
    void givesTheSameBitsOnOneAndTwoThreads(FastIca.Approach approach) {
        double[] white = laplacian(4, 40000);
        FastIca.Options options = new FastIca.Options(Contrast.LOG_COSH, approach, 2, 5, 1e-6, 100);
        double[][] found = new double[2][];
        for (int i = 0; i < 2; i++) {
            int run = i;
            Parallelization.runWithNumThreads(
                    i + 1,
                    () -> found[run] =
                            FastIca.of(white, 4, 40000, options, Progress.NONE).rotation());
        }
        assertArrayEquals(found[0], found[1]);
    }

    @Test
    void refusesNonsense() {
        assertThrows(
                IllegalArgumentException.class,
                () -> FastIca.of(new double[12], 4, 3, FastIca.Options.DEFAULT, Progress.NONE));
        var e = assertThrows(IllegalArgumentException.class, () -> FastIca.Options.DEFAULT.withStarts(0));
        assertEquals("starts must be 1 or more, got 0", e.getMessage());
    }
}
