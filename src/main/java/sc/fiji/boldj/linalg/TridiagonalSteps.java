package sc.fiji.boldj.linalg;

/**
 * Makes a tridiagonal matrix diagonal by implicit QR steps with Wilkinson's shift (Golub and Van Loan, Matrix
 * Computations, 2013, 8.3.5).
 *
 * <p>The rotations of many steps are collected and applied to a part of the vectors that stays in the cache. Results are
 * bit-identical.
 */
final class TridiagonalSteps {

    /** Rotations that are collected. */
    private static final int BATCH = 1 << 14;
    /** Entries of the vectors that are rotated together. */
    private static final int PART = 128;
    /** Steps for one eigenvalue; two or three are the rule. */
    private static final int MOST_STEPS = 60;

    private static final double PRECISION = 0x1p-53;

    private final double[] d;
    private final double[] e;
    private final double[][] vectors;
    /** An entry below the rounding error of the largest entries is treated as 0. */
    private final double none;

    private final double[] cosines = new double[BATCH];
    private final double[] sines = new double[BATCH];
    private final int[] places = new int[BATCH];
    private int collected;

    private TridiagonalSteps(Tridiagonal t) {
        d = t.diagonal();
        e = t.beside();
        vectors = t.columns();
        double largest = 0;
        for (int i = 0; i < d.length; i++) largest = Math.max(largest, Math.abs(d[i]) + Math.abs(e[i]));
        none = PRECISION * largest;
    }

    /**
     * Replaces the diagonal by the eigenvalues, in no order, and the columns by the eigenvectors.
     *
     * @throws ArithmeticException if the steps do not converge
     */
    static void diagonalise(Tridiagonal t) {
        TridiagonalSteps steps = new TridiagonalSteps(t);
        int last = steps.d.length - 1;
        int count = 0;
        while (last > 0) {
            if (steps.isNone(last - 1)) {
                last--;
                count = 0;
                continue;
            }
            int first = last - 1;
            while (first > 0 && !steps.isNone(first - 1)) first--;
            if (++count > MOST_STEPS)
                throw new ArithmeticException("the eigenvalues of a symmetric matrix with " + steps.d.length
                        + " rows did not converge in " + MOST_STEPS + " steps");
            steps.step(first, last);
        }
        steps.turn();
    }

    private boolean isNone(int i) {
        if (Math.abs(e[i]) > none) return false;
        e[i] = 0;
        return true;
    }

    private void step(int first, int last) {
        double half = (d[last - 1] - d[last]) / 2;
        double beside = e[last - 1];
        double root = StrictMath.hypot(half, beside);
        double shift = d[last] - beside * (beside / (half + (half >= 0 ? root : -root)));
        double x = d[first] - shift;
        double z = e[first];
        for (int k = first; k < last; k++) {
            double r = StrictMath.hypot(x, z);
            double c = r == 0 ? 1 : x / r;
            double s = r == 0 ? 0 : z / r;
            if (k > first) e[k - 1] = r;
            double upper = d[k];
            double lower = d[k + 1];
            double own = e[k];
            double change = s * (s * (lower - upper) + 2 * c * own);
            d[k] = upper + change;
            d[k + 1] = lower - change;
            e[k] = c * s * (lower - upper) + (c * c - s * s) * own;
            if (k + 1 < last) {
                x = e[k];
                z = s * e[k + 1];
                e[k + 1] = c * e[k + 1];
            }
            collect(k, c, s);
        }
    }

    private void collect(int place, double c, double s) {
        if (collected == BATCH) turn();
        places[collected] = place;
        cosines[collected] = c;
        sines[collected++] = s;
    }

    private void turn() {
        int n = d.length;
        for (int from = 0; from < n; from += PART) {
            int to = Math.min(n, from + PART);
            for (int r = 0; r < collected; r++)
                Vectors.rotate(vectors[places[r]], vectors[places[r] + 1], cosines[r], sines[r], from, to);
        }
        collected = 0;
    }
}
