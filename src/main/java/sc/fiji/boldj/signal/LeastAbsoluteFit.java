package sc.fiji.boldj.signal;

import java.util.Arrays;

/**
 * Fits a design to series so that the sum of the absolute residuals is smallest (L1), exactly: the optimum goes through
 * as many samples as the design has columns, and the fit walks from one such set to a better one along the edges of the
 * problem (Barrodale and Roberts 1973; Bloomfield and Steiger 1983) until none is better. It starts near the least-squares
 * fit, which needs half as many exchanges as a start from a fixed set.
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

    /** The design by columns, shape (columns, rows): loops over time become vector instructions. */
    private final double[] courses;

    private final LeastAbsoluteStart start;

    private final int[] basis;
    private final boolean[] inBasis;
    private final double[] inverse;
    private final double[] coefficients;
    private final double[] residuals;

    /** Above the fit 1, below -1, in the basis 0. */
    private final double[] signs;

    private final double[] slopes;
    private final double[] gradient;
    private final double[] duals;
    private final double[] direction;
    private final double[] steps;
    private final int[] order;

    private LeastAbsoluteFit(int rows, int columns, double[] design, double[] courses, LeastAbsoluteStart start) {
        this.rows = rows;
        this.columns = columns;
        this.design = design;
        this.courses = courses;
        this.start = start;
        basis = new int[columns];
        inBasis = new boolean[rows];
        inverse = new double[columns * columns];
        coefficients = new double[columns];
        residuals = new double[rows];
        signs = new double[rows];
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
        double[] courses = new double[rows * columns];
        for (int t = 0; t < rows; t++)
            for (int c = 0; c < columns; c++) courses[c * rows + t] = design[t * columns + c];
        LeastAbsoluteStart start = LeastAbsoluteStart.of(design, courses, rows, columns);
        return new LeastAbsoluteFit(rows, columns, design.clone(), courses, start);
    }

    /** Another for the same design, for another thread. */
    public LeastAbsoluteFit copy() {
        return new LeastAbsoluteFit(rows, columns, design, courses, start.copy());
    }

    /**
     * The fitted series.
     *
     * @param series shape (rows), finite
     * @param fit receives the fit, shape (rows)
     */
    public void fit(double[] series, double[] fit) {
        start.near(series, basis);
        LeastAbsoluteStart.invert(design, columns, basis, inverse);
        Arrays.fill(inBasis, false);
        for (int row : basis) inBasis[row] = true;
        solve(series);
        int exchanges = 0;
        int limit = 50 * columns + 200;
        while (exchanges < limit && exchange()) {
            exchanges++;
            if (exchanges % (REFRESH * columns) == 0) {
                LeastAbsoluteStart.invert(design, columns, basis, inverse);
                solve(series);
            }
        }
        // in the order of time, so that the bits do not depend on the way to the optimum
        Arrays.sort(basis);
        LeastAbsoluteStart.invert(design, columns, basis, inverse);
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
        System.arraycopy(series, 0, residuals, 0, rows);
        for (int c = 0; c < columns; c++) coefficients[c] = -coefficients[c];
        addColumns(coefficients, residuals);
        for (int row : basis) residuals[row] = 0;
        Arrays.fill(signs, 0);
        Arrays.fill(gradient, 0);
        updateGradient();
    }

    /** Adds multiples of all columns, one after the other for each sample. */
    private void addColumns(double[] factors, double[] sums) {
        double[] from = courses;
        int n = rows;
        int c = 0;
        for (; c + 3 < columns; c += 4) {
            double f0 = factors[c];
            double f1 = factors[c + 1];
            double f2 = factors[c + 2];
            double f3 = factors[c + 3];
            int i0 = c * n;
            int i1 = i0 + n;
            int i2 = i1 + n;
            int i3 = i2 + n;
            for (int t = 0; t < n; t++)
                sums[t] = sums[t] + f0 * from[i0 + t] + f1 * from[i1 + t] + f2 * from[i2 + t] + f3 * from[i3 + t];
        }
        for (; c < columns; c++) {
            double factor = factors[c];
            int at = c * n;
            for (int t = 0; t < n; t++) sums[t] += factor * from[at + t];
        }
    }

    /** Adds to the gradient what changes with the samples that went to the other side of the fit. */
    private void updateGradient() {
        for (int t = 0; t < rows; t++) {
            double sign = inBasis[t] ? 0 : residuals[t] >= 0 ? 1 : -1;
            if (sign == signs[t]) continue;
            double change = sign - signs[t];
            signs[t] = sign;
            for (int c = 0; c < columns; c++) gradient[c] += change * design[t * columns + c];
        }
    }

    /** Exchanges a sample of the basis for a better one; false if there is none. */
    private boolean exchange() {
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
        Arrays.fill(slopes, 0);
        for (int c = 0; c < columns; c++) direction[c] = inverse[c * columns + leaving];
        addColumns(direction, slopes);
        for (int row : basis) slopes[row] = 0;
        for (int t = 0; t < rows; t++) steps[t] = residuals[t] / slopes[t] * way;
        int count = 0;
        for (int t = 0; t < rows; t++) {
            // a sample on the fit is treated as above it, as in the gradient; 0 / 0 in the basis is no step
            boolean met = steps[t] > 0 || (steps[t] == 0 && slopes[t] * way >= 0);
            order[count] = t;
            count += met && Math.abs(slopes[t]) >= SMALLEST_PIVOT ? 1 : 0;
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
        Arrays.fill(row, 0);
        for (int c = 0; c < columns; c++) {
            double factor = design[entering * columns + c];
            for (int j = 0; j < columns; j++) row[j] += factor * inverse[c * columns + j];
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
        updateGradient();
    }
}
