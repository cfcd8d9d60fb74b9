package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.explore.GlassBrainPicture;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.MatrixPicture;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.MatrixFiles;
import sc.fiji.boldj.workflow.region.RegionMatrix;

/** Writes how the regions of a parcellation go together, with pictures. */
@Plugin(type = Command.class, name = "ROI Correlation Matrix...", headless = true)
@KeyOrder({"input", "atlas", "measure", "output", "mask"})
public final class RegionMatrixCommand extends RegionsCommand {

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
            description = "measure of connectivity between two regions; tangent needs a group",
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
            label = "Names of the labels",
            description = "label table of the atlas; empty: the one beside its file, if there is one",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String labels = "";

    @Parameter(label = "Radius (mm)", description = "radius of the spheres around coordinates in mm", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Minimum coverage",
            description = "regions with a smaller fraction of usable voxels are set to n/a, 0 to 1",
            persist = false)
    private double coverage = RegionSeries.LEAST_COVERAGE;

    @Parameter(
            label = "Estimator",
            description =
                    "estimator of the covariance; auto: ledoit-wolf where it is inverted (partial, precision, tangent)",
            choices = {"auto", "empirical", "ledoit-wolf"},
            persist = false)
    private String estimator = "auto";

    @Parameter(
            label = "Group (tangent)",
            description =
                    "region series of a group of scans, as written by the key series: paths separated by commas, or a .txt with one path per line",
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

    @Override
    public void execute(Progress progress) throws IOException {
        Path file = NamedFiles.table("output", output);
        if (!series.isBlank()) NamedFiles.table("series", series);
        List<RegionSeries> others = group();
        NeuroImage source = ImageDoor.readSeries(input);
        Parcellation parcels = parcels(source, within(source), progress.stage(0, 0.8));
        RegionSeries regions = parcels.series();
        Map<String, Object> about = about(source, regions);
        RegionMatrix matrix = measure.equals("tangent")
                ? RegionMatrix.tangent(regions, others, estimator, progress.stage(0.8, 0.95))
                : RegionMatrix.of(regions, measure, estimator);
        about.putAll(matrix.about());
        if (!series.isBlank()) MatrixFiles.writeSeries(Path.of(series), regions, about);
        about.put("Description", "one column for each region, in the order of the rows: " + measure);
        MatrixFiles.writeMatrix(file, matrix.values(), regions.names(), about);
        if (pictures) draw(file, matrix.values(), parcels);
        List<String> empty = regions.voidNames();
        say(String.format(
                Locale.ROOT,
                "%s: %s of %d regions from %d volumes%s",
                file.getFileName(),
                measure,
                regions.regions(),
                regions.volumes(),
                empty.isEmpty() ? "" : "; " + empty.size() + " not covered: " + String.join(", ", empty)));
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
                            + " (separated by commas, or a .txt with one path per line)");
        for (Path path : NamedFiles.list("group", group)) scans.add(MatrixFiles.readSeries(path));
        return scans;
    }

    private Parcellation parcels(NeuroImage source, Mask within, Progress progress) throws IOException {
        if (Atlases.isCoordinateTable("atlas", atlas)) {
            ImageDoor.requirePlaced(input, "positions in millimetres cannot be located in it");
            MniPlaces.requireOrOwn(source, space(), "the table '" + atlas + "'");
            CoordinateTable table = Atlases.coordinates("atlas", atlas);
            RegionSeries means = RegionSeries.ofSpheres(source, table, radius, within, coverage, progress);
            return Parcellation.of(means, table, isMasked() ? within : BrainShadow.of(source, table.entries()));
        }
        LabelVolume labelled = Atlases.labels("atlas", atlas, labels);
        MniPlaces.requireAtlas(source, space(), labelled, atlas);
        if (!labelled.grid().isSameAs(source.grid()))
            ImageDoor.requirePlaced(input, "an atlas on another grid cannot be resampled to it");
        return Parcellation.of(RegionSeries.ofLabels(source, labelled, within, coverage, progress), labelled);
    }

    private Map<String, Object> about(NeuroImage source, RegionSeries regions) throws IOException {
        Map<String, Object> about = new TreeMap<>();
        about.put("Source", source.name());
        about.put("Atlas", Path.of(atlas).getFileName().toString());
        about.put("Measure", measure);
        about.put("Volumes", regions.volumes());
        about.put("LeastCoverage", coverage);
        if (Atlases.isCoordinateTable("atlas", atlas))
            about.put("RadiusMillimetres", Atlases.coordinates("atlas", atlas).radii(radius));
        Map<String, Object> share = new TreeMap<>();
        List<String> names = MatrixFiles.columnNames(regions.names());
        for (int r = 0; r < names.size(); r++) share.put(names.get(r), regions.coverage(r));
        about.put("Coverage", share);
        about.put("NotCovered", regions.voidNames());
        return about;
    }

    private void draw(Path file, double[][] matrix, Parcellation parcels) throws IOException {
        boolean bounded = List.of("correlation", "partial", "spearman").contains(measure);
        String unit = bounded ? "r" : measure;
        String title = ImageDoor.stem(input.getTitle()) + ": " + measure;
        AtomicFile.writeText(
                NamedFiles.beside(file, ".svg"),
                MatrixPicture.draw(
                        matrix,
                        parcels.series().names(),
                        new MatrixPicture.Options(title, unit, measure.equals("correlation") ? 1 : 0, !bounded)));
        if (parcels.shadow().count() == 0) return;
        int edges = Math.min(MOST_EDGES, Math.max(10, matrix.length * (matrix.length - 1) / 20));
        AtomicFile.writeText(
                NamedFiles.beside(file, "_brain.svg"),
                GlassBrainPicture.draw(
                        parcels.nodes(),
                        matrix,
                        parcels.shadow(),
                        new GlassBrainPicture.Options(title + ", the " + edges + " strongest", unit, edges)));
    }
}
