package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.table.Table;

/**
 * The peaks of clusters: voxels whose statistic lies farther from 0 than that of every voxel of the cluster that touches
 * them (26 neighbours), the strongest first, none nearer to a stronger one than a given distance. Immutable.
 *
 * @param rows cluster by cluster
 */
public record PeakTable(List<Row> rows) {

    /** The distance between peaks of one cluster that SPM's tables use, in mm. */
    public static final double APART = 8;

    /** Peaks of one cluster at most. */
    public static final int MOST = 6;

    /**
     * One peak.
     *
     * @param cluster label of its cluster in the {@link ClusterTable}
     * @param statistic of the voxel
     * @param p its corrected p
     * @param x place, RAS+ mm
     * @param y place, RAS+ mm
     * @param z place, RAS+ mm
     * @param region name of the place, or {@code n/a}
     */
    public record Row(int cluster, double statistic, double p, double x, double y, double z, String region) {}

    /** Copies the rows. */
    public PeakTable {
        rows = List.copyOf(rows);
    }

    /**
     * Finds the peaks.
     *
     * @param labels number of each voxel's cluster, 0 for none, one for each voxel of the mask
     * @param statistic same length
     * @param p corrected, same length
     * @param regions names a place in RAS+ mm; null for none
     */
    public static PeakTable of(
            int[] labels, double[] statistic, double[] p, Mask mask, Function<double[], String> regions) {
        VoxelGrid grid = mask.grid();
        int[] at = new int[grid.voxels()];
        for (int v = 0; v < labels.length; v++) at[mask.voxel(v)] = labels[v] > 0 ? v + 1 : 0;
        List<Integer> peaks = new ArrayList<>();
        for (int v = 0; v < labels.length; v++)
            if (labels[v] > 0 && isPeak(v, at, labels, statistic, mask)) peaks.add(v);
        peaks.sort(Comparator.<Integer>comparingInt(v -> labels[v])
                .thenComparing(v -> -Math.abs(statistic[v]))
                .thenComparing(v -> v));
        List<Row> rows = new ArrayList<>();
        for (int v : peaks) {
            double[] place = place(grid, mask.voxel(v));
            int same = 0;
            boolean near = false;
            for (Row row : rows)
                if (row.cluster == labels[v]) {
                    same++;
                    near |= StrictMath.hypot(StrictMath.hypot(row.x - place[0], row.y - place[1]), row.z - place[2])
                            < APART;
                }
            if (near || same == MOST) continue;
            rows.add(new Row(
                    labels[v],
                    statistic[v],
                    p[v],
                    place[0],
                    place[1],
                    place[2],
                    regions == null ? "n/a" : regions.apply(place.clone())));
        }
        return new PeakTable(rows);
    }

    /** Ties go to the voxel that comes first in memory. */
    private static boolean isPeak(int v, int[] at, int[] labels, double[] statistic, Mask mask) {
        VoxelGrid grid = mask.grid();
        int flat = mask.voxel(v);
        int x = flat % grid.sizeX();
        int y = flat / grid.sizeX() % grid.sizeY();
        int z = flat / grid.planeSize();
        for (int dz = -1; dz <= 1; dz++)
            for (int dy = -1; dy <= 1; dy++)
                for (int dx = -1; dx <= 1; dx++) {
                    int i = x + dx;
                    int j = y + dy;
                    int k = z + dz;
                    if (i < 0 || j < 0 || k < 0 || i >= grid.sizeX() || j >= grid.sizeY() || k >= grid.sizeZ())
                        continue;
                    int other = at[i + grid.sizeX() * j + grid.planeSize() * k] - 1;
                    if (other < 0 || other == v || labels[other] != labels[v]) continue;
                    double difference = Math.abs(statistic[other]) - Math.abs(statistic[v]);
                    if (difference > 0 || (difference == 0 && other < v)) return false;
                }
        return true;
    }

    static double[] place(VoxelGrid grid, int flat) {
        return grid.position(flat);
    }

    /** The peaks as a table, p with six digits. */
    public Table toTable() {
        return Table.builder()
                .add("cluster", rows.stream().mapToInt(Row::cluster).toArray())
                .addPrinted("stat", "%.6g", numbers(Row::statistic))
                .addPrinted("p_fwe", "%.6g", numbers(Row::p))
                .addPrinted("x", "%.2f", numbers(Row::x))
                .addPrinted("y", "%.2f", numbers(Row::y))
                .addPrinted("z", "%.2f", numbers(Row::z))
                .add("region", rows.stream().map(Row::region).toList())
                .build();
    }

    private double[] numbers(ToDoubleFunction<Row> of) {
        return rows.stream().mapToDouble(of).toArray();
    }
}
