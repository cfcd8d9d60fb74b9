package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.ConnectedComponents;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelNeighbourhood;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Balls in millimetres for the shapes of masks, by the exact distance to the nearest voxel of a set (Felzenszwalb &amp;
 * Huttenlocher 2012). Beyond the grid nothing is in any set.
 */
final class DistanceMap {

    private static final float FAR = 1e12f;

    private DistanceMap() {}

    /** The voxels whose centre is within a radius in mm of the centre of a member. */
    static boolean[] dilate(VoxelGrid grid, boolean[] set, double radius, Progress progress) {
        float[] squares = squares(grid, set, progress);
        boolean[] near = new boolean[set.length];
        for (int v = 0; v < near.length; v++) near[v] = squares[v] <= radius * radius;
        return near;
    }

    /** The members that are further than a radius in mm from every voxel that is none. */
    static boolean[] erode(VoxelGrid grid, boolean[] set, double radius, Progress progress) {
        boolean[] grown = dilate(grid, not(set), radius, progress);
        return not(grown);
    }

    /** Dilated and then eroded: gaps narrower than twice the radius are closed. */
    static boolean[] close(VoxelGrid grid, boolean[] set, double radius, Progress progress) {
        return erode(grid, dilate(grid, set, radius, progress), radius, progress);
    }

    static boolean[] not(boolean[] set) {
        boolean[] other = new boolean[set.length];
        for (int v = 0; v < set.length; v++) other[v] = !set[v];
        return other;
    }

    /** The square of the distance to the nearest member in mm. */
    static float[] squares(VoxelGrid grid, boolean[] set, Progress progress) {
        float[] squares = new float[set.length];
        for (int v = 0; v < set.length; v++) squares[v] = set[v] ? 0 : FAR;
        Progress quiet = BiasField.quiet(progress);
        int nx = grid.sizeX();
        int ny = grid.sizeY();
        int nz = grid.sizeZ();
        FixedChunks.forEach(
                nz,
                1,
                (z, end) -> {
                    var line = new Line(Math.max(nx, ny));
                    for (int y = 0; y < ny; y++) line.pass(squares, nx * (y + ny * z), 1, nx, grid.voxelSize(0));
                    for (int x = 0; x < nx; x++) line.pass(squares, x + nx * ny * z, nx, ny, grid.voxelSize(1));
                },
                quiet);
        FixedChunks.forEach(
                ny,
                1,
                (y, end) -> {
                    var line = new Line(nz);
                    for (int x = 0; x < nx; x++) line.pass(squares, x + nx * y, nx * ny, nz, grid.voxelSize(2));
                },
                quiet);
        return squares;
    }

    /** The lower envelope of parabolas along one line. */
    private static final class Line {
        private final double[] heights;
        private final int[] feet;
        private final double[] limits;

        Line(int length) {
            heights = new double[length];
            feet = new int[length];
            limits = new double[length + 1];
        }

        void pass(float[] values, int from, int stride, int length, double size) {
            boolean any = false;
            boolean all = true;
            for (int i = 0; i < length; i++) {
                heights[i] = values[from + i * stride];
                any |= heights[i] < FAR;
                all &= heights[i] == 0;
            }
            if (!any || all) return;
            double unit = size * size;
            int last = 0;
            feet[0] = 0;
            limits[0] = Double.NEGATIVE_INFINITY;
            limits[1] = Double.POSITIVE_INFINITY;
            for (int q = 1; q < length; q++) {
                double at;
                while (true) {
                    int p = feet[last];
                    at = ((heights[q] + unit * q * q) - (heights[p] + unit * p * p)) / (2 * unit * (q - p));
                    if (at > limits[last] || last == 0) break;
                    last--;
                }
                if (at <= limits[last]) at = limits[last];
                last++;
                feet[last] = q;
                limits[last] = at;
                limits[last + 1] = Double.POSITIVE_INFINITY;
            }
            int k = 0;
            for (int i = 0; i < length; i++) {
                while (limits[k + 1] < i) k++;
                double d = i - feet[k];
                values[from + i * stride] = (float) Math.min(FAR, unit * d * d + heights[feet[k]]);
            }
        }
    }

    /** The largest part of a set, connected over faces. */
    static boolean[] largest(VoxelGrid grid, boolean[] set) {
        var parts = ConnectedComponents.of(Mask.of(grid, set), VoxelNeighbourhood.FACES);
        boolean[] largest = new boolean[set.length];
        if (parts.count() == 0) return largest;
        for (int v = 0; v < set.length; v++) largest[v] = parts.label(v) == 1;
        return largest;
    }
}
