package sc.fiji.boldj.qc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.signal.Periodogram;

/** The figures that become a light or a row of a page, against values worked out by hand. */
class QualityFigureTest {

    /** A row of voxels; {@code series[v]} is the time course of voxel v. */
    private static NeuroImage image(float[]... series) {
        int volumes = series[0].length;
        VoxelGrid grid = new VoxelGrid(series.length, 1, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("series", grid, volumes, SeriesTiming.every(2));
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[series.length];
            for (int v = 0; v < volume.length; v++) volume[v] = series[v][t];
            image.writeVolume(t, volume);
        }
        return image;
    }

    /**
     * A mean, a straight line and a residual (1, -1, -1, 1) that is orthogonal to both: the sum of squares about the line
     * is 4 a^2, its variance with 4 - 2 degrees of freedom 2 a^2.
     */
    private static float[] fourVolumes(double mean, double slope, double a) {
        double[] residual = {a, -a, -a, a};
        float[] series = new float[4];
        for (int t = 0; t < 4; t++) series[t] = (float) (mean + slope * (t - 1.5) + residual[t]);
        return series;
    }

    @Test
    void temporalSnrIsTheMeanOverTheStandardDeviationAboutALine() {
        NeuroImage image = image(
                fourVolumes(100, 0, 2),
                fourVolumes(100, 7, 2),
                fourVolumes(50, -3, 5),
                fourVolumes(-80, 0, 4),
                fourVolumes(70, 0, 0),
                new float[] {1, Float.NaN, 3, 4},
                fourVolumes(1000, 0, 1));
        Mask mask = Mask.of(image.grid(), new boolean[] {true, true, true, true, true, true, false});
        TemporalSnr snr = TemporalSnr.of(image, mask, 0, Progress.NONE);
        double root = Math.sqrt(2);
        assertEquals(100 / (2 * root), snr.ratio()[0], 1e-4);
        assertEquals(100 / (2 * root), snr.ratio()[1], 1e-4, "a drift is not noise");
        assertEquals(50 / (5 * root), snr.ratio()[2], 1e-5);
        assertEquals(-80 / (4 * root), snr.ratio()[3], 1e-4);
        assertEquals(0, snr.ratio()[4], "a constant voxel has no ratio");
        assertEquals(0, snr.ratio()[5], "a voxel with NaN has no ratio");
        assertEquals(0, snr.ratio()[6], "outside the mask");
        assertArrayEquals(new float[] {100, 100, 50, -80, 70}, Arrays.copyOf(snr.mean(), 5), 1e-5f);
        assertEquals(1000, snr.mean()[6], 1e-4, "the mean covers the whole grid");
        // four voxels vary: -14.14, 7.07, 35.36, 35.36
        assertEquals((50 / (5 * root) + 100 / (2 * root)) / 2, snr.median(), 1e-4);
    }

    @Test
    void temporalSnrSkipsVolumesBeforeTheSteadyState() {
        float[] late = fourVolumes(100, 5, 2);
        float[] series = {900, 500, late[0], late[1], late[2], late[3]};
        TemporalSnr snr = TemporalSnr.of(image(series), Mask.all(image(series).grid()), 2, Progress.NONE);
        assertEquals(100, snr.mean()[0], 1e-4);
        assertEquals(100 / (2 * Math.sqrt(2)), snr.median(), 1e-4);
    }

    @Test
    void temporalSnrNeedsThreeSteadyVolumes() {
        NeuroImage image = image(fourVolumes(100, 0, 1));
        Mask mask = Mask.all(image.grid());
        assertThrows(IllegalArgumentException.class, () -> TemporalSnr.of(image, mask, 2, Progress.NONE));
        NeuroImage still = image(fourVolumes(100, 0, 0));
        assertTrue(Double.isNaN(TemporalSnr.of(still, mask, 0, Progress.NONE).median()));
    }

    /**
     * Series (0, 4, 1, 3, 2): quartiles 1 and 3, so sd = 2 / 1.349; deviations -2, 2, -1, 1, 0 with sum of squares 10 and
     * lag-1 products -7, so a = -0.7 and s^2 = 2 sd^2 1.7.
     */
    @Test
    void dvarsIsScaledByTheExpectedChangeOfEachVoxel() {
        float[] one = {0, 4, 1, 3, 2};
        double s2 = Math.pow(2 / 1.349, 2) * 2 * 1.7;
        Dvars single = Dvars.of(image(one), Mask.all(image(one).grid()), Progress.NONE);
        double[] changes = {Double.NaN, 4, 3, 2, 1};
        for (int t = 1; t < 5; t++) {
            assertEquals(changes[t], single.dvars()[t], 1e-9);
            assertEquals(changes[t] / Math.sqrt(s2), single.standardized()[t], 1e-9);
            assertEquals(changes[t] / Math.sqrt(s2), single.voxelwise()[t], 1e-9);
        }
        assertTrue(Double.isNaN(single.dvars()[0]));
        // a second voxel with three times the amplitude: s^2 is 9 times as large
        float[] three = {0, 12, 3, 9, 6};
        Dvars both = Dvars.of(
                image(one, three, new float[] {7, 7, 7, 7, 7}),
                Mask.all(image(one, one, one).grid()),
                Progress.NONE);
        assertEquals(2, both.voxels(), "a constant voxel is excluded");
        for (int t = 1; t < 5; t++) {
            assertEquals(changes[t] * Math.sqrt(5), both.dvars()[t], 1e-9);
            assertEquals(changes[t] / Math.sqrt(s2), both.standardized()[t], 1e-9);
            assertEquals(changes[t] / Math.sqrt(s2), both.voxelwise()[t], 1e-9);
        }
    }

    /** Of voxels whose changes differ in time, the raw scale is pooled and the voxel-wise one is not. */
    @Test
    void pooledAndVoxelwiseDvarsDiffer() {
        float[] one = {0, 4, 1, 3, 2};
        float[] three = {6, 9, 3, 12, 0}; // changes 3, -6, 9, -12
        Mask mask = Mask.all(image(one, three).grid());
        Dvars dvars = Dvars.of(image(one, three), mask, Progress.NONE);
        double first = Math.pow(2 / 1.349, 2) * 2 * 1.7;
        // quartiles 3 and 9; deviations 0, 3, -3, 6, -6: squares 90, products 0 - 9 - 18 - 36 = -63, so again a = -0.7
        double second = Math.pow(6 / 1.349, 2) * 2 * 1.7;
        assertEquals(Math.sqrt((16 + 9) / 2.0), dvars.dvars()[1], 1e-9);
        assertEquals(Math.sqrt((16 + 9) / 2.0) / Math.sqrt((first + second) / 2), dvars.standardized()[1], 1e-9);
        assertEquals(Math.sqrt((16 / first + 9 / second) / 2), dvars.voxelwise()[1], 1e-9);
        assertEquals(Math.sqrt((9 / first + 36 / second) / 2), dvars.voxelwise()[2], 1e-9);
    }

    @Test
    void dvarsTakesItsScaleFromTheSteadyVolumes() {
        float[] series = {800, 300, 0, 4, 1, 3, 2};
        Dvars dvars = Dvars.of(image(series), Mask.all(image(series).grid()), 2, Progress.NONE);
        double s = Math.sqrt(Math.pow(2 / 1.349, 2) * 2 * 1.7);
        assertEquals(500, dvars.dvars()[1], 1e-9);
        assertEquals(4 / s, dvars.standardized()[3], 1e-9);
        assertEquals(1 / s, dvars.standardized()[6], 1e-9);
    }

    /** The whole number of volumes, in a sine and a little noise: 250 volumes of 0.8 s and segments of 125, .01 Hz a step. */
    private static double[][] breathing(double hz, double repetitionTime, int volumes) {
        double[] noise = new double[volumes];
        Seeds.fillGaussian(Seeds.stream(11, 3), noise);
        double[][] motion = new double[volumes][6];
        double place = 0;
        for (int t = 0; t < volumes; t++) {
            place += 1e-4 * noise[t];
            motion[t][1] = 0.1 * Math.sin(2 * Math.PI * hz * repetitionTime * t) + place;
        }
        return motion;
    }

    /**
     * Breathing between two frequencies of the spectrum is found to a twentieth of their distance; the highest sample
     * alone is up to half of it away. A parabola through the logarithms under Hann's window is within .02 of a step.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.2525, 0.2975, 0.3, 0.3025, 0.3049, 0.3051, 0.3525})
    void breathingIsFoundBetweenTheFrequenciesOfTheSpectrum(double hz) {
        BreathingPeak peak = BreathingPeak.of(breathing(hz, 0.8, 1000), 0.8);
        assertTrue(peak.found());
        double step = BreathingPeak.spectrum(breathing(hz, 0.8, 1000), 0.8).step();
        assertEquals(0.01, step, 1e-12);
        assertEquals(hz, peak.frequency(), step / 20);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 1.25, 600, true", // Nyquist's frequency is just the least, 0.4 Hz
        "0.3, 1.26, 600, false",
        "0.3, 0.8, 75, true", // one minute
        "0.3, 0.8, 74, false",
        "0.12, 0.8, 600, false", // below and above the range that is searched
        "0.6, 0.8, 600, false"
    })
    void breathingIsLookedForWhereItCanBeSeen(double hz, double repetitionTime, int volumes, boolean found) {
        assertEquals(
                found,
                BreathingPeak.of(breathing(hz, repetitionTime, volumes), repetitionTime)
                        .found());
    }

    /** The prominence is the peak over the median of the range: recomputed here from the spectrum. */
    @Test
    void prominenceIsThePeakOverTheMedian() {
        double[][] motion = breathing(0.3, 0.8, 1000);
        BreathingPeak peak = BreathingPeak.of(motion, 0.8);
        double[] power = BreathingPeak.spectrum(motion, 0.8).power();
        double[] range = Arrays.copyOfRange(power, 15, 56); // 0.15 to 0.55 Hz in steps of 0.01
        double largest = Arrays.stream(range).max().orElseThrow();
        Arrays.sort(range);
        assertEquals(largest / range[20], peak.prominence(), 1e-9 * peak.prominence());
    }

    @Test
    void noiseAloneHasNoBreathing() {
        double[][] motion = breathing(0.3, 0.8, 1000);
        for (double[] row : motion) row[1] = 0;
        BreathingPeak none = BreathingPeak.of(motion, 0.8);
        assertFalse(none.found());
    }

    @Test
    void theMedianRatioDoesNotDependOnTheOrderOfTheVoxels() {
        NeuroImage image = image(fourVolumes(50, 0, 5), fourVolumes(100, 0, 2), fourVolumes(-80, 0, 4));
        TemporalSnr snr = TemporalSnr.of(image, Mask.all(image.grid()), 0, Progress.NONE);
        // 7.07, 35.4, -14.1
        assertEquals(50 / (5 * Math.sqrt(2)), snr.median(), 1e-4);
        Mask other = Mask.all(new VoxelGrid(1, 1, 3, Affine.IDENTITY));
        assertThrows(IllegalArgumentException.class, () -> TemporalSnr.of(image, other, 0, Progress.NONE));
        assertThrows(IllegalArgumentException.class, () -> Dvars.of(image, other, Progress.NONE));
    }

    @Test
    void dvarsNeedsThreeSteadyVolumesAndExcludesAVoxelWithNaN() {
        float[] one = {0, 4, 1, 3, 2};
        NeuroImage image = image(one, new float[] {5, Float.NaN, 9, 5, 7}, new float[] {Float.NaN, 1, 9, 5, 7});
        Mask all = Mask.all(image.grid());
        Dvars dvars = Dvars.of(image, all, Progress.NONE);
        assertEquals(1, dvars.voxels());
        double[] changes = {Double.NaN, 4, 3, 2, 1};
        assertArrayEquals(changes, dvars.dvars(), 1e-9);
        assertTrue(Double.isNaN(dvars.voxelwise()[0]) && Double.isNaN(dvars.standardized()[0]));
        assertThrows(IllegalArgumentException.class, () -> Dvars.of(image, all, 3, Progress.NONE));
        assertEquals(4, Dvars.of(image, all, 2, Progress.NONE).dvars()[1], 1e-9);
    }

    /** More voxels than a block holds: the same as of one voxel. */
    @Test
    void dvarsOfManyEqualVoxelsIsThatOfOne() {
        float[] one = {0, 4, 1, 3, 2};
        float[][] many = new float[9001][];
        Arrays.fill(many, one);
        NeuroImage image = image(many);
        Dvars dvars = Dvars.of(image, Mask.all(image.grid()), Progress.NONE);
        assertEquals(9001, dvars.voxels());
        assertArrayEquals(new double[] {Double.NaN, 4, 3, 2, 1}, dvars.dvars(), 1e-9);
    }

    /** A parameter alone: its changes, times 50 mm for a rotation, have the spectrum that Welch's method gives. */
    @Test
    void rotationsCountAsArcsInTheSpectrumOfMotion() {
        double[] place = new double[400];
        Seeds.fillGaussian(Seeds.stream(12, 1), place);
        for (int p = 0; p < 6; p++) {
            double[][] motion = new double[400][6];
            double[] changes = new double[399];
            for (int t = 0; t < 400; t++) motion[t][p] = place[t];
            for (int t = 0; t < 399; t++) changes[t] = (place[t + 1] - place[t]) * (p < 3 ? 1 : 50);
            double[] expected = Periodogram.of(changes, 0.8, 125).power();
            double[] found = BreathingPeak.spectrum(motion, 0.8).power();
            assertEquals(63, found.length);
            for (int k = 0; k < 63; k++) assertEquals(expected[k], found[k], 1e-12 * expected[k], p + " " + k);
        }
        assertNull(BreathingPeak.spectrum(new double[4][6], 0.8), "too few changes for a spectrum");
        assertNotNull(BreathingPeak.spectrum(new double[5][6], 0.8));
    }

    /**
     * At the ends of the searched range, 0.15 and 0.55 Hz, a peak is not seen from both sides: a slope would look the same.
     * The frequency next to them is found.
     */
    @ParameterizedTest
    @CsvSource({"0.15, false", "0.16, true", "0.54, true", "0.55, false"})
    void aPeakAtTheEndOfTheRangeIsNotFound(double hz, boolean found) {
        assertEquals(found, BreathingPeak.of(breathing(hz, 0.8, 1000), 0.8).found());
    }

    /** Where Nyquist's frequency is below 0.55 Hz the range ends one step below it: 0.15 to 0.39 Hz at 1.25 s. */
    @Test
    void theRangeEndsBelowNyquist() {
        double[][] motion = breathing(0.3, 1.25, 1000);
        double[] power = BreathingPeak.spectrum(motion, 1.25).power();
        assertEquals(41, power.length);
        double[] range = Arrays.copyOfRange(power, 15, 40);
        double largest = Arrays.stream(range).max().orElseThrow();
        Arrays.sort(range);
        double found = BreathingPeak.of(motion, 1.25).prominence();
        assertEquals(largest / range[12], found, 1e-9 * found);
    }
}
