package sc.fiji.boldj.stats;

/** Compound symmetry. The search has the logarithms of its two eigenvalues for parameters. */
final class ExchangeableVisits implements VisitStructure {

    private final int n;

    ExchangeableVisits(int visits) {
        if (visits < 2)
            throw new IllegalArgumentException("compound symmetry needs 2 visits or more; with 1 use unstructured");
        n = visits;
    }

    @Override
    public int size() {
        return 2;
    }

    @Override
    public double[] start(double[] moments) {
        double variance = 0;
        double covariance = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (i == j) variance += moments[i * n + j] / n;
                else covariance += moments[i * n + j] / (n * (n - 1.0));
        double within = Math.max(variance - covariance, 0.05 * variance);
        return new double[] {
            StrictMath.log(within), StrictMath.log(Math.max(variance + (n - 1) * covariance, 0.05 * variance))
        };
    }

    @Override
    public void covariance(double[] working, double[] target) {
        double within = StrictMath.exp(working[0]);
        double shared = (StrictMath.exp(working[1]) - within) / n;
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) target[i * n + j] = shared + (i == j ? within : 0);
    }

    @Override
    public double[][] slopes(double[] working) {
        double within = StrictMath.exp(working[0]);
        double mean = StrictMath.exp(working[1]);
        double[][] slopes = new double[2][n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                slopes[0][i * n + j] = within * ((i == j ? 1 : 0) - 1.0 / n);
                slopes[1][i * n + j] = mean / n;
            }
        return slopes;
    }

    @Override
    public double[][] naturalSlopes(double[] working) {
        double[][] slopes = new double[2][n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                slopes[0][i * n + j] = i == j ? 1 : 0;
                slopes[1][i * n + j] = 1;
            }
        return slopes;
    }
}
