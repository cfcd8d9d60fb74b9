package sc.fiji.boldj.glm;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;

/** The mean that percent signal change refers to. */
final class Baseline {

    private Baseline() {}

    /** A series' mean; NaN unless it is above the standard deviation, as a mean of image intensities is. */
    static double of(double[] series) {
        double mean = 0;
        for (double value : series) mean += value / series.length;
        double squares = 0;
        for (double value : series) squares += (value - mean) * (value - mean);
        return mean > Math.sqrt(squares / series.length) ? mean : Double.NaN;
    }

    /**
     * Returns normally if at least half the voxels have a baseline, of up to about a thousand that are looked at.
     *
     * @throws IllegalArgumentException if not
     */
    static void require(NeuroImage source, Mask mask, Progress progress) {
        progress.checkCancelled();
        if (mask.count() == 0) return;
        int without = 0;
        int seen = 0;
        int pieces = Math.min(16, mask.count());
        for (int p = 0; p < pieces; p++) {
            progress.checkCancelled();
            int from = (int) ((long) mask.count() * p / pieces);
            int count = Math.min(64, mask.count() - from);
            float[] block = VoxelSeries.block(source, mask, from, count);
            double[] series = new double[source.volumes()];
            for (int i = 0; i < count; i++) {
                boolean varies = false;
                for (int t = 0; t < series.length; t++) {
                    series[t] = block[t * count + i];
                    varies |= series[t] != series[0];
                }
                if (!varies) continue;
                seen++;
                if (Double.isNaN(of(series))) without++;
            }
        }
        if (2 * without > seen)
            throw new IllegalArgumentException(source.name() + " has no baseline in " + without + " of " + seen
                    + " sampled voxels (their mean is not above their standard deviation), so that there is no percent"
                    + " signal change: is it already denoised? Give the series before denoising and its confounds, or ask"
                    + " for heights in the unit of the data");
    }
}
