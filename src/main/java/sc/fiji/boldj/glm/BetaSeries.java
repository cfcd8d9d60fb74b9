package sc.fiji.boldj.glm;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.Progress;

/**
 * The amplitude of each trial in each voxel.
 *
 * <p>Products and sums are in double, about each voxel's first value, so that a large mean costs no digits (the weights
 * must be free of a constant: the nuisance columns hold one). A constant voxel has 0 in every trial; one with a NaN or
 * infinity has NaN in every trial; voxels outside the mask have 0.
 */
public final class BetaSeries {

    private static final int BLOCK_VALUES = 1 << 19;

    private BetaSeries() {}

    /** The mean of a series that percent refers to; NaN if it is not above the standard deviation. */
    public static double baseline(double[] series) {
        return Baseline.of(series);
    }

    /**
     * Turns amplitudes into percent signal change: {@code 100 * amplitude * height / mean of the voxel}. A voxel whose mean is
     * no baseline (not above its standard deviation, as after denoising) becomes NaN.
     *
     * @param source the series they were estimated from
     * @param heights of the signal for an amplitude of 1, one per trial
     * @param amplitudes as {@link #estimate} leaves them; receives percent
     * @return how many voxels of the mask have no baseline
     */
    public static int toPercent(
            NeuroImage source, Mask mask, double[] heights, NeuroImage amplitudes, Progress progress) {
        double[] means = new double[mask.count()];
        int volumes = source.volumes();
        VoxelSeries.forEachBlock(
                source,
                mask,
                Math.max(1, BLOCK_VALUES / volumes),
                (first, count, block) -> {
                    double[] series = new double[volumes];
                    for (int i = 0; i < count; i++) {
                        for (int t = 0; t < volumes; t++) series[t] = block[t * count + i];
                        means[first + i] = Baseline.of(series);
                    }
                },
                progress);
        float[] volume = new float[source.grid().voxels()];
        for (int k = 0; k < heights.length; k++) {
            amplitudes.readVolume(k, volume);
            for (int i = 0; i < means.length; i++)
                volume[mask.voxel(i)] = (float) (100 * heights[k] * volume[mask.voxel(i)] / means[i]);
            amplitudes.writeVolume(k, volume);
        }
        return (int) java.util.Arrays.stream(means).filter(Double::isNaN).count();
    }

    /**
     * Estimates the amplitudes.
     *
     * @param source series, shape (X, Y, Z, T)
     * @param weights for T volumes
     * @param target receives the amplitudes, one volume per trial, on the same grid, all 0 before
     * @throws IllegalArgumentException if a shape or grid does not fit
     */
    public static void estimate(
            NeuroImage source, Mask mask, TrialWeights weights, NeuroImage target, Progress progress) {
        int volumes = weights.volumes();
        int trials = weights.trials();
        if (source.volumes() != volumes)
            throw new IllegalArgumentException(
                    source.name() + " has " + source.volumes() + " volumes but the model of the trials " + volumes);
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        if (target.volumes() != trials)
            throw new IllegalArgumentException(
                    target.name() + " has " + target.volumes() + " volumes but there are " + trials + " trials");
        int width = Math.max(1, BLOCK_VALUES / volumes);
        VoxelSeries.forEachBlock(
                source,
                mask,
                width,
                (first, count, block) -> {
                    double[] data = new double[volumes * count];
                    boolean[] broken = new boolean[count];
                    for (int t = 0; t < volumes; t++)
                        for (int i = 0; i < count; i++) {
                            float value = block[t * count + i];
                            if (!Float.isFinite(value)) broken[i] = true;
                            else data[t * count + i] = Float.isFinite(block[i]) ? (double) value - block[i] : 0;
                        }
                    double[] found = new double[trials * count];
                    MatrixProduct.multiply(
                            1,
                            Matrix.of(weights.shared(), trials, volumes),
                            Matrix.of(data, volumes, count),
                            0,
                            Matrix.of(found, trials, count));
                    float[] result = new float[trials * count];
                    for (int k = 0; k < trials; k++)
                        for (int i = 0; i < count; i++)
                            result[k * count + i] = broken[i] ? Float.NaN : (float) found[k * count + i];
                    VoxelSeries.writeBlock(target, mask, first, count, result);
                },
                progress);
    }
}
