package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.connectivity.LowFrequencyAmplitude.Maps;
import sc.fiji.boldj.connectivity.LowFrequencyAmplitude.Options;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class LowFrequencyAmplitudeTest {

    @Test
    void equalsNumpyOnRealData() {
        NeuroImage scan = SharedData.image("reference/local/bold_detrended.nii.gz", 2);
        Mask mask = Mask.of(SharedData.image("reference/local/mask.nii.gz", 2));
        Maps maps = LowFrequencyAmplitude.of(scan, mask, new Options(0.01, 0.08), Progress.NONE);
        assertClose(SharedData.values("reference/local/alff.nii.gz"), maps.alff());
        assertClose(SharedData.values("reference/local/falff.nii.gz"), maps.falff());
        assertClose(SharedData.values("reference/local/malff.nii.gz"), maps.malff());
    }

    private static void assertClose(double[] expected, NeuroImage map) {
        float[] values = map.volume(0);
        // asked 1e-5 relative; the input is stored as float, so the line is removed to 1e-7 of the values only
        for (int v = 0; v < values.length; v++)
            assertEquals(expected[v], values[v], 2e-6 * Math.abs(expected[v]), map.name() + " voxel " + v);
    }

    /** Every frequency in turn of even, odd and prime lengths: a sine of amplitude 3 on a line gives 3 at its bin. */
    @ParameterizedTest
    @ValueSource(ints = {4, 10, 11, 12, 13, 25, 97, 100})
    void aSineCountsInItsOwnBinOnly(int volumes) {
        VoxelGrid grid = Scans.grid(1, 1, 1);
        double length = volumes * 0.8;
        for (int k = 1; k <= volumes / 2; k++) {
            double[] spectrum = spectrum(sine(volumes, k), volumes);
            NeuroImage scan = NeuroImage.floats("scan", grid, volumes, SeriesTiming.every(0.8));
            Scans.set(scan, 0, sine(volumes, k));
            double all = 0;
            for (double amplitude : spectrum) all += amplitude;
            Maps maps = LowFrequencyAmplitude.of(
                    scan, Mask.all(grid), new Options((k - 0.5) / length, (k + 0.5) / length), Progress.NONE);
            String message = volumes + " volumes, bin " + k;
            assertEquals(spectrum[k], maps.alff().volume(0)[0], 1e-4, message); // values of 100 stored as float
            assertEquals(spectrum[k] / all, maps.falff().volume(0)[0], 1e-4, message);
            assertEquals(1, maps.malff().volume(0)[0], 1e-6, message);
        }
    }

    private static float[] sine(int volumes, int k) {
        float[] series = new float[volumes];
        for (int t = 0; t < volumes; t++)
            series[t] = (float) (100 + 0.2 * t + 3 * Math.cos(2 * Math.PI * k * t / volumes + 0.4));
        return series;
    }

    /** Amplitudes of a series without its line, by the definition. */
    private static double[] spectrum(float[] series, int n) {
        double mean = 0;
        double slope = 0;
        double norm = 0;
        for (int t = 0; t < n; t++) {
            mean += series[t] / n;
            slope += series[t] * (t - (n - 1) / 2.0);
            norm += (t - (n - 1) / 2.0) * (t - (n - 1) / 2.0);
        }
        double[] amplitudes = new double[n / 2 + 1];
        for (int k = 1; k <= n / 2; k++) {
            double real = 0;
            double imaginary = 0;
            for (int t = 0; t < n; t++) {
                double value = series[t] - mean - slope / norm * (t - (n - 1) / 2.0);
                real += value * Math.cos(2 * Math.PI * k * t / n);
                imaginary += value * Math.sin(2 * Math.PI * k * t / n);
            }
            amplitudes[k] = (2 * k == n ? 1 : 2) * Math.hypot(real, imaginary) / n;
        }
        return amplitudes;
    }

    @Test
    void limitsThatAreFrequenciesOfTheSeriesCount() {
        VoxelGrid grid = Scans.grid(1, 1, 1);
        NeuroImage scan = NeuroImage.floats("scan", grid, 250, SeriesTiming.every(0.8));
        Scans.set(scan, 0, sine(250, 2)); // 0.01 Hz
        double atLow = LowFrequencyAmplitude.of(scan, Mask.all(grid), new Options(0.01, 0.0149), Progress.NONE)
                .alff()
                .volume(0)[0];
        double atHigh = LowFrequencyAmplitude.of(scan, Mask.all(grid), new Options(0.006, 0.01), Progress.NONE)
                .alff()
                .volume(0)[0];
        assertEquals(3, atLow, 0.1); // removing the line takes a little of a slow sine; without the bin it is 0
        assertEquals(atLow, atHigh);
    }

    @Test
    void voxelsThatAreConstantOrNotFiniteHaveNoneAndDoNotCountInTheMean() {
        VoxelGrid grid = Scans.grid(3, 1, 1);
        NeuroImage scan = Scans.noise(grid, 20, 1);
        Scans.set(scan, 0, 4);
        Scans.set(scan, 1, 1, Float.NaN);
        Maps maps = LowFrequencyAmplitude.of(scan, Mask.all(grid), Options.DEFAULT, Progress.NONE);
        assertArrayEquals(new float[] {0, 0, 1}, maps.malff().volume(0));
        assertEquals(0, maps.falff().volume(0)[0]);
        Scans.set(scan, 2, 9);
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> LowFrequencyAmplitude.of(scan, Mask.all(grid), Options.DEFAULT, Progress.NONE));
        assertEquals(
                "none of the 3 voxels of the mask is finite and changes in scan: does the mask lie on the brain?",
                e.getMessage());
    }

    @Test
    void badInputIsRefused() {
        NeuroImage scan = Scans.noise(Scans.grid(2, 2, 2), 20, 1);
        Mask mask = Mask.all(scan.grid());
        var band = assertThrows(
                IllegalArgumentException.class,
                () -> LowFrequencyAmplitude.of(scan, mask, new Options(0.3, 0.4), Progress.NONE));
        assertEquals(
                "scan has no frequency from 0.3 to 0.4 Hz: with 20 volumes of 2.0 s they are 0.025 Hz apart, "
                        + "up to 0.25 Hz",
                band.getMessage());
        var timing = assertThrows(
                IllegalArgumentException.class,
                () -> LowFrequencyAmplitude.of(
                        scan.withTiming(SeriesTiming.UNKNOWN), mask, Options.DEFAULT, Progress.NONE));
        assertEquals(
                "the repetition time of scan is unknown but decides which frequencies lie in the band: set it in "
                        + "seconds",
                timing.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Options(0.1, 0.01));
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndStopsWhenCancelled() {
        NeuroImage scan = Scans.noise(Scans.grid(12, 10, 8), 101, 5);
        Mask mask = Scans.most(scan.grid(), 1);
        float[] one = Scans.onThreads(1, () -> falff(scan, mask, Progress.NONE));
        assertArrayEquals(one, Scans.onThreads(4, () -> falff(scan, mask, Progress.NONE)));
        Scans.assertCancels(progress -> falff(scan, mask, progress));
    }

    private static float[] falff(NeuroImage scan, Mask mask, Progress progress) {
        return LowFrequencyAmplitude.of(scan, mask, Options.DEFAULT, progress)
                .falff()
                .volume(0);
    }
}
