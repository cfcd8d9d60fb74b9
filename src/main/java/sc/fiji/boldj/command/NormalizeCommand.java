package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.atlas.TemplateFiles;
import sc.fiji.boldj.atlas.TemplateFlow;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.SynRegistration;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Normalization;
import sc.fiji.boldj.workflow.ScanToStandard;
import sc.fiji.boldj.workflow.SpaceVerdicts;
import sc.fiji.boldj.workflow.StandardSpace;
import sc.fiji.boldj.workflow.Verdict;

/** Brings a scan to MNI space. */
@Plugin(type = Command.class, name = "Normalize To MNI...", headless = true)
public final class NormalizeCommand extends BoldCommand {

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

    @Parameter(label = "Nonlinear", description = "whether a warp follows the affine map", persist = false)
    private boolean nonlinear = true;

    @Parameter(
            label = "Transforms (.txt)",
            description =
                    "file for the affine map from the template to the scan; beside it the same for ITK (_itk.txt), the"
                            + " warp (_warp.nii.gz) and its inverse (_inverse_warp.nii.gz); empty: none",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String transform = "";

    @Parameter(label = "Voxel (mm)", description = "edge of the result's voxels in millimetres", persist = false)
    private double voxel = 2;

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

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
        ImageDoor.requirePlaced(input, "it cannot be laid over a template");
        ResultFolder folder = output.isBlank() ? null : ResultFolder.at(output, "Normalize To MNI...");
        if (!transform.isBlank()) NormalizeFiles.requireFolder(Path.of(transform));
        VoxelGrid standard = Template.grid(voxel);
        Template target =
                TemplateFiles.named(template, new TemplateFlow(TemplateFlow.Options.ofUser()), progress.stage(0, 0.02));
        VoxelGrid grid = target.grid().isSameAs(Template.grid(2))
                ? standard
                : target.grid().withVoxelSize(voxel);
        Normalization.Options options = new Normalization.Options(nonlinear, SynRegistration.Options.DEFAULT);
        Progress work = progress.stage(0.02, 0.9);
        Normalization.Anatomy anatomy = null;
        Normalization.Functional functional = null;
        if (modality.equals("t1")) anatomy = Normalization.t1(scan, target, options, work);
        else functional = Normalization.bold(scan, target, options, work);
        StandardSpace space = anatomy == null ? functional.space() : anatomy.space();
        List<Verdict> verdicts = anatomy == null ? SpaceVerdicts.of(functional) : SpaceVerdicts.of(anatomy);
        NeuroImage moved =
                ImageDoor.create(scan, grid, result, "mni", scan.volumes()).withSpace(target.space());
        List<Affine> still = new ArrayList<>();
        for (int t = 0; t < scan.volumes(); t++) still.add(Affine.IDENTITY);
        ScanToStandard.resample(
                anatomy == null ? scan : anatomy.corrected(),
                space,
                Affine.IDENTITY,
                still,
                Interpolation.CUBIC,
                moved,
                progress.stage(0.9, 0.95));
        if (!transform.isBlank()) NormalizeFiles.transforms(Path.of(transform), space, progress.stage(0.95, 0.98));
        if (folder != null)
            NormalizeFiles.folder(
                    folder,
                    CommandOptions.of(this),
                    scan,
                    space,
                    anatomy,
                    functional,
                    verdicts,
                    progress.stage(0.98, 1));
        StringBuilder words = new StringBuilder(scan.name() + " in the space of " + target.name() + ":");
        for (Verdict verdict : verdicts) {
            words.append(' ')
                    .append(verdict.topic().toLowerCase(java.util.Locale.ROOT))
                    .append(' ')
                    .append(verdict.figure())
                    .append(';');
            if (verdict.light().compareTo(Verdict.Light.AMBER) >= 0)
                HostProgress.warn("warning: " + scan.name() + ": " + verdict.words());
        }
        summary = words.substring(0, words.length() - 1);
        normalized = ImageDoor.toImagePlus(moved);
    }
}
