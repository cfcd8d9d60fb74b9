package sc.fiji.boldj.glm;

/**
 * Expected value of the slow-noise statistic in whitened residuals without slow noise beyond the model, and its information.
 *
 * @param bias what is expected of {@link SlowNoise#of}, for a variance of 1
 * @param information Fisher information of the logarithm of its size, with what the model's own parameters take of it
 * @param link information of the same and the mean of {@link ArmaPrior}, shape (2); 0 without a prior
 * @param centre information of the mean of {@link ArmaPrior}, packed; 0 without a prior
 * @param gradient slope of the log likelihood for the mean of {@link ArmaPrior}, shape (2); 0 without a prior
 */
record SlowScore(double bias, double information, double[] link, double[] centre, double[] gradient) {

    static SlowScore of(GlmPlan plan, VoxelNoise noise) {
        double presumed = plan.slow().prior();
        double[] covariance = EffectVariance.parameters(plan, noise, presumed);
        double[] link = new double[2];
        double[] centre = new double[3];
        double bias = noise.slowBias(plan.slow());
        if (covariance == null) return new SlowScore(bias, 0, link, centre, new double[2]);
        double variance = covariance[covariance.length - 1];
        double[][] pull = noise.pull(plan);
        if (pull.length > 0) {
            int p = pull[0].length;
            int last = covariance.length - 1 - p;
            double[] known = NoiseCovariances.known(covariance, p);
            double[] precision = plan.grid().prior().precision();
            for (int r = 0; r < 2; r++) {
                for (int i = 0; i < p; i++) link[r] -= pull[r][i] * covariance[last + i] / variance;
                for (int s = 0; s <= r; s++) {
                    centre[r + s] = precision[r + s];
                    for (int i = 0; i < p; i++)
                        for (int j = 0; j < p; j++) centre[r + s] -= pull[r][i] * known[i * p + j] * pull[s][j];
                }
            }
        }
        return new SlowScore(bias, Math.max(0, 1 / variance - presumed), link, centre, noise.gradient(plan));
    }

    /** How far whitened residuals hold more slow noise than expected: the slope of their log likelihood. */
    double excess(SlowNoise slow, double[] e, int offset, double variance) {
        return 0.5 * (slow.of(e, offset) / variance - bias);
    }
}
