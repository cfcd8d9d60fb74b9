package sc.fiji.boldj.image;

/**
 * Shapes of masks in 3-D: grow, shrink, fill.
 *
 * <p>What lies beyond the grid is treated as its nearest voxel inside, so a mask that is cut off by the edge of the field
 * of view is not shrunk from there.
 */
public final class Morphology {

    private Morphology() {}

    /** The mask and every voxel next to it. */
    public static Mask dilate(Mask mask, VoxelNeighbourhood neighbourhood) {
        return keep(mask, neighbourhood, (in, members) -> in || members > 0);
    }

    /** The members whose neighbours are all members. */
    public static Mask erode(Mask mask, VoxelNeighbourhood neighbourhood) {
        return erode(mask, neighbourhood, neighbourhood.count());
    }

    /**
     * The members that have enough neighbours.
     *
     * @param least how many neighbours must be members for a voxel to stay, 0 to the number of neighbours
     */
    public static Mask erode(Mask mask, VoxelNeighbourhood neighbourhood, int least) {
        if (least < 0 || least > neighbourhood.count())
            throw new IllegalArgumentException(
                    "a voxel has " + neighbourhood.count() + " neighbours, cannot ask for " + least);
        return keep(mask, neighbourhood, (in, members) -> in && members >= least);
    }

    /** The mask and every voxel outside it that no path over faces joins to the edge of the grid. */
    public static Mask fillHoles(Mask mask) {
        VoxelGrid grid = mask.grid();
        boolean[] outside = new boolean[grid.voxels()];
        for (int v = 0; v < outside.length; v++) outside[v] = !mask.contains(v);
        ConnectedComponents parts = ConnectedComponents.of(Mask.of(grid, outside), VoxelNeighbourhood.FACES);
        boolean[] open = new boolean[parts.count() + 1];
        for (int z = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++) {
                boolean face = z == 0 || z == grid.sizeZ() - 1 || y == 0 || y == grid.sizeY() - 1;
                int step = face ? 1 : Math.max(1, grid.sizeX() - 1);
                for (int x = 0; x < grid.sizeX(); x += step) open[parts.label(grid.index(x, y, z))] = true;
            }
        open[0] = false;
        for (int v = 0; v < outside.length; v++) outside[v] = !open[parts.label(v)];
        return Mask.of(grid, outside);
    }

    private interface Rule {
        boolean keep(boolean in, int members);
    }

    private static Mask keep(Mask mask, VoxelNeighbourhood neighbourhood, Rule rule) {
        VoxelGrid grid = mask.grid();
        boolean[] kept = new boolean[grid.voxels()];
        int[] offsets = new int[neighbourhood.count()];
        for (int n = 0; n < offsets.length; n++)
            offsets[n] = neighbourhood.step(n, 0)
                    + grid.sizeX() * neighbourhood.step(n, 1)
                    + grid.planeSize() * neighbourhood.step(n, 2);
        int v = 0;
        for (int z = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++) {
                boolean middle = z > 0 && z < grid.sizeZ() - 1 && y > 0 && y < grid.sizeY() - 1;
                for (int x = 0; x < grid.sizeX(); x++, v++) {
                    int members = middle && x > 0 && x < grid.sizeX() - 1
                            ? members(mask, v, offsets)
                            : members(mask, neighbourhood, x, y, z);
                    kept[v] = rule.keep(mask.contains(v), members);
                }
            }
        return Mask.of(grid, kept);
    }

    /** Away from the edge of the grid. */
    private static int members(Mask mask, int voxel, int[] offsets) {
        int members = 0;
        for (int offset : offsets) if (mask.contains(voxel + offset)) members++;
        return members;
    }

    private static int members(Mask mask, VoxelNeighbourhood neighbourhood, int x, int y, int z) {
        VoxelGrid grid = mask.grid();
        int members = 0;
        for (int n = 0; n < neighbourhood.count(); n++) {
            int nx = Math.max(0, Math.min(grid.sizeX() - 1, x + neighbourhood.step(n, 0)));
            int ny = Math.max(0, Math.min(grid.sizeY() - 1, y + neighbourhood.step(n, 1)));
            int nz = Math.max(0, Math.min(grid.sizeZ() - 1, z + neighbourhood.step(n, 2)));
            if (mask.contains(grid.index(nx, ny, nz))) members++;
        }
        return members;
    }
}
