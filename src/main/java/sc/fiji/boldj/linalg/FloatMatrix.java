package sc.fiji.boldj.linalg;

/** A matrix in single precision that stands in an array, by rows, or its transpose. A view: nothing is copied. */
public final class FloatMatrix {

    private final float[] values;
    private final Layout layout;

    private FloatMatrix(float[] values, Layout layout) {
        this.values = values;
        this.layout = layout;
    }

    /**
     * A matrix of shape (rows, columns) at the beginning of an array, its rows one after another.
     *
     * @param rows 0 or more
     * @param columns 0 or more
     * @throws IllegalArgumentException if it does not fit the array
     */
    public static FloatMatrix of(float[] values, int rows, int columns) {
        return of(values, 0, rows, columns, columns);
    }

    /**
     * A matrix of shape (rows, columns) within an array.
     *
     * @param offset index of its first entry
     * @param rows 0 or more
     * @param columns 0 or more
     * @param stride distance from one row to the next (the leading dimension)
     * @throws IllegalArgumentException if it does not fit the array
     */
    public static FloatMatrix of(float[] values, int offset, int rows, int columns, int stride) {
        return new FloatMatrix(values, new Layout(offset, rows, columns, stride, false).requireFits(values.length));
    }

    /** The transpose of this matrix, in the same array. */
    public FloatMatrix transposed() {
        return new FloatMatrix(values, layout.transpose());
    }

    /** The same matrix in an array of its own. */
    FloatMatrix copy() {
        int rows = layout.storedRows();
        int columns = layout.storedColumns();
        float[] own = new float[rows * columns];
        for (int i = 0; i < rows; i++)
            System.arraycopy(values, layout.offset() + i * layout.stride(), own, i * columns, columns);
        return new FloatMatrix(own, new Layout(0, rows, columns, columns, layout.transposed()));
    }

    float[] values() {
        return values;
    }

    Layout layout() {
        return layout;
    }
}
