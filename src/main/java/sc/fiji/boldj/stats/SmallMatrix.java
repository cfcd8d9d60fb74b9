package sc.fiji.boldj.stats;

import sc.fiji.boldj.linalg.Cholesky;

/** Arithmetic of small square matrices by rows. */
final class SmallMatrix {

    /** Share of a diagonal entry that a pivot must exceed: a matrix below it is treated as singular. */
    private static final double SINGULAR = 1e-11;

    private SmallMatrix() {}

    /** The lower Cholesky factor, null if the matrix is not positive definite; entries above the diagonal are not set. */
    static double[] factor(double[] a, int n) {
        double[] l = a.clone();
        return Cholesky.factorSquare(l, n, SINGULAR) ? l : null;
    }

    /** The logarithm of the determinant from the factor. */
    static double logDeterminant(double[] l, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += StrictMath.log(l[i * n + i]);
        return 2 * sum;
    }

    /** The inverse from the factor. */
    static double[] inverse(double[] l, int n) {
        double[] inverse = new double[n * n];
        double[] unit = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) unit[i] = i == j ? 1 : 0;
            Cholesky.solveSquare(l, n, unit);
            for (int i = 0; i < n; i++) inverse[i * n + j] = unit[i];
        }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                inverse[i * n + j] = inverse[j * n + i] = (inverse[i * n + j] + inverse[j * n + i]) / 2;
        return inverse;
    }

    /** The product of a, shape (rows, inner), and b, shape (inner, columns). */
    static double[] product(double[] a, double[] b, int rows, int inner, int columns) {
        double[] c = new double[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < inner; k++) {
                double x = a[i * inner + k];
                if (x == 0) continue;
                for (int j = 0; j < columns; j++) c[i * columns + j] += x * b[k * columns + j];
            }
        return c;
    }

    /** The product of square matrices. */
    static double[] product(double[] a, double[] b, int n) {
        return product(a, b, n, n, n);
    }

    /** The trace of the product of two square matrices. */
    static double traceOfProduct(double[] a, double[] b, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) sum += a[i * n + j] * b[j * n + i];
        return sum;
    }

    /** Adds {@code weight m' d m} to a target of shape (columns, columns), with m of shape (rows, columns), d square. */
    static void addSandwich(double weight, double[] m, double[] d, int rows, int columns, double[] target) {
        double[] dm = product(d, m, rows, rows, columns);
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < columns; i++) {
                double x = weight * m[r * columns + i];
                if (x == 0) continue;
                for (int j = 0; j < columns; j++) target[i * columns + j] += x * dm[r * columns + j];
            }
    }
}
