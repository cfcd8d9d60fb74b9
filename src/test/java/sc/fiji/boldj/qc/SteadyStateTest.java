package sc.fiji.boldj.qc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Series that start with a transient of a closed form: {@code S (1 + a exp(-t / T1))}. */
class SteadyStateTest {

    private static final VoxelGrid GRID = new VoxelGrid(7, 6, 5, Affine.IDENTITY);
    private static final double TR = 1.5;
    private static final double T1 = 1.4;

    /** What the signal does in the steady state, in units of the wave. */
    private static final int[] STEPS = {1, 0, -1};

    /** Half of the voxels are air; the others go up and down by {@code wave} of their signal. */
    private static NeuroImage series(int volumes, double rise, double wave) {
        NeuroImage image = NeuroImage.floats("bold", GRID, volumes, SeriesTiming.every(TR));
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[GRID.voxels()];
            double factor = 1 + rise * Math.exp(-t * TR / T1) + wave * STEPS[t % 3];
            for (int v = 0; v < volume.length; v += 2) volume[v] = (float) ((500 + 13 * (v % 11)) * factor);
            image.writeVolume(t, volume);
        }
        return image;
    }

    @Test
    void theNumberIsThatOfTheClosedForm() {
        // A third of the steady volumes each is at -wave, 0 and wave, so that the median is 0 and the median absolute
        // deviation is wave, whatever a few volumes do: the early ones are those above 3.5 wave / 0.6745.
        double wave = 0.002;
        for (double rise : new double[] {0, 0.004, 0.05, 0.2, 0.6, 3}) {
            int expected = 0;
            while (rise * Math.exp(-expected * TR / T1) + wave * STEPS[expected % 3] > 3.5 * wave / 0.6745) expected++;
            assertEquals(expected, SteadyState.of(series(60, rise, wave), SteadyState.DETECT), "a = " + rise);
            assertEquals(expected, SteadyState.of(series(200, rise, wave), SteadyState.DETECT), "a = " + rise);
        }
        assertEquals(4, SteadyState.of(series(60, 0.6, wave), -1), "0.6 exp(-4 TR / T1) is 0.8 %, the limit 1.04 %");
    }

    @Test
    void aMaskedSeriesSaysTheSameAndAGapCountsAsBlack() {
        NeuroImage image = series(60, 0.6, 0.002);
        NeuroImage masked = image.createLike("masked", 60);
        for (int t = 0; t < 60; t++) {
            float[] volume = image.volume(t);
            for (int v = 0; v < volume.length; v++)
                if (v % 4 != 0) volume[v] = v % 3 == 0 ? Float.NaN : v % 2 == 0 ? Float.POSITIVE_INFINITY : 0;
            masked.writeVolume(t, volume);
        }
        assertEquals(4, SteadyState.of(masked, SteadyState.DETECT));
    }

    @Test
    void whatTheUserSaysGoesAndNonsenseIsNamed() {
        NeuroImage image = series(20, 0.6, 0.002);
        for (int given : new int[] {0, 1, 17}) assertEquals(given, SteadyState.of(image, given));
        assertEquals(
                "dummy_scans is 18, but bold has 20 volumes: 3 or more must be left. Is it the number of volumes before the"
                        + " steady state? -1 has them found",
                assertThrows(IllegalArgumentException.class, () -> SteadyState.of(image, 18))
                        .getMessage());
        assertEquals(
                "dummy_scans must be 0 or more volumes, or -1 to have them found, got -2",
                assertThrows(IllegalArgumentException.class, () -> SteadyState.of(image, -2))
                        .getMessage());
        assertEquals(0, SteadyState.of(series(1, 0.6, 0), 0));
        for (int volumes : new int[] {1, 4}) assertEquals(0, SteadyState.of(series(volumes, 0.6, 0.002), -1));
        assertEquals(0, SteadyState.of(series(30, 0, 0), -1), "a constant series has no spread");
    }

    @Test
    void standardisedChangesAreThoseOfTheSeriesThatBeginsInTheSteadyState() {
        int skip = 4;
        int volumes = 80;
        SplittableRandom random = new SplittableRandom(5);
        NeuroImage whole = NeuroImage.floats("whole", GRID, volumes, SeriesTiming.every(TR));
        float[][] noise = new float[volumes][GRID.voxels()];
        for (float[] row : noise) for (int v = 0; v < row.length; v++) row[v] = (float) random.nextGaussian(0, 5);
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (700 * (1 + 0.6 * Math.exp(-t * TR / T1)) + noise[t][v]);
            whole.writeVolume(t, volume);
        }
        NeuroImage cut = whole.createLike("cut", volumes - skip);
        for (int t = skip; t < volumes; t++) cut.writeVolume(t - skip, whole.volume(t));
        Mask all = Mask.all(GRID);
        Dvars expected = Dvars.of(cut, all, Progress.NONE);
        Dvars found = Dvars.of(whole, all, skip, Progress.NONE);
        for (int t = 1; t < volumes - skip; t++) {
            // the same sums, in blocks of another width
            assertEquals(expected.dvars()[t], found.dvars()[skip + t], 1e-9);
            assertEquals(expected.standardized()[t], found.standardized()[skip + t], 1e-9);
            assertEquals(expected.voxelwise()[t], found.voxelwise()[skip + t], 1e-9);
        }
        double blind = Dvars.of(whole, all, Progress.NONE).standardized()[50];
        assertTrue(Math.abs(blind / found.standardized()[50] - 1) > 0.1, "the transient biases the scale: " + blind);
        assertArrayEquals(expected.dvars(), Dvars.of(cut, all, 0, Progress.NONE).dvars());
    }

    /**
     * By hand. Of 3.5 0 .6745 -.6745 -.6745 the median is 0 and the median absolute deviation .6745, so the limit is 3.5
     * exactly, which is not beyond it. Of 1 2 3 4 x 30 with x above 4 they are 3.5 and 2, the limit 3.5 x 2 / .6745 = 10.378.
     */
    @Test
    void theLimitIsThreeAndAHalfRobustDeviationsFromTheMedian() {
        double unit = 0.6745;
        assertEquals(0, SteadyState.leading(new double[] {3.5, 0, unit, -unit, -unit}));
        assertEquals(1, SteadyState.leading(new double[] {3.501, 0, unit, -unit, -unit}));
        assertEquals(2, SteadyState.leading(new double[] {30, 13.9, 1, 2, 3, 4}));
        assertEquals(1, SteadyState.leading(new double[] {30, 13.8, 1, 2, 3, 4}));
        assertEquals(
                2, SteadyState.leading(new double[] {-30, -13.9, -1, -2, -3, -4}), "too dark is not steady either");
        assertEquals(1, SteadyState.leading(new double[] {30, 1, 2, 3, 4}), "five volumes are enough");
        assertEquals(0, SteadyState.leading(new double[] {30, 1, 2, 3}), "four are not");
        assertEquals(0, SteadyState.leading(new double[] {9, 1, 1, 1, 1, 1}), "no spread, nothing can be said");
    }
}
