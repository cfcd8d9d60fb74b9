package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;

/**
 * Prior for the slow noise of a voxel beyond its noise model: mean and precision (1 / variance) of the logarithm of its
 * size, estimated from all voxels of a mask, and by how much the mean of the {@link ArmaPrior}, estimated as if there were none,
 * changes with it.
 *
 * <p>A single voxel carries little information on the few frequencies of a block design, and part of it is the task
 * itself. The mask shows how wrong the model is on average and how much voxels differ (an empirical Bayes prior, as in
 * Smyth 2004 for variances). With few voxels, or none, the mean is 0 and the standard deviation is that assumed by
 * {@link SlowNoise}.
 *
 * <p>Noise that all voxels have in common and that the model cannot follow moves the parameters of all voxels together. A
 * prior that holds each near their common value must move too, or slow noise would be added where the model, having been
 * pulled towards it, already has too much.
 *
 * @param mean logarithm of the noise's spectrum at frequency 0, relative to the model's
 * @param precision 1 / variance
 * @param shiftA change of the mean of the {@link ArmaPrior} on its first axis
 * @param shiftLink the same on its second axis
 */
record SlowPrior(double mean, double precision, double shiftA, double shiftLink) {

    /** Weight of the assumed prior, in voxels. */
    private static final double PRESUMED = 10;

    /**
     * Estimates the prior from voxels.
     *
     * @param scores slope of each voxel's log likelihood with respect to slow noise, at zero slow noise; NaN where there is none
     * @param known of each voxel; null where the score is NaN
     * @param spread assumed standard deviation
     */
    static SlowPrior of(double[] scores, SlowScore[] known, double spread) {
        double presumed = 1 / (spread * spread);
        int voxels = 0;
        double sum = 0;
        double total = 0;
        double squares = 0;
        double[] gradient = new double[2];
        double[] link = new double[2];
        double[] centre = new double[3];
        for (int v = 0; v < scores.length; v++) {
            if (Double.isNaN(scores[v])) continue;
            voxels++;
            sum += scores[v];
            total += known[v].information();
            squares += known[v].information() * known[v].information();
            for (int r = 0; r < 2; r++) {
                link[r] += known[v].link()[r];
                gradient[r] += known[v].gradient()[r];
            }
            for (int r = 0; r < 3; r++) centre[r] += known[v].centre()[r];
        }
        if (voxels == 0 || !(total > 0)) return new SlowPrior(0, presumed, 0, 0);
        double more = PRESUMED / voxels;
        double[] shift = shift(link, centre);
        double free = Math.max(0, total + shift[0] * link[0] + shift[1] * link[1]);
        // What both are together, by one step from where the parameters are.
        double together = sum + shift[0] * gradient[0] + shift[1] * gradient[1];
        double mean = together / ((1 + more) * free + presumed);
        double excess = -total;
        for (int v = 0; v < scores.length; v++) {
            if (Double.isNaN(scores[v])) continue;
            double[] own = known[v].link();
            double difference = scores[v] - (known[v].information() + shift[0] * own[0] + shift[1] * own[1]) * mean;
            excess += difference * difference;
        }
        // Given its slow noise a score has variance I, and from voxel to voxel I^2 times that of slow noise more.
        double variance = (Math.max(0, excess) + more * squares / presumed) / ((1 + more) * squares);
        return new SlowPrior(mean, 1 / Math.min(variance, 1 / presumed), shift[0] * mean, shift[1] * mean);
    }

    /** How the mean of the prior of the parameters moves with slow noise that all voxels have in common. */
    private static double[] shift(double[] link, double... centre) {
        double[] factor = {centre[0] * (1 + 1e-9), centre[1], centre[2] * (1 + 1e-9)};
        double[] shift = {-link[0], -link[1]};
        if (!Cholesky.factor(factor, 2)) return new double[2];
        Cholesky.forward(factor, 2, shift, 0);
        Cholesky.backward(factor, 2, shift, 0);
        return shift;
    }
}
