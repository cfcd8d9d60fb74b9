package sc.fiji.boldj.denoise;

import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.BandStop;
import sc.fiji.boldj.signal.Standardize;

/**
 * Takes confounds, drift and frequencies outside a band out of every voxel's series.
 *
 * <p>Filter and regression are one step, never one after the other, so that neither brings back what the other removed
 * (Hallquist 2013; Lindquist 2019). The residuals have mean 0 where the drift or the stop band holds a constant; the
 * mean can be put back. Arithmetic is in double, the result is rounded to float.
 *
 * <p>A constant voxel becomes 0 (or stays, with its mean put back); one with a NaN or infinity in a kept volume becomes
 * NaN, so that no gap is hidden; voxels outside the mask become 0.
 */
public final class ConfoundRegression {

    static final int BLOCK_VALUES = 1 << 19;

    private ConfoundRegression() {}

    /** How a band is kept. */
    public enum Filter {
        /** Sines and cosines outside the band are regressors (AFNI 3dTproject): one projection, exact. */
        FOURIER,
        /** Data and confounds are filtered alike, forwards and backwards, order 5, then regressed (nilearn). */
        BUTTERWORTH,
        /** Slow cosines are regressors (SPM, fMRIPrep): high-pass only, the upper limit is not used. */
        COSINE;

        /** The filter of a name in upper or lower case. */
        public static Filter named(String name) {
            for (Filter filter : values()) if (filter.name().equalsIgnoreCase(name.strip())) return filter;
            throw new IllegalArgumentException("filter must be fourier, butterworth or cosine, got '" + name + "'");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What to regress out.
     *
     * @param detrend highest degree of the polynomial drift, 0 to 5; -1 for none. A Fourier filter with a lower limit
     *     removes the mean in any case
     * @param low lower limit of the band in Hz; 0: none
     * @param high upper limit of the band in Hz; 0: none
     * @param filter how the band is kept
     * @param standardize what becomes of the scale of the residuals
     * @param restoreMean whether each voxel's mean over the kept volumes is added to its residuals
     */
    public record Options(
            int detrend, double low, double high, Filter filter, Standardize standardize, boolean restoreMean) {

        /** Linear drift, 0.008-0.09 Hz by sines and cosines, residuals in the unit of the data about 0. */
        public static final Options DEFAULT = new Options(1, 0.008, 0.09, Filter.FOURIER, Standardize.NONE, false);

        /**
         * @throws IllegalArgumentException if the degree is outside -1 to 5, a limit is negative, or the mean is to be
         *     restored to standardised series
         */
        public Options {
            if (detrend < -1 || detrend > 5)
                throw new IllegalArgumentException(
                        "detrend must be a degree from 0 to 5, or -1 for none, got " + detrend);
            if (!(low >= 0 && Double.isFinite(low)) || !(high >= 0 && Double.isFinite(high)))
                throw new IllegalArgumentException(
                        "low and high must be frequencies in Hz, 0 for open, got " + low + " and " + high);
            if (restoreMean && standardize != Standardize.NONE)
                throw new IllegalArgumentException("the mean can be put back only if standardize is none");
        }

        /** The same with another drift. */
        public Options withDetrend(int degree) {
            return new Options(degree, low, high, filter, standardize, restoreMean);
        }

        /** The same with another band, Hz; 0: none. */
        public Options withBand(double newLow, double newHigh) {
            return new Options(detrend, newLow, newHigh, filter, standardize, restoreMean);
        }

        /** The same with another filter. */
        public Options withFilter(Filter newFilter) {
            return new Options(detrend, low, high, newFilter, standardize, restoreMean);
        }

        /** The same with another scale. */
        public Options withStandardize(Standardize newStandardize) {
            return new Options(detrend, low, high, filter, newStandardize, restoreMean);
        }

        /** The same with the mean put back or not. */
        public Options withRestoreMean(boolean restore) {
            return new Options(detrend, low, high, filter, standardize, restore);
        }

        /** Whether a limit in Hz matters, so that the repetition time must be known. */
        boolean hasBand() {
            return low > 0 || (high > 0 && filter != Filter.COSINE);
        }
    }

    /**
     * What the regression left.
     *
     * @param volumes volumes of the run
     * @param kept volumes that were not censored
     * @param rank independent columns that were regressed out: drift, confounds, and the stop band or cosines
     * @param degreesOfFreedom what white noise has left; for a projection {@code kept - rank}
     */
    public record Result(int volumes, int kept, int rank, double degreesOfFreedom) {

        /**
         * Standard error of Fisher's z of a correlation between two cleaned series of white noise:
         * {@code 1 / sqrt(degreesOfFreedom - 2)}, which is the textbook {@code 1 / sqrt(n - 3)} if only the mean was
         * regressed out. NaN with 2 degrees of freedom or fewer.
         */
        public double fisherZStandardError() {
            return degreesOfFreedom > 2 ? 1 / Math.sqrt(degreesOfFreedom - 2) : Double.NaN;
        }
    }

    /**
     * Cleans a series.
     *
     * @param source shape (X, Y, Z, T), 3 volumes or more
     * @param confounds what to regress out, {@link Confounds#none} for nothing; centred over the kept volumes. A column
     *     that varies in censored volumes only is excluded
     * @param mask where to work; {@link Mask#all} for everywhere
     * @param target receives the result, on the same grid, with {@link Censoring#resultVolumes} volumes; may be
     *     {@code source} if its values can be written
     * @throws IllegalArgumentException if a shape, grid or number of volumes does not fit, a confound has a NaN in a
     *     kept volume or never changes, the band is empty or beyond Nyquist, the repetition time is needed and not
     *     known, or nothing would be left
     */
    public static Result apply(
            NeuroImage source,
            Confounds confounds,
            Mask mask,
            Censoring censoring,
            Options options,
            NeuroImage target,
            Progress progress) {
        int volumes = source.volumes();
        source.requireSeries(3);
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        if (confounds.volumes() != volumes)
            throw new IllegalArgumentException(
                    "the confounds have " + confounds.volumes() + " rows, but " + source.name() + " has " + volumes
                            + " volumes: are they from another run, or were volumes removed?");
        if (target.volumes() != censoring.resultVolumes(volumes))
            throw new IllegalArgumentException("the result has " + censoring.resultVolumes(volumes) + " volumes, but "
                    + target.name() + " has " + target.volumes());
        double repetitionTime = source.timing().repetitionTime();
        if (options.hasBand()) {
            if (!source.timing().isKnown())
                throw new IllegalArgumentException("the repetition time of " + source.name()
                        + " is not known, but a band in Hz needs it: state it, or set low and high to 0");
            BandStop.requireBand(repetitionTime, options.low(), options.filter() == Filter.COSINE ? 0 : options.high());
        }
        NuisanceModel model = new NuisanceModel(confounds, censoring, options, repetitionTime);
        int width = Math.max(16, Math.min(4096, BLOCK_VALUES / volumes));
        BlockCleaner cleaner = new BlockCleaner(model, volumes, censoring.output(), options);
        VoxelSeries.forEachBlock(
                source,
                mask,
                width,
                (first, count, block) ->
                        VoxelSeries.writeBlock(target, mask, first, count, cleaner.clean(block, count)),
                progress.stage(0, 0.95));
        OutsideMask.clearOutside(mask, target, progress.stage(0.95, 1));
        return new Result(volumes, model.kept().length, model.rank(), model.degreesOfFreedom());
    }
}
