package sc.fiji.boldj.stats;

/**
 * Two estimates that share one error variance, for their ratio; both follow a normal distribution and their variances have
 * common degrees of freedom.
 *
 * @param numerator finite
 * @param denominator finite
 * @param numeratorVariance squared standard error, finite and above 0
 * @param denominatorVariance squared standard error, finite and above 0
 * @param covariance of both estimates, at most the geometric mean of the variances in size
 * @param degreesOfFreedom above 0
 */
public record RatioEstimate(
        double numerator,
        double denominator,
        double numeratorVariance,
        double denominatorVariance,
        double covariance,
        double degreesOfFreedom) {

    /** @throws IllegalArgumentException if a value is outside its range */
    public RatioEstimate {
        if (!Double.isFinite(numerator) || !Double.isFinite(denominator))
            throw new IllegalArgumentException("estimates must be finite, got " + numerator + " and " + denominator);
        if (!(isVariance(numeratorVariance) && isVariance(denominatorVariance)))
            throw new IllegalArgumentException(
                    "variances must be finite and above 0, got " + numeratorVariance + " and " + denominatorVariance);
        if (!(Math.abs(covariance) <= Math.sqrt(numeratorVariance) * Math.sqrt(denominatorVariance) * (1 + 1e-9)))
            throw new IllegalArgumentException("a covariance of " + covariance + " is impossible for the variances "
                    + numeratorVariance + " and " + denominatorVariance);
        if (!(degreesOfFreedom > 0))
            throw new IllegalArgumentException("degrees of freedom must be above 0, got " + degreesOfFreedom);
    }

    private static boolean isVariance(double x) {
        return x > 0 && x < Double.POSITIVE_INFINITY;
    }

    /**
     * Two contrasts of one linear model with equal variances.
     *
     * @param design shape (observations, columns)
     * @param numerator weights, one for each column
     * @param denominator weights, one for each column
     * @param values one for each observation
     * @throws IllegalArgumentException if a contrast cannot be estimated or the values do not match
     * @throws sc.fiji.boldj.run.DataException if the model leaves no residual variance
     */
    public static RatioEstimate of(double[][] design, double[] numerator, double[] denominator, double[] values) {
        LinearModel above = LinearModel.of(design, new double[][] {numerator});
        LinearModel below = LinearModel.of(design, new double[][] {denominator});
        double variance = ContrastEstimate.residualVariance(above, values);
        double[] a = above.effectWeights();
        double[] b = below.effectWeights();
        return new RatioEstimate(
                Orthonormal.dot(a, values),
                Orthonormal.dot(b, values),
                variance * Orthonormal.dot(a, a),
                variance * Orthonormal.dot(b, b),
                variance * Orthonormal.dot(a, b),
                above.degreesOfFreedom());
    }

    /**
     * Two contrasts of the same participants, each estimated from observations of its own.
     *
     * @param above model of the numerator, with a contrast of one row
     * @param numerators one per participant
     * @param below model of the denominator, with a contrast of one row
     * @param denominators one per participant, in the same order
     * @throws IllegalArgumentException if the numbers of participants differ
     * @throws sc.fiji.boldj.run.DataException if a model leaves no residual variance
     */
    public static RatioEstimate paired(
            LinearModel above, double[] numerators, LinearModel below, double[] denominators) {
        if (above.observations() != below.observations())
            throw new IllegalArgumentException("the numerator has " + above.observations()
                    + " participants but the denominator " + below.observations());
        double[] a = above.effectWeights();
        double[] b = below.effectWeights();
        double[] first = rest(above, numerators);
        double[] second = rest(below, denominators);
        // the expected product of residuals is the covariance times the trace of the product of both residual
        // projections
        double trace = 0;
        for (int i = 0; i < first.length; i++) {
            double[] unit = new double[first.length];
            unit[i] = 1;
            trace += rest(above, rest(below, unit))[i];
        }
        double covariance = Orthonormal.dot(first, second) / trace * Orthonormal.dot(a, b);
        double one = ContrastEstimate.residualVariance(above, numerators) * Orthonormal.dot(a, a);
        double other = ContrastEstimate.residualVariance(below, denominators) * Orthonormal.dot(b, b);
        double most = Math.sqrt(one) * Math.sqrt(other);
        return new RatioEstimate(
                Orthonormal.dot(a, numerators),
                Orthonormal.dot(b, denominators),
                one,
                other,
                Math.max(-most, Math.min(most, covariance)),
                Math.min(above.degreesOfFreedom(), below.degreesOfFreedom()));
    }

    /**
     * Two contrasts of one fitted model, from their estimates and that of their sum: the covariance follows from the variances.
     *
     * @param numerator the estimate of the numerator
     * @param denominator the estimate of the denominator
     * @param sum the estimate of the sum of both contrasts
     */
    public static RatioEstimate of(ContrastEstimate numerator, ContrastEstimate denominator, ContrastEstimate sum) {
        double above = numerator.standardError() * numerator.standardError();
        double below = denominator.standardError() * denominator.standardError();
        double most = numerator.standardError() * denominator.standardError();
        double covariance = (sum.standardError() * sum.standardError() - above - below) / 2;
        return new RatioEstimate(
                numerator.value(),
                denominator.value(),
                above,
                below,
                Math.max(-most, Math.min(most, covariance)),
                Math.min(numerator.degreesOfFreedom(), denominator.degreesOfFreedom()));
    }

    private static double[] rest(LinearModel model, double[] values) {
        return Orthonormal.remove(model.effects(), Orthonormal.remove(model.nuisance(), values));
    }

    /** Numerator over denominator; infinite or NaN if that is 0. */
    public double ratio() {
        return numerator / denominator;
    }

    /** Student's t of the hypothesis that the ratio of the true values is this. */
    public double t(double ratio) {
        double variance = numeratorVariance - 2 * ratio * covariance + ratio * ratio * denominatorVariance;
        return (numerator - ratio * denominator) / Math.sqrt(variance);
    }
}
