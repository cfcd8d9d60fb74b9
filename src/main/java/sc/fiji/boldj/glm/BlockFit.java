package sc.fiji.boldj.glm;

import java.util.Arrays;
import sc.fiji.boldj.linalg.Blas;
import sc.fiji.boldj.stats.NormalScore;

/** Fits the voxels of a block. Used by one thread at a time; what is large is shared. */
final class BlockFit {

    /** Residuals with less than this part of the squares of the data are rounding errors. */
    static final double NOTHING = 1e-20;

    private final GlmPlan plan;
    private final ModelBasis basis;
    private final int n;
    private final int rank;
    private final VoxelNoise[] noises;
    private double[] residual;
    private double[] product;
    private double[] scores;

    BlockFit(GlmPlan plan) {
        this.plan = plan;
        basis = plan.basis();
        n = basis.rows();
        rank = basis.rank();
        noises = new VoxelNoise[plan.width()];
    }

    /**
     * Fits the voxels of a block and writes their results.
     *
     * @param block shape (volumes, count), row = time
     */
    void fit(int first, int count, float[] block, GlmResult target) {
        if (plan.options().noise() == NoiseModel.OLS && plan.options().robust() == FirstLevel.Robust.NONE) {
            new PlainFit(plan).fit(first, count, block, this, target);
            return;
        }
        double[] series = new double[count * n];
        boolean[] usable = new boolean[count];
        for (int v = 0; v < count; v++) usable[v] = read(block, v, count, series, target, first + v);
        double[] weights = times(series, count);
        residual = series;
        double[] squares = new double[count];
        for (int v = 0; v < count; v++) squares[v] = ArNoise.dot(series, v * n, series, v * n, n);
        Blas.dgemm(false, true, count, n, rank, -1, weights, 0, rank, basis.basis(), 0, rank, 1, series, 0, n);
        boolean[] fitted = new boolean[count];
        for (int v = 0; v < count; v++)
            fitted[v] = usable[v] && ArNoise.dot(series, v * n, series, v * n, n) > NOTHING * squares[v];
        product = new double[count * n];
        findNoise(count, fitted);
        double[] quadratic = new double[count];
        for (int v = 0; v < count; v++)
            if (fitted[v]) quadratic[v] = noises[v].precision(residual, v * n, product, v * n);
        boolean white = plan.options().noise() == NoiseModel.OLS;
        scores = white ? new double[count * rank] : times(product, count);
        for (int v = 0; v < count; v++) {
            if (!fitted[v]) continue;
            if (white) continue;
            quadratic[v] -= Cholesky.forward(noises[v].factor(), rank, scores, v * rank);
            Cholesky.backward(noises[v].factor(), rank, scores, v * rank);
            for (int i = 0; i < rank; i++) weights[v * rank + i] += scores[v * rank + i];
        }
        if (!white)
            Blas.dgemm(false, true, count, n, rank, -1, scores, 0, rank, basis.basis(), 0, rank, 1, residual, 0, n);
        double[] line = new double[rank];
        for (int v = 0; v < count; v++) {
            if (!usable[v]) target.fail(first + v);
            else if (!fitted[v]) {
                System.arraycopy(weights, v * rank, line, 0, rank);
                contrasts(first + v, line, null, 0, null, 0, target);
                target.whiteness()[first + v] = 1;
            } else {
                System.arraycopy(weights, v * rank, line, 0, rank);
                double[] factor = white ? null : noises[v].factor();
                double variance = quadratic[v] / (n - rank);
                noises[v].whiten(residual, v * n, product, v * n);
                target.whiteness()[first + v] = (float) whiteness(product, v * n, noises[v]);
                EffectVariance effects = white
                        ? null
                        : noises[v].effects(plan, target.contrasts().size());
                double excess = white ? 0 : effects.excess(plan.slow(), product, v * n, variance);
                if (plan.options().robust() != FirstLevel.Robust.NONE) {
                    RobustFit robust =
                            new RobustFit(basis, noises[v], plan.options().robust());
                    variance = robust.fit(line, product, v * n);
                    factor = robust.factor();
                }
                contrasts(first + v, line, factor, variance, effects, excess, target);
                noteNoise(first + v, noises[v], target);
            }
            noises[v] = null;
        }
    }

    /** Copies a voxel's series, and its mean over the volumes that count; false if it is not finite. */
    private boolean read(float[] block, int v, int count, double[] series, GlmResult target, int voxel) {
        boolean finite = true;
        double sum = 0;
        boolean[] out = plan.censored();
        int kept = 0;
        for (int t = 0; t < n; t++) {
            double value = block[t * count + v];
            if (!Double.isFinite(value)) {
                // A volume that does not count may hold anything.
                finite &= out[t];
                value = 0;
            }
            if (!out[t]) {
                sum += value;
                kept++;
            }
            series[v * n + t] = value;
        }
        if (!finite) Arrays.fill(series, v * n, (v + 1) * n, 0);
        target.mean()[voxel] = (float) (finite && kept > 0 ? sum / kept : Double.NaN);
        return finite;
    }

    private double[] times(double[] rows, int count) {
        double[] result = new double[count * rank];
        Blas.dgemm(false, false, count, rank, n, 1, rows, 0, n, basis.basis(), 0, rank, 0, result, 0, rank);
        return result;
    }

    private void findNoise(int count, boolean[] fitted) {
        switch (plan.options().noise()) {
            case OLS:
                Arrays.fill(noises, 0, count, plan.white());
                break;
            case ARMA11:
                ArmaSearch search = new ArmaSearch(plan);
                search.find(residual, count, fitted, noises);
                break;
            default:
                boolean choose = plan.options().noise() == NoiseModel.AR;
                double[] sums = new double[plan.estimator().most() + 1];
                for (int v = 0; v < count; v++) {
                    if (!fitted[v]) continue;
                    products(residual, v * n, sums);
                    noises[v] = new ArNoise(basis, plan.estimator().estimate(sums, choose));
                }
        }
    }

    /** Sums of the products of values 0, 1, ... apart. */
    private void products(double[] r, int offset, double[] sums) {
        for (int k = 0; k < sums.length; k++) sums[k] = ArNoise.dot(r, offset, r, offset + k, n - k);
    }

    /** p of the Ljung-Box statistic of whitened residuals, with what the design does to them taken off. */
    private double whiteness(double[] e, int offset, VoxelNoise noise) {
        int lags = plan.lags();
        double[] sums = new double[lags + 1];
        products(e, offset, sums);
        double[] bias = noise == plan.white() ? plan.whiteBias() : noise.designBias(lags);
        return whiteness(sums, bias, n, rank, lags - noise.parameters());
    }

    /**
     * p of the Ljung-Box statistic.
     *
     * @param sums of the products 0, 1, ... apart
     * @param bias what the design adds to them from lag 1 on, for a variance of 1
     */
    static double whiteness(double[] sums, double[] bias, int n, int rank, int degrees) {
        double statistic = 0;
        for (int k = 1; k < sums.length; k++) {
            double r = sums[k] / sums[0] - bias[k - 1] / (n - rank);
            statistic += r * r / (n - k);
        }
        statistic *= n * (n + 2.0);
        return ChiSquareTail.of(statistic, Math.max(1, degrees));
    }

    /**
     * Writes the maps of all contrasts.
     *
     * @param effects what the noise does to variances; null if it is white, or there is none
     * @param excess of slow noise
     */
    void contrasts(
            int voxel,
            double[] weights,
            double[] factor,
            double variance,
            EffectVariance effects,
            double excess,
            GlmResult target) {
        double[] line = new double[rank];
        for (int c = 0; c < target.contrasts().size(); c++) {
            GlmResult.Maps maps = target.maps(c);
            double[][] rows = basis.contrast(c);
            int q = rows.length;
            double[] effect = new double[q];
            double[][] half = new double[q][];
            ErrorFreedom freedom = effects == null ? null : effects.freedom(c);
            double degrees = freedom == null ? n - rank : freedom.degrees();
            maps.degrees()[voxel] = (float) degrees;
            for (int r = 0; r < q; r++) {
                effect[r] = ArNoise.dot(rows[r], 0, weights, 0, rank);
                System.arraycopy(rows[r], 0, line, 0, rank);
                if (factor != null) Cholesky.forward(factor, rank, line, 0);
                half[r] = q == 1 ? line : line.clone();
                maps.effect()[r][voxel] = (float) effect[r];
            }
            double[] growth = effects == null ? null : effects.growth(c, q, excess);
            if (q == 1) {
                double spread = variance * ArNoise.dot(line, 0, line, 0, rank) * (growth == null ? 1 : growth[0]);
                maps.variance()[0][voxel] = (float) spread;
                double t = variance > 0 ? effect[0] / Math.sqrt(spread) : 0;
                maps.statistic()[voxel] = (float) t;
                maps.z()[voxel] = (float) (freedom == null ? plan.scores().at(t) : NormalScore.ofT(t, degrees));
                double mean = target.mean()[voxel];
                double signal = ArNoise.dot(basis.percent(c), 0, weights, 0, rank);
                maps.percent()[voxel] = (float) (mean > 0 ? signal / mean : Double.NaN);
            } else {
                double[] covariance = covariance(half, growth);
                for (int r = 0; r < q; r++)
                    maps.variance()[r][voxel] = (float) (variance * covariance[r * (r + 3) / 2]);
                double f = variance > 0 ? wald(effect, covariance) / (q * variance) : 0;
                double scaled = freedom == null ? f : f * freedom.scale();
                maps.statistic()[voxel] = (float) f;
                maps.z()[voxel] = (float) (variance > 0 ? NormalScore.ofF(scaled, q, degrees) : 0);
            }
        }
    }

    /** C G C' of rows C L'^-1, or L growth L' of its factor L; packed. */
    private static double[] covariance(double[][] half, double[] growth) {
        int q = half.length;
        double[] square = new double[Cholesky.size(q)];
        for (int i = 0; i < q; i++)
            for (int j = 0; j <= i; j++)
                square[i * (i + 1) / 2 + j] = ArNoise.dot(half[i], 0, half[j], 0, half[i].length);
        if (growth == null) return square;
        double[] l = square.clone();
        if (!Cholesky.factor(l, q)) return square;
        double[] grown = new double[square.length];
        for (int i = 0; i < q; i++)
            for (int j = 0; j <= i; j++)
                for (int a = 0; a <= i; a++)
                    for (int b = 0; b <= j; b++)
                        grown[i * (i + 1) / 2 + j] +=
                                l[i * (i + 1) / 2 + a] * growth[a * q + b] * l[j * (j + 1) / 2 + b];
        return grown;
    }

    /** effect' covariance^-1 effect. */
    private static double wald(double[] effect, double[] covariance) {
        double[] factor = covariance.clone();
        if (!Cholesky.factor(factor, effect.length)) return Double.NaN;
        return Cholesky.forward(factor, effect.length, effect.clone(), 0);
    }

    private void noteNoise(int voxel, VoxelNoise noise, GlmResult target) {
        float[][] maps = target.noise();
        if (noise instanceof ArmaNoise) {
            maps[0][voxel] = (float) ((ArmaNoise) noise).a();
            maps[1][voxel] = (float) ((ArmaNoise) noise).b();
        } else if (noise instanceof ArNoise && maps.length > 0) {
            maps[0][voxel] = noise.parameters();
            double[] weights = ((ArNoise) noise).weights();
            maps[1][voxel] = weights.length == 0 ? 0 : (float) weights[0];
        }
    }
}
