package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Sums over the cube of voxels around each voxel, cut off at the border of the volume, in a time that does not depend on
 * the size of the cube: running sums in {@code double} along one axis after the other.
 */
final class SynBoxSum {

    private final VoxelGrid grid;
    private final int radius;

    SynBoxSum(VoxelGrid grid, int radius) {
        this.grid = grid;
        this.radius = radius;
    }

    /** Replaces each volume by its sums. */
    void apply(Progress progress, float[]... volumes) {
        int nz = grid.sizeZ();
        FixedChunks.forEach(
                volumes.length * nz,
                1,
                (from, to) -> {
                    for (int i = from; i < to; i++) plane(volumes[i / nz], i % nz);
                },
                progress);
        int ny = grid.sizeY();
        FixedChunks.forEach(
                volumes.length * ny,
                1,
                (from, to) -> {
                    for (int i = from; i < to; i++)
                        across(volumes[i / ny], i % ny * grid.sizeX(), grid.planeSize(), nz);
                },
                progress);
    }

    private void plane(float[] a, int z) {
        int nx = grid.sizeX();
        int start = z * grid.planeSize();
        float[] row = new float[nx];
        for (int y = 0; y < grid.sizeY(); y++) {
            int at = start + y * nx;
            System.arraycopy(a, at, row, 0, nx);
            double sum = 0;
            for (int x = 0; x < Math.min(radius, nx); x++) sum += row[x];
            for (int x = 0; x < nx; x++) {
                if (x + radius < nx) sum += row[x + radius];
                if (x - radius - 1 >= 0) sum -= row[x - radius - 1];
                a[at + x] = (float) sum;
            }
        }
        across(a, start, nx, grid.sizeY());
    }

    /** Along the axis with the given step, for a row of voxels side by side. */
    private void across(float[] a, int start, int step, int n) {
        int nx = grid.sizeX();
        float[] before = new float[n * nx];
        for (int i = 0; i < n; i++) System.arraycopy(a, start + i * step, before, i * nx, nx);
        double[] sum = new double[nx];
        for (int i = 0; i < Math.min(radius, n); i++) add(before, i * nx, sum);
        for (int i = 0; i < n; i++) {
            if (i + radius < n) add(before, (i + radius) * nx, sum);
            if (i - radius - 1 >= 0) subtract(before, (i - radius - 1) * nx, sum);
            int at = start + i * step;
            for (int x = 0; x < nx; x++) a[at + x] = (float) sum[x];
        }
    }

    private static void add(float[] a, int at, double[] sum) {
        for (int x = 0; x < sum.length; x++) sum[x] += a[at + x];
    }

    private static void subtract(float[] a, int at, double[] sum) {
        for (int x = 0; x < sum.length; x++) sum[x] -= a[at + x];
    }
}
