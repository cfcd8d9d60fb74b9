package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.connectivity.RegionalHomogeneity.Options;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class RegionalHomogeneityTest {

    @Test
    void concordanceOfTwoRatersForAndOneAgainstIsOneNinth() {
        VoxelGrid grid = Scans.grid(3, 1, 1);
        NeuroImage scan = Scans.noise(grid, 4, 1);
        Scans.set(scan, 0, 1, 2, 3, 4);
        Scans.set(scan, 1, 10, 20, 30, 40);
        Scans.set(scan, 2, 7, 5, 3, -1);
        float[] w = map(scan, Mask.all(grid), 7);
        assertEquals(1 / 9.0, w[1], 1e-7); // float result
        assertEquals(1, w[0], 1e-7);
        assertEquals(0, w[2], 1e-7);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 19, 27})
    void equalsNumpyOnRealData(int neighbours) {
        NeuroImage scan = SharedData.image("reference/local/bold_detrended.nii.gz", 2);
        Mask mask = Mask.of(SharedData.image("reference/local/mask.nii.gz", 2));
        double[] numpy = SharedData.values("reference/local/reho" + neighbours + "_numpy.nii.gz");
        String other = "reference/local/reho" + neighbours + "_AFNI.nii.gz";
        double[] afni = Fixtures.has(other) ? SharedData.values(other) : numpy; // AFNI, for the real scan only
        float[] w = map(scan, mask, neighbours);
        for (int v = 0; v < w.length; v++) {
            assertEquals(numpy[v], w[v], 1e-6, "voxel " + v); // float against double; asked 1e-5
            assertEquals(afni[v], w[v], 1e-3, "voxel " + v); // AFNI was given whole numbers: other ties
        }
    }

    /** Every tile limit, uneven size and border, against ranks by another library and sums by the definition. */
    @ParameterizedTest
    @ValueSource(ints = {7, 19, 27})
    void equalsTheDefinitionWithTiesAndHolesInTheMask(int neighbours) {
        VoxelGrid grid = Scans.grid(6, 5, 4);
        for (int volumes : new int[] {9, 32, 33, 130}) {
            NeuroImage scan = Scans.noise(grid, volumes, neighbours);
            Mask mask = Scans.most(grid, volumes);
            float[] w = map(scan, mask, neighbours);
            for (int v = 0; v < w.length; v++)
                assertEquals(
                        mask.contains(v) ? definition(scan, mask, v, neighbours) : 0,
                        w[v],
                        1e-6,
                        volumes + " volumes, voxel " + v);
        }
    }

    private static double definition(NeuroImage scan, Mask mask, int voxel, int neighbours) {
        VoxelGrid grid = mask.grid();
        int n = scan.volumes();
        double[] sums = new double[n];
        int m = 0;
        double ties = 0;
        for (int other = 0; other < grid.voxels(); other++) {
            int dx = Math.abs(other % grid.sizeX() - voxel % grid.sizeX());
            int dy = Math.abs(other / grid.sizeX() % grid.sizeY() - voxel / grid.sizeX() % grid.sizeY());
            int dz = Math.abs(other / grid.planeSize() - voxel / grid.planeSize());
            boolean near = Math.max(dx, Math.max(dy, dz)) <= 1
                    && dx + dy + dz <= (neighbours == 7 ? 1 : neighbours == 19 ? 2 : 3);
            if (!near || !mask.contains(other)) continue;
            double[] ranks = new NaturalRanking(TiesStrategy.AVERAGE).rank(Scans.series(scan, other));
            m++;
            for (int t = 0; t < n; t++) {
                sums[t] += ranks[t];
                double equal = 0;
                for (double rank : ranks) if (rank == ranks[t]) equal++;
                ties += equal * equal - 1; // over its members a group of g gives g^3 - g
            }
        }
        double squares = 0;
        for (double sum : sums) squares += (sum - m * (n + 1) / 2.0) * (sum - m * (n + 1) / 2.0);
        return m < 2 ? 0 : 12 * squares / ((double) m * m * (n * n - 1.0) * n - m * ties);
    }

    @Test
    void voxelsThatAreConstantOrNotFiniteAreNoNeighbours() {
        VoxelGrid grid = Scans.grid(5, 5, 5);
        NeuroImage scan = Scans.noise(grid, 20, 4);
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v != 62 && v != 31 && v != 93;
        float[] without = map(scan, Mask.of(grid, inside), 27);
        Scans.set(scan, 62, 5);
        Scans.set(scan, 31, 1, Float.NaN, 3);
        Scans.set(scan, 93, 1, Float.POSITIVE_INFINITY, 3);
        assertArrayEquals(without, map(scan, Mask.all(grid), 27));
        assertEquals(0, without[62]);
    }

    @Test
    void ranksShareTiesAndNegativeZeroIsZero() {
        short[] ranks = new short[6];
        float[] values = {9, 2, -0f, 0, Float.MAX_VALUE, -3, 0};
        assertEquals(27 - 3, new SeriesRanks(6).rank(values, 1, ranks));
        assertArrayEquals(new short[] {3, -1, -1, 5, -5, -1}, ranks); // twice 5, 3, 3, 6, 1, 3 minus 7
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        VoxelGrid grid = Scans.grid(16, 12, 8);
        NeuroImage scan = Scans.noise(grid, 300, 5);
        Mask mask = Scans.most(grid, 6);
        float[] one = Scans.onThreads(1, () -> map(scan, mask, 27));
        assertArrayEquals(one, Scans.onThreads(4, () -> map(scan, mask, 27)));
    }

    @Test
    void stopsWhenCancelled() {
        NeuroImage scan = Scans.noise(Scans.grid(16, 12, 8), 300, 5);
        Scans.assertCancels(progress -> RegionalHomogeneity.of(scan, Mask.all(scan.grid()), Options.DEFAULT, progress));
    }

    @Test
    void badInputIsRefused() {
        NeuroImage scan = Scans.noise(Scans.grid(3, 3, 3), 2, 5);
        var few = assertThrows(IllegalArgumentException.class, () -> map(scan, Mask.all(scan.grid()), 27));
        assertEquals("scan has 2 volumes but 3 or more are needed: is it a time series?", few.getMessage());
        var options = assertThrows(IllegalArgumentException.class, () -> new Options(26));
        assertEquals("neighbours must be 7, 19 or 27, got 26", options.getMessage());
        NeuroImage longer = Scans.noise(Scans.grid(3, 3, 3), 5, 5);
        assertThrows(
                IllegalArgumentException.class,
                () -> map(longer, Mask.of(longer.grid(), new boolean[27]), 27),
                "empty mask");
        assertThrows(
                IllegalArgumentException.class, () -> map(longer, Mask.all(Scans.grid(4, 3, 3)), 27), "another grid");
    }

    private static float[] map(NeuroImage scan, Mask mask, int neighbours) {
        return RegionalHomogeneity.of(scan, mask, new Options(neighbours), Progress.NONE)
                .volume(0);
    }
}
