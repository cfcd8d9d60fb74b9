package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.SliceTimingCorrection.Interpolation;
import sc.fiji.boldj.preprocess.SliceTimingCorrection.Options;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

class SliceTimingCorrectionTest {

    private static final VoxelGrid GRID = new VoxelGrid(5, 3, 4, Affine.scaling(3, 3, 3));
    private static final SliceTiming TIMING = new SliceTiming(2, 0, 1, 0.5, 1.5);

    private static NeuroImage random(int volumes) {
        NeuroImage image = NeuroImage.of(
                "bold",
                GRID,
                PlanarStore.floats(5, 3, 4, volumes, true),
                SeriesTiming.every(2).withSliceTimes(0, 1, 0.5, 1.5));
        SplittableRandom random = new SplittableRandom(7);
        float[] volume = new float[GRID.voxels()];
        for (int t = 0; t < volumes; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (1000 + 20 * random.nextDouble() + t);
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static NeuroImage correct(NeuroImage source, SliceTiming timing, Options options) {
        return SliceTimingCorrection.apply(
                source, timing, options, source.createLike("corrected", source.volumes()), Progress.NONE);
    }

    private static float[] series(NeuroImage image, int voxel) {
        float[] series = new float[image.volumes()];
        for (int t = 0; t < series.length; t++) series[t] = image.volume(t)[voxel];
        return series;
    }

    /** A bump seen at volume 10 of a slice measured 1 s late is before volume 10 in the clock of the first slice. */
    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aLateSliceMovesEarlierAgainstTheReference(Interpolation interpolation) {
        NeuroImage source = NeuroImage.floats("bump", GRID, 21, SeriesTiming.every(2));
        float[] ones = new float[GRID.voxels()];
        java.util.Arrays.fill(ones, 1);
        source.writeVolume(10, ones);
        NeuroImage toFirst = correct(source, TIMING, new Options(0, 0, interpolation, false));
        NeuroImage toLast = correct(source, TIMING, new Options(1, 0, interpolation, false));
        int late = GRID.index(0, 0, 1);
        float[] first = series(toFirst, late);
        // Read 0.5 volumes earlier: the true time of the bump is 10 TR + 1 s, between the new samples 10 and 11.
        assertEquals(first[10], first[11], 0.02);
        assertTrue(first[11] > 0.5 && first[9] < 0.1 && first[12] < 0.1, "to the first slice");
        float[] last = series(toLast, late);
        // 0.25 volumes later: nearer to sample 10 than to 9, nothing at 11.
        assertTrue(last[10] > 0.85 && last[9] > 0.25 && last[11] < 0, "to the last slice");
    }

    /** 0.01 to 0.1 Hz at TR 0.8 s, multiband 4: amplitude within 1 %, timing within 10 ms, interior. */
    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void keepsAmplitudeAndTimeOfSlowSines(Interpolation interpolation) {
        int volumes = 300;
        double tr = 0.8;
        double[] times = new double[52];
        for (int z = 0; z < 52; z++) times[z] = z % 13 * 2 % 13 * tr / 13;
        SliceTiming timing = new SliceTiming(tr, times);
        double reference = timing.referenceTime(0.5);
        double[] hertz = {0.01, 0.02, 0.037, 0.05, 0.083, 0.1};
        VoxelGrid grid = new VoxelGrid(hertz.length, 1, 52, Affine.IDENTITY);
        NeuroImage source = NeuroImage.floats("sines", grid, volumes, SeriesTiming.every(tr));
        float[] volume = new float[grid.voxels()];
        for (int t = 0; t < volumes; t++) {
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (1000 + 10 * Math.sin(2 * Math.PI * hertz[v % 6] * (t * tr + times[v / 6]) + v));
            source.writeVolume(t, volume);
        }
        NeuroImage corrected = correct(source, timing, new Options(0.5, 0, interpolation));
        for (int v = 0; v < volume.length; v++) {
            float[] series = series(corrected, v);
            double omega = 2 * Math.PI * hertz[v % 6];
            double[] fit = fitSine(series, omega, tr, reference, 15);
            double amplitude = Math.hypot(fit[0], fit[1]);
            double phase = Math.IEEEremainder(Math.atan2(fit[1], fit[0]) - v, 2 * Math.PI);
            assertEquals(10, amplitude, 0.1, "amplitude of " + hertz[v % 6] + " Hz in slice " + v / 6);
            assertEquals(0, phase / omega, 0.01, "seconds late, " + hertz[v % 6] + " Hz in slice " + v / 6);
        }
    }

    /** Least squares of a sin(omega time) + b cos(omega time) + c, dropping the ends. */
    private static double[] fitSine(float[] series, double omega, double tr, double reference, int ends) {
        double[][] design = new double[series.length - 2 * ends][];
        double[] values = new double[design.length];
        for (int i = 0; i < design.length; i++) {
            double time = (i + ends) * tr + reference;
            design[i] = new double[] {Math.sin(omega * time), Math.cos(omega * time)};
            values[i] = series[i + ends];
        }
        var regression = new org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression();
        regression.newSampleData(values, design);
        double[] all = regression.estimateRegressionParameters();
        return new double[] {all[1], all[2]};
    }

    @Test
    void aSliceAtTheReferenceIsCopiedToTheBit() {
        NeuroImage source = random(12);
        NeuroImage corrected = correct(source, TIMING, new Options(0, 0, Interpolation.SINC));
        for (int i = 0; i < GRID.planeSize(); i++) assertArrayEquals(series(source, i), series(corrected, i));
        NeuroImage together = correct(source, new SliceTiming(2, 0.3, 0.3, 0.3, 0.3), Options.DEFAULT);
        for (int t = 0; t < 12; t++) assertArrayEquals(source.volume(t), together.volume(t));
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aStraightLineIsReadBetweenItsSamplesAndAConstantStaysExactly(Interpolation interpolation) {
        NeuroImage source = NeuroImage.floats("line", GRID, 9, SeriesTiming.every(2));
        float[] volume = new float[GRID.voxels()];
        for (int t = 0; t < 9; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = v % 2 == 0 ? 1234.567f : 100 + 8 * t;
            source.writeVolume(t, volume);
        }
        NeuroImage corrected = correct(source, TIMING, new Options(0.5, 0, interpolation));
        double reference = TIMING.referenceTime(0.5);
        for (int v = 0; v < volume.length; v++) {
            float[] series = series(corrected, v);
            double later = (reference - TIMING.time(v / GRID.planeSize())) / 2;
            for (int t = 0; t < 9; t++) {
                double exact = 100 + 8 * Math.max(0, Math.min(8, t + later));
                if (v % 2 == 0) assertEquals(1234.567f, series[t], "voxel " + v);
                else assertEquals(exact, series[t], 1e-4, "voxel " + v + " volume " + t);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aVoxelWithoutNumbersStaysApartFromItsNeighbours(Interpolation interpolation) {
        NeuroImage source = random(12);
        NeuroImage clean = correct(source, TIMING, new Options(0.5, 2, interpolation));
        float[] broken = source.volume(6);
        broken[17] = Float.NaN;
        broken[20] = Float.POSITIVE_INFINITY;
        source.writeVolume(6, broken);
        NeuroImage corrected = correct(source, TIMING, new Options(0.5, 2, interpolation));
        for (int v = 0; v < GRID.voxels(); v++) {
            float[] series = series(corrected, v);
            if (v == 17 || v == 20)
                for (int t = 0; t < 12; t++) assertEquals(t >= 2, Float.isNaN(series[t]), "voxel " + v + " t " + t);
            else assertArrayEquals(series(clean, v), series, 2e-4f, "voxel " + v);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 12, 64, 301})
    void staysInTheRangeOfTheInput(int volumes) {
        NeuroImage source = random(volumes);
        for (Interpolation interpolation : Interpolation.values()) {
            NeuroImage corrected = correct(source, TIMING, new Options(0.5, 0, interpolation));
            for (int v = 0; v < GRID.voxels(); v++) {
                float[] before = series(source, v);
                float[] after = series(corrected, v);
                java.util.Arrays.sort(before);
                for (float value : after)
                    assertTrue(value >= before[0] && value <= before[volumes - 1], interpolation + " voxel " + v);
            }
        }
    }

    @Test
    void skippedVolumesStayAndDoNotCount() {
        NeuroImage source = random(12);
        NeuroImage corrected = correct(source, TIMING, new Options(0.5, 3, Interpolation.SINC));
        for (int t = 0; t < 3; t++) assertArrayEquals(source.volume(t), corrected.volume(t));
        for (int t = 0; t < 3; t++) source.writeVolume(t, new float[GRID.voxels()]);
        NeuroImage again = correct(source, TIMING, new Options(0.5, 3, Interpolation.SINC));
        for (int t = 3; t < 12; t++) assertArrayEquals(corrected.volume(t), again.volume(t));
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void threadsAndPlaceDoNotChangeTheResult(Interpolation interpolation) {
        Options options = new Options(0.5, 0, interpolation);
        NeuroImage source = random(40);
        NeuroImage one = source.createLike("one", 40);
        NeuroImage many = random(40);
        Runnable single = () -> SliceTimingCorrection.apply(source, TIMING, options, one, Progress.NONE);
        Runnable several = () -> SliceTimingCorrection.apply(many, TIMING, options, many, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(4, several);
        for (int t = 0; t < 40; t++) assertArrayEquals(one.volume(t), many.volume(t), "volume " + t);
        assertFalse(java.util.Arrays.equals(source.volume(5), one.volume(5)));
    }

    @Test
    void theResultSaysWhatTimeItStandsFor() {
        NeuroImage corrected = correct(random(12), TIMING, Options.DEFAULT);
        assertEquals(SeriesTiming.every(2).correctedTo(0.75), corrected.timing());
    }

    @Test
    void stopsWhenCancelled() {
        NeuroImage source = random(12);
        assertThrows(
                CancellationException.class,
                () -> SliceTimingCorrection.apply(source, TIMING, Options.DEFAULT, source, Cancelled.AT_ONCE));
    }

    @Test
    void saysWhatDoesNotFit() {
        NeuroImage source = random(12);
        var slices = assertThrows(
                IllegalArgumentException.class, () -> correct(source, new SliceTiming(2, 0, 1), Options.DEFAULT));
        assertEquals(
                "bold has 4 slices but there are 2 slice times: are they of this scan, and along its third axis?",
                slices.getMessage());
        var few = assertThrows(
                IllegalArgumentException.class, () -> correct(source, TIMING, new Options(0.5, 8, Interpolation.SINC)));
        assertEquals(
                "slice timing needs 5 volumes or more, but bold has 12 with 8 to skip: is it a time series?",
                few.getMessage());
        var one = assertThrows(IllegalArgumentException.class, () -> correct(random(1), TIMING, Options.DEFAULT));
        assertTrue(one.getMessage().contains("bold has 1:"), one.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Options(1.5, 0, Interpolation.SINC));
        assertThrows(IllegalArgumentException.class, () -> new Options(0.5, -1, Interpolation.SINC));
    }
}
