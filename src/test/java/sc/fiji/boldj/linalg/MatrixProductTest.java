package sc.fiji.boldj.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

class MatrixProductTest {

    private static final int[][] SHAPES = {{1, 1, 1}, {3, 5, 2}, {17, 9, 33}, {40, 70, 51}, {4, 6, 0}};

    private static double[] random(long seed, int length) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) floats[i] = (float) values[i];
        return floats;
    }

    private static double at(double[] matrix, boolean transposed, int offset, int ld, int i, int j) {
        return matrix[offset + (transposed ? j * ld + i : i * ld + j)];
    }

    @Test
    void productsEqualTheSumsForEveryShapeOffsetAndTransposition() {
        for (int[] s : SHAPES)
            for (int options = 0; options < 16; options++) {
                boolean ta = (options & 1) != 0;
                boolean tb = (options & 2) != 0;
                int pad = (options & 4) != 0 ? 3 : 0;
                double beta = (options & 8) != 0 ? -0.5 : 0;
                int m = s[0];
                int n = s[1];
                int k = s[2];
                int lda = (ta ? m : k) + pad;
                int ldb = (tb ? k : n) + pad;
                int ldc = n + pad;
                double[] a = random(1, pad + (ta ? k : m) * lda);
                double[] b = random(2, pad + (tb ? n : k) * ldb);
                double[] c = random(3, pad + m * ldc);
                double[] expected = c.clone();
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < n; j++) {
                        double sum = 0;
                        for (int l = 0; l < k; l++) sum += at(a, ta, pad, lda, i, l) * at(b, tb, pad, ldb, l, j);
                        int at = pad + i * ldc + j;
                        expected[at] = 1.5 * sum + beta * c[at];
                    }
                float[] cf = floats(c);
                Matrix viewA = Matrix.of(a, pad, ta ? k : m, ta ? m : k, lda);
                Matrix viewB = Matrix.of(b, pad, tb ? n : k, tb ? k : n, ldb);
                MatrixProduct.multiply(
                        1.5,
                        ta ? viewA.transposed() : viewA,
                        tb ? viewB.transposed() : viewB,
                        beta,
                        Matrix.of(c, pad, m, n, ldc));
                assertArrayEquals(expected, c, 1e-13, Arrays.toString(s) + " options " + options);
                FloatMatrix floatA = FloatMatrix.of(floats(a), pad, ta ? k : m, ta ? m : k, lda);
                FloatMatrix floatB = FloatMatrix.of(floats(b), pad, tb ? n : k, tb ? k : n, ldb);
                MatrixProduct.multiply(
                        1.5f,
                        ta ? floatA.transposed() : floatA,
                        tb ? floatB.transposed() : floatB,
                        (float) beta,
                        FloatMatrix.of(cf, pad, m, n, ldc));
                assertArrayEquals(floats(expected), cf, 2e-5f, Arrays.toString(s) + " options " + options);
            }
    }

    @Test
    void symmetricProductsFillBothTriangles() {
        for (int[] s : SHAPES)
            for (boolean transpose : new boolean[] {false, true}) {
                int n = s[0];
                int k = s[2];
                int lda = (transpose ? n : k) + 2;
                double[] a = random(4, 1 + (transpose ? k : n) * lda);
                double[] expected = new double[n * n];
                Matrix stored = Matrix.of(a, 1, transpose ? k : n, transpose ? n : k, lda);
                Matrix view = transpose ? stored.transposed() : stored;
                MatrixProduct.multiply(2, view, view.transposed(), 0, Matrix.of(expected, n, n));
                double[] c = new double[n * n];
                Arrays.fill(c, Double.NaN);
                MatrixProduct.square(2, view, 0, Matrix.of(c, n, n));
                assertArrayEquals(expected, c, 1e-13);
                MatrixProduct.square(2, view, 3, Matrix.of(c, n, n));
                for (int i = 0; i < c.length; i++) assertEquals(4 * expected[i], c[i], 1e-12);
                float[] f = new float[n * n];
                FloatMatrix floats = FloatMatrix.of(floats(a), 1, transpose ? k : n, transpose ? n : k, lda);
                MatrixProduct.square(2, transpose ? floats.transposed() : floats, 0, FloatMatrix.of(f, n, n));
                assertArrayEquals(floats(expected), f, 2e-5f);
            }
    }

    @Test
    void theResultMayBeAnInput() {
        double[] a = random(5, 25);
        double[] square = new double[25];
        Matrix view = Matrix.of(a, 5, 5);
        MatrixProduct.multiply(1, view, view, 0, Matrix.of(square, 5, 5));
        MatrixProduct.multiply(1, view, view, 0, view);
        assertArrayEquals(square, a);
    }

    @Test
    void aMatrixOutsideItsArrayIsRefused() {
        double[] four = new double[4];
        assertEquals(
                "a matrix of shape (2, 2) from 1 with rows 2 apart does not fit an array of 4",
                refusal(() -> Matrix.of(four, 1, 2, 2, 2)));
        assertTrue(refusal(() -> Matrix.of(four, 0, 2, 2, 1)).contains("have 2 entries but are only 1 apart"));
        assertEquals("a matrix cannot have shape (-1, 2)", refusal(() -> FloatMatrix.of(new float[4], -1, 2)));
    }

    @Test
    void shapesThatDoNotAgreeAreRefused() {
        double[] six = new double[6];
        Matrix wide = Matrix.of(six, 2, 3);
        assertEquals(
                "the product of matrices of shape (2, 3) and (2, 3) cannot have shape (2, 3)",
                refusal(() -> MatrixProduct.multiply(1, wide, wide, 0, wide)));
        assertEquals(
                "the product of matrices of shape (3, 2) and (2, 3) cannot have shape (2, 2)",
                refusal(() -> MatrixProduct.square(1, wide.transposed(), 0, Matrix.of(six, 2, 2))));
        assertEquals(
                "a product cannot be written to a transposed matrix",
                refusal(() ->
                        MatrixProduct.square(1, wide, 0, Matrix.of(six, 2, 2).transposed())));
    }

    private static String refusal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void callsFromSeveralThreadsGiveTheSameBits() {
        double[] a = random(6, 300 * 200);
        double[] one = new double[300 * 300];
        double[] many = new double[300 * 300];
        Parallelization.runWithNumThreads(1, () -> rowBlocks(a, one));
        Parallelization.runWithNumThreads(4, () -> rowBlocks(a, many));
        assertArrayEquals(one, many);
    }

    private static void rowBlocks(double[] a, double[] target) {
        FixedChunks.forEach(
                300,
                32,
                (from, to) -> MatrixProduct.multiply(
                        1,
                        Matrix.of(a, from * 200, to - from, 200, 200),
                        Matrix.of(a, 300, 200).transposed(),
                        0,
                        Matrix.of(target, from * 300, to - from, 300, 300)),
                Progress.NONE);
    }

    @Test
    void productsAreTheSumsInTheirDocumentedOrderToTheLastBit() {
        for (int[] s : new int[][] {{3, 70, 600}, {70, 3, 257}, {41, 300, 31}, {1, 1, 1000}, {2, 513, 2}}) {
            double[] a = random(7, s[0] * s[2]);
            double[] b = random(8, s[2] * s[1]);
            double[] c = random(9, s[0] * s[1]);
            float[] f = floats(c);
            double[] expected = c.clone();
            float[] expectedFloats = f.clone();
            for (int i = 0; i < s[0]; i++)
                for (int j = 0; j < s[1]; j++) {
                    int at = i * s[1] + j;
                    expected[at] = inOrder(a, i * s[2], b, j, s[1], s[2], c[at]);
                    expectedFloats[at] = inOrder(floats(a), i * s[2], floats(b), j, s[1], s[2], f[at]);
                }
            MatrixProduct.multiply(
                    0.7, Matrix.of(a, s[0], s[2]), Matrix.of(b, s[2], s[1]), -0.3, Matrix.of(c, s[0], s[1]));
            assertArrayEquals(expected, c, Arrays.toString(s));
            MatrixProduct.multiply(
                    0.7f,
                    FloatMatrix.of(floats(a), s[0], s[2]),
                    FloatMatrix.of(floats(b), s[2], s[1]),
                    -0.3f,
                    FloatMatrix.of(f, s[0], s[1]));
            assertArrayEquals(expectedFloats, f, Arrays.toString(s));
        }
    }

    private static double inOrder(double[] a, int row, double[] b, int column, int stride, int depth, double old) {
        double total = -0.3 * old;
        for (int k = 0; k < depth; k += 256) {
            double sum = 0;
            for (int l = k; l < Math.min(depth, k + 256); l++) sum += a[row + l] * b[l * stride + column];
            total += 0.7 * sum;
        }
        return total;
    }

    private static float inOrder(float[] a, int row, float[] b, int column, int stride, int depth, float old) {
        float total = -0.3f * old;
        for (int k = 0; k < depth; k += 256) {
            float sum = 0;
            for (int l = k; l < Math.min(depth, k + 256); l++) sum += a[row + l] * b[l * stride + column];
            total += 0.7f * sum;
        }
        return total;
    }

    @Test
    void symmetricProductsHaveTheBitsOfGeneralOnes() {
        for (int n : new int[] {1, 5, 300, 530}) {
            double[] a = random(10, n * 270);
            double[] general = new double[n * n];
            double[] symmetric = new double[n * n];
            Matrix view = Matrix.of(a, n, 270);
            MatrixProduct.multiply(1, view, view.transposed(), 0, Matrix.of(general, n, n));
            MatrixProduct.square(1, view, 0, Matrix.of(symmetric, n, n));
            assertArrayEquals(general, symmetric, "rows " + n);
            float[] generalFloats = new float[n * n];
            float[] symmetricFloats = new float[n * n];
            FloatMatrix floats = FloatMatrix.of(floats(a), n, 270);
            MatrixProduct.multiply(1, floats, floats.transposed(), 0, FloatMatrix.of(generalFloats, n, n));
            MatrixProduct.square(1, floats, 0, FloatMatrix.of(symmetricFloats, n, n));
            assertArrayEquals(generalFloats, symmetricFloats, "rows " + n);
        }
    }

    @Test
    void infinityAndNotANumberSpread() {
        double[] c = {Double.NaN};
        MatrixProduct.multiply(
                1, Matrix.of(new double[] {1, 2}, 1, 2), Matrix.of(new double[] {3, 4}, 2, 1), 0, Matrix.of(c, 1, 1));
        assertEquals(11, c[0]);
        MatrixProduct.multiply(
                1,
                Matrix.of(new double[] {0, 2}, 1, 2),
                Matrix.of(new double[] {Double.POSITIVE_INFINITY, 4}, 2, 1),
                0,
                Matrix.of(c, 1, 1));
        assertTrue(Double.isNaN(c[0]));
    }
}
