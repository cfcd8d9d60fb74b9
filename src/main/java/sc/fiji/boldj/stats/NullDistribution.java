package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Values of a statistic under shuffling, the unshuffled one first. Immutable.
 *
 * <p>The probability of a value is the share of shufflings, the identity among them, whose value is at least as large: p =
 * (b + 1) / (n + 1) with n shufflings besides the identity (Phipson and Smyth 2010). It is never 0. Values within
 * 1e-9 (1 + |value|) of each other count as equal: rounding separates what is equal in exact arithmetic.
 */
public final class NullDistribution {

    /** Values this close are ties, relative to 1 + |value|. */
    static final double TIE = 1e-9;

    private final double[] values;
    private final double[] sorted;

    /**
     * @param values shape (n + 1), the value of the identity first
     * @throws IllegalArgumentException if there is none or one is NaN
     */
    public NullDistribution(double[] values) {
        if (values.length == 0) throw new IllegalArgumentException("a null distribution needs one value or more");
        for (double v : values)
            if (Double.isNaN(v)) throw new IllegalArgumentException("a null distribution cannot hold NaN");
        this.values = values.clone();
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** The value at or above which another is treated as reaching {@code observed}. */
    static double reach(double observed) {
        return observed - TIE * (1 + Math.abs(observed));
    }

    /** The values in the order of the shufflings, a new array. */
    public double[] values() {
        return values.clone();
    }

    /** Number of shufflings, the identity among them. */
    public int size() {
        return values.length;
    }

    /** Shufflings, the identity among them, whose value reaches another. */
    public int countReaching(double observed) {
        double reach = reach(observed);
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] >= reach) high = middle;
            else low = middle + 1;
        }
        return sorted.length - low;
    }

    /** The probability of a value, in (0, 1]; NaN for NaN. A value no shuffling reaches gets the smallest. */
    public double p(double observed) {
        if (Double.isNaN(observed)) return Double.NaN;
        return Math.max(1, countReaching(observed)) / (double) size();
    }

    /** The value whose probability is {@code alpha} or less, the smallest such among those seen. */
    public double threshold(double alpha) {
        int allowed = (int) Math.floor(alpha * size() + 1e-9);
        if (allowed < 1) return Double.POSITIVE_INFINITY;
        int i = sorted.length - allowed;
        while (i < sorted.length && countReaching(sorted[i]) > allowed) i++;
        return i < sorted.length ? sorted[i] : Double.POSITIVE_INFINITY;
    }

    /**
     * The largest value seen whose probability is above {@code alpha}: another value is significant just if it lies above it.
     * Infinite if {@code alpha} is below 1 / number of shufflings. It is half the width of a simultaneous interval, in standard errors.
     */
    public double critical(double alpha) {
        int allowed = (int) Math.floor(alpha * size() + 1e-9);
        if (allowed < 1) return Double.POSITIVE_INFINITY;
        return allowed < sorted.length ? sorted[sorted.length - 1 - allowed] : sorted[0];
    }

    /** The elementwise larger values of distributions that were made by the same shufflings: one family of tests. */
    public static NullDistribution maximum(List<NullDistribution> parts) {
        if (parts.isEmpty()) throw new IllegalArgumentException("a family needs one null distribution or more");
        double[] largest = parts.get(0).values();
        for (NullDistribution part : parts) {
            if (part.size() != largest.length)
                throw new IllegalArgumentException("tests of one family need the same permutations, but one has "
                        + part.size() + " and another " + largest.length);
            for (int i = 0; i < largest.length; i++) largest[i] = Math.max(largest[i], part.values[i]);
        }
        return new NullDistribution(largest);
    }

    /**
     * The interval in which the probability of an infinite number of random shufflings lies (Clopper and Pearson 1934).
     *
     * @param p a probability (b + 1) / (n + 1)
     * @param size n + 1
     * @param level confidence, such as 0.95
     * @return lower and upper end
     */
    public static double[] interval(double p, int size, double level) {
        if (Double.isNaN(p) || size < 2) return new double[] {Double.NaN, Double.NaN};
        int n = size - 1;
        double b = Math.max(0, Math.rint(p * size) - 1);
        double beyond = (1 - level) / 2;
        double low = b == 0 ? 0 : beta(b, n - b + 1.0, beyond);
        double high = b == n ? 1 : beta(b + 1.0, n - b, 1 - beyond);
        return new double[] {low, high};
    }

    private static double beta(double a, double b, double q) {
        return new BetaDistribution(null, a, b).inverseCumulativeProbability(q);
    }
}
