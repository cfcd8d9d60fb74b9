package sc.fiji.boldj.group;

import java.util.Locale;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Tail;

/** Tells a threshold of the statistic from a p value that was given in its place. */
final class ClusterThreshold {

    /** Every t or F below this is nothing unusual, and no p is above it. */
    private static final double LEAST = 1;

    private ClusterThreshold() {}

    /**
     * Checks the threshold of a test on clusters of voxels or components of edges.
     *
     * @param rank rows of the contrast: 1 for t, more for F
     * @param degrees degrees of freedom of the error
     * @throws IllegalArgumentException if the threshold can only be a p value; says which statistic corresponds
     */
    static void require(PermutationTest.Options options, int rank, int degrees) {
        boolean clusters = options.inference() == PermutationTest.Inference.CLUSTER_EXTENT
                || options.inference() == PermutationTest.Inference.CLUSTER_MASS;
        double given = options.clusterThreshold();
        if (!clusters || given >= LEAST) return;
        String statistic = rank == 1 ? "t" : "F";
        String message = String.format(
                Locale.ROOT,
                "the cluster-forming threshold (cluster_threshold; threshold for networks) is a value of %s, not a p value;"
                        + " %s would merge almost all elements into one cluster",
                statistic,
                GroupTestWords.number(given));
        throw new IllegalArgumentException(message + (given > 0 ? meant(given, rank, degrees, options.tail()) : ""));
    }

    private static String meant(double p, int rank, int degrees, Tail tail) {
        if (rank > 1)
            return String.format(
                    Locale.ROOT,
                    ". For p = %s with %d and %d degrees of freedom, use F = %.3f",
                    GroupTestWords.number(p),
                    rank,
                    degrees,
                    new FDistribution(null, rank, degrees).inverseCumulativeProbability(1 - p));
        TDistribution t = new TDistribution(null, degrees);
        double one = t.inverseCumulativeProbability(1 - p);
        double two = t.inverseCumulativeProbability(1 - p / 2);
        String one3 = String.format(Locale.ROOT, "%.3f (one-sided p)", one);
        String two3 = String.format(Locale.ROOT, "%.3f (two-sided p)", two);
        return String.format(
                Locale.ROOT,
                ". For p = %s with %d degrees of freedom, use t = %s",
                GroupTestWords.number(p),
                degrees,
                tail == Tail.TWO ? two3 + " or " + one3 : one3);
    }
}
