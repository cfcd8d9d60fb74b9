package sc.fiji.boldj.workflow.scan;

import sc.fiji.boldj.anatomy.BrainExtraction;
import sc.fiji.boldj.anatomy.TissueMaps;
import sc.fiji.boldj.anatomy.TissueSegmentation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * The brain and the tissues of a T1-weighted scan that came without them.
 *
 * @param brain on the grid of the scan
 * @param tissues shares of each voxel there
 */
record FixedAnatomy(Mask brain, TissueMaps tissues) {

    /** A brain without its head fills no more than this, a head no less, in litres. */
    private static final double LARGEST_BRAIN = 2.3;

    /** Share of voxels that are exactly 0 in a scan from which all but the brain was cut. */
    private static final double LEAST_CUT = 0.3;

    /**
     * Looks for what is missing. A scan that is 0 but for a part as small as a brain is treated as a brain cut out already.
     *
     * @param brain null to look for it
     * @throws IllegalArgumentException if there is no brain or no three tissues to be found
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static FixedAnatomy of(NeuroImage t1, Mask brain, Progress progress) {
        Mask found = brain;
        if (found == null) found = cutOut(t1);
        if (found == null)
            found = BrainExtraction.of(t1, null, BrainExtraction.Options.DEFAULT, progress.stage(0, 0.5));
        return new FixedAnatomy(
                found,
                TissueSegmentation.of(t1, found, null, TissueSegmentation.Options.DEFAULT, progress.stage(0.5, 1)));
    }

    private static Mask cutOut(NeuroImage t1) {
        VoxelGrid grid = t1.grid();
        float[] values = t1.volume(0);
        int zeros = 0;
        for (float value : values) if (value == 0) zeros++;
        Mask rest = Mask.above(grid, values, 0);
        double litres = rest.count() * grid.voxelSize(0) * grid.voxelSize(1) * grid.voxelSize(2) / 1e6;
        return zeros >= LEAST_CUT * values.length && litres <= LARGEST_BRAIN ? rest : null;
    }
}
