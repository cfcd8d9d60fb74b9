package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

/** Peaks of clusters on grids that can be drawn by hand. */
class PeakTableTest {

    /** Millimetres from the middle of voxel (0, 0, 0) at (10, 20, 30), 3 mm apart. */
    private static final VoxelGrid LINE = new VoxelGrid(12, 1, 1, Affine.of(3, 0, 0, 10, 0, 3, 0, 20, 0, 0, 3, 30));

    private static PeakTable line(int[] labels, double... statistic) {
        double[] p = new double[statistic.length];
        for (int v = 0; v < p.length; v++) p[v] = v / 100.0;
        return PeakTable.of(labels, statistic, p, Mask.all(LINE), place -> "x" + Math.round(place[0]));
    }

    private static List<Double> statistics(PeakTable table) {
        return table.rows().stream().map(PeakTable.Row::statistic).toList();
    }

    @Test
    void peaksAreLocalMaximaOfTheirClusterEightMillimetresApart() {
        int[] labels = {2, 2, 2, 2, 2, 2, 0, 1, 1, 1, 0, 0};
        // of the second cluster 5 and 4.5 are 9 mm apart, 4.9 is 6 mm from 5; of the first -7 is the extreme
        PeakTable table = line(labels, 5, 1, 4.9, 4.5, 1, 2, 9, -3, -7, -6, 8, 8);
        assertEquals(List.of(-7.0, 5.0, 2.0), statistics(table));
        PeakTable.Row first = table.rows().get(0);
        assertEquals(1, first.cluster());
        assertEquals(0.08, first.p(), 1e-12);
        assertEquals(10 + 3 * 8, first.x(), 1e-12);
        assertEquals(20, first.y(), 1e-12);
        assertEquals(30, first.z(), 1e-12);
        assertEquals("x34", first.region());
        assertEquals(2, table.rows().get(1).cluster());
        assertEquals(25, table.rows().get(2).x(), 1e-12);
    }

    @Test
    void ofEqualNeighboursTheFirstIsThePeak() {
        assertEquals(
                1,
                line(new int[] {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 4, 4, 4, 9, 0, 0, 0, 0, 0, 0, 0, 0)
                        .rows()
                        .size());
        PeakTable table = line(new int[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, 4, 2, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0);
        assertEquals(
                List.of(10.0, 19.0), table.rows().stream().map(PeakTable.Row::x).toList());
        assertEquals(
                "n/a",
                PeakTable.of(
                                new int[] {1},
                                new double[] {1},
                                new double[] {1},
                                Mask.all(new VoxelGrid(1, 1, 1, Affine.IDENTITY)),
                                null)
                        .rows()
                        .get(0)
                        .region());
    }

    /** 3 x 3 x 3 voxels of 10 mm: each of the 26 neighbours of the middle hides it if it is higher. */
    @Test
    void allTwentySixNeighboursCount() {
        VoxelGrid cube = new VoxelGrid(3, 3, 3, Affine.scaling(10, 10, 10));
        int[] labels = new int[27];
        Arrays.fill(labels, 1);
        for (int v = 0; v < 27; v++) {
            double[] statistic = new double[27];
            statistic[13] = -2;
            statistic[v] = v == 13 ? -2 : 3;
            PeakTable table = PeakTable.of(labels, statistic, new double[27], Mask.all(cube), null);
            List<Double> found = statistics(table).stream().filter(s -> s != 0).toList();
            assertEquals(List.of(v == 13 ? -2.0 : 3.0), found, "voxel " + v);
            int other = v;
            labels[v] = 2;
            statistic[v] = 3;
            long peaks = statistics(PeakTable.of(labels, statistic, new double[27], Mask.all(cube), null)).stream()
                    .filter(s -> s != 0)
                    .count();
            assertEquals(other == 13 ? 1 : 2, peaks, "another cluster hides nothing");
            labels[v] = 1;
        }
    }

    @Test
    void aClusterHasSixPeaksAtMost() {
        VoxelGrid far = new VoxelGrid(20, 1, 1, Affine.scaling(8, 8, 8));
        int[] labels = new int[20];
        double[] statistic = new double[20];
        for (int v = 0; v < 20; v++) {
            labels[v] = 1;
            statistic[v] = v % 2 == 0 ? 20 - v : 1;
        }
        PeakTable table = PeakTable.of(labels, statistic, new double[20], Mask.all(far), null);
        assertEquals(List.of(20.0, 18.0, 16.0, 14.0, 12.0, 10.0), statistics(table));
        assertEquals(
                List.of("cluster", "stat", "p_fwe", "x", "y", "z", "region"),
                table.toTable().names());
        assertEquals(
                List.of("1", "18.0000", "0.00000", "16.00", "0.00", "0.00", "n/a"),
                table.toTable().row(1));
    }
}
