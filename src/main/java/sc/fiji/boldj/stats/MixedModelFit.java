package sc.fiji.boldj.stats;

/**
 * A fitted {@link MixedModel}: coefficients, the covariance of the visits, and contrasts with Kenward and Roger's degrees of
 * freedom. Immutable; values are in the unit of the data.
 */
public final class MixedModelFit {

    private final VisitCovariance structure;
    private final double[] sigma;
    private final RemlState state;
    private final KenwardRoger inference;
    private final double scale;
    private final VisitData data;
    private final int iterations;

    MixedModelFit(
            VisitCovariance structure,
            double[] sigma,
            RemlState state,
            KenwardRoger inference,
            double scale,
            VisitData data,
            int iterations) {
        this.structure = structure;
        this.sigma = sigma;
        this.state = state;
        this.inference = inference;
        this.scale = scale;
        this.data = data;
        this.iterations = iterations;
    }

    /** The covariance structure that was asked for and used. */
    public VisitCovariance structure() {
        return structure;
    }

    /** The coefficients, a new array. */
    public double[] coefficients() {
        double[] beta = state.beta().clone();
        for (int c = 0; c < beta.length; c++) beta[c] *= scale;
        return beta;
    }

    /** The covariance of the values of one participant, shape (visits, visits), a new array. */
    public double[][] visitCovariance() {
        return squared(sigma, data.visits());
    }

    /** The covariance of the coefficients before the adjustment, {@code (X' V^-1 X)^-1}, a new array. */
    public double[][] covariance() {
        return squared(state.phi(), data.columns());
    }

    /** The covariance of the coefficients with Kenward and Roger's adjustment, a new array. */
    public double[][] adjustedCovariance() {
        return squared(inference.adjusted(), data.columns());
    }

    private double[][] squared(double[] flat, int n) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) matrix[i][j] = flat[i * n + j] * scale * scale;
        return matrix;
    }

    /** The restricted log likelihood, {@code -1/2 [(n - p) log 2 pi + log|V| + log|X' V^-1 X| + r' V^-1 r]}. */
    public double logLikelihood() {
        return state.logLikelihood() - (data.observations() - data.columns()) * StrictMath.log(scale);
    }

    /** Iterations of the search. */
    public int iterations() {
        return iterations;
    }

    /** Number of observed values. */
    public int observations() {
        return data.observations();
    }

    /** Number of participants with one observed value or more. */
    public int participants() {
        return data.participants().size();
    }

    /**
     * A contrast of the coefficients, with adjusted standard error and Kenward and Roger's degrees of freedom.
     *
     * @param weights one for each column
     * @throws IllegalArgumentException if there are more or fewer weights, or all are 0
     */
    public ContrastEstimate contrast(double[] weights) {
        require(weights);
        JointTest test = inference.test(new double[][] {weights}, state.beta());
        return estimate(weights, inference.adjusted(), test.denominator());
    }

    /** The same with the standard error before the adjustment; degrees of freedom as in {@link #contrast}. */
    public ContrastEstimate unadjusted(double[] weights) {
        require(weights);
        JointTest test = inference.test(new double[][] {weights}, state.beta());
        return estimate(weights, state.phi(), test.denominator());
    }

    private ContrastEstimate estimate(double[] weights, double[] covariance, double degrees) {
        int p = weights.length;
        double variance = 0;
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++) variance += weights[i] * covariance[i * p + j] * weights[j];
        return new ContrastEstimate(
                scale * Orthonormal.dot(weights, state.beta()), scale * Math.sqrt(variance), degrees);
    }

    /**
     * The F test of several contrasts.
     *
     * @param rows shape (contrasts, columns), independent of each other
     */
    public JointTest test(double[][] rows) {
        if (rows.length == 0) throw new IllegalArgumentException("a test needs 1 contrast or more");
        for (double[] row : rows) require(row);
        return inference.test(rows, state.beta());
    }

    private void require(double[] weights) {
        if (weights.length != data.columns())
            throw new IllegalArgumentException("the mixed model has " + data.columns()
                    + " columns, but the contrast has " + weights.length + " weights");
        double size = 0;
        for (double x : weights) {
            if (!Double.isFinite(x)) throw new IllegalArgumentException("weights must be finite, one is " + x);
            size = Math.max(size, Math.abs(x));
        }
        if (size == 0) throw new IllegalArgumentException("all weights of the contrast are 0");
    }
}
