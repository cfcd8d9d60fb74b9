package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.ica.ComponentDenoising;
import sc.fiji.boldj.ica.Components;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.ModelOrder;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.ica.SingleScanIca;
import sc.fiji.boldj.ica.Stability;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.ComponentSheet;

/** Splits a scan into independent maps and time courses. */
@Plugin(type = Command.class, name = "Independent Components...", headless = true)
public final class IndependentComponentsCommand extends BoldCommand {

    private static final String LABEL = "Independent Components...";

    @Parameter(label = "Series", description = "BOLD series, cleaned or only realigned", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to use, best the brain; empty: every voxel that varies",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(label = "Components", description = "how many; 0: estimated from the data", persist = false)
    private int components = 0;

    @Parameter(
            label = "Smoothing (mm)",
            description = "FWHM of the Gaussian by which the series is smoothed within the mask first; 0: not",
            persist = false)
    private double fwhm = 0;

    @Parameter(label = "Seed", description = "seed of the random starts", persist = false)
    private long seed = 1;

    @Parameter(
            label = "Order",
            description = "what decides on the number of components if it is 0",
            choices = {"laplace", "bic", "mdl"},
            persist = false)
    private String order = "laplace";

    @Parameter(
            label = "Contrast",
            description = "measure of how far from Gaussian a component is",
            choices = {"logcosh", "pow3", "gauss"},
            persist = false)
    private String contrast = "logcosh";

    @Parameter(
            label = "Approach",
            description = "all components at once, or one after the other",
            choices = {"symmetric", "deflation"},
            persist = false)
    private String approach = "symmetric";

    @Parameter(
            label = "Divide voxels by",
            description =
                    "the standard deviation of what strong components leave, that of the whole series, or nothing",
            choices = {"residual", "total", "none"},
            persist = false)
    private String variance = "residual";

    @Parameter(
            label = "Time courses (.tsv)",
            description = "TSV file to write, one column a component; empty: none",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String timecourses = "";

    @Parameter(label = "Title of the result", description = "title of the z maps", required = false, persist = false)
    private String result = "";

    @Parameter(
            label = "Results (folder)",
            description = "folder to write: maps, time courses, table of components, page; empty: none",
            required = false,
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Repeats for Iq",
            description = "searches on drawn voxels that judge stability, for the folder of results; 0: none",
            persist = false)
    private int stability = 20;

    @Parameter(
            label = "CSF",
            description = "mask or probability of CSF, for flags",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus csf;

    @Parameter(
            label = "Motion (.tsv)",
            description = "table that Realign Head Motion wrote, for flags",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String motion = "";

    @Parameter(
            label = "Templates",
            description = "4-D maps or 3-D labels of networks on MNI grid; empty: built in",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String templates = "";

    @Parameter(
            label = "Cleaned series (.nii)",
            description = "NIfTI file to write: the series without what its flagged components alone explain; empty:"
                    + " none",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String cleaned = "";

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus maps;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (!output.isBlank() || !cleaned.isBlank())
            ImageDoor.requirePlaced(input, "maps and series without a place cannot be saved as NIfTI");
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within = ImageDoor.maskOrAll(mask, source);
        NetworkTemplates networks = TemplateMaps.orNone(templates, within, source, space);
        Mask fluid = csf == null ? null : csfMask(ImageDoor.read(csf), source);
        double[][] parameters = MotionTable.readOrNull(motion, source);
        ResultFolder folder = output.isBlank() ? null : ResultFolder.at(output, LABEL);
        FastIca.Options search = SearchChoices.search(contrast, approach, seed);
        SingleScanIca.Options options = new SingleScanIca.Options(
                components,
                SearchChoices.criterion(order),
                SearchChoices.norm(variance),
                search,
                new Stability.Options(folder == null ? 0 : stability, true));
        Components found = decompose(source, within, options, progress.stage(0, 0.8));
        NeuroImage z = ComponentFiles.image(source, result, "ica", within, found.z());
        ComponentSheet sheet = ComponentSheet.of(
                new ComponentSheet.Inputs(
                        ImageDoor.stem(source.name()),
                        within,
                        mean(source, progress.stage(0.8, 0.85)),
                        found.used(),
                        found.count(),
                        found.z(),
                        ComponentFiles.shown(found),
                        found.explained(),
                        found.stability(),
                        found.timeCourses(),
                        source.timing().repetitionTime(),
                        fluid,
                        parameters,
                        networks,
                        notes(source, within, found, options)),
                progress.stage(0.85, 0.9));
        if (!timecourses.isBlank()) courses(Path.of(timecourses), source, found);
        if (folder != null)
            folder.write(options(), Map.of(source.name(), source.volumes() + " volumes"), place -> {
                ComponentFiles.write(place, sheet, z, progress.stage(0.9, 1));
                courses(place.resolve("timecourses.tsv"), source, found);
            });
        if (!cleaned.isBlank()) clean(source, within, found, sheet, progress.stage(0.95, 1));
        maps = ImageDoor.toImagePlus(z);
        summary = source.name() + ": " + found.count() + " components, "
                + String.format(
                        Locale.ROOT,
                        "%.0f %% of the variance",
                        100 * Arrays.stream(found.explained()).sum())
                + "; " + sheet.words()
                + found.order()
                        .flatMap(o -> o.warning())
                        .map(w -> "; warning: " + w)
                        .orElse("");
    }

    private Components decompose(NeuroImage source, Mask within, SingleScanIca.Options options, Progress progress) {
        var smoothing = new GaussianSmoothing.Options(fwhm);
        if (fwhm == 0) return SingleScanIca.decompose(source, within, options, progress);
        source.requireSeries(3);
        // no smoothed copy of the whole scan: it would take as much memory again
        float[] series = GaussianSmoothing.matrix(source, within, smoothing, progress.stage(0, 0.2));
        return SingleScanIca.decompose(series, source.name(), within, options, progress.stage(0.2, 1));
    }

    /** A mask where the probability of CSF is 0.5 or more. */
    static Mask csfMask(NeuroImage image, NeuroImage like) {
        image.grid().requireSameAs(like.grid(), "'" + image.name() + "'", "'" + like.name() + "'");
        return Mask.above(image.grid(), image.volume(0), 0.5);
    }

    static float[] mean(NeuroImage source, Progress progress) {
        return MeanVolume.between(source, 0, source.volumes(), progress);
    }

    /** Writes the series without what flagged components alone explain. */
    private void clean(NeuroImage source, Mask within, Components found, ComponentSheet sheet, Progress progress)
            throws IOException {
        int[] flagged = sheet.rows().stream()
                .filter(row -> !row.flags().isEmpty())
                .mapToInt(row -> row.number() - 1)
                .toArray();
        NeuroImage target = source.createLike(source.name() + "-cleaned", source.volumes());
        ComponentDenoising.remove(
                source, within, found.timeCourses(), found.count(), flagged, target, progress.stage(0, 0.5));
        NiftiWriter.write(target, Path.of(cleaned), NiftiWriter.Options.DEFAULT, progress.stage(0.5, 1));
    }

    private static void courses(Path file, NeuroImage source, Components found) throws IOException {
        TableFiles.write(
                file,
                ComponentFiles.courses(TsvTable.builder(), found.timeCourses(), found.count())
                        .build(),
                ComponentFiles.courseWords(source.timing(), "in units of the variance-normalised data"));
    }

    private List<String> notes(NeuroImage source, Mask within, Components found, SingleScanIca.Options options) {
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT,
                "%d volumes of %d voxels were %s%s, reduced to %d principal components (%s),"
                        + " and separated by FastICA (%s; %d iterations, %s).",
                source.volumes(),
                within.count(),
                fwhm > 0 ? "smoothed by " + fwhm + " mm (FWHM) within the mask, " : "",
                SearchChoices.words(options.norm()),
                found.count(),
                found.order().isPresent()
                        ? "number by " + criterion(options.criterion()) + ", noise colour allowed for"
                        : "number given",
                SearchChoices.words(options.search()),
                found.search().iterations(),
                found.search().converged() ? "converged" : "some components had not settled"));
        notes.add("Maps are z values against each map's background (mixture of a Gaussian and two gamma densities).");
        found.order().flatMap(o -> o.warning()).ifPresent(w -> notes.add("Warning: " + w + "."));
        return notes;
    }

    private static String criterion(ModelOrder.Criterion criterion) {
        return criterion == ModelOrder.Criterion.LAPLACE ? "Laplace's approximation" : criterion.name();
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new TreeMap<>();
        options.put("mask", mask == null ? "" : mask.getTitle());
        options.put("components", components);
        options.put("fwhm", fwhm);
        options.put("order", order);
        options.put("contrast", contrast);
        options.put("approach", approach);
        options.put("variance", variance);
        options.put("seed", seed);
        options.put("stability", stability);
        options.put("csf", csf == null ? "" : csf.getTitle());
        options.put("motion", motion);
        options.put("templates", templates);
        return options;
    }
}
