package sc.fiji.boldj.glm;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.special.Erf;

/**
 * The probability that a test rejects, given the residuals of a series, for Gaussian noise of known covariance.
 *
 * <p>The best linear unbiased estimate b of an effect, which knows the covariance, is independent of the residuals. What a
 * fit finds of the noise, and so the weights, standard error and degrees of freedom of its own estimate, depends on the
 * residuals only. Its estimate is b plus a function of the residuals; given these it is normal about that with the variance
 * of b, and how often it lies beyond the threshold is computed, not counted (Rao and Blackwell). The mean over series is the
 * null rate where the expectation of b is 0 and the power elsewhere, with a fifth or less of the error of a count. A response
 * that the design does not model adds a constant to the residuals, which leaves them independent of b.
 */
final class RejectionRate {

    /** Two tails of 0.05. */
    static final TLimit FIVE_PERCENT = new TLimit(1.959964);

    private static final double ROOT = Math.sqrt(2);

    private final double[] weights;
    private final double error;

    /** For a contrast of the columns of a design. */
    RejectionRate(Design design, double[] contrast, CholeskyDecomposition covariance) {
        RealMatrix x = LateResponseSimulation.matrix(design);
        RealMatrix solved = covariance.getSolver().solve(x);
        DecompositionSolver normal =
                new CholeskyDecomposition(symmetric(x.transpose().multiply(solved)), 1e-9, 0).getSolver();
        RealMatrix turned = normal.solve(new Array2DRowRealMatrix(contrast));
        weights = solved.multiply(turned).getColumn(0);
        double variance = 0;
        for (int c = 0; c < contrast.length; c++) variance += contrast[c] * turned.getEntry(c, 0);
        error = Math.sqrt(variance);
    }

    private static RealMatrix symmetric(RealMatrix m) {
        return m.add(m.transpose()).scalarMultiply(0.5);
    }

    /** The best estimate of the effect in a series. */
    double best(double[] series) {
        return ArNoise.dot(weights, 0, series, 0, series.length);
    }

    /** Standard error of the best estimate. */
    double error() {
        return error;
    }

    /**
     * The probability of |t| beyond p = 0.05 given the residuals of a series without an effect.
     *
     * @param effect that the fit finds in the series
     * @param error that it states
     * @param degrees that it states, 3 or more
     */
    double beyond(double[] series, double effect, double error, double degrees) {
        return beyond((effect - best(series)) / this.error, FIVE_PERCENT.of(degrees) * error / this.error, 0);
    }

    /**
     * The probability that an estimate lies beyond a limit given the residuals; all in standard errors of the best estimate.
     *
     * @param shift of the estimate from the best one, a function of the residuals
     * @param limit of the absolute estimate
     * @param mean expectation of the best estimate, 0 without an effect
     */
    static double beyond(double shift, double limit, double mean) {
        double centre = shift + mean;
        return 0.5 * (Erf.erfc((limit - centre) / ROOT) + Erf.erfc((limit + centre) / ROOT));
    }
}
