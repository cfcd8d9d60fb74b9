package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.LabelTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/** Places to choose from: within their regions, grouped by name. */
class PlaceListTest {

    @Test
    void builtInPlacesAreTheNodesOfTheNetworks() {
        PlaceList list = PlaceList.builtIn();
        List<PlaceList.Place> all =
                list.groups().values().stream().flatMap(List::stream).toList();
        assertTrue(list.groups().size() >= 6, list.groups().keySet().toString());
        assertTrue(
                all.stream().anyMatch(place -> Math.abs(place.x()) < 9 && place.y() < -45 && place.z() > 10),
                "the posterior cingulate is among them");
    }

    /** A region in the shape of a ring has its centre of mass outside: the place is within it all the same. */
    @Test
    void thePlaceOfARegionLiesInIt() {
        VoxelGrid grid = new VoxelGrid(7, 7, 1, Affine.of(2, 0, 0, -6, 0, 2, 0, -6, 0, 0, 2, 0));
        int[] values = new int[49];
        for (int v = 0; v < 49; v++) {
            int x = v % 7;
            int y = v / 7;
            if (x == 0 || x == 6 || y == 0 || y == 6) values[v] = 4;
        }
        values[24] = 9;
        LabelVolume atlas =
                LabelVolume.of(grid, values, LabelTable.of(Map.of(4, "7Networks_LH_Default_PFC_1", 9, "core")), "ring");
        PlaceList list = PlaceList.of(atlas, "ring");
        assertEquals(List.of("LH Default", "regions"), List.copyOf(list.groups().keySet()));
        PlaceList.Place ring = list.groups().get("LH Default").get(0);
        assertEquals(4, atlas.labelAt(ring.x(), ring.y(), ring.z()), ring.toString());
        PlaceList.Place core = list.groups().get("regions").get(0);
        assertEquals(0, core.x());
        assertEquals(9, atlas.labelAt(core.x(), core.y(), core.z()));
    }
}
