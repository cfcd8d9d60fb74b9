package sc.fiji.boldj.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class EchoPlanarDistortionTest {

    private static final VoxelGrid GRID = new VoxelGrid(24, 20, 5, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));

    @Test
    void aConstantFieldShiftsByItsReadout() {
        for (int axis = 0; axis < 2; axis++) {
            float[] volume = new float[GRID.voxels()];
            for (int y = 6; y < 12; y++) for (int x = 7; x < 12; x++) volume[GRID.index(x, y, 2)] = 10;
            float[] field = new float[GRID.voxels()];
            Arrays.fill(field, 60);
            float[] seen = EchoPlanarDistortion.of(volume, field, GRID, axis, 0.05, Progress.NONE);
            for (int y = 0; y < 16; y++)
                for (int x = 0; x < 20; x++)
                    assertEquals(
                            volume[GRID.index(x, y, 2)],
                            seen[GRID.index(x + (axis == 0 ? 3 : 0), y + (axis == 1 ? 3 : 0), 2)],
                            1); // a curve through an edge overshoots
        }
    }

    /** A linear field stretches an even line and thins it by 1 + T df/dy; the total stays. */
    @Test
    void aLinearFieldChangesTheBrightnessByTheJacobian() {
        float[] volume = new float[GRID.voxels()];
        float[] field = new float[GRID.voxels()];
        for (int y = 0; y < 20; y++)
            for (int x = 0; x < 24; x++) {
                field[GRID.index(x, y, 1)] = 5 * (y - 10);
                if (y > 5 && y < 15) volume[GRID.index(x, y, 1)] = 100;
            }
        for (int sign : new int[] {1, -1}) {
            float[] seen = EchoPlanarDistortion.of(volume, field, GRID, 1, sign * 0.04, Progress.NONE);
            double before = 0;
            double after = 0;
            for (int v = 0; v < seen.length; v++) {
                before += volume[v];
                after += seen[v];
            }
            assertEquals(before, after, 1e-4 * before);
            // 3 %: a voxel gets a whole number of the 32 pieces
            assertEquals(100 / (1 + sign * 0.2), seen[GRID.index(3, 10, 1)], 4);
        }
    }
}
