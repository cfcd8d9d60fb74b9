package sc.fiji.boldj.ica;

import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.DataException;

/** The inverse of a matrix of products. */
final class SymmetricInverse {

    private SymmetricInverse() {}

    /**
     * Inverts a positive matrix.
     *
     * @param what what it holds the products of, for the message ("the maps")
     * @throws DataException if the things multiplied depend on each other
     */
    static double[] of(double[] matrix, int k, String what) {
        double[] size = new double[k];
        double[] scaled = new double[k * k];
        for (int i = 0; i < k; i++) size[i] = Math.sqrt(matrix[i * k + i]);
        for (int i = 0; i < k * k; i++) scaled[i] = matrix[i] / (size[i / k] * size[i % k]);
        for (double value : scaled)
            if (!Double.isFinite(value)) throw new DataException(what + " must vary, but one is constant");
        SymmetricEigen eigen = SymmetricEigen.of(scaled, k);
        if (!(eigen.values()[k - 1] > 1e-10 * eigen.values()[0]))
            throw new DataException(what + " must be linearly independent: is one of them there twice?");
        double[] divided = eigen.vectors().clone();
        for (int i = 0; i < k * k; i++) divided[i] /= eigen.values()[i % k];
        double[] inverse = new double[k * k];
        MatrixProduct.multiply(
                1,
                Matrix.of(divided, k, k),
                Matrix.of(eigen.vectors(), k, k).transposed(),
                0,
                Matrix.of(inverse, k, k));
        for (int i = 0; i < k * k; i++) inverse[i] /= size[i / k] * size[i % k];
        return inverse;
    }
}
