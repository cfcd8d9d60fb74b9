package sc.fiji.boldj.glm;

/** The noise of one voxel: what it does to series and to the design. Q is the inverse of the correlation matrix. */
interface VoxelNoise {

    /**
     * Computes {@code Q r}.
     *
     * @return {@code r' Q r}
     */
    double precision(double[] r, int offset, double[] target, int to);

    /** The factor of U' Q U, packed; not to be changed. */
    double[] factor();

    /** Turns a series into one whose noise is white: {@code e' e = r' Q r}. */
    void whiten(double[] r, int offset, double[] e, int to);

    /** What it does to the variances of the first contrasts of a plan, with what is known of slow noise beforehand. */
    EffectVariance effects(GlmPlan plan, int contrasts, SlowPrior prior);

    /** What is expected of slow noise beyond it. */
    SlowScore slowScore(GlmPlan plan);

    /** What was known of the parameters of {@link #logSlopes} beforehand: 1 / variance, packed; null: nothing. */
    double[] known(GlmPlan plan);

    /**
     * What a shift of the mean of the {@link ArmaPrior} along each of its axes adds to the slopes of the log likelihood for the
     * parameters of {@link #logSlopes}: shape (2, parameters); shape (0) without a prior.
     */
    double[][] pull(GlmPlan plan);

    /** The slopes of the log likelihood for the mean of the {@link ArmaPrior}: shape (2), 0 without a prior. */
    double[] gradient(GlmPlan plan);

    /** Drops what is large and can be found again. */
    void forget();

    /** Sum over t of the products k apart of a whitened residual of white noise of variance 1, for k = 1 to lags. */
    double[] designBias(int lags);

    /** Number of parameters that were estimated. */
    int parameters();

    /**
     * The slopes of the logarithm of the spectrum for each parameter that can be told from none.
     *
     * @return shape (SIZE, parameters)
     */
    double[] logSlopes(NoiseSpectrum spectrum);

    /** The inverse of the spectrum at each frequency, shape (SIZE). */
    double[] inverseSpectrum(NoiseSpectrum spectrum);

    /**
     * Computes {@code D x} for the slopes D of U' Q U for each parameter of {@link #logSlopes}.
     *
     * @param x for the first columns of U
     * @param target shape (parameters, x.length)
     */
    void slopes(double[] x, double[][] target);

    /** W' P W of the design: what slow noise of variance 1 adds to the covariance of its score, packed; shared. */
    double[] slow(SlowNoise slow);

    /** What is expected of {@link SlowNoise#of} for the whitened residual of white noise of variance 1. */
    double slowBias(SlowNoise slow);
}
