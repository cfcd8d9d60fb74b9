package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;

class SingleScanIcaTest {

    private static final SingleScanIca.Options TWENTY = SingleScanIca.Options.DEFAULT.withComponents(20);

    @Test
    void findsAndNamesEachNetwork() {
        findsAndNames(3);
    }

    /** Nineteen more, with the studies. */
    @Tag("study")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void findsAndNamesEachNetworkOfMoreScans(long seed) {
        findsAndNames(seed);
    }

    private static void findsAndNames(long seed) {
        // 400 volumes: with 300, the rounding of the processor's own products decides whether the weakest map reaches
        // 0.9
        SyntheticScan scan = SyntheticScan.of(seed, 6, 400, 2, 3.5);
        Components found = SingleScanIca.of(
                scan.image, scan.mask, SingleScanIca.Options.DEFAULT.withComponents(12), Progress.NONE);
        int[] match = SyntheticScan.match(scan.maps, found);
        assertEquals(8, Arrays.stream(match).distinct().count(), "two networks share a component");
        List<NetworkIdentification.Match> names = NetworkIdentification.identify(
                found.z(),
                found.count(),
                found.used(),
                NetworkTemplates.builtIn(scan.mask),
                NetworkIdentification.Options.DEFAULT);
        for (int k = 0; k < 8; k++) {
            String network = SyntheticScan.NAMES[k] + " of seed " + seed;
            double map = SyntheticScan.r(scan.maps[k], found.zMap(match[k]));
            double course = SyntheticScan.r(scan.courses[k], found.timeCourse(match[k]));
            assertTrue(map >= 0.9, network + ": map r " + map);
            assertTrue(course >= 0.9, network + ": course r " + course);
            assertEquals(SyntheticScan.NAMES[k], names.get(match[k]).name(), network);
        }
    }

    @Test
    void keepsItsConventions() {
        SyntheticScan scan = SyntheticScan.of(1, 8, 100, 2, 2);
        Components found = SingleScanIca.of(scan.image, scan.mask, TWENTY.withComponents(10), Progress.NONE);
        double sum = 0;
        for (int k = 0; k < 10; k++) {
            double mean = 0;
            double square = 0;
            double third = 0;
            for (int v = 0; v < found.voxels(); v++) {
                double m = found.maps()[k * found.voxels() + v];
                mean += m / found.voxels();
                square += m * m / found.voxels();
                third += m * m * m;
            }
            assertEquals(0, mean, 1e-5);
            assertEquals(1, square, 1e-5);
            assertTrue(third >= 0, "the long tail is positive");
            if (k > 0) assertTrue(found.explained()[k] <= found.explained()[k - 1], "ordered by variance");
            sum += found.explained()[k];
        }
        assertTrue(sum > 0.2 && sum < 1, "explained " + sum);
    }

    @Test
    void givesTheSameBitsOnOneAndTwoThreads() {
        SyntheticScan scan = SyntheticScan.of(3, 9, 80, 2, 2);
        Components[] found = new Components[2];
        for (int i = 0; i < 2; i++) {
            int run = i;
            Parallelization.runWithNumThreads(
                    i + 1,
                    () -> found[run] = SingleScanIca.of(
                            scan.image,
                            scan.mask,
                            SingleScanIca.Options.DEFAULT.withStability(new Stability.Options(3, true)),
                            Progress.NONE));
        }
        assertEquals(found[0].count(), found[1].count());
        assertArrayEquals(found[0].z(), found[1].z());
        assertArrayEquals(found[0].maps(), found[1].maps());
        assertArrayEquals(found[0].timeCourses(), found[1].timeCourses());
        assertArrayEquals(found[0].stability(), found[1].stability());
    }

    @Test
    void aScanThatIsAMatrixAlreadyGivesTheSame() {
        SyntheticScan scan = SyntheticScan.of(3, 8, 80, 2, 2);
        SingleScanIca.Options five = TWENTY.withComponents(5);
        Components whole = SingleScanIca.of(scan.image, scan.mask, five, Progress.NONE);
        float[] series = VoxelSeries.matrix(scan.image, scan.mask, Progress.NONE);
        Components found = SingleScanIca.of(series, "matrix", scan.mask, five, Progress.NONE);
        assertArrayEquals(whole.z(), found.z());
        assertArrayEquals(whole.timeCourses(), found.timeCourses());
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> SingleScanIca.of(new float[7], "seven", scan.mask, five, Progress.NONE));
        assertTrue(e.getMessage().startsWith("seven has 7 values: not 3 or more volumes"), e.getMessage());
    }

    @Test
    void networksComeBackAndNoiseDoesNot() {
        SyntheticScan scan = SyntheticScan.of(2, 8, 200, 2, 3);
        Components found = SingleScanIca.of(
                scan.image,
                scan.mask,
                TWENTY.withComponents(15).withStability(new Stability.Options(8, true)),
                Progress.NONE);
        int[] match = SyntheticScan.match(scan.maps, found);
        double least = 1;
        for (int k : match) least = Math.min(least, found.stability()[k]);
        double[] others = new double[found.count()];
        int count = 0;
        for (int k = 0; k < found.count(); k++) {
            int component = k;
            if (Arrays.stream(match).noneMatch(m -> m == component)) others[count++] = found.stability()[k];
        }
        Arrays.sort(others, 0, count);
        assertTrue(least > 0.8, "a network has Iq " + least);
        assertTrue(others[count / 2] < 0.8, "half of the rest have Iq below " + others[count / 2]);
    }

    @Test
    void leavesOutConstantVoxelsAndThoseThatAreNotFinite() {
        SyntheticScan scan = SyntheticScan.of(4, 8, 80, 2, 2);
        int constant = scan.mask.voxel(100);
        int broken = scan.mask.voxel(200);
        for (int t = 0; t < 80; t++) {
            float[] volume = scan.image.volume(t);
            volume[constant] = 1234.567f;
            if (t == 7) volume[broken] = Float.NaN;
            scan.image.writeVolume(t, volume);
        }
        Components found = SingleScanIca.of(scan.image, scan.mask, TWENTY.withComponents(5), Progress.NONE);
        assertFalse(found.used()[100]);
        assertFalse(found.used()[200]);
        for (int k = 0; k < 5; k++) {
            assertEquals(0, found.zMap(k)[100]);
            assertEquals(0, found.zMap(k)[200]);
        }
        for (float z : found.z()) assertTrue(Float.isFinite(z));
    }

    @Test
    void refusesWhatItCannotDecompose() {
        SyntheticScan scan = SyntheticScan.of(5, 12, 30, 2, 2);
        var many = assertThrows(
                IllegalArgumentException.class,
                () -> SingleScanIca.of(scan.image, scan.mask, TWENTY.withComponents(40), Progress.NONE));
        assertTrue(many.getMessage().startsWith("components must be at most 29 for synthetic"), many.getMessage());
        NeuroImage one = NeuroImage.floats("one", scan.mask.grid(), 1, SeriesTiming.UNKNOWN);
        var single = assertThrows(
                IllegalArgumentException.class, () -> SingleScanIca.of(one, scan.mask, TWENTY, Progress.NONE));
        assertTrue(single.getMessage().contains("is it a time series?"), single.getMessage());
        NeuroImage flat = NeuroImage.floats("flat", scan.mask.grid(), 30, SeriesTiming.UNKNOWN);
        assertThrows(IllegalArgumentException.class, () -> SingleScanIca.of(flat, scan.mask, TWENTY, Progress.NONE));
        Mask empty = Mask.of(scan.mask.grid(), new boolean[scan.mask.grid().voxels()]);
        assertThrows(IllegalArgumentException.class, () -> SingleScanIca.of(scan.image, empty, TWENTY, Progress.NONE));
        assertThrows(IllegalArgumentException.class, () -> TWENTY.withComponents(-1));
    }

    @Test
    void stopsWhenCancelled() {
        SyntheticScan scan = SyntheticScan.of(5, 12, 30, 2, 2);
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(
                CancellationException.class,
                () -> SingleScanIca.of(scan.image, scan.mask, TWENTY.withComponents(5), cancelled));
    }
}
