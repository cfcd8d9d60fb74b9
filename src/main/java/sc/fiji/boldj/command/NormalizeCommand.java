package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.atlas.TemplateFiles;
import sc.fiji.boldj.atlas.TemplateFlow;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.registration.SynRegistration;
import sc.fiji.boldj.report.SpacePage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.Normalization;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.scan.NormalizedScan;

/** Brings a scan to MNI space. */
@Plugin(type = Command.class, name = "Normalize To MNI...", headless = true)
@KeyOrder({"input", "modality", "template", "nonlinear", "transform", "voxel", "result"})
public final class NormalizeCommand extends ResultCommand {

    @Parameter(label = "Scan", description = "T1-weighted head, or realigned BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Modality",
            description = "kind of scan",
            choices = {"t1", "bold"},
            persist = false)
    private String modality = "t1";

    @Parameter(
            label = "Template",
            description =
                    "T1-weighted brain in MNI space (.nii, .nii.gz), or MNI152NLin2009cAsym or MNI152NLin6Asym from"
                            + " TemplateFlow; empty: the built-in one",
            required = false,
            persist = false)
    private String template = "";

    @Parameter(
            label = "Nonlinear",
            description = "whether to follow the affine registration with a warp",
            persist = false)
    private boolean nonlinear = true;

    @Parameter(
            label = "Transforms (.txt)",
            description =
                    "file for the affine transform from the template to the scan; the same in ITK format (_itk.txt), the"
                            + " warp (_warp.nii.gz) and its inverse (_inverse_warp.nii.gz); empty: none",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String transform = "";

    @Parameter(label = "Voxel (mm)", description = "voxel size of the result in millimetres", persist = false)
    private double voxel = 2;

    @Parameter(
            label = "Folder",
            description = "new folder for the brain mask, the tissues of a T1-weighted scan, in its own space and the"
                    + " template's, and a page with a picture; empty: none",
            required = false,
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus normalized;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage scan = ImageDoor.read(input);
        ImageDoor.requirePlaced(input, "it cannot be registered to a template");
        ResultFolder folder = output.isBlank() ? null : ResultFolder.at(output, "Normalize To MNI...");
        if (!transform.isBlank()) requireFolder(Path.of(transform));
        VoxelGrid standard = Template.grid(voxel);
        Template target =
                TemplateFiles.named(template, new TemplateFlow(TemplateFlow.Options.ofUser()), progress.stage(0, 0.02));
        VoxelGrid grid = target.grid().isSameAs(Template.grid(2))
                ? standard
                : target.grid().withVoxelSize(voxel);
        NormalizedScan found = NormalizedScan.of(
                scan,
                modality.equals("t1"),
                target,
                new Normalization.Options(nonlinear, SynRegistration.Options.DEFAULT),
                progress.stage(0.02, 0.9));
        NeuroImage moved =
                ImageDoor.create(scan, grid, result(), "mni", scan.volumes()).withSpace(target.space());
        found.resample(moved, progress.stage(0.9, 0.95));
        if (!transform.isBlank()) found.writeTransforms(Path.of(transform), progress.stage(0.95, 0.98));
        if (folder != null)
            folder.write(
                    CommandOptions.of(this),
                    Map.of(scan.name(), FileDigest.of(scan)),
                    place -> AtomicFile.writeText(
                            place.resolve("index.html"),
                            SpacePage.of(
                                            ImageDoor.stem(scan.name()),
                                            found.verdicts(),
                                            found.write(place),
                                            target,
                                            found.methods(),
                                            "BoldJ " + Version.text())
                                    .toHtml()));
        for (Verdict verdict : found.verdicts())
            if (verdict.light().compareTo(Verdict.Light.AMBER) >= 0)
                HostProgress.warn("warning: " + scan.name() + ": " + verdict.words());
        summary = scan.name() + " in the space of " + target.name() + ": " + found.words();
        normalized = ImageDoor.toImagePlus(moved);
    }

    /** Said before the work begins, not after. */
    private static void requireFolder(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent))
            throw new IOException("transform: cannot write '" + file + "': there is no folder '" + parent + "'");
        if (!file.getFileName().toString().matches("(?i).*\\.txt$"))
            throw new IllegalArgumentException("key 'transform' is '" + file
                    + "' but must end with .txt: it is the affine map; the warp goes beside it");
    }
}
