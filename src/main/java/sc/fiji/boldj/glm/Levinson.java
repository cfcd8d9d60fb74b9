package sc.fiji.boldj.glm;

/**
 * The autoregressive models of orders 0 to p that autocovariances imply (Levinson 1947, Durbin 1960).
 *
 * <p>Where an estimated autocovariance is no covariance of any process, higher orders are excluded.
 */
final class Levinson {

    /** A reflection coefficient is kept below this, or the process would not be stationary. */
    private static final double LIMIT = 0.9999;

    private final int order;
    private final double[][] coefficients;
    private final double[] errors;

    /** Models up to an order from {@code gamma[0 .. most]}. */
    Levinson(double[] gamma, int most) {
        coefficients = new double[most + 1][];
        errors = new double[most + 1];
        coefficients[0] = new double[0];
        errors[0] = gamma[0];
        int found = 0;
        while (found < most && errors[found] > 0) {
            double[] before = coefficients[found];
            double sum = gamma[found + 1];
            for (int k = 0; k < found; k++) sum -= before[k] * gamma[found - k];
            double reflection = sum / errors[found];
            if (!(Math.abs(reflection) < LIMIT)) break;
            double[] next = new double[found + 1];
            for (int k = 0; k < found; k++) next[k] = before[k] - reflection * before[found - 1 - k];
            next[found] = reflection;
            errors[found + 1] = errors[found] * (1 - reflection * reflection);
            coefficients[++found] = next;
        }
        order = found;
    }

    /** The highest order there is. */
    int order() {
        return order;
    }

    /** The weights of the values 1, 2, ... before; shared. */
    double[] coefficients(int p) {
        return coefficients[p];
    }

    /** Variance of the innovations of the model of an order. */
    double error(int p) {
        return errors[p];
    }
}
