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

    /** Sum over t of the products k apart of a whitened residual of white noise of variance 1, for k = 1 to lags. */
    double[] designBias(int lags);

    /** Number of parameters that were estimated. */
    int parameters();

    /**
     * The covariance of the estimated parameters with the logarithm of the variance as parameter 0, packed; null if it is
     * not known.
     */
    double[] covariance(NoiseSpectrum spectrum);

    /**
     * Computes {@code x' D y} for the slopes D of U' Q U for each parameter.
     *
     * @param target shape (parameters)
     */
    void slopes(double[] x, double[] y, double[] target);
}
