package sc.fiji.boldj.glm;

/**
 * How many degrees of freedom the variance of a contrast has where the correlation of the noise was estimated too.
 *
 * <p>Volumes - columns would hold if the correlation were known. What is not known of it makes the variance of an effect
 * the less certain the fewer frequencies the effect lives on: the degrees of freedom are those of a chi-square variable
 * as uncertain as the variance (Satterthwaite 1946; several rows as Kenward and Roger 1997).
 */
final class ErrorFreedom {

    /** Fewer are not told apart from this. */
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
     * The degrees of freedom of a contrast.
     *
     * @param covariance of the parameters of the noise, from {@link NoiseSpectrum#covariance}
     * @param rows shape (q, rank): the rows of the contrast
     * @param most volumes - columns
     */
    static ErrorFreedom of(VoxelNoise noise, double[] covariance, double[][] rows, int rank, double most) {
        int q = rows.length;
        int m = covariance.length == 1 ? 1 : noise.parameters() + 1;
        double[][] turned = new double[q][];
        double[] square = new double[Cholesky.size(q)];
        for (int r = 0; r < q; r++) {
            turned[r] = rows[r].clone();
            Cholesky.forward(noise.factor(), rank, turned[r], 0);
            for (int s = 0; s <= r; s++) square[r * (r + 1) / 2 + s] = ArNoise.dot(turned[r], 0, turned[s], 0, rank);
        }
        for (int r = 0; r < q; r++) Cholesky.backward(noise.factor(), rank, turned[r], 0);
        if (!Cholesky.factor(square, q)) return new ErrorFreedom(most, 1);
        // Relative slopes of the variance of rows made independent: the identity for the variance of the noise.
        double[][] slopes = new double[m][q * q];
        double[] pair = new double[noise.parameters()];
        for (int r = 0; r < q; r++) {
            slopes[0][r * q + r] = 1;
            for (int s = 0; s <= r; s++) {
                if (m > 1) noise.slopes(turned[r], turned[s], pair);
                for (int i = 1; i < m; i++) {
                    slopes[i][r * q + s] = -pair[i - 1];
                    slopes[i][s * q + r] = -pair[i - 1];
                }
            }
        }
        double[] column = new double[q];
        for (int i = 1; i < m; i++)
            for (int side = 0; side < 2; side++)
                for (int r = 0; r < q; r++) {
                    // L^-1 S, then L^-1 of its transpose.
                    for (int s = 0; s < q; s++) column[s] = slopes[i][side == 0 ? s * q + r : r * q + s];
                    Cholesky.forward(square, q, column, 0);
                    for (int s = 0; s < q; s++) slopes[i][side == 0 ? s * q + r : r * q + s] = column[s];
                }
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
