package sc.fiji.boldj.glm;

/**
 * What is known of the slow noise of a voxel, beyond its model of the noise, before its own residuals are looked at: the
 * mean of the logarithm of its size, and 1 / variance about that, as all voxels of a mask show them together.
 *
 * <p>One voxel tells little of the few frequencies where a block design lives, and what it tells there is partly the task
 * itself. The mask tells how far the model is wrong on average, and how much voxels differ in that (an empirical prior, as
 * Smyth 2004 has for variances). With few voxels, or none, the mean is 0 and the standard deviation what {@link SlowNoise}
 * presumes.
 *
 * @param mean logarithm of the noise's spectrum at frequency 0, relative to the model's
 * @param precision 1 / variance
 */
record SlowPrior(double mean, double precision) {

    /** Voxels that what is presumed counts for. */
    private static final double PRESUMED = 10;

    /**
     * The prior that voxels show.
     *
     * @param scores slope of each voxel's log likelihood for slow noise, at none; NaN where there is none
     * @param information Fisher information of the same
     * @param spread presumed standard deviation
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
