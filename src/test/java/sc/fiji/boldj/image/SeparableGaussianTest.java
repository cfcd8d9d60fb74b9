package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.image.SeparableGaussian.Border;
import sc.fiji.boldj.run.Progress;

class SeparableGaussianTest {

    /** Against the product of three one-dimensional kernels, summed over the whole grid in double. */
    @ParameterizedTest
    @CsvSource({"3, ZERO", "3, NEAREST", "9, ZERO", "9, NEAREST", "0.4, ZERO", "40, ZERO", "40, NEAREST"})
    void equalsTheSumOfItsDefinition(double fwhm, Border border) {
        VoxelGrid grid = new VoxelGrid(7, 6, 5, Affine.of(0, 2, 0, 0, -1.5, 0, 0, 0, 0, 0, 4, 0));
        double[] size = {1.5, 2, 4};
        float[] volume = new float[grid.voxels()];
        SplittableRandom random = new SplittableRandom(1);
        for (int v = 0; v < volume.length; v++) volume[v] = (float) random.nextDouble();
        float[] smooth = volume.clone();
        SeparableGaussian.of(grid, fwhm, border).apply(smooth);
        double[][] kernel = new double[3][];
        for (int axis = 0; axis < 3; axis++) kernel[axis] = kernel(fwhm / Math.sqrt(8 * Math.log(2)) / size[axis]);
        for (int v = 0; v < volume.length; v++) {
            int x = v % 7;
            int y = v / 7 % 6;
            int z = v / 42;
            double sum = 0;
            for (int dz = 1 - kernel[2].length; dz < kernel[2].length; dz++)
                for (int dy = 1 - kernel[1].length; dy < kernel[1].length; dy++)
                    for (int dx = 1 - kernel[0].length; dx < kernel[0].length; dx++)
                        sum += kernel[0][Math.abs(dx)]
                                * kernel[1][Math.abs(dy)]
                                * kernel[2][Math.abs(dz)]
                                * at(grid, volume, border, x + dx, y + dy, z + dz);
            assertEquals(sum, smooth[v], 1e-6, "voxel " + v);
        }
    }

    private static double[] kernel(double sigma) {
        double[] half = new double[(int) Math.round(6 * sigma) + 1];
        double sum = -1;
        for (int k = 0; k < half.length; k++) {
            half[k] = Math.exp(-k * k / (2 * sigma * sigma));
            sum += 2 * half[k];
        }
        for (int k = 0; k < half.length; k++) half[k] /= sum;
        return half;
    }

    private static double at(VoxelGrid grid, float[] volume, Border border, int x, int y, int z) {
        int cx = Math.max(0, Math.min(6, x));
        int cy = Math.max(0, Math.min(5, y));
        int cz = Math.max(0, Math.min(4, z));
        boolean inside = cx == x && cy == y && cz == z;
        return inside || border == Border.NEAREST ? volume[grid.index(cx, cy, cz)] : 0;
    }

    /** A delta becomes the Gaussian of the given width, on an oblique grid of unequal voxels, sum 1. */
    @Test
    void aDeltaBecomesTheGaussianInMillimetres() {
        double c = Math.cos(0.3);
        double s = Math.sin(0.3);
        VoxelGrid grid = new VoxelGrid(33, 33, 23, Affine.of(2 * c, -2 * s, 0, -9, 2 * s, 2 * c, 0, 4, 0, 0, 3, 1));
        float[] volume = new float[grid.voxels()];
        volume[grid.index(16, 16, 11)] = 1;
        SeparableGaussian.of(grid, 8, Border.ZERO).apply(volume);
        double sigma = 8 / 2.354820045;
        double[] centre = grid.centre();
        double peak = 2 * 2 * 3 / Math.pow(2 * Math.PI * sigma * sigma, 1.5);
        double sum = 0;
        for (int v = 0; v < volume.length; v++) {
            double[] p = grid.position(v);
            double square = 0;
            for (int axis = 0; axis < 3; axis++) square += (p[axis] - centre[axis]) * (p[axis] - centre[axis]);
            double exact = peak * Math.exp(-square / (2 * sigma * sigma));
            assertEquals(exact, volume[v], 1e-5 * peak, "voxel " + v);
            sum += volume[v];
        }
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void widthZeroChangesNothing() {
        VoxelGrid grid = new VoxelGrid(3, 3, 3, Affine.IDENTITY);
        float[] volume = new float[27];
        for (int v = 0; v < 27; v++) volume[v] = v * 0.1f;
        float[] smooth = volume.clone();
        SeparableGaussian.of(grid, 0, Border.ZERO).apply(smooth);
        assertArrayEquals(volume, smooth);
    }

    @Test
    void slicesInParallelGiveTheSameBits() {
        VoxelGrid grid = new VoxelGrid(21, 17, 9, Affine.scaling(2, 2, 3));
        float[] volume = new float[grid.voxels()];
        SplittableRandom random = new SplittableRandom(2);
        for (int v = 0; v < volume.length; v++) volume[v] = (float) random.nextDouble();
        SeparableGaussian gaussian = SeparableGaussian.of(grid, 7, Border.NEAREST);
        float[] one = volume.clone();
        gaussian.apply(one);
        Runnable several = () -> gaussian.apply(volume, Progress.NONE);
        Parallelization.runWithNumThreads(4, several);
        assertArrayEquals(one, volume);
    }

    @Test
    void aWidthMustBeANumber() {
        VoxelGrid grid = new VoxelGrid(3, 3, 3, Affine.IDENTITY);
        assertThrows(IllegalArgumentException.class, () -> SeparableGaussian.of(grid, -1, Border.ZERO));
        assertThrows(IllegalArgumentException.class, () -> SeparableGaussian.of(grid, Double.NaN, Border.ZERO));
    }
}
