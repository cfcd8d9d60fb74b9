package sc.fiji.boldj.stats;

import java.util.Arrays;

/** Control of the false discovery rate (Benjamini and Hochberg 1995, JRSS B 57). */
public final class FalseDiscoveryRate {

    private FalseDiscoveryRate() {}

    /**
     * The q value of each p: the smallest rate at which it would be declared.
     *
     * @param p probabilities in [0, 1]; NaN is treated as not tested
     * @return q values in [0, 1], NaN where p is
     */
    public static double[] adjust(double[] p) {
        double[] q = new double[p.length];
        Arrays.fill(q, Double.NaN);
        double[] sorted =
                Arrays.stream(p).filter(x -> !Double.isNaN(x)).sorted().toArray();
        int n = sorted.length;
        double[] adjusted = new double[n];
        double least = 1;
        for (int i = n - 1; i >= 0; i--) {
            if (!(sorted[i] >= 0 && sorted[i] <= 1))
                throw new IllegalArgumentException("a probability must be in [0, 1], got " + sorted[i]);
            least = Math.min(least, sorted[i] * n / (i + 1));
            adjusted[i] = least;
        }
        for (int i = 0; i < p.length; i++) if (!Double.isNaN(p[i])) q[i] = adjusted[Arrays.binarySearch(sorted, p[i])];
        return q;
    }
}
