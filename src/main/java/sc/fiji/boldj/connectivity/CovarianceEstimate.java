package sc.fiji.boldj.connectivity;

import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * A covariance matrix of region series.
 *
 * @param matrix shape (n, n)
 * @param n number of regions
 * @param shrinkage how far it was moved towards a multiple of the identity, in [0, 1]
 */
record CovarianceEstimate(double[] matrix, int n, double shrinkage) {

    /** The covariance with division by the number of volumes. Series, shape (n, T), must have mean 0. */
    static CovarianceEstimate empirical(double[] series, int n, int volumes) {
        double[] matrix = new double[n * n];
        MatrixProduct.square(1.0 / volumes, Matrix.of(series, n, volumes), 0, Matrix.of(matrix, n, n));
        return new CovarianceEstimate(matrix, n, 0);
    }

    /**
     * The estimate of Ledoit and Wolf 2004 (J Multivariate Anal 88:365): {@code (1 - s) S + s m I}, {@code S} the
     * covariance with division by the number of volumes, {@code m} the mean of its diagonal, {@code s} the shrinkage
     * that minimises the expected squared error.
     */
    static CovarianceEstimate ledoitWolf(double[] series, int n, int volumes) {
        double[] matrix = empirical(series, n, volumes).matrix();
        double trace = 0;
        for (int i = 0; i < n; i++) trace += matrix[i * n + i];
        double mean = trace / n;
        double squared = 0;
        for (double value : matrix) squared += value * value;
        double fourth = 0;
        for (int t = 0; t < volumes; t++) {
            double power = 0;
            for (int i = 0; i < n; i++) power += series[i * volumes + t] * series[i * volumes + t];
            fourth += power * power;
        }
        double error = (fourth / volumes - squared) / volumes;
        double distance = squared - n * mean * mean;
        double shrinkage = error <= 0 ? 0 : distance <= error ? 1 : error / distance;
        for (int i = 0; i < n * n; i++) matrix[i] *= 1 - shrinkage;
        for (int i = 0; i < n; i++) matrix[i * n + i] += shrinkage * mean;
        return new CovarianceEstimate(matrix, n, shrinkage);
    }
}
