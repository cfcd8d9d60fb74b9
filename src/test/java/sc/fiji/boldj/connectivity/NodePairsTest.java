package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.VoxelGrid;

class NodePairsTest {

    /** The voxels of a sphere by looking at every voxel of the grid; on 2 and 3 mm grids each sphere of 6 mm holds its middle. */
    private static Set<Integer> brute(VoxelGrid grid, Coordinate place, double radius) {
        Set<Integer> inside = new HashSet<>();
        for (int v = 0; v < grid.voxels(); v++) {
            double[] p = grid.position(v);
            double d = Math.hypot(Math.hypot(p[0] - place.x(), p[1] - place.y()), p[2] - place.z());
            if (d <= radius + 1e-3) inside.add(v);
        }
        return inside;
    }

    /** Every pair of the built-in nodes against sets of voxels found by brute force. */
    @Test
    void pairsThatOverlapOrLieCloserThanTwelveMillimetresAreTooClose() {
        CoordinateTable table = CoordinateTable.networkNodes();
        for (double edge : new double[] {2, 3}) {
            VoxelGrid grid = Template.grid(edge);
            NodePairs pairs = NodePairs.of(table, 6, grid);
            Map<String, NodePairs.Close> named = new HashMap<>();
            pairs.close().forEach(close -> named.put(close.one() + " " + close.other(), close));
            List<Set<Integer>> voxels =
                    table.entries().stream().map(place -> brute(grid, place, 6)).toList();
            for (int i = 0; i < voxels.size(); i++)
                for (int j = 0; j < voxels.size(); j++) {
                    if (i == j) continue;
                    Coordinate a = table.entries().get(i);
                    Coordinate b = table.entries().get(j);
                    double distance = Math.hypot(Math.hypot(a.x() - b.x(), a.y() - b.y()), a.z() - b.z());
                    Set<Integer> shared = new HashSet<>(voxels.get(i));
                    shared.retainAll(voxels.get(j));
                    boolean apart = distance >= 12 && shared.isEmpty();
                    assertEquals(apart, pairs.areApart(i, j), a.name() + " " + b.name());
                    NodePairs.Close close = named.get(a.name() + " " + b.name());
                    if (i < j) assertEquals(!apart, close != null, a.name() + " " + b.name());
                    if (close != null) assertEquals(shared.size(), close.shared(), close.words());
                }
        }
    }

    /** The pairs that made local autocorrelation look like connectivity. */
    @Test
    void theMedialPrefrontalNodesOfTwoNetworksAreNamed() {
        List<String> words = NodePairs.of(CoordinateTable.networkNodes(), 6, Template.grid(3)).close().stream()
                .map(NodePairs.Close::words)
                .toList();
        assertTrue(words.contains("DMN.MPFC and Limbic.MedialOFC.L (7.6 mm apart, 6 voxels shared)"), words.toString());
        assertTrue(words.contains("DMN.MPFC and Limbic.MedialOFC.R (8.9 mm apart, 4 voxels shared)"), words.toString());
        assertTrue(words.contains("DMN.PCC and Precuneus.R (11.8 mm apart)"), words.toString());
    }

    @Test
    void largerSpheresMustBeFartherApart() {
        CoordinateTable two = CoordinateTable.of(List.of(Coordinate.of("a", 0, 0, 0), Coordinate.of("b", 15, 0, 0)));
        assertTrue(NodePairs.of(two, 6, Template.grid(3)).areApart(0, 1));
        assertFalse(NodePairs.of(two, 9, Template.grid(3)).areApart(0, 1), "they share voxels");
        CoordinateTable own = CoordinateTable.of(List.of(
                new Coordinate("a", 0, 0, 0, List.of(), "", 9), new Coordinate("b", 15, 0, 0, List.of(), "", 9)));
        assertFalse(NodePairs.of(own, 6, Template.grid(3)).areApart(0, 1), "radii of their own");
        CoordinateTable near = CoordinateTable.of(List.of(Coordinate.of("a", 0, 0, 0), Coordinate.of("b", 11.9, 0, 0)));
        assertFalse(NodePairs.of(near, 2, Template.grid(2)).areApart(0, 1), "small spheres, too near");
        CoordinateTable limit =
                CoordinateTable.of(List.of(Coordinate.of("a", 0.1, 0.3, 0.7), Coordinate.of("b", 12.1, 0.3, 0.7)));
        assertTrue(NodePairs.of(limit, 4, Template.grid(3)).areApart(0, 1), "12 mm are enough, whatever the rounding");
    }
}
