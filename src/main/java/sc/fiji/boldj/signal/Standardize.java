package sc.fiji.boldj.signal;

/** What becomes of the scale of a series. */
public enum Standardize {
    /** Nothing. */
    NONE,
    /** Mean 0 and standard deviation 1, sums divided by n. */
    ZSCORE,
    /** Mean 0 and standard deviation 1, sums divided by n - 1. */
    ZSCORE_SAMPLE,
    /** Mean 0, in percent of the magnitude of the series' level. */
    PSC;

    /**
     * Standardises several series in place.
     *
     * <p>A series with no variation, or a level of 0 for {@link #PSC}, becomes 0; one with a NaN or infinity becomes
     * NaN.
     *
     * @param block shape (samples, count), row = time
     * @param levels shape (count): for {@link #PSC} what is treated as 100 %, as a rule the mean before any filtering
     * @param least shape (count): a standard deviation at or below this is treated as no variation; 0 or more
     */
    public void apply(double[] block, int samples, int count, double[] levels, double[] least) {
        if (this == NONE) return;
        double[] means = means(block, samples, count);
        double[] factors = new double[count];
        for (int t = 0; t < samples; t++)
            for (int v = 0; v < count; v++) {
                double value = block[t * count + v] - means[v];
                block[t * count + v] = value;
                factors[v] += value * value;
            }
        int divisor = this == ZSCORE_SAMPLE ? samples - 1 : samples;
        for (int v = 0; v < count; v++) {
            double deviation = Math.sqrt(factors[v] / divisor);
            double scale = this == PSC ? Math.abs(levels[v]) / 100 : deviation;
            boolean none = samples < 2 || deviation <= least[v] || scale == 0;
            factors[v] = none ? 0 : 1 / scale;
        }
        for (int t = 0; t < samples; t++) for (int v = 0; v < count; v++) block[t * count + v] *= factors[v];
    }

    /** The mean of each series of a block of shape (samples, count). */
    public static double[] means(double[] block, int samples, int count) {
        double[] means = new double[count];
        for (int t = 0; t < samples; t++) for (int v = 0; v < count; v++) means[v] += block[t * count + v];
        for (int v = 0; v < count; v++) means[v] /= samples;
        return means;
    }
}
