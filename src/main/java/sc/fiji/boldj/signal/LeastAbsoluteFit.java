package sc.fiji.boldj.signal;

import java.util.Arrays;

/**
 * Fits a design to series so that the sum of the absolute residuals is smallest (L1), exactly: the optimum goes through
 * as many samples as the design has columns, and the fit walks from one such set to a better one along the edges of the
 * problem (Barrodale and Roberts 1973; Bloomfield and Steiger 1983) until none is better.
 *
 * <p>Where several fits are equally good it gives one of them, always the same. Not safe for use by several threads:
 * each takes its own by {@link #copy}.
 */
public final class LeastAbsoluteFit {

    private static final double OPTIMAL = 1e-9;
    private static final double SMALLEST_PIVOT = 1e-9;

    /** After so many exchanges a column, rounding is cleared by a fresh inverse. */
    private static final int REFRESH = 8;

    private final int rows;
    private final int columns;
    private final double[] design;
    private final int[] startBasis;
    private final double[] startInverse;

    private final int[] basis;
    private final boolean[] inBasis;
    private final double[] inverse;
    private final double[] coefficients;
    private final double[] residuals;
    private final double[] slopes;
    private final double[] gradient;
    private final double[] duals;
    private final double[] direction;
    private final double[] steps;
    private final int[] order;

    private LeastAbsoluteFit(int rows, int columns, double[] design, int[] startBasis, double[] startInverse) {
        this.rows = rows;
        this.columns = columns;
        this.design = design;
        this.startBasis = startBasis;
        this.startInverse = startInverse;
        basis = new int[columns];
        inBasis = new boolean[rows];
        inverse = new double[columns * columns];
        coefficients = new double[columns];
        residuals = new double[rows];
        slopes = new double[rows];
        gradient = new double[columns];
        duals = new double[columns];
        direction = new double[columns];
        steps = new double[rows];
        order = new int[rows];
    }

    /**
     * Prepares a design.
     *
     * @param design shape (rows, columns), row = time, independent columns, more rows than columns
     * @throws IllegalArgumentException if the shape is wrong or the columns are dependent
     */
    public static LeastAbsoluteFit of(double[] design, int rows, int columns) {
        if (columns < 1 || rows <= columns || design.length != rows * columns)
            throw new IllegalArgumentException("an L1 fit needs more rows than columns, got " + rows + " and " + columns
                    + " with " + design.length + " values");
        int[] basis = independentRows(design, rows, columns);
        double[] inverse = new double[columns * columns];
        invert(design, columns, basis, inverse);
        return new LeastAbsoluteFit(rows, columns, design.clone(), basis, inverse);
    }

    /** Another for the same design, for another thread. */
    public LeastAbsoluteFit copy() {
        return new LeastAbsoluteFit(rows, columns, design, startBasis, startInverse);
    }

    /** Rows that are independent, by elimination with row pivoting. */
    private static int[] independentRows(double[] design, int rows, int columns) {
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
                throw new IllegalArgumentException("column " + c + " of the design depends on those before it");
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
    private static void invert(double[] design, int n, int[] basis, double[] inverse) {
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
                for (int k = 0; k < n; k++) {
                    work[r * n + k] -= factor * work[c * n + k];
                    inverse[r * n + k] -= factor * inverse[c * n + k];
                }
            }
        }
    }

    /**
     * The fitted series.
     *
     * @param series shape (rows), finite
     * @param fit receives the fit, shape (rows)
     */
    public void fit(double[] series, double[] fit) {
        System.arraycopy(startBasis, 0, basis, 0, columns);
        System.arraycopy(startInverse, 0, inverse, 0, inverse.length);
        Arrays.fill(inBasis, false);
        for (int row : basis) inBasis[row] = true;
        solve(series);
        int exchanges = 0;
        int limit = 50 * columns + 200;
        while (exchanges < limit && exchange()) {
            exchanges++;
            if (exchanges % (REFRESH * columns) == 0) {
                invert(design, columns, basis, inverse);
                solve(series);
            }
        }
        invert(design, columns, basis, inverse);
        solve(series);
        for (int t = 0; t < rows; t++) fit[t] = series[t] - residuals[t];
    }

    /** Coefficients and residuals of the fit through the samples of the basis. */
    private void solve(double[] series) {
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) sum += inverse[c * columns + j] * series[basis[j]];
            coefficients[c] = sum;
        }
        for (int t = 0; t < rows; t++) {
            double sum = series[t];
            for (int c = 0; c < columns; c++) sum -= design[t * columns + c] * coefficients[c];
            residuals[t] = inBasis[t] ? 0 : sum;
        }
    }

    /** Exchanges a sample of the basis for a better one; false if there is none. */
    private boolean exchange() {
        Arrays.fill(gradient, 0);
        for (int t = 0; t < rows; t++) {
            if (inBasis[t]) continue;
            double sign = residuals[t] >= 0 ? 1 : -1;
            for (int c = 0; c < columns; c++) gradient[c] += sign * design[t * columns + c];
        }
        Arrays.fill(duals, 0);
        for (int c = 0; c < columns; c++)
            for (int j = 0; j < columns; j++) duals[j] += gradient[c] * inverse[c * columns + j];
        int leaving = 0;
        for (int j = 1; j < columns; j++) if (Math.abs(duals[j]) > Math.abs(duals[leaving])) leaving = j;
        if (Math.abs(duals[leaving]) <= 1 + OPTIMAL) return false;
        double way = Math.signum(duals[leaving]);
        int entering = search(leaving, way, Math.abs(duals[leaving]));
        if (entering < 0) return false;
        advance(leaving, entering);
        return true;
    }

    /** Where along an edge the sum is smallest: a weighted median of the samples that the fit meets. */
    private int search(int leaving, double way, double gain) {
        int count = 0;
        for (int c = 0; c < columns; c++) direction[c] = inverse[c * columns + leaving];
        for (int t = 0; t < rows; t++) {
            slopes[t] = 0;
            if (inBasis[t]) continue;
            double slope = 0;
            for (int c = 0; c < columns; c++) slope += design[t * columns + c] * direction[c];
            slopes[t] = slope;
            if (Math.abs(slope) < SMALLEST_PIVOT) continue;
            double step = residuals[t] / slope * way;
            // a sample on the fit is treated as above it, as in the gradient
            if (step < 0 || (step == 0 && slope * way < 0)) continue;
            steps[t] = step;
            order[count++] = t;
        }
        double descent = gain - 1;
        int from = 0;
        int to = count;
        // quickselect by weight: halves that cannot hold the answer are passed over whole
        while (to - from > 1) {
            double pivot = middle(steps[order[from]], steps[order[(from + to) / 2]], steps[order[to - 1]]);
            int less = from;
            int i = from;
            int greater = to;
            double weight = 0;
            double equal = 0;
            while (i < greater) {
                double step = steps[order[i]];
                if (step < pivot) {
                    weight += 2 * Math.abs(slopes[order[i]]);
                    swap(less++, i++);
                } else if (step > pivot) swap(i, --greater);
                else equal += 2 * Math.abs(slopes[order[i++]]);
            }
            if (weight >= descent) to = less;
            else if (weight + equal >= descent) {
                int best = less;
                for (int k = less + 1; k < greater; k++)
                    if (Math.abs(slopes[order[k]]) > Math.abs(slopes[order[best]])) best = k;
                return order[best];
            } else {
                descent -= weight + equal;
                from = greater;
            }
        }
        return to > from ? order[from] : -1;
    }

    private static double middle(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private void swap(int i, int k) {
        int a = order[i];
        order[i] = order[k];
        order[k] = a;
    }

    /** Moves the fit to the entering sample and updates the inverse by one elimination. */
    private void advance(int leaving, int entering) {
        double length = residuals[entering] / slopes[entering];
        for (int t = 0; t < rows; t++) residuals[t] -= length * slopes[t];
        residuals[basis[leaving]] = -length;
        residuals[entering] = 0;
        double[] row = duals;
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) sum += design[entering * columns + c] * inverse[c * columns + j];
            row[j] = sum;
        }
        double pivot = row[leaving];
        for (int c = 0; c < columns; c++) {
            double value = inverse[c * columns + leaving] / pivot;
            for (int j = 0; j < columns; j++) inverse[c * columns + j] -= value * row[j];
            inverse[c * columns + leaving] = value;
        }
        inBasis[basis[leaving]] = false;
        inBasis[entering] = true;
        basis[leaving] = entering;
    }
}
