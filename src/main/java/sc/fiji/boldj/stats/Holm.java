package sc.fiji.boldj.stats;

import java.util.Arrays;

/** Control of the family-wise error under any dependence of the tests (Holm 1979, Scandinavian Journal of Statistics 6). */
public final class Holm {

    private Holm() {}

    /**
     * The adjusted p of each p: the smallest family-wise error at which it would be declared.
     *
     * @param p probabilities in [0, 1]; NaN is treated as not tested
     * @return adjusted p in [0, 1], NaN where p is
     * @throws IllegalArgumentException if a probability is outside its range
     */
    public static double[] adjust(double[] p) {
        double[] sorted =
                Arrays.stream(p).filter(x -> !Double.isNaN(x)).sorted().toArray();
        double[] adjusted = new double[sorted.length];
        double most = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (!(sorted[i] >= 0 && sorted[i] <= 1))
                throw new IllegalArgumentException("a probability must be in [0, 1], got " + sorted[i]);
            most = Math.max(most, Math.min(1, sorted[i] * (sorted.length - i)));
            adjusted[i] = most;
        }
        double[] result = new double[p.length];
        // Of equal p any place will do: the first has the largest factor and the others inherit its value.
        for (int i = 0; i < p.length; i++)
            result[i] = Double.isNaN(p[i]) ? Double.NaN : adjusted[Arrays.binarySearch(sorted, p[i])];
        return result;
    }
}
