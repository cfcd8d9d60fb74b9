package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

class InterpolatorTest {

    private static final VoxelGrid GRID = new VoxelGrid(9, 8, 7, Affine.IDENTITY);

    private static float[] mixed() {
        float[] volume = new float[GRID.voxels()];
        for (int i = 0; i < volume.length; i++) volume[i] = (7919 * i + 104729) % 1009 / 1009f;
        return volume;
    }

    private static float[] random(VoxelGrid grid, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] volume = new float[grid.voxels()];
        for (int i = 0; i < volume.length; i++) volume[i] = (float) random.nextDouble();
        return volume;
    }

    /** SciPy works in double; float coefficients and weights differ from it by a few units of 1e-7. */
    @Test
    void splinesAreThoseOfSciPy() throws IOException {
        Interpolator cubic = Interpolator.of(mixed(), GRID, Interpolation.CUBIC);
        Interpolator quintic = Interpolator.of(mixed(), GRID, Interpolation.QUINTIC);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                InterpolatorTest.class.getResourceAsStream("spline.tsv"), StandardCharsets.UTF_8))) {
            List<String> rows = lines.lines().filter(l -> !l.startsWith("#")).toList();
            assertEquals(60, rows.size());
            for (String row : rows) {
                String[] f = row.split("\t", -1);
                double x = Double.parseDouble(f[0]);
                double y = Double.parseDouble(f[1]);
                double z = Double.parseDouble(f[2]);
                assertEquals(Double.parseDouble(f[3]), cubic.at(x, y, z), 3e-6, row);
                assertEquals(Double.parseDouble(f[4]), quintic.at(x, y, z), 3e-6, row);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void voxelCentresKeepTheirValues(Interpolation method) {
        float[] volume = mixed();
        Interpolator source = Interpolator.of(volume, GRID, method);
        for (int z = 0; z < 7; z++)
            for (int y = 0; y < 8; y++)
                for (int x = 0; x < 9; x++)
                    assertEquals(volume[GRID.index(x, y, z)], source.at(x, y, z), 3e-6, method + " " + x + y + z);
    }

    /** Away from the mirrors, where a polynomial has a kink; its influence falls by the pole (0.43) a voxel. */
    @Test
    void polynomialsOfTheirDegreeAreExact() {
        VoxelGrid grid = new VoxelGrid(48, 48, 48, Affine.IDENTITY);
        Interpolation[] methods = {Interpolation.LINEAR, Interpolation.CUBIC, Interpolation.QUINTIC};
        int[] degrees = {1, 3, 5};
        for (int m = 0; m < 3; m++) {
            float[] volume = new float[grid.voxels()];
            for (int z = 0; z < 48; z++)
                for (int y = 0; y < 48; y++)
                    for (int x = 0; x < 48; x++) volume[grid.index(x, y, z)] = (float) polynomial(x, y, z, degrees[m]);
            Interpolator source = Interpolator.of(volume, grid, methods[m]);
            ShearReader passes = new ShearReader(grid, methods[m]).load(volume);
            float[] turned = new float[grid.voxels()];
            Affine map = RigidMotion.of(0.3, -0.2, 0.4, 0.02, -0.03, 0.025).toAffine(23.5, 23.5, 23.5);
            passes.read(map, grid, 20, 28, 1, turned);
            for (int z = 20; z < 28; z++)
                for (int i = 20; i < 28; i++) {
                    double[] p = map.apply(i, 47 - i, z);
                    double truth = polynomial(p[0], p[1], p[2], degrees[m]);
                    assertEquals(truth, source.at(p[0], p[1], p[2]), 2e-5, methods[m] + " at " + z + " " + i);
                    assertEquals(truth, turned[grid.index(i, 47 - i, z)], 2e-5, methods[m] + " in passes " + i);
                }
        }
    }

    private static double polynomial(double x, double y, double z, int degree) {
        double u = (x - 23) / 24;
        double v = (y - 24) / 24;
        double w = (z - 23) / 24;
        return Math.pow(u, degree) - 0.7 * Math.pow(v, degree) + 0.4 * Math.pow(w, degree) + 0.3 * u - 0.2 * v + 0.1;
    }

    /**
     * A wave of 4 voxels read half a voxel off: the share that is left, against the ideal 1. Closed form: the kernel's
     * values at half voxels over those at whole voxels, both at that frequency.
     */
    @Test
    void theLossAtHalfTheNyquistFrequencyIsThatOfTheKernel() {
        VoxelGrid grid = new VoxelGrid(64, 5, 5, Affine.IDENTITY);
        float[] wave = new float[grid.voxels()];
        for (int v = 0; v < wave.length; v++) wave[v] = (float) Math.cos(Math.PI / 2 * (v % 64));
        double half = Math.cos(Math.PI / 4);
        assertEquals(half, gain(wave, grid, Interpolation.LINEAR), 1e-6);
        assertEquals(half * 2 * (23 - 1) / 48 / (4 / 6.0), gain(wave, grid, Interpolation.CUBIC), 1e-6);
        assertEquals(
                half * 2 * (1682 - 237 - 1) / 3840 / ((66 - 2) / 120.0), gain(wave, grid, Interpolation.QUINTIC), 1e-6);
        assertEquals(1, gain(wave, grid, Interpolation.SINC), 0.01);
    }

    private static double gain(float[] wave, VoxelGrid grid, Interpolation method) {
        return Interpolator.of(wave, grid, method).at(32.5, 2, 2) / Math.cos(Math.PI / 4);
    }

    @Test
    void aDeltaMovesAgainstTheMap() {
        float[] volume = new float[GRID.voxels()];
        volume[GRID.index(4, 3, 2)] = 1;
        float[] target = new float[GRID.voxels()];
        for (Interpolation method : Interpolation.values()) {
            Resampler.resample(volume, GRID, GRID, Affine.translation(1, 0, 1), method, target, Progress.NONE);
            assertEquals(1, target[GRID.index(3, 3, 1)], 1e-5, "the value read at x + 1, z + 1 stands at x, z");
            assertEquals(0, target[GRID.index(5, 3, 3)], 1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void theIdentityCopiesEachBit(Interpolation method) {
        float[] volume = mixed();
        volume[17] = Float.NaN;
        float[] target = new float[GRID.voxels()];
        Resampler.resample(volume, GRID, GRID, Affine.IDENTITY, method, target, Progress.NONE);
        volume[17] = 0;
        assertArrayEquals(volume, target);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void outsideIsZeroAndTheEdgeIsMirrored(Interpolation method) {
        Interpolator source = Interpolator.of(mixed(), GRID, method);
        assertEquals(0, source.at(-0.51, 3, 3));
        assertEquals(0, source.at(4, 7.51, 3));
        assertEquals(0, source.at(4, 3, Double.NaN));
        assertEquals(source.at(4, 3, 0.3), source.at(4, 3, -0.3), 1e-6);
        assertEquals(source.at(7.6, 3, 2), source.at(8.4, 3, 2), method == Interpolation.NEAREST ? 0 : 1e-6);
        assertTrue(Float.isFinite(source.at(8.5, 7.5, 6.5)) && Float.isFinite(source.at(-0.5, -0.5, -0.5)));
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void missingVoxelsCountAsZero(Interpolation method) {
        float[] zero = mixed();
        float[] missing = mixed();
        zero[100] = 0;
        zero[200] = 0;
        missing[100] = Float.NaN;
        missing[200] = Float.NEGATIVE_INFINITY;
        Affine map = RigidMotion.of(0.3, -0.2, 0.4, 0.02, -0.03, 0.025).toAffine(4, 3.5, 3);
        float[] a = new float[GRID.voxels()];
        float[] b = new float[GRID.voxels()];
        Resampler.resample(zero, GRID, GRID, map, method, a, Progress.NONE);
        Resampler.resample(missing, GRID, GRID, map, method, b, Progress.NONE);
        assertArrayEquals(a, b);
        new ShearReader(GRID, method).load(zero).read(map, GRID, 0, 7, 1, a);
        new ShearReader(GRID, method).load(missing).read(map, GRID, 0, 7, 1, b);
        assertArrayEquals(a, b);
    }

    /** A row at a time must be the same as a point at a time, whatever the direction of the row. */
    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void rowsAreTheirPoints(Interpolation method) {
        VoxelGrid grid = new VoxelGrid(70, 20, 20, Affine.IDENTITY);
        Interpolator source = Interpolator.of(random(grid, 3), grid, method);
        double[][] steps = {{1, 0.01, -0.02}, {1, 0.2, 0.15}, {0.4, 0.3, 0.1}, {-1, 0.05, 0}, {0, 0, 0.5}};
        for (double[] step : steps) {
            float[] row = new float[90];
            double x = step[0] < 0 ? 71.3 : -1.2;
            source.rows().read(new double[] {x, 3.3, 8.6}, step, 88, row, 1);
            for (int i = 0; i < 88; i++)
                assertEquals(
                        source.at(x + i * step[0], 3.3 + i * step[1], 8.6 + i * step[2]),
                        row[i + 1],
                        2e-6,
                        "point " + i);
        }
    }

    @Test
    void threadsDoNotChangeABitAndCancellingStops() {
        VoxelGrid grid = new VoxelGrid(30, 28, 26, Affine.scaling(3, 3, 4));
        VoxelGrid coarse =
                new VoxelGrid(20, 22, 24, Affine.translation(5, -3, 2).times(Affine.scaling(4, 4, 4)));
        float[] volume = random(grid, 4);
        Affine map = RigidMotion.of(1, 2, -1, 0.1, 0.05, -0.2).toAffine(40, 40, 50);
        float[] one = new float[coarse.voxels()];
        float[] two = new float[coarse.voxels()];
        Runnable single =
                () -> Resampler.resample(volume, grid, coarse, map, Interpolation.QUINTIC, one, Progress.NONE);
        Runnable several =
                () -> Resampler.resample(volume, grid, coarse, map, Interpolation.QUINTIC, two, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(2, several);
        assertArrayEquals(one, two);
        Progress stop = Cancelled.AT_ONCE;
        assertThrows(
                CancellationException.class,
                () -> Resampler.resample(volume, grid, coarse, map, Interpolation.CUBIC, one, stop));
    }

    @Test
    void thinVolumesCanBeRead() {
        VoxelGrid flat = new VoxelGrid(6, 2, 1, Affine.IDENTITY);
        float[] volume = {1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6};
        for (Interpolation method : Interpolation.values()) {
            Interpolator source = Interpolator.of(volume, flat, method);
            assertEquals(3, source.at(2, 0.4, 0.3), 1e-5, method.toString());
        }
    }

    @Test
    void wrongLengthsAreNamed() {
        float[] few = new float[10];
        float[] volume = mixed();
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Interpolator.of(few, GRID, Interpolation.CUBIC))
                .getMessage();
        assertTrue(message.contains("504") && message.contains("10"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> Resampler.resample(volume, GRID, GRID, Affine.IDENTITY, Interpolation.CUBIC, few, Progress.NONE));
        ShearReader reader = new ShearReader(GRID, Interpolation.CUBIC);
        assertThrows(IllegalArgumentException.class, () -> reader.load(few));
    }
}
