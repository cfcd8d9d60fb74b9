package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.NetworkMeans;
import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.MatrixPicture;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.TableFiles;
import sc.fiji.boldj.workflow.region.NetworkTable;

/** Writes how strongly networks hold together and with each other. */
@Plugin(type = Command.class, name = "Network Connectivity...", headless = true)
@KeyOrder({"input", "networks", "mask"})
public final class NetworkConnectivityCommand extends RegionsCommand {

    @Parameter(label = "Series", description = "denoised BOLD series in MNI space", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Networks",
            description = "table of coordinates with a column network (several separated by ;); empty: built in",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String networks = "";

    @Parameter(
            label = "Means (.tsv)",
            description = "TSV file to write, with a JSON file and a heat map (.svg) beside it",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @Parameter(label = "Radius (mm)", description = "radius of the spheres around the regions in mm", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Minimum coverage",
            description = "regions with a smaller fraction of usable voxels are excluded, 0 to 1",
            persist = false)
    private double coverage = RegionSeries.LEAST_COVERAGE;

    @Parameter(label = "Picture", description = "write a heat map beside the table", persist = false)
    private boolean pictures = true;

    @Override
    public void execute(Progress progress) throws IOException {
        Path file = NamedFiles.table("output", output);
        NeuroImage source = ImageDoor.readSeries(input);
        ImageDoor.requirePlaced(input, "positions in millimetres cannot be located in it");
        if (networks.isBlank()) MniPlaces.require(source, space(), "the built-in table of networks");
        else MniPlaces.requireOrOwn(source, space(), "the table '" + networks + "'");
        Mask within = within(source);
        CoordinateTable table =
                networks.isBlank() ? CoordinateTable.networkNodes() : Atlases.coordinates("networks", networks);
        if (table.networks().isEmpty())
            throw new IllegalArgumentException(
                    "key 'networks': " + networks + " has no region with a network: it needs a column network");
        RegionSeries series = RegionSeries.ofSpheres(source, table, radius, within, coverage, progress);
        ConnectivityMatrix matrix = ConnectivityMatrix.of(series, ConnectivityMatrix.Options.DEFAULT);
        NodePairs apart = NodePairs.of(table, radius, source.grid());
        NetworkMeans means = NetworkMeans.of(matrix, table, apart, NetworkMeans.Options.DEFAULT);
        List<String> close = apart.close().stream().map(NodePairs.Close::words).toList();
        Map<String, Object> about = about(source, series, close);
        about.put("RadiusMillimetres", table.radii(radius));
        TableFiles.write(file, NetworkTable.of(means), about);
        if (pictures)
            AtomicFile.writeText(
                    NamedFiles.beside(file, ".svg"),
                    MatrixPicture.draw(
                            means.toArray(),
                            means.networks(),
                            new MatrixPicture.Options(
                                    ImageDoor.stem(source.name()) + ": networks", "mean z", 0, true)));
        List<String> empty = series.voidNames();
        say(String.format(
                Locale.ROOT,
                "%s: %d networks of %d regions, segregation of the system %.3f%s%s",
                file.getFileName(),
                means.networks().size(),
                series.regions(),
                means.systemSegregation(),
                empty.isEmpty() ? "" : "; excluded because not covered: " + String.join(", ", empty),
                close.isEmpty()
                        ? ""
                        : "; pairs that are too close and are excluded from all means: " + String.join(", ", close)));
    }

    private Map<String, Object> about(NeuroImage source, RegionSeries series, List<String> close) {
        Map<String, Object> about = NetworkTable.columns();
        about.put("Source", source.name());
        about.put(
                "Networks",
                networks.isBlank()
                        ? "built in"
                        : Path.of(networks).getFileName().toString());
        about.put("LeastCoverage", coverage);
        about.put("NotCovered", series.voidNames());
        about.put("PairsLeftOut", close);
        about.put("LeastDistanceMillimetres", NodePairs.LEAST_DISTANCE_MM);
        return about;
    }
}
