package sc.fiji.boldj.ica;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.linalg.SymmetricEigen;

/**
 * The autocorrelation of the noise in time, as an autoregressive model.
 *
 * <p>It is measured on differences of neighbouring voxels: networks are wider than a voxel and cancel, noise remains.
 * The number of components can then be estimated as if the noise were white.
 *
 * @param filter coefficients a of noise(t) = sum of a[i] noise(t - 1 - i) + innovation
 */
record NoiseColour(double[] filter) {

    private static final int ORDER = 3;
    /** Pairs of neighbours that are looked at. */
    private static final int PAIRS = 4000;

    /** Measures the noise of a prepared scan. */
    static NoiseColour of(ScanMatrix matrix, Mask mask) {
        int volumes = matrix.volumes();
        int voxels = matrix.voxels();
        int[] usable = matrix.usable();
        int lags = Math.min(ORDER, volumes / 10);
        double[] products = new double[lags + 1];
        int step = Math.max(1, voxels / PAIRS);
        double[] difference = new double[volumes];
        for (int i = 0; i + 1 < voxels; i += step) {
            if (mask.voxel(usable[i + 1]) != mask.voxel(usable[i]) + 1) continue;
            double square = 0;
            for (int t = 0; t < volumes; t++) {
                difference[t] = (double) matrix.values()[t * voxels + i] - matrix.values()[t * voxels + i + 1];
                square += difference[t] * difference[t];
            }
            if (!(square > 0)) continue;
            for (int lag = 0; lag <= lags; lag++) {
                double sum = 0;
                for (int t = lag; t < volumes; t++) sum += difference[t] * difference[t - lag];
                products[lag] += sum / square;
            }
        }
        return new NoiseColour(yuleWalker(products));
    }

    /** Levinson's recursion. */
    private static double[] yuleWalker(double[] products) {
        double[] a = new double[products.length - 1];
        double error = products[0];
        for (int m = 0; m < a.length && error > 0; m++) {
            double reflection = products[m + 1];
            for (int i = 0; i < m; i++) reflection -= a[i] * products[m - i];
            reflection /= error;
            double[] old = Arrays.copyOf(a, m);
            for (int i = 0; i < m; i++) a[i] = old[i] - reflection * old[m - 1 - i];
            a[m] = reflection;
            error *= 1 - reflection * reflection;
        }
        return a;
    }

    /** The eigenvalues of the products of volumes after the filter; as many fewer as the filter is long, the mean removed. */
    double[] whitened(double[] gram, int volumes) {
        int p = filter.length;
        int n = volumes - p;
        double[] half = new double[n * volumes];
        for (int t = 0; t < n; t++)
            for (int j = 0; j < volumes; j++) {
                double sum = gram[(t + p) * volumes + j];
                for (int i = 0; i < p; i++) sum -= filter[i] * gram[(t + p - 1 - i) * volumes + j];
                half[t * volumes + j] = sum;
            }
        double[] both = new double[n * n];
        for (int t = 0; t < n; t++)
            for (int u = 0; u < n; u++) {
                double sum = half[t * volumes + u + p];
                for (int i = 0; i < p; i++) sum -= filter[i] * half[t * volumes + u + p - 1 - i];
                both[t * n + u] = sum;
            }
        centre(both, n);
        return SymmetricEigen.of(both, n).values();
    }

    /** Removes the mean of rows and columns: demeaned data have nothing there, filtered ones almost nothing. */
    private static void centre(double[] matrix, int n) {
        double[] mean = new double[n];
        double all = 0;
        for (int t = 0; t < n; t++)
            for (int u = 0; u < n; u++) {
                double value = 0.5 * (matrix[t * n + u] + matrix[u * n + t]) / n;
                mean[t] += value;
                all += value / n;
            }
        for (int t = 0; t < n; t++)
            for (int u = t; u < n; u++) {
                double value = 0.5 * (matrix[t * n + u] + matrix[u * n + t]) - mean[t] - mean[u] + all;
                matrix[t * n + u] = value;
                matrix[u * n + t] = value;
            }
    }
}
