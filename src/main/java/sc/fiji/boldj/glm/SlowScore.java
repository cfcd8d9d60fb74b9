package sc.fiji.boldj.glm;

/**
 * Expected value of the slow-noise statistic in whitened residuals without slow noise beyond the model, and its information.
 *
 * @param bias what is expected of {@link SlowNoise#of}, for a variance of 1
 * @param information Fisher information of the logarithm of its size, with what the model's own parameters take of it
 */
record SlowScore(double bias, double information) {

    static SlowScore of(GlmPlan plan, VoxelNoise noise) {
        double presumed = plan.slow().prior();
        double[] covariance = EffectVariance.parameters(plan, noise, presumed);
        double information = covariance == null ? 0 : Math.max(0, 1 / covariance[covariance.length - 1] - presumed);
        return new SlowScore(noise.slowBias(plan.slow()), information);
    }

    /** How far whitened residuals hold more slow noise than expected: the slope of their log likelihood. */
    double excess(SlowNoise slow, double[] e, int offset, double variance) {
        return 0.5 * (slow.of(e, offset) / variance - bias);
    }
}
