package sc.fiji.boldj.preprocess;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * T2* and S0 in each voxel of a mask, from the mean of each echo over time.
 *
 * @param t2star seconds, shape (Z, Y, X); 0 outside the mask and where it is not known
 * @param s0 signal at echo time 0, 0 outside the mask
 * @param weights one volume for each echo, those of the first echo alone where T2* is not known
 * @param grid of all
 */
public record EchoMaps(float[] t2star, float[] s0, List<float[]> weights, VoxelGrid grid) {

    private static final int WIDTH = 4096;

    /**
     * Fits every voxel.
     *
     * @param means the mean of each echo over time, shape (Z, Y, X)
     */
    public static EchoMaps of(
            List<float[]> means, Mask mask, double[] echoTimes, EchoFit.Method method, Progress progress) {
        EchoFit fit = new EchoFit(echoTimes, method);
        VoxelGrid grid = mask.grid();
        float[] t2star = new float[grid.voxels()];
        float[] s0 = new float[grid.voxels()];
        int[] voxels = mask.indices();
        FixedChunks.forEach(
                voxels.length,
                WIDTH,
                (from, to) -> {
                    double[] signals = new double[means.size()];
                    for (int i = from; i < to; i++) {
                        for (int e = 0; e < signals.length; e++) signals[e] = means.get(e)[voxels[i]];
                        EchoFit.Decay decay = fit.of(signals);
                        t2star[voxels[i]] = (float) decay.t2star();
                        s0[voxels[i]] = (float) decay.s0();
                    }
                },
                progress);
        return new EchoMaps(t2star, s0, weights(t2star, echoTimes), grid);
    }

    /** The weights that follow from a map of T2*. */
    public static List<float[]> weights(float[] t2star, double[] echoTimes) {
        List<float[]> weights = new ArrayList<>();
        for (int e = 0; e < echoTimes.length; e++) weights.add(new float[t2star.length]);
        for (int v = 0; v < t2star.length; v++) {
            double[] own = EchoWeights.of(echoTimes, t2star[v]);
            for (int e = 0; e < own.length; e++) weights.get(e)[v] = (float) own[e];
        }
        return weights;
    }

    /** A map as an image. */
    public NeuroImage image(String name, float[] values, NeuroImage like) {
        NeuroImage image = like.createLike(name, 1).withTiming(SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }
}
