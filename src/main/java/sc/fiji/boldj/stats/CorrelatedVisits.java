package sc.fiji.boldj.stats;

/**
 * A variance for each visit, and correlations that depend on the number of visits between two: one for each lag, or the powers
 * of one. The search has the logarithms of the variances and the correlations for parameters.
 */
final class CorrelatedVisits implements VisitStructure {

    private final int n;
    private final boolean powers;

    CorrelatedVisits(int visits, boolean powers) {
        if (visits < 2)
            throw new IllegalArgumentException("this covariance needs 2 visits or more; with 1 use unstructured");
        n = visits;
        this.powers = powers;
    }

    @Override
    public int size() {
        return n + (powers ? 1 : n - 1);
    }

    @Override
    public double[] start(double[] moments) {
        double[] w = new double[size()];
        for (int i = 0; i < n; i++) w[i] = StrictMath.log(moments[i * n + i]);
        double first = 0;
        for (int i = 0; i + 1 < n; i++)
            first += moments[i * n + i + 1] / Math.sqrt(moments[i * n + i] * moments[(i + 1) * n + i + 1]) / (n - 1);
        first = Math.max(-0.9 / (n - 1), Math.min(0.95, first));
        double power = 1;
        for (int k = n; k < w.length; k++) w[k] = power *= first;
        return w;
    }

    /** The correlation at a lag. */
    private double correlation(double[] w, int lag) {
        return lag == 0 ? 1 : powers ? power(w[n], lag) : w[n + lag - 1];
    }

    private static double power(double x, int exponent) {
        double result = 1;
        for (int k = 0; k < exponent; k++) result *= x;
        return result;
    }

    /** Its derivative by one of the correlations. */
    private double correlationSlope(double[] w, int lag, int parameter) {
        if (lag == 0) return 0;
        return powers ? lag * power(w[n], lag - 1) : lag - 1 == parameter ? 1 : 0;
    }

    @Override
    public void covariance(double[] working, double[] target) {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                target[i * n + j] =
                        StrictMath.exp((working[i] + working[j]) / 2) * correlation(working, Math.abs(i - j));
    }

    @Override
    public double[][] slopes(double[] working) {
        double[][] slopes = naturalSlopes(working);
        for (int k = 0; k < n; k++) {
            double variance = StrictMath.exp(working[k]);
            for (int i = 0; i < n * n; i++) slopes[k][i] *= variance;
        }
        return slopes;
    }

    @Override
    public double[][] naturalSlopes(double[] working) {
        double[] sigma = new double[n * n];
        covariance(working, sigma);
        double[][] slopes = new double[size()][n * n];
        for (int k = 0; k < n; k++)
            for (int j = 0; j < n; j++) {
                double part = sigma[k * n + j] / (2 * StrictMath.exp(working[k]));
                slopes[k][k * n + j] += part;
                slopes[k][j * n + k] += part;
            }
        for (int k = n; k < size(); k++)
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    slopes[k][i * n + j] = StrictMath.exp((working[i] + working[j]) / 2)
                            * correlationSlope(working, Math.abs(i - j), k - n);
        return slopes;
    }

    @Override
    public double[][][] naturalCurvatures(double[] working) {
        double[][] slopes = naturalSlopes(working);
        double[][][] curvatures = new double[size()][size()][n * n];
        for (int a = 0; a < size(); a++)
            for (int b = 0; b < size(); b++)
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++) curvatures[a][b][i * n + j] = curvature(working, slopes, a, b, i, j);
        return curvatures;
    }

    private double curvature(double[] w, double[][] slopes, int a, int b, int i, int j) {
        if (a >= n && b >= n) {
            int lag = Math.abs(i - j);
            double bend = powers && lag > 1 ? lag * (lag - 1.0) * power(w[n], lag - 2) : 0;
            return StrictMath.exp((w[i] + w[j]) / 2) * bend;
        }
        if (a >= n) return curvature(w, slopes, b, a, i, j);
        if (i == j || (a != i && a != j)) return 0;
        // off the diagonal the covariance is a square root of both variances
        double variance = StrictMath.exp(w[a]);
        if (b >= n) return slopes[b][i * n + j] / (2 * variance);
        if (b == a) return -slopes[a][i * n + j] / (2 * variance);
        return b == i || b == j ? slopes[b][i * n + j] / (2 * variance) : 0;
    }
}
