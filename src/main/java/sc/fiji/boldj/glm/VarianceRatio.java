package sc.fiji.boldj.glm;

/**
 * How much of a series is noise, for a linear model with random coefficients.
 *
 * <p>The model is {@code z = A b + e} with {@code b ~ N(0, s I)} and {@code e ~ N(0, n I)}. In the directions of the
 * eigenvectors of {@code A A'} the data are independent with variances {@code s d + n}. What is sought is the ratio
 * {@code n / s}, the weight of ridge regression.
 */
final class VarianceRatio {

    /** The ratio is sought within this factor of the mean eigenvalue, either way. */
    static final double REACH = 1e6;

    private static final int GRID = 61;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** A criterion to make smallest, of the logarithm of the ratio. */
    @FunctionalInterface
    private interface Criterion {
        double at(double logRatio);
    }

    private VarianceRatio() {}

    /**
     * The ratio of highest restricted likelihood (Patterson and Thompson 1971).
     *
     * @param eigenvalues shape (k), of {@code A A'}; at least one above 0
     * @param squares shape (k): the squared data along each eigenvector
     * @param rest sum of the squared data in the directions of no eigenvalue
     * @param directions all directions of the data, k or more
     */
    static double restrictedLikelihood(double[] eigenvalues, double[] squares, double rest, int directions) {
        return smallest(eigenvalues, log -> {
            double ratio = Math.exp(log);
            double sum = rest / ratio;
            double logs = (directions - eigenvalues.length) * log;
            for (int i = 0; i < eigenvalues.length; i++) {
                double variance = Math.max(0, eigenvalues[i]) + ratio;
                sum += squares[i] / variance;
                logs += Math.log(variance);
            }
            return directions * Math.log(sum / directions) + logs;
        });
    }

    /** The ratio of smallest generalised cross-validation error (Golub, Heath and Wahba 1979); same parameters. */
    static double crossValidation(double[] eigenvalues, double[] squares, double rest, int directions) {
        return smallest(eigenvalues, log -> {
            double ratio = Math.exp(log);
            double error = rest;
            double freedom = directions - eigenvalues.length;
            for (int i = 0; i < eigenvalues.length; i++) {
                double share = ratio / (Math.max(0, eigenvalues[i]) + ratio);
                error += share * share * squares[i];
                freedom += share;
            }
            return Math.log(error) - 2 * Math.log(freedom);
        });
    }

    private static double smallest(double[] eigenvalues, Criterion criterion) {
        double mean = 0;
        for (double value : eigenvalues) mean += Math.max(0, value) / eigenvalues.length;
        double reach = Math.log(REACH);
        double low = Math.log(mean) - reach;
        double step = 2 * reach / (GRID - 1);
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int g = 0; g < GRID; g++) {
            double value = criterion.at(low + g * step);
            if (value < least) {
                least = value;
                best = g;
            }
        }
        double a = low + Math.max(0, best - 1) * step;
        double b = low + Math.min(GRID - 1, best + 1) * step;
        double c = b - GOLDEN * (b - a);
        double d = a + GOLDEN * (b - a);
        double atC = criterion.at(c);
        double atD = criterion.at(d);
        while (b - a > 1e-7) {
            if (atC <= atD) {
                b = d;
                d = c;
                atD = atC;
                c = b - GOLDEN * (b - a);
                atC = criterion.at(c);
            } else {
                a = c;
                c = d;
                atC = atD;
                d = a + GOLDEN * (b - a);
                atD = criterion.at(d);
            }
        }
        return Math.exp((a + b) / 2);
    }
}
