package sc.fiji.boldj.registration;

import java.util.Arrays;
import java.util.SplittableRandom;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Seeds;

/**
 * The points of the fixed world at which two images are compared, relative to a centre, with the fixed image's value and
 * weight there. Immutable.
 */
final class FixedPoints {

    private final double[] x;
    private final double[] y;
    private final double[] z;
    private final double[] value;
    private final double[] weight;
    private final int[] shape;
    private final double totalWeight;
    /** Weighted mean of the products of (x, y, z, 1) with itself. */
    private final double[][] moments = new double[4][4];

    private FixedPoints(double[] x, double[] y, double[] z, double[] value, double[] weight, int[] shape) {
        this.x = x;
        this.y = y;
        this.z = z;
        this.value = value;
        this.weight = weight;
        this.shape = shape;
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double[] p = {x[i], y[i], z[i], 1};
            for (int r = 0; r < 4; r++) for (int c = 0; c < 4; c++) moments[r][c] += weight[i] * p[r] * p[c];
            sum += weight[i];
        }
        for (double[] row : moments) for (int c = 0; c < 4; c++) row[c] /= sum;
        totalWeight = sum;
    }

    /**
     * Points on a lattice, each moved by chance within its cell, so that they do not march in step with the voxels of the
     * moving image (which would favour some maps).
     *
     * @param weights on the level's grid: where points are wanted and how much they count
     * @param wanted about so many points
     */
    static FixedPoints scattered(Pyramid.Level level, float[] weights, double[] centre, int wanted, long seed) {
        VoxelGrid grid = level.grid();
        int inside = 0;
        for (float w : weights) if (w > 0) inside++;
        double stride = StrictMath.cbrt(Math.max(1, inside / (double) wanted));
        SplineVolume values = SplineVolume.through(level.values(), grid);
        SplineVolume shares = SplineVolume.within(weights, grid);
        int nx = (int) (grid.sizeX() / stride);
        int ny = (int) (grid.sizeY() / stride);
        int nz = (int) (grid.sizeZ() / stride);
        double[][] found = new double[5][Math.max(64, (int) Math.min(3L * wanted, (long) nx * ny * nz))];
        int n = 0;
        double[] out = new double[4];
        for (int k = 0; k < nz; k++) {
            SplittableRandom random = Seeds.stream(seed, k);
            for (int j = 0; j < ny; j++)
                for (int i = 0; i < nx; i++) {
                    double u = (i + random.nextDouble()) * stride - 0.5;
                    double v = (j + random.nextDouble()) * stride - 0.5;
                    double w = (k + random.nextDouble()) * stride - 0.5;
                    if (weights[nearest(grid, u, v, w)] <= 0) continue;
                    shares.read(u, v, w, out);
                    double share = out[0];
                    if (!(share > 0)) continue;
                    if (n == found[0].length) for (int a = 0; a < 5; a++) found[a] = Arrays.copyOf(found[a], 2 * n);
                    values.read(u, v, w, out);
                    place(grid.affine(), centre, u, v, w, found, n);
                    found[3][n] = out[0];
                    found[4][n] = share;
                    n++;
                }
        }
        for (int a = 0; a < 5; a++) found[a] = Arrays.copyOf(found[a], n);
        return new FixedPoints(found[0], found[1], found[2], found[3], found[4], new int[] {n, 1, 1});
    }

    /** Every voxel of the smallest box that holds all weights. */
    static FixedPoints lattice(Pyramid.Level level, float[] weights, double[] centre) {
        VoxelGrid grid = level.grid();
        int[] low = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] high = {-1, -1, -1};
        for (int v = 0; v < weights.length; v++)
            if (weights[v] > 0) {
                int[] at = {v % grid.sizeX(), v / grid.sizeX() % grid.sizeY(), v / grid.planeSize()};
                for (int d = 0; d < 3; d++) {
                    low[d] = Math.min(low[d], at[d]);
                    high[d] = Math.max(high[d], at[d]);
                }
            }
        int[] shape = new int[3];
        for (int d = 0; d < 3; d++) shape[d] = Math.max(0, high[d] - low[d] + 1);
        int n = shape[0] * shape[1] * shape[2];
        double[][] found = new double[5][n];
        for (int i = 0; i < n; i++) {
            int u = low[0] + i % shape[0];
            int v = low[1] + i / shape[0] % shape[1];
            int w = low[2] + i / (shape[0] * shape[1]);
            place(grid.affine(), centre, u, v, w, found, i);
            found[3][i] = level.values()[grid.index(u, v, w)];
            found[4][i] = Math.max(0, weights[grid.index(u, v, w)]);
        }
        return new FixedPoints(found[0], found[1], found[2], found[3], found[4], shape);
    }

    private static void place(Affine affine, double[] centre, double u, double v, double w, double[][] found, int n) {
        for (int r = 0; r < 3; r++)
            found[r][n] =
                    affine.get(r, 0) * u + affine.get(r, 1) * v + affine.get(r, 2) * w + affine.get(r, 3) - centre[r];
    }

    private static int nearest(VoxelGrid grid, double u, double v, double w) {
        int i = Math.max(0, Math.min(grid.sizeX() - 1, (int) Math.round(u)));
        int j = Math.max(0, Math.min(grid.sizeY() - 1, (int) Math.round(v)));
        int k = Math.max(0, Math.min(grid.sizeZ() - 1, (int) Math.round(w)));
        return grid.index(i, j, k);
    }

    int count() {
        return x.length;
    }

    double x(int i) {
        return x[i];
    }

    double y(int i) {
        return y[i];
    }

    double z(int i) {
        return z[i];
    }

    double weight(int i) {
        return weight[i];
    }

    /** The fixed values, not to be changed. */
    double[] values() {
        return value;
    }

    /** Points along each axis if they are a lattice. */
    int[] shape() {
        return shape.clone();
    }

    double totalWeight() {
        return totalWeight;
    }

    /** The root mean square, over the points, of the distance between two maps of (x - c, 1), mm. */
    double distance(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < 3; r++)
            for (int i = 0; i < 4; i++)
                for (int k = 0; k < 4; k++)
                    sum += (a[4 * r + i] - b[4 * r + i]) * moments[i][k] * (a[4 * r + k] - b[4 * r + k]);
        return Math.sqrt(Math.max(0, sum));
    }
}
