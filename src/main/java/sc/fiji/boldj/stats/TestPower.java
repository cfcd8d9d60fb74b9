package sc.fiji.boldj.stats;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * The power of t tests and of two one-sided tests of equivalence, from the noncentral t distribution.
 *
 * <p>An estimate is normal about the effect with a standard error; its square is estimated independently by chi square with the
 * degrees of freedom. Given the ratio u of the estimated to the true standard error, both kinds of test reject on an interval of
 * the estimate, whose probability is a difference of normal probabilities; the mean over the density of u is taken by
 * Gauss-Legendre quadrature in panels, with an error below 1e-10. For t tests this is the power of R's {@code power.t.test(strict =
 * TRUE)}, which counts both tails; for equivalence it is the exact power of Schuirmann's (1987) test (Owen 1965, Biometrika 52).
 */
public final class TestPower {

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    private static final int POINTS = 20;
    private static final int LEAST_PANELS = 40;

    /** Standard deviations of u beyond which its density is negligible. */
    private static final double REACH = 12;

    private static final double QUANTILE = 1e-13;

    private TestPower() {}

    /**
     * A two-sided t test.
     *
     * @param noncentrality effect divided by its standard error
     * @param degrees degrees of freedom, 1 or more
     * @param alpha level of the test, in (0, 1)
     * @return the probability that the test rejects, on either side
     * @throws IllegalArgumentException if a value is outside its range
     */
    public static double twoSided(double noncentrality, double degrees, double alpha) {
        require(degrees, alpha, 1);
        if (!Double.isFinite(noncentrality)) throw new IllegalArgumentException("the effect must be finite");
        double t = critical(alpha / 2, degrees);
        return mean(
                degrees,
                t,
                Double.POSITIVE_INFINITY,
                u -> normal(noncentrality - t * u) + normal(-noncentrality - t * u));
    }

    /** The same of a one-sided test that rejects large values. */
    public static double oneSided(double noncentrality, double degrees, double alpha) {
        require(degrees, alpha, 1);
        if (!Double.isFinite(noncentrality)) throw new IllegalArgumentException("the effect must be finite");
        double t = critical(alpha, degrees);
        return mean(degrees, t, Double.POSITIVE_INFINITY, u -> normal(noncentrality - t * u));
    }

    /**
     * Two one-sided tests of equivalence.
     *
     * @param below distance from the lower margin up to the true effect, {@code (effect + margin) / standard error}
     * @param above distance from the true effect up to the upper margin, {@code (margin - effect) / standard error}
     * @param degrees degrees of freedom, 1 or more
     * @param alpha level of each test, in (0, 0.5)
     * @return the probability that both tests reject
     * @throws IllegalArgumentException if a value is outside its range
     */
    public static double equivalence(double below, double above, double degrees, double alpha) {
        require(degrees, alpha, 0.5);
        if (!Double.isFinite(below + above))
            throw new IllegalArgumentException("distances to the margins must be finite");
        double t = critical(alpha, degrees);
        double widest = (below + above) / 2 / t; // beyond it the interval is wider than the margins
        if (!(widest > 0)) return 0;
        return mean(degrees, t, widest, u -> Math.max(0, normal(above - t * u) - normal(t * u - below)));
    }

    private static void require(double degrees, double alpha, double most) {
        if (!(degrees >= 1 && degrees < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("degrees of freedom must be 1 or more, got " + degrees);
        if (!(alpha > 0 && alpha < most))
            throw new IllegalArgumentException("alpha must be above 0 and below " + most + ", got " + alpha);
    }

    private static double normal(double z) {
        return NORMAL.cumulativeProbability(z);
    }

    /** The t with this probability above it. */
    private static double critical(double tail, double degrees) {
        return -new TDistribution(null, degrees, QUANTILE).inverseCumulativeProbability(tail);
    }

    @FunctionalInterface
    private interface Rejection {
        /** The probability that a test rejects where the standard error is estimated u times too large. */
        double at(double u);
    }

    /** The mean over u, the square root of chi square over its degrees of freedom, up to a limit. */
    private static double mean(double degrees, double t, double limit, Rejection rejection) {
        double deviation = 1 / Math.sqrt(2 * degrees);
        double low = Math.max(0, 1 - REACH * deviation);
        double high = Math.min(limit, 1 + REACH * deviation);
        if (!(high > low)) return 0;
        double logScale = Math.log(2) + degrees / 2 * Math.log(degrees / 2) - Gamma.logGamma(degrees / 2);
        int panels = (int) Math.min(100_000, Math.max(LEAST_PANELS, Math.ceil((high - low) * t)));
        double width = (high - low) / panels;
        GaussIntegratorFactory factory = new GaussIntegratorFactory();
        double sum = 0;
        for (int k = 0; k < panels; k++) {
            GaussIntegrator rule = factory.legendre(POINTS, low + k * width, low + (k + 1) * width);
            sum += rule.integrate(
                    u -> Math.exp(logScale + (degrees - 1) * Math.log(u) - degrees * u * u / 2) * rejection.at(u));
        }
        return Math.max(0, Math.min(1, sum));
    }
}
