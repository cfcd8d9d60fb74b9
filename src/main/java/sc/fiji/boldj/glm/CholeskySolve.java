package sc.fiji.boldj.glm;

/** Solves small symmetric positive definite systems in place. */
final class CholeskySolve {

    /** A pivot below this share of its diagonal says that a column depends on those before. */
    private static final double LEAST_PIVOT = 1e-10;

    private CholeskySolve() {}

    /**
     * Solves {@code gram * x = right}.
     *
     * @param gram shape (n, n); replaced by its factor
     * @param right shape (n); replaced by the solution
     * @return whether the matrix is positive definite; if not, {@code right} holds no solution
     */
    static boolean solve(double[] gram, double[] right, int n) {
        for (int j = 0; j < n; j++) {
            double diagonal = gram[j * n + j];
            double pivot = diagonal;
            for (int k = 0; k < j; k++) pivot -= gram[j * n + k] * gram[j * n + k];
            if (!(pivot > LEAST_PIVOT * diagonal)) return false;
            double root = Math.sqrt(pivot);
            gram[j * n + j] = root;
            for (int i = j + 1; i < n; i++) {
                double sum = gram[i * n + j];
                for (int k = 0; k < j; k++) sum -= gram[i * n + k] * gram[j * n + k];
                gram[i * n + j] = sum / root;
            }
        }
        for (int i = 0; i < n; i++) {
            double sum = right[i];
            for (int k = 0; k < i; k++) sum -= gram[i * n + k] * right[k];
            right[i] = sum / gram[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = right[i];
            for (int k = i + 1; k < n; k++) sum -= gram[k * n + i] * right[k];
            right[i] = sum / gram[i * n + i];
        }
        return true;
    }
}
