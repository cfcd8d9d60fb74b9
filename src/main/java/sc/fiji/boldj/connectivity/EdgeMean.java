package sc.fiji.boldj.connectivity;

/** A mean that ignores NaN. */
final class EdgeMean {
    private double sum;
    private long count;

    void add(double z, boolean negativesToZero) {
        if (Double.isNaN(z)) return;
        sum += negativesToZero ? Math.max(0, z) : z;
        count++;
    }

    /** Adds each pair of a region in {@code a} with another in {@code b} once. */
    void addPairs(double[][] z, boolean[] a, boolean[] b, boolean negativesToZero) {
        for (int i = 0; i < z.length; i++)
            for (int j = 0; j < i; j++) if ((a[i] && b[j]) || (a[j] && b[i])) add(z[i][j], negativesToZero);
    }

    long count() {
        return count;
    }

    double value() {
        return count == 0 ? Double.NaN : sum / count;
    }
}
