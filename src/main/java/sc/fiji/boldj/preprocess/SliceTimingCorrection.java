package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.FractionalDelay;
import sc.fiji.boldj.signal.LinearTrend;

/**
 * Moves every slice of a series to one common time of acquisition.
 *
 * <p>Each voxel's series loses its straight line, is read {@code (reference - acquisition) / repetitionTime} volumes
 * later and gets its line back, read as much later. The residuals and then the result are limited to the range they had
 * in the input, as in AFNI's {@code 3dTshift}, so that a spike does not ring above itself.
 *
 * <p>A slice whose time is the reference, to a nanosecond, is copied to the bit. A constant voxel stays exactly as it
 * is. A voxel with a value that is not finite among the corrected volumes becomes NaN in all of them. The arithmetic is
 * {@code float} on the residuals and {@code double} on the line. The result is the same for any number of threads.
 */
public final class SliceTimingCorrection {

    /** Fewer volumes than this cannot be interpolated. */
    public static final int MIN_VOLUMES = 5;

    /** Times closer than this, in seconds, are the same. */
    private static final double SAME_TIME = 1e-9;

    /** Values in one block, all volumes together: input, residual and result fit the cache of one core. */
    private static final int BLOCK_VALUES = 1 << 17;

    /** How values between the samples are found. */
    public enum Interpolation {
        /** Windowed sinc over 9 volumes on either side: {@link FractionalDelay#sinc}. */
        SINC,
        /** Phase shift of the whole series: {@link FractionalDelay#fourier}. */
        FOURIER
    }

    /**
     * Choices of the correction.
     *
     * @param referenceFraction 0 moves to the earliest slice time, 0.5 midway between the earliest and the latest, 1
     *     to the latest
     * @param skip volumes at the start to leave unchanged (not yet at steady state), 0 or more
     * @param interpolation how values between the samples are found
     * @param limit whether values stay within the range of the voxel's own input
     */
    public record Options(double referenceFraction, int skip, Interpolation interpolation, boolean limit) {

        /** Midway, no volume skipped, windowed sinc, limited. */
        public static final Options DEFAULT = new Options(0.5, 0, Interpolation.SINC);

        /**
         * @throws IllegalArgumentException if the fraction is outside [0, 1] or {@code skip} is below 0
         */
        public Options {
            if (!(referenceFraction >= 0 && referenceFraction <= 1))
                throw new IllegalArgumentException(
                        "reference must be a fraction from 0 (first slice) to 1 (last slice), got "
                                + referenceFraction);
            if (skip < 0) throw new IllegalArgumentException("skip must be 0 volumes or more, got " + skip);
        }

        /** The same, limited. */
        public Options(double referenceFraction, int skip, Interpolation interpolation) {
            this(referenceFraction, skip, interpolation, true);
        }
    }

    private SliceTimingCorrection() {}

    /**
     * Corrects a series.
     *
     * @param source series, shape (X, Y, Z, T); not modified unless it is the target
     * @param timing as many slice times as the series has slices
     * @param target receives the result, same grid and volumes; may be {@code source}
     * @return the target with a timing in which every slice stands for the reference time
     * @throws IllegalArgumentException if the images and the timing do not fit each other, or fewer than
     *     {@value #MIN_VOLUMES} volumes are left after {@code skip}
     * @throws java.util.concurrent.CancellationException if cancelled; the target is then partly written
     */
    public static NeuroImage apply(
            NeuroImage source, SliceTiming timing, Options options, NeuroImage target, Progress progress) {
        int slices = source.grid().sizeZ();
        if (slices != timing.slices())
            throw new IllegalArgumentException(source.name() + " has " + slices + " slices but there are "
                    + timing.slices() + " slice times: are they of this scan, and along its third axis?");
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        if (target.volumes() != source.volumes())
            throw new IllegalArgumentException(
                    source.name() + " has " + source.volumes() + " volumes but the target " + target.volumes());
        int steady = source.volumes() - options.skip();
        if (steady < MIN_VOLUMES)
            throw new IllegalArgumentException("slice timing needs " + MIN_VOLUMES + " volumes or more, but "
                    + source.name() + " has " + source.volumes()
                    + (options.skip() > 0 ? " with " + options.skip() + " to skip" : "") + ": is it a time series?");
        double reference = timing.referenceTime(options.referenceFraction());
        FixedChunks.forEach(
                slices,
                1,
                (z, end) -> {
                    double later = reference - timing.time(z);
                    if (Math.abs(later) <= SAME_TIME) copySlice(source, z, 0, source.volumes(), target);
                    else correctSlice(source, z, later / timing.repetitionTime(), options, target);
                },
                progress);
        return target.withTiming(SeriesTiming.every(timing.repetitionTime()).correctedTo(reference));
    }

    private static void copySlice(NeuroImage source, int z, int from, int to, NeuroImage target) {
        if (source.voxels() == target.voxels()) return;
        int plane = source.grid().planeSize();
        float[] values = new float[plane];
        for (int t = from; t < to; t++) {
            source.voxels().read(z, t, 0, plane, values, 0);
            target.voxels().write(z, t, 0, plane, values, 0);
        }
    }

    private static void correctSlice(NeuroImage source, int z, double offset, Options options, NeuroImage target) {
        int skip = options.skip();
        int samples = source.volumes() - skip;
        int plane = source.grid().planeSize();
        int width = Math.max(1, Math.min(plane, BLOCK_VALUES / samples));
        FractionalDelay delay = options.interpolation() == Interpolation.SINC
                ? FractionalDelay.sinc(offset)
                : FractionalDelay.fourier(offset, samples);
        float[][] block = new float[samples][width];
        float[][] shifted = new float[samples][width];
        copySlice(source, z, 0, skip, target);
        for (int from = 0; from < plane; from += width) {
            int count = Math.min(width, plane - from);
            for (int t = 0; t < samples; t++) source.voxels().read(z, skip + t, from, count, block[t], 0);
            shift(block, count, delay, offset, options.limit(), shifted);
            for (int t = 0; t < samples; t++) target.voxels().write(z, skip + t, from, count, shifted[t], 0);
        }
    }

    private static void shift(
            float[][] block, int count, FractionalDelay delay, double offset, boolean limit, float[][] result) {
        Range range = limit ? Range.of(block, count) : null;
        LinearTrend trend = LinearTrend.fit(block, count);
        trend.subtractFrom(block);
        delay.apply(block, count, result);
        if (limit) Range.of(block, count).limit(result);
        trend.addTo(result, offset);
        if (limit) range.limit(result);
    }

    /** The least and the largest value of each series of a block. */
    private static final class Range {

        private final float[] least;
        private final float[] largest;

        private Range(float[] least, float[] largest) {
            this.least = least;
            this.largest = largest;
        }

        static Range of(float[][] block, int count) {
            float[] least = Arrays.copyOf(block[0], count);
            float[] largest = Arrays.copyOf(block[0], count);
            for (float[] row : block) {
                for (int i = 0; i < count; i++) least[i] = Math.min(least[i], row[i]);
                for (int i = 0; i < count; i++) largest[i] = Math.max(largest[i], row[i]);
            }
            return new Range(least, largest);
        }

        void limit(float[][] block) {
            int count = least.length;
            for (float[] row : block)
                for (int i = 0; i < count; i++) row[i] = Math.max(least[i], Math.min(largest[i], row[i]));
        }
    }
}
