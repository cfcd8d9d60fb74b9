package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.ica.SingleScanIca;
import sc.fiji.boldj.ica.Stability;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.component.ComponentMaps;
import sc.fiji.boldj.workflow.component.ComponentSheet;
import sc.fiji.boldj.workflow.component.SingleScanComponents;
import sc.fiji.boldj.workflow.scan.MotionTable;

/** Splits a scan into independent maps and time courses. */
@Plugin(type = Command.class, name = "Independent Components...", headless = true)
@KeyOrder({
    "input",
    "mask",
    "components",
    "fwhm",
    "seed",
    "order",
    "contrast",
    "approach",
    "variance",
    "timecourses",
    "result",
    "output",
    "stability",
    "csf",
    "motion",
    "templates",
    "cleaned",
    "space"
})
public final class IndependentComponentsCommand extends ComponentSearchCommand {

    private static final String LABEL = "Independent Components...";

    @Parameter(label = "Series", description = "BOLD series, denoised or only realigned", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to use, preferably the brain; empty: every voxel that varies",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(label = "Components", description = "number of components; 0: estimated from the data", persist = false)
    private int components = 0;

    @Parameter(
            label = "Smoothing (mm)",
            description = "FWHM of the Gaussian smoothing within the mask before the decomposition; 0: none",
            persist = false)
    private double fwhm = 0;

    @Parameter(
            label = "Order",
            description = "criterion for estimating the number of components, if Components is 0",
            choices = {"laplace", "bic", "mdl"},
            persist = false)
    private String order = "laplace";

    @Parameter(
            label = "Time courses (.tsv)",
            description = "TSV file to write, one column per component; empty: none",
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
            description =
                    "repeats on resampled voxels to estimate the stability of the components; needs a folder of results; 0: none",
            persist = false)
    private int stability = 20;

    @Parameter(
            label = "CSF",
            description = "mask or probability map of CSF, for artefact flags",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus csf;

    @Parameter(
            label = "Motion (.tsv)",
            description = "table written by Realign Head Motion, for artefact flags",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String motion = "";

    @Parameter(
            label = "Cleaned series (.nii)",
            description =
                    "NIfTI file to write: the series without the variance that only flagged components explain; empty: none",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String cleaned = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus maps;

    @Override
    public void execute(Progress progress) throws IOException {
        if (!output.isBlank() || !cleaned.isBlank())
            ImageDoor.requirePlaced(input, "maps and series without a position cannot be saved as NIfTI");
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within = ImageDoor.maskOrAll(mask, source);
        NetworkTemplates networks = TemplateMaps.orNone(templates(), within, source, space());
        var evidence = new ComponentSheet.Evidence(
                ImageDoor.stem(source.name()),
                csf == null ? null : ComponentMaps.csf(ImageDoor.read(csf), source),
                MotionTable.readOrNull(motion, source),
                networks);
        ResultFolder folder = output.isBlank() ? null : ResultFolder.at(output, LABEL);
        SingleScanIca.Options options = new SingleScanIca.Options(
                components,
                SearchChoices.criterion(order),
                norm(),
                search(),
                new Stability.Options(folder == null ? 0 : stability, true));
        SingleScanComponents found =
                SingleScanComponents.of(source, within, fwhm, options, evidence, progress.stage(0, 0.9));
        NeuroImage z =
                ImageDoor.create(source, result, "ica", found.found().count()).withTiming(SeriesTiming.UNKNOWN);
        ComponentMaps.fill(z, within, found.found().z());
        if (!timecourses.isBlank()) found.writeTimeCourses(Path.of(timecourses));
        if (folder != null)
            folder.write(options(), Map.of(source.name(), source.volumes() + " volumes"), place -> {
                write(place, found.sheet(), z, progress.stage(0.9, 1));
                found.writeTimeCourses(place.resolve("timecourses.tsv"));
            });
        if (!cleaned.isBlank()) found.writeCleaned(Path.of(cleaned), progress.stage(0.95, 1));
        maps = ImageDoor.toImagePlus(z);
        say(found.words());
    }

    private Map<String, Object> options() {
        Map<String, Object> options = searchOptions();
        options.put("mask", mask == null ? "" : mask.getTitle());
        options.put("components", components);
        options.put("fwhm", fwhm);
        options.put("order", order);
        options.put("stability", stability);
        options.put("csf", csf == null ? "" : csf.getTitle());
        options.put("motion", motion);
        return options;
    }
}
