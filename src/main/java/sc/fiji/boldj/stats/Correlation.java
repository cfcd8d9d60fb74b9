package sc.fiji.boldj.stats;

/** Pearson's correlation coefficient. */
public final class Correlation {

    private Correlation() {}

    /**
     * The correlation of two variables over the samples in which both are finite.
     *
     * @param a shape (N)
     * @param b shape (N)
     * @return NaN if either is constant there, or no sample is left
     */
    public static double of(double[] a, double[] b) {
        double n = 0;
        double sumA = 0;
        double sumB = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Double.isFinite(a[i] + b[i])) continue;
            n++;
            sumA += a[i];
            sumB += b[i];
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Double.isFinite(a[i] + b[i])) continue;
            double x = a[i] - sumA / n;
            double y = b[i] - sumB / n;
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Double.NaN;
    }
}
