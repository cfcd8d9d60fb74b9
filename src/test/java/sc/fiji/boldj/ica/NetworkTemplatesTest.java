package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

class NetworkTemplatesTest {

    /** The centres of the CONN networks atlas (Whitfield-Gabrieli and Nieto-Castanon 2012), MNI mm. */
    private static final Map<String, double[][]> PUBLISHED = Map.of(
            "DMN", new double[][] {{1, 55, -3}, {-39, -77, 33}, {47, -67, 29}, {1, -61, 38}},
            "FPN", new double[][] {{-43, 33, 28}, {-46, -58, 49}, {41, 38, 30}, {52, -52, 45}},
            "DAN", new double[][] {{-27, -9, 64}, {30, -6, 64}, {-39, -43, 52}, {39, -42, 54}},
            "Salience",
                    new double[][] {
                        {0, 22, 35},
                        {-44, 13, 1},
                        {47, 14, 0},
                        {-32, 45, 27},
                        {32, 46, 27},
                        {-60, -39, 31},
                        {62, -35, 32}
                    },
            "Visual", new double[][] {{2, -79, 12}, {0, -93, -4}, {-37, -79, 10}, {38, -72, 13}},
            "Somatomotor", new double[][] {{-55, -12, 29}, {56, -10, 29}, {0, -31, 67}},
            "Language", new double[][] {{-51, 26, 2}, {54, 28, 1}, {-57, -47, 15}, {59, -42, 13}},
            "Cerebellar", new double[][] {{0, -63, -30}, {0, -79, -32}});

    /** A map is 1 at its centres and nowhere else, and exp(-1/2) one standard deviation from one that stands alone. */
    @Test
    void blobsStandOnThePublishedCentres() {
        VoxelGrid grid = new VoxelGrid(161, 201, 141, Affine.of(1, 0, 0, -80, 0, 1, 0, -110, 0, 0, 1, -50));
        Mask mask = near(grid);
        NetworkTemplates templates = NetworkTemplates.builtIn(mask);
        assertEquals(
                List.of("DMN", "FPN", "DAN", "Salience", "Visual", "Somatomotor", "Language", "Cerebellar"),
                templates.names());
        for (int k = 0; k < templates.names().size(); k++) {
            float[] map = templates.map(k);
            double[][] centres = PUBLISHED.get(templates.names().get(k));
            int ones = 0;
            for (float value : map) if (value > 0.9999f) ones++;
            assertEquals(centres.length, ones, templates.names().get(k));
            for (double[] c : centres)
                assertEquals(
                        1,
                        map[position(mask, c[0], c[1], c[2])],
                        1e-6,
                        templates.names().get(k));
        }
        assertEquals(Math.exp(-0.5), templates.map(0)[position(mask, 1, 55 + NetworkTemplates.BLOB_MM, -3)], 1e-6);
    }

    /** The voxels up to 3 mm from a centre along each axis, and those on a line through one. */
    private static Mask near(VoxelGrid grid) {
        boolean[] inside = new boolean[grid.voxels()];
        for (double[][] centres : PUBLISHED.values())
            for (double[] c : centres)
                for (int z = -3; z <= 3; z++)
                    for (int y = -3; y <= 10; y++)
                        for (int x = -3; x <= 3; x++)
                            inside[grid.index((int) c[0] + 80 + x, (int) c[1] + 110 + y, (int) c[2] + 50 + z)] = true;
        return Mask.of(grid, inside);
    }

    private static int position(Mask mask, double x, double y, double z) {
        int voxel = mask.grid().index((int) x + 80, (int) y + 110, (int) z + 50);
        for (int i = 0; i < mask.count(); i++) if (mask.voxel(i) == voxel) return i;
        throw new AssertionError("(" + x + ", " + y + ", " + z + ") is not in the mask");
    }
}
