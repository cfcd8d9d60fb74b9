package sc.fiji.boldj.ica;

import java.util.stream.IntStream;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The principal components of a long matrix, whitened.
 *
 * @param components K
 * @param voxels V
 * @param white shape (K, V): rows of mean 0 and variance 1, uncorrelated, in double precision
 * @param mixing shape (rows of the matrix, K): the regression of each row on {@code white}
 */
record Reduction(int components, int voxels, double[] white, double[] mixing) {

    private static final int CHUNK = 2048;

    /**
     * Reduces a matrix to its leading components.
     *
     * @param x shape (rows, voxels) at the front of the array, rows of mean 0
     * @param eigen of x x'
     */
    static Reduction of(float[] x, int rows, int voxels, SymmetricEigen eigen, int components, Progress progress) {
        double[] y =
                project(x, rows, voxels, eigen, IntStream.range(0, components).toArray(), progress.stage(0, 0.5));
        whiten(y, components, voxels);
        float[] single = new float[y.length];
        for (int i = 0; i < y.length; i++) single[i] = (float) y[i];
        double[] mixing = Gram.of(x, rows, single, components, voxels, progress.stage(0.5, 1));
        for (int i = 0; i < mixing.length; i++) mixing[i] /= voxels;
        return new Reduction(components, voxels, y, mixing);
    }

    /** The projections on chosen eigenvectors, each with sum of squares V: shape (chosen, voxels). */
    static double[] project(float[] x, int rows, int voxels, SymmetricEigen eigen, int[] chosen, Progress progress) {
        int k = chosen.length;
        int n = rows;
        int size = (int) Math.round(Math.sqrt(eigen.vectors().length));
        float[] basis = new float[k * n];
        for (int i = 0; i < k; i++) {
            double factor = Math.sqrt(voxels / Math.max(eigen.values()[chosen[i]], Double.MIN_NORMAL));
            for (int t = 0; t < n; t++) basis[i * n + t] = (float) (factor * eigen.vectors()[t * size + chosen[i]]);
        }
        double[] y = new double[Math.multiplyExact(k, voxels)];
        FixedChunks.forEach(
                voxels,
                CHUNK,
                (from, to) -> {
                    int count = to - from;
                    float[] part = new float[k * count];
                    MatrixProduct.multiply(
                            1f,
                            FloatMatrix.of(basis, k, n),
                            FloatMatrix.of(x, from, n, count, voxels),
                            0f,
                            FloatMatrix.of(part, k, count));
                    for (int i = 0; i < k; i++)
                        for (int j = 0; j < count; j++) y[i * voxels + from + j] = part[i * count + j];
                },
                progress);
        return y;
    }

    /**
     * Centres the rows and multiplies them by the inverse root of their covariance, in place.
     *
     * @return the inverse root, shape (k, k)
     */
    static double[] whiten(double[] y, int k, int voxels) {
        for (int i = 0; i < k; i++) {
            double mean = 0;
            for (int j = 0; j < voxels; j++) mean += y[i * voxels + j];
            mean /= voxels;
            for (int j = 0; j < voxels; j++) y[i * voxels + j] -= mean;
        }
        double[] covariance = new double[k * k];
        for (int from = 0; from < voxels; from += CHUNK) {
            int count = Math.min(CHUNK, voxels - from);
            MatrixProduct.square(1.0 / voxels, Matrix.of(y, from, k, count, voxels), 1, Matrix.of(covariance, k, k));
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance, k);
        double[] scaled = eigen.vectors().clone();
        for (int j = 0; j < k; j++) {
            double value = eigen.values()[j];
            if (!(value > 1e-9 * eigen.values()[0]))
                throw new IllegalArgumentException("the data have fewer than " + k
                        + " independent components: ask for fewer, or look for volumes that are copies");
            for (int i = 0; i < k; i++) scaled[i * k + j] /= Math.sqrt(value);
        }
        double[] root = new double[k * k];
        MatrixProduct.multiply(
                1, Matrix.of(scaled, k, k), Matrix.of(eigen.vectors(), k, k).transposed(), 0, Matrix.of(root, k, k));
        FixedChunks.forEach(
                voxels,
                CHUNK,
                (from, to) -> MatrixProduct.multiply(
                        1,
                        Matrix.of(root, k, k),
                        Matrix.of(y, from, k, to - from, voxels),
                        0,
                        Matrix.of(y, from, k, to - from, voxels)),
                Progress.NONE);
        return root;
    }
}
