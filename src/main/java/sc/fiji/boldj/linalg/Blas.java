package sc.fiji.boldj.linalg;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasUpper;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Matrix products on row-major Java arrays by OpenBLAS, one thread for each call.
 *
 * <p>Only the part of an array that holds the matrix is copied to native memory and back, which costs little beside the
 * product if every side of it has 30 entries or more. Calls may come from several threads at once. The result may be
 * one of the arrays that are read. NaN and infinities spread as the arithmetic says; with {@code beta = 0} the old
 * values of the result are not read.
 */
public final class Blas {

    private Blas() {}

    /**
     * Loads the native library, if it is not loaded yet. Every function here does so when it is called.
     *
     * @throws IllegalStateException if the library cannot be loaded, saying why
     */
    public static void load() {
        OpenBlas.requireProducts();
    }

    /**
     * The product {@code C = alpha A B + beta C} in double precision.
     *
     * @param c where the product is written, not transposed
     * @throws IllegalArgumentException if the shapes do not agree
     * @throws IllegalStateException if OpenBLAS cannot be loaded
     */
    public static void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        Layout la = a.layout();
        Layout lb = b.layout();
        Layout lc = c.layout();
        Layout.requireProduct(la, lb, lc);
        if (lc.rows() == 0 || lc.columns() == 0) return;
        OpenBlas.requireProducts();
        try (DoublePointer nativeA = NativeCopy.of(a.values(), la);
                DoublePointer nativeB = NativeCopy.of(b.values(), lb);
                DoublePointer nativeC = beta == 0 ? NativeCopy.doubles(lc) : NativeCopy.of(c.values(), lc)) {
            openblas_nolapack.cblas_dgemm(
                    CblasRowMajor,
                    transposition(la),
                    transposition(lb),
                    lc.rows(),
                    lc.columns(),
                    la.columns(),
                    alpha,
                    nativeA,
                    width(la),
                    nativeB,
                    width(lb),
                    beta,
                    nativeC,
                    width(lc));
            NativeCopy.back(nativeC, c.values(), lc);
        }
    }

    /**
     * The product {@code C = alpha A B + beta C} in single precision.
     *
     * @param c where the product is written, not transposed
     * @throws IllegalArgumentException if the shapes do not agree
     * @throws IllegalStateException if OpenBLAS cannot be loaded
     */
    public static void multiply(float alpha, FloatMatrix a, FloatMatrix b, float beta, FloatMatrix c) {
        Layout la = a.layout();
        Layout lb = b.layout();
        Layout lc = c.layout();
        Layout.requireProduct(la, lb, lc);
        if (lc.rows() == 0 || lc.columns() == 0) return;
        OpenBlas.requireProducts();
        try (FloatPointer nativeA = NativeCopy.of(a.values(), la);
                FloatPointer nativeB = NativeCopy.of(b.values(), lb);
                FloatPointer nativeC = beta == 0 ? NativeCopy.floats(lc) : NativeCopy.of(c.values(), lc)) {
            openblas_nolapack.cblas_sgemm(
                    CblasRowMajor,
                    transposition(la),
                    transposition(lb),
                    lc.rows(),
                    lc.columns(),
                    la.columns(),
                    alpha,
                    nativeA,
                    width(la),
                    nativeB,
                    width(lb),
                    beta,
                    nativeC,
                    width(lc));
            NativeCopy.back(nativeC, c.values(), lc);
        }
    }

    /**
     * The symmetric product {@code C = alpha A A' + beta C} in double precision, in half the time of
     * {@link #multiply(double, Matrix, Matrix, double, Matrix)}; {@code A' A} by {@code A.transposed()}.
     *
     * @param c not transposed; its upper triangle is read unless beta is 0, both triangles are written
     * @throws IllegalArgumentException if the shapes do not agree
     * @throws IllegalStateException if OpenBLAS cannot be loaded
     */
    public static void square(double alpha, Matrix a, double beta, Matrix c) {
        Layout la = a.layout();
        Layout lc = c.layout();
        Layout.requireProduct(la, la.transpose(), lc);
        int n = lc.rows();
        if (n == 0) return;
        OpenBlas.requireProducts();
        try (DoublePointer nativeA = NativeCopy.of(a.values(), la);
                DoublePointer nativeC = beta == 0 ? NativeCopy.doubles(lc) : NativeCopy.of(c.values(), lc)) {
            openblas_nolapack.cblas_dsyrk(
                    CblasRowMajor,
                    CblasUpper,
                    transposition(la),
                    n,
                    la.columns(),
                    alpha,
                    nativeA,
                    width(la),
                    beta,
                    nativeC,
                    n);
            NativeCopy.back(nativeC, c.values(), lc);
        }
        double[] values = c.values();
        for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) values[lc.index(i, j)] = values[lc.index(j, i)];
    }

    /**
     * The symmetric product {@code C = alpha A A' + beta C} in single precision, in half the time of
     * {@link #multiply(float, FloatMatrix, FloatMatrix, float, FloatMatrix)}; {@code A' A} by {@code A.transposed()}.
     *
     * @param c not transposed; its upper triangle is read unless beta is 0, both triangles are written
     * @throws IllegalArgumentException if the shapes do not agree
     * @throws IllegalStateException if OpenBLAS cannot be loaded
     */
    public static void square(float alpha, FloatMatrix a, float beta, FloatMatrix c) {
        Layout la = a.layout();
        Layout lc = c.layout();
        Layout.requireProduct(la, la.transpose(), lc);
        int n = lc.rows();
        if (n == 0) return;
        OpenBlas.requireProducts();
        try (FloatPointer nativeA = NativeCopy.of(a.values(), la);
                FloatPointer nativeC = beta == 0 ? NativeCopy.floats(lc) : NativeCopy.of(c.values(), lc)) {
            openblas_nolapack.cblas_ssyrk(
                    CblasRowMajor,
                    CblasUpper,
                    transposition(la),
                    n,
                    la.columns(),
                    alpha,
                    nativeA,
                    width(la),
                    beta,
                    nativeC,
                    n);
            NativeCopy.back(nativeC, c.values(), lc);
        }
        float[] values = c.values();
        for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) values[lc.index(i, j)] = values[lc.index(j, i)];
    }

    private static int transposition(Layout layout) {
        return layout.transposed() ? CblasTrans : CblasNoTrans;
    }

    /** Leading dimension of a packed copy. */
    private static int width(Layout layout) {
        return Math.max(1, layout.storedColumns());
    }
}
