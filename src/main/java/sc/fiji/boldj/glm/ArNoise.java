package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;

/**
 * Autoregressive noise of any order, exactly: its Q is a band with two corrected corners (Gohberg and Semencul), so
 * nothing is approximated at the ends of a run. The innovations have variance 1.
 */
final class ArNoise implements VoxelNoise {

    private final ModelBasis basis;
    private final double[] weights;
    private final double[] band;
    private final double[] corner;
    private double[] factor;
    private double[] inverse;
    private double[] slowSquare;

    /** Noise with the weights of the values 1, 2, ... before. */
    ArNoise(ModelBasis basis, double... weights) {
        this.basis = basis;
        this.weights = weights;
        int p = weights.length;
        double[] a = new double[p + 1];
        a[0] = 1;
        for (int k = 1; k <= p; k++) a[k] = -weights[k - 1];
        band = new double[p + 1];
        for (int k = 0; k <= p; k++) for (int m = 0; m + k <= p; m++) band[k] += a[m] * a[m + k];
        corner = new double[p * p];
        for (int i = 0; i < p; i++)
            for (int j = i; j < p; j++) {
                double sum = 0;
                for (int m = i + 1; m + j - i <= p; m++) sum += a[m] * a[m + j - i];
                corner[i * p + j] = sum;
                corner[j * p + i] = sum;
            }
    }

    @Override
    public int parameters() {
        return weights.length;
    }

    /** The weights of the values 1, 2, ... before; shared. */
    double[] weights() {
        return weights;
    }

    @Override
    public double precision(double[] r, int offset, double[] target, int to) {
        int n = basis.rows();
        int p = weights.length;
        for (int t = 0; t < n; t++) target[to + t] = band[0] * r[offset + t];
        for (int k = 1; k <= p; k++) {
            double q = band[k];
            for (int t = k; t < n; t++) target[to + t] += q * r[offset + t - k];
            for (int t = 0; t < n - k; t++) target[to + t] += q * r[offset + t + k];
        }
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++) {
                target[to + i] -= corner[i * p + j] * r[offset + j];
                target[to + n - 1 - i] -= corner[i * p + j] * r[offset + n - 1 - j];
            }
        return dot(r, offset, target, to, n);
    }

    static double dot(double[] a, int from, double[] b, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int t = 0;
        for (; t + 3 < n; t += 4) {
            s0 += a[from + t] * b[at + t];
            s1 += a[from + t + 1] * b[at + t + 1];
            s2 += a[from + t + 2] * b[at + t + 2];
            s3 += a[from + t + 3] * b[at + t + 3];
        }
        for (; t < n; t++) s0 += a[from + t] * b[at + t];
        return s0 + s1 + (s2 + s3);
    }

    @Override
    public double[] factor() {
        if (factor != null) return factor;
        int rank = basis.rank();
        int p = weights.length;
        int n = basis.rows();
        double[] sum = new double[Cholesky.size(rank)];
        for (int k = 0; k <= p; k++) {
            double[] lagged = basis.lagged(k);
            double q = band[k];
            for (int i = 0; i < sum.length; i++) sum[i] += q * lagged[i];
        }
        double[] u = basis.basis();
        double[] turned = new double[rank];
        for (int i = 0; i < p; i++)
            for (int end = 0; end < 2; end++) {
                java.util.Arrays.fill(turned, 0);
                for (int j = 0; j < p; j++) {
                    double c = corner[i * p + j];
                    int row = (end == 0 ? j : n - 1 - j) * rank;
                    for (int x = 0; x < rank; x++) turned[x] += c * u[row + x];
                }
                int row = (end == 0 ? i : n - 1 - i) * rank;
                for (int x = 0; x < rank; x++) {
                    double value = u[row + x];
                    int at = x * (x + 1) / 2;
                    for (int y = 0; y <= x; y++) sum[at + y] -= value * turned[y];
                }
            }
        if (!Cholesky.factor(sum, rank))
            throw new ArithmeticException("the whitened design is not of full rank: is the noise model stationary?");
        factor = sum;
        return factor;
    }

    @Override
    public void whiten(double[] r, int offset, double[] e, int to) {
        int n = basis.rows();
        int p = weights.length;
        double[] lower = weights.clone();
        double scale = 1;
        for (int t = p; t >= 0; t--) {
            // Value t follows from those before it by the model of order t.
            if (t < p) {
                double reflection = lower[t];
                double left = 1 - reflection * reflection;
                double[] shorter = new double[t];
                for (int k = 0; k < t; k++) shorter[k] = (lower[k] + reflection * lower[t - 1 - k]) / left;
                lower = shorter;
                scale *= Math.sqrt(left);
                double sum = r[offset + t];
                for (int k = 0; k < t; k++) sum -= lower[k] * r[offset + t - 1 - k];
                e[to + t] = sum * scale;
                continue;
            }
            for (int s = p; s < n; s++) e[to + s] = r[offset + s];
            for (int k = 0; k < p; k++) {
                double w = lower[k];
                for (int s = p; s < n; s++) e[to + s] -= w * r[offset + s - 1 - k];
            }
        }
    }

    @Override
    public double[] designBias(int lags) {
        int rank = basis.rank();
        int p = weights.length;
        int far = Math.min(basis.lags(), lags + p);
        double[] traces = new double[far + 1];
        if (p == 0) {
            for (int j = 0; j <= far; j++) for (int i = 0; i < rank; i++) traces[j] += basis.lagged(j)[i * (i + 3) / 2];
        } else {
            double[] twice = inverse();
            for (int j = 0; j <= far; j++) traces[j] = dot(twice, 0, basis.lagged(j), 0, twice.length);
        }
        // The whitened design's products k apart are those of the design, mixed as the squared filter says.
        double[] bias = new double[lags];
        for (int k = 1; k <= lags; k++) {
            double sum = 2 * at(k) * traces[0];
            for (int j = 1; j <= far; j++) sum += (at(j - k) + at(j + k)) * traces[j];
            bias[k - 1] = -sum / 2;
        }
        return bias;
    }

    private double at(int lag) {
        int k = Math.abs(lag);
        return k < band.length ? band[k] : 0;
    }

    @Override
    public EffectVariance effects(GlmPlan plan, int contrasts, SlowPrior prior) {
        return EffectVariance.of(plan, this, contrasts, prior);
    }

    @Override
    public SlowScore slowScore(GlmPlan plan) {
        return SlowScore.of(plan, this);
    }

    @Override
    public double[] known(GlmPlan plan) {
        return null;
    }

    @Override
    public double[][] pull(GlmPlan plan) {
        return new double[0][];
    }

    @Override
    public double[] gradient(GlmPlan plan) {
        return new double[2];
    }

    @Override
    public void forget() {
        factor = null;
        inverse = null;
        slowSquare = null;
    }

    @Override
    public double[] logSlopes(NoiseSpectrum spectrum) {
        int p = weights.length;
        double[] slopes = new double[NoiseSpectrum.SIZE * p];
        for (int f = 0; f < NoiseSpectrum.SIZE; f++) {
            double real = 1;
            double imaginary = 0;
            for (int k = 1; k <= p; k++) {
                real -= weights[k - 1] * spectrum.cos(f, k);
                imaginary += weights[k - 1] * spectrum.sin(f, k);
            }
            double square = real * real + imaginary * imaginary;
            for (int k = 1; k <= p; k++)
                slopes[f * p + k - 1] = 2 * (spectrum.cos(f, k) * real - spectrum.sin(f, k) * imaginary) / square;
        }
        return slopes;
    }

    @Override
    public double[] inverseSpectrum(NoiseSpectrum spectrum) {
        double[] inverse = new double[NoiseSpectrum.SIZE];
        for (int f = 0; f < NoiseSpectrum.SIZE; f++) {
            double sum = band[0];
            for (int k = 1; k < band.length; k++) sum += 2 * band[k] * spectrum.cos(f, k);
            inverse[f] = sum;
        }
        return inverse;
    }

    /** As if the run had no ends, which is enough for slopes. */
    @Override
    public void slopes(double[] x, double[][] target) {
        int p = weights.length;
        int rank = x.length;
        for (int i = 0; i < p; i++) java.util.Arrays.fill(target[i], 0);
        double[] product = new double[rank];
        for (int k = 0; k <= p; k++) {
            Cholesky.times(basis.lagged(k), x, product, rank);
            for (int i = 1; i <= p; i++) {
                double slope = 0;
                if (i + k <= p) slope -= part(i + k);
                if (i - k >= 0) slope -= part(i - k);
                if (slope != 0) for (int r = 0; r < rank; r++) target[i - 1][r] += slope * product[r];
            }
        }
    }

    /** As if the run had no ends. */
    @Override
    public double[] slow(SlowNoise slow) {
        if (slowSquare != null) return slowSquare;
        double[] sum = new double[Cholesky.size(basis.rank())];
        for (int k = 0; k < band.length; k++) {
            double[] lagged = slow.lagged(k);
            double q = band[k];
            for (int i = 0; i < sum.length; i++) sum[i] += q * lagged[i];
        }
        slowSquare = sum;
        return sum;
    }

    @Override
    public double slowBias(SlowNoise slow) {
        double[] square = slow(slow);
        return -dot(inverse(), 0, square, 0, square.length);
    }

    /** The inverse of U' Q U, packed, with what is off the diagonal twice. */
    private double[] inverse() {
        if (inverse != null) return inverse;
        int rank = basis.rank();
        double[] found = new double[Cholesky.size(rank)];
        Cholesky.inverse(factor(), rank, found);
        for (int i = 0; i < rank; i++) for (int j = 0; j < i; j++) found[i * (i + 1) / 2 + j] *= 2;
        inverse = found;
        return inverse;
    }

    private double part(int k) {
        return k == 0 ? 1 : -weights[k - 1];
    }
}
