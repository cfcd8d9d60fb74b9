package sc.fiji.boldj.glm;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.special.Erf;

/**
 * The probability that an effect of nothing lies beyond p = 0.05, given the residuals of a series, for Gaussian noise of
 * known covariance.
 *
 * <p>The best linear unbiased estimate b of an effect, which knows the covariance, is independent of the residuals. What a
 * fit finds of the noise, and so the weights, standard error and degrees of freedom of its own estimate, depends on the
 * residuals only. Its estimate is b plus a function of the residuals; given these it is normal about that with the variance
 * of b, and how often it lies beyond the threshold is computed, not counted (Rao and Blackwell). The mean over series is the
 * null rate, with a fifth or less of the error of a count.
 */
final class NullRate {

    private static final int STEPS = 400;
    private static final double[] LIMITS = new double[STEPS + 1];

    static {
        for (int i = 1; i <= STEPS; i++)
            LIMITS[i] = new TDistribution(ErrorFreedom.LEAST * STEPS / i).inverseCumulativeProbability(0.975);
        LIMITS[0] = 1.959964;
    }

    private final double[] weights;
    private final double error;

    /** For a contrast of the columns of a design. */
    NullRate(Design design, double[] contrast, CholeskyDecomposition covariance) {
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
     * The probability of |t| beyond p = 0.05 given the residuals.
     *
     * @param effect that the fit finds in the series
     * @param error that it states
     * @param degrees that it states, 3 or more
     */
    double beyond(double[] series, double effect, double error, double degrees) {
        double shift = effect - best(series);
        double limit = limit(degrees) * error;
        double root = this.error * Math.sqrt(2);
        return 0.5 * (Erf.erfc((limit - shift) / root) + Erf.erfc((limit + shift) / root));
    }

    /** The quantile of t at 0.975, within 1e-4. */
    static double limit(double degrees) {
        double place = STEPS * ErrorFreedom.LEAST / degrees;
        int i = (int) Math.min(STEPS - 1, place);
        return LIMITS[i] + (place - i) * (LIMITS[i + 1] - LIMITS[i]);
    }
}
