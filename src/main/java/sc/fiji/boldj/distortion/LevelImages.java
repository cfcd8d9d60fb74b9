package sc.fiji.boldj.distortion;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** The images of an estimation, scaled to the same intensity, smoothed, as splines. */
final class LevelImages {

    /** Share of the 98th percentile above which a voxel is bright. */
    private static final double BRIGHT = 0.25;

    private LevelImages() {}

    /**
     * Factors that give the images the same total signal, which a distortion does not change, and a bright voxel about 1.
     *
     * @throws sc.fiji.boldj.run.DataException if an image has no signal
     */
    static double[] scales(List<EncodedImage> images) {
        double[] total = new double[images.size()];
        double bright = 0;
        for (int k = 0; k < total.length; k++) {
            NeuroImage image = images.get(k).image();
            float[] values = finite(image);
            float[] sorted = values.clone();
            java.util.Arrays.sort(sorted);
            double limit = BRIGHT * sorted[(int) (0.98 * (sorted.length - 1))];
            double sum = 0;
            int count = 0;
            for (float value : values)
                if (value > limit) {
                    sum += value;
                    count++;
                }
            if (!(limit > 0))
                throw new sc.fiji.boldj.run.DataException(image.name() + " has no signal: its 98th percentile is 0");
            total[k] = sum * Math.abs(image.grid().affine().determinant());
            if (k == 0) bright = sum / count;
        }
        double[] scales = new double[total.length];
        for (int k = 0; k < total.length; k++) scales[k] = total[0] / total[k] / bright;
        return scales;
    }

    /** The splines through the images after smoothing. */
    static List<SplineVolume> splines(List<EncodedImage> images, double[] scales, double fwhm, Progress progress) {
        List<List<SplineVolume>> parts = FixedChunks.map(
                images.size(),
                1,
                (k, end) -> {
                    NeuroImage image = images.get(k).image();
                    float[] values = finite(image);
                    for (int v = 0; v < values.length; v++) values[v] = (float) (scales[k] * values[v]);
                    if (fwhm > 0)
                        SeparableGaussian.of(image.grid(), fwhm, SeparableGaussian.Border.NEAREST)
                                .apply(values);
                    return List.of(SplineVolume.through(values, image.grid()));
                },
                progress);
        List<SplineVolume> splines = new ArrayList<>();
        for (List<SplineVolume> part : parts) splines.addAll(part);
        return splines;
    }

    private static float[] finite(NeuroImage image) {
        float[] values = image.volume(0);
        for (int v = 0; v < values.length; v++) if (!Float.isFinite(values[v])) values[v] = 0;
        return values;
    }
}
