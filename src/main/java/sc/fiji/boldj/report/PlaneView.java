package sc.fiji.boldj.report;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * A map on a brain in three planes through one point: from the left, from behind, from above. Left in the picture is
 * left in the head; the planes are those of the head in millimetres, however the grid lies.
 */
final class PlaneView {

    private static final int HEIGHT = 172;
    private static final int GAP = 4;
    private static final int CROSS = 0x3ddc84;

    private final VoxelGrid grid;
    private final Mask brain;
    private final Affine toVoxel;
    private final double[] low = new double[3];
    private final double[] high = new double[3];
    private final double step;

    /** Chooses limits so that the brain fills the picture; all of the grid if the mask is empty. */
    public PlaneView(VoxelGrid grid, Mask brain) {
        this.grid = grid;
        this.brain = brain.count() == 0 ? Mask.all(grid) : brain;
        toVoxel = grid.affine().inverse();
        java.util.Arrays.fill(low, Double.POSITIVE_INFINITY);
        java.util.Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int v : this.brain.indices()) {
            double[] p = place(v);
            for (int d = 0; d < 3; d++) {
                low[d] = Math.min(low[d], p[d]);
                high[d] = Math.max(high[d], p[d]);
            }
        }
        double margin = Math.max(grid.voxelSize(0), Math.max(grid.voxelSize(1), grid.voxelSize(2)));
        for (int d = 0; d < 3; d++) {
            low[d] -= margin;
            high[d] += margin;
        }
        step = Math.max(high[1] - low[1], high[2] - low[2]) / HEIGHT;
    }

    private double[] place(int voxel) {
        return grid.position(voxel);
    }

    /** Where a map is largest by size, in millimetres; the middle of the brain if it is 0. */
    public double[] peak(float[] map) {
        int best = -1;
        for (int v : brain.indices()) if (map[v] != 0 && (best < 0 || Math.abs(map[v]) > Math.abs(map[best]))) best = v;
        if (best >= 0) return place(best);
        return new double[] {(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2};
    }

    /** Whether a map is 0 everywhere in the brain. */
    public boolean isEmpty(float[] map) {
        for (int v : brain.indices()) if (map[v] != 0) return false;
        return true;
    }

    /**
     * Draws a map.
     *
     * @param background grey, from 0 to {@code white}; null for the mask's shape
     * @param map 0 where nothing is to be drawn
     * @param from the size of the map's values where its colour begins
     * @param to the size where it is brightest
     * @param at the point of the planes, in millimetres
     */
    public Picture draw(float[] background, double white, float[] map, double from, double to, double[] at) {
        int front = pixels(1);
        int right = pixels(0);
        int up = pixels(2);
        Picture picture = new Picture(front + 2 * right + 2 * GAP, Math.max(up, front));
        Shown shown = new Shown(background, white, map, from, to, at);
        plane(picture, 0, new int[] {0, 1, 2}, shown);
        plane(picture, front + GAP, new int[] {1, 0, 2}, shown);
        plane(picture, front + right + 2 * GAP, new int[] {2, 0, 1}, shown);
        return picture;
    }

    private int pixels(int axis) {
        return Math.max(1, (int) Math.round((high[axis] - low[axis]) / step));
    }

    /** What {@link #draw} was given. */
    private record Shown(float[] background, double white, float[] map, double from, double to, double[] at) {}

    /** @param axes the one through the plane, the one to the right, the one upwards */
    private void plane(Picture picture, int left, int[] axes, Shown shown) {
        int fixed = axes[0];
        int across = axes[1];
        int upward = axes[2];
        float[] background = shown.background;
        double from = shown.from;
        double[] at = shown.at;
        int width = pixels(across);
        int height = pixels(upward);
        int top = (picture.height() - height) / 2;
        double[] p = new double[3];
        double[] index = new double[3];
        for (int j = 0; j < height; j++)
            for (int i = 0; i < width; i++) {
                p[fixed] = at[fixed];
                p[across] = low[across] + (i + 0.5) * step;
                p[upward] = high[upward] - (j + 0.5) * step;
                toVoxel.apply(p, index);
                double value = smooth(shown.map, index);
                int nearest = nearest(index);
                if (nearest >= 0 && Math.abs(value) >= from) {
                    picture.set(
                            left + i,
                            top + j,
                            colour(value, (Math.abs(value) - from) / Math.max(1e-9, shown.to - from)));
                    continue;
                }
                double grey = background == null
                        ? nearest >= 0 && brain.contains(nearest) ? 0.35 : 0
                        : smooth(background, index) / shown.white;
                boolean cross = (Math.abs(p[across] - at[across]) < step / 2 && (j < 8 || j >= height - 8))
                        || (Math.abs(p[upward] - at[upward]) < step / 2 && (i < 8 || i >= width - 8));
                if (cross) picture.set(left + i, top + j, CROSS);
                else picture.setGrey(left + i, top + j, grey);
            }
    }

    /** Red over orange to yellow above 0, blue to light blue below. */
    private static int colour(double value, double share) {
        double s = Math.max(0, Math.min(1, share));
        int level = (int) Math.round(60 + 195 * s);
        return value > 0 ? 0xc00000 + ((int) (63 * s)) * 0x10000 + level * 0x100 : ((int) (level * 0.8)) * 0x100 + 0xff;
    }

    private int nearest(double[] index) {
        int x = (int) Math.rint(index[0]);
        int y = (int) Math.rint(index[1]);
        int z = (int) Math.rint(index[2]);
        boolean inside = x >= 0 && y >= 0 && z >= 0 && x < grid.sizeX() && y < grid.sizeY() && z < grid.sizeZ();
        return inside ? grid.index(x, y, z) : -1;
    }

    /** Linear between voxels, 0 beyond the grid; values that are not finite count as 0. */
    private double smooth(float[] volume, double[] index) {
        int x = (int) Math.floor(index[0]);
        int y = (int) Math.floor(index[1]);
        int z = (int) Math.floor(index[2]);
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int cx = x + (corner & 1);
            int cy = y + (corner >> 1 & 1);
            int cz = z + (corner >> 2);
            if (cx < 0 || cy < 0 || cz < 0 || cx >= grid.sizeX() || cy >= grid.sizeY() || cz >= grid.sizeZ()) continue;
            float value = volume[grid.index(cx, cy, cz)];
            if (Float.isFinite(value))
                sum += value
                        * (1 - Math.abs(index[0] - cx))
                        * (1 - Math.abs(index[1] - cy))
                        * (1 - Math.abs(index[2] - cz));
        }
        return sum;
    }
}
