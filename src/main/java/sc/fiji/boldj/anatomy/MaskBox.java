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

    private final VoxelGrid full;
    private final int[] origin;

    MaskBox(Mask mask) {
        this(mask, 0);
    }

    /** A box with so many millimetres more on every side. */
    MaskBox(Mask mask, double margin) {
        full = mask.grid();
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
        for (int d = 0; d < 3; d++) {
            int room = 1 + (int) Math.ceil(margin / full.voxelSize(d));
            low[d] -= room;
            high[d] += room;
        }
        origin = low;
        grid = new VoxelGrid(
                high[0] - low[0] + 1,
                high[1] - low[1] + 1,
                high[2] - low[2] + 1,
                full.affine().times(Affine.translation(low[0], low[1], low[2])),
                full.placed());
        inside = new int[whole.length];
        for (int i = 0; i < whole.length; i++) {
            place(full, whole[i], at);
            inside[i] = grid.index(at[0] - low[0], at[1] - low[1], at[2] - low[2]);
        }
    }

    private static void place(VoxelGrid grid, int voxel, int[] at) {
        at[0] = voxel % grid.sizeX();
        at[1] = voxel / grid.sizeX() % grid.sizeY();
        at[2] = grid.z(voxel);
    }

    /** The values of the box; 0 beyond the whole grid. */
    float[] cut(float[] values) {
        float[] part = new float[grid.voxels()];
        forEachRow((from, to, count) -> System.arraycopy(values, from, part, to, count));
        return part;
    }

    /** The members within the box. */
    boolean[] cut(boolean[] set) {
        boolean[] part = new boolean[grid.voxels()];
        forEachRow((from, to, count) -> System.arraycopy(set, from, part, to, count));
        return part;
    }

    /** Puts the members within the box into the whole grid. */
    void paste(boolean[] part, boolean[] set) {
        forEachRow((from, to, count) -> System.arraycopy(part, to, set, from, count));
    }

    private interface Row {
        void copy(int inWhole, int inBox, int count);
    }

    private void forEachRow(Row row) {
        int x0 = Math.max(0, origin[0]);
        int x1 = Math.min(full.sizeX(), origin[0] + grid.sizeX());
        for (int z = Math.max(0, origin[2]); z < Math.min(full.sizeZ(), origin[2] + grid.sizeZ()); z++)
            for (int y = Math.max(0, origin[1]); y < Math.min(full.sizeY(), origin[1] + grid.sizeY()); y++)
                row.copy(full.index(x0, y, z), grid.index(x0 - origin[0], y - origin[1], z - origin[2]), x1 - x0);
    }
}
