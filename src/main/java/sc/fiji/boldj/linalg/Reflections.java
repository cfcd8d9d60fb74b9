package sc.fiji.boldj.linalg;

/**
 * A QR decomposition by Householder reflections: Q is the product of n reflections, R stands above the diagonal of the
 * columns that were given.
 *
 * <p>With pivoting each step takes the column that is farthest from the span of those before, and the first of several that
 * are equally far but for rounding (Golub and Van Loan, Matrix Computations, 2013, 5.4.2).
 */
final class Reflections {

    /** Share by which a column must be farther than an earlier one to be taken before it. */
    private static final double TIE = 1e-10;

    private final double[][] columns;
    private final double[] diagonal;
    private final double[] factors;
    private final int[] order;

    /**
     * Decomposes a matrix.
     *
     * @param columns its columns, each of as many rows; replaced by R and the reflections
     */
    Reflections(double[][] columns, int rows, boolean pivoting) {
        int steps = Math.min(rows, columns.length);
        this.columns = columns;
        diagonal = new double[steps];
        factors = new double[steps];
        order = new int[columns.length];
        for (int j = 0; j < order.length; j++) order[j] = j;
        for (int k = 0; k < steps; k++) {
            if (pivoting) swap(k, farthest(k, rows));
            double[] v = columns[k];
            double length = Math.sqrt(Vectors.dot(v, v, k, rows));
            if (length == 0) continue;
            diagonal[k] = v[k] > 0 ? -length : length;
            v[k] -= diagonal[k];
            factors[k] = 2 / Vectors.dot(v, v, k, rows);
            for (int j = k + 1; j < columns.length; j++) reflect(k, columns[j]);
        }
    }

    private int farthest(int k, int rows) {
        int farthest = k;
        double most = -1;
        for (int j = k; j < columns.length; j++) {
            double square = Vectors.dot(columns[j], columns[j], k, rows);
            if (square > most * (1 + TIE)) {
                most = square;
                farthest = j;
            }
        }
        return farthest;
    }

    private void swap(int i, int j) {
        double[] column = columns[i];
        columns[i] = columns[j];
        columns[j] = column;
        int place = order[i];
        order[i] = order[j];
        order[j] = place;
    }

    private void reflect(int k, double[] x) {
        double[] v = columns[k];
        Vectors.add(-factors[k] * Vectors.dot(v, x, k, x.length), v, x, k, x.length);
    }

    /** Where the columns stood, in the order in which they were taken. */
    int[] order() {
        return order;
    }

    /** The number of steps: the smaller of rows and columns. */
    int steps() {
        return diagonal.length;
    }

    /** The entry (i, j) of R. */
    double entry(int i, int j) {
        return i == j ? diagonal[i] : i < j ? columns[j][i] : 0;
    }

    /** Replaces x by Q x, with the first {@code count} reflections. */
    void apply(int count, double[] x) {
        for (int k = count - 1; k >= 0; k--) if (factors[k] != 0) reflect(k, x);
    }
}
