package sc.fiji.boldj.workflow;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Where the dark of an echo-planar scan says nothing. Above the sinuses and the ear canals the signal of brain is lost,
 * so the edge of what is bright there is not the brain's edge, and drawn to a template's it would stretch the brain down.
 */
final class SignalLoss {

    /** Below this height and in front of this depth in MNI space, mm, dark may be brain. */
    private static final double TOP = 0;

    private static final double BACK = -45;

    private SignalLoss() {}

    /**
     * The voxels of the scan that can be compared with a template: the brain's, and those around it where the dark is not
     * brain.
     *
     * @param templateToScan from the template's world to the scan's
     * @param brain what is bright in the scan
     */
    static Mask without(Affine templateToScan, Mask brain) {
        VoxelGrid grid = brain.grid();
        Affine toTemplate = templateToScan.inverse().times(grid.affine());
        boolean[] known = new boolean[grid.voxels()];
        for (int v = 0; v < known.length; v++) {
            double[] p = toTemplate.apply(v % grid.sizeX(), v / grid.sizeX() % grid.sizeY(), grid.z(v));
            known[v] = brain.contains(v) || p[2] > TOP || p[1] < BACK;
        }
        return Mask.of(grid, known);
    }
}
