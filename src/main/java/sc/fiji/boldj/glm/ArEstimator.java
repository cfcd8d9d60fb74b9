package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.run.Progress;

/**
 * Finds the autoregressive model of a voxel's noise from the autocovariances of the residuals of ordinary least squares.
 *
 * <p>A regression takes away part of the noise, so that residuals are less correlated than noise. What is expected of
 * them, {@code E r' S_k r = sum over j of gamma_j tr(S_k R T_j R)} with R the residual-forming matrix, is solved for the
 * autocovariances of the noise, as Worsley et al. (2002) do; but lags beyond the order count as the model implies them,
 * not as 0, which is found by iteration.
 */
final class ArEstimator {

    private static final int TAIL = 200;
    private static final int STEPS = 8;

    /** Weights that leave more innovations than this, relative to those that fit the residuals best, have gone astray. */
    private static final double WORSE = 1.1;

    private final int least;
    private final int most;
    private final int lags;
    private final int effective;
    private final double[][] solve;
    private final double[][] tail;

    /**
     * An estimator for a design.
     *
     * @param least order where AICc chooses: it takes off too many weights in short runs, and slow noise is then taken
     *     for less than it is
     * @param most highest order
     */
    ArEstimator(ModelBasis basis, int least, int most, Progress progress) {
        this.least = least;
        this.most = most;
        int n = basis.rows();
        int p = basis.rank();
        lags = Math.min(n - 1, TAIL);
        effective = n - p;
        double[][] expected = ExpectedProducts.of(basis, most, lags, progress);
        solve = new double[most + 1][];
        tail = new double[most + 1][];
        for (int order = 0; order <= most; order++) {
            int m = order + 1;
            int rest = lags - order;
            double[] square = new double[m * m];
            double[] right = new double[m * (m + rest)];
            for (int k = 0; k < m; k++) {
                for (int j = 0; j < m; j++) square[k * m + j] = expected[k][j];
                right[k * (m + rest) + k] = 1;
                for (int j = 0; j < rest; j++) right[k * (m + rest) + m + j] = expected[k][m + j];
            }
            double[] solved = LeastSquares.solve(square, m, m, right, m + rest).coefficients();
            solve[order] = new double[m * m];
            tail[order] = new double[m * rest];
            for (int k = 0; k < m; k++) {
                System.arraycopy(solved, k * (m + rest), solve[order], k * m, m);
                System.arraycopy(solved, k * (m + rest) + m, tail[order], k * rest, rest);
            }
        }
    }

    /** The highest order. */
    int most() {
        return most;
    }

    /**
     * The weights of the values before, as many as AICc finds, or as the highest order.
     *
     * @param sums sums of the products of the residual's values 0 to {@link #most} apart
     */
    double[] estimate(double[] sums, boolean choose) {
        Levinson models = refine(sums, most, null);
        if (!choose) return models.coefficients(models.order());
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int order = Math.min(least, models.order()); order <= models.order(); order++) {
            double criterion = effective * Math.log(models.error(order))
                    + 2.0 * (order + 1) * effective / Math.max(1, effective - order - 2);
            if (criterion < lowest) {
                lowest = criterion;
                best = order;
            }
        }
        if (best == 0) return models.coefficients(0);
        if (best == most) return models.coefficients(best);
        models = refine(sums, best, models.coefficients(best));
        return models.coefficients(models.order());
    }

    private Levinson refine(double[] sums, int order, double[] start) {
        int m = order + 1;
        int rest = lags - order;
        double[] direct = new double[m];
        for (int k = 0; k < m; k++) for (int j = 0; j < m; j++) direct[k] += solve[order][k * m + j] * sums[j];
        double[] gamma = new double[lags + 1];
        System.arraycopy(direct, 0, gamma, 0, m);
        double[] last = start;
        Levinson models = null;
        for (int step = 0; step < STEPS; step++) {
            if (last != null) {
                for (int j = m; j <= lags; j++) {
                    double value = 0;
                    for (int k = 0; k < last.length; k++) value += last[k] * gamma[j - 1 - k];
                    gamma[j] = value;
                }
                double change = 0;
                for (int k = 0; k < m; k++) {
                    double value = direct[k];
                    int row = k * rest;
                    for (int j = 0; j < rest; j++) value -= tail[order][row + j] * gamma[m + j];
                    change = Math.max(change, Math.abs(value - gamma[k]));
                    gamma[k] = value;
                }
                if (step > 0 && change < 1e-4 * Math.abs(gamma[0])) {
                    models = new Levinson(gamma, order);
                    break;
                }
            }
            models = new Levinson(gamma, order);
            last = models.coefficients(models.order());
        }
        return credible(models, direct, sums, order);
    }

    /**
     * The models, or where they leave far more of the residuals unexplained than the autocovariances of the residuals do as
     * they are, which says that the equations are too ill-conditioned for what was found: those of one solution without
     * iteration, or of no correction at all.
     */
    private static Levinson credible(Levinson models, double[] direct, double[] sums, int order) {
        Levinson plain = new Levinson(sums, order);
        double least = plain.error(plain.order());
        if (innovations(models, sums) <= WORSE * least) return models;
        Levinson once = new Levinson(direct, order);
        return innovations(once, sums) <= WORSE * least ? once : plain;
    }

    /** What the weights of the highest order leave of residuals of these sums of products. */
    private static double innovations(Levinson models, double[] sums) {
        double[] weights = models.coefficients(models.order());
        double sum = sums[0];
        for (int i = 0; i < weights.length; i++) {
            sum -= 2 * weights[i] * sums[i + 1];
            for (int j = 0; j < weights.length; j++) sum += weights[i] * weights[j] * sums[Math.abs(i - j)];
        }
        return sum;
    }
}
