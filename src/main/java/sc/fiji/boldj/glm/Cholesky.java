package sc.fiji.boldj.glm;

/** The factor L of a small positive definite matrix {@code L L'}, packed by rows: entry (i, j <= i) at i (i + 1) / 2 + j. */
final class Cholesky {

    private Cholesky() {}

    static int size(int n) {
        return n * (n + 1) / 2;
    }

    /** Replaces the lower triangle of a matrix by its factor; whether the matrix was positive definite. */
    static boolean factor(double[] a, int n) {
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
    static double logDeterminant(double[] l, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += Math.log(l[i * (i + 1) / 2 + i]);
        return 2 * sum;
    }

    /** Replaces b by the solution of {@code L x = b}; returns its squared length. */
    static double forward(double[] l, int n, double[] b, int offset) {
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

    /** Replaces b by the solution of {@code L' x = b}. */
    static void backward(double[] l, int n, double[] b, int offset) {
        for (int i = n - 1; i >= 0; i--) {
            int row = i * (i + 1) / 2;
            double x = b[offset + i] / l[row + i];
            b[offset + i] = x;
            for (int k = 0; k < i; k++) b[offset + k] -= l[row + k] * x;
        }
    }

    /** The product of a packed symmetric matrix with x. */
    static void times(double[] a, double[] x, double[] target, int n) {
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

    /** The inverse of the matrix that was factored, packed. */
    static void inverse(double[] l, int n, double[] target) {
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            java.util.Arrays.fill(column, 0);
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
}
