package sc.fiji.boldj.linalg;

import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by reflections and QR steps in a fixed order: bit-identical on every
 * processor.
 *
 * @param values shape (n), largest first
 * @param vectors shape (n, n): column j belongs to value j, has length 1, and its entry of largest magnitude is positive
 */
public record SymmetricEigen(double[] values, double[] vectors) {

    /**
     * Decomposes a matrix.
     *
     * @param matrix shape (n, n), finite; the upper triangle is read
     * @throws IllegalArgumentException if the shape is wrong or a value is not finite
     * @throws ArithmeticException if the steps do not converge
     */
    public static SymmetricEigen of(double[] matrix, int n) {
        Finite.requireMatrix("the symmetric matrix", matrix, n, n);
        double scale = Vectors.scale(matrix);
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = i; j < n; j++) {
                rows[i][j] = matrix[i * n + j] * scale;
                rows[j][i] = rows[i][j];
            }
        Tridiagonal t = Tridiagonal.of(rows);
        TridiagonalSteps.diagonalise(t);
        double[] found = t.diagonal();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((i, j) -> Double.compare(found[j], found[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[n];
        double[] vectors = new double[matrix.length];
        for (int j = 0; j < n; j++) {
            double[] vector = t.columns()[order[j]];
            values[j] = found[order[j]] / scale;
            double sign = Signs.ofLargest(vector);
            for (int i = 0; i < n; i++) vectors[i * n + j] = sign * vector[i];
        }
        return new SymmetricEigen(values, vectors);
    }
}
