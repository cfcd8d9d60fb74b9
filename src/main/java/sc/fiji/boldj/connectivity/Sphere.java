package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * The voxels whose centres lie within a radius of a place in RAS+ millimetres.
 *
 * @param inside flat indices of those on the grid, ascending
 * @param total their number if the grid went on for ever
 */
record Sphere(int[] inside, int total) {

    /** Millimetres; what rounding of headers may move a centre that lies on the surface; for all spheres. */
    static final double ON_SURFACE = 1e-3;

    static Sphere about(VoxelGrid grid, double x, double y, double z, double radius) {
        if (!(radius > 0 && Double.isFinite(radius)))
            throw new IllegalArgumentException("the radius must be a number of mm above 0, got " + radius);
        Affine toIndex = grid.affine().inverse();
        double[] middle = toIndex.apply(x, y, z);
        int[] nearest = new int[3];
        int[] reach = new int[3];
        for (int a = 0; a < 3; a++) {
            nearest[a] = (int) Math.floor(middle[a] + 0.5);
            double norm = 0;
            for (int c = 0; c < 3; c++) norm += toIndex.get(a, c) * toIndex.get(a, c);
            reach[a] = (int) Math.ceil((radius + ON_SURFACE) * Math.sqrt(norm)) + 1;
        }
        double limit = (radius + ON_SURFACE) * (radius + ON_SURFACE);
        int[] found = new int[16];
        int count = 0;
        int total = 0;
        double[] point = new double[3];
        for (int k = nearest[2] - reach[2]; k <= nearest[2] + reach[2]; k++)
            for (int j = nearest[1] - reach[1]; j <= nearest[1] + reach[1]; j++)
                for (int i = nearest[0] - reach[0]; i <= nearest[0] + reach[0]; i++) {
                    point[0] = i;
                    point[1] = j;
                    point[2] = k;
                    grid.affine().apply(point, point);
                    double dx = point[0] - x;
                    double dy = point[1] - y;
                    double dz = point[2] - z;
                    boolean middleVoxel = i == nearest[0] && j == nearest[1] && k == nearest[2];
                    if (!middleVoxel && dx * dx + dy * dy + dz * dz > limit) continue;
                    total++;
                    if (i < 0 || j < 0 || k < 0 || i >= grid.sizeX() || j >= grid.sizeY() || k >= grid.sizeZ())
                        continue;
                    if (count == found.length) found = Arrays.copyOf(found, 2 * count);
                    found[count++] = grid.index(i, j, k);
                }
        return new Sphere(Arrays.copyOf(found, count), total);
    }
}
