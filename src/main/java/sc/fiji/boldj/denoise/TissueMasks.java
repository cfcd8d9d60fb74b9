package sc.fiji.boldj.denoise;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.Morphology;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelNeighbourhood;

/**
 * Masks of tissue for nuisance signals, pure enough to hold no grey matter.
 *
 * <p>A voxel belongs to white matter or CSF if its probability is 0.99 or more, and to CSF only if it does not touch grey
 * matter, as fMRIPrep has it. Where voxels are so large that fewer than {@link #LEAST} are that pure, the purest
 * {@link #LEAST} are taken, down to a probability of {@link #LOWEST}.
 */
public final class TissueMasks {

    /** Fewer voxels than this do not make a stable mean. */
    public static final int LEAST = 20;

    /** Probability below which a voxel is never taken. */
    public static final double LOWEST = 0.6;

    private static final double PURE = 0.99;
    private static final double GREY = 0.05;

    private TissueMasks() {}

    /**
     * The voxels of a tissue.
     *
     * @param probability one volume, 0 to 1; a mask of 0 and 1 (or any value above 1) is taken as it is
     * @param grey probability of grey matter whose neighbours are excluded, or null
     * @param within voxels to choose from
     * @throws IllegalArgumentException if the grids differ or fewer than {@link #LEAST} voxels are left
     */
    public static Mask of(NeuroImage probability, NeuroImage grey, Mask within) {
        within.grid().requireSameAs(probability.grid(), "the brain mask", probability.name());
        if (probability.volumes() != 1)
            throw new IllegalArgumentException(
                    probability.name() + " has " + probability.volumes() + " volumes but a tissue image has one");
        float[] values = probability.volume(0);
        Mask candidates = within;
        if (grey != null) {
            grey.grid().requireSameAs(probability.grid(), grey.name(), probability.name());
            Mask touching =
                    Morphology.dilate(Mask.above(grey.grid(), grey.volume(0), 1 - GREY), VoxelNeighbourhood.FACES);
            boolean[] free = new boolean[values.length];
            for (int v = 0; v < free.length; v++) free[v] = within.contains(v) && !touching.contains(v);
            candidates = Mask.of(within.grid(), free);
        }
        float[] inside = new float[values.length];
        float[] sorted = new float[candidates.count()];
        for (int i = 0; i < sorted.length; i++) {
            int v = candidates.voxel(i);
            inside[v] = Float.isFinite(values[v]) ? values[v] : 0;
            sorted[i] = inside[v];
        }
        java.util.Arrays.sort(sorted);
        double threshold = PURE;
        if (sorted.length >= LEAST) threshold = Math.min(PURE, sorted[sorted.length - LEAST]);
        Mask mask = Mask.above(within.grid(), inside, Math.nextDown((float) Math.max(threshold, LOWEST)));
        if (mask.count() < LEAST)
            throw new IllegalArgumentException(probability.name() + " has only " + mask.count()
                    + " voxels of probability " + LOWEST + " or more within the mask, fewer than " + LEAST
                    + ": is it on the scan's grid, and a probability from 0 to 1?");
        return mask;
    }
}
