package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MorphologyTest {

    private static final VoxelGrid GRID = new VoxelGrid(7, 6, 5, Affine.IDENTITY);

    private static Mask voxels(int... indices) {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v : indices) inside[v] = true;
        return Mask.of(GRID, inside);
    }

    private static Mask random(double share, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = random.nextDouble() < share;
        return Mask.of(GRID, inside);
    }

    @Test
    void aVoxelGrowsToItsNeighbourhood() {
        Mask one = voxels(GRID.index(3, 3, 2));
        assertEquals(7, Morphology.dilate(one, VoxelNeighbourhood.FACES).count());
        assertEquals(19, Morphology.dilate(one, VoxelNeighbourhood.EDGES).count());
        assertEquals(27, Morphology.dilate(one, VoxelNeighbourhood.CORNERS).count());
        assertEquals(8, Morphology.dilate(voxels(0), VoxelNeighbourhood.CORNERS).count());
        assertEquals(6, VoxelNeighbourhood.FACES.count());
        assertEquals(18, VoxelNeighbourhood.EDGES.count());
        assertEquals(26, VoxelNeighbourhood.CORNERS.count());
    }

    @ParameterizedTest
    @EnumSource(VoxelNeighbourhood.class)
    void erodingIsDilatingWhatIsOutside(VoxelNeighbourhood neighbourhood) {
        for (long seed = 0; seed < 5; seed++) {
            Mask mask = random(0.8, seed);
            boolean[] outside = new boolean[GRID.voxels()];
            for (int v = 0; v < outside.length; v++) outside[v] = !mask.contains(v);
            Mask grown = Morphology.dilate(Mask.of(GRID, outside), neighbourhood);
            Mask eroded = Morphology.erode(mask, neighbourhood);
            for (int v = 0; v < outside.length; v++) assertEquals(!grown.contains(v), eroded.contains(v));
        }
    }

    @Test
    void theEdgeOfTheGridDoesNotErode() {
        assertEquals(
                GRID.voxels(),
                Morphology.erode(Mask.all(GRID), VoxelNeighbourhood.CORNERS).count());
        Mask slice = voxels(GRID.index(2, 2, 0), GRID.index(3, 2, 0));
        assertEquals(0, Morphology.erode(slice, VoxelNeighbourhood.FACES).count());
        assertEquals(2, Morphology.erode(slice, VoxelNeighbourhood.FACES, 2).count());
        assertThrows(IllegalArgumentException.class, () -> Morphology.erode(slice, VoxelNeighbourhood.FACES, 7));
    }

    @Test
    void holesAreFilledAndOpenCavitiesNot() {
        boolean[] shell = new boolean[GRID.voxels()];
        for (int z = 1; z < 4; z++)
            for (int y = 1; y < 5; y++) for (int x = 1; x < 6; x++) shell[GRID.index(x, y, z)] = true;
        Mask solid = Mask.of(GRID, shell);
        shell[GRID.index(2, 2, 2)] = false;
        shell[GRID.index(3, 2, 2)] = false;
        assertArrayEquals(
                solid.indices(), Morphology.fillHoles(Mask.of(GRID, shell)).indices());
        shell[GRID.index(2, 2, 3)] = false;
        assertEquals(57, Morphology.fillHoles(Mask.of(GRID, shell)).count());
        // A corner is no way out: paths go over faces.
        shell[GRID.index(2, 2, 3)] = true;
        shell[GRID.index(1, 1, 1)] = false;
        assertEquals(59, Morphology.fillHoles(Mask.of(GRID, shell)).count());
        assertEquals(0, Morphology.fillHoles(voxels()).count());
        assertEquals(GRID.voxels(), Morphology.fillHoles(Mask.all(GRID)).count());
    }

    @Test
    void aFlatGridHasNoHolesButItsOwn() {
        VoxelGrid flat = new VoxelGrid(1, 4, 4, Affine.IDENTITY);
        assertEquals(16, Morphology.fillHoles(Mask.all(flat)).count());
        assertEquals(
                16,
                Morphology.dilate(Mask.all(flat), VoxelNeighbourhood.CORNERS).count());
    }

    @Test
    void partsTouchOverFacesEdgesOrCorners() {
        Mask mask = voxels(
                GRID.index(0, 0, 0),
                GRID.index(1, 0, 0),
                GRID.index(2, 1, 0),
                GRID.index(3, 2, 1),
                GRID.index(6, 5, 4));
        assertEquals(4, ConnectedComponents.of(mask, VoxelNeighbourhood.FACES).count());
        assertEquals(3, ConnectedComponents.of(mask, VoxelNeighbourhood.EDGES).count());
        assertEquals(2, ConnectedComponents.of(mask, VoxelNeighbourhood.CORNERS).count());
        ConnectedComponents parts = ConnectedComponents.of(mask, VoxelNeighbourhood.EDGES);
        assertEquals(3, parts.size(1));
        assertEquals(1, parts.size(2));
        assertEquals(2, parts.label(GRID.index(3, 2, 1)), "of two of one size the first in memory is first");
        assertEquals(3, parts.label(GRID.index(6, 5, 4)));
        assertEquals(0, parts.label(GRID.index(6, 5, 3)));
        assertEquals(3, parts.mask(1).count());
        assertThrows(IllegalArgumentException.class, () -> parts.mask(4));
        assertEquals(
                0, ConnectedComponents.of(voxels(), VoxelNeighbourhood.FACES).count());
    }

    /** Against labels that take the least of their neighbours' until nothing changes. */
    @ParameterizedTest
    @EnumSource(VoxelNeighbourhood.class)
    void partsEqualThoseOfSpreadingLabels(VoxelNeighbourhood neighbourhood) {
        for (long seed = 0; seed < 10; seed++) {
            Mask mask = random(0.3, seed);
            int[] least = new int[GRID.voxels()];
            for (int v = 0; v < least.length; v++) least[v] = mask.contains(v) ? v : -1;
            boolean changed = true;
            while (changed) {
                changed = false;
                for (int a : mask.indices())
                    for (int b : mask.indices())
                        if (touch(a, b, neighbourhood) && least[b] < least[a]) {
                            least[a] = least[b];
                            changed = true;
                        }
            }
            ConnectedComponents parts = ConnectedComponents.of(mask, neighbourhood);
            for (int a : mask.indices())
                for (int b : mask.indices())
                    assertEquals(least[a] == least[b], parts.label(a) == parts.label(b), "seed " + seed);
            int total = 0;
            for (int i = 1; i <= parts.count(); i++) total += parts.size(i);
            assertEquals(mask.count(), total);
        }
    }

    private static boolean touch(int a, int b, VoxelNeighbourhood neighbourhood) {
        int dx = Math.abs(a % 7 - b % 7);
        int dy = Math.abs(a / 7 % 6 - b / 7 % 6);
        int dz = Math.abs(a / 42 - b / 42);
        return Math.max(dx, Math.max(dy, dz)) == 1
                && dx + dy + dz
                        <= (neighbourhood == VoxelNeighbourhood.FACES
                                ? 1
                                : neighbourhood == VoxelNeighbourhood.EDGES ? 2 : 3);
    }
}
