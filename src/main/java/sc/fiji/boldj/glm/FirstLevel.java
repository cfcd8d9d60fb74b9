package sc.fiji.boldj.glm;

import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;

/**
 * Fits a design to every voxel of a run, with noise that is correlated in time, and asks contrasts.
 *
 * <p>For noise of correlation V the weights are {@code b = (X' V^-1 X)^-1 X' V^-1 y}. With ordinary least squares their
 * covariance is {@code s^2 (X' X)^-1} with {@code s^2 = (y - X b)' (y - X b) / (volumes - columns)}, and t and F have
 * {@code volumes - columns} degrees of freedom. V is that of each voxel, not one for the brain, and exact also at the ends
 * of the run. Arithmetic is in double, maps are float.
 *
 * <p>Where V is estimated, the variance {@code s^2 c (X' V^-1 X)^-1 c'} of an effect is made larger by what the estimated
 * weights of V add (Kackar and Harville 1984; Kenward and Roger 1997), and larger or smaller by what slow noise beyond the
 * model is found in the whitened residuals. t, F and z are found with this variance; t has the degrees of freedom of a
 * variance as uncertain as that is in the voxel (Satterthwaite 1946), F those and the scale of Kenward and Roger. Few are
 * left where an effect lives on few frequencies, as of blocks.
 *
 * <p>A voxel with a NaN or infinity in a volume that is used is NaN in every map. A voxel that the design explains to the
 * last bit, as a constant one, has variance 0, t, F and z 0, and whiteness 1.
 */
public final class FirstLevel {

    private FirstLevel() {}

    /** How outliers are treated. */
    public enum Robust {
        /** As all other values. */
        NONE,
        /** Values beyond 1.345 standard deviations lose weight with their distance (Huber). */
        HUBER,
        /** Values lose weight smoothly, those beyond 4.685 standard deviations all of it (Tukey). */
        BISQUARE;

        /** The choice of a name in upper or lower case. */
        public static Robust named(String name) {
            for (Robust robust : values()) if (robust.name().equalsIgnoreCase(name.strip())) return robust;
            throw new IllegalArgumentException("robust must be none, huber or bisquare, got '" + name + "'");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How to fit.
     *
     * @param noise model of the noise
     * @param maxOrder highest order that {@link NoiseModel#AR} tries, 1 to 60; 0: 12, fewer in short runs
     * @param robust treatment of outliers, on the whitened series
     * @param others whether responses of another shape are added to the design for the estimation of correlated noise; not
     *     with a robust fit
     */
    public record Options(NoiseModel noise, int maxOrder, Robust robust, boolean others) {

        /** The default of every command and step: ARMA(1,1) noise of each voxel. */
        public static final Options DEFAULT = new Options(NoiseModel.DEFAULT, 0, Robust.NONE, true);

        /** Checks the values. */
        public Options {
            if (maxOrder < 0 || maxOrder > 60)
                throw new IllegalArgumentException("the highest order must be 1 to 60, or 0 for 12, got " + maxOrder);
        }

        /** The same with another model of the noise. */
        public Options with(NoiseModel model) {
            return new Options(model, maxOrder, robust, others);
        }

        /** The same with another highest order. */
        public Options withMaxOrder(int order) {
            return new Options(noise, order, robust, others);
        }

        /** The same with another treatment of outliers. */
        public Options with(Robust treatment) {
            return new Options(noise, maxOrder, treatment, others);
        }

        /** The same with other responses beside the design, or without. */
        public Options withOthers(boolean yes) {
            return new Options(noise, maxOrder, robust, yes);
        }
    }

    /**
     * Fits a run.
     *
     * @param source shape (X, Y, Z, T)
     * @param mask where to fit, not empty
     * @param design one row per volume, of full rank
     * @param contrasts 1 or more
     * @throws IllegalArgumentException if the shapes do not fit, the mask is empty, the design cannot be estimated
     *     (naming its columns), or the run is too short for the noise model
     */
    public static GlmResult of(
            NeuroImage source,
            Mask mask,
            Design design,
            List<TaskContrast> contrasts,
            Options options,
            Progress progress) {
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        mask.requireNotEmpty("the mask");
        if (contrasts.isEmpty()) throw new IllegalArgumentException("a fit needs 1 contrast or more");
        if (design.rows() != source.volumes())
            throw new IllegalArgumentException("the design has " + design.rows() + " rows, but " + source.name()
                    + " has " + source.volumes() + " volumes");
        GlmPlan plan =
                new GlmPlan(design, contrasts, options, source.timing().repetitionTime(), progress.stage(0, 0.02));
        GlmResult result = new GlmResult(mask, contrasts, options, plan);
        if (plan.grid() != null) plan.grid().know(ArmaPrior.of(plan, source, mask, progress.stage(0.02, 0.05)));
        VoxelFits fits = options.noise() == NoiseModel.OLS ? null : new VoxelFits(plan, result);
        VoxelSeries.forEachBlock(
                source,
                mask,
                plan.width(),
                (first, count, block) -> new BlockFit(plan, fits).fit(first, count, block, result),
                progress.stage(0.05, fits == null ? 1 : 0.9));
        if (fits != null) fits.finish(progress.stage(0.9, 1));
        return result;
    }
}
