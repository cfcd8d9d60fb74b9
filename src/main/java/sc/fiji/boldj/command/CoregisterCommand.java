package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.registration.LinearCost;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.WhiteSurface;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.Coregistration;

/** Lays one scan over another by a rigid or affine map. */
@Plugin(type = Command.class, name = "Coregister Images...", headless = true)
public final class CoregisterCommand extends ResultCommand {

    @Parameter(label = "Moving", description = "scan to register; for a series, its mean volume", persist = false)
    private ImagePlus moving;

    @Parameter(label = "Fixed", description = "scan to register to, such as the T1-weighted image", persist = false)
    private ImagePlus fixed;

    @Parameter(
            label = "Degrees of freedom",
            description = "6: translations and rotations; 9: also three scales; 12: affine",
            persist = false)
    private int dof = 6;

    @Parameter(
            label = "Cost",
            description =
                    "nmi: normalised mutual information; bbr: nmi, then the white-matter boundary of the fixed T1; cc: local correlation",
            choices = {"nmi", "bbr", "cc"},
            persist = false)
    private String cost = "nmi";

    @Parameter(
            label = "White matter",
            description = "probability of white matter on the grid of the fixed scan, for bbr; none: segmented",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus wm;

    @Parameter(
            label = "Brain of the fixed scan",
            description =
                    "mask on the grid of the fixed scan, which is treated as dark outside it; none: extracted if cost is bbr and no white matter is given, otherwise no mask",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Transform (.txt)",
            description =
                    "text file to write: the 4x4 matrix that maps positions in the fixed scan to positions in the moving scan (RAS mm); the same transform is written in ITK format to a file that ends in _itk.txt",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String transform = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus registered;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    @Override
    public void execute(Progress progress) throws IOException {
        String why = "it cannot be registered to another";
        ImageDoor.requirePlaced(moving, why);
        ImageDoor.requirePlaced(fixed, why);
        LinearRegistration.Options options = LinearRegistration.Options.DEFAULT
                .withDof(dof)
                .withCost(cost.equals("cc") ? LinearCost.LOCAL_CORRELATION : LinearCost.NORMALISED_MUTUAL_INFORMATION);
        NeuroImage onto = ImageDoor.read(fixed);
        Mask brain = mask == null ? null : ImageDoor.mask(mask, onto);
        boolean border = cost.equals("bbr");
        if (border && dof != 6)
            throw new IllegalArgumentException("key 'dof' is " + dof + " but cost=bbr is rigid: dof=6");
        WhiteSurface surface = wm == null || !border ? null : given(onto);
        Coregistration found = Coregistration.of(
                ImageDoor.read(moving), onto, new Coregistration.Options(options, border, brain, surface), progress);
        report = found.words();
        if (!found.warning().isEmpty()) HostProgress.warn("warning: " + found.warning());
        NeuroImage target = ImageDoor.create(found.mean(), onto.grid(), result(), "coregistered", 1)
                .withSpace(onto.space());
        Resampler.resampleSeries(
                found.mean(), List.of(found.fixedToMoving()), Interpolation.CUBIC, target, progress.stage(0.95, 1));
        if (!transform.isBlank()) TransformFiles.writeBoth(Path.of(transform), List.of(found.fixedToMoving()));
        registered = ImageDoor.toImagePlus(target);
    }

    private WhiteSurface given(NeuroImage onto) {
        NeuroImage probability = ImageDoor.read(wm);
        probability
                .grid()
                .requireSameAs(onto.grid(), "the white matter '" + wm.getTitle() + "'", "'" + onto.name() + "'");
        return WhiteSurface.of(probability);
    }
}
