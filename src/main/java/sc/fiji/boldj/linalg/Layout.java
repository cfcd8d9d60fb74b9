package sc.fiji.boldj.linalg;

/**
 * Where a matrix stands in an array, by rows.
 *
 * @param offset index of the first entry
 * @param storedRows rows as stored
 * @param storedColumns columns as stored
 * @param stride distance from one stored row to the next
 * @param transposed whether the matrix is the transpose of what is stored
 */
record Layout(int offset, int storedRows, int storedColumns, int stride, boolean transposed) {

    /** @throws IllegalArgumentException if the matrix does not fit an array of this length */
    Layout requireFits(int length) {
        if (storedRows < 0 || storedColumns < 0)
            throw new IllegalArgumentException("a matrix cannot have shape " + shape(storedRows, storedColumns));
        if (storedRows == 0 || storedColumns == 0) return this;
        if (stride < storedColumns)
            throw new IllegalArgumentException("the rows of a matrix have " + storedColumns + " entries but are only "
                    + stride + " apart (leading dimension)");
        if (offset < 0 || offset + (storedRows - 1L) * stride + storedColumns > length)
            throw new IllegalArgumentException("a matrix of shape " + shape(storedRows, storedColumns) + " from "
                    + offset + " with rows " + stride + " apart does not fit an array of " + length);
        return this;
    }

    int rows() {
        return transposed ? storedColumns : storedRows;
    }

    int columns() {
        return transposed ? storedRows : storedColumns;
    }

    /** Where the entry (row, column) of the matrix stands. */
    int at(int row, int column) {
        return transposed ? offset + column * stride + row : offset + row * stride + column;
    }

    /** Distance in the array from a column of the matrix to the next. */
    int columnStep() {
        return transposed ? stride : 1;
    }

    Layout transpose() {
        return new Layout(offset, storedRows, storedColumns, stride, !transposed);
    }

    /** @throws IllegalArgumentException unless a product {@code C = A B} of these shapes exists and C is not transposed */
    static void requireProduct(Layout a, Layout b, Layout c) {
        if (a.columns() != b.rows() || a.rows() != c.rows() || b.columns() != c.columns())
            throw new IllegalArgumentException("the product of matrices of shape " + shape(a.rows(), a.columns())
                    + " and " + shape(b.rows(), b.columns()) + " cannot have shape " + shape(c.rows(), c.columns()));
        if (c.transposed) throw new IllegalArgumentException("a product cannot be written to a transposed matrix");
    }

    private static String shape(int rows, int columns) {
        return "(" + rows + ", " + columns + ")";
    }
}
