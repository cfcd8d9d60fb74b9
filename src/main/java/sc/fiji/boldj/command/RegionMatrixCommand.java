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
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.connectivity.TangentSpace;
import sc.fiji.boldj.explore.GlassBrainPicture;
import sc.fiji.boldj.explore.MatrixPicture;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.run.Progress;

/** Writes how the regions of a parcellation go together, with pictures. */
@Plugin(type = Command.class, name = "ROI Correlation Matrix...", headless = true)
public final class RegionMatrixCommand extends BoldCommand {

    private static final int MOST_EDGES = 200;

    @Parameter(label = "Series", description = "denoised BOLD series in the space of the atlas", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Atlas",
            description = "title or path of a label image, or path of a table of coordinates (.tsv, .csv, .txt)",
            style = CommandKey.OPEN,
            persist = false)
    private String atlas = "";

    @Parameter(
            label = "Measure",
            description = "what an entry says about two regions; tangent needs a group",
            choices = {"correlation", "partial", "covariance", "precision", "spearman", "tangent"},
            persist = false)
    private String measure = "correlation";

    @Parameter(
            label = "Matrix (.tsv)",
            description = "TSV file to write, with a JSON file and pictures (.svg, _brain.svg) beside it",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Within mask",
            description = "voxels to use; empty: all that change",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Names of the labels",
            description = "table of the atlas's labels; empty: the one beside its file, if there is one",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String labels = "";

    @Parameter(label = "Radius (mm)", description = "radius of the spheres about coordinates in mm", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Least coverage",
            description = "regions with a smaller share of usable voxels have n/a, 0 to 1",
            persist = false)
    private double coverage = RegionSeries.LEAST_COVERAGE;

    @Parameter(
            label = "Estimator",
            description = "of the covariance; auto: ledoit-wolf where it is inverted (partial, precision, tangent)",
            choices = {"auto", "empirical", "ledoit-wolf"},
            persist = false)
    private String estimator = "auto";

    @Parameter(
            label = "Group (tangent)",
            description =
                    "region series of a group of scans, as the key series writes them: paths separated by commas, or a"
                            + " .txt with a path a line",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String group = "";

    @Parameter(
            label = "Region series (.tsv)",
            description = "TSV file to write the regions' mean series to; empty: none",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String series = "";

    @Parameter(
            label = "Pictures",
            description = "write a heat map and a glass brain beside the matrix",
            persist = false)
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

    private RegionSeries regions;
    private final List<GlassBrainPicture.Node> nodes = new ArrayList<>();
    private Mask shadow;

    @Override
    public void execute(Progress progress) throws IOException {
        Path file = NamedFiles.table("output", output);
        if (!series.isBlank()) NamedFiles.table("series", series);
        List<RegionSeries> others = group();
        NeuroImage source = ImageDoor.readSeries(input);
        regions(source, ImageDoor.maskOrAll(mask, source), progress.stage(0, 0.8));
        Map<String, Object> about = about(source);
        double[][] matrix = matrix(others, about, progress.stage(0.8, 0.95));
        if (!series.isBlank()) MatrixFiles.writeSeries(Path.of(series), regions, about);
        about.put("Description", "one column for each region, in the order of the rows: " + measure);
        MatrixFiles.writeMatrix(file, matrix, regions.names(), about);
        if (pictures) draw(file, matrix);
        List<String> empty = regions.voidNames();
        summary = String.format(
                Locale.ROOT,
                "%s: %s of %d regions from %d volumes%s",
                file.getFileName(),
                measure,
                regions.regions(),
                regions.volumes(),
                empty.isEmpty() ? "" : "; " + empty.size() + " not covered: " + String.join(", ", empty));
    }

    /** The group, read before the work begins. */
    private List<RegionSeries> group() throws IOException {
        List<RegionSeries> scans = new ArrayList<>();
        if (!measure.equals("tangent")) {
            if (!group.isBlank())
                throw new IllegalArgumentException("key 'group' is given but only measure=tangent uses it");
            return scans;
        }
        if (group.isBlank())
            throw new IllegalArgumentException(
                    "measure=tangent compares a scan with the mean of a group: first write the"
                            + " region series of each scan of the group with the key series=, then name these files in group="
                            + " (separated by commas, or a .txt with a path a line)");
        for (Path path : MatrixFiles.list("group", group)) scans.add(MatrixFiles.readSeries(path));
        return scans;
    }

    private void regions(NeuroImage source, Mask within, Progress progress) throws IOException {
        if (Atlases.isCoordinateTable("atlas", atlas)) {
            ImageDoor.requirePlaced(input, "places in millimetres cannot be found in it");
            MniPlaces.requireOrOwn(source, space, "the table '" + atlas + "'");
            CoordinateTable table = Atlases.coordinates("atlas", atlas);
            regions = RegionSeries.ofSpheres(source, table, radius, within, coverage, progress);
            for (Coordinate place : table.entries()) {
                String network =
                        place.networks().isEmpty() ? "" : place.networks().get(0);
                nodes.add(new GlassBrainPicture.Node(place.name(), place.x(), place.y(), place.z(), network));
            }
            shadow = mask == null ? BrainShadow.of(source, table.entries()) : within;
            return;
        }
        LabelVolume parcels = Atlases.labels("atlas", atlas, labels);
        MniPlaces.requireAtlas(source, space, parcels, atlas);
        if (!parcels.grid().isSameAs(source.grid()))
            ImageDoor.requirePlaced(input, "an atlas on another grid cannot be laid over it");
        regions = RegionSeries.ofLabels(source, parcels, within, coverage, progress);
        double[][] centres = parcels.centres();
        for (int r = 0; r < centres.length; r++)
            nodes.add(new GlassBrainPicture.Node(
                    regions.names().get(r), centres[r][0], centres[r][1], centres[r][2], ""));
        boolean[] inside = new boolean[parcels.grid().voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = parcels.label(v) != 0;
        shadow = Mask.of(parcels.grid(), inside);
    }

    private double[][] matrix(List<RegionSeries> others, Map<String, Object> about, Progress progress) {
        if (measure.equals("tangent")) {
            ConnectivityMatrix.Estimator chosen = estimator.equals("empirical")
                    ? ConnectivityMatrix.Estimator.EMPIRICAL
                    : ConnectivityMatrix.Estimator.LEDOIT_WOLF;
            RegionSeries scan = RegionSeries.of(regions.toArray(), MatrixFiles.columnNames(regions.names()));
            TangentSpace space =
                    TangentSpace.of(others, chosen, ConnectivityMatrix.Scale.NONE, TangentSpace.Stop.DEFAULT, progress);
            about.put("Estimator", chosen.name().toLowerCase(Locale.ROOT));
            about.put("GroupSize", others.size());
            about.put("GroupMeanResidual", space.residual());
            return space.project(scan);
        }
        var options = ConnectivityMatrix.Options.of(kind());
        if (!estimator.equals("auto"))
            options = new ConnectivityMatrix.Options(
                    options.kind(),
                    ConnectivityMatrix.Estimator.valueOf(
                            estimator.toUpperCase(Locale.ROOT).replace('-', '_')),
                    options.scale());
        ConnectivityMatrix matrix = ConnectivityMatrix.of(regions, options);
        about.put("Estimator", matrix.options().estimator().name().toLowerCase(Locale.ROOT));
        about.put("Shrinkage", matrix.shrinkage());
        return matrix.toArray();
    }

    private ConnectivityMatrix.Kind kind() {
        return switch (measure) {
            case "partial" -> ConnectivityMatrix.Kind.PARTIAL_CORRELATION;
            default -> ConnectivityMatrix.Kind.valueOf(measure.toUpperCase(Locale.ROOT));
        };
    }

    private Map<String, Object> about(NeuroImage source) {
        Map<String, Object> about = new TreeMap<>();
        about.put("Source", source.name());
        about.put("Atlas", Path.of(atlas).getFileName().toString());
        about.put("Measure", measure);
        about.put("Volumes", regions.volumes());
        about.put("LeastCoverage", coverage);
        if (Atlases.isCoordinateTable("atlas", atlas)) about.put("RadiusMillimetres", radius);
        Map<String, Object> share = new TreeMap<>();
        List<String> names = MatrixFiles.columnNames(regions.names());
        for (int r = 0; r < names.size(); r++) share.put(names.get(r), regions.coverage(r));
        about.put("Coverage", share);
        about.put("NotCovered", regions.voidNames());
        return about;
    }

    private void draw(Path file, double[][] matrix) throws IOException {
        boolean bounded = List.of("correlation", "partial", "spearman").contains(measure);
        String unit = bounded ? "r" : measure;
        String title = ImageDoor.stem(input.getTitle()) + ": " + measure;
        AtomicFile.writeText(
                NamedFiles.beside(file, ".svg"),
                MatrixPicture.draw(
                        matrix,
                        regions.names(),
                        new MatrixPicture.Options(title, unit, measure.equals("correlation") ? 1 : 0, !bounded)));
        if (shadow.count() == 0) return;
        int edges = Math.min(MOST_EDGES, Math.max(10, matrix.length * (matrix.length - 1) / 20));
        AtomicFile.writeText(
                NamedFiles.beside(file, "_brain.svg"),
                GlassBrainPicture.draw(
                        nodes,
                        matrix,
                        shadow,
                        new GlassBrainPicture.Options(title + ", the " + edges + " strongest", unit, edges)));
    }
}
