package sc.fiji.boldj.linalg;

/**
 * Thin singular value decomposition {@code A = U diag(values) V'}, with k the smaller of the numbers of rows and columns of
 * A, in a fixed order of the sums: the same bits on every processor.
 *
 * @param left U, shape (rows, k), orthonormal columns; in each the entry of largest magnitude is positive
 * @param values shape (k), 0 or more, largest first
 * @param right V', shape (k, columns), orthonormal rows
 */
public record Svd(double[] left, double[] values, double[] right) {

    /**
     * Decomposes a matrix.
     *
     * @param matrix A, shape (rows, columns), finite
     * @throws IllegalArgumentException if the shape is wrong or a value is not finite
     * @throws ArithmeticException if the rotations do not converge
     */
    public static Svd of(double[] matrix, int rows, int columns) {
        Finite.requireMatrix("the matrix", matrix, rows, columns);
        int k = Math.min(rows, columns);
        double scale = Vectors.scale(matrix);
        boolean tall = rows >= columns;
        double[][] series = new double[k][Math.max(rows, columns)];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) {
                double value = matrix[i * columns + j] * scale;
                if (tall) series[j][i] = value;
                else series[i][j] = value;
            }
        JacobiSvd found = JacobiSvd.of(series, Math.max(rows, columns));
        double[][] lefts = tall ? found.left() : found.right();
        double[][] rights = tall ? found.right() : found.left();
        double[] left = new double[rows * k];
        double[] right = new double[k * columns];
        double[] values = new double[k];
        for (int j = 0; j < k; j++) {
            double sign = Signs.ofLargest(lefts[j]);
            for (int i = 0; i < rows; i++) left[i * k + j] = sign * lefts[j][i];
            for (int i = 0; i < columns; i++) right[j * columns + i] = sign * rights[j][i];
            values[j] = found.values()[j] / scale;
        }
        return new Svd(left, values, right);
    }
}
