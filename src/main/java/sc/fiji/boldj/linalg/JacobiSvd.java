package sc.fiji.boldj.linalg;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Singular values of a matrix with no fewer rows than columns: QR with pivoting, then one-sided Jacobi rotations of the
 * rows of R until they are orthogonal (Drmac and Veselic, SIAM J Matrix Anal Appl, 2008).
 *
 * @param left n vectors of as many entries as the matrix has rows, orthonormal
 * @param values n, largest first
 * @param right n vectors of n entries, orthonormal
 */
record JacobiSvd(double[][] left, double[] values, double[][] right) {

    private static final int MOST_SWEEPS = 60;
    /** Below this norm, a row of a matrix with entries up to 1 is treated as zero. */
    private static final double NONE = 1e-150;

    /**
     * Decomposes a matrix.
     *
     * @param columns n columns, entries of magnitude below 1; replaced
     * @param rows n or more
     * @throws ArithmeticException if the rotations do not converge
     */
    static JacobiSvd of(double[][] columns, int rows) {
        int n = columns.length;
        Reflections qr = new Reflections(columns, rows, true);
        double[][] r = new double[n][n];
        for (int i = 0; i < n; i++) for (int j = i; j < n; j++) r[i][j] = qr.entry(i, j);
        double[][] turned = new double[n][rows];
        for (int i = 0; i < n; i++) turned[i][i] = 1;
        orthogonalise(r, turned);
        double[] lengths = new double[n];
        for (int i = 0; i < n; i++) lengths[i] = Math.sqrt(Vectors.dot(r[i], r[i], 0, n));
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((i, j) -> Double.compare(lengths[j], lengths[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] left = new double[n][];
        double[][] right = new double[n][n];
        double[] values = new double[n];
        for (int k = 0; k < n; k++) {
            int from = order[k];
            left[k] = turned[from];
            qr.apply(n, left[k]);
            if (lengths[from] <= NONE) complete(right, k);
            else {
                values[k] = lengths[from];
                for (int j = 0; j < n; j++) right[k][qr.order()[j]] = r[from][j] / lengths[from];
            }
        }
        return new JacobiSvd(left, values, right);
    }

    /** Rotates pairs of rows until all are orthogonal, and the vectors that build the matrix from them as well. */
    private static void orthogonalise(double[][] rows, double[][] vectors) {
        int n = rows.length;
        double tolerance = Math.max(4, Math.sqrt(n)) * 0x1p-52;
        boolean isTurned = true;
        for (int sweep = 0; isTurned; sweep++) {
            if (sweep == MOST_SWEEPS)
                throw new ArithmeticException("the singular values of a matrix with " + n
                        + " columns did not converge in " + MOST_SWEEPS + " sweeps");
            isTurned = false;
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++) isTurned |= rotate(rows[i], rows[j], vectors[i], vectors[j], tolerance);
        }
    }

    private static boolean rotate(double[] x, double[] y, double[] u, double[] v, double tolerance) {
        int n = x.length;
        double xx = Vectors.dot(x, x, 0, n);
        double yy = Vectors.dot(y, y, 0, n);
        double xy = Vectors.dot(x, y, 0, n);
        if (Math.abs(xy) <= tolerance * Math.sqrt(xx) * Math.sqrt(yy) || Math.min(xx, yy) < NONE * NONE) return false;
        double zeta = (xx - yy) / (2 * xy);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double c = 1 / Math.sqrt(1 + t * t);
        Vectors.rotate(x, y, c, c * t, 0, n);
        Vectors.rotate(u, v, c, c * t, 0, n);
        return true;
    }

    /** Makes a vector that is orthogonal to those before it: the unit vector that is least in their span. */
    private static void complete(double[][] vectors, int count) {
        int n = vectors.length;
        int farthest = 0;
        double least = 2;
        for (int j = 0; j < n; j++) {
            double share = 0;
            for (int i = 0; i < count; i++) share += vectors[i][j] * vectors[i][j];
            if (share < least - 1e-10) {
                least = share;
                farthest = j;
            }
        }
        double[] vector = vectors[count];
        Arrays.fill(vector, 0);
        vector[farthest] = 1;
        for (int pass = 0; pass < 2; pass++)
            for (int i = 0; i < count; i++)
                Vectors.add(-Vectors.dot(vectors[i], vector, 0, n), vectors[i], vector, 0, n);
        double length = Math.sqrt(Vectors.dot(vector, vector, 0, n));
        for (int j = 0; j < n; j++) vector[j] /= length;
    }
}
