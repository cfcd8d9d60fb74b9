package sc.fiji.boldj.glm;

import java.util.Arrays;
import sc.fiji.boldj.linalg.Cholesky;

/**
 * Iteratively reweighted least squares of one whitened series (Holland and Welsch 1977).
 *
 * <p>The scale is the median absolute residual over 0.6745; residuals are divided by {@code sqrt(1 - leverage)} first.
 * The variance is that of DuMouchel and O'Brien (1989).
 */
final class RobustFit {

    private static final int STEPS = 50;

    private final ModelBasis basis;
    private final FirstLevel.Robust kind;
    private final VoxelNoise noise;
    private double[] factor;

    RobustFit(ModelBasis basis, VoxelNoise noise, FirstLevel.Robust kind) {
        this.basis = basis;
        this.noise = noise;
        this.kind = kind;
    }

    /** The factor of the whitened design's square, packed; after {@link #fit}. */
    double[] factor() {
        return factor;
    }

    /**
     * Refines weights.
     *
     * @param weights of U, from generalised least squares; changed
     * @param e whitened residuals of these weights; not changed
     * @return the variance of the noise
     */
    double fit(double[] weights, double[] e, int offset) {
        int n = basis.rows();
        int p = basis.rank();
        double[] white = whiteDesign(n, p);
        factor = square(white, null, n, p);
        double[] leverage = leverage(white, n, p);
        double[] start = Arrays.copyOfRange(e, offset, offset + n);
        double plain = 0;
        for (double v : start) plain += v * v;
        double[] shift = new double[p];
        double[] residual = start.clone();
        double[] w = new double[n];
        double tune = kind == FirstLevel.Robust.HUBER ? 1.345 : 4.685;
        double scale = 0;
        for (int step = 0; step < STEPS; step++) {
            scale = scale(residual, leverage, p);
            if (!(scale > 1e-9 * Math.sqrt(plain / n))) break;
            for (int t = 0; t < n; t++) w[t] = weight(residual[t] / (scale * leverage[t] * tune));
            double[] l = square(white, w, n, p);
            double[] right = new double[p];
            for (int t = 0; t < n; t++) {
                double value = w[t] * start[t];
                for (int i = 0; i < p; i++) right[i] += value * white[t * p + i];
            }
            Cholesky.forward(l, p, right, 0);
            Cholesky.backward(l, p, right, 0);
            double change = 0;
            double size = 0;
            for (int i = 0; i < p; i++) {
                change = Math.max(change, Math.abs(right[i] - shift[i]));
                size = Math.max(size, Math.abs(right[i]));
            }
            shift = right;
            for (int t = 0; t < n; t++) residual[t] = start[t] - ArNoise.dot(white, t * p, shift, 0, p);
            if (change <= 1e-7 * Math.max(size, scale)) break;
        }
        for (int i = 0; i < p; i++) weights[i] += shift[i];
        return variance(residual, leverage, scale, tune, plain, n, p);
    }

    private double variance(
            double[] residual, double[] leverage, double scale, double tune, double plain, int n, int p) {
        double ordinary = plain / (n - p);
        if (!(scale > 0)) return ordinary;
        double psi = 0;
        double slope = 0;
        double slopes = 0;
        for (int t = 0; t < n; t++) {
            double u = residual[t] / (scale * leverage[t] * tune);
            double value = u * weight(u) * tune;
            psi += value * value * leverage[t] * leverage[t];
            double d = (u + 1e-4) * weight(u + 1e-4) - (u - 1e-4) * weight(u - 1e-4);
            slope += d / 2e-4;
            slopes += d / 2e-4 * (d / 2e-4);
        }
        double mean = slope / n;
        double spread = slopes / n - mean * mean;
        double correction = 1 + (double) p / n * spread / (mean * mean);
        double robust = correction * correction * scale * scale * psi / (n - p) / (mean * mean);
        // With few volumes the two are mixed, as the robust scale alone is too hopeful then.
        return Math.max(robust, (robust * n * n + ordinary * p * p) / ((double) n * n + (double) p * p));
    }

    private double weight(double u) {
        if (kind == FirstLevel.Robust.HUBER) return 1 / Math.max(1, Math.abs(u));
        double left = 1 - u * u;
        return left > 0 ? left * left : 0;
    }

    private static double scale(double[] residual, double[] leverage, int p) {
        double[] sizes = new double[residual.length];
        for (int t = 0; t < sizes.length; t++) sizes[t] = Math.abs(residual[t] / leverage[t]);
        Arrays.sort(sizes);
        int from = Math.min(p, sizes.length - 1) - 1;
        int first = Math.max(0, from);
        int count = sizes.length - first;
        double median = (sizes[first + (count - 1) / 2] + sizes[first + count / 2]) / 2;
        return median / 0.6745;
    }

    /** sqrt(1 - leverage) of each row, at least 0.01. */
    private double[] leverage(double[] white, int n, int p) {
        double[] row = new double[p];
        double[] root = new double[n];
        for (int t = 0; t < n; t++) {
            System.arraycopy(white, t * p, row, 0, p);
            root[t] = Math.sqrt(Math.max(1e-4, 1 - Cholesky.forward(factor, p, row, 0)));
        }
        return root;
    }

    private double[] whiteDesign(int n, int p) {
        double[] u = basis.basis();
        double[] column = new double[n];
        double[] e = new double[n];
        double[] white = new double[n * p];
        for (int c = 0; c < p; c++) {
            for (int t = 0; t < n; t++) column[t] = u[t * p + c];
            noise.whiten(column, 0, e, 0);
            for (int t = 0; t < n; t++) white[t * p + c] = e[t];
        }
        return white;
    }

    private static double[] square(double[] white, double[] w, int n, int p) {
        double[] sum = new double[Cholesky.size(p)];
        for (int t = 0; t < n; t++) {
            double share = w == null ? 1 : w[t];
            for (int i = 0; i < p; i++) {
                double value = share * white[t * p + i];
                int at = i * (i + 1) / 2;
                for (int j = 0; j <= i; j++) sum[at + j] += value * white[t * p + j];
            }
        }
        if (!Cholesky.factor(sum, p))
            // Every volume that informs a column lost its weight: keep a little of each.
            return square(white, Arrays.stream(w).map(v -> v + 1e-6).toArray(), n, p);
        return sum;
    }
}
