package sc.fiji.boldj.ica;

import java.util.List;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Products of the rows of a long matrix, summed over blocks of voxels. Float products, double sums. */
final class Gram {

    /** Voxels in one product; longer sums in float would lose digits. */
    private static final int BLOCK = 4096;
    /** Bytes that all partial sums together may take: 12 sums for 1000 volumes, so as many threads are of use. */
    private static final long PARTIAL_SUMS = 96L << 20;

    private Gram() {}

    /**
     * The sums of products x x'.
     *
     * @param x shape (rows, columns) at the front of the array
     * @return shape (rows, rows)
     */
    static double[] of(float[] x, int rows, int columns, Progress progress) {
        return sum(rows * rows, columns, progress, (from, count, product) -> {
            MatrixProduct.square(
                    1f, FloatMatrix.of(x, from, rows, count, columns), 0f, FloatMatrix.of(product, rows, rows));
        });
    }

    /**
     * The sums of products a b'.
     *
     * @param a shape (rowsA, columns) at the front of the array
     * @param b shape (rowsB, columns) at the front of the array
     * @return shape (rowsA, rowsB)
     */
    static double[] of(float[] a, int rowsA, float[] b, int rowsB, int columns, Progress progress) {
        return sum(rowsA * rowsB, columns, progress, (from, count, product) -> {
            MatrixProduct.multiply(
                    1f,
                    FloatMatrix.of(a, from, rowsA, count, columns),
                    FloatMatrix.of(b, from, rowsB, count, columns).transposed(),
                    0f,
                    FloatMatrix.of(product, rowsA, rowsB));
        });
    }

    private interface Block {
        void multiply(int from, int count, float[] product);
    }

    private static double[] sum(int size, int columns, Progress progress, Block block) {
        int blocks = (columns + BLOCK - 1) / BLOCK;
        int most = (int) Math.max(2, Math.min(64, PARTIAL_SUMS / (8L * Math.max(1, size))));
        int blocksInGroup = Math.max(1, (blocks + most - 1) / most);
        List<double[]> parts = FixedChunks.map(
                blocks,
                blocksInGroup,
                (first, end) -> {
                    double[] sum = new double[size];
                    float[] product = new float[size];
                    for (int b = first; b < end; b++) {
                        progress.checkCancelled();
                        int from = b * BLOCK;
                        block.multiply(from, Math.min(BLOCK, columns - from), product);
                        for (int i = 0; i < size; i++) sum[i] += product[i];
                    }
                    return sum;
                },
                progress);
        double[] total = new double[size];
        for (double[] part : parts) for (int i = 0; i < size; i++) total[i] += part[i];
        return total;
    }
}
