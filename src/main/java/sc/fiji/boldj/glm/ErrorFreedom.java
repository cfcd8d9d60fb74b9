package sc.fiji.boldj.glm;

/**
 * How many degrees of freedom the variance of a contrast has where the correlation of the noise was estimated too.
 *
 * <p>Volumes - columns would hold if the correlation were known. What is not known of it makes the variance of an effect
 * the less certain the fewer frequencies the effect lives on: the degrees of freedom are those of a chi-square variable
 * as uncertain as the variance (Satterthwaite 1946; several rows as Kenward and Roger 1997).
 */
final class ErrorFreedom {

    /** Fewer are not distinguished from this. */
    static final double LEAST = 3;

    private final double degrees;
    private final double scale;

    private ErrorFreedom(double degrees, double scale) {
        this.degrees = degrees;
        this.scale = scale;
    }

    /** Degrees of freedom of the error. */
    double degrees() {
        return degrees;
    }

    /** What F is to be multiplied with before its probability is read off; 1 for t. */
    double scale() {
        return scale;
    }

    /**
     * The degrees of freedom of a contrast of q rows.
     *
     * @param slopes shape (parameters, q q): of the covariance of the rows, made independent and of variance 1
     * @param covariance of the parameters, packed
     * @param most volumes - columns
     */
    static ErrorFreedom of(double[][] slopes, double[] covariance, int q, double most) {
        int m = slopes.length;
        double traces = 0;
        double products = 0;
        for (int i = 0; i < m; i++)
            for (int j = 0; j < m; j++) {
                double w = covariance[i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i];
                double traceI = 0;
                double traceJ = 0;
                double product = 0;
                for (int r = 0; r < q; r++) {
                    traceI += slopes[i][r * q + r];
                    traceJ += slopes[j][r * q + r];
                    for (int s = 0; s < q; s++) product += slopes[i][r * q + s] * slopes[j][s * q + r];
                }
                traces += w * traceI * traceJ;
                products += w * product;
            }
        if (q == 1) return new ErrorFreedom(Math.max(LEAST, Math.min(most, 2 / traces)), 1);
        return several(q, traces, products, most);
    }

    private static ErrorFreedom several(int q, double traces, double products, double most) {
        double b = (traces + 6 * products) / (2 * q);
        double g = ((q + 1) * traces - (q + 4) * products) / ((q + 2) * products);
        double part = 3 * q + 2 * (1 - g);
        double c1 = g / part;
        double c2 = (q - g) / part;
        double c3 = (q + 2 - g) / part;
        double mean = 1 / (1 - Math.min(0.9, products / q));
        double variance = 2.0 / q * (1 + c1 * b) / (Math.pow(1 - c2 * b, 2) * (1 - c3 * b));
        double ratio = variance / (2 * mean * mean);
        double degrees = 4 + (q + 2) / (q * ratio - 1);
        if (!(degrees > 4)) return new ErrorFreedom(LEAST, 1 / mean);
        degrees = Math.min(most, degrees);
        return new ErrorFreedom(degrees, degrees / (mean * (degrees - 2)));
    }
}
