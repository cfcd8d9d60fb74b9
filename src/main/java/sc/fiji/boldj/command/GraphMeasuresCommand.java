package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.Communities;
import sc.fiji.boldj.connectivity.GraphMeasures;
import sc.fiji.boldj.connectivity.WeightedGraph;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;

/** Writes measures of the graph of the strongest positive connections of a matrix. */
@Plugin(type = Command.class, name = "Graph Measures...", headless = true)
public final class GraphMeasuresCommand extends BoldCommand {

    @Parameter(
            label = "Matrix (.tsv)",
            description = "TSV that ROI Correlation Matrix wrote, or any symmetric matrix with a header line",
            style = CommandKey.OPEN,
            persist = false)
    private String matrix = "";

    @Parameter(
            label = "Density",
            description = "share of all pairs that become edges, the strongest first, above 0 to 1",
            persist = false)
    private double density = WeightedGraph.Options.DEFAULT.density();

    @Parameter(label = "Threshold", description = "edges must be above it, 0 or more", persist = false)
    private double threshold = WeightedGraph.Options.DEFAULT.threshold();

    @Parameter(label = "Binary", description = "every edge weighs 1", persist = false)
    private boolean binary = WeightedGraph.Options.DEFAULT.binary();

    @Parameter(
            label = "Resolution",
            description = "of the communities; larger gives smaller ones, above 0",
            persist = false)
    private double resolution = Communities.Options.DEFAULT.resolution();

    @Parameter(label = "Runs", description = "searches for communities, the best of which counts", persist = false)
    private int runs = Communities.Options.DEFAULT.runs();

    @Parameter(label = "Seed", description = "decides the search for communities", persist = false)
    private long seed = Communities.Options.DEFAULT.seed();

    @Parameter(
            label = "Measures (.tsv)",
            description =
                    "TSV file to write, a row a region; measures of the whole graph are in the JSON file beside it",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path file = NamedFiles.table("output", output);
        MatrixFiles.Named read = MatrixFiles.readMatrix(NamedFiles.existing("matrix", matrix));
        WeightedGraph graph = WeightedGraph.of(read.values(), new WeightedGraph.Options(density, threshold, binary));
        GraphMeasures measures = GraphMeasures.of(graph, progress.stage(0, 0.7));
        Communities communities =
                Communities.of(graph, new Communities.Options(resolution, runs, seed), progress.stage(0.7, 1));
        double[] community = new double[graph.nodes()];
        int edges = 0;
        for (int i = 0; i < community.length; i++) {
            community[i] = graph.isPresent(i) ? communities.community()[i] : Double.NaN;
            for (int j = 0; j < i; j++) if (graph.weight(i, j) > 0) edges++;
        }
        TsvTable table = TsvTable.builder()
                .add("region", read.names())
                .add("strength", measures.strength())
                .add("clustering", measures.clustering())
                .add("local_efficiency", measures.localEfficiency())
                .add("betweenness", measures.betweenness())
                .add("community", community)
                .build();
        Map<String, Object> about = about();
        about.put("Edges", edges);
        about.put("GlobalEfficiency", measures.globalEfficiency());
        about.put("Modularity", communities.modularity());
        about.put("Communities", communities.count());
        TableFiles.write(file, table, about);
        summary = String.format(
                Locale.ROOT,
                "%s: %d edges, global efficiency %.4f, modularity %.4f in %d communities",
                file.getFileName(),
                edges,
                measures.globalEfficiency(),
                communities.modularity(),
                communities.count());
    }

    private Map<String, Object> about() {
        Map<String, Object> about = new TreeMap<>();
        about.put("region", Map.of("Description", "name of the region"));
        about.put("strength", Map.of("Description", "sum of its weights", "Units", "as the matrix"));
        about.put("clustering", Map.of("Description", "weighted clustering (Onnela et al. 2005)", "Units", "1"));
        about.put("local_efficiency", Map.of("Description", "efficiency of the graph of its neighbours", "Units", "1"));
        about.put(
                "betweenness",
                Map.of("Description", "share of the shortest paths of others that lead over it", "Units", "1"));
        about.put("community", Map.of("Description", "number of its community, the largest is 1", "Units", "1"));
        about.put("Matrix", Path.of(matrix).getFileName().toString());
        about.put("Density", density);
        about.put("Threshold", threshold);
        about.put("Binary", binary);
        about.put("Resolution", resolution);
        about.put("Runs", runs);
        about.put("Seed", seed);
        return about;
    }
}
