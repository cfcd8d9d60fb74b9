package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.connectivity.SeedCorrelation.Measure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

class SeedCorrelationTest {

    private static final String REFERENCE = "reference/seed/";
    private static final VoxelGrid GRID = new VoxelGrid(9, 8, 7, Affine.of(-3, 0, 0, 12, 0, 3, 0, -12, 0, 0, 3, -9));

    /** Volumes of noise about a large mean, the same for any number of threads. */
    private static NeuroImage noise(int volumes) {
        NeuroImage image = NeuroImage.floats("noise", GRID, volumes, SeriesTiming.every(2));
        SplittableRandom random = new SplittableRandom(11);
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) volume[v] = 10000 + (float) (10 * random.nextDouble());
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static void setSeries(NeuroImage image, int voxel, float... series) {
        for (int t = 0; t < image.volumes(); t++)
            image.voxels().write(voxel / GRID.planeSize(), t, voxel % GRID.planeSize(), 1, series, t);
    }

    private static double[] series(NeuroImage image, int voxel) {
        double[] series = new double[image.volumes()];
        for (int t = 0; t < series.length; t++) series[t] = image.volume(t)[voxel];
        return series;
    }

    @Test
    void equalsTheReferenceInDouble() throws IOException {
        NeuroImage bold = read("bold");
        Mask mask = Mask.of(read("mask"));
        Mask seedMask = Mask.of(read("seed_mask"));
        double[] weights = doubles("seed_weights");
        double[] centre = centre();
        SeedRegion sphere = SeedRegion.sphere(mask, centre[0], centre[1], centre[2], 10.0);
        assertArrayEquals(seedMask.indices(), sphere.voxels());
        for (boolean detrended : new boolean[] {false, true}) {
            NeuroImage image = detrended ? detrended(bold) : bold;
            for (boolean weighted : new boolean[] {false, true}) {
                String set = (detrended ? "detrended_" : "raw_") + (weighted ? "weighted" : "mean");
                SeedRegion region = weighted ? SeedRegion.weighted(weights, mask) : SeedRegion.of(seedMask, mask);
                double[] series = region.series(image, Progress.NONE);
                double[] expectedSeries = Fixtures.lines(REFERENCE + "seed_ts_" + set + ".tsv").stream()
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                // ten printed digits; the detrended values are stored as float, SD 10
                assertArrayEquals(expectedSeries, series, detrended ? 1e-5 : 1e-6);
                // raw is exact: int16 fits a float; detrended values are rounded to float
                compare(
                        "r_" + set,
                        SeedCorrelation.of(image, series, mask, Measure.R, Progress.NONE),
                        detrended ? 2e-7 : 1e-9);
                compare(
                        "z_" + set,
                        SeedCorrelation.of(image, series, mask, Measure.Z, Progress.NONE),
                        detrended ? 1e-6 : 1e-8);
                NeuroImage map = image.createLike("map", 1);
                SeedCorrelation.apply(image, region, mask, Measure.Z, map, Progress.NONE);
                float[] stored = map.volume(0);
                double[] asDouble = new double[stored.length];
                for (int v = 0; v < stored.length; v++) asDouble[v] = stored[v];
                compare("z_" + set, asDouble, 1e-6);
            }
        }
    }

    /** Where the sphere of the reference lies, in RAS+ mm: written beside simulated data. */
    static double[] centre() {
        if (Fixtures.path("reference/seed/bold.nii.gz").startsWith(".."))
            return new double[] {-1.593535973224789, -47.796278113499284, 30.37857599556446};
        return SharedData.table("reference/seed/centre.tsv")[0];
    }

    private static void compare(String set, double[] values, double tolerance) throws IOException {
        assertArrayEquals(doubles(set), values, tolerance, set);
    }

    private static NeuroImage read(String name) throws IOException {
        return NiftiReader.read(
                Fixtures.path(REFERENCE + name + ".nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    /** The values of a volume as they are stored, in double. */
    private static double[] doubles(String name) throws IOException {
        NeuroImage image = read(name);
        int plane = image.grid().planeSize();
        double[] values = new double[image.grid().voxels()];
        for (int z = 0; z < image.grid().sizeZ(); z++)
            System.arraycopy(((PlanarStore) image.voxels()).plane(z, 0), 0, values, z * plane, plane);
        return values;
    }

    private static NeuroImage detrended(NeuroImage bold) {
        NeuroImage detrended = NeuroImage.floats("detrended", bold.grid(), bold.volumes(), bold.timing());
        int n = bold.volumes();
        VoxelSeries.map(
                bold,
                detrended,
                z -> (series, result) -> {
                    double mean = 0;
                    double slope = 0;
                    double squares = 0;
                    for (int t = 0; t < n; t++) {
                        double x = t - (n - 1) / 2.0;
                        mean += series[t] / n;
                        slope += x * series[t];
                        squares += x * x;
                    }
                    for (int t = 0; t < n; t++) result[t] = series[t] - mean - slope / squares * (t - (n - 1) / 2.0);
                },
                Progress.NONE);
        return detrended;
    }

    @Test
    void equalsCommonsMathAndGivesTheSameBitsOnAnyNumberOfThreads() {
        NeuroImage image = noise(40);
        double[] seed = series(image, 100);
        double[][] maps = new double[2][];
        Runnable one = () -> maps[0] = r(image, seed);
        Runnable many = () -> maps[1] = r(image, seed);
        Parallelization.runWithNumThreads(1, one);
        Parallelization.runWithNumThreads(4, many);
        assertArrayEquals(maps[0], maps[1]);
        for (int v = 0; v < GRID.voxels(); v += 17)
            assertEquals(new PearsonsCorrelation().correlation(seed, series(image, v)), maps[0][v], 1e-12);
        assertEquals(1, maps[0][100], 1e-14);
    }

    private static double[] r(NeuroImage image, double[] seed) {
        return SeedCorrelation.of(image, seed, Mask.all(GRID), Measure.R, Progress.NONE);
    }

    @Test
    void theSignIsThatOfTheSeed() {
        NeuroImage image = noise(6);
        setSeries(image, 3, 0, 0, 1, 0, 0, 0);
        setSeries(image, 4, 5, 5, 5, 3, 5, 5);
        double[] r = r(image, new double[] {0, 0, 1, 0, 0, 0});
        assertEquals(1, r[3], 1e-15);
        assertEquals(0.2, r[4], 1e-15);
        assertEquals(-0.2, r(image, new double[] {0, 0, -1, 0, 0, 0})[4], 1e-15);
    }

    @Test
    void voxelsThatSayNothingAreZero() {
        NeuroImage image = noise(6);
        setSeries(image, 3, 7, 7, 7, 7, 7, 7);
        setSeries(image, 4, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f);
        setSeries(image, 5, 1, 2, Float.NaN, 3, 4, 5);
        setSeries(image, 6, Float.POSITIVE_INFINITY, 2, 1, 3, 4, 5);
        boolean[] inside = new boolean[GRID.voxels()];
        Arrays.fill(inside, true);
        inside[8] = false;
        double[] seed = series(image, 7);
        double[] z = SeedCorrelation.of(image, seed, Mask.of(GRID, inside), Measure.Z, Progress.NONE);
        for (int v : new int[] {3, 4, 5, 6, 8}) assertEquals(0, z[v], "voxel " + v);
        // the seed itself: r is 1 to rounding, z at most atanh(1 - 1e-15)
        assertTrue(z[7] > 15 && z[7] <= 17.62, "z " + z[7]);
    }

    @Test
    void spheresHaveTheVoxelsThatExpertsCount() {
        VoxelGrid grid = new VoxelGrid(21, 21, 21, Affine.of(3, 0, 0, -30, 0, 3, 0, -30, 0, 0, 3, -30));
        Mask all = Mask.all(grid);
        assertEquals(33, SeedRegion.sphere(all, 0, 0, 0, 6).count());
        assertEquals(81, SeedRegion.sphere(all, 0, 0, 0, 8).count());
        assertEquals(19, SeedRegion.sphere(all, 3, -6, 9, 5).count());
        VoxelGrid oblique = new VoxelGrid(21, 21, 21, Affine.of(0, -2.4, 1.8, 6, 3, 0, 0, -30, 0, 1.8, 2.4, -42));
        double[] centre = oblique.affine().apply(10, 10, 10);
        assertEquals(
                33,
                SeedRegion.sphere(Mask.all(oblique), centre[0], centre[1], centre[2], 6)
                        .count());
    }

    @Test
    void aSphereThatIsNotInTheBrainIsRefusedWithTheReason() {
        assertMessage(
                "the sphere of 6 mm at (0, -52, 18) mm is outside the scan, which covers x -12 to 12, y -12 to 9, z -9"
                        + " to 9 mm",
                () -> SeedRegion.sphere(Mask.all(GRID), 0, -52, 18, 6));
        boolean[] half = new boolean[GRID.voxels()];
        for (int v = 0; v < half.length; v++) half[v] = v % GRID.sizeX() > 5;
        Mask mask = Mask.of(GRID, half);
        assertMessage("has none of its 33 voxels in the mask", () -> SeedRegion.sphere(mask, 6, 0, 0, 6));
        assertMessage("has only 10 of its 33 voxels in the mask", () -> SeedRegion.sphere(mask, -3, 0, 0, 6));
        assertMessage("lies between the voxels", () -> SeedRegion.sphere(mask, 1.5, 1.5, 1.5, 0.5));
        assertMessage("above 0 mm", () -> SeedRegion.sphere(mask, 0, 0, 0, 0));
        assertMessage("three numbers", () -> SeedRegion.sphere(mask, Double.NaN, 0, 0, 6));
        boolean[] one = new boolean[GRID.voxels()];
        one[0] = true;
        assertMessage("none of the 1 voxels of the seed", () -> SeedRegion.of(Mask.of(GRID, one), mask));
        assertMessage("got a sum of 0.0 over 0 voxels", () -> SeedRegion.weighted(new double[GRID.voxels()], mask));
    }

    @Test
    void aSeedThatSaysNothingIsRefused() {
        NeuroImage image = noise(6);
        NeuroImage flat = NeuroImage.floats("flat", GRID, 6, SeriesTiming.every(2));
        SeedRegion region = SeedRegion.sphere(Mask.all(GRID), 0, 0, 0, 3);
        assertMessage("is 0.0 in every volume of flat", () -> region.series(flat, Progress.NONE));
        setSeries(image, region.voxels()[0], 1, 2, Float.NaN, 4, 5, 6);
        assertMessage("not a number in volume 2 of noise", () -> region.series(image, Progress.NONE));
        assertMessage("in every volume", () -> r(image, new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1}));
        assertMessage("the seed has 5 values but noise 6 volumes", () -> r(image, new double[5]));
        assertMessage("3 or more are needed", () -> r(noise(2), new double[2]));
        assertMessage(
                "the map is one volume",
                () -> SeedCorrelation.apply(image, region, Mask.all(GRID), Measure.Z, image, Progress.NONE));
    }

    @Test
    void namesAreFoundInAnyCaseAndListedIfUnknown() {
        assertArrayEquals(new double[] {0, -52, 18}, NamedSeeds.centre(" pcc "));
        assertArrayEquals(new double[] {-39, -77, 33}, NamedSeeds.centre("lp_LEFT"));
        assertMessage("no seed named 'DMN'", () -> NamedSeeds.centre("DMN"));
        assertMessage("one of PCC, ", () -> NamedSeeds.centre(""));
        assertEquals(Measure.Z, Measure.named("z"));
        assertMessage("measure must be r or z, got 'x'", () -> Measure.named("x"));
    }

    private static void assertMessage(String part, Runnable call) {
        var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void stopsWhenCancelled() {
        Progress cancelled = Cancelled.AT_ONCE;
        NeuroImage image = noise(5);
        assertThrows(
                CancellationException.class,
                () -> SeedCorrelation.of(image, series(image, 0), Mask.all(GRID), Measure.R, cancelled));
    }
}
