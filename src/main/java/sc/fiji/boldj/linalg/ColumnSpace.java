package sc.fiji.boldj.linalg;

import java.util.Arrays;

/**
 * What the columns of a design span, and what is orthogonal to all of them. Immutable.
 *
 * <p>The columns are scaled to length 1 and taken in the order of a Householder QR with column pivoting: each time
 * the column that is farthest from those before, and the first of several that are equally far but for rounding. Columns that are closer than
 * {@link #TOLERANCE} to the span of the others add nothing and are excluded, as are columns of zeros. The bases are
 * orthonormal to rounding, whatever the condition of the design.
 */
public final class ColumnSpace {

    /** A column of length 1 is treated as independent if its distance from the span of the others is above this. */
    public static final double TOLERANCE = 1e-9;

    private final int rows;
    private final int[] independent;
    private final Reflections reflections;

    private ColumnSpace(int rows, int[] independent, Reflections reflections) {
        this.rows = rows;
        this.independent = independent;
        this.reflections = reflections;
    }

    /**
     * Analyses a design.
     *
     * @param design shape (rows, columns), every value finite
     * @param columns 0 or more, also more than rows
     * @throws IllegalArgumentException if the shape is wrong or a value is not finite
     */
    public static ColumnSpace of(double[] design, int rows, int columns) {
        Finite.requireMatrix("the design", design, rows, columns);
        Reflections reflections = new Reflections(columnsOfLengthOne(design, rows, columns), rows, true);
        int rank = 0;
        while (rank < reflections.steps() && Math.abs(reflections.entry(rank, rank)) > TOLERANCE) rank++;
        return new ColumnSpace(rows, Arrays.copyOf(reflections.order(), rank), reflections);
    }

    /** The design column by column, each of length 1 or all zero. */
    private static double[][] columnsOfLengthOne(double[] design, int rows, int columns) {
        double[][] scaled = new double[columns][rows];
        for (int j = 0; j < columns; j++) {
            double largest = 0;
            for (int i = 0; i < rows; i++) largest = Math.max(largest, Math.abs(design[i * columns + j]));
            if (largest == 0) continue;
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                double value = design[i * columns + j] / largest;
                scaled[j][i] = value;
                sum += value * value;
            }
            double length = Math.sqrt(sum);
            for (int i = 0; i < rows; i++) scaled[j][i] /= length;
        }
        return scaled;
    }

    /** Number of independent columns. */
    public int rank() {
        return independent.length;
    }

    /** The independent columns of the design, in the order in which they were taken. */
    public int[] independentColumns() {
        return independent.clone();
    }

    /** An orthonormal basis of the span of the columns, shape (rows, rank). */
    public double[] basis() {
        return orthonormal(0, independent.length);
    }

    /** An orthonormal basis of what is orthogonal to every column, shape (rows, rows - rank). */
    public double[] complement() {
        return orthonormal(independent.length, rows);
    }

    /** The columns {@code from} to {@code to} of the full orthogonal factor, as rows of a row-major matrix. */
    private double[] orthonormal(int from, int to) {
        int columns = to - from;
        double[] result = new double[Math.multiplyExact(rows, columns)];
        for (int j = 0; j < columns; j++) {
            double[] column = new double[rows];
            column[from + j] = 1;
            reflections.apply(independent.length, column);
            for (int i = 0; i < rows; i++) result[i * columns + j] = column[i];
        }
        return result;
    }
}
