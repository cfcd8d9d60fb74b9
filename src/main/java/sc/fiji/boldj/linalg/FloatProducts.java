package sc.fiji.boldj.linalg;

import java.util.Arrays;

/**
 * Adds {@code alpha A B} to a matrix in single precision, with a fixed order of summation.
 *
 * <p>Each entry is the sum of blocks of {@link #DEPTH} products {@code a_ik b_kj}. A block is summed by ascending k in
 * single precision, multiplied by alpha and added to the entry. Java defines its arithmetic to the last bit, so that every
 * processor and Java version gives the same; the loops have the form that the compiler turns into vector instructions.
 */
final class FloatProducts {

    /** Products that are summed before they are added to an entry. */
    static final int DEPTH = Products.DEPTH;

    /** Columns in one pass: a block of B and the sums of two rows stay in the cache of the processor. */
    private static final int WIDTH = 512;

    private final float[][] block;
    private final float[] firstRow;
    private final float[] secondRow;
    private final float[] firstSums;
    private final float[] secondSums;

    private FloatProducts(int depth, int width) {
        int even = depth + depth % 2;
        block = new float[even][width];
        firstRow = new float[even];
        secondRow = new float[even];
        firstSums = new float[width];
        secondSums = new float[width];
    }

    /**
     * Adds a product. Shapes are not checked.
     *
     * @param a shape (m, k), in another array than c
     * @param b shape (k, n), in another array than c
     * @param c shape (m, n), also the transpose of what is stored
     * @param upper whether only the upper triangle is needed; some entries below it are then changed, too
     */
    static void add(float alpha, FloatMatrix a, FloatMatrix b, FloatMatrix c, boolean upper) {
        int rows = c.layout().rows();
        int columns = c.layout().columns();
        int depth = a.layout().columns();
        FloatProducts products = new FloatProducts(Math.min(DEPTH, depth), Math.min(WIDTH, columns));
        for (int k = 0; k < depth; k += DEPTH) {
            int inner = Math.min(DEPTH, depth - k);
            for (int j = 0; j < columns; j += WIDTH) {
                int width = Math.min(WIDTH, columns - j);
                products.take(b, k, inner, j, width);
                int last = upper ? Math.min(rows, j + width) : rows;
                for (int i = 0; i < last; i += 2) {
                    int from = upper ? Math.max(0, i - j) : 0;
                    products.sum(a, i, k, inner, from, width);
                    store(alpha, products.firstSums, c, i, j, from);
                    if (i + 1 < last) store(alpha, products.secondSums, c, i + 1, j, from);
                }
            }
        }
    }

    /** Copies a block of B, with a row of zeros if its number of rows is odd. */
    private void take(FloatMatrix b, int k, int depth, int j, int width) {
        Layout layout = b.layout();
        float[] values = b.values();
        if (layout.columnStep() == 1)
            for (int l = 0; l < depth; l++) System.arraycopy(values, layout.at(k + l, j), block[l], 0, width);
        else
            for (int i = 0; i < width; i++) {
                int from = layout.at(k, j + i);
                for (int l = 0; l < depth; l++) block[l][i] = values[from + l];
            }
        if (depth % 2 == 1) Arrays.fill(block[depth], 0);
    }

    /** Sums the products of two rows of A with the block, columns {@code from} to {@code width}. */
    private void sum(FloatMatrix a, int i, int k, int depth, int from, int width) {
        copyRow(a, i, k, depth, firstRow);
        if (i + 1 < a.layout().rows()) copyRow(a, i + 1, k, depth, secondRow);
        else Arrays.fill(secondRow, 0);
        Arrays.fill(firstSums, from, width, 0);
        Arrays.fill(secondSums, from, width, 0);
        for (int l = 0; l < depth; l += 2) addPair(l, from, width);
    }

    private void addPair(int l, int from, int to) {
        float[] first = firstSums;
        float[] second = secondSums;
        float[] x = block[l];
        float[] y = block[l + 1];
        float a = firstRow[l];
        float b = firstRow[l + 1];
        float c = secondRow[l];
        float d = secondRow[l + 1];
        for (int j = from; j < to; j++) {
            float p = x[j];
            float q = y[j];
            first[j] = first[j] + a * p + b * q;
            second[j] = second[j] + c * p + d * q;
        }
    }

    private static void copyRow(FloatMatrix a, int i, int k, int depth, float[] target) {
        Layout layout = a.layout();
        int step = layout.columnStep();
        int from = layout.at(i, k);
        for (int l = 0; l < depth; l++) target[l] = a.values()[from + l * step];
        if (depth % 2 == 1) target[depth] = 0;
    }

    private static void store(float alpha, float[] sums, FloatMatrix c, int i, int j, int from) {
        Layout layout = c.layout();
        float[] values = c.values();
        int step = layout.columnStep();
        int width = Math.min(sums.length, layout.columns() - j);
        int start = layout.at(i, j);
        for (int l = from; l < width; l++) values[start + l * step] += alpha * sums[l];
    }
}
