package sc.fiji.boldj.glm;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** The t whose tail is that of a given z, for degrees of freedom of 3 or more, from a table over their inverse. */
final class TLimit {

    private static final int STEPS = 400;

    private final double[] limits = new double[STEPS + 1];

    /** For a threshold of z between -4 and 4. */
    TLimit(double z) {
        double below = new NormalDistribution().cumulativeProbability(z);
        limits[0] = z;
        for (int i = 1; i <= STEPS; i++)
            limits[i] = new TDistribution(ErrorFreedom.LEAST * STEPS / i).inverseCumulativeProbability(below);
    }

    /** The t of so many degrees of freedom, 3 or more; within 2e-4 for z of 1.96. */
    double of(double degrees) {
        double place = STEPS * ErrorFreedom.LEAST / degrees;
        int i = (int) Math.min(STEPS - 1, place);
        return limits[i] + (place - i) * (limits[i + 1] - limits[i]);
    }
}
