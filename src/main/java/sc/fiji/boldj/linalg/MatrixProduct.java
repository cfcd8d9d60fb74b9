package sc.fiji.boldj.linalg;

/**
 * Matrix products on row-major Java arrays, the same bits on every processor: the order of the sums is fixed.
 *
 * <p>One thread for each call; calls may come from several threads at once. The result may be one of the arrays that are
 * read. NaN and infinities spread as the arithmetic says; with {@code beta = 0} the old values of the result are not
 * read.
 */
public final class MatrixProduct {

    private MatrixProduct() {}

    /**
     * The product {@code C = alpha A B + beta C} in double precision: beta times the old value, to which alpha times sums of
     * 256 products are added one after another.
     *
     * @param c where the product is written, not transposed
     * @throws IllegalArgumentException if the shapes do not agree
     */
    public static void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        Layout.requireProduct(a.layout(), b.layout(), c.layout());
        Matrix left = a.values() == c.values() ? a.copy() : a;
        Matrix right = b.values() == c.values() ? b.copy() : b;
        scale(beta, c);
        // The loops run along the longer side of the result.
        if (c.layout().columns() < Math.min(32, c.layout().rows()))
            Products.add(alpha, right.transposed(), left.transposed(), c.transposed(), false);
        else Products.add(alpha, left, right, c, false);
    }

    /**
     * The product {@code C = alpha A B + beta C} in single precision, sums too: beta times the old value, to which alpha
     * times sums of 256 products are added one after another.
     *
     * @param c where the product is written, not transposed
     * @throws IllegalArgumentException if the shapes do not agree
     */
    public static void multiply(float alpha, FloatMatrix a, FloatMatrix b, float beta, FloatMatrix c) {
        Layout.requireProduct(a.layout(), b.layout(), c.layout());
        FloatMatrix left = a.values() == c.values() ? a.copy() : a;
        FloatMatrix right = b.values() == c.values() ? b.copy() : b;
        scale(beta, c);
        if (c.layout().columns() < Math.min(32, c.layout().rows()))
            FloatProducts.add(alpha, right.transposed(), left.transposed(), c.transposed(), false);
        else FloatProducts.add(alpha, left, right, c, false);
    }

    /**
     * The symmetric product {@code C = alpha A A' + beta C} in double precision, in little more than half the time of
     * {@link #multiply(double, Matrix, Matrix, double, Matrix)} and with its bits; {@code A' A} by {@code A.transposed()}.
     *
     * @param c not transposed; its upper triangle is read unless beta is 0, both triangles are written
     * @throws IllegalArgumentException if the shapes do not agree
     */
    public static void square(double alpha, Matrix a, double beta, Matrix c) {
        Layout layout = c.layout();
        Layout.requireProduct(a.layout(), a.layout().transpose(), layout);
        Matrix read = a.values() == c.values() ? a.copy() : a;
        scale(beta, c);
        Products.add(alpha, read, read.transposed(), c, true);
        double[] values = c.values();
        int n = layout.rows();
        for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) values[layout.at(i, j)] = values[layout.at(j, i)];
    }

    /**
     * The symmetric product {@code C = alpha A A' + beta C} in single precision, in little more than half the time of
     * {@link #multiply(float, FloatMatrix, FloatMatrix, float, FloatMatrix)} and with its bits; {@code A' A} by
     * {@code A.transposed()}.
     *
     * @param c not transposed; its upper triangle is read unless beta is 0, both triangles are written
     * @throws IllegalArgumentException if the shapes do not agree
     */
    public static void square(float alpha, FloatMatrix a, float beta, FloatMatrix c) {
        Layout layout = c.layout();
        Layout.requireProduct(a.layout(), a.layout().transpose(), layout);
        FloatMatrix read = a.values() == c.values() ? a.copy() : a;
        scale(beta, c);
        FloatProducts.add(alpha, read, read.transposed(), c, true);
        float[] values = c.values();
        int n = layout.rows();
        for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) values[layout.at(i, j)] = values[layout.at(j, i)];
    }

    private static void scale(double beta, Matrix c) {
        if (beta == 1) return;
        Layout layout = c.layout();
        double[] values = c.values();
        for (int i = 0; i < layout.rows(); i++) {
            int from = layout.at(i, 0);
            for (int j = from; j < from + layout.columns(); j++) values[j] = beta == 0 ? 0 : beta * values[j];
        }
    }

    private static void scale(float beta, FloatMatrix c) {
        if (beta == 1) return;
        Layout layout = c.layout();
        float[] values = c.values();
        for (int i = 0; i < layout.rows(); i++) {
            int from = layout.at(i, 0);
            for (int j = from; j < from + layout.columns(); j++) values[j] = beta == 0 ? 0 : beta * values[j];
        }
    }
}
