package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.SymmetricEigen;

/**
 * Smooth finite impulse responses: a normal prior on the values of a response at its knots (Goutte 2000, IEEE TMI
 * 19:1188). Immutable.
 *
 * <p>The covariance of two values {@code d} seconds apart is {@code s exp(-d^2 / (2 w^2))}; values of different
 * conditions are independent. The ratio of the noise's variance to {@code s} has the highest restricted likelihood.
 */
final class SmoothPrior {

    private static final double JITTER = 1e-6;
    private static final double LEAST_EIGENVALUE = 1e-10;

    private final int size;
    private final double[] factor; // lower triangle, shape (size, size)

    /**
     * @param conditions number of responses
     * @param knots values in each
     * @param spacing seconds between knots
     * @param width w in seconds, above 0
     */
    SmoothPrior(int conditions, int knots, double spacing, double width) {
        size = conditions * knots;
        factor = new double[size * size];
        for (int j = 0; j < knots; j++)
            for (int i = j; i < knots; i++) {
                double distance = (i - j) * spacing / width;
                double sum = Math.exp(-0.5 * distance * distance) + (i == j ? JITTER : 0);
                for (int k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
                double value = i == j ? Math.sqrt(sum) : sum / factor[j * size + j];
                for (int c = 0; c < conditions; c++) factor[(c * knots + i) * size + c * knots + j] = value;
            }
    }

    /** A design under the prior, ready for many series. */
    final class Prepared {
        private final double[] values;
        private final double[] inner; // L V, shape (size, size)

        private Prepared(double[] gram) {
            double[] half = new double[size * size];
            double[] whole = new double[size * size];
            for (int i = 0; i < size; i++)
                for (int k = 0; k < size; k++) {
                    double g = gram[i * size + k];
                    for (int j = 0; j <= k; j++) half[i * size + j] += g * factor[k * size + j];
                }
            for (int k = 0; k < size; k++)
                for (int i = 0; i <= k; i++) {
                    double l = factor[k * size + i];
                    for (int j = 0; j < size; j++) whole[i * size + j] += l * half[k * size + j];
                }
            SymmetricEigen eigen = SymmetricEigen.of(whole, size);
            values = eigen.values();
            inner = new double[size * size];
            for (int i = 0; i < size; i++)
                for (int k = 0; k <= i; k++) {
                    double l = factor[i * size + k];
                    for (int j = 0; j < size; j++) inner[i * size + j] += l * eigen.vectors()[k * size + j];
                }
        }

        /**
         * The responses of one series.
         *
         * @param products the design's columns times the series, shape (size)
         * @param squares sum of the squared series
         * @param directions dimensions of the data that nuisance left free
         * @return shape (size)
         */
        double[] solve(double[] products, double squares, int directions) {
            double[] along = new double[size];
            for (int i = 0; i < size; i++) for (int j = 0; j < size; j++) along[j] += inner[i * size + j] * products[i];
            int used = 0;
            while (used < size && values[used] > LEAST_EIGENVALUE * values[0]) used++;
            used = Math.min(used, directions);
            double[] eigenvalues = java.util.Arrays.copyOf(values, used);
            double[] parts = new double[used];
            double rest = squares;
            for (int j = 0; j < used; j++) {
                parts[j] = along[j] * along[j] / eigenvalues[j];
                rest -= parts[j];
            }
            double ratio =
                    VarianceRatio.restrictedLikelihood(eigenvalues, parts, Math.max(rest, 1e-12 * squares), directions);
            double[] result = new double[size];
            for (int j = 0; j < used; j++) along[j] /= eigenvalues[j] + ratio;
            for (int i = 0; i < size; i++) for (int j = 0; j < used; j++) result[i] += inner[i * size + j] * along[j];
            return result;
        }
    }

    /**
     * Prepares a design.
     *
     * @param gram the products of its columns, free of nuisance, shape (size, size)
     */
    Prepared prepare(double[] gram) {
        return new Prepared(gram);
    }
}
