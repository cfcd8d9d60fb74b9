package sc.fiji.boldj.preprocess;

import sc.fiji.boldj.image.ConnectedComponents;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.Morphology;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelNeighbourhood;
import sc.fiji.boldj.run.Progress;

/**
 * Finds the brain in an EPI scan, on the plan that the documentation of AFNI's {@code 3dAutomask} describes.
 *
 * <ol>
 *   <li>mean over the volumes; a value that is not finite is excluded;
 *   <li>voxels at or above the clip level: half the median of such voxels, determined again in each of eight parts of the
 *       head and interpolated between them;
 *   <li>largest part connected over faces;
 *   <li>peel: voxels with fewer than 17 of 18 neighbours go, the largest part stays, and what touches it comes back.
 *       This cuts bridges to eyes and scalp;
 *   <li>holes are filled; then, if asked for, the mask grows and is filled again.
 * </ol>
 *
 * <p>The result is the same for any number of threads.
 */
public final class BrainMask {

    /** A voxel stays in a peel if so many of its 18 neighbours are in the mask. */
    private static final int LEAST_NEIGHBOURS = 17;

    /**
     * Choices of the mask.
     *
     * @param clipFraction clip level as a fraction of the median of the voxels above it, in [0.1, 0.9]; a smaller one
     *     makes the mask larger
     * @param gradual whether the clip level follows the intensity across the head
     * @param peels how often the mask is peeled and grown back, 0 or more
     * @param dilations how often the finished mask is grown by one layer (18 neighbours), 0 or more
     */
    public record Options(double clipFraction, boolean gradual, int peels, int dilations) {

        /** Fraction 0.5, gradual, one peel, not grown. */
        public static final Options DEFAULT = new Options(0.5, true, 1, 0);

        /**
         * @throws IllegalArgumentException if a value is outside its range
         */
        public Options {
            if (!(clipFraction >= 0.1 && clipFraction <= 0.9))
                throw new IllegalArgumentException("the clip fraction must be 0.1 to 0.9, got " + clipFraction);
            if (peels < 0) throw new IllegalArgumentException("cannot peel " + peels + " times");
            if (dilations < 0) throw new IllegalArgumentException("cannot dilate " + dilations + " times");
        }
    }

    private BrainMask() {}

    /**
     * Finds the brain.
     *
     * @param source EPI series, or one volume such as its mean
     * @throws IllegalArgumentException if the image has no values above 0, is constant, or no brain is found
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Mask epi(NeuroImage source, Options options, Progress progress) {
        float[] mean = MeanVolume.ofFinite(source, progress.stage(0, 0.6));
        requireContrast(mean, source.name());
        VoxelGrid grid = source.grid();
        boolean[] bright = new boolean[mean.length];
        if (options.gradual()) {
            float[] level = ClipLevel.gradual(grid, mean, options.clipFraction());
            for (int v = 0; v < mean.length; v++) bright[v] = mean[v] >= level[v];
        } else {
            double level = ClipLevel.of(mean, options.clipFraction());
            for (int v = 0; v < mean.length; v++) bright[v] = mean[v] >= level;
        }
        progress.checkCancelled();
        Mask mask = largest(Mask.of(grid, bright), source.name());
        mask = Morphology.fillHoles(peel(mask, options.peels(), source.name()));
        for (int i = 0; i < options.dilations(); i++) {
            progress.checkCancelled();
            mask = Morphology.fillHoles(Morphology.dilate(mask, VoxelNeighbourhood.EDGES));
        }
        progress.update(1, 1);
        return mask;
    }

    private static void requireContrast(float[] mean, String name) {
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : mean) {
            least = Math.min(least, value);
            largest = Math.max(largest, value);
        }
        if (!(largest > 0))
            throw new IllegalArgumentException(name + " has no value above 0: a brain mask needs a scan of a head");
        if (least == largest)
            throw new IllegalArgumentException(
                    name + " is " + least + " everywhere: a brain mask needs a head on a darker background");
    }

    private static Mask largest(Mask mask, String name) {
        ConnectedComponents parts = ConnectedComponents.of(mask, VoxelNeighbourhood.FACES);
        if (parts.count() == 0)
            throw new IllegalArgumentException("no brain found in " + name
                    + ": nothing is left after clipping and peeling; is it an EPI scan of a whole head?");
        return parts.mask(1);
    }

    private static Mask peel(Mask mask, int peels, String name) {
        Mask peeled = mask;
        for (int i = 0; i < peels; i++) peeled = Morphology.erode(peeled, VoxelNeighbourhood.EDGES, LEAST_NEIGHBOURS);
        if (peels > 0) peeled = largest(peeled, name);
        for (int i = 0; i < peels; i++)
            peeled = Morphology.dilate(peeled, VoxelNeighbourhood.EDGES).and(mask);
        return peeled;
    }
}
