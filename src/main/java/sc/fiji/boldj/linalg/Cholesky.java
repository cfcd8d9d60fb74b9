package sc.fiji.boldj.linalg;

import java.util.Arrays;

/**
 * The lower triangular factor L of a small symmetric positive definite matrix {@code L L'}, in place and in Java, for the
 * many small systems of a voxel-wise fit (up to about 30 rows: larger ones are decomposed otherwise).
 *
 * <p>Packed matrices hold the lower triangle by rows, entry (i, j <= i) at {@code i (i + 1) / 2 + j}; square ones hold n
 * rows of n entries, of which the lower triangle is read and replaced. Nothing is checked or allocated; NaN spreads.
 */
public final class Cholesky {

    private Cholesky() {}

    /** Entries of a packed matrix of n rows. */
    public static int size(int n) {
        return n * (n + 1) / 2;
    }

    /**
     * Replaces a packed matrix by its factor.
     *
     * @return whether the matrix is positive definite; if not, {@code a} holds no factor
     */
    public static boolean factor(double[] a, int n) {
        for (int i = 0; i < n; i++) {
            int rowI = i * (i + 1) / 2;
            for (int j = 0; j <= i; j++) {
                int rowJ = j * (j + 1) / 2;
                double sum0 = a[rowI + j];
                double sum1 = 0;
                int k = 0;
                for (; k + 1 < j; k += 2) {
                    sum0 -= a[rowI + k] * a[rowJ + k];
                    sum1 -= a[rowI + k + 1] * a[rowJ + k + 1];
                }
                if (k < j) sum0 -= a[rowI + k] * a[rowJ + k];
                double sum = sum0 + sum1;
                if (i == j) {
                    if (!(sum > 0)) return false;
                    a[rowI + i] = Math.sqrt(sum);
                } else a[rowI + j] = sum / a[rowJ + j];
            }
        }
        return true;
    }

    /** Logarithm of the determinant of the matrix that was factored. */
    public static double logDeterminant(double[] l, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += Math.log(l[i * (i + 1) / 2 + i]);
        return 2 * sum;
    }

    /** Replaces the n entries of b from {@code offset} by the solution of {@code L x = b}; returns its squared length. */
    public static double forward(double[] l, int n, double[] b, int offset) {
        double square = 0;
        for (int i = 0; i < n; i++) {
            int row = i * (i + 1) / 2;
            double sum = b[offset + i];
            for (int k = 0; k < i; k++) sum -= l[row + k] * b[offset + k];
            double x = sum / l[row + i];
            b[offset + i] = x;
            square += x * x;
        }
        return square;
    }

    /** Replaces the n entries of b from {@code offset} by the solution of {@code L' x = b}. */
    public static void backward(double[] l, int n, double[] b, int offset) {
        for (int i = n - 1; i >= 0; i--) {
            int row = i * (i + 1) / 2;
            double x = b[offset + i] / l[row + i];
            b[offset + i] = x;
            for (int k = 0; k < i; k++) b[offset + k] -= l[row + k] * x;
        }
    }

    /** Writes the product of a packed symmetric matrix with x, both of length n, to the target. */
    public static void times(double[] a, double[] x, double[] target, int n) {
        for (int i = 0; i < n; i++) {
            int row = i * (i + 1) / 2;
            double own = x[i];
            double sum = a[row + i] * own;
            for (int j = 0; j < i; j++) {
                double value = a[row + j];
                sum += value * x[j];
                target[j] += value * own;
            }
            target[i] = sum;
        }
    }

    /** Writes the inverse of the matrix that was factored, packed, to the target. */
    public static void inverse(double[] l, int n, double[] target) {
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            Arrays.fill(column, 0);
            column[j] = 1;
            for (int i = j; i < n; i++) {
                int row = i * (i + 1) / 2;
                double sum = column[i];
                for (int k = j; k < i; k++) sum -= l[row + k] * column[k];
                column[i] = sum / l[row + i];
            }
            for (int i = n - 1; i >= j; i--) {
                int row = i * (i + 1) / 2;
                double x = column[i] / l[row + i];
                column[i] = x;
                for (int k = j; k < i; k++) column[k] -= l[row + k] * x;
                target[row + j] = x;
            }
        }
    }

    /**
     * Replaces the lower triangle of a square matrix by its factor.
     *
     * @param leastPivot share of its diagonal entry that each pivot must exceed: below it, a column depends on those
     *     before
     * @return whether the matrix is positive definite; if not, {@code a} holds no factor
     */
    public static boolean factorSquare(double[] a, int n, double leastPivot) {
        for (int j = 0; j < n; j++) {
            double pivot = pivot(a, n, j);
            if (!(pivot > leastPivot * a[j * n + j])) return false;
            divide(a, n, j, Math.sqrt(pivot));
        }
        return true;
    }

    /**
     * Replaces the lower triangle of a square matrix by the factor of the nearest positive definite one.
     *
     * @param floor what a smaller pivot is treated as, above 0
     */
    public static void factorSquareAbove(double[] a, int n, double floor) {
        for (int j = 0; j < n; j++) divide(a, n, j, Math.sqrt(Math.max(pivot(a, n, j), floor)));
    }

    private static double pivot(double[] a, int n, int j) {
        double pivot = a[j * n + j];
        for (int k = 0; k < j; k++) pivot -= a[j * n + k] * a[j * n + k];
        return pivot;
    }

    private static void divide(double[] a, int n, int j, double root) {
        a[j * n + j] = root;
        for (int i = j + 1; i < n; i++) {
            double sum = a[i * n + j];
            for (int k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = sum / root;
        }
    }

    /** Replaces b, shape (n), by the solution of {@code L L' x = b}, with a square factor. */
    public static void solveSquare(double[] l, int n, double[] b) {
        for (int i = 0; i < n; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) sum -= l[i * n + k] * b[k];
            b[i] = sum / l[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = b[i];
            for (int k = i + 1; k < n; k++) sum -= l[k * n + i] * b[k];
            b[i] = sum / l[i * n + i];
        }
    }
}
