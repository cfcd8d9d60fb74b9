package sc.fiji.boldj.signal;

import java.util.Arrays;

/**
 * The start of {@link LeastAbsoluteFit}: as many independent samples as the design has columns, those that are closest to
 * the least-squares fit.
 */
final class LeastAbsoluteStart {

    /** Share of the mean leverage; a sample that adds less to the earlier ones is skipped. */
    private static final double LEAST_ADDED = 0.1;

    private final int rows;
    private final int columns;

    /** Orthonormal columns, shape (columns, rows). */
    private final double[] orthonormal;

    /** Independent samples for series where too few lie near the fit. */
    private final int[] fallback;

    private final double[] residuals;
    private final double[] sizes;
    private final double[] chosen;
    private final double[] candidate;

    private LeastAbsoluteStart(int rows, int columns, double[] orthonormal, int[] fallback) {
        this.rows = rows;
        this.columns = columns;
        this.orthonormal = orthonormal;
        this.fallback = fallback;
        residuals = new double[rows];
        sizes = new double[rows];
        chosen = new double[columns * columns];
        candidate = new double[columns];
    }

    /**
     * Prepares a design.
     *
     * @param courses the same by columns, shape (columns, rows)
     * @throws IllegalArgumentException if the columns are dependent
     */
    static LeastAbsoluteStart of(double[] design, double[] courses, int rows, int columns) {
        int[] fallback = independentRows(design, rows, columns);
        double[] q = courses.clone();
        for (int c = 0; c < columns; c++) {
            // twice, because rounding errors leave a part of the earlier columns after one pass
            for (int pass = 0; pass < 2; pass++) for (int k = 0; k < c; k++) subtract(q, c * rows, q, k * rows, rows);
            double norm = 0;
            for (int t = 0; t < rows; t++) norm += q[c * rows + t] * q[c * rows + t];
            norm = Math.sqrt(norm);
            for (int t = 0; t < rows; t++) q[c * rows + t] /= norm;
        }
        return new LeastAbsoluteStart(rows, columns, q, fallback);
    }

    LeastAbsoluteStart copy() {
        return new LeastAbsoluteStart(rows, columns, orthonormal, fallback);
    }

    /** Subtracts from a vector its projection onto a unit vector. */
    private static void subtract(double[] from, int at, double[] unit, int unitAt, int length) {
        double dot = 0;
        for (int i = 0; i < length; i++) dot += from[at + i] * unit[unitAt + i];
        for (int i = 0; i < length; i++) from[at + i] -= dot * unit[unitAt + i];
    }

    /**
     * Chooses samples.
     *
     * @param basis receives their indices, shape (columns)
     */
    void near(double[] series, int[] basis) {
        System.arraycopy(series, 0, residuals, 0, rows);
        for (int c = 0; c < columns; c++) subtract(residuals, 0, orthonormal, c * rows, rows);
        for (int t = 0; t < rows; t++) sizes[t] = residuals[t] = Math.abs(residuals[t]);
        Arrays.sort(sizes);
        int found = 0;
        // twice as many as needed are nearly always enough, and cheaper than a sort of all samples
        double limit = sizes[Math.min(rows - 1, 2 * columns)];
        for (int t = 0; t < rows && found < columns; t++)
            if (residuals[t] <= limit && adds(t, found)) basis[found++] = t;
        if (found < columns) System.arraycopy(fallback, 0, basis, 0, columns);
    }

    /** Whether a sample is independent of those that were chosen; then it is kept as the next of them. */
    private boolean adds(int sample, int found) {
        for (int c = 0; c < columns; c++) candidate[c] = orthonormal[c * rows + sample];
        for (int k = 0; k < found; k++) subtract(candidate, 0, chosen, k * columns, columns);
        double square = 0;
        for (double value : candidate) square += value * value;
        if (square * rows < LEAST_ADDED * columns) return false;
        double norm = Math.sqrt(square);
        for (int c = 0; c < columns; c++) chosen[found * columns + c] = candidate[c] / norm;
        return true;
    }

    /** Rows that are independent, by elimination with row pivoting. */
    static int[] independentRows(double[] design, int rows, int columns) {
        double[] work = design.clone();
        boolean[] used = new boolean[rows];
        int[] basis = new int[columns];
        for (int c = 0; c < columns; c++) {
            int best = -1;
            for (int r = 0; r < rows; r++)
                if (!used[r] && (best < 0 || Math.abs(work[r * columns + c]) > Math.abs(work[best * columns + c])))
                    best = r;
            double pivot = work[best * columns + c];
            if (Math.abs(pivot) < 1e-10)
                throw new IllegalArgumentException("column " + c + " of the design depends on the columns before it");
            used[best] = true;
            basis[c] = best;
            for (int r = 0; r < rows; r++) {
                if (used[r]) continue;
                double factor = work[r * columns + c] / pivot;
                if (factor == 0) continue;
                for (int k = c; k < columns; k++) work[r * columns + k] -= factor * work[best * columns + k];
            }
        }
        return basis;
    }

    /** The inverse of the rows of a basis, shape (columns, columns): column j belongs to row j of the basis. */
    static void invert(double[] design, int n, int[] basis, double[] inverse) {
        double[] work = new double[n * n];
        Arrays.fill(inverse, 0);
        for (int i = 0; i < n; i++) {
            System.arraycopy(design, basis[i] * n, work, i * n, n);
            inverse[i * n + i] = 1;
        }
        for (int c = 0; c < n; c++) {
            int best = c;
            for (int r = c + 1; r < n; r++) if (Math.abs(work[r * n + c]) > Math.abs(work[best * n + c])) best = r;
            for (int k = 0; k < n && best != c; k++) {
                double a = work[c * n + k];
                work[c * n + k] = work[best * n + k];
                work[best * n + k] = a;
                double b = inverse[c * n + k];
                inverse[c * n + k] = inverse[best * n + k];
                inverse[best * n + k] = b;
            }
            double pivot = work[c * n + c];
            for (int k = 0; k < n; k++) {
                work[c * n + k] /= pivot;
                inverse[c * n + k] /= pivot;
            }
            for (int r = 0; r < n; r++) {
                double factor = work[r * n + c];
                if (r == c || factor == 0) continue;
                for (int k = c; k < n; k++) work[r * n + k] -= factor * work[c * n + k];
                for (int k = 0; k < n; k++) inverse[r * n + k] -= factor * inverse[c * n + k];
            }
        }
    }
}
