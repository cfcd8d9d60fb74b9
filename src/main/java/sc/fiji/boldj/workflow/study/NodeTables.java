package sc.fiji.boldj.workflow.study;

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
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;

/** Connections between the nodes of the built-in networks, as tables. */
final class NodeTables {

    private NodeTables() {}

    /** Where the means over pairs of networks stand. */
    static Path networks(ScanFiles files) {
        return files.standard("atlas-networks_relmat.tsv");
    }

    /** Fisher z between all nodes, from the series that was not smoothed. */
    static ConnectivityMatrix nodes(
            ScanFiles files, String variant, NeuroImage source, Mask mask, Map<String, Object> about, Progress progress)
            throws IOException {
        CoordinateTable table = CoordinateTable.networkNodes();
        RegionSeries series =
                RegionSeries.ofSpheres(source, table, MapStep.RADIUS, mask, RegionSeries.LEAST_COVERAGE, progress);
        ConnectivityMatrix matrix = ConnectivityMatrix.of(series, ConnectivityMatrix.Options.DEFAULT);
        TsvTable.Builder columns = TsvTable.builder().add("node", matrix.names());
        for (int j = 0; j < matrix.regions(); j++) {
            double[] column = new double[matrix.regions()];
            for (int i = 0; i < column.length; i++) {
                double r = matrix.get(i, j);
                column[i] = i == j ? Double.NaN : 0.5 * Math.log((1 + r) / (1 - r));
            }
            columns.add(matrix.names().get(j), column);
        }
        columns.build().write(MapStep.nodes(files, variant));
        about.put("RadiusMillimetres", MapStep.RADIUS);
        about.put(
                "PairsTooClose",
                NodePairs.of(table, MapStep.RADIUS, source.grid()).close().stream()
                        .map(NodePairs.Close::words)
                        .toList());
        about.put(
                "PairsTooCloseMeaning",
                "spheres that share voxels or lie less than 12 mm apart: their z is here, but no mean over pairs holds it");
        return matrix;
    }

    /** Means within and between networks. */
    static void networks(ScanFiles files, ConnectivityMatrix matrix, Mask mask, Map<String, Object> about)
            throws IOException {
        CoordinateTable table = CoordinateTable.networkNodes();
        NodePairs apart = NodePairs.of(table, MapStep.RADIUS, mask.grid());
        NetworkMeans means = NetworkMeans.of(matrix, table, apart, NetworkMeans.Options.DEFAULT);
        List<String> names = means.networks();
        double[][] values = means.toArray();
        TsvTable.Builder networks = TsvTable.builder().add("network", names);
        for (int j = 0; j < names.size(); j++) {
            double[] column = new double[names.size()];
            for (int i = 0; i < column.length; i++) column[i] = values[i][j];
            networks.add(names.get(j), column);
        }
        networks.build().write(networks(files));
        about.put("RadiusMillimetres", MapStep.RADIUS);
        about.put(
                "PairsLeftOut",
                apart.close().stream().map(NodePairs.Close::words).toList());
    }
}
