package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;

/**
 * What the variance of each contrast becomes, and how sure it is, where the noise was estimated too. Immutable but for
 * what the noise keeps.
 *
 * <p>Two things are added to the variance that the estimated noise implies. Weights that are not those of the true noise
 * make effects more variable than the best ones are (Kackar and Harville 1984); where they are solved from
 * autocovariances they say too little by as much again, as Kenward and Roger (1997) find, but the most likely point of
 * the grid of ARMA(1,1) does not. And slow noise beyond the model, {@link SlowNoise}, found in the whitened residuals, adds
 * what it does to the score of the design, by one step of scoring of the restricted likelihood,
 * with what all voxels show of slow noise as {@link SlowPrior}.
 */
final class EffectVariance {

    /** Changes are kept below this: a factor of 1/27 to 4.6. */
    private static final double MOST = 2;

    /** Of weights solved from autocovariances: more variable effects, and as much again that they do not say. */
    private static final double SOLVED = 2;

    /** Of the most likely of a grid, which has no such bias. */
    private static final double LIKELY = 1;

    private final double prior;
    private final Contrast[] contrasts;

    /** Matrices of q rows a side, for rows that were made independent and of variance 1. */
    private record Contrast(double[] slow, double[] others, ErrorFreedom freedom) {}

    private EffectVariance(double prior, Contrast[] contrasts) {
        this.prior = prior;
        this.contrasts = contrasts;
    }

    /** The covariance of the logarithm of the variance, the parameters of the noise and slow noise; packed, or null. */
    static double[] parameters(GlmPlan plan, VoxelNoise noise, double precision) {
        NoiseSpectrum spectrum = plan.spectrum();
        double[] slopes = noise.logSlopes(spectrum);
        int p = slopes.length / NoiseSpectrum.SIZE;
        double[] wide = new double[NoiseSpectrum.SIZE * (p + 1)];
        double[] shape = spectrum.slow();
        for (int f = 0; f < NoiseSpectrum.SIZE; f++) {
            System.arraycopy(slopes, f * p, wide, f * (p + 1), p);
            wide[f * (p + 1) + p] = shape[f];
        }
        return spectrum.covariance(wide, p + 1, precision, noise.known(plan));
    }

    static EffectVariance of(GlmPlan plan, VoxelNoise noise, int contrasts, SlowPrior prior) {
        NoiseSpectrum spectrum = plan.spectrum();
        double[] covariance = parameters(plan, noise, prior.precision());
        Contrast[] found = new Contrast[contrasts];
        if (covariance == null) return new EffectVariance(0, found);
        double[] slopes = noise.logSlopes(spectrum);
        int p = slopes.length / NoiseSpectrum.SIZE;
        double[] known = NoiseCovariances.known(covariance, p);
        double[] spread = noise.inverseSpectrum(spectrum);
        for (int f = 0; f < NoiseSpectrum.SIZE; f++) {
            double sum = 0;
            for (int i = 0; i < p; i++)
                for (int j = 0; j < p; j++) sum += known[i * p + j] * slopes[f * p + i] * slopes[f * p + j];
            spread[f] *= sum;
        }
        double[] moved = moved(covariance, noise.pull(plan), prior);
        for (int c = 0; c < contrasts; c++)
            found[c] = contrast(plan, noise, plan.basis().contrast(c), covariance, known, spread, moved);
        return new EffectVariance(prior.mean() * prior.precision(), found);
    }

    /** What the shift of the prior of the noise's weights changes of the logarithm of the variance, the weights and slow noise. */
    private static double[] moved(double[] covariance, double[][] pull, SlowPrior prior) {
        int m = (int) Math.round(Math.sqrt(2 * covariance.length + 0.25) - 0.5);
        double[] moved = new double[m];
        if (pull.length == 0) return moved;
        for (int j = 1; j <= pull[0].length; j++) {
            double force = pull[0][j - 1] * prior.shiftA() + pull[1][j - 1] * prior.shiftLink();
            for (int i = 0; i < m; i++)
                moved[i] += force * covariance[i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i];
        }
        return moved;
    }

    private static Contrast contrast(
            GlmPlan plan,
            VoxelNoise noise,
            double[][] rows,
            double[] covariance,
            double[] known,
            double[] spread,
            double[] moved) {
        int q = rows.length;
        int p = (int) Math.round(Math.sqrt(known.length));
        int rank = plan.basis().tested();
        double[] factor = noise.factor();
        double[][] x = new double[q][];
        double[] square = new double[Cholesky.size(q)];
        for (int r = 0; r < q; r++) {
            x[r] = rows[r].clone();
            Cholesky.forward(factor, rank, x[r], 0);
            for (int s = 0; s <= r; s++) square[r * (r + 1) / 2 + s] = ArNoise.dot(x[r], 0, x[s], 0, rank);
        }
        if (!Cholesky.factor(square, q)) return null;
        for (int r = 0; r < q; r++) Cholesky.backward(factor, rank, x[r], 0);
        // How the logarithm of the variance of the noise, its weights and slow noise change the variance, relatively.
        double[][] slopes = new double[p + 2][q * q];
        double[][][] turned = new double[q][p][rank];
        double[] product = new double[rank];
        for (int r = 0; r < q; r++) {
            slopes[0][r * q + r] = 1;
            noise.slopes(x[r], turned[r]);
            Cholesky.times(noise.slow(plan.slow()), x[r], product, rank);
            for (int s = 0; s < q; s++) {
                for (int i = 0; i < p; i++) slopes[i + 1][r * q + s] = -ArNoise.dot(x[s], 0, turned[r][i], 0, rank);
                slopes[p + 1][r * q + s] = ArNoise.dot(x[s], 0, product, 0, rank);
            }
        }
        for (int i = 1; i < slopes.length; i++) independent(slopes[i], square, q);
        double[] slow = new double[q * q];
        int last = (p + 1) * (p + 2) / 2;
        for (int i = 0; i < slopes.length; i++)
            for (int k = 0; k < slow.length; k++) slow[k] += covariance[last + i] * slopes[i][k];
        double[] weights = plan.energies().weighted(x, spread);
        for (int r = 0; r < q; r++) for (int i = 0; i < p; i++) Cholesky.forward(factor, rank, turned[r][i], 0);
        for (int r = 0; r < q; r++)
            for (int s = 0; s < q; s++)
                for (int i = 0; i < p; i++)
                    for (int j = 0; j < p; j++)
                        weights[r * q + s] -= known[i * p + j] * ArNoise.dot(turned[r][i], 0, turned[s][j], 0, rank);
        independent(weights, square, q);
        if (q == 1) weights[0] = Math.max(0, weights[0]);
        double times = plan.options().noise() == NoiseModel.ARMA11 ? LIKELY : SOLVED;
        for (int k = 0; k < weights.length; k++) {
            weights[k] *= times;
            for (int i = 0; i < slopes.length; i++) weights[k] += moved[i] * slopes[i][k];
        }
        return new Contrast(slow, weights, ErrorFreedom.of(slopes, covariance, q, plan.degrees()));
    }

    /** Replaces S by L^-1 S L'^-1. */
    private static void independent(double[] s, double[] factor, int q) {
        double[] column = new double[q];
        for (int side = 0; side < 2; side++)
            for (int r = 0; r < q; r++) {
                for (int k = 0; k < q; k++) column[k] = s[side == 0 ? k * q + r : r * q + k];
                Cholesky.forward(factor, q, column, 0);
                for (int k = 0; k < q; k++) s[side == 0 ? k * q + r : r * q + k] = column[k];
            }
    }

    /** Degrees of freedom and scale of a contrast; null if they could not be found. */
    ErrorFreedom freedom(int c) {
        return contrasts[c] == null ? null : contrasts[c].freedom;
    }

    /**
     * What the covariance of the rows of a contrast is multiplied with, for rows made independent.
     *
     * @param excess from {@link SlowScore#excess}
     * @return shape (q, q), symmetric and positive definite
     */
    double[] growth(int c, int q, double excess) {
        double[] m = new double[q * q];
        double size = 0;
        if (contrasts[c] != null)
            for (int k = 0; k < m.length; k++) {
                m[k] = (excess + prior) * contrasts[c].slow[k] + contrasts[c].others[k];
                size += m[k] * m[k];
            }
        double share = size > MOST * MOST ? MOST / Math.sqrt(size) / 3 : 1.0 / 3;
        for (int k = 0; k < m.length; k++) m[k] *= share;
        for (int r = 0; r < q; r++) m[r * q + r] += 1;
        // A cube, as the cube root of a variance is close to normal (Wilson and Hilferty 1931).
        return times(times(m, m, q), m, q);
    }

    private static double[] times(double[] a, double[] b, int q) {
        double[] product = new double[q * q];
        for (int i = 0; i < q; i++)
            for (int j = 0; j < q; j++) for (int k = 0; k < q; k++) product[i * q + j] += a[i * q + k] * b[k * q + j];
        return product;
    }
}
