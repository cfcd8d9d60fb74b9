package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.NetworkMeans;
import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.explore.MatrixPicture;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;

/** Writes how strongly networks hold together and with each other. */
@Plugin(type = Command.class, name = "Network Connectivity...", headless = true)
public final class NetworkConnectivityCommand extends BoldCommand {

    private static final String ALL = "all";

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
            label = "Within mask",
            description = "voxels to use; empty: all that change",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Means (.tsv)",
            description = "TSV file to write, with a JSON file and a heat map (.svg) beside it",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @Parameter(label = "Radius (mm)", description = "radius of the spheres about the regions in mm", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Least coverage",
            description = "regions with a smaller fraction of usable voxels are excluded, 0 to 1",
            persist = false)
    private double coverage = RegionSeries.LEAST_COVERAGE;

    @Parameter(label = "Picture", description = "write a heat map beside the table", persist = false)
    private boolean pictures = true;

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path file = NamedFiles.table("output", output);
        NeuroImage source = ImageDoor.readSeries(input);
        ImageDoor.requirePlaced(input, "places in millimetres cannot be found in it");
        if (networks.isBlank()) MniPlaces.require(source, space, "the built-in table of networks");
        else MniPlaces.requireOrOwn(source, space, "the table '" + networks + "'");
        Mask within = ImageDoor.maskOrAll(mask, source);
        CoordinateTable table =
                networks.isBlank() ? CoordinateTable.networkNodes() : Atlases.coordinates("networks", networks);
        if (table.networks().isEmpty())
            throw new IllegalArgumentException(
                    "key 'networks': " + networks + " puts no place into a network: it needs a column network");
        RegionSeries series = RegionSeries.ofSpheres(source, table, radius, within, coverage, progress);
        ConnectivityMatrix matrix = ConnectivityMatrix.of(series, ConnectivityMatrix.Options.DEFAULT);
        NodePairs apart = NodePairs.of(table, radius, source.grid());
        NetworkMeans means = NetworkMeans.of(matrix, table, apart, NetworkMeans.Options.DEFAULT);
        List<String> close = apart.close().stream().map(NodePairs.Close::words).toList();
        TableFiles.write(file, rows(means), about(source, series, close));
        if (pictures)
            AtomicFile.writeText(
                    NamedFiles.beside(file, ".svg"),
                    MatrixPicture.draw(
                            means.toArray(),
                            means.networks(),
                            new MatrixPicture.Options(
                                    ImageDoor.stem(source.name()) + ": networks", "mean z", 0, true)));
        List<String> empty = series.voidNames();
        summary = String.format(
                Locale.ROOT,
                "%s: %d networks of %d regions, segregation of the system %.3f%s%s",
                file.getFileName(),
                means.networks().size(),
                series.regions(),
                means.systemSegregation(),
                empty.isEmpty() ? "" : "; not covered and excluded: " + String.join(", ", empty),
                close.isEmpty()
                        ? ""
                        : "; pairs that are too close and are excluded from all means: " + String.join(", ", close));
    }

    private static TsvTable rows(NetworkMeans means) {
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        List<Double> z = new ArrayList<>();
        List<Double> pairs = new ArrayList<>();
        List<Double> segregation = new ArrayList<>();
        List<String> names = means.networks();
        for (int a = 0; a < names.size(); a++)
            for (int b = a; b < names.size(); b++) {
                one.add(names.get(a));
                other.add(names.get(b));
                z.add(means.between(names.get(a), names.get(b)));
                pairs.add((double) means.pairs(names.get(a), names.get(b)));
                segregation.add(a == b ? means.segregation(names.get(a)) : Double.NaN);
            }
        one.add(ALL);
        other.add(ALL);
        z.add(Double.NaN);
        pairs.add(Double.NaN);
        segregation.add(means.systemSegregation());
        return TsvTable.builder()
                .add("network_a", one)
                .add("network_b", other)
                .add("z", array(z))
                .add("pairs", array(pairs))
                .add("segregation", array(segregation))
                .build();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    private Map<String, Object> about(NeuroImage source, RegionSeries series, List<String> close) {
        Map<String, Object> about = new TreeMap<>();
        about.put("network_a", Map.of("Description", "a network; all: the system of all networks"));
        about.put("network_b", Map.of("Description", "the same network (within) or another (between)"));
        about.put("z", Map.of("Description", "mean Fisher z over the pairs of regions", "Units", "1"));
        about.put("pairs", Map.of("Description", "pairs of regions in the mean", "Units", "1"));
        about.put(
                "segregation",
                Map.of(
                        "Description",
                        "(within - between) / within, negative z counted as 0 (Chan et al. 2014)",
                        "Units",
                        "1"));
        about.put("Source", source.name());
        about.put(
                "Networks",
                networks.isBlank()
                        ? "built in"
                        : Path.of(networks).getFileName().toString());
        about.put("RadiusMillimetres", radius);
        about.put("LeastCoverage", coverage);
        about.put("NotCovered", series.voidNames());
        about.put("PairsLeftOut", close);
        about.put("LeastDistanceMillimetres", NodePairs.LEAST_DISTANCE_MM);
        return about;
    }
}
