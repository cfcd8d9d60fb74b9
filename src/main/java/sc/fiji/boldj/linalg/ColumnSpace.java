package sc.fiji.boldj.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * What the columns of a design span, and what is orthogonal to all of them. Immutable.
 *
 * <p>The columns are scaled to length 1 and taken in the order of a Householder QR with column pivoting (LAPACK
 * {@code dgeqp3}): each time the column that is farthest from those before. Columns that are closer than
 * {@link #TOLERANCE} to the span of the others add nothing and are excluded, as are columns of zeros. The bases are
 * orthonormal to rounding, whatever the condition of the design.
 */
public final class ColumnSpace {

    /** A column of length 1 is treated as independent if its distance from the span of the others is above this. */
    public static final double TOLERANCE = 1e-9;

    private final int rows;
    private final int rank;
    private final int[] independent;
    private final double[] reflectors;
    private final double[] factors;

    private ColumnSpace(int rows, int[] independent, double[] reflectors, double[] factors) {
        this.rows = rows;
        this.rank = independent.length;
        this.independent = independent;
        this.reflectors = reflectors;
        this.factors = factors;
    }

    /**
     * Analyses a design.
     *
     * @param design shape (rows, columns), every value finite
     * @param columns 0 or more, also more than rows
     * @throws IllegalArgumentException if the shape is wrong or a value is not finite
     * @throws IllegalStateException if OpenBLAS cannot be loaded
     */
    public static ColumnSpace of(double[] design, int rows, int columns) {
        Finite.requireMatrix("the design", design, rows, columns);
        if (columns == 0 || rows == 0) return new ColumnSpace(rows, new int[0], new double[0], new double[0]);
        OpenBlas.requireDecompositions();
        double[] scaled = columnsOfLengthOne(design, rows, columns);
        int steps = Math.min(rows, columns);
        int[] order = new int[columns];
        double[] factors = new double[steps];
        try (DoublePointer a = new DoublePointer((long) rows * columns);
                IntPointer pivot = new IntPointer((long) columns);
                DoublePointer tau = new DoublePointer((long) steps)) {
            a.asBuffer().put(scaled);
            pivot.asBuffer().put(order);
            Lapack.require(
                    "dgeqp3", openblas.LAPACKE_dgeqp3(openblas.LAPACK_COL_MAJOR, rows, columns, a, rows, pivot, tau));
            a.asBuffer().get(scaled);
            pivot.asBuffer().get(order);
            tau.asBuffer().get(factors);
        }
        int rank = 0;
        while (rank < steps && Math.abs(scaled[rank * rows + rank]) > TOLERANCE) rank++;
        int[] independent = new int[rank];
        for (int j = 0; j < rank; j++) independent[j] = order[j] - 1;
        double[] reflectors = new double[rank * rows];
        System.arraycopy(scaled, 0, reflectors, 0, reflectors.length);
        return new ColumnSpace(rows, independent, reflectors, factors);
    }

    /** The design column by column, each of length 1 or all zero. */
    private static double[] columnsOfLengthOne(double[] design, int rows, int columns) {
        double[] scaled = new double[Math.multiplyExact(rows, columns)];
        for (int j = 0; j < columns; j++) {
            double largest = 0;
            for (int i = 0; i < rows; i++) largest = Math.max(largest, Math.abs(design[i * columns + j]));
            if (largest == 0) continue;
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                double value = design[i * columns + j] / largest;
                scaled[j * rows + i] = value;
                sum += value * value;
            }
            double length = Math.sqrt(sum);
            for (int i = 0; i < rows; i++) scaled[j * rows + i] /= length;
        }
        return scaled;
    }

    /** Number of independent columns. */
    public int rank() {
        return rank;
    }

    /** The independent columns of the design, in the order in which they were taken. */
    public int[] independentColumns() {
        return independent.clone();
    }

    /** An orthonormal basis of the span of the columns, shape (rows, rank). */
    public double[] basis() {
        return orthonormal(0, rank);
    }

    /** An orthonormal basis of what is orthogonal to every column, shape (rows, rows - rank). */
    public double[] complement() {
        return orthonormal(rank, rows);
    }

    /** The columns {@code from} to {@code to} of the full orthogonal factor, as rows of a row-major matrix. */
    private double[] orthonormal(int from, int to) {
        int columns = to - from;
        double[] result = new double[Math.multiplyExact(rows, columns)];
        if (columns == 0) return result;
        if (rank == 0) {
            for (int i = 0; i < rows; i++) result[i * columns + i] = 1;
            return result;
        }
        OpenBlas.requireDecompositions();
        double[] q = new double[Math.multiplyExact(rows, to)];
        System.arraycopy(reflectors, 0, q, 0, reflectors.length);
        try (DoublePointer a = new DoublePointer((long) q.length);
                DoublePointer tau = new DoublePointer((long) factors.length)) {
            a.asBuffer().put(q);
            tau.asBuffer().put(factors);
            Lapack.require("dorgqr", openblas.LAPACKE_dorgqr(openblas.LAPACK_COL_MAJOR, rows, to, rank, a, rows, tau));
            a.asBuffer().get(q);
        }
        for (int j = 0; j < columns; j++)
            for (int i = 0; i < rows; i++) result[i * columns + j] = q[(from + j) * rows + i];
        return result;
    }
}
