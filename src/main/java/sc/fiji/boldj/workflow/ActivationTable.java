package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.math3.special.Erf;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.stats.Clusters;
import sc.fiji.boldj.stats.FalseDiscoveryRate;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Tail;

/**
 * Where a map of one person reaches a false discovery rate, and the clusters of those voxels.
 *
 * @param shown whether a voxel of the mask reaches the rate
 * @param threshold smallest absolute z that does; NaN if none
 * @param rows clusters, the largest first: number, voxels, volume, peak, z, x, y, z, region
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of a map
public record ActivationTable(boolean[] shown, double threshold, ReportTable rows) {

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
        List<List<String>> rows = new ArrayList<>();
        for (Cluster c : clusters)
            rows.add(List.of(
                    String.valueOf(rows.size() + 1),
                    String.valueOf(c.voxels),
                    String.format(Locale.ROOT, "%.1f", c.volume),
                    String.format(Locale.ROOT, "%.4f", c.statistic),
                    String.format(Locale.ROOT, "%.4f", c.z),
                    String.format(Locale.ROOT, "%.1f", c.place[0]),
                    String.format(Locale.ROOT, "%.1f", c.place[1]),
                    String.format(Locale.ROOT, "%.1f", c.place[2]),
                    regions == null ? "n/a" : regions.apply(c.place.clone())));
        return new ActivationTable(
                shown,
                threshold,
                new ReportTable(
                        List.of("cluster", "voxels", "volume_mm3", "peak_" + letter, "peak_z", "x", "y", "z", "region"),
                        rows));
    }

    /** The table as tab-separated text. */
    String toTsv() {
        StringBuilder text = new StringBuilder(String.join("\t", rows.names())).append('\n');
        for (List<String> row : rows.rows()) text.append(String.join("\t", row)).append('\n');
        return text.toString();
    }
}
