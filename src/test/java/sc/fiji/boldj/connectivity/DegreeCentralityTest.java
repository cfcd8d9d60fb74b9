package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import sc.fiji.boldj.connectivity.DegreeCentrality.Maps;
import sc.fiji.boldj.connectivity.DegreeCentrality.Options;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class DegreeCentralityTest {

    /** 4799 voxels: five blocks, the last one short. */
    @Test
    void equalsNumpyOnRealData() {
        NeuroImage scan = SharedData.image("reference/local/bold_detrended.nii.gz", 2);
        Mask mask = Mask.of(SharedData.image("reference/local/mask.nii.gz", 2));
        Maps maps = DegreeCentrality.of(scan, mask, Options.DEFAULT, Progress.NONE);
        double[] weighted = SharedData.values("reference/local/dc_weighted_r025.nii.gz");
        double[] binary = SharedData.values("reference/local/dc_binary_r025.nii.gz");
        double[] signed = SharedData.values("reference/local/dc_signed_sum.nii.gz");
        int moved = 0;
        for (int v = 0; v < weighted.length; v++) {
            // a pair within 1e-6 of the threshold may be counted or not: 0.25 of weight
            double difference = Math.abs(binary[v] - maps.binary().volume(0)[v]);
            moved += (int) difference;
            assertEquals(
                    weighted[v],
                    maps.weighted().volume(0)[v],
                    1e-5 * Math.abs(weighted[v]) + 0.26 * difference,
                    "voxel " + v);
            assertEquals(signed[v], maps.signedSum().volume(0)[v], 1e-5 * Math.abs(signed[v]) + 1e-4, "voxel " + v);
        }
        // 11.5 million pairs, about 2 per 1e-6 of correlation: two voxels move for each
        assertEquals(0, moved, 8, "voxels by which the degree differs");
    }

    @Test
    void countsBothEndsOfAPairAndNeitherWithItself() {
        VoxelGrid grid = Scans.grid(4, 1, 1);
        NeuroImage scan = Scans.noise(grid, 4, 1);
        Scans.set(scan, 0, 1, 2, 3, 4);
        Scans.set(scan, 1, 2, 4, 6, 8);
        Scans.set(scan, 2, 4, 3, 2, 1);
        Scans.set(scan, 3, 7);
        Maps maps = DegreeCentrality.of(scan, Mask.all(grid), Options.DEFAULT, Progress.NONE);
        assertArrayEquals(new float[] {1, 1, 0, 0}, maps.binary().volume(0));
        assertArrayEquals(new float[] {1, 1, 0, 0}, maps.weighted().volume(0), 1e-6f);
        assertArrayEquals(new float[] {0, 0, -2, 0}, maps.signedSum().volume(0), 1e-6f);
    }

    @Test
    void voxelsThatAreConstantOrNotFiniteAreLeftOut() {
        VoxelGrid grid = Scans.grid(5, 5, 4);
        NeuroImage scan = Scans.noise(grid, 30, 2);
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v != 7 && v != 8;
        Maps without = DegreeCentrality.of(scan, Mask.of(grid, inside), Options.DEFAULT, Progress.NONE);
        Scans.set(scan, 7, 3);
        Scans.set(scan, 8, 1, Float.NaN);
        Maps with = DegreeCentrality.of(scan, Mask.all(grid), Options.DEFAULT, Progress.NONE);
        assertArrayEquals(without.weighted().volume(0), with.weighted().volume(0));
        NeuroImage constant = Scans.noise(Scans.grid(2, 1, 1), 5, 2);
        Scans.set(constant, 0, 3);
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> DegreeCentrality.of(constant, Mask.all(constant.grid()), Options.DEFAULT, Progress.NONE));
        assertEquals(
                "only 1 of the 2 voxels of the mask are finite and not constant in scan: 2 or more are needed; "
                        + "does the mask lie on the brain?",
                e.getMessage());
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        NeuroImage scan = Scans.noise(Scans.grid(20, 20, 8), 40, 3);
        Mask mask = Scans.most(scan.grid(), 3);
        Maps one = Scans.onThreads(1, () -> DegreeCentrality.of(scan, mask, Options.DEFAULT, Progress.NONE));
        Maps many = Scans.onThreads(4, () -> DegreeCentrality.of(scan, mask, Options.DEFAULT, Progress.NONE));
        assertArrayEquals(one.weighted().volume(0), many.weighted().volume(0));
        assertArrayEquals(one.signedSum().volume(0), many.signedSum().volume(0));
    }

    @Test
    void stopsWhenCancelled() {
        NeuroImage scan = Scans.noise(Scans.grid(20, 20, 8), 10, 3);
        Scans.assertCancels(progress -> DegreeCentrality.of(scan, Mask.all(scan.grid()), Options.DEFAULT, progress));
    }

    @Test
    void badOptionsAreRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> new Options(1));
        assertEquals("the threshold must be a correlation in [0, 1), got 1.0", e.getMessage());
    }
}
