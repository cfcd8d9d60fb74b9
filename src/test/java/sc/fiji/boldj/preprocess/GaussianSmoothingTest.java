package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian.Border;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.preprocess.GaussianSmoothing.Options;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

class GaussianSmoothingTest {

    private static final String FOLDER = "reference/smooth/";
    private static final VoxelGrid GRID = new VoxelGrid(9, 8, 7, Affine.scaling(2, 2, 3));

    private static NeuroImage random(int volumes) {
        NeuroImage image = NeuroImage.floats("bold", GRID, volumes, SeriesTiming.every(2));
        SplittableRandom random = new SplittableRandom(3);
        float[] volume = new float[GRID.voxels()];
        for (int t = 0; t < volumes; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (100 + random.nextDouble());
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static Mask ball() {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) {
            int x = v % 9 - 4;
            int y = v / 9 % 8 - 4;
            int z = v / 72 - 3;
            inside[v] = x * x + y * y + z * z <= 10;
        }
        return Mask.of(GRID, inside);
    }

    private static NeuroImage smooth(NeuroImage source, Mask mask, Options options) {
        NeuroImage target = source.createLike("smooth", source.volumes());
        GaussianSmoothing.apply(source, Optional.ofNullable(mask), options, target, Progress.NONE);
        return target;
    }

    private static void assertAgrees(NeuroImage expected, NeuroImage actual, Mask mask) {
        float[] a = expected.volume(0);
        float[] b = actual.volume(0);
        double squares = 0;
        double sum = 0;
        double sumOfSquares = 0;
        for (int i = 0; i < mask.count(); i++) {
            int v = mask.voxel(i);
            squares += ((double) a[v] - b[v]) * ((double) a[v] - b[v]);
            sum += a[v];
            sumOfSquares += (double) a[v] * a[v];
        }
        double variance = sumOfSquares / mask.count() - sum / mask.count() * (sum / mask.count());
        double relative = Math.sqrt(squares / mask.count() / variance);
        assertTrue(relative <= 1e-5, relative + " of the SD");
    }

    /** scipy 1.10.1 in float64; the tolerance is the reference's own, 1e-5 of the SD in the mask. */
    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8})
    void agreesWithScipy(int fwhm) throws IOException {
        NeuroImage source = Shared.image(FOLDER + "input.nii.gz");
        NeuroImage maskImage = Shared.image(FOLDER + "mask.nii.gz");
        Mask mask = Mask.of(maskImage);
        String start = FOLDER + "fwhm" + fwhm;
        assertAgrees(Shared.image(start + "_zero.nii.gz"), smooth(source, null, new Options(fwhm)), mask);
        assertAgrees(
                Shared.image(start + "_nearest.nii.gz"),
                smooth(source, null, new Options(fwhm, Border.NEAREST)),
                Mask.all(source.grid()));
        NeuroImage within = Shared.image(start + "_inmask_normalised.nii.gz");
        assertAgrees(within, smooth(source, mask, new Options(fwhm)), mask);
        assertAgrees(within, smooth(source, mask, new Options(fwhm)), Mask.all(source.grid()));
    }

    @Test
    void agreesWithScipyOnADeltaInUnequalVoxels() throws IOException {
        NeuroImage expected = Shared.image(FOLDER + "impulse_fwhm6.nii.gz");
        NeuroImage actual = smooth(Shared.image(FOLDER + "impulse.nii.gz"), null, new Options(6));
        assertAgrees(expected, actual, Mask.all(expected.grid()));
    }

    @Test
    void nothingComesInOrIsLostAtTheRimOfAMask() {
        Mask mask = ball();
        NeuroImage source = NeuroImage.floats("bold", GRID, 2, SeriesTiming.every(2));
        float[] volume = new float[GRID.voxels()];
        for (int v = 0; v < volume.length; v++) volume[v] = mask.contains(v) ? 7 : 1e6f;
        source.writeVolume(1, volume);
        NeuroImage smooth = smooth(source, mask, new Options(6));
        float[] result = smooth.volume(1);
        for (int v = 0; v < result.length; v++) assertEquals(mask.contains(v) ? 7 : 0, result[v], 1e-5, "voxel " + v);
        assertArrayEquals(new float[result.length], smooth.volume(0));
    }

    @Test
    void whatIsMissingStaysAndItsNeighboursGoWithoutIt() {
        NeuroImage source = NeuroImage.floats("bold", GRID, 1, SeriesTiming.UNKNOWN);
        float[] volume = new float[GRID.voxels()];
        java.util.Arrays.fill(volume, 3);
        int hole = GRID.index(4, 4, 3);
        volume[hole] = Float.NaN;
        volume[hole + 1] = Float.POSITIVE_INFINITY;
        volume[0] = Float.NaN; // outside the mask
        source.writeVolume(0, volume);
        NeuroImage nearest = smooth(source, null, new Options(6, Border.NEAREST));
        NeuroImage within = smooth(source, ball(), new Options(6));
        for (int v = 0; v < volume.length; v++) {
            float missing = volume[v];
            if (Float.isFinite(missing)) assertEquals(3, nearest.volume(0)[v], 1e-5, "voxel " + v);
            else assertEquals(missing, nearest.volume(0)[v], "voxel " + v);
            if (!ball().contains(v)) assertEquals(0, within.volume(0)[v], "voxel " + v);
            else if (Float.isFinite(missing)) assertEquals(3, within.volume(0)[v], 1e-5, "voxel " + v);
            else assertEquals(missing, within.volume(0)[v], "voxel " + v);
        }
        // A border of 0 dims the rim with and without a hole far away alike.
        NeuroImage zero = smooth(source, null, new Options(3));
        volume[hole] = 3;
        volume[hole + 1] = 3;
        volume[0] = 3;
        source.writeVolume(0, volume);
        int corner = GRID.index(8, 7, 6);
        assertEquals(smooth(source, null, new Options(3)).volume(0)[corner], zero.volume(0)[corner], 1e-6);
        assertTrue(zero.volume(0)[corner] < 2);
    }

    @Test
    void widthZeroCopies() {
        NeuroImage source = random(3);
        NeuroImage copy = smooth(source, null, new Options(0));
        NeuroImage cut = smooth(source, ball(), new Options(0));
        for (int t = 0; t < 3; t++) {
            assertArrayEquals(source.volume(t), copy.volume(t));
            for (int v = 0; v < GRID.voxels(); v++)
                assertEquals(ball().contains(v) ? source.volume(t)[v] : 0, cut.volume(t)[v]);
        }
    }

    @Test
    void threadsPlaceAndNumberOfVolumesDoNotChangeTheResult() {
        NeuroImage source = random(5);
        NeuroImage one = source.createLike("one", 5);
        NeuroImage many = random(5);
        Optional<Mask> mask = Optional.of(ball());
        Runnable single = () -> GaussianSmoothing.apply(source, mask, Options.DEFAULT, one, Progress.NONE);
        Runnable several = () -> GaussianSmoothing.apply(many, mask, Options.DEFAULT, many, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(4, several);
        NeuroImage alone = NeuroImage.floats("alone", GRID, 1, SeriesTiming.UNKNOWN);
        for (int t = 0; t < 5; t++) {
            assertArrayEquals(one.volume(t), many.volume(t), "volume " + t);
            alone.writeVolume(0, source.volume(t));
            assertArrayEquals(
                    one.volume(t), smooth(alone, ball(), Options.DEFAULT).volume(0), "volume " + t);
        }
    }

    /** No copy of the scan, but the same numbers, also at a voxel that is not finite. */
    @Test
    void theMatrixIsThatOfTheSmoothedScan() {
        NeuroImage image = random(6);
        float[] volume = image.volume(2);
        volume[ball().voxel(20)] = Float.NaN;
        image.writeVolume(2, volume);
        float[] before = image.volume(4);
        Options options = new Options(5);
        float[] expected = VoxelSeries.matrix(smooth(image, ball(), options), ball(), Progress.NONE);
        for (int threads = 1; threads <= 2; threads++)
            Parallelization.runWithNumThreads(
                    threads,
                    () -> assertArrayEquals(expected, GaussianSmoothing.matrix(image, ball(), options, Progress.NONE)));
        assertArrayEquals(before, image.volume(4), "the scan stays as it is");
        Mask empty = Mask.of(GRID, new boolean[GRID.voxels()]);
        assertThrows(
                IllegalArgumentException.class, () -> GaussianSmoothing.matrix(image, empty, options, Progress.NONE));
    }

    @Test
    void stopsWhenCancelled() {
        for (int volumes : new int[] {1, 3}) {
            NeuroImage source = random(volumes);
            assertThrows(
                    CancellationException.class,
                    () -> GaussianSmoothing.apply(source, Options.DEFAULT, source, Cancelled.AT_ONCE));
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        assertEquals(
                "fwhm must be 0 to 100 millimetres, got -1.0",
                assertThrows(IllegalArgumentException.class, () -> new Options(-1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Options(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Options(101));
        NeuroImage source = random(2);
        Mask empty = Mask.of(GRID, new boolean[GRID.voxels()]);
        assertEquals(
                "the mask has no voxel above 0: the mask is empty",
                assertThrows(IllegalArgumentException.class, () -> smooth(source, empty, Options.DEFAULT))
                        .getMessage());
        Mask other = Mask.all(new VoxelGrid(9, 8, 7, Affine.IDENTITY));
        assertThrows(IllegalArgumentException.class, () -> smooth(source, other, Options.DEFAULT));
        assertEquals(
                "bold has 2 volumes but the target 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GaussianSmoothing.apply(
                                        source, Options.DEFAULT, source.createLike("one", 1), Progress.NONE))
                        .getMessage());
    }
}
