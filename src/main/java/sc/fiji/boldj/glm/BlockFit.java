package sc.fiji.boldj.glm;

import java.util.Arrays;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/** Fits the voxels of a block. Used by one thread at a time; what is large is shared. */
final class BlockFit {

    /** Residuals with less than this part of the squares of the data are rounding errors. */
    static final double NOTHING = 1e-20;

    private final GlmPlan plan;
    private final ModelBasis basis;
    private final int n;
    private final int rank;
    private final int tested;
    private final VoxelFits fits;
    private final VoxelNoise[] noises;
    private double[] residual;
    private double[] product;
    private double[] scores;

    /**
     * For a plan.
     *
     * @param fits where voxels are kept until all are fitted; null if the noise is white
     */
    BlockFit(GlmPlan plan, VoxelFits fits) {
        this.plan = plan;
        this.fits = fits;
        basis = plan.basis();
        n = basis.rows();
        rank = basis.rank();
        tested = basis.tested();
        noises = new VoxelNoise[plan.width()];
    }

    /**
     * Fits the voxels of a block, writes their results, and keeps what depends on all voxels.
     *
     * @param block shape (volumes, count), row = time
     */
    void fit(int first, int count, float[] block, GlmResult target) {
        if (plan.options().noise() == NoiseModel.OLS && plan.options().robust() == FirstLevel.Robust.NONE) {
            new PlainFit(plan).fit(first, count, block, target);
            return;
        }
        double[] series = new double[count * n];
        boolean[] usable = new boolean[count];
        for (int v = 0; v < count; v++) usable[v] = read(block, v, count, series, target, first + v);
        double[] weights = times(series, count);
        residual = series;
        double[] squares = new double[count];
        for (int v = 0; v < count; v++) squares[v] = ArNoise.dot(series, v * n, series, v * n, n);
        MatrixProduct.multiply(
                -1,
                Matrix.of(weights, count, rank),
                Matrix.of(basis.basis(), n, rank).transposed(),
                1,
                Matrix.of(series, count, n));
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
        double[] lines = new double[count * tested];
        for (int v = 0; v < count; v++) {
            System.arraycopy(weights, v * rank, lines, v * tested, tested);
            if (!fitted[v] || white) continue;
            double[] factor = noises[v].factor();
            quadratic[v] -= Cholesky.forward(factor, rank, scores, v * rank);
            refine(lines, v, factor, weights);
            Cholesky.backward(factor, rank, scores, v * rank);
        }
        if (!white)
            MatrixProduct.multiply(
                    -1,
                    Matrix.of(scores, count, rank),
                    Matrix.of(basis.basis(), n, rank).transposed(),
                    1,
                    Matrix.of(residual, count, n));
        ContrastWriter maps = new ContrastWriter(plan, target);
        for (int v = 0; v < count; v++) {
            if (!usable[v]) {
                target.fail(first + v);
                continue;
            }
            double[] line = Arrays.copyOfRange(lines, v * tested, (v + 1) * tested);
            if (!fitted[v]) {
                double[][] none = maps.effects(first + v, line, null, 0);
                for (int c = 0; c < none.length; c++) maps.write(first + v, c, none[c], null, 0);
                target.whiteness()[first + v] = 1;
            } else {
                double[] factor = white ? null : noises[v].factor();
                double variance = quadratic[v] / (n - rank);
                noises[v].whiten(residual, v * n, product, v * n);
                target.whiteness()[first + v] = (float) whiteness(product, v * n, noises[v]);
                SlowScore slow = white ? null : noises[v].slowScore(plan);
                double excess = white ? 0 : slow.excess(plan.slow(), product, v * n, variance);
                if (plan.options().robust() != FirstLevel.Robust.NONE) {
                    RobustFit robust =
                            new RobustFit(basis, noises[v], plan.options().robust());
                    variance = robust.fit(line, product, v * n);
                    factor = robust.factor();
                }
                double[][] covariances = maps.effects(first + v, line, factor, variance);
                noteNoise(first + v, noises[v], target);
                if (white)
                    for (int c = 0; c < covariances.length; c++) maps.write(first + v, c, covariances[c], null, 0);
                else {
                    noises[v].forget();
                    fits.keep(first + v, noises[v], covariances, excess, slow);
                }
            }
            noises[v] = null;
        }
    }

    /**
     * Adds to the weights of the design what the noise changes of them, as if no other column were there: with L the factor
     * of U' Q U, and l its rows of the other columns, L'^-1 (L^-1 U' Q r + l' w) of the residual r of all columns and the
     * weights w of the others.
     */
    private void refine(double[] lines, int v, double[] factor, double[] weights) {
        double[] change = Arrays.copyOfRange(scores, v * rank, v * rank + tested);
        for (int j = tested; j < rank; j++) {
            double w = weights[v * rank + j];
            for (int i = 0; i < tested; i++) change[i] += w * factor[j * (j + 1) / 2 + i];
        }
        Cholesky.backward(factor, tested, change, 0);
        for (int i = 0; i < tested; i++) lines[v * tested + i] += change[i];
    }

    /** Copies a voxel's series, and its mean over the volumes that are used; false if it is not finite. */
    private boolean read(float[] block, int v, int count, double[] series, GlmResult target, int voxel) {
        boolean finite = true;
        double sum = 0;
        boolean[] out = plan.censored();
        int kept = 0;
        for (int t = 0; t < n; t++) {
            double value = block[t * count + v];
            if (!Double.isFinite(value)) {
                // An excluded volume may hold anything.
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
        MatrixProduct.multiply(
                1, Matrix.of(rows, count, n), Matrix.of(basis.basis(), n, rank), 0, Matrix.of(result, count, rank));
        return result;
    }

    private void findNoise(int count, boolean[] fitted) {
        switch (plan.options().noise()) {
            case OLS -> Arrays.fill(noises, 0, count, plan.white());
            case ARMA11 -> {
                ArmaSearch search = new ArmaSearch(plan);
                search.find(residual, count, fitted, noises);
            }
            default -> {
                boolean choose = plan.options().noise() == NoiseModel.AR;
                double[] sums = new double[plan.estimator().most() + 1];
                for (int v = 0; v < count; v++) {
                    if (!fitted[v]) continue;
                    products(residual, v * n, sums);
                    noises[v] = new ArNoise(basis, plan.estimator().estimate(sums, choose));
                }
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

    private void noteNoise(int voxel, VoxelNoise noise, GlmResult target) {
        float[][] maps = target.noise();
        if (noise instanceof ArmaNoise armaNoise) {
            maps[0][voxel] = (float) armaNoise.a();
            maps[1][voxel] = (float) armaNoise.b();
        } else if (noise instanceof ArNoise arNoise && maps.length > 0) {
            maps[0][voxel] = noise.parameters();
            double[] weights = arNoise.weights();
            maps[1][voxel] = weights.length == 0 ? 0 : (float) weights[0];
        }
    }
}
