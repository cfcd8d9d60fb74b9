package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The data of a test: rows are observations, columns elements of the map. May be read by several threads at once. */
public interface Observations extends Serializable {

    /** Number of observations. */
    int rows();

    /** Number of elements. */
    int elements();

    /** Copies the elements {@code from} to {@code to} (exclusive) of one row. */
    void read(int row, int from, int to, double[] target, int offset);

    /**
     * The same with the numbers elsewhere, for instance in a file: of sums of rows, the rows that are summed are replaced.
     *
     * @param store gives the same numbers, rows and elements
     */
    default Observations over(UnaryOperator<Observations> store) {
        return store.apply(this);
    }

    /** The relative rounding error of the numbers these data were stored as. */
    default double rounding() {
        return 0x1p-53;
    }

    /**
     * The size of the numbers that one row is made of, in the manner of {@link #read}: rounding errors are a share of it. Of
     * a difference of two maps it is the sum of their sizes.
     */
    default void magnitude(int row, int from, int to, double[] target, int offset) {
        read(row, from, to, target, offset);
        for (int k = offset; k < offset + to - from; k++) target[k] = Math.abs(target[k]);
    }

    /**
     * Data in memory, not copied.
     *
     * @param data shape (rows, elements)
     */
    static Observations of(float[][] data) {
        int elements = data.length == 0 ? 0 : data[0].length;
        for (float[] row : data) requireLength(row.length, elements);
        return new Observations() {
            @Override
            public int rows() {
                return data.length;
            }

            @Override
            public int elements() {
                return elements;
            }

            @Override
            public void read(int row, int from, int to, double[] target, int offset) {
                for (int v = from; v < to; v++) target[offset + v - from] = data[row][v];
            }

            @Override
            public double rounding() {
                return 0x1p-24;
            }
        };
    }

    /**
     * Data in memory, not copied.
     *
     * @param data shape (rows, elements)
     */
    static Observations of(double[][] data) {
        int elements = data.length == 0 ? 0 : data[0].length;
        for (double[] row : data) requireLength(row.length, elements);
        return new Observations() {
            @Override
            public int rows() {
                return data.length;
            }

            @Override
            public int elements() {
                return elements;
            }

            @Override
            public void read(int row, int from, int to, double[] target, int offset) {
                System.arraycopy(data[row], from, target, offset, to - from);
            }
        };
    }

    /**
     * Rows that are weighted sums of these rows, such as differences between sessions.
     *
     * @param weights shape (new rows, rows)
     */
    default Observations combined(double[][] weights) {
        Observations source = this;
        return new Observations() {
            @Override
            public int rows() {
                return weights.length;
            }

            @Override
            public int elements() {
                return source.elements();
            }

            @Override
            public void read(int row, int from, int to, double[] target, int offset) {
                double[] part = new double[to - from];
                Arrays.fill(target, offset, offset + to - from, 0);
                for (int i = 0; i < source.rows(); i++) {
                    if (weights[row][i] == 0) continue;
                    source.read(i, from, to, part, 0);
                    for (int k = 0; k < part.length; k++) target[offset + k] += weights[row][i] * part[k];
                }
            }

            @Override
            public Observations over(UnaryOperator<Observations> store) {
                return source.over(store).combined(weights);
            }

            @Override
            public double rounding() {
                return source.rounding();
            }

            @Override
            public void magnitude(int row, int from, int to, double[] target, int offset) {
                double[] part = new double[to - from];
                Arrays.fill(target, offset, offset + to - from, 0);
                for (int i = 0; i < source.rows(); i++) {
                    if (weights[row][i] == 0) continue;
                    source.magnitude(i, from, to, part, 0);
                    for (int k = 0; k < part.length; k++) target[offset + k] += Math.abs(weights[row][i]) * part[k];
                }
            }
        };
    }

    private static void requireLength(int length, int elements) {
        if (length != elements)
            throw new IllegalArgumentException(
                    "each observation needs " + elements + " elements, but one has " + length);
    }
}
