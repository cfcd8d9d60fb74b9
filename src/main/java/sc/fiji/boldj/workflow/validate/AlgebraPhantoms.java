package sc.fiji.boldj.workflow.validate;

import java.util.List;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/** Matrix products and decompositions whose results are known in closed form, and the bits of all of them. */
final class AlgebraPhantoms {

    /** Of all arrays, on the processors and Java versions that were tried: {@code docs/decisions/0024}. */
    static final String DIGEST = "a2ce5c87c99f82e0815152cd45ddafd18a0f080ffbd90008b5a685f166ddb114";

    private AlgebraPhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                new PhantomStep(
                        "matrix products",
                        "whole numbers, whose products are exact",
                        (folder, progress) -> products(new ArrayDigest())),
                new PhantomStep(
                        "eigenvalues",
                        "second differences of 60 points: 2 - 2 cos(k pi / 61), and sines",
                        (folder, progress) -> DecompositionPhantoms.eigenvalues(new ArrayDigest())),
                new PhantomStep(
                        "singular values",
                        "cosines and sines with singular values 1, 1/2, 1/4, ...",
                        (folder, progress) -> DecompositionPhantoms.singularValues(new ArrayDigest())),
                new PhantomStep(
                        "least squares",
                        "a cubic with residuals orthogonal to it, a column that occurs twice, and a matrix with a"
                                + " known triangular factor",
                        (folder, progress) -> DecompositionPhantoms.leastSquares(new ArrayDigest())),
                new PhantomStep(
                        "bits of linear algebra",
                        "SHA-256 of all matrices above",
                        (folder, progress) -> List.of(new Criterion(
                                "digest is that of x86-64 (1 yes, 0 no; both are accepted)",
                                digest().equals(DIGEST) ? 1 : 0,
                                1,
                                1))));
    }

    static String digest() {
        ArrayDigest sum = new ArrayDigest();
        products(sum);
        DecompositionPhantoms.eigenvalues(sum);
        DecompositionPhantoms.singularValues(sum);
        DecompositionPhantoms.leastSquares(sum);
        return sum.text();
    }

    /** Sums of 700 products, more than one block of the kernel; they fit the 24 bits of a float. */
    private static List<Criterion> products(ArrayDigest sum) {
        int rows = 43;
        int inner = 700;
        int columns = 37;
        double[] a = new double[rows * inner];
        double[] b = new double[inner * columns];
        for (int i = 0; i < a.length; i++) a[i] = (i / inner * 3 + i % inner * 5) % 17 - 8;
        for (int i = 0; i < b.length; i++) b[i] = (i / columns * 7 + i % columns * 11) % 13 - 6;
        double[] c = new double[rows * columns];
        MatrixProduct.multiply(
                1, Matrix.of(a, rows, inner), Matrix.of(b, inner, columns), 0, Matrix.of(c, rows, columns));
        float[] f = new float[rows * columns];
        MatrixProduct.multiply(
                1f,
                FloatMatrix.of(floats(a), rows, inner),
                FloatMatrix.of(floats(b), inner, columns),
                0f,
                FloatMatrix.of(f, rows, columns));
        double[] square = new double[rows * rows];
        MatrixProduct.square(1, Matrix.of(a, rows, inner), 0, Matrix.of(square, rows, rows));
        int wrong = 0;
        int wrongFloat = 0;
        int wrongSquare = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                long truth = 0;
                for (int k = 0; k < inner; k++) truth += (long) (a[i * inner + k] * b[k * columns + j]);
                if (c[i * columns + j] != truth) wrong++;
                if (f[i * columns + j] != truth) wrongFloat++;
            }
            for (int j = 0; j < rows; j++) {
                long truth = 0;
                for (int k = 0; k < inner; k++) truth += (long) (a[i * inner + k] * a[j * inner + k]);
                if (square[i * rows + j] != truth) wrongSquare++;
            }
        }
        sum.add(c);
        sum.add(square);
        return List.of(
                new Criterion("wrong entries, double precision", wrong, 0, 0),
                new Criterion("wrong entries, single precision", wrongFloat, 0, 0),
                new Criterion("wrong entries, product with its transpose", wrongSquare, 0, 0));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) floats[i] = (float) values[i];
        return floats;
    }
}
