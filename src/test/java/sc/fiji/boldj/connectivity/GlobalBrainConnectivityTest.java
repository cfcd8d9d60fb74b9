package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class GlobalBrainConnectivityTest {

    /** More voxels than one block, so rows, columns and the short last block are all seen. */
    @Test
    void equalsTheFullMatrixInDoublePrecision() {
        VoxelGrid grid = Scans.grid(14, 12, 10);
        NeuroImage scan = Scans.noise(grid, 25, 1);
        Mask mask = Scans.most(grid, 2);
        assertTrue(mask.count() > CorrelationSweep.BLOCK);
        float[] map = GlobalBrainConnectivity.of(scan, mask, Progress.NONE).volume(0);
        double[][] series = new double[mask.count()][scan.volumes()];
        for (int t = 0; t < scan.volumes(); t++) {
            float[] volume = scan.volume(t);
            for (int i = 0; i < series.length; i++) series[i][t] = volume[mask.voxel(i)];
        }
        double[] sums = new double[series.length];
        for (int i = 0; i < series.length; i++)
            for (int j = 0; j < i; j++) {
                double z = FastMath.atanh(Scans.pearson(series[i], series[j]));
                sums[i] += z;
                sums[j] += z;
            }
        for (int i = 0; i < series.length; i++)
            assertEquals(sums[i] / (series.length - 1), map[mask.voxel(i)], 1e-6, "voxel " + mask.voxel(i));
    }

    @Test
    void equalSeriesCountAsTheLimitAndNothingElseIsTouched() {
        VoxelGrid grid = Scans.grid(4, 1, 1);
        NeuroImage scan = Scans.noise(grid, 4, 1);
        Scans.set(scan, 0, 1, 2, 3, 4);
        Scans.set(scan, 1, 1, 2, 3, 4);
        Scans.set(scan, 2, 4, 3, 2, 1);
        Scans.set(scan, 3, Float.NaN);
        float limit = (float) FastMath.atanh(GlobalBrainConnectivity.LIMIT);
        float[] map =
                GlobalBrainConnectivity.of(scan, Mask.all(grid), Progress.NONE).volume(0);
        assertArrayEquals(new float[] {0, 0, -limit, 0}, map, 1e-5f);
    }

    @Test
    void sameBitsOnAnyNumberOfThreadsAndStopsWhenCancelled() {
        NeuroImage scan = Scans.noise(Scans.grid(20, 20, 8), 20, 3);
        Mask mask = Mask.all(scan.grid());
        float[] one = Scans.onThreads(
                1, () -> GlobalBrainConnectivity.of(scan, mask, Progress.NONE).volume(0));
        float[] many = Scans.onThreads(
                4, () -> GlobalBrainConnectivity.of(scan, mask, Progress.NONE).volume(0));
        assertArrayEquals(one, many);
        Scans.assertCancels(progress -> GlobalBrainConnectivity.of(scan, mask, progress));
    }
}
