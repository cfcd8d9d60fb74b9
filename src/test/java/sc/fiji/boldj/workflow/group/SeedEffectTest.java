package sc.fiji.boldj.workflow.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.LargestT;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.NullDistribution;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;

/** The t map and the threshold against the group test on the same maps. */
class SeedEffectTest {

    private static final int PEOPLE = 14;
    private static final VoxelGrid GRID = new VoxelGrid(6, 6, 5, Affine.of(3, 0, 0, -7.5, 0, 3, 0, -7.5, 0, 0, 3, -6));

    /** Series in which the first half of the voxels shares a course, more so in the second half of the people. */
    private static CompressedSeries person(int p) {
        NeuroImage image = NeuroImage.floats("p" + p, GRID, 30, SeriesTiming.every(2));
        double[] noise = new double[GRID.voxels() + 1];
        for (int t = 0; t < 30; t++) {
            Seeds.fillGaussian(Seeds.stream(20 + p, t), noise);
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (100 + noise[v] + (v < 90 ? p < PEOPLE / 2 ? 0.3 : 1 : 0) * noise[volume.length]);
            image.writeVolume(t, volume);
        }
        return CompressedSeries.of(image, Mask.all(GRID), new CompressedSeries.Options(1, 150), Progress.NONE);
    }

    private static GroupDesign design() {
        double[][] matrix = new double[PEOPLE][];
        for (int p = 0; p < PEOPLE; p++)
            matrix[p] = new double[] {p < PEOPLE / 2 ? 1 : 0, p < PEOPLE / 2 ? 0 : 1, p % 5 - 2};
        return GroupDesign.of(List.of("placebo", "drug", "age"), matrix, ExchangeTree.free(PEOPLE));
    }

    private static SeedEffect effect() {
        List<List<CompressedSeries>> inputs = new ArrayList<>();
        for (int p = 0; p < PEOPLE; p++) inputs.add(List.of(person(p)));
        return new SeedEffect(inputs, design(), "drug - placebo", 0.05, 3);
    }

    @Test
    void theMapAndTheThresholdAreThoseOfTheGroupTest() {
        SeedEffect effect = effect();
        float[][] maps = effect.maps(SeedRegion.sphere(effect.mask(), -1.5, -1.5, -6, 4), Progress.NONE);
        double[] t = effect.t(maps, Progress.NONE);
        GroupTest.Options options = new GroupTest.Options(
                51, 0.05, 3, PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL));
        var first = GroupTest.plan(design(), "drug - placebo", options)
                .run(Observations.of(maps), Neighbourhood.none(GRID.voxels()), Progress.NONE)
                .test();
        assertArrayEquals(first.statistic(), t, 1e-6);
        assertEquals(PEOPLE - 3, effect.degreesOfFreedom());
        double largest = GroupStudy.largest(t);
        assertEquals(Arrays.stream(t).map(Math::abs).max().orElseThrow(), largest);
        // sums of 14 products in single precision: 1e-6 of t, ten times that for the loss in 1 - r^2
        LargestT prepared = effect.prepare(maps, Progress.NONE);
        double[] wantedMaxima = first.nullMaximum().values();
        double[] maxima = effect.maxima(prepared, 0, Progress.NONE);
        assertArrayEquals(wantedMaxima, maxima, 1e-5 * largest(wantedMaxima));
        // two parts: the data once, and the random permutations of both
        double[] a = effect.maxima(prepared, 0, Progress.NONE);
        double[] b = effect.maxima(prepared, 1, Progress.NONE);
        assertEquals(51, a.length);
        assertTrue(!Arrays.equals(a, b), "parts differ in their permutations");
        List<Double> random = new ArrayList<>();
        for (double[] part : List.of(a, b)) {
            int hits = 0;
            for (double value : part) {
                boolean data = Math.abs(value - largest) < 1e-4;
                if (data && hits++ == 0) continue;
                random.add(value);
            }
            assertTrue(hits >= 1, "each part has the data among its permutations");
        }
        random.add(largest);
        double wanted = new NullDistribution(
                        random.stream().mapToDouble(Double::doubleValue).toArray())
                .critical(0.05);
        assertEquals(wanted, effect.threshold(largest, List.of(a, b)), 1e-12);
        assertTrue(largest > wanted, "the planted effect is found");
        assertEquals(501, SeedEffect.permutations(10));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    @Test
    void theMapsOfRunsAreAveraged() {
        List<List<CompressedSeries>> inputs = new ArrayList<>();
        for (int p = 0; p < PEOPLE; p++) inputs.add(p == 0 ? List.of(person(0), person(1)) : List.of(person(p)));
        SeedEffect two = new SeedEffect(inputs, design(), "drug - placebo", 0.05, 3);
        SeedRegion seed = SeedRegion.sphere(two.mask(), -1.5, -1.5, -6, 4);
        float[][] maps = two.maps(seed, Progress.NONE);
        float[][] single = effect().maps(seed, Progress.NONE);
        for (int v = 0; v < GRID.voxels(); v++)
            assertEquals((single[0][v] + single[1][v]) / 2, maps[0][v], 1e-4 * Math.abs(maps[0][v]) + 1e-6);
    }
}
