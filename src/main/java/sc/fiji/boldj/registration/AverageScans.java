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

/**
 * Scans of one head, resampled to the space midway between them, and their median. Slow differences of brightness between them, which
 * coils and positions cause, are divided out first: they would be taken for motion.
 */
final class AverageScans {

    /** Tukey's constant for differences in units of their robust standard deviation. */
    private static final double TUKEY = 6;

    private static final double WEIGHT_FWHM = 4;
    private static final double MAD_TO_SD = 1.4826;
    private static final int CHUNK = 1 << 14;

    private final VoxelGrid grid;
    /** Divided by their brightness and shading; NaN outside of a scan. */
    private final List<float[]> scans;

    private final List<ShadingRatio> shadings;

    private final float[] median;
    private final boolean[] head;
    private final double brightness;
    private final double[] similarities;

    private AverageScans(
            VoxelGrid grid,
            List<float[]> scans,
            List<ShadingRatio> shadings,
            float[] median,
            boolean[] head,
            double brightness,
            double... similarities) {
        this.grid = grid;
        this.scans = scans;
        this.shadings = shadings;
        this.median = median;
        this.head = head;
        this.brightness = brightness;
        this.similarities = similarities;
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
        float[] shaded = median(scans, grid.voxels());
        boolean[] head = new boolean[shaded.length];
        for (int v = 0; v < head.length; v++) head[v] = shaded[v] > 0.2;
        List<ShadingRatio> shadings = new ArrayList<>();
        double[] similarities = new double[scans.size()];
        for (int i = 0; i < similarities.length; i++) similarities[i] = similarity(scans.get(i), shaded, head);
        for (float[] scan : scans) {
            progress.checkCancelled();
            ShadingRatio shading = ShadingRatio.of(grid, scan, shaded, head);
            float[] ratio = shading.values();
            for (int v = 0; v < scan.length; v++) scan[v] /= ratio[v];
            shadings.add(shading);
        }
        return new AverageScans(
                grid, scans, shadings, median(scans, grid.voxels()), head, StrictMath.exp(logarithms), similarities);
    }

    /** The median in the unit of the scans; negative values from interpolation are set to 0. */
    NeuroImage image() {
        float[] values = new float[median.length];
        for (int v = 0; v < values.length; v++) values[v] = (float) Math.max(0, brightness * median[v]);
        return volume("average of " + scans.size() + " scans", values);
    }

    /** The median with the shading of a scan, with which that scan is registered. */
    NeuroImage shadedAs(int i) {
        float[] values = shadings.get(i).values();
        for (int v = 0; v < values.length; v++) values[v] = (float) Math.max(0, brightness * median[v] * values[v]);
        return volume("average of " + scans.size() + " scans", values);
    }

    private NeuroImage volume(String name, float... values) {
        NeuroImage image = NeuroImage.floats(name, grid, 1, SeriesTiming.UNKNOWN);
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
        return volume("weights", weights);
    }

    /** The correlation of a scan with the median over the head, both with their shading. */
    double similarity(int i) {
        return similarities[i];
    }

    private static double similarity(float[] values, float[] median, boolean... head) {
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
