package sc.fiji.boldj.stats;

import org.apache.commons.math3.distribution.FDistribution;

/**
 * A test of several contrasts at once: {@code statistic} follows F.
 *
 * @param statistic scaled as its distribution asks
 * @param numerator degrees of freedom, the number of contrasts
 * @param denominator degrees of freedom, above 0, not necessarily a whole number
 * @param scale what the Wald statistic over the number of contrasts was multiplied by
 */
public record JointTest(double statistic, int numerator, double denominator, double scale) {

    /** The p that no contrast differs from 0. */
    public double p() {
        if (!(statistic > 0)) return 1;
        return 1 - new FDistribution(null, numerator, denominator).cumulativeProbability(statistic);
    }
}
