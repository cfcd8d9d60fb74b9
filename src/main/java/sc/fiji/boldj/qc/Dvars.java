package sc.fiji.boldj.qc;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.Quantile;

/**
 * How much the image changes from one volume to the next (Power 2012), raw and standardised (Nichols 2013).
 *
 * <p>With d the backward difference of a voxel: {@code dvars} is the root of the mean of d^2 over the voxels. What d
 * would be without artefact is estimated for each voxel from its series as {@code s = sd sqrt(2 (1 - a))}, with the
 * robust {@code sd} = interquartile range / 1.349 (percentiles by linear interpolation) and the lag-1 autocorrelation
 * {@code a} of the series about its mean. Then {@code std_dvars = dvars / sqrt(mean s^2)} and {@code vx_wise_std_dvars}
 * is the root of the mean of {@code (d / s)^2}. Values near 1 are ordinary.
 *
 * <p>Arithmetic in double. Voxels with a NaN or infinity or with an interquartile range of 0 are excluded from all three.
 *
 * @param dvars shape (T), in the unit of the image; the first is NaN (n/a), as in the others
 * @param standardized shape (T), {@code std_dvars}
 * @param voxelwise shape (T), {@code vx_wise_std_dvars}
 * @param voxels number of voxels that were used
 */
public record Dvars(double[] dvars, double[] standardized, double[] voxelwise, int voxels) {

    private static final double IQR_TO_SD = 1.349;
    private static final int BLOCK_VALUES = 1 << 19;

    /** Sums over the voxels of a block. */
    private record Sums(double[] squares, double[] scaled, double expected, int voxels) {}

    /**
     * Computes the three.
     *
     * @param source series, 3 volumes or more
     * @param mask the brain
     * @throws IllegalArgumentException if there are fewer volumes, the mask is empty or on another grid, or no voxel can
     *     be used
     */
    public static Dvars of(NeuroImage source, Mask mask, Progress progress) {
        return of(source, mask, 0, progress);
    }

    /**
     * The same for a series that begins before the steady state: what the change of a voxel would be without artefact is
     * estimated from the volumes in the steady state. A transient would make it far too large or too small there.
     *
     * @param skip volumes at the start that are not in the steady state; 3 or more are left. They have their values
     */
    public static Dvars of(NeuroImage source, Mask mask, int skip, Progress progress) {
        source.requireSeries(skip + 3);
        mask.requireNotEmpty("the mask");
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        int volumes = source.volumes();
        int width = Math.max(16, Math.min(4096, BLOCK_VALUES / volumes));
        Sums[] parts = new Sums[(mask.count() + width - 1) / width];
        VoxelSeries.forEachBlock(
                source,
                mask,
                width,
                (first, count, block) -> parts[first / width] = sums(block, count, volumes, skip),
                progress);
        double[] squares = new double[volumes];
        double[] scaled = new double[volumes];
        double expected = 0;
        int voxels = 0;
        for (Sums part : parts) {
            for (int t = 0; t < volumes; t++) {
                squares[t] += part.squares[t];
                scaled[t] += part.scaled[t];
            }
            expected += part.expected;
            voxels += part.voxels;
        }
        if (voxels == 0)
            throw new IllegalArgumentException(
                    "no voxel of the mask varies in " + source.name() + ": DVARS needs a series");
        double typical = Math.sqrt(expected / voxels);
        double[] dvars = new double[volumes];
        double[] standardized = new double[volumes];
        double[] voxelwise = new double[volumes];
        for (int t = 0; t < volumes; t++) {
            dvars[t] = t == 0 ? Double.NaN : Math.sqrt(squares[t] / voxels);
            standardized[t] = dvars[t] / typical;
            voxelwise[t] = t == 0 ? Double.NaN : Math.sqrt(scaled[t] / voxels);
        }
        return new Dvars(dvars, standardized, voxelwise, voxels);
    }

    private static Sums sums(float[] block, int count, int volumes, int skip) {
        double[] squares = new double[volumes];
        double[] scaled = new double[volumes];
        double expected = 0;
        int voxels = 0;
        float[] series = new float[volumes];
        int steady = volumes - skip;
        float[] counting = new float[steady];
        float[] ordered = new float[steady];
        for (int v = 0; v < count; v++) {
            double sum = 0;
            boolean finite = true;
            for (int t = 0; t < volumes; t++) {
                series[t] = block[t * count + v];
                finite &= Float.isFinite(series[t]);
                if (t >= skip) sum += series[t];
            }
            if (!finite) continue;
            System.arraycopy(series, skip, counting, 0, steady);
            System.arraycopy(series, skip, ordered, 0, steady);
            double variance = expectedSquare(counting, ordered, sum / steady);
            if (!(variance > 0)) continue;
            voxels++;
            expected += variance;
            for (int t = 1; t < volumes; t++) {
                double d = (double) series[t] - series[t - 1];
                squares[t] += d * d;
                scaled[t] += d * d / variance;
            }
        }
        return new Sums(squares, scaled, expected, voxels);
    }

    /** s^2 of one voxel; 0 if its interquartile range is. Rearranges the second copy of the series. */
    private static double expectedSquare(float[] series, float[] ordered, double mean) {
        double products = 0;
        double squares = 0;
        double before = 0;
        for (int t = 0; t < series.length; t++) {
            double value = series[t] - mean;
            squares += value * value;
            products += value * before;
            before = value;
        }
        double deviation = Quantile.interquartileRange(ordered) / IQR_TO_SD;
        return deviation == 0 ? 0 : deviation * deviation * 2 * (1 - products / squares);
    }
}
