package sc.fiji.boldj.glm;

/**
 * Prior for the slow noise of a voxel beyond its noise model: mean and precision (1 / variance) of the logarithm of its
 * size, estimated from all voxels of a mask.
 *
 * <p>A single voxel carries little information on the few frequencies of a block design, and part of it is the task
 * itself. The mask shows how wrong the model is on average and how much voxels differ (an empirical Bayes prior, as in
 * Smyth 2004 for variances). With few voxels, or none, the mean is 0 and the standard deviation is that assumed by
 * {@link SlowNoise}.
 *
 * @param mean logarithm of the noise's spectrum at frequency 0, relative to the model's
 * @param precision 1 / variance
 */
record SlowPrior(double mean, double precision) {

    /** Weight of the assumed prior, in voxels. */
    private static final double PRESUMED = 10;

    /**
     * Estimates the prior from voxels.
     *
     * @param scores slope of each voxel's log likelihood with respect to slow noise, at zero slow noise; NaN where there is none
     * @param information Fisher information of the same
     * @param spread assumed standard deviation
     */
    static SlowPrior of(double[] scores, double[] information, double spread) {
        double presumed = 1 / (spread * spread);
        int voxels = 0;
        double sum = 0;
        double total = 0;
        double squares = 0;
        for (int v = 0; v < scores.length; v++) {
            if (Double.isNaN(scores[v])) continue;
            voxels++;
            sum += scores[v];
            total += information[v];
            squares += information[v] * information[v];
        }
        if (voxels == 0 || !(total > 0)) return new SlowPrior(0, presumed);
        double more = PRESUMED / voxels;
        double mean = sum / ((1 + more) * total);
        double excess = -total;
        for (int v = 0; v < scores.length; v++) {
            if (Double.isNaN(scores[v])) continue;
            double difference = scores[v] - information[v] * mean;
            excess += difference * difference;
        }
        // Given its slow noise a score has variance I, and from voxel to voxel I^2 times that of slow noise more.
        double variance = (Math.max(0, excess) + more * squares / presumed) / ((1 + more) * squares);
        return new SlowPrior(mean, 1 / Math.min(variance, 1 / presumed));
    }
}
