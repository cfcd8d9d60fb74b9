package sc.fiji.boldj.qc;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.StraightLine;

/**
 * How large the signal of a voxel is beside its variation in time: mean over the standard deviation (n - 2) about its
 * straight line.
 *
 * @param mean of every voxel of the grid, shape (Z, Y, X), x fastest
 * @param ratio the same shape; 0 outside the mask and where a voxel is constant or has a NaN or infinity
 * @param median of the ratio over the mask's voxels that vary; NaN if none does
 */
public record TemporalSnr(float[] mean, float[] ratio, double median) {

    private static final int VOXELS = 1024;

    /**
     * Computes the three.
     *
     * @param source series, 3 volumes or more after those that are skipped
     * @param mask the brain
     * @param skip volumes at the start to exclude
     */
    public static TemporalSnr of(NeuroImage source, Mask mask, int skip, Progress progress) {
        source.requireSeries(skip + 3);
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        int voxels = source.grid().voxels();
        int rows = source.volumes() - skip;
        float[] means = new float[voxels];
        float[] ratios = new float[voxels];
        VoxelSeries.forEachBlock(
                source,
                Mask.all(source.grid()),
                VOXELS,
                (first, count, block) -> {
                    double[] series = new double[source.volumes()];
                    for (int i = 0; i < count; i++) {
                        for (int t = skip; t < series.length; t++) series[t] = block[t * count + i];
                        StraightLine line = StraightLine.of(series, skip);
                        double variance = line.squares(series, skip) / (rows - 2);
                        means[first + i] = (float) line.middle();
                        if (mask.contains(first + i) && variance > 0 && Double.isFinite(variance))
                            ratios[first + i] = (float) (line.middle() / Math.sqrt(variance));
                    }
                },
                progress);
        float[] inside = new float[mask.count()];
        int n = 0;
        for (int i = 0; i < inside.length; i++) if (ratios[mask.voxel(i)] != 0) inside[n++] = ratios[mask.voxel(i)];
        Arrays.sort(inside, 0, n);
        double median = n == 0 ? Double.NaN : (inside[(n - 1) / 2] + inside[n / 2]) / 2.0;
        return new TemporalSnr(means, ratios, median);
    }
}
