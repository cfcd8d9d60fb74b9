package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class ClusterListTest {

    private static final VoxelGrid GRID = new VoxelGrid(10, 10, 10, Affine.of(-3, 0, 0, 10, 0, 3, 0, -20, 0, 0, 3, -5));
    private static final LayerStyle STYLE = new LayerStyle(ColourScale.WARM_COLD, 2, 9, LayerStyle.Signs.BOTH, 1, true);

    private static NeuroImage map() {
        NeuroImage image = NeuroImage.floats("map", GRID, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[GRID.voxels()];
        for (int x = 1; x <= 3; x++) values[GRID.index(x, 2, 2)] = 3; // a row of three ...
        values[GRID.index(4, 3, 2)] = 5; // ... joined over an edge: 4 voxels
        values[GRID.index(5, 4, 3)] = 4; // over a corner: a cluster of its own
        values[GRID.index(4, 2, 2)] = -3; // beside, of the other sign
        values[GRID.index(4, 1, 2)] = -7;
        values[GRID.index(8, 8, 8)] = 1.9f; // below the threshold
        image.writeVolume(0, values);
        return image;
    }

    @Test
    void listsClustersBySizeWithPeakAndName() {
        List<ClusterList.Row> rows = ClusterList.of(
                        new Layer(map()), STYLE, 0, at -> "at " + Math.round(at[0]), Progress.NONE)
                .rows();
        assertEquals(3, rows.size());
        assertEquals(new ClusterList.Row(4, 108, 5, -2, -11, 1, "at -2"), rows.get(0));
        assertEquals(new ClusterList.Row(2, 54, -7, -2, -17, 1, "at -2"), rows.get(1));
        assertEquals(1, rows.get(2).voxels());
    }

    @Test
    void oneSignAlone() {
        List<ClusterList.Row> rows = ClusterList.of(
                        new Layer(map()), STYLE.with(LayerStyle.Signs.NEGATIVE), 0, null, Progress.NONE)
                .rows();
        assertEquals(1, rows.size());
        assertEquals("", rows.get(0).region());
    }

    @Test
    void saysOfHowManyTheListedOnesAreTheLargest() {
        assertEquals(
                "3",
                ClusterList.of(new Layer(map()), STYLE, 0, null, Progress.NONE).words());
        NeuroImage image = NeuroImage.floats("dots", GRID, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[GRID.voxels()];
        int dots = 0;
        for (int z = 0; z < GRID.sizeZ(); z += 2)
            for (int y = 0; y < GRID.sizeY(); y += 2)
                for (int x = 0; x < GRID.sizeX(); x += 2, dots++) values[GRID.index(x, y, z)] = 3;
        image.writeVolume(0, values);
        ClusterList list = ClusterList.of(new Layer(image), STYLE, 0, null, Progress.NONE);
        assertEquals(ClusterList.MOST, list.rows().size());
        assertEquals("the " + ClusterList.MOST + " largest of " + dots, list.words());
    }

    /** The peak of an overlay that is shown elsewhere is where it is shown. */
    @Test
    void placesAreThoseOfTheView() {
        Layer moved = new Layer(map(), new Layer.Origin("map", ""), Affine.translation(10, 0, 0), "", "");
        assertEquals(
                -12,
                ClusterList.of(moved, STYLE, 0, null, Progress.NONE)
                        .rows()
                        .get(0)
                        .x(),
                1e-9);
        Layer warped = new Layer(map(), new Layer.Origin("map", ""), (p, t) -> t[0] = p[0] * p[0], "", "");
        assertThrows(IllegalArgumentException.class, () -> ClusterList.of(warped, STYLE, 0, null, Progress.NONE));
    }
}
