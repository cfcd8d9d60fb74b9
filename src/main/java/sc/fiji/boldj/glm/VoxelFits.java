package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Results of each voxel that are kept until all have been fitted, because the variance of an effect depends on the prior for
 * slow noise, which is estimated from all voxels.
 */
final class VoxelFits {

    private final GlmPlan plan;
    private final GlmResult result;
    private final VoxelNoise[] noises;
    private final double[] scores;
    private final SlowScore[] known;
    private final double[][] covariances;

    VoxelFits(GlmPlan plan, GlmResult result) {
        this.plan = plan;
        this.result = result;
        int voxels = result.mask().count();
        noises = new VoxelNoise[voxels];
        scores = new double[voxels];
        java.util.Arrays.fill(scores, Double.NaN);
        known = new SlowScore[voxels];
        int contrasts = result.contrasts().size();
        covariances = new double[contrasts][];
        for (int c = 0; c < contrasts; c++)
            covariances[c] = new double
                    [Math.multiplyExact(voxels, Cholesky.size(plan.basis().contrast(c).length))];
    }

    /**
     * Keeps a voxel.
     *
     * @param covariance of the rows of each contrast with the noise as estimated, packed
     * @param excess the slope of the log likelihood for slow noise
     */
    void keep(int voxel, VoxelNoise noise, double[][] covariance, double excess, SlowScore slow) {
        noises[voxel] = noise;
        scores[voxel] = excess;
        known[voxel] = slow;
        for (int c = 0; c < covariances.length; c++)
            System.arraycopy(covariance[c], 0, covariances[c], voxel * covariance[c].length, covariance[c].length);
    }

    /** Writes variance, statistic, z and degrees of freedom of every voxel that was kept. */
    void finish(Progress progress) {
        SlowPrior prior = SlowPrior.of(scores, known, plan.slow().spread());
        FixedChunks.forEach(
                noises.length,
                64,
                (from, to) -> {
                    ContrastWriter maps = new ContrastWriter(plan, result);
                    for (int v = from; v < to; v++) {
                        if (noises[v] == null) continue;
                        EffectVariance effects = noises[v].effects(plan, covariances.length, prior);
                        for (int c = 0; c < covariances.length; c++) {
                            int size = covariances[c].length / noises.length;
                            double[] own = java.util.Arrays.copyOfRange(covariances[c], v * size, (v + 1) * size);
                            maps.write(v, c, own, effects, scores[v]);
                        }
                        noises[v] = null;
                    }
                },
                progress);
    }
}
