package sc.fiji.boldj.preprocess;

import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.run.Progress;

/**
 * Estimates the motion of the head over a series and brings every volume back to one pose.
 *
 * <p>Six parameters a volume, by weighted least squares with Gauss-Newton steps on the side of the reference. A search on
 * shrunk and blurred volumes finds the neighbourhood from far away; then up to {@value RealignmentSeries#MEAN_VOLUMES}
 * volumes spread over the series are fitted to the reference volume and averaged, and each volume is fitted to that mean
 * (second pass), where noisy voxels count less. The maps are then expressed in the frame of the reference volume, which
 * itself gets exactly the identity; only {@link Reference#MEAN} stays in the frame of the mean. An intensity factor a
 * volume is fitted along. Each raw volume is interpolated once for the result, whatever the number of passes.
 *
 * <p>{@code M} of volume t maps the place of a piece of the head in the reference to its place in volume t, RAS+ mm. NaN and
 * infinite voxels count as 0. A volume without signal, or one that could not be fitted, is given no motion and marked as
 * not converged. One volume alone has no motion.
 *
 * <p>After Friston et al. 1995 (Human Brain Mapping 3:165-189), Jenkinson et al. 2002 (NeuroImage 17:825-841) and, for
 * steps on the side of the reference, Baker and Matthews 2004 (International Journal of Computer Vision 56:221-255).
 */
public final class Realignment {

    private Realignment() {}

    /** Whose frame the head is brought back to. */
    public enum Reference {
        /** The volume most like all others: smallest median absolute distance to the voxelwise median over time. */
        ROBUST,
        /** Volume 0. */
        FIRST,
        /** Volume T / 2. */
        MIDDLE,
        /** The mean of the realigned volumes; always two passes. No volume is exactly at rest. */
        MEAN,
        /** The volume with the given index. */
        INDEX
    }

    /**
     * Choices of the realignment.
     *
     * @param reference whose frame the head is brought back to
     * @param index the reference volume, from 0, with {@link Reference#INDEX}; else 0
     * @param passes 1: each volume is fitted to the reference volume; 2: then to the mean
     * @param interpolation of the resliced volumes; the fit always uses QUINTIC
     */
    public record Options(Reference reference, int index, int passes, Interpolation interpolation) {

        /** Robust reference, two passes, B-spline of degree 5. */
        public static final Options DEFAULT = new Options(Reference.ROBUST, 0, 2, Interpolation.QUINTIC);

        /** @throws IllegalArgumentException if the index is negative or there are not 1 or 2 passes */
        public Options {
            if (index < 0) throw new IllegalArgumentException("the reference volume must be 0 or more, got " + index);
            if (passes != 1 && passes != 2)
                throw new IllegalArgumentException("realignment takes 1 or 2 passes, got " + passes);
        }

        /** The same with another reference. */
        public Options withReference(Reference other) {
            return new Options(other, 0, passes, interpolation);
        }

        /**
         * The same with a reference by its name.
         *
         * @param name robust, first, middle, mean, or the number of a volume from 0
         * @throws IllegalArgumentException if it is none of these
         */
        public Options withReference(String name) {
            for (Reference one : Reference.values())
                if (one != Reference.INDEX
                        && one.name().toLowerCase(Locale.ROOT).equals(name)) return withReference(one);
            try {
                return withReference(Integer.parseInt(name.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "key 'reference' is '" + name
                                + "' but must be robust, first, middle, mean or the number of a volume from 0",
                        e);
            }
        }

        /** The same with a volume as the reference. */
        public Options withReference(int volume) {
            return new Options(Reference.INDEX, volume, passes, interpolation);
        }
    }

    /**
     * What was found.
     *
     * @param reference index of the reference volume; with {@link Reference#MEAN} the one the mean was started from
     * @param centre of the turns, RAS+ mm: the middle of the grid
     * @param maps for each volume, from the reference's world to the volume's world
     * @param fits how each volume's fit went
     */
    public record Motion(int reference, List<Double> centre, List<Affine> maps, List<Fit> fits) {

        public Motion {
            centre = List.copyOf(centre);
            maps = List.copyOf(maps);
            fits = List.copyOf(fits);
        }

        /** The six numbers of each volume: shape (T, 6), trans_x to trans_z in mm, rot_x to rot_z in radians. */
        public double[][] parameters() {
            double[] c = {centre.get(0), centre.get(1), centre.get(2)};
            double[][] table = new double[maps.size()][];
            for (int t = 0; t < table.length; t++)
                table[t] = RigidMotion.of(maps.get(t), c).toArray();
            return table;
        }
    }

    /**
     * How one volume's fit went.
     *
     * @param iterations Gauss-Newton steps of the last fit
     * @param converged whether its last step was below the tolerance
     * @param cost root mean square of the remaining difference over that of the reference, in the head; NaN if the
     *     volume could not be fitted
     * @param scale intensity over that of the reference
     */
    public record Fit(int iterations, boolean converged, double cost, double scale) {}

    /**
     * Estimates the motion.
     *
     * @param source a series (or one volume) of 4 or more voxels along each axis
     * @throws IllegalArgumentException if the grid is too small, the reference is not a volume of the series, or it has no
     *     structure to align to
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Motion estimate(NeuroImage source, Options options, Progress progress) {
        return estimate(source, 0, options, progress);
    }

    /**
     * Estimates the motion of a series that begins before the steady state. The first volumes are fitted like all others,
     * but the robust reference is not chosen from them and they do not enter the mean: their contrast is another.
     *
     * @param skip volumes at the start that are not in the steady state, fewer than the series has
     */
    public static Motion estimate(NeuroImage source, int skip, Options options, Progress progress) {
        return new RealignmentSeries(source, skip, options).run(null, progress);
    }

    /**
     * Estimates the motion and reslices each volume to the reference, 0 where the reference lies outside the volume's field
     * of view.
     *
     * @param target float storage for as many volumes on the same grid, such as {@code source.createLike}; is filled; must
     *     not be the source
     * @throws IllegalArgumentException as {@link #estimate}, or if the target does not fit
     */
    public static Motion apply(NeuroImage source, Options options, NeuroImage target, Progress progress) {
        source.grid().requireSameAs(target.grid(), source.name(), target.name());
        if (source.volumes() != target.volumes())
            throw new IllegalArgumentException(
                    source.name() + " has " + source.volumes() + " volumes but the target " + target.volumes());
        if (source.voxels() == target.voxels())
            throw new IllegalArgumentException(
                    source.name() + " cannot be realigned in place: volumes are read more than once");
        return new RealignmentSeries(source, 0, options).run(target, progress);
    }
}
