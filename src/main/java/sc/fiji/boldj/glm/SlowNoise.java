package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * Slow noise beyond what a model of the noise implies: a process whose correlation falls to 1/e in 8 seconds, searched for
 * in whitened residuals. Immutable.
 *
 * <p>Few weights cannot follow noise of every shape down to the frequency of a block design. What is left of that in the
 * whitened residuals e is measured by {@code e' P e}, with P 1 at no lag and {@code scale exp(-lag / 8 s)} at others,
 * so that its spectrum is 1 at frequency 0 and adds up to 0.
 */
final class SlowNoise {

    /** Seconds in which the correlation falls to 1/e: half the power is below 0.02 Hz. */
    private static final double SECONDS = 8;

    /**
     * Standard deviation that the logarithm of the noise's spectrum at frequency 0 is thought to have about that of the
     * model. 2 presumes next to nothing, but keeps apart what no run can tell from the model's own weights.
     */
    private static final double SPREAD = 2;

    /**
     * The same for ARMA(1,1) at a repetition time of 1 s: its two weights, one slow and one fast, leave the less the
     * fewer octaves there are from 0.02 Hz to the highest frequency.
     */
    private static final double ARMA_SPREAD = 1.6;

    private final ModelBasis basis;
    private final double spread;
    private final double decay;
    private final double scale;
    private final double[][] lagged;

    /**
     * For the whitened residuals of a design.
     *
     * @param order highest order of autoregressive noise; -1 for ARMA(1,1)
     * @param repetitionTime seconds
     */
    SlowNoise(ModelBasis basis, int order, double repetitionTime) {
        this.basis = basis;
        spread = order < 0 ? Math.min(SPREAD, ARMA_SPREAD / repetitionTime) : SPREAD;
        decay = Math.exp(-repetitionTime / SECONDS);
        scale = (1 - decay) / (2 * decay);
        int n = basis.rows();
        int p = basis.rank();
        lagged = new double[order + 1][];
        if (order < 0) return;
        double[] u = basis.basis();
        double[] columns = new double[n * p];
        for (int t = 0; t < n; t++) for (int c = 0; c < p; c++) columns[c * n + t] = u[t * p + c];
        double[] applied = applied(columns, p);
        double[] moved = new double[n * p];
        for (int k = 0; k <= order; k++) {
            for (int c = 0; c < p; c++)
                for (int t = 0; t < n; t++) {
                    double value = k == 0 || t >= k ? columns[c * n + t - k] : 0;
                    if (k > 0 && t + k < n) value += columns[c * n + t + k];
                    moved[c * n + t] = value;
                }
            lagged[k] = product(moved, applied, n, p);
        }
    }

    /** P of each of the columns, shape (count, rows). */
    private double[] applied(double[] columns, int count) {
        int n = basis.rows();
        double[] applied = new double[n * count];
        for (int c = 0; c < count; c++) {
            double sum = 0;
            for (int t = 1; t < n; t++) {
                sum = decay * (sum + columns[c * n + t - 1]);
                applied[c * n + t] = scale * sum;
            }
            sum = 0;
            for (int t = n - 2; t >= 0; t--) {
                sum = decay * (sum + columns[c * n + t + 1]);
                applied[c * n + t] += scale * sum;
            }
        }
        return applied;
    }

    private static double[] product(double[] columns, double[] applied, int n, int p) {
        double[] full = new double[p * p];
        MatrixProduct.multiply(
                1, Matrix.of(columns, p, n), Matrix.of(applied, p, n).transposed(), 0, Matrix.of(full, p, p));
        double[] packed = new double[Cholesky.size(p)];
        for (int i = 0; i < p; i++)
            for (int j = 0; j <= i; j++) packed[i * (i + 1) / 2 + j] = 0.5 * (full[i * p + j] + full[j * p + i]);
        return packed;
    }

    /** Standard deviation of the logarithm of slow noise that is presumed. */
    double spread() {
        return spread;
    }

    /** What is known of the variance of slow noise beforehand: 1 / variance. */
    double prior() {
        return 1 / (spread * spread);
    }

    /** U' P T_k U, packed; shared. */
    double[] lagged(int k) {
        return lagged[k];
    }

    /** C' P C of as many columns as the design has, shape (rank, rows); packed. */
    double[] square(double[] columns) {
        return product(columns, applied(columns, basis.rank()), basis.rows(), basis.rank());
    }

    /** {@code e' P e}. */
    double of(double[] e, int offset) {
        int n = basis.rows();
        double sum = 0;
        double before = 0;
        for (int t = 1; t < n; t++) {
            before = decay * (before + e[offset + t - 1]);
            sum += before * e[offset + t];
        }
        return 2 * scale * sum;
    }

    /** Mean of the spectrum of P over each of the bins of a spectrum, shape (SIZE). */
    double[] shape() {
        double[] shape = new double[NoiseSpectrum.SIZE];
        int parts = 16;
        for (int i = 0; i < shape.length * parts; i++) {
            double cosine = Math.cos(Math.PI * (i + 0.5) / (shape.length * parts));
            double peak = (1 - decay * decay) / (1 - 2 * decay * cosine + decay * decay);
            shape[i / parts] += scale * (peak - 1) / parts;
        }
        return shape;
    }
}
