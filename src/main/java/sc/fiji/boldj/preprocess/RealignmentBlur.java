package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/** Blurred and shrunk copies of a volume, for finding the way to the fine fit. */
final class RealignmentBlur {

    private RealignmentBlur() {}

    /**
     * Blurs with a Gaussian; at the edges of the volume its weights are divided by their sum.
     *
     * @param volume shape (Z, Y, X), finite; not modified
     * @param fwhm full width at half maximum, mm; 0 or less copies
     */
    static float[] blur(float[] volume, VoxelGrid grid, double fwhm) {
        float[] source = volume.clone();
        if (!(fwhm > 0)) return source;
        float[] target = new float[volume.length];
        int[] sizes = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int step = 1;
        for (int axis = 0; axis < 3; axis++) {
            float[] half = kernel(fwhm / grid.voxelSize(axis) / 2.3548200450309493);
            along(source, target, step, sizes[axis], half);
            float[] swap = source;
            source = target;
            target = swap;
            step *= sizes[axis];
        }
        return source;
    }

    private static float[] kernel(double sigma) {
        float[] half = new float[1 + (int) Math.ceil(3 * sigma)];
        for (int k = 0; k < half.length; k++) half[k] = (float) Math.exp(-0.5 * k * k / (sigma * sigma));
        return half;
    }

    /** Blurs along the axis whose neighbours are {@code step} apart. */
    private static void along(float[] source, float[] target, int step, int n, float[] half) {
        float[] gain = new float[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 1 - half.length; k < half.length; k++) if (i + k >= 0 && i + k < n) sum += half[Math.abs(k)];
            gain[i] = (float) (1 / sum);
        }
        float[] sum = new float[step];
        for (int block = 0; block < source.length; block += step * n)
            for (int i = 0; i < n; i++) {
                Arrays.fill(sum, 0);
                for (int k = Math.max(1 - half.length, -i); k < half.length && i + k < n; k++)
                    add(source, block + (i + k) * step, half[Math.abs(k)] * gain[i], sum);
                System.arraycopy(sum, 0, target, block + i * step, step);
            }
    }

    private static void add(float[] source, int at, float factor, float[] sum) {
        for (int x = 0; x < sum.length; x++) sum[x] += factor * source[at + x];
    }

    /** The side of a cube as large as a voxel, mm. */
    static double voxelSize(VoxelGrid grid) {
        return StrictMath.cbrt(grid.voxelSize(0) * grid.voxelSize(1) * grid.voxelSize(2));
    }

    /** How many voxels along each axis make one of about {@code size} mm, at least {@code least} being left. */
    static int[] factors(VoxelGrid grid, double size, int least) {
        int[] sizes = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] factors = new int[3];
        for (int axis = 0; axis < 3; axis++)
            factors[axis] = Math.max(1, Math.min((int) (size / grid.voxelSize(axis)), sizes[axis] / least));
        return factors;
    }

    /** The grid of {@link #shrink}. */
    static VoxelGrid shrunk(VoxelGrid grid, int[] f) {
        Affine map = grid.affine()
                .times(Affine.translation((f[0] - 1) / 2.0, (f[1] - 1) / 2.0, (f[2] - 1) / 2.0))
                .times(Affine.scaling(f[0], f[1], f[2]));
        return new VoxelGrid(grid.sizeX() / f[0], grid.sizeY() / f[1], grid.sizeZ() / f[2], map);
    }

    /** The means of blocks of voxels; voxels that fill no block are excluded. */
    static float[] shrink(float[] volume, VoxelGrid grid, VoxelGrid small, int[] f) {
        float[] target = new float[small.voxels()];
        float share = 1f / (f[0] * f[1] * f[2]);
        for (int z = 0; z < small.sizeZ() * f[2]; z++)
            for (int y = 0; y < small.sizeY() * f[1]; y++) {
                int from = grid.index(0, y, z);
                int to = small.index(0, y / f[1], z / f[2]);
                for (int x = 0; x < small.sizeX(); x++) {
                    float sum = 0;
                    for (int k = 0; k < f[0]; k++) sum += volume[from + x * f[0] + k];
                    target[to + x] += share * sum;
                }
            }
        return target;
    }
}
