package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import java.util.Optional;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeparableGaussian.Border;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Smooths each volume with a Gaussian whose width is given in millimetres; see {@link SeparableGaussian} for the kernel.
 *
 * <p>Within a mask the result is G(mask x) / G(mask), so that no signal comes from outside and none is lost at the rim;
 * outside the mask it is 0. Without a mask the border decides what lies outside the grid.
 *
 * <p>A voxel that is not finite is missing: it stays as it is, and its neighbours are averaged without it, their
 * weights scaled up in return. A width of 0 copies. Sums are in {@code float}, at most 1e-6 of the standard deviation
 * of a brain image away from double. The result is the same for any number of threads.
 */
public final class GaussianSmoothing {

    /** A width above this, in millimetres, is a mistake. */
    private static final double WIDEST = 100;

    /**
     * Choices of the smoothing.
     *
     * @param fwhm full width at half maximum in millimetres, in [0, 100]
     * @param border what the image is taken to be outside its grid, if no mask is given
     */
    public record Options(double fwhm, Border border) {

        /** 6 mm, and 0 outside the grid: the plain kernel wherever a voxel lies. */
        public static final Options DEFAULT = new Options(6);

        /**
         * @throws IllegalArgumentException if the width is outside [0, 100]
         */
        public Options {
            if (!(fwhm >= 0 && fwhm <= WIDEST))
                throw new IllegalArgumentException("fwhm must be 0 to 100 millimetres, got " + fwhm);
        }

        /** The width with a border of 0. */
        public Options(double fwhm) {
            this(fwhm, Border.ZERO);
        }
    }

    private final Mask mask;
    private final SeparableGaussian gaussian;

    /** What the Gaussian makes of 1 where there are data; null if it is 1 everywhere. */
    private final float[] coverage;

    private GaussianSmoothing(Mask mask, SeparableGaussian gaussian) {
        this.mask = mask;
        this.gaussian = gaussian;
        coverage = mask == null ? null : members();
        if (coverage != null) gaussian.apply(coverage);
    }

    /**
     * Smooths within a mask.
     *
     * @param fwhm full width at half maximum in mm, in [0, 100]
     * @return a new image, or the source itself if the width is 0
     * @throws IllegalArgumentException if source and mask do not fit each other or the mask is empty
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static NeuroImage of(NeuroImage source, Mask mask, double fwhm, Progress progress) {
        if (fwhm == 0) return source;
        NeuroImage target = source.createLike("smooth", source.volumes());
        apply(source, Optional.of(mask), new Options(fwhm), target, progress);
        return target;
    }

    /**
     * Smooths the whole grid.
     *
     * @param source volume or series; not modified unless it is the target
     * @param target receives the result, same grid and number of volumes; may be {@code source}
     * @throws IllegalArgumentException if source and target do not fit each other
     * @throws java.util.concurrent.CancellationException if cancelled; the target is then partly written
     */
    public static void apply(NeuroImage source, Options options, NeuroImage target, Progress progress) {
        apply(source, Optional.empty(), options, target, progress);
    }

    /**
     * Smooths within a mask if there is one, else the whole grid.
     *
     * @param source volume or series; not modified unless it is the target
     * @param mask on the grid of the source, not empty
     * @param target receives the result, same grid and number of volumes; may be {@code source}
     * @throws IllegalArgumentException if source, mask and target do not fit each other or the mask is empty
     * @throws java.util.concurrent.CancellationException if cancelled; the target is then partly written
     */
    public static void apply(
            NeuroImage source, Optional<Mask> mask, Options options, NeuroImage target, Progress progress) {
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        if (target.volumes() != source.volumes())
            throw new IllegalArgumentException(
                    source.name() + " has " + source.volumes() + " volumes but the target " + target.volumes());
        mask.ifPresent(m -> {
            m.grid().requireSameAs(source.grid(), "the mask", source.name());
            m.requireNotEmpty("the mask");
        });
        Border border = mask.isPresent() ? Border.ZERO : options.border();
        var smoothing =
                new GaussianSmoothing(mask.orElse(null), SeparableGaussian.of(source.grid(), options.fwhm(), border));
        if (source.volumes() == 1) {
            target.writeVolume(0, smoothing.smooth(source.volume(0), Optional.of(progress)));
            return;
        }
        FixedChunks.forEach(
                source.volumes(),
                1,
                (t, end) -> target.writeVolume(t, smoothing.smooth(source.volume(t), Optional.empty())),
                progress);
    }

    /**
     * The time courses inside a mask, smoothed within it, as one matrix: what {@link #apply} and then {@link
     * VoxelSeries#matrix} give, without a smoothed copy of the scan in memory.
     *
     * @param source series, shape (X, Y, Z, T); not modified
     * @param mask on the grid of the source, not empty
     * @return shape (T, V), row = time; voxels that are not finite stay as they are
     * @throws IllegalArgumentException if they do not fit, the mask is empty, or the matrix would have more than
     *     2^31 - 1 entries
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static float[] matrix(NeuroImage source, Mask mask, Options options, Progress progress) {
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        int voxels = mask.requireNotEmpty("the mask").count();
        if ((long) voxels * source.volumes() > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException(
                    source.volumes() + " volumes of " + voxels + " voxels do not fit one matrix: work by blocks");
        var smoothing = new GaussianSmoothing(mask, SeparableGaussian.of(source.grid(), options.fwhm(), Border.ZERO));
        float[] matrix = new float[voxels * source.volumes()];
        FixedChunks.forEach(
                source.volumes(),
                1,
                (t, end) -> {
                    float[] volume = smoothing.smooth(source.volume(t), Optional.empty());
                    for (int i = 0; i < voxels; i++) matrix[t * voxels + i] = volume[mask.voxel(i)];
                },
                progress);
        return matrix;
    }

    /** Smooths a volume in place, its slices in parallel if there is a progress. */
    private float[] smooth(float[] volume, Optional<Progress> progress) {
        MissingVoxels missing = MissingVoxels.of(volume);
        if (mask != null) for (int v = 0; v < volume.length; v++) if (!mask.contains(v)) volume[v] = 0;
        missing.set(volume, 0);
        convolve(volume, progress);
        float[] weights = coverage;
        if (missing.any()) {
            weights = mask == null ? ones(volume.length) : members();
            missing.set(weights, 0);
            convolve(weights, progress);
            if (mask == null) {
                float[] full = ones(volume.length);
                convolve(full, progress);
                // Only what is missing is made up for, not what lies outside the grid.
                for (int v = 0; v < full.length; v++) weights[v] += 1 - full[v];
            }
        }
        if (weights != null)
            for (int v = 0; v < volume.length; v++)
                volume[v] = mask == null || mask.contains(v) ? volume[v] / weights[v] : 0;
        missing.restore(volume, mask);
        return volume;
    }

    private void convolve(float[] volume, Optional<Progress> progress) {
        if (progress.isPresent()) gaussian.apply(volume, progress.get());
        else gaussian.apply(volume);
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private float[] members() {
        float[] members = new float[mask.grid().voxels()];
        for (int i = 0; i < mask.count(); i++) members[mask.voxel(i)] = 1;
        return members;
    }
}
