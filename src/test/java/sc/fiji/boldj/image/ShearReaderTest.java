package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShearReaderTest {

    private static final VoxelGrid GRID = new VoxelGrid(40, 36, 30, Affine.IDENTITY);

    private static float[] random() {
        SplittableRandom random = new SplittableRandom(8);
        float[] volume = new float[GRID.voxels()];
        for (int i = 0; i < volume.length; i++) volume[i] = (float) random.nextDouble();
        return volume;
    }

    /** Waves of 5 voxels and longer in every direction. */
    private static double smooth(double x, double y, double z) {
        return Math.sin(0.9 * x + 0.4 * y - 0.3 * z) + Math.cos(0.5 * y - 0.8 * z + 0.3 * x) + 0.5 * Math.sin(0.7 * z);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void shiftsAreTheTensorProduct(Interpolation method) {
        float[] volume = random();
        float[] passes = new float[GRID.voxels()];
        float[] exact = new float[GRID.voxels()];
        Affine shift = Affine.translation(0.3, -1.4, 1.2);
        new ShearReader(GRID, method).load(volume).read(shift, GRID, 0, 30, 1, passes);
        Resampler.read(Interpolator.of(volume, GRID, method), shift, GRID, 0, 30, exact);
        assertArrayEquals(exact, passes, 3e-6f);
    }

    @Test
    void theTargetMayBeLarger() {
        float[] volume = random();
        VoxelGrid larger = new VoxelGrid(45, 55, 33, Affine.IDENTITY);
        float[] passes = new float[larger.voxels()];
        float[] exact = new float[larger.voxels()];
        Affine shift = Affine.translation(-2.7, -8.4, -1.2);
        new ShearReader(GRID, Interpolation.CUBIC).load(volume).read(shift, larger, 0, 33, 1, passes);
        Resampler.read(Interpolator.of(volume, GRID, Interpolation.CUBIC), shift, larger, 0, 33, exact);
        assertArrayEquals(exact, passes, 3e-6f);
    }

    /** Both miss the truth by the error of the kernel; the passes may not miss it by much more. */
    @Test
    void turnsAreAsExactAsTheTensorProduct() {
        float[] volume = new float[GRID.voxels()];
        for (int v = 0; v < volume.length; v++)
            volume[v] = (float) smooth(v % 40, v / 40 % 36, Math.floorDiv(v, 40 * 36));
        Affine map = RigidMotion.of(0.6, -0.4, 0.7, 0.05, -0.06, 0.08).toAffine(19.5, 17.5, 14.5);
        for (Interpolation method : new Interpolation[] {Interpolation.CUBIC, Interpolation.QUINTIC}) {
            float[] passes = new float[GRID.voxels()];
            float[] exact = new float[GRID.voxels()];
            new ShearReader(GRID, method).load(volume).read(map, GRID, 0, 30, 1, passes);
            Resampler.read(Interpolator.of(volume, GRID, method), map, GRID, 0, 30, exact);
            double ofPasses = 0;
            double ofExact = 0;
            for (int z = 10; z < 20; z++)
                for (int y = 12; y < 24; y++)
                    for (int x = 12; x < 28; x++) {
                        double[] p = map.apply(x, y, z);
                        double truth = smooth(p[0], p[1], p[2]);
                        ofPasses += Math.pow(passes[GRID.index(x, y, z)] - truth, 2);
                        ofExact += Math.pow(exact[GRID.index(x, y, z)] - truth, 2);
                    }
            double ratio = Math.sqrt(ofPasses / ofExact);
            assertTrue(ratio < 1.2, method + ": the error in passes is " + ratio + " times that of the tensor product");
            double rms = Math.sqrt(ofPasses / (10 * 12 * 16));
            assertTrue(rms < (method == Interpolation.CUBIC ? 0.006 : 0.002), method + " misses by " + rms);
        }
    }

    @Test
    void theFieldOfViewIsTheSame() {
        float[] volume = random();
        for (int v = 0; v < volume.length; v++) volume[v] += 1;
        float[] passes = new float[GRID.voxels()];
        float[] exact = new float[GRID.voxels()];
        Affine map = RigidMotion.of(3, -4, 2, 0.1, -0.06, 0.08).toAffine(19.5, 17.5, 14.5);
        new ShearReader(GRID, Interpolation.LINEAR).load(volume).read(map, GRID, 0, 30, 1, passes);
        Resampler.read(Interpolator.of(volume, GRID, Interpolation.LINEAR), map, GRID, 0, 30, exact);
        for (int v = 0; v < passes.length; v++) assertEquals(exact[v] == 0, passes[v] == 0, "voxel " + v);
    }

    @Test
    void mapsFarFromTheIdentityAreReadByTheTensorProduct() {
        float[] volume = random();
        Affine turn = RigidMotion.of(0, 0, 0, 0, 0, 1.2).toAffine(19.5, 17.5, 14.5);
        assertFalse(ShearReader.suits(turn));
        assertFalse(ShearReader.suits(Affine.scaling(2, 1, 1)));
        assertTrue(ShearReader.suits(RigidMotion.of(9, 9, 9, 0.2, 0.2, 0.2).toAffine(0, 0, 0)));
        float[] passes = new float[GRID.voxels()];
        float[] exact = new float[GRID.voxels()];
        new ShearReader(GRID, Interpolation.CUBIC).load(volume).read(turn, GRID, 0, 30, 1, passes);
        Resampler.read(Interpolator.of(volume, GRID, Interpolation.CUBIC), turn, GRID, 0, 30, exact);
        assertArrayEquals(exact, passes);
    }

    @Test
    void everySecondSliceLeavesTheOthersAlone() {
        float[] volume = random();
        Affine map = RigidMotion.of(0.3, 0.1, 0.2, 0.01, 0.02, 0.03).toAffine(19.5, 17.5, 14.5);
        float[] all = new float[GRID.voxels()];
        float[] some = new float[GRID.voxels()];
        ShearReader reader = new ShearReader(GRID, Interpolation.QUINTIC).load(volume);
        reader.read(map, GRID, 0, 30, 1, all);
        reader.read(map, GRID, 1, 30, 2, some);
        for (int v = 0; v < some.length; v++)
            assertEquals(v / GRID.planeSize() % 2 == 1 ? all[v] : 0, some[v], "voxel " + v);
    }
}
