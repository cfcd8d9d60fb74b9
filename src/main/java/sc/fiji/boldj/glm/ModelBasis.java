package sc.fiji.boldj.glm;

import java.util.List;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * A design in orthonormal coordinates: every product that fits need, made once. Immutable.
 *
 * <p>U is an orthonormal basis of the columns of X, then of columns that are there only while the noise is estimated. T_k
 * is the matrix that is 1 where row and column are k apart. Packed matrices begin with those of X alone.
 */
final class ModelBasis {

    private final int rows;
    private final int rank;
    private final int tested;
    private final double[] basis;
    private final double[][][] contrasts;
    private final double[][] percents;
    private final double[][] lagged;

    private ModelBasis(
            int rows, int tested, double[] basis, double[][][] contrasts, double[][] percents, double[][] lagged) {
        this.rows = rows;
        rank = basis.length / rows;
        this.tested = tested;
        this.basis = basis;
        this.contrasts = contrasts;
        this.percents = percents;
        this.lagged = lagged;
    }

    /**
     * Prepares a design.
     *
     * @param lags largest k for which U' T_k U is wanted
     * @throws IllegalArgumentException if the design is not of full rank, or a contrast is dependent
     */
    static ModelBasis of(Design design, List<TaskContrast> contrasts, int lags) {
        return of(design, contrasts, lags, 0);
    }

    /**
     * Prepares a design with {@link OtherResponses} beside it.
     *
     * @param repetitionTime seconds; 0: without them
     */
    static ModelBasis of(Design design, List<TaskContrast> contrasts, int lags, double repetitionTime) {
        DesignCheck.requireEstimable(design);
        int n = design.rows();
        int p = design.columns();
        double[] matrix = design.matrix();
        double[] u = ColumnSpace.of(matrix, n, p).basis();
        double[] square = new double[p * p];
        MatrixProduct.multiply(1, Matrix.of(u, n, p).transposed(), Matrix.of(matrix, n, p), 0, Matrix.of(square, p, p));
        double[] identity = new double[p * p];
        for (int i = 0; i < p; i++) identity[i * p + i] = 1;
        // X = U S, so the weights of X are S^-1 times those of U.
        double[] inverse = LeastSquares.solve(square, p, p, identity, p).coefficients();
        double[][][] turned = new double[contrasts.size()][][];
        for (int c = 0; c < turned.length; c++) turned[c] = turned(contrasts.get(c), inverse, p);
        double[][] percents = new double[turned.length][];
        for (int c = 0; c < turned.length; c++)
            if (!contrasts.get(c).isF()) percents[c] = percent(contrasts.get(c), design, inverse);
        double[] others = repetitionTime > 0 ? OtherResponses.of(design, u, repetitionTime) : new double[0];
        double[] all = beside(u, others, n);
        int rank = all.length / n;
        double[][] lagged = new double[lags + 1][];
        for (int k = 0; k <= lags; k++) lagged[k] = lagged(all, n, rank, k);
        return new ModelBasis(n, p, all, turned, percents, lagged);
    }

    /** Weights of U that add up what the columns weigh, each by the height of its unit in percent. */
    private static double[] percent(TaskContrast contrast, Design design, double[] inverse) {
        int p = design.columns();
        double[] weights = contrast.weights()[0];
        double[] turned = new double[p];
        for (int i = 0; i < p; i++)
            if (weights[i] != 0)
                for (int j = 0; j < p; j++)
                    turned[j] += 100 * design.units().get(i).height() * weights[i] * inverse[i * p + j];
        return turned;
    }

    private static double[] beside(double[] a, double[] b, int n) {
        if (b.length == 0) return a;
        int p = a.length / n;
        int q = b.length / n;
        double[] both = new double[a.length + b.length];
        for (int t = 0; t < n; t++) {
            System.arraycopy(a, t * p, both, t * (p + q), p);
            System.arraycopy(b, t * q, both, t * (p + q) + p, q);
        }
        return both;
    }

    private static double[][] turned(TaskContrast contrast, double[] inverse, int p) {
        double[][] weights = contrast.weights();
        double[][] turned = new double[weights.length][p];
        for (int r = 0; r < weights.length; r++) {
            if (weights[r].length != p)
                throw new IllegalArgumentException("contrast " + contrast.name() + " has " + weights[r].length
                        + " weights, but the design " + p + " columns");
            for (int i = 0; i < p; i++)
                if (weights[r][i] != 0) for (int j = 0; j < p; j++) turned[r][j] += weights[r][i] * inverse[i * p + j];
        }
        if (weights.length > 1) {
            double[] flat = new double[weights.length * p];
            for (int r = 0; r < weights.length; r++)
                for (int j = 0; j < p; j++) flat[j * weights.length + r] = turned[r][j];
            if (ColumnSpace.of(flat, p, weights.length).rank() < weights.length)
                throw new IllegalArgumentException(
                        "contrast " + contrast.name() + " has " + weights.length + " rows that depend on each other");
        }
        return turned;
    }

    /** U' T_k U, packed; the identity for k = 0. */
    private static double[] lagged(double[] u, int n, int p, int k) {
        double[] packed = new double[Cholesky.size(p)];
        if (k == 0) for (int i = 0; i < p; i++) packed[i * (i + 1) / 2 + i] = 1;
        else if (k < n) {
            double[] product = new double[p * p];
            MatrixProduct.multiply(
                    1,
                    Matrix.of(u, n - k, p).transposed(),
                    Matrix.of(u, k * p, n - k, p, p),
                    0,
                    Matrix.of(product, p, p));
            for (int i = 0; i < p; i++)
                for (int j = 0; j <= i; j++) packed[i * (i + 1) / 2 + j] = product[i * p + j] + product[j * p + i];
        }
        return packed;
    }

    int rows() {
        return rows;
    }

    /** Columns of U. */
    int rank() {
        return rank;
    }

    /** The first columns of U, which span the design. */
    int tested() {
        return tested;
    }

    /** U, shape (rows, rank); shared. */
    double[] basis() {
        return basis;
    }

    /** The rows of contrast {@code c} for weights of the first columns of U, shape (q, tested); shared. */
    double[][] contrast(int c) {
        return contrasts[c];
    }

    /** The row of a t contrast {@code c} for weights of U that is 100 times the signal it stands for; null for F; shared. */
    double[] percent(int c) {
        return percents[c];
    }

    /** U' T_k U, packed; shared. */
    double[] lagged(int k) {
        return lagged[k];
    }

    /** Largest k of {@link #lagged}. */
    int lags() {
        return lagged.length - 1;
    }
}
