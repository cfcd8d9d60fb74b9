package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.stats.Clusters;
import sc.fiji.boldj.stats.FalseDiscoveryRate;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Tail;
import sc.fiji.boldj.table.Table;

/**
 * Where a map of one person reaches a false discovery rate, and the clusters of those voxels.
 *
 * @param shown whether a voxel of the mask reaches the rate
 * @param threshold smallest absolute z that does; NaN if none
 * @param rows clusters, the largest first: number, voxels, volume, peak, z, x, y, z, region
 */
public record ActivationTable(boolean[] shown, double threshold, Table rows) {

    /** The false discovery rate of the page. */
    public static final double RATE = 0.05;

    private record Cluster(int voxels, double volume, double statistic, double z, double[] place) {}

    /**
     * Makes the table.
     *
     * @param statistic t or F, its letter for the heading
     * @param oneSided whether only positive z count (F)
     */
    static ActivationTable of(
            String letter,
            float[] statistic,
            float[] z,
            boolean oneSided,
            Mask mask,
            Function<double[], String> regions) {
        double[] p = new double[z.length];
        for (int v = 0; v < p.length; v++) {
            double tail = Erf.erfc((oneSided ? z[v] : Math.abs(z[v])) / Math.sqrt(2));
            p[v] = Float.isNaN(z[v]) ? Double.NaN : oneSided ? tail / 2 : tail;
        }
        double[] q = FalseDiscoveryRate.adjust(p);
        boolean[] shown = new boolean[z.length];
        double[] signs = new double[z.length];
        double threshold = Double.NaN;
        for (int v = 0; v < q.length; v++) {
            shown[v] = q[v] <= RATE;
            if (!shown[v]) continue;
            signs[v] = Math.signum(z[v]);
            threshold = Double.isNaN(threshold) ? Math.abs(z[v]) : Math.min(threshold, Math.abs(z[v]));
        }
        VoxelGrid grid = mask.grid();
        Neighbourhood graph = Neighbourhood.grid(grid.sizeX(), grid.sizeY(), grid.sizeZ(), mask.indices(), 26);
        int[] labels = new Clusters(graph).label(signs, 0, Tail.TWO);
        int count = Arrays.stream(labels).max().orElse(0);
        int[] size = new int[count + 1];
        int[] peak = new int[count + 1];
        Arrays.fill(peak, -1);
        for (int v = 0; v < labels.length; v++) {
            int label = labels[v];
            if (label == 0) continue;
            size[label]++;
            if (peak[label] < 0 || Math.abs(z[v]) > Math.abs(z[peak[label]])) peak[label] = v;
        }
        List<Cluster> clusters = new ArrayList<>();
        double volume = Math.abs(grid.affine().determinant());
        for (int c = 1; c <= count; c++) {
            int flat = mask.voxel(peak[c]);
            double[] place = grid.position(flat);
            clusters.add(new Cluster(size[c], size[c] * volume, statistic[peak[c]], z[peak[c]], place));
        }
        clusters.sort(Comparator.comparingInt(Cluster::voxels).reversed());
        return new ActivationTable(shown, threshold, table(clusters, letter, regions));
    }

    private static Table table(List<Cluster> clusters, String letter, Function<double[], String> regions) {
        Table.Builder table = Table.builder()
                .add("cluster", IntStream.rangeClosed(1, clusters.size()).toArray())
                .add("voxels", clusters.stream().mapToInt(Cluster::voxels).toArray())
                .addPrinted("volume_mm3", "%.1f", numbers(clusters, Cluster::volume))
                .addPrinted("peak_" + letter, "%.4f", numbers(clusters, Cluster::statistic))
                .addPrinted("peak_z", "%.4f", numbers(clusters, Cluster::z));
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            table.addPrinted(List.of("x", "y", "z").get(a), "%.1f", numbers(clusters, c -> c.place[a]));
        }
        return table.add(
                        "region",
                        clusters.stream()
                                .map(c -> regions == null ? Table.MISSING : regions.apply(c.place.clone()))
                                .toList())
                .build();
    }

    private static double[] numbers(List<Cluster> clusters, ToDoubleFunction<Cluster> of) {
        return clusters.stream().mapToDouble(of).toArray();
    }

    /** The table as tab-separated text. */
    String toTsv() {
        return rows.toTsv();
    }
}
