package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * The box about a mask with one voxel of room on every side, also beyond the edge of the grid, so that every member has
 * all its neighbours.
 */
final class MaskBox {

    /** The box as a grid. */
    final VoxelGrid grid;

    /** The members within the box, in the order of the mask. */
    final int[] inside;

    /** The same voxels within the whole grid. */
    final int[] whole;

    MaskBox(Mask mask) {
        VoxelGrid full = mask.grid();
        int[] low = {full.sizeX(), full.sizeY(), full.sizeZ()};
        int[] high = {-1, -1, -1};
        whole = mask.indices();
        int[] at = new int[3];
        for (int v : whole) {
            place(full, v, at);
            for (int d = 0; d < 3; d++) {
                low[d] = Math.min(low[d], at[d]);
                high[d] = Math.max(high[d], at[d]);
            }
        }
        grid = new VoxelGrid(
                high[0] - low[0] + 3,
                high[1] - low[1] + 3,
                high[2] - low[2] + 3,
                full.affine().times(Affine.translation(low[0] - 1, low[1] - 1, low[2] - 1)));
        inside = new int[whole.length];
        for (int i = 0; i < whole.length; i++) {
            place(full, whole[i], at);
            inside[i] = grid.index(at[0] - low[0] + 1, at[1] - low[1] + 1, at[2] - low[2] + 1);
        }
    }

    private static void place(VoxelGrid grid, int voxel, int[] at) {
        at[0] = voxel % grid.sizeX();
        at[1] = voxel / grid.sizeX() % grid.sizeY();
        at[2] = voxel / grid.planeSize();
    }
}
