package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.Quantile;

/** Scans of one head, resampled to the space midway between them, and their median. */
final class AverageScans {

    /** Tukey's constant for differences in units of their robust standard deviation. */
    private static final double TUKEY = 6;

    private static final double WEIGHT_FWHM = 4;
    private static final double MAD_TO_SD = 1.4826;
    private static final int CHUNK = 1 << 14;

    private final VoxelGrid grid;
    /** Divided by their brightness; NaN outside of a scan. */
    private final List<float[]> scans;

    private final float[] median;
    private final boolean[] head;
    private final double brightness;

    private AverageScans(VoxelGrid grid, List<float[]> scans, float[] median, boolean[] head, double brightness) {
        this.grid = grid;
        this.scans = scans;
        this.median = median;
        this.head = head;
        this.brightness = brightness;
    }

    /** @param maps for each scan, from the world of the average to its own */
    static AverageScans of(List<NeuroImage> images, List<Affine> maps, Progress progress) {
        VoxelGrid grid =
                WithinPersonTemplate.grid(images.stream().map(NeuroImage::grid).toList(), maps);
        List<float[]> scans = new ArrayList<>();
        double logarithms = 0;
        for (int i = 0; i < images.size(); i++) {
            progress.checkCancelled();
            NeuroImage image = images.get(i);
            float[] values = new float[grid.voxels()];
            Resampler.resample(
                    finite(image.volume(0)),
                    image.grid(),
                    grid,
                    maps.get(i),
                    Interpolation.CUBIC,
                    values,
                    Progress.NONE);
            double bright = brightness(values);
            if (!(bright > 0))
                throw new IllegalArgumentException(image.name() + " has no voxel above 0 where the scans overlap");
            logarithms += StrictMath.log(bright) / images.size();
            Affine toVoxel = image.grid().affine().inverse().times(maps.get(i)).times(grid.affine());
            divide(values, bright, toVoxel, image.grid(), grid);
            scans.add(values);
        }
        float[] median = median(scans, grid.voxels());
        boolean[] head = new boolean[median.length];
        for (int v = 0; v < head.length; v++) head[v] = median[v] > 0.2;
        return new AverageScans(grid, scans, median, head, StrictMath.exp(logarithms));
    }

    /** The median in the unit of the scans; negative values from interpolation are set to 0. */
    NeuroImage image() {
        float[] values = new float[median.length];
        for (int v = 0; v < values.length; v++) values[v] = (float) Math.max(0, brightness * median[v]);
        NeuroImage image = NeuroImage.floats("average of " + scans.size() + " scans", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }

    /** The weight of each voxel in the registration of a scan, 0 to 1: Tukey's biweight of the difference. */
    NeuroImage weights(int i) {
        float[] difference = new float[median.length];
        float[] inside = new float[median.length];
        int count = 0;
        for (int v = 0; v < difference.length; v++) {
            float value = scans.get(i)[v];
            if (Float.isNaN(value)) continue;
            difference[v] = value - median[v];
            if (head[v]) inside[count++] = Math.abs(difference[v]);
        }
        double limit = TUKEY * MAD_TO_SD * Quantile.select(inside, 0, count, count / 2);
        SeparableGaussian.of(grid, WEIGHT_FWHM, SeparableGaussian.Border.ZERO).apply(difference);
        float[] weights = new float[median.length];
        for (int v = 0; v < weights.length; v++) {
            if (Float.isNaN(scans.get(i)[v])) continue;
            double u = limit > 0 ? difference[v] / limit : 0;
            double w = Math.abs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0;
            weights[v] = (float) w;
        }
        NeuroImage image = NeuroImage.floats("weights", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, weights);
        return image;
    }

    /** The correlation of a scan with the median over the head. */
    double similarity(int i) {
        float[] values = scans.get(i);
        double n = 0;
        double[] mean = new double[2];
        for (int v = 0; v < head.length; v++)
            if (head[v] && !Float.isNaN(values[v])) {
                n++;
                mean[0] += values[v];
                mean[1] += median[v];
            }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int v = 0; v < head.length; v++)
            if (head[v] && !Float.isNaN(values[v])) {
                double x = values[v] - mean[0] / n;
                double y = median[v] - mean[1] / n;
                xx += x * x;
                yy += y * y;
                xy += x * y;
            }
        return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
    }

    /** The centre of the bright voxels of a scan, in its own world. */
    static double[] centre(NeuroImage scan) {
        float[] values = finite(scan.volume(0));
        float[] bright = new float[values.length];
        double limit = mean(values, Double.NEGATIVE_INFINITY);
        for (int v = 0; v < values.length; v++) bright[v] = values[v] > limit ? 1 : 0;
        return Foreground.centre(scan.grid(), bright, null, null);
    }

    private static float[] finite(float... values) {
        for (int v = 0; v < values.length; v++) if (!Float.isFinite(values[v])) values[v] = 0;
        return values;
    }

    /** The mean of the values above the mean of all values, and above 0. */
    private static double brightness(float... values) {
        return mean(values, Math.max(0, mean(values, Double.NEGATIVE_INFINITY)));
    }

    private static double mean(float[] values, double above) {
        double sum = 0;
        long count = 0;
        for (float value : values)
            if (value > above) {
                sum += value;
                count++;
            }
        return count == 0 ? 0 : sum / count;
    }

    private static void divide(float[] values, double bright, Affine toVoxel, VoxelGrid scan, VoxelGrid grid) {
        double[] last = {scan.sizeX() - 1, scan.sizeY() - 1, scan.sizeZ() - 1};
        FixedChunks.forEach(
                values.length,
                CHUNK,
                (from, to) -> {
                    for (int v = from; v < to; v++) {
                        double[] at =
                                toVoxel.apply(v % grid.sizeX(), (double) (v / grid.sizeX() % grid.sizeY()), grid.z(v));
                        boolean inside = true;
                        for (int d = 0; d < 3; d++) inside &= at[d] > -0.5 && at[d] < last[d] + 0.5;
                        values[v] = inside ? (float) (values[v] / bright) : Float.NaN;
                    }
                },
                Progress.NONE);
    }

    /** The median over the scans that cover a voxel, for an even number the mean of the middle two; 0 if none does. */
    private static float[] median(List<float[]> scans, int voxels) {
        float[] median = new float[voxels];
        FixedChunks.forEach(
                voxels,
                CHUNK,
                (from, to) -> {
                    float[] row = new float[scans.size()];
                    for (int v = from; v < to; v++) {
                        int count = 0;
                        for (float[] scan : scans) if (!Float.isNaN(scan[v])) row[count++] = scan[v];
                        if (count == 0) continue;
                        Arrays.sort(row, 0, count);
                        median[v] = count % 2 == 1 ? row[count / 2] : (row[count / 2 - 1] + row[count / 2]) / 2;
                    }
                },
                Progress.NONE);
        return median;
    }
}
