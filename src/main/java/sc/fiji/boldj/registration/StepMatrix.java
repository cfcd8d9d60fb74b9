package sc.fiji.boldj.registration;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/** The operations of {@link QuasiNewton} on its matrices, which have up to 12 rows. */
final class StepMatrix {

    private static final double RIDGE = 1e-6;

    private StepMatrix() {}

    /** The inverse of a symmetric matrix with no negative eigenvalue, after a millionth is added to its diagonal. */
    static double[][] inverse(double[][] symmetric) {
        int n = symmetric.length;
        double mean = 0;
        for (int i = 0; i < n; i++) mean += symmetric[i][i] / n;
        // Unit diagonal first: shifts, turns and entries of a matrix differ in scale by thousands.
        double[] scale = new double[n];
        for (int i = 0; i < n; i++)
            scale[i] = 1 / Math.sqrt(Math.max(symmetric[i][i], 1e-12 * mean + Double.MIN_NORMAL));
        double[][] unit = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++) unit[i][k] = symmetric[i][k] * scale[i] * scale[k] + (i == k ? RIDGE : 0);
        double[][] inverse = new CholeskyDecomposition(new Array2DRowRealMatrix(unit, false), 1e-9, 0)
                .getSolver()
                .getInverse()
                .getData();
        for (int i = 0; i < n; i++) for (int k = 0; k < n; k++) inverse[i][k] *= scale[i] * scale[k];
        return inverse;
    }

    static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[matrix.length];
        for (int i = 0; i < product.length; i++)
            for (int k = 0; k < vector.length; k++) product[i] += matrix[i][k] * vector[k];
        return product;
    }
}
