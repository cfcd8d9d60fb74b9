package sc.fiji.boldj.linalg;

/** Linear least squares for many right-hand sides by singular values. */
public final class LeastSquares {

    private LeastSquares() {}

    /**
     * The fit of a design to several series.
     *
     * @param coefficients shape (columns of the design, number of series)
     * @param rank number of independent columns of the design
     */
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
     */
    public static Fit solve(double[] design, int rows, int columns, double[] series, int count) {
        Finite.requireMatrix("the design", design, rows, columns);
        Finite.requireMatrix("the series", series, rows, count);
        double[] coefficients = new double[Math.multiplyExact(columns, count)];
        if (rows == 0 || columns == 0 || count == 0) return new Fit(coefficients, 0);
        double[] lengths = new double[columns];
        for (int i = 0; i < design.length; i++)
            lengths[i % columns] = StrictMath.hypot(lengths[i % columns], design[i]);
        double[] scaled = new double[design.length];
        for (int i = 0; i < design.length; i++) {
            double length = lengths[i % columns];
            scaled[i] = length > 0 ? design[i] / length : 0;
        }
        Svd svd = Svd.of(scaled, rows, columns);
        int steps = svd.values().length;
        int rank = 0;
        while (rank < steps && svd.values()[rank] > ColumnSpace.TOLERANCE * svd.values()[0]) rank++;
        double[] weights = new double[rank * count];
        Matrix left = Matrix.of(svd.left(), 0, rows, rank, steps);
        MatrixProduct.multiply(
                1, left.transposed(), Matrix.of(series, rows, count), 0, Matrix.of(weights, rank, count));
        for (int i = 0; i < weights.length; i++) weights[i] /= svd.values()[i / count];
        Matrix right = Matrix.of(svd.right(), rank, columns);
        MatrixProduct.multiply(
                1, right.transposed(), Matrix.of(weights, rank, count), 0, Matrix.of(coefficients, columns, count));
        for (int j = 0; j < columns; j++)
            for (int s = 0; s < count; s++) {
                double value = coefficients[j * count + s];
                coefficients[j * count + s] = lengths[j] > 0 ? value / lengths[j] : 0;
            }
        return new Fit(coefficients, rank);
    }
}
