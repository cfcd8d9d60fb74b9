package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.registration.BoundaryFit;
import sc.fiji.boldj.registration.BoundaryRegistration;
import sc.fiji.boldj.registration.LinearCost;
import sc.fiji.boldj.registration.LinearFit;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.WhiteSurface;
import sc.fiji.boldj.run.Progress;

/** Lays one scan over another by a rigid or affine map. */
@Plugin(type = Command.class, name = "Coregister Images...", headless = true)
public final class CoregisterCommand extends BoldCommand {

    @Parameter(label = "Moving", description = "scan to lay over the other; of a series its mean", persist = false)
    private ImagePlus moving;

    @Parameter(label = "Fixed", description = "scan that stays where it is, such as the T1", persist = false)
    private ImagePlus fixed;

    @Parameter(
            label = "Degrees of freedom",
            description = "6: shifts and turns; 9: and three scales; 12: affine",
            persist = false)
    private int dof = 6;

    @Parameter(
            label = "Cost",
            description =
                    "nmi: normalised mutual information; bbr: nmi, then the border of white matter of the fixed T1;"
                            + " cc: local correlation",
            choices = {"nmi", "bbr", "cc"},
            persist = false)
    private String cost = "nmi";

    @Parameter(
            label = "White matter",
            description = "probability image of white matter on the fixed scan's grid, for bbr; none: looked for",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus wm;

    @Parameter(
            label = "Brain of the fixed scan",
            description = "mask on the fixed scan's grid; outside it the fixed scan counts as dark; none: with bbr and"
                    + " no white matter looked for, else the scan as it is",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Transform (.txt)",
            description =
                    "4x4 matrix to write, RAS mm, from places of the fixed scan to places of the moving scan; ITK in"
                            + " a second file that ends in _itk.txt",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String transform = "";

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus registered;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    @Override
    public void execute(Progress progress) throws IOException {
        String why = "it cannot be laid over another";
        ImageDoor.requirePlaced(moving, why);
        ImageDoor.requirePlaced(fixed, why);
        LinearRegistration.Options options = LinearRegistration.Options.DEFAULT
                .withDof(dof)
                .withCost(cost.equals("cc") ? LinearCost.LOCAL_CORRELATION : LinearCost.NORMALISED_MUTUAL_INFORMATION);
        NeuroImage onto = ImageDoor.read(fixed);
        Mask brain = mask == null ? null : ImageDoor.mask(mask, onto);
        requireRigid();
        WhiteSurface surface = wm == null || !cost.equals("bbr") ? null : given(onto);
        String found = "";
        double begin = 0;
        if (cost.equals("bbr") && surface == null) {
            FixedAnatomy anatomy = FixedAnatomy.of(onto, brain, progress.stage(0, 0.5));
            brain = anatomy.brain();
            surface = WhiteSurface.of(anatomy.white());
            found = String.format(
                    Locale.ROOT, "\nwhite matter looked for in '%s', brain of %.2f litres", onto.name(), litres(brain));
            begin = 0.5;
        }
        Progress rest = progress.stage(begin, 1);
        NeuroImage mean = mean(ImageDoor.read(moving), rest.stage(0, 0.1));
        LinearRegistration.Weights weights = brain == null
                ? LinearRegistration.Weights.NONE
                : LinearRegistration.Weights.brain(brain.toImage(onto, "brain"));
        LinearFit fit = LinearRegistration.register(onto, mean, weights, options, rest.stage(0.1, 0.7));
        Affine map = fit.fixedToMoving();
        report = String.format(
                        Locale.ROOT,
                        "%d degrees of freedom, cost %.5f, overlap %.0f %%",
                        dof,
                        fit.cost(),
                        100 * fit.overlap())
                + found;
        if (surface != null) {
            BoundaryFit refined = BoundaryRegistration.refine(
                    mean, surface, map, BoundaryRegistration.Options.DEFAULT, rest.stage(0.7, 0.9));
            map = refined.fixedToMoving();
            report += "\n" + refined.finding();
            if (!refined.accepted()) HostProgress.warn("warning: " + refined.finding());
        }
        NeuroImage target =
                ImageDoor.create(mean, onto.grid(), result, "coregistered", 1).withSpace(onto.space());
        Resampler.resampleSeries(mean, List.of(map), Interpolation.CUBIC, target, rest.stage(0.9, 1));
        if (!transform.isBlank()) write(Path.of(transform), map);
        registered = ImageDoor.toImagePlus(target);
    }

    private void requireRigid() {
        if (cost.equals("bbr") && dof != 6)
            throw new IllegalArgumentException("key 'dof' is " + dof + " but cost=bbr is rigid: dof=6");
    }

    private WhiteSurface given(NeuroImage onto) {
        NeuroImage probability = ImageDoor.read(wm);
        probability
                .grid()
                .requireSameAs(onto.grid(), "the white matter '" + wm.getTitle() + "'", "'" + onto.name() + "'");
        return WhiteSurface.of(probability);
    }

    private static double litres(Mask brain) {
        return brain.count()
                * brain.grid().voxelSize(0)
                * brain.grid().voxelSize(1)
                * brain.grid().voxelSize(2)
                / 1e6;
    }

    private static NeuroImage mean(NeuroImage source, Progress progress) {
        if (source.volumes() == 1) return source;
        NeuroImage mean = source.createLike(source.name(), 1);
        MeanVolume.of(source, mean, progress);
        return mean;
    }

    private static void write(Path file, Affine map) throws IOException {
        TransformFiles.writePlain(file, List.of(map));
        String name = file.getFileName().toString().replaceAll("(?i)\\.txt$", "");
        TransformFiles.writeItk(file.resolveSibling(name + "_itk.txt"), List.of(map));
    }
}
