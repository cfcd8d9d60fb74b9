package sc.fiji.boldj.linalg;

/** Sums over arrays in a fixed order, and what the compiler turns into vector instructions. */
final class Vectors {

    private Vectors() {}

    /** The inner product of the entries {@code from} to {@code to}: four sums in turn, so that they do not wait for each other. */
    static double dot(double[] a, double[] b, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < to; i++) s0 += a[i] * b[i];
        return (s0 + s1) + (s2 + s3);
    }

    /** Adds a multiple of x to y, entries {@code from} to {@code to}. */
    static void add(double factor, double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] += factor * x[i];
    }

    /** Replaces {@code (x, y)} by {@code (c x + s y, c y - s x)}, entries {@code from} to {@code to}. */
    static void rotate(double[] x, double[] y, double c, double s, int from, int to) {
        for (int i = from; i < to; i++) {
            double p = x[i];
            double q = y[i];
            x[i] = c * p + s * q;
            y[i] = c * q - s * p;
        }
    }

    /** The power of two that brings the largest magnitude of finite values into [0.5, 1); 1 for zeros. */
    static double scale(double[] values) {
        double largest = 0;
        for (double value : values) largest = Math.max(largest, Math.abs(value));
        return largest == 0 ? 1 : Math.scalb(1.0, -Math.max(-1000, Math.min(1000, Math.getExponent(largest) + 1)));
    }
}
