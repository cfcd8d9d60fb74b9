package sc.fiji.boldj.preprocess;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The mean of a run over the brain and over time, which is proportional to the scanner's gain. Dividing by it makes runs
 * comparable: FEAT and many users of fMRIPrep scale each run to a mean of {@link #TARGET} before group tests of maps in
 * scanner units.
 *
 * @param mean over the mask and the volumes, unit of the scan
 * @param deviation root mean square over the mask of the standard deviations over time (divisor T), unit of the scan
 */
public record GrandMean(double mean, double deviation) {

    /** The mean of a scaled run: 100 is 1 percent. */
    public static final double TARGET = 10000;

    /** Number of partial sums, fixed so that the result does not depend on the number of threads. */
    private static final int PARTS = 8;

    /**
     * Measures a run, in double.
     *
     * @param series shape (X, Y, Z, T)
     * @param mask on its grid, not empty; voxels with a non-finite value are excluded
     * @param skip volumes excluded at the start, fewer than T
     * @throws IllegalArgumentException if the grids differ or no volume is left
     */
    public static GrandMean of(NeuroImage series, Mask mask, int skip, Progress progress) {
        mask.grid().requireSameAs(series.grid(), "the mask", series.name());
        mask.requireNotEmpty("the mask");
        int volumes = series.volumes() - skip;
        if (skip < 0 || volumes < 1)
            throw new IllegalArgumentException(
                    series.name() + " has " + series.volumes() + " volumes, of which " + skip + " are excluded");
        int voxels = mask.count();
        float[] first = series.volume(skip);
        List<double[]> parts = FixedChunks.map(
                volumes,
                (volumes + PARTS - 1) / PARTS,
                (from, to) -> {
                    double[] sums = new double[2 * voxels];
                    float[] volume = new float[series.grid().voxels()];
                    for (int t = from; t < to; t++) {
                        series.readVolume(skip + t, volume);
                        for (int i = 0; i < voxels; i++) {
                            // differences from the first volume, so that squares of large means do not cancel
                            double value = (double) volume[mask.voxel(i)] - first[mask.voxel(i)];
                            sums[2 * i] += value;
                            sums[2 * i + 1] += value * value;
                        }
                    }
                    return sums;
                },
                progress);
        double mean = 0;
        double variance = 0;
        int count = 0;
        for (int i = 0; i < voxels; i++) {
            double sum = 0;
            double squares = 0;
            for (double[] part : parts) {
                sum += part[2 * i];
                squares += part[2 * i + 1];
            }
            if (!Double.isFinite(squares)) continue;
            mean += first[mask.voxel(i)] + sum / volumes;
            variance += Math.max(0, squares / volumes - (sum / volumes) * (sum / volumes));
            count++;
        }
        return new GrandMean(mean / count, Math.sqrt(variance / count));
    }

    /** Whether the run still has its mean: false for a demeaned, denoised or standardised run. */
    public boolean isThere() {
        return mean > deviation && Double.isFinite(mean);
    }

    /**
     * What to multiply the run by for a mean of {@link #TARGET}.
     *
     * @param name of the run, for the message
     * @throws DataException if the run has no mean
     */
    public double factor(String name) {
        if (!isThere())
            throw new DataException(name + " has a mean of " + mean
                    + " over the brain and a standard deviation over time"
                    + " of " + deviation + ": it cannot be scaled to a common mean. Was it demeaned, denoised or"
                    + " standardised before?");
        return TARGET / mean;
    }

    /** Multiplies every volume of a series, in place. */
    public static void scale(NeuroImage series, double factor) {
        float[] volume = new float[series.grid().voxels()];
        for (int t = 0; t < series.volumes(); t++) {
            series.readVolume(t, volume);
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (factor * volume[v]);
            series.writeVolume(t, volume);
        }
    }
}
