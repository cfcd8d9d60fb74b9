package sc.fiji.boldj.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.connectivity.SharedData;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

class LabelVolumeTest {

    private static final VoxelGrid LINE = new VoxelGrid(5, 1, 1, Affine.of(-2, 0, 0, 4, 0, 2, 0, 0, 0, 0, 2, 0));

    private static NeuroImage stored(ScalarType type, Object plane) {
        return NeuroImage.of(
                "labels",
                LINE,
                new PlanarStore(type, new int[] {5, 1, 1, 1}, List.of(plane), false, 1, 0),
                SeriesTiming.UNKNOWN);
    }

    @Test
    void largeLabelsStayWhatTheyAre() {
        int[] wide = {0, 300, 70_000, 16_777_217, Integer.MAX_VALUE};
        assertArrayEquals(
                new int[] {300, 70_000, 16_777_217, Integer.MAX_VALUE},
                LabelVolume.of(stored(ScalarType.INT32, wide), LabelTable.EMPTY).labels());
        byte[] narrow = {0, 1, (byte) 128, (byte) 200, (byte) 255};
        assertArrayEquals(
                new int[] {1, 128, 200, 255},
                LabelVolume.of(stored(ScalarType.UINT8, narrow), LabelTable.EMPTY)
                        .labels());
    }

    @Test
    void aPlaceTakesTheLabelOfTheNearestVoxelAndXPointsToTheRight() {
        LabelTable names = LabelTable.of(Map.of(3, "right", 4, "left", 9, "nowhere"));
        LabelVolume volume = LabelVolume.of(LINE, new int[] {3, 3, 0, 0, 4}, names, "labels");
        assertEquals("right", volume.nameAt(4.9, 0, 0));
        assertEquals("left", volume.nameAt(-4, 0.9, -0.9));
        assertEquals(0, volume.labelAt(0, 0, 0), "background");
        assertEquals(0, volume.labelAt(5.1, 0, 0), "outside the volume");
        assertEquals("", volume.nameAt(0, 0, 0));
        assertEquals(3, volume.nearestLabel(0.5, 0, 0, 3));
        assertEquals(0, volume.nearestLabel(0, 0, 0, 1.9), "nothing that near");
        assertArrayEquals(new int[] {3, 4, 9}, volume.labels(), "a listed label without voxels stays a region");
    }

    @Test
    void anotherGridTakesTheLabelAtEachCentre() {
        LabelVolume volume = LabelVolume.of(LINE, new int[] {1, 2, 3, 4, 5}, LabelTable.EMPTY, "labels");
        VoxelGrid flipped = new VoxelGrid(7, 1, 1, Affine.of(2, 0, 0, -6, 0, 2, 0, 0, 0, 0, 2, 0));
        LabelVolume moved = volume.onGrid(flipped);
        int[] values = new int[7];
        for (int v = 0; v < 7; v++) values[v] = moved.label(v);
        assertArrayEquals(new int[] {0, 5, 4, 3, 2, 1, 0}, values);
        VoxelGrid coarse = new VoxelGrid(1, 1, 1, Affine.of(10, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0));
        assertArrayEquals(volume.labels(), volume.onGrid(coarse).labels(), "regions are not lost with their voxels");
    }

    @Test
    void whatIsNoLabelIsRefused() {
        var fraction = assertThrows(
                IllegalArgumentException.class,
                () -> LabelVolume.of(stored(ScalarType.FLOAT32, new float[] {0, 1, 0.5f, 0, 0}), LabelTable.EMPTY));
        assertEquals(
                "labels holds 0.5 at voxel (2, 0, 0) but labels are whole numbers from 0 to 2147483647: is it a "
                        + "probability map, or was it resampled with interpolation?",
                fraction.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelVolume.of(stored(ScalarType.INT16, new short[] {0, -1, 0, 0, 0}), LabelTable.EMPTY));
        var empty = assertThrows(
                IllegalArgumentException.class,
                () -> LabelVolume.of(stored(ScalarType.INT16, new short[5]), LabelTable.EMPTY));
        assertEquals("labels has no voxel above 0: there is no region", empty.getMessage());
    }

    @Test
    void publishedCoordinatesLieInTheirNetworksOfYeo() {
        NeuroImage image = SharedData.image("reference/data/Yeo-7_space-MNI152NLin6_res-2x2x2.nii.gz", 1);
        LabelVolume yeo = LabelVolume.of(image, LabelTable.EMPTY);
        assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 7}, yeo.labels());
        Map<String, Integer> expected = Map.of("DMN", 7, "FPN", 6, "DMN core", 7, "Salience", 4);
        expected.forEach((network, label) -> {
            int hits = 0;
            List<Coordinate> nodes =
                    CoordinateTable.networkNodes().network(network).entries();
            for (Coordinate node : nodes) if (yeo.nearestLabel(node.x(), node.y(), node.z(), 6) == label) hits++;
            assertTrue(
                    2 * hits >= nodes.size(),
                    network + ": " + hits + " of " + nodes.size() + " nodes in label " + label);
        });
    }
}
