package sc.fiji.boldj.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;

/** Linear least squares for many right-hand sides (LAPACK {@code dgelsd}: singular values, divide and conquer). */
public final class LeastSquares {

    private LeastSquares() {}

    /**
     * The fit of a design to several series.
     *
     * @param coefficients shape (columns of the design, number of series)
     * @param rank number of independent columns of the design
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier of a large matrix
    public record Fit(double[] coefficients, int rank) {}

    /**
     * Finds the coefficients that make {@code |design * coefficients - series|} smallest, for each series.
     *
     * <p>The columns are scaled to length 1 first. Where the design has dependent columns (singular values below
     * {@link ColumnSpace#TOLERANCE} of the largest) the answer is the one of least length after that scaling; a column
     * of zeros gets the coefficient 0.
     *
     * @param design shape (rows, columns), finite
     * @param series shape (rows, count), finite; not changed
     * @throws IllegalArgumentException if a shape is wrong or a value is not finite
     * @throws IllegalStateException if OpenBLAS cannot be loaded
     */
    public static Fit solve(double[] design, int rows, int columns, double[] series, int count) {
        Finite.requireMatrix("the design", design, rows, columns);
        Finite.requireMatrix("the series", series, rows, count);
        double[] coefficients = new double[Math.multiplyExact(columns, count)];
        if (rows == 0 || columns == 0 || count == 0) return new Fit(coefficients, 0);
        OpenBlas.requireDecompositions();
        double[] lengths = new double[columns];
        for (int i = 0; i < design.length; i++)
            lengths[i % columns] = StrictMath.hypot(lengths[i % columns], design[i]);
        double[] scaled = new double[design.length];
        for (int i = 0; i < design.length; i++) {
            double length = lengths[i % columns];
            scaled[i] = length > 0 ? design[i] / length : 0;
        }
        int rank;
        try (DoublePointer a = new DoublePointer((long) design.length);
                DoublePointer b = new DoublePointer((long) Math.max(rows, columns) * count);
                DoublePointer singular = new DoublePointer((long) Math.min(rows, columns));
                IntPointer found = new IntPointer(1L)) {
            a.asBuffer().put(scaled);
            b.asBuffer().put(series);
            for (long i = series.length; i < b.limit(); i++) b.put(i, 0);
            Lapack.require(
                    "dgelsd",
                    openblas.LAPACKE_dgelsd(
                            openblas.LAPACK_ROW_MAJOR,
                            rows,
                            columns,
                            count,
                            a,
                            columns,
                            b,
                            count,
                            singular,
                            ColumnSpace.TOLERANCE,
                            found));
            b.asBuffer().get(coefficients);
            rank = found.get();
        }
        for (int j = 0; j < columns; j++)
            for (int s = 0; s < count; s++) {
                double value = coefficients[j * count + s];
                coefficients[j * count + s] = lengths[j] > 0 ? value / lengths[j] : 0;
            }
        return new Fit(coefficients, rank);
    }
}
