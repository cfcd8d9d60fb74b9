package sc.fiji.boldj.glm;

import java.util.List;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.NormalScore;

/** What all voxels of a fit share: the design in orthonormal coordinates, and what estimates the noise. Immutable. */
final class GlmPlan {

    private static final int BLOCK_VALUES = 1 << 18;
    private static final int LAGS = 10;
    private static final int MOST_ORDER = 12;

    /** Seconds that the weights of autoregressive noise reach back at least, where AICc chooses their number. */
    private static final double LEAST_REACH = 3.2;

    /** Seconds from volume to volume where that is not known. */
    private static final double USUAL = 2;

    private final FirstLevel.Options options;
    private final ModelBasis basis;
    private final ArEstimator estimator;
    private final ArmaGrid grid;
    private final ArNoise white;
    private final double[] whiteBias;
    private final boolean[] censored;
    private final int lags;
    private final NormalScore.OfT scores;
    private final NoiseSpectrum spectrum;
    private final SlowNoise slow;
    private final ContrastEnergy energies;

    GlmPlan(
            Design design,
            List<TaskContrast> contrasts,
            FirstLevel.Options options,
            double repetitionTime,
            Progress progress) {
        this.options = options;
        double interval = repetitionTime > 0 ? repetitionTime : USUAL;
        int n = design.rows();
        int left = n - design.columns();
        int order = order(options, left);
        lags = order + Math.max(1, Math.min(LAGS, left / 10));
        boolean beside =
                options.others() && options.noise() != NoiseModel.OLS && options.robust() == FirstLevel.Robust.NONE;
        basis = ModelBasis.of(design, contrasts, Math.min(n - 1, lags + order), beside ? interval : 0);
        boolean ar = options.noise() == NoiseModel.AR || options.noise() == NoiseModel.AR1;
        estimator = ar ? new ArEstimator(basis, leastOrder(interval), order, progress) : null;
        grid = options.noise() == NoiseModel.ARMA11 ? new ArmaGrid(basis) : null;
        white = new ArNoise(basis);
        whiteBias = white.designBias(lags);
        scores = new NormalScore.OfT(n - basis.rank());
        slow = options.noise() == NoiseModel.OLS ? null : new SlowNoise(basis, ar ? order : -1, interval);
        spectrum = slow == null ? null : new NoiseSpectrum(basis, slow.shape());
        energies = slow == null ? null : new ContrastEnergy(basis);
        censored = new boolean[n];
        for (int t : design.censored()) censored[t] = true;
    }

    /** The least order where AICc chooses: 4 at 0.8 s, 2 at 2 s, 1 at 3 s. */
    static int leastOrder(double repetitionTime) {
        return (int) Math.max(1, Math.round(LEAST_REACH / repetitionTime));
    }

    private static int order(FirstLevel.Options options, int left) {
        switch (options.noise()) {
            case OLS -> {
                return 0;
            }
            case AR1 -> {
                requireLeft(left, 8, options);
                return 1;
            }
            case ARMA11 -> {
                requireLeft(left, 8, options);
                return 2;
            }
            default -> {
                requireLeft(left, 8, options);
                if (options.maxOrder() > 0) {
                    requireLeft(left, 4 * options.maxOrder(), options);
                    return options.maxOrder();
                }
                return Math.max(1, Math.min(MOST_ORDER, left / 12));
            }
        }
    }

    private static void requireLeft(int left, int least, FirstLevel.Options options) {
        if (left < least)
            throw new IllegalArgumentException("noise " + options.noise() + " needs " + least
                    + " volumes more than the design has columns, but there are only " + left
                    + ": use fewer confounds, or noise ols");
    }

    FirstLevel.Options options() {
        return options;
    }

    ModelBasis basis() {
        return basis;
    }

    ArEstimator estimator() {
        return estimator;
    }

    ArmaGrid grid() {
        return grid;
    }

    ArNoise white() {
        return white;
    }

    double[] whiteBias() {
        return whiteBias;
    }

    boolean[] censored() {
        return censored;
    }

    /** The normal scores of t. */
    NormalScore.OfT scores() {
        return scores;
    }

    /** What residuals tell of the spectrum; null for ordinary least squares. */
    NoiseSpectrum spectrum() {
        return spectrum;
    }

    /** Slow noise beyond the model; null for ordinary least squares. */
    SlowNoise slow() {
        return slow;
    }

    /** The energies of effects over frequency; null for ordinary least squares. */
    ContrastEnergy energies() {
        return energies;
    }

    /** Volumes minus all columns: the residual degrees of freedom if the correlation of the noise were known. */
    double degrees() {
        return (double) basis.rows() - basis.rank();
    }

    /** Lags of the test of whiteness. */
    int lags() {
        return lags;
    }

    /** Voxels in a block. */
    int width() {
        return Math.max(16, Math.min(2048, BLOCK_VALUES / basis.rows()));
    }
}
