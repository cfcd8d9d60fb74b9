package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.run.Seeds;

class DeconvolutionTest {

    private static final Deconvolution.Options DEFAULT = Deconvolution.Options.DEFAULT;

    private static Microtime grid(int volumes, double repetitionTime, double reference, int steps) {
        double step = repetitionTime / steps;
        return new Microtime(
                new Sampling(volumes, repetitionTime, reference), steps, (int) Math.ceil(Hrf.LENGTH / step));
    }

    private static double[] response(Microtime grid) {
        return Hrf.spm(0).sample(0, grid.step());
    }

    private static double[] noise(int n, long seed) {
        double[] values = new double[n];
        Seeds.fillGaussian(Seeds.stream(seed, 0), values);
        return values;
    }

    /** A constant and a line, shape (n, 2). */
    private static double[] confounds(int n) {
        double[] columns = new double[2 * n];
        for (int t = 0; t < n; t++) {
            columns[2 * t] = 1;
            columns[2 * t + 1] = t;
        }
        return columns;
    }

    /** The cosines on the grid, as the formula says, shape (bins, K). */
    private static RealMatrix cosines(Microtime grid) {
        int bins = grid.bins();
        int columns = Deconvolution.columns(grid);
        double[][] basis = new double[bins][columns];
        for (int m = 0; m < bins; m++)
            for (int k = 0; k < columns; k++)
                basis[m][k] =
                        Math.sqrt((k == 0 ? 1.0 : 2.0) / bins) * Math.cos(Math.PI * k * (2 * m + 1) / (2.0 * bins));
        return new Array2DRowRealMatrix(basis, false);
    }

    /** The convolution as a matrix, shape (volumes, bins). */
    private static RealMatrix convolution(Microtime grid, double[] response) {
        double[][] matrix = new double[grid.volumes()][grid.bins()];
        for (int i = 0; i < matrix.length; i++)
            for (int k = 0; k < response.length && k <= grid.bin(i); k++) matrix[i][grid.bin(i) - k] = response[k];
        return new Array2DRowRealMatrix(matrix, false);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 2})
    void equalsRidgeRegressionByDenseAlgebra(double repetitionTime) {
        Microtime grid = grid(60, repetitionTime, repetitionTime / 2, 4);
        double[] response = response(grid);
        double[] series = noise(60, 3);
        for (int t = 0; t < 60; t++) series[t] += 500 + 0.3 * t;
        double ratio = 0.07;
        Deconvolution.Estimate found = Deconvolution.estimate(
                series,
                confounds(60),
                2,
                grid,
                response,
                new Deconvolution.Options(Deconvolution.Regularisation.REML, ratio));

        RealMatrix basis = cosines(grid);
        RealMatrix seen = convolution(grid, response).multiply(basis);
        RealMatrix x = new Array2DRowRealMatrix(60, 2);
        for (int t = 0; t < 60; t++) x.setRow(t, new double[] {1, t});
        RealMatrix hat =
                x.multiply(MatrixUtils.inverse(x.transpose().multiply(x))).multiply(x.transpose());
        RealMatrix free = MatrixUtils.createRealIdentityMatrix(60).subtract(hat);
        RealMatrix left = seen.transpose().multiply(free).multiply(seen);
        left = left.add(
                MatrixUtils.createRealIdentityMatrix(left.getRowDimension()).scalarMultiply(ratio));
        double[] right = seen.transpose().multiply(free).operate(series);
        double[] coefficients = new LUDecomposition(left)
                .getSolver()
                .solve(MatrixUtils.createRealVector(right))
                .toArray();
        double[] expected = basis.operate(coefficients);
        assertArrayEquals(
                expected,
                found.activity(),
                1e-9 * Arrays.stream(expected).map(Math::abs).max().orElse(0));
        assertArrayEquals(seen.operate(coefficients), found.fitted(), 1e-9);
    }

    @Test
    void theRatioHasTheHighestRestrictedLikelihood() {
        Microtime grid = grid(50, 2, 0, 4);
        double[] response = response(grid);
        double[] activity = noise(grid.bins(), 5);
        double[] series = grid.observe(activity, response);
        double[] e = noise(50, 6);
        for (int t = 0; t < 50; t++) series[t] += 0.1 * e[t];
        double found = Deconvolution.estimate(series, confounds(50), 2, grid, response, DEFAULT)
                .ratio();
        double at = likelihood(series, grid, response, found);
        for (double factor : new double[] {0.01, 0.5, 0.9, 1.1, 2, 100})
            assertTrue(at > likelihood(series, grid, response, factor * found), "higher at " + factor);
    }

    /** The restricted log likelihood by its textbook formula, the scale of both variances profiled out. */
    private static double likelihood(double[] series, Microtime grid, double[] response, double ratio) {
        int n = series.length;
        RealMatrix seen = convolution(grid, response).multiply(cosines(grid));
        RealMatrix v = seen.multiply(seen.transpose())
                .add(MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(ratio));
        RealMatrix x = new Array2DRowRealMatrix(n, 2);
        for (int t = 0; t < n; t++) x.setRow(t, new double[] {1, t});
        RealMatrix inverse = MatrixUtils.inverse(v);
        RealMatrix information = x.transpose().multiply(inverse).multiply(x);
        RealMatrix p = inverse.subtract(inverse.multiply(x)
                .multiply(MatrixUtils.inverse(information))
                .multiply(x.transpose())
                .multiply(inverse));
        double quadratic =
                MatrixUtils.createRealVector(series).dotProduct(p.operate(MatrixUtils.createRealVector(series)));
        double logs = Math.log(new LUDecomposition(v).getDeterminant())
                + Math.log(new LUDecomposition(information).getDeterminant());
        return -0.5 * ((n - 2) * Math.log(quadratic / (n - 2)) + logs);
    }

    @Test
    void theClosedFormOfTheConvolvedCosinesIsTheConvolution() {
        Microtime grid = grid(30, 0.8, 0.4, 8);
        double[] response = response(grid);
        RealMatrix expected = convolution(grid, response).multiply(cosines(grid));
        double[] design = Deconvolution.design(grid, response);
        int columns = Deconvolution.columns(grid);
        for (int i = 0; i < 30; i++)
            assertArrayEquals(expected.getRow(i), Arrays.copyOfRange(design, i * columns, (i + 1) * columns), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 2})
    void slowActivityWithLittleNoiseIsRecovered(double repetitionTime) {
        int n = (int) (400 / repetitionTime);
        Microtime grid = grid(n, repetitionTime, 0, 16);
        double[] response = response(grid);
        double[] activity = new double[grid.bins()];
        for (int b = 0; b < activity.length; b++)
            activity[b] = Math.sin(2 * Math.PI * grid.time(b) / 20) + Math.cos(2 * Math.PI * grid.time(b) / 33);
        double[] series = grid.observe(activity, response);
        double[] e = noise(n, 9);
        for (int t = 0; t < n; t++) series[t] += 100 + 0.02 * e[t];
        Deconvolution.Estimate found = Deconvolution.estimate(series, confounds(n), 2, grid, response, DEFAULT);
        int from = grid.lead();
        double r = new org.apache.commons.math3.stat.correlation.PearsonsCorrelation()
                .correlation(
                        Arrays.copyOfRange(activity, from, grid.bin(n - 1 - (int) (12 / repetitionTime))),
                        Arrays.copyOfRange(found.activity(), from, grid.bin(n - 1 - (int) (12 / repetitionTime))));
        assertTrue(r > 0.9, "r " + r); // the prior is white up to 0.6 Hz at 0.8 s, so noise in that band remains
        assertTrue(found.share() > 0.98, "share " + found.share());
    }

    @Test
    void noiseAloneHasNoActivity() {
        Microtime grid = grid(300, 2, 0, 4);
        double share = 0;
        for (int k = 0; k < 5; k++)
            share += Deconvolution.estimate(noise(300, 20 + k), confounds(300), 2, grid, response(grid), DEFAULT)
                            .share()
                    / 5;
        assertTrue(share < 0.05, "share " + share);
    }

    @Test
    void bothRulesFindSimilarRatiosForPlentyOfData() {
        Microtime grid = grid(400, 2, 0, 4);
        double[] series = grid.observe(noise(grid.bins(), 31), response(grid));
        double[] e = noise(400, 32);
        for (int t = 0; t < 400; t++) series[t] += 0.3 * e[t];
        var gcv = new Deconvolution.Options(Deconvolution.Regularisation.GCV, 0);
        double a = Deconvolution.estimate(series, confounds(400), 2, grid, response(grid), DEFAULT)
                .ratio();
        double b = Deconvolution.estimate(series, confounds(400), 2, grid, response(grid), gcv)
                .ratio();
        assertEquals(0, Math.log(a / b), Math.log(3));
    }

    @Test
    void badInputIsSaid() {
        Microtime grid = grid(40, 2, 0, 4);
        double[] response = response(grid);
        double[] flat = new double[40];
        Arrays.fill(flat, 812);
        says("constant", () -> Deconvolution.estimate(flat, confounds(40), 2, grid, response, DEFAULT));
        double[] broken = noise(40, 1);
        broken[7] = Double.NaN;
        says("volume 7", () -> Deconvolution.estimate(broken, confounds(40), 2, grid, response, DEFAULT));
        says("39 values", () -> Deconvolution.estimate(noise(39, 1), confounds(40), 2, grid, response, DEFAULT));
        Microtime late = new Microtime(grid.sampling(), 4, 3);
        says("lead", () -> Deconvolution.estimate(noise(40, 1), confounds(40), 2, late, response, DEFAULT));
        Microtime one = grid(1, 2, 0, 4);
        says("too few", () -> Deconvolution.estimate(noise(1, 1), new double[] {1}, 1, one, response, DEFAULT));
        says("ratio", () -> new Deconvolution.Options(Deconvolution.Regularisation.REML, -1));
        says("'best'", () -> Deconvolution.Regularisation.named("best"));
    }

    private static void says(String word, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(word), message);
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() {
        Microtime grid = grid(200, 0.8, 0, 16);
        double[][] found = new double[2][];
        for (int threads = 1; threads <= 2; threads++) {
            int at = threads - 1;
            Parallelization.runWithNumThreads(
                    threads,
                    () -> found[at] = Deconvolution.estimate(
                                    noise(200, 4), confounds(200), 2, grid, response(grid), DEFAULT)
                            .activity());
        }
        assertArrayEquals(found[0], found[1], 0);
    }
}
