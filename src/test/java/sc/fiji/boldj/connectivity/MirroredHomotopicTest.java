package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.connectivity.MirroredHomotopic.Maps;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class MirroredHomotopicTest {

    /** Seven columns: x = 9, 6, 3, 0, -3, -6, -9 mm, then one more at -12 mm that has no mirror. */
    private static final VoxelGrid GRID = new VoxelGrid(8, 4, 3, Affine.of(-3, 0, 0, 9, 0, 3, 0, -5, 0, 0, 3, 2));

    @Test
    void correlatesWithTheVoxelAtTheMirroredX() {
        NeuroImage scan = Scans.noise(GRID, 150, 1);
        Maps maps = compute(scan, Mask.all(GRID));
        float[] r = maps.r().volume(0);
        float[] z = maps.z().volume(0);
        for (int v = 0; v < r.length; v++) {
            int x = v % 8;
            double expected =
                    x == 3 || x == 7 ? 0 : Scans.pearson(Scans.series(scan, v), Scans.series(scan, v - x + 6 - x));
            assertEquals(expected, r[v], 1e-6, "voxel " + v);
            assertEquals(FastMath.atanh(expected), z[v], 1e-6, "voxel " + v);
        }
    }

    @Test
    void whatWayTheAxesPointDoesNotMatter() {
        VoxelGrid turned = new VoxelGrid(4, 3, 7, Affine.of(0, 0, 3, -9, 3, 0, 0, 0, 0, 3, 0, 0));
        NeuroImage scan = Scans.noise(turned, 40, 2);
        float[] r = compute(scan, Mask.all(turned)).r().volume(0);
        for (int v = 0; v < r.length; v++) {
            int z = v / 12;
            double expected =
                    z == 3 ? 0 : Scans.pearson(Scans.series(scan, v), Scans.series(scan, v % 12 + 12 * (6 - z)));
            assertEquals(expected, r[v], 1e-6, "voxel " + v);
        }
    }

    @Test
    void aVoxelWithoutAUsableMirrorHasNone() {
        NeuroImage scan = Scans.noise(GRID, 30, 3);
        Scans.set(scan, 0, 4);
        Scans.set(scan, 8, 1, Float.NaN, 3);
        boolean[] inside = new boolean[GRID.voxels()];
        Arrays.fill(inside, true);
        inside[16] = false;
        float[] r = compute(scan, Mask.of(GRID, inside)).r().volume(0);
        for (int v : new int[] {0, 6, 8, 14, 16, 22}) assertEquals(0, r[v], "voxel " + v);
        Scans.set(scan, 1, 1, 2, 4, 8);
        Scans.set(scan, 5, 1, 2, 4, 8);
        Maps same = compute(scan, Mask.of(GRID, inside));
        assertEquals(1, same.r().volume(0)[1], 1e-6);
        assertEquals(FastMath.atanh(0.999999), same.z().volume(0)[5], 1e-5, "finite");
    }

    @Test
    void aGridThatIsNotSymmetricIsRefused() {
        VoxelGrid shifted = new VoxelGrid(8, 4, 3, Affine.of(-3, 0, 0, 9.6, 0, 3, 0, 0, 0, 0, 3, 0));
        NeuroImage scan = Scans.noise(shifted, 10, 4);
        var e = assertThrows(IllegalArgumentException.class, () -> compute(scan, Mask.all(shifted)));
        assertEquals(
                "scan lies on a grid that is not symmetric about x = 0: a mirrored voxel centre falls 0.4 voxels "
                        + "beside the nearest centre; resample the scan to a symmetric MNI grid first",
                e.getMessage());
        NeuroImage left = Scans.noise(GRID, 10, 4);
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 8 > 3;
        var half = assertThrows(IllegalArgumentException.class, () -> compute(left, Mask.of(GRID, inside)));
        assertEquals(
                "no voxel of the mask has a usable voxel at the mirrored x in scan: is the scan in MNI space, and does "
                        + "the mask cover both hemispheres?",
                half.getMessage());
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndStopsWhenCancelled() {
        NeuroImage scan = Scans.noise(GRID, 500, 5);
        Mask mask = Scans.most(GRID, 1);
        float[] one = Scans.onThreads(1, () -> compute(scan, mask).z().volume(0));
        assertArrayEquals(one, Scans.onThreads(4, () -> compute(scan, mask).z().volume(0)));
        Scans.assertCancels(progress -> MirroredHomotopic.of(scan, mask, progress));
    }

    private static Maps compute(NeuroImage scan, Mask mask) {
        return MirroredHomotopic.of(scan, mask, Progress.NONE);
    }
}
