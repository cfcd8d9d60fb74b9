package sc.fiji.boldj.anatomy;

import java.util.Arrays;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Parts voxels between two sets of seeds along the dark valleys: a voxel goes to the seeds from which the brighter path
 * leads to it, where a path is as bright as its darkest voxel (watershed by flooding, Meyer 1994; for brains Hahn &amp;
 * Peitgen 2000, MICCAI, LNCS 1935:134). A thin bone need not be dark to hold: it must only be darker than what it parts.
 */
final class BrightPaths {

    private static final int LEVELS = 512;

    private static final byte INSIDE = 2;
    private static final byte OUTSIDE = 1;

    private final VoxelGrid grid;
    private final float[] values;
    private final double low;
    private final double high;
    private final byte[] side;

    /** A queue for each level and side, first in first out: its first and last voxel, and the voxel behind each voxel. */
    private final int[] first = new int[2 * LEVELS];

    private final int[] last = new int[2 * LEVELS];
    private final int[] behind;

    private BrightPaths(VoxelGrid grid, float[] values, double low, double high) {
        this.grid = grid;
        this.values = values;
        this.low = low;
        this.high = high;
        side = new byte[values.length];
        behind = new int[values.length];
        Arrays.fill(first, -1);
    }

    /**
     * The voxels that belong to the inner seeds. Voxels in both sets count as outer seeds.
     *
     * @param low brightness at and below which all is as dark
     * @param high brightness at and above which all is as bright
     */
    static boolean[] within(
            VoxelGrid grid,
            float[] values,
            double low,
            double high,
            boolean[] inner,
            boolean[] outer,
            Progress progress) {
        var paths = new BrightPaths(grid, values, low, high);
        for (int v = 0; v < values.length; v++)
            if (outer[v]) paths.reach(v, LEVELS - 1, OUTSIDE);
            else if (inner[v]) paths.reach(v, LEVELS - 1, INSIDE);
        paths.flood(progress);
        boolean[] within = new boolean[values.length];
        for (int v = 0; v < within.length; v++) within[v] = paths.side[v] == INSIDE;
        return within;
    }

    private void reach(int v, int path, byte from) {
        int own = (int) ((LEVELS - 1) * Math.max(0, Math.min(1, (values[v] - low) / (high - low))));
        int queue = 2 * Math.min(path, own) + from - 1;
        side[v] = from;
        behind[v] = -1;
        if (first[queue] < 0) first[queue] = v;
        else behind[last[queue]] = v;
        last[queue] = v;
    }

    private void flood(Progress progress) {
        int nx = grid.sizeX();
        int ny = grid.sizeY();
        int nz = grid.sizeZ();
        for (int level = LEVELS - 1; level >= 0; level--) {
            if (level % 16 == 0) progress.update(LEVELS - 1 - level, LEVELS);
            while (first[2 * level] >= 0 || first[2 * level + 1] >= 0) {
                int queue = first[2 * level + 1] >= 0 ? 2 * level + 1 : 2 * level;
                int v = first[queue];
                first[queue] = behind[v];
                int x = v % nx;
                int y = v / nx % ny;
                int z = v / grid.planeSize();
                if (x > 0 && side[v - 1] == 0) reach(v - 1, level, side[v]);
                if (x < nx - 1 && side[v + 1] == 0) reach(v + 1, level, side[v]);
                if (y > 0 && side[v - nx] == 0) reach(v - nx, level, side[v]);
                if (y < ny - 1 && side[v + nx] == 0) reach(v + nx, level, side[v]);
                if (z > 0 && side[v - grid.planeSize()] == 0) reach(v - grid.planeSize(), level, side[v]);
                if (z < nz - 1 && side[v + grid.planeSize()] == 0) reach(v + grid.planeSize(), level, side[v]);
            }
        }
    }
}
