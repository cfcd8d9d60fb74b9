package sc.fiji.boldj.linalg;

import java.util.Arrays;

/**
 * Adds {@code alpha A B} to a matrix in double precision, with a fixed order of summation.
 *
 * <p>Each entry is the sum of blocks of {@link #DEPTH} products {@code a_ik b_kj}. A block is summed by ascending k in
 * double precision, multiplied by alpha and added to the entry. Java defines its arithmetic to the last bit, so that every
 * processor and Java version gives the same; the loops have the form that the compiler turns into vector instructions.
 */
final class Products {

    /** Products that are summed before they are added to an entry. */
    static final int DEPTH = 256;

    /** Columns in one pass: a block of B and the sums of two rows stay in the cache of the processor. */
    private static final int WIDTH = 256;

    private final double[][] block;
    private final double[] firstRow;
    private final double[] secondRow;
    private final double[] firstSums;
    private final double[] secondSums;

    private Products(int depth, int width) {
        int even = depth + depth % 2;
        block = new double[even][width];
        firstRow = new double[even];
        secondRow = new double[even];
        firstSums = new double[width];
        secondSums = new double[width];
    }

    /**
     * Adds a product. Shapes are not checked.
     *
     * @param a shape (m, k), in another array than c
     * @param b shape (k, n), in another array than c
     * @param c shape (m, n), also the transpose of what is stored
     * @param upper whether only the upper triangle is needed; some entries below it are then changed, too
     */
    static void add(double alpha, Matrix a, Matrix b, Matrix c, boolean upper) {
        int rows = c.layout().rows();
        int columns = c.layout().columns();
        int depth = a.layout().columns();
        Products products = new Products(Math.min(DEPTH, depth), Math.min(WIDTH, columns));
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
    private void take(Matrix b, int k, int depth, int j, int width) {
        Layout layout = b.layout();
        double[] values = b.values();
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
    private void sum(Matrix a, int i, int k, int depth, int from, int width) {
        copyRow(a, i, k, depth, firstRow);
        if (i + 1 < a.layout().rows()) copyRow(a, i + 1, k, depth, secondRow);
        else Arrays.fill(secondRow, 0);
        Arrays.fill(firstSums, from, width, 0);
        Arrays.fill(secondSums, from, width, 0);
        for (int l = 0; l < depth; l += 2) addPair(l, from, width);
    }

    private void addPair(int l, int from, int to) {
        double[] first = firstSums;
        double[] second = secondSums;
        double[] x = block[l];
        double[] y = block[l + 1];
        double a = firstRow[l];
        double b = firstRow[l + 1];
        double c = secondRow[l];
        double d = secondRow[l + 1];
        for (int j = from; j < to; j++) {
            double p = x[j];
            double q = y[j];
            first[j] = first[j] + a * p + b * q;
            second[j] = second[j] + c * p + d * q;
        }
    }

    private static void copyRow(Matrix a, int i, int k, int depth, double[] target) {
        Layout layout = a.layout();
        int step = layout.columnStep();
        int from = layout.at(i, k);
        for (int l = 0; l < depth; l++) target[l] = a.values()[from + l * step];
        if (depth % 2 == 1) target[depth] = 0;
    }

    private static void store(double alpha, double[] sums, Matrix c, int i, int j, int from) {
        Layout layout = c.layout();
        double[] values = c.values();
        int step = layout.columnStep();
        int width = Math.min(sums.length, layout.columns() - j);
        int start = layout.at(i, j);
        for (int l = from; l < width; l++) values[start + l * step] += alpha * sums[l];
    }
}
