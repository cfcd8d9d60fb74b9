package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Expected sums of lagged products of residuals after a design was fitted to the data. */
final class ExpectedProducts {

    private ExpectedProducts() {}

    /** tr(S_k R T_j R) for k up to the highest order and j up to the longest lag; S_k sums products k apart. */
    static double[][] of(ModelBasis basis, int most, int lags, Progress progress) {
        int n = basis.rows();
        int p = basis.rank();
        double[] u = basis.basis();
        int size = n * p;
        double[] moved = new double[(most + 1) * size];
        double[][] halves = new double[most + 1][];
        for (int k = 0; k <= most; k++) {
            shift(u, n, p, k, k == 0 ? 1 : 0.5, moved, k * size);
            halves[k] = product(u, n, p, moved, k * size);
        }
        double[][] expected = new double[most + 1][lags + 1];
        FixedChunks.forEach(
                lags + 1,
                8,
                (from, to) -> {
                    double[] far = new double[size];
                    double[] cross = new double[most + 1];
                    for (int j = from; j < to; j++) {
                        shift(u, n, p, j, 1, far, 0);
                        double[] square = product(u, n, p, far, 0);
                        MatrixProduct.multiply(
                                1,
                                Matrix.of(moved, most + 1, size),
                                Matrix.of(far, size, 1),
                                0,
                                Matrix.of(cross, most + 1, 1));
                        for (int k = 0; k <= most; k++) {
                            double own = k == j ? n - k : 0;
                            double twice = 0;
                            for (int i = 0; i < square.length; i++) twice += halves[k][i] * square[i];
                            expected[k][j] = own - 2 * cross[k] + twice;
                        }
                    }
                },
                progress);
        return expected;
    }

    private static double[] product(double[] u, int n, int p, double[] moved, int offset) {
        double[] square = new double[p * p];
        MatrixProduct.multiply(
                1, Matrix.of(u, n, p).transposed(), Matrix.of(moved, offset, n, p, p), 0, Matrix.of(square, p, p));
        return square;
    }

    /** scale T_j U. */
    private static void shift(double[] u, int n, int p, int j, double scale, double[] target, int offset) {
        for (int t = 0; t < n; t++)
            for (int c = 0; c < p; c++) {
                double value = j == 0 ? u[t * p + c] : 0;
                if (j > 0 && t >= j) value += u[(t - j) * p + c];
                if (j > 0 && t + j < n) value += u[(t + j) * p + c];
                target[offset + t * p + c] = scale * value;
            }
    }
}
