package sc.fiji.boldj.image;

import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** The mean of the volumes of a series, voxel by voxel, summed in double in the order of time. */
public final class MeanVolume {

    private MeanVolume() {}

    /**
     * Averages all volumes.
     *
     * @param source volume or series; a voxel with a NaN in any volume becomes NaN
     * @param target receives the mean: one volume on the source's grid
     * @throws IllegalArgumentException if the target does not fit
     */
    public static void of(NeuroImage source, NeuroImage target, Progress progress) {
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        if (target.volumes() != 1)
            throw new IllegalArgumentException(
                    "a mean is one volume, but " + target.name() + " has " + target.volumes());
        target.writeVolume(0, between(source, 0, source.volumes(), progress));
    }

    /**
     * Averages some of the volumes.
     *
     * @param from first volume
     * @param to the volume after the last, above {@code from}
     * @return shape (Z, Y, X), x fastest; NaN where any of these volumes is NaN
     */
    public static float[] between(NeuroImage source, int from, int to, Progress progress) {
        if (from < 0 || from >= to || to > source.volumes())
            throw new IllegalArgumentException("volumes " + from + " to " + to + " (exclusive) are not part of "
                    + source.name() + ", which has " + source.volumes());
        return mean(source, from, to, false, progress);
    }

    /**
     * Averages the finite values of each voxel.
     *
     * @return shape (Z, Y, X), x fastest; 0 where no volume is finite
     */
    public static float[] ofFinite(NeuroImage source, Progress progress) {
        return mean(source, 0, source.volumes(), true, progress);
    }

    private static float[] mean(NeuroImage source, int from, int to, boolean finite, Progress progress) {
        VoxelGrid grid = source.grid();
        int plane = grid.planeSize();
        float[] mean = new float[grid.voxels()];
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (z, end) -> {
                    double[] sum = new double[plane];
                    int[] count = new int[plane];
                    float[] values = new float[plane];
                    for (int t = from; t < to; t++) {
                        source.voxels().read(z, t, 0, plane, values, 0);
                        for (int i = 0; i < plane; i++) {
                            if (finite && !Float.isFinite(values[i])) continue;
                            sum[i] += values[i];
                            count[i]++;
                        }
                    }
                    for (int i = 0; i < plane; i++)
                        mean[z * plane + i] = count[i] == 0 ? 0 : (float) (sum[i] / count[i]);
                },
                progress);
        return mean;
    }
}
