package sc.fiji.boldj.stats;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Two-sided p values of Pearson's correlation under independence of normal samples: r sqrt(d / (1 - r^2)) follows Student's t with d
 * degrees of freedom (Fisher 1915).
 */
public final class CorrelationP {

    private CorrelationP() {}

    /**
     * The p value of a correlation.
     *
     * @param r -1 to 1
     * @param degrees of freedom of t, above 0: samples - 2, less one for each variable that was regressed out
     */
    public static double of(double r, double degrees) {
        requireDegrees(degrees);
        if (!(Math.abs(r) <= 1)) throw new IllegalArgumentException("a correlation is from -1 to 1, got " + r);
        double size = Math.abs(r);
        if (size == 1) return 0;
        return 2 * ContrastEstimate.upperTail(size * Math.sqrt(degrees / ((1 - size) * (1 + size))), degrees);
    }

    /**
     * The smallest correlation whose p value is at most {@code p}.
     *
     * @param p above 0, at most 1
     */
    public static double critical(double p, double degrees) {
        requireDegrees(degrees);
        if (!(p > 0 && p <= 1)) throw new IllegalArgumentException("p must be above 0 and at most 1, got " + p);
        double t = -new TDistribution(null, degrees, 1e-12).inverseCumulativeProbability(p / 2);
        return t / Math.sqrt(degrees + t * t);
    }

    private static void requireDegrees(double degrees) {
        if (!(degrees > 0)) throw new IllegalArgumentException("degrees of freedom must be above 0, got " + degrees);
    }
}
