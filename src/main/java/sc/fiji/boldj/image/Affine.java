package sc.fiji.boldj.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * An immutable 4x4 affine map of points in 3-D, its last row 0 0 0 1.
 *
 * <p>Between worlds both sides are RAS+ millimetres; as part of a {@link VoxelGrid} it maps voxel indices to RAS+
 * millimetres.
 */
public final class Affine implements SpatialMap, Serializable {

    private static final long serialVersionUID = 1;

    /** Maps each point to itself. */
    public static final Affine IDENTITY = new Affine(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);

    private final double[] m;

    private Affine(double... m) {
        this.m = m;
    }

    /**
     * The map with the given first three rows.
     *
     * @param rows twelve finite values, row by row
     * @throws IllegalArgumentException if there are not twelve or one is not finite
     */
    public static Affine of(double... rows) {
        if (rows.length != 12) throw new IllegalArgumentException("an affine map needs 12 values, got " + rows.length);
        for (double value : rows)
            if (!Double.isFinite(value))
                throw new IllegalArgumentException("an affine map needs finite values, got " + Arrays.toString(rows));
        return new Affine(rows.clone());
    }

    /**
     * The map with the given matrix.
     *
     * @param matrix 3 or 4 rows of 4 finite values; a fourth row must be 0 0 0 1
     * @throws IllegalArgumentException if the shape, a value or the last row is wrong
     */
    public static Affine of(double[][] matrix) {
        if (matrix.length != 3 && matrix.length != 4)
            throw new IllegalArgumentException("an affine map needs 3 or 4 rows, got " + matrix.length);
        double[] rows = new double[12];
        for (int r = 0; r < matrix.length; r++) {
            if (matrix[r].length != 4)
                throw new IllegalArgumentException("row " + r + " needs 4 values, got " + matrix[r].length);
            if (r < 3) System.arraycopy(matrix[r], 0, rows, 4 * r, 4);
        }
        if (matrix.length == 4 && !Arrays.equals(matrix[3], new double[] {0, 0, 0, 1}))
            throw new IllegalArgumentException(
                    "the last row of an affine map must be 0 0 0 1, got " + Arrays.toString(matrix[3]));
        return of(rows);
    }

    /** Moves each point by the given amounts. */
    public static Affine translation(double x, double y, double z) {
        return of(1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z);
    }

    /** Multiplies each coordinate by its factor. */
    public static Affine scaling(double x, double y, double z) {
        return of(x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0);
    }

    /** The entry in row 0 to 2 and column 0 to 3. */
    public double get(int row, int column) {
        return m[4 * row + column];
    }

    /** This map after {@code first}: the product of the matrices {@code this * first}. */
    public Affine times(Affine first) {
        double[] product = new double[12];
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 4; c++) {
                double sum = c == 3 ? m[4 * r + 3] : 0;
                for (int k = 0; k < 3; k++) sum += m[4 * r + k] * first.m[4 * k + c];
                product[4 * r + c] = sum;
            }
        return of(product);
    }

    /** The determinant of the 3x3 part: the signed volume of one voxel if this is a grid's map. */
    public double determinant() {
        return m[0] * (m[5] * m[10] - m[6] * m[9])
                - m[1] * (m[4] * m[10] - m[6] * m[8])
                + m[2] * (m[4] * m[9] - m[5] * m[8]);
    }

    /**
     * The inverse map.
     *
     * @throws IllegalArgumentException if the matrix is singular
     */
    public Affine inverse() {
        double d = determinant();
        if (d == 0 || !Double.isFinite(1 / d))
            throw new IllegalArgumentException("the affine map is singular: " + this);
        double[] inverse = {
            (m[5] * m[10] - m[6] * m[9]) / d,
            (m[2] * m[9] - m[1] * m[10]) / d,
            (m[1] * m[6] - m[2] * m[5]) / d,
            0,
            (m[6] * m[8] - m[4] * m[10]) / d,
            (m[0] * m[10] - m[2] * m[8]) / d,
            (m[2] * m[4] - m[0] * m[6]) / d,
            0,
            (m[4] * m[9] - m[5] * m[8]) / d,
            (m[1] * m[8] - m[0] * m[9]) / d,
            (m[0] * m[5] - m[1] * m[4]) / d,
            0
        };
        for (int r = 0; r < 3; r++)
            inverse[4 * r + 3] = -(inverse[4 * r] * m[3] + inverse[4 * r + 1] * m[7] + inverse[4 * r + 2] * m[11]);
        return of(inverse);
    }

    @Override
    public void apply(double[] point, double[] target) {
        double x = point[0];
        double y = point[1];
        double z = point[2];
        for (int r = 0; r < 3; r++) target[r] = m[4 * r] * x + m[4 * r + 1] * y + m[4 * r + 2] * z + m[4 * r + 3];
    }

    /** Maps the point (x, y, z). */
    public double[] apply(double x, double y, double z) {
        double[] point = {x, y, z};
        apply(point, point);
        return point;
    }

    /** The matrix, shape (4, 4), a new array. */
    public double[][] toArray() {
        double[][] rows = new double[4][];
        for (int r = 0; r < 3; r++) rows[r] = Arrays.copyOfRange(m, 4 * r, 4 * r + 4);
        rows[3] = new double[] {0, 0, 0, 1};
        return rows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Affine affine && Arrays.equals(m, affine.m);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(m);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < 3; r++)
            text.append(String.format(
                    Locale.ROOT, "[%.6g %.6g %.6g %.6g]", m[4 * r], m[4 * r + 1], m[4 * r + 2], m[4 * r + 3]));
        return text.toString();
    }
}
