package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class RegionSeriesTest {

    private static final VoxelGrid GRID = Scans.grid(6, 5, 4);

    /** Labels 300, 70000 and 20000000 by slabs, out of order; 9 is in the table only. */
    private static LabelVolume atlas(VoxelGrid grid) {
        int[] values = new int[grid.voxels()];
        int[] labels = {70_000, 0, 20_000_000, 300};
        for (int v = 0; v < values.length; v++) values[v] = labels[v / grid.planeSize()];
        return LabelVolume.of(grid, values, LabelTable.of(Map.of(300, "third", 9, "gone")), "atlas");
    }

    @Test
    void seriesAreMeansInTheOrderOfTheLabelsUnderTheirNames() {
        NeuroImage scan = Scans.noise(GRID, 40, 1);
        Mask mask = Scans.most(GRID, 2);
        RegionSeries series = RegionSeries.ofLabels(scan, atlas(GRID), mask, 0.5, Progress.NONE);
        assertEquals(List.of("gone", "third", "label 70000", "label 20000000"), series.names());
        assertArrayEquals(new int[] {9, 300, 70_000, 20_000_000}, series.labels());
        assertEquals(List.of("gone"), series.voidNames());
        assertEquals(0, series.coverage(0));
        assertTrue(Double.isNaN(series.series(0)[5]));
        int[] slab = {-1, 3, 0, 2};
        for (int r = 1; r < 4; r++)
            for (int t = 0; t < 40; t++) {
                float[] volume = scan.volume(t);
                double sum = 0;
                int count = 0;
                for (int v : mask.indices())
                    if (v / GRID.planeSize() == slab[r]) {
                        sum += volume[v];
                        count++;
                    }
                assertEquals(sum / count, series.series(r)[t], 1e-12, "region " + r + " volume " + t);
                assertEquals(series.series(r)[t], series.toArray()[t][r]);
                assertEquals(count / 30.0, series.coverage(r), 1e-12);
            }
    }

    @Test
    void aRegionWithLessThanHalfOfItsVoxelsIsVoid() {
        NeuroImage scan = Scans.noise(GRID, 20, 1);
        boolean[] inside = new boolean[GRID.voxels()];
        Arrays.fill(inside, true);
        for (int v = 0; v < 15; v++) inside[v] = false;
        LabelVolume atlas = atlas(GRID);
        assertFalse(RegionSeries.ofLabels(scan, atlas, Mask.of(GRID, inside), 0.5, Progress.NONE)
                .isVoid(2));
        Scans.set(scan, 20, 3);
        RegionSeries constant = RegionSeries.ofLabels(scan, atlas, Mask.of(GRID, inside), 0.5, Progress.NONE);
        assertTrue(constant.isVoid(2), "a constant voxel is no voxel");
        assertEquals(14 / 30.0, constant.coverage(2), 1e-12);
        RegionSeries lenient = RegionSeries.ofLabels(scan, atlas, Mask.of(GRID, inside), 0.4, Progress.NONE);
        assertFalse(lenient.isVoid(2));
        Scans.set(scan, 21, 3, Float.NaN);
        assertTrue(Double.isFinite(RegionSeries.ofLabels(scan, atlas, Mask.of(GRID, inside), 0.4, Progress.NONE)
                .series(2)[7]));
    }

    @Test
    void anAtlasOnAnotherGridIsLookedUpAtTheCentres() {
        NeuroImage scan = Scans.noise(GRID, 10, 1);
        VoxelGrid fine = new VoxelGrid(18, 15, 12, Affine.of(-1, 0, 0, 8.5, 0, 1, 0, -21, 0, 0, 1, -11));
        int[] values = new int[fine.voxels()];
        int[] labels = {70_000, 0, 20_000_000, 300};
        for (int v = 0; v < values.length; v++) values[v] = labels[v / fine.planeSize() / 3];
        LabelVolume atlas = LabelVolume.of(fine, values, LabelTable.of(Map.of(300, "third", 9, "gone")), "atlas");
        Mask mask = Mask.all(GRID);
        assertArrayEquals(
                RegionSeries.ofLabels(scan, atlas(GRID), mask, 0.5, Progress.NONE)
                        .toArray(),
                RegionSeries.ofLabels(scan, atlas, mask, 0.5, Progress.NONE).toArray());
    }

    /** The counts that METHODS gives for 3 mm voxels: 6 mm 33, 8 mm 81, 5 mm 19. */
    @Test
    void spheresHoldTheVoxelsWhoseCentresAreWithinTheRadius() {
        VoxelGrid grid = Scans.grid(15, 15, 15);
        double[] middle = grid.centre();
        int[][] expected = {{6, 33}, {8, 81}, {5, 19}, {1, 1}};
        for (int[] pair : expected) {
            Sphere sphere = Sphere.about(grid, middle[0], middle[1], middle[2], pair[0]);
            assertEquals(pair[1], sphere.inside().length);
            assertEquals(pair[1], sphere.total());
        }
        Sphere edge = Sphere.about(grid, grid.affine().get(0, 3), middle[1], middle[2], 6);
        assertEquals(33, edge.total());
        assertEquals(33 - 10, edge.inside().length, "what lies beyond the first column");
        double[] between = grid.affine().apply(7.4, 7.4, 7.4);
        assertArrayEquals(
                new int[] {grid.index(7, 7, 7)},
                Sphere.about(grid, between[0], between[1], between[2], 0.5).inside(),
                "the voxel at the middle");
    }

    @Test
    void theSphereOfTheSeedReferenceGivesItsSeries() {
        NeuroImage scan = SharedData.image("reference/seed/bold.nii.gz", 2);
        Mask mask = Mask.of(SharedData.image("reference/seed/mask.nii.gz", 2));
        double[][] expected = SharedData.table("reference/seed/seed_ts_raw_mean.tsv");
        double[] centre = SeedCorrelationTest.centre();
        CoordinateTable table = CoordinateTable.of(List.of(Coordinate.of("seed", centre[0], centre[1], centre[2])));
        RegionSeries series = RegionSeries.ofSpheres(scan, table, 10, mask, 0.5, Progress.NONE);
        assertEquals(expected.length, series.volumes());
        for (int t = 0; t < expected.length; t++)
            assertEquals(expected[t][0], series.series(0)[t], 1e-6 * expected[t][0], "volume " + t);
    }

    @Test
    void badInputIsRefused() {
        NeuroImage scan = Scans.noise(GRID, 10, 1);
        CoordinateTable far = CoordinateTable.of(List.of(Coordinate.of("far", 500, 0, 0)));
        var space = assertThrows(
                IllegalArgumentException.class,
                () -> RegionSeries.ofSpheres(scan, far, 6, Mask.all(GRID), 0.5, Progress.NONE));
        assertEquals(
                "each of the 1 regions has less than 50 % of its voxels in the mask of scan: are the scan and the "
                        + "atlas in the same space?",
                space.getMessage());
        var radius = assertThrows(
                IllegalArgumentException.class,
                () -> RegionSeries.ofSpheres(scan, far, 0, Mask.all(GRID), 0.5, Progress.NONE));
        assertEquals("the radius must be a number of mm above 0, got 0.0", radius.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> RegionSeries.ofLabels(scan, atlas(GRID), Mask.all(GRID), 1.5, Progress.NONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> RegionSeries.ofLabels(
                        scan, atlas(GRID), Mask.of(GRID, new boolean[GRID.voxels()]), 0.5, Progress.NONE));
        assertThrows(
                IllegalArgumentException.class, () -> RegionSeries.of(new double[][] {{1, 2}, {3}}, List.of("a", "b")));
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndStopsWhenCancelled() {
        NeuroImage scan = Scans.noise(GRID, 100, 5);
        Mask mask = Scans.most(GRID, 1);
        double[][] one = Scans.onThreads(1, () -> RegionSeries.ofLabels(scan, atlas(GRID), mask, 0.1, Progress.NONE)
                .toArray());
        double[][] many = Scans.onThreads(4, () -> RegionSeries.ofLabels(scan, atlas(GRID), mask, 0.1, Progress.NONE)
                .toArray());
        assertArrayEquals(one, many);
        Scans.assertCancels(progress -> RegionSeries.ofLabels(scan, atlas(GRID), mask, 0.1, progress));
    }
}
