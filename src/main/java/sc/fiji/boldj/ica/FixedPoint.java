package sc.fiji.boldj.ica;

import java.util.List;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** The step of {@link FastIca} and its objective; sums run over fixed chunks of voxels. */
final class FixedPoint {

    private static final int CHUNK = 4096;

    private FixedPoint() {}

    /** One fixed-point step, E[g(w x) x'] - E[g'(w x)] w, for {@code rows} rows of w, shape (rows, k). */
    static double[] step(double[] white, double[] w, int rows, int k, int voxels, Contrast contrast) {
        List<double[]> parts = FixedChunks.map(
                voxels,
                CHUNK,
                (from, to) -> {
                    int n = to - from;
                    double[] u = new double[rows * n];
                    MatrixProduct.multiply(
                            1, Matrix.of(w, rows, k), Matrix.of(white, from, k, n, voxels), 0, Matrix.of(u, rows, n));
                    double[] part = new double[rows * k + rows];
                    double[] line = new double[n];
                    double[] scratch = new double[n];
                    for (int i = 0; i < rows; i++) {
                        System.arraycopy(u, i * n, line, 0, n);
                        part[rows * k + i] = sum(contrast.derive(line, n, scratch), n);
                        System.arraycopy(line, 0, u, i * n, n);
                    }
                    MatrixProduct.multiply(
                            1,
                            Matrix.of(u, rows, n),
                            Matrix.of(white, from, k, n, voxels).transposed(),
                            0,
                            Matrix.of(part, rows, k));
                    return part;
                },
                Progress.NONE);
        double[] sum = new double[rows * k + rows];
        for (double[] part : parts) for (int i = 0; i < sum.length; i++) sum[i] += part[i];
        double[] next = new double[rows * k];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < k; j++) next[i * k + j] = (sum[i * k + j] - sum[rows * k + i] * w[i * k + j]) / voxels;
        return next;
    }

    /** Sum in four interleaved parts: a fixed order that does not wait for each addition. */
    private static double sum(double[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < count; i++) a += values[i];
        return a + b + (c + d);
    }

    /** Sum over the rows of w of (E G(w x) - E G(normal))^2. */
    static double objective(double[] white, double[] w, int k, int voxels, Contrast contrast) {
        List<double[]> parts = FixedChunks.map(
                voxels,
                CHUNK,
                (from, to) -> {
                    int n = to - from;
                    double[] u = new double[k * n];
                    MatrixProduct.multiply(
                            1, Matrix.of(w, k, k), Matrix.of(white, from, k, n, voxels), 0, Matrix.of(u, k, n));
                    double[] part = new double[k];
                    for (int i = 0; i < k * n; i++) part[i / n] += contrast.value(u[i]);
                    return part;
                },
                Progress.NONE);
        double total = 0;
        for (int i = 0; i < k; i++) {
            double mean = 0;
            for (double[] part : parts) mean += part[i];
            double distance = mean / voxels - contrast.ofGaussian();
            total += distance * distance;
        }
        return total;
    }

    /** The orthonormal matrix next to w: (w w')^(-1/2) w. */
    static double[] orthonormal(double[] w, int k) {
        double[] gram = new double[k * k];
        MatrixProduct.square(1, Matrix.of(w, k, k), 0, Matrix.of(gram, k, k));
        SymmetricEigen eigen = SymmetricEigen.of(gram, k);
        double[] scaled = eigen.vectors().clone();
        for (int j = 0; j < k; j++) {
            double factor = 1 / Math.sqrt(Math.max(eigen.values()[j], Double.MIN_NORMAL));
            for (int i = 0; i < k; i++) scaled[i * k + j] *= factor;
        }
        double[] root = new double[k * k];
        MatrixProduct.multiply(
                1, Matrix.of(scaled, k, k), Matrix.of(eigen.vectors(), k, k).transposed(), 0, Matrix.of(root, k, k));
        double[] result = new double[k * k];
        MatrixProduct.multiply(1, Matrix.of(root, k, k), Matrix.of(w, k, k), 0, Matrix.of(result, k, k));
        return result;
    }

    /** Inner product of a part of two arrays. */
    static double dot(double[] a, int offsetA, double[] b, int offsetB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) sum += a[offsetA + i] * b[offsetB + i];
        return sum;
    }

    /** Makes a row orthogonal to the first {@code count} rows of w, twice for accuracy, and gives it length 1. */
    static void deflate(double[] row, double[] w, int count, int k) {
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < count; i++) {
                double share = dot(row, 0, w, i * k, k);
                for (int j = 0; j < k; j++) row[j] -= share * w[i * k + j];
            }
            double length = Math.sqrt(dot(row, 0, row, 0, k));
            for (int j = 0; j < k; j++) row[j] /= length;
        }
    }
}
