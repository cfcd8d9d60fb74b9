package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.stats.Clusters;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.Tail;
import sc.fiji.boldj.table.Table;

/**
 * The clusters of a result: where its corrected p is at most alpha, connected voxels of one sign. Immutable.
 *
 * @param rows the largest cluster first
 * @param labels for each voxel of the mask the number of its cluster, 0 for none
 */
public record ClusterTable(List<Row> rows, int[] labels) {

    /**
     * One cluster.
     *
     * @param label number of the cluster, from 1, in the order of size
     * @param voxels its extent
     * @param volume its extent in cubic millimetres
     * @param mass sum of the absolute statistic
     * @param peak the statistic that lies farthest from 0
     * @param p the smallest corrected p in the cluster
     * @param low lower end of its Monte-Carlo interval (95 %), p itself if p is exact
     * @param high upper end
     * @param x place of the peak, RAS+ mm
     * @param y place of the peak, RAS+ mm
     * @param z place of the peak, RAS+ mm
     * @param region name of the place of the peak, or {@code n/a}
     */
    public record Row(
            int label,
            int voxels,
            double volume,
            double mass,
            double peak,
            double p,
            double low,
            double high,
            double x,
            double y,
            double z,
            String region) {}

    /** Copies the rows. */
    public ClusterTable {
        rows = List.copyOf(rows);
    }

    /** The table of one test by its own corrected p. */
    public static ClusterTable of(
            PermutationResult result,
            Mask mask,
            Neighbourhood graph,
            double alpha,
            Function<double[], String> regions) {
        return of(result, result.pFamilyWise(), mask, graph, alpha, regions);
    }

    /**
     * Makes the table. Ties of the peak go to the first voxel in memory order.
     *
     * @param p corrected, one for each voxel of the mask
     * @param alpha the largest results with a corrected p at or below this are significant, in (0, 1)
     * @param regions names a place in RAS+ mm; null for none
     */
    public static ClusterTable of(
            PermutationResult result,
            double[] p,
            Mask mask,
            Neighbourhood graph,
            double alpha,
            Function<double[], String> regions) {
        double[] statistic = result.statistic();
        double[] enhanced = result.enhanced();
        double[] significant = new double[p.length];
        for (int v = 0; v < p.length; v++) significant[v] = p[v] <= alpha ? Math.signum(enhanced[v]) : 0;
        int[] labels = new Clusters(graph).label(significant, 0, Tail.TWO);
        int count = 0;
        for (int label : labels) count = Math.max(count, label);
        VoxelGrid grid = mask.grid();
        double voxelVolume = Math.abs(grid.affine().determinant());
        List<Row> found = new ArrayList<>();
        for (int label = 1; label <= count; label++) {
            int size = 0;
            int peak = -1;
            double mass = 0;
            double least = 1;
            for (int v = 0; v < labels.length; v++) {
                if (labels[v] != label) continue;
                size++;
                mass += Math.abs(statistic[v]);
                least = Math.min(least, p[v]);
                if (peak < 0 || Math.abs(statistic[v]) > Math.abs(statistic[peak])) peak = v;
            }
            int flat = mask.voxel(peak);
            double[] place = PeakTable.place(grid, flat);
            String region = regions == null ? "n/a" : regions.apply(place.clone());
            double[] interval = result.interval(least, 0.95);
            found.add(new Row(
                    label,
                    size,
                    size * voxelVolume,
                    mass,
                    statistic[peak],
                    least,
                    interval[0],
                    interval[1],
                    place[0],
                    place[1],
                    place[2],
                    region));
        }
        found.sort(Comparator.comparingInt(Row::voxels).reversed());
        List<Row> rows = new ArrayList<>();
        int[] renamed = new int[count + 1];
        for (Row r : found) {
            renamed[r.label] = rows.size() + 1;
            rows.add(new Row(
                    rows.size() + 1, r.voxels, r.volume, r.mass, r.peak, r.p, r.low, r.high, r.x, r.y, r.z, r.region));
        }
        return new ClusterTable(
                rows, Arrays.stream(labels).map(label -> renamed[label]).toArray());
    }

    /** The clusters as a table, p with six digits. */
    public Table toTable() {
        return Table.builder()
                .add("cluster", rows.stream().mapToInt(Row::label).toArray())
                .add("voxels", rows.stream().mapToInt(Row::voxels).toArray())
                .addPrinted("volume_mm3", "%.1f", numbers(Row::volume))
                .addPrinted("mass", "%.6g", numbers(Row::mass))
                .addPrinted("peak", "%.6g", numbers(Row::peak))
                .addPrinted("p_fwe", "%.6g", numbers(Row::p))
                .addPrinted("p_low", "%.6g", numbers(Row::low))
                .addPrinted("p_high", "%.6g", numbers(Row::high))
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
