package sc.fiji.boldj.connectivity;

import java.util.function.DoubleUnaryOperator;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;

/** Functions of a symmetric matrix by its eigenvalues: inverse, square root, logarithm, exponential. */
final class SymmetricFunction {

    private final int n;
    private final SymmetricEigen eigen;

    /** @param matrix shape (n, n), finite */
    SymmetricFunction(double[] matrix, int n) {
        this.n = n;
        eigen = SymmetricEigen.of(matrix, n);
    }

    /** The smallest eigenvalue over the largest. */
    double reciprocalCondition() {
        return eigen.values()[n - 1] / eigen.values()[0];
    }

    /** The matrix with the same eigenvectors and changed eigenvalues, shape (n, n), exactly symmetric. */
    double[] apply(DoubleUnaryOperator f) {
        double[] scaled = new double[n * n];
        for (int j = 0; j < n; j++) {
            double value = f.applyAsDouble(eigen.values()[j]);
            for (int i = 0; i < n; i++) scaled[i * n + j] = eigen.vectors()[i * n + j] * value;
        }
        double[] product = new double[n * n];
        MatrixProduct.multiply(
                1, Matrix.of(scaled, n, n), Matrix.of(eigen.vectors(), n, n).transposed(), 0, Matrix.of(product, n, n));
        return symmetric(product, n);
    }

    /** The product A B A of symmetric matrices, exactly symmetric. */
    static double[] sandwich(double[] a, double[] b, int n) {
        double[] left = new double[n * n];
        double[] product = new double[n * n];
        MatrixProduct.multiply(1, Matrix.of(a, n, n), Matrix.of(b, n, n), 0, Matrix.of(left, n, n));
        MatrixProduct.multiply(1, Matrix.of(left, n, n), Matrix.of(a, n, n), 0, Matrix.of(product, n, n));
        return symmetric(product, n);
    }

    private static double[] symmetric(double[] matrix, int n) {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) {
                double mean = (matrix[i * n + j] + matrix[j * n + i]) / 2;
                matrix[i * n + j] = mean;
                matrix[j * n + i] = mean;
            }
        return matrix;
    }
}
