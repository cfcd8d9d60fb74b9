package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.Communities;
import sc.fiji.boldj.connectivity.GraphMeasures;
import sc.fiji.boldj.connectivity.WeightedGraph;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.MatrixFiles;
import sc.fiji.boldj.workflow.TableFiles;
import sc.fiji.boldj.workflow.region.GraphTable;

/** Writes measures of the graph of the strongest positive connections of a matrix. */
@Plugin(type = Command.class, name = "Graph Measures...", headless = true)
public final class GraphMeasuresCommand extends ReportingCommand {

    @Parameter(
            label = "Matrix (.tsv)",
            description = "TSV written by ROI Correlation Matrix, or any symmetric matrix with a header line",
            style = CommandKey.OPEN,
            persist = false)
    private String matrix = "";

    @Parameter(
            label = "Density",
            description = "fraction of all pairs that become edges, the strongest first, above 0 to 1",
            persist = false)
    private double density = WeightedGraph.Options.DEFAULT.density();

    @Parameter(label = "Threshold", description = "pairs above the threshold become edges, 0 or more", persist = false)
    private double threshold = WeightedGraph.Options.DEFAULT.threshold();

    @Parameter(label = "Binary", description = "give every edge the weight 1", persist = false)
    private boolean binary = WeightedGraph.Options.DEFAULT.binary();

    @Parameter(
            label = "Resolution",
            description = "resolution of the communities, above 0; larger values give smaller communities",
            persist = false)
    private double resolution = Communities.Options.DEFAULT.resolution();

    @Parameter(
            label = "Runs",
            description = "number of community searches; the best partition is reported",
            persist = false)
    private int runs = Communities.Options.DEFAULT.runs();

    @Parameter(label = "Seed", description = "random seed of the community search", persist = false)
    private long seed = Communities.Options.DEFAULT.seed();

    @Parameter(
            label = "Measures (.tsv)",
            description =
                    "TSV file to write, one row per region; measures of the whole graph are in the JSON file beside it",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path file = NamedFiles.table("output", output);
        MatrixFiles.Named read = MatrixFiles.readMatrix(NamedFiles.existing("matrix", matrix));
        WeightedGraph graph = WeightedGraph.of(read.values(), new WeightedGraph.Options(density, threshold, binary));
        GraphMeasures measures = GraphMeasures.of(graph, progress.stage(0, 0.7));
        Communities communities =
                Communities.of(graph, new Communities.Options(resolution, runs, seed), progress.stage(0.7, 1));
        GraphTable table = new GraphTable(read.names(), graph, measures, communities);
        Map<String, Object> about = table.about();
        about.put("Matrix", Path.of(matrix).getFileName().toString());
        about.put("Density", density);
        about.put("Threshold", threshold);
        about.put("Binary", binary);
        about.put("Resolution", resolution);
        about.put("Runs", runs);
        about.put("Seed", seed);
        TableFiles.write(file, table.rows(), about);
        say(file.getFileName() + ": " + table.words());
    }
}
