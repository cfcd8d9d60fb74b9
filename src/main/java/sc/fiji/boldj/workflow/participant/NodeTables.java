package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.NetworkMeans;
import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.DerivativeName;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.RunSeries;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedPlaces;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.Variant;

/** Connections between the nodes of the built-in networks, and between the user's nodes, as tables. */
public final class NodeTables {

    private NodeTables() {}

    private static DerivativeName name(String regions) {
        return DerivativeName.of("relmat")
                .with(DerivativeName.Entity.SEG, regions)
                .stat("fisherz");
    }

    /** The table of Fisher z between all nodes. */
    public static Path nodes(ScanFiles files, Variant variant) {
        return files.table(variant.name(name("nodes")));
    }

    /** The table of Fisher z between the user's nodes. */
    public static Path custom(ScanFiles files) {
        return files.table(name("custom"));
    }

    /** The table of nodes that a connection is computed from. */
    public static Path of(ScanFiles files, Variant variant, NodeSet nodes) {
        return nodes.isBuiltIn() ? nodes(files, variant) : custom(files);
    }

    /** The table of the means over pairs of networks. */
    public static Path networks(ScanFiles files) {
        return files.table(name("networks"));
    }

    /**
     * Writes the table of nodes and, of the main analysis, that of networks, each with its sidecar.
     *
     * @param run not smoothed
     */
    static void write(ScanFiles files, Variant variant, RunSeries run, Progress progress) throws IOException {
        Map<String, Object> about =
                MapFiles.about("Fisher z between the mean series of spheres, from the unsmoothed series", "Fisher z");
        boolean main = variant == Variant.MAIN;
        Map<String, Object> means = MapFiles.about("mean Fisher z over the pairs of nodes of two networks", "Fisher z");
        try {
            ConnectivityMatrix matrix = writeNodes(nodes(files, variant), NodeSet.builtIn(), run, about, progress);
            if (main) writeNetworks(networks(files), matrix, run.mask(), means);
            StudyFiles.describe(nodes(files, variant), about);
            if (main) StudyFiles.describe(networks(files), means);
        } catch (DataException e) {
            MapFiles.missing(nodes(files, variant), about, e);
            if (main) MapFiles.missing(networks(files), means, e);
        }
    }

    /**
     * Writes the table of the user's nodes with its sidecar.
     *
     * @param run unsmoothed
     */
    static void writeCustom(ScanFiles files, NodeSet nodes, RunSeries run, Progress progress) throws IOException {
        Map<String, Object> about =
                MapFiles.about("Fisher z between the mean series of nodes, from the unsmoothed series", "Fisher z");
        try {
            writeNodes(custom(files), nodes, run, about, progress);
            StudyFiles.describe(custom(files), about);
        } catch (DataException e) {
            MapFiles.missing(custom(files), about, e);
        }
    }

    private static ConnectivityMatrix writeNodes(
            Path file, NodeSet nodes, RunSeries run, Map<String, Object> about, Progress progress) throws IOException {
        RegionSeries series = nodes.series(run.series(), run.mask(), progress);
        ConnectivityMatrix matrix = ConnectivityMatrix.of(series, ConnectivityMatrix.Options.DEFAULT);
        Table.Builder columns = Table.builder().add("node", nodes.names());
        for (int j = 0; j < matrix.regions(); j++) {
            double[] column = new double[matrix.regions()];
            for (int i = 0; i < column.length; i++) {
                double r = matrix.get(i, j);
                column[i] = i == j ? Double.NaN : 0.5 * Math.log((1 + r) / (1 - r));
            }
            columns.add(nodes.names().get(j), column);
        }
        TsvFiles.write(columns.build(), file);
        nodes.describe(about);
        about.put(
                "PairsTooClose",
                nodes.pairs(run.series().grid()).close().stream()
                        .map(NodePairs.Close::words)
                        .toList());
        about.put(
                "PairsTooCloseMeaning",
                "spheres that share voxels or lie less than 12 mm apart: their z is listed, but not used in any mean over pairs");
        return matrix;
    }

    /** Means within and between networks. */
    private static void writeNetworks(Path file, ConnectivityMatrix matrix, Mask mask, Map<String, Object> about)
            throws IOException {
        CoordinateTable table = CoordinateTable.networkNodes();
        NodePairs apart = NodePairs.of(table, SeedPlaces.RADIUS, mask.grid());
        NetworkMeans means = NetworkMeans.of(matrix, table, apart, NetworkMeans.Options.DEFAULT);
        List<String> names = means.networks();
        double[][] values = means.toArray();
        Table.Builder networks = Table.builder().add("network", names);
        for (int j = 0; j < names.size(); j++) {
            double[] column = new double[names.size()];
            for (int i = 0; i < column.length; i++) column[i] = values[i][j];
            networks.add(names.get(j), column);
        }
        TsvFiles.write(networks.build(), file);
        about.put("RadiusMillimetres", SeedPlaces.RADIUS);
        about.put(
                "PairsLeftOut",
                apart.close().stream().map(NodePairs.Close::words).toList());
    }
}
