package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.connectivity.MirroredHomotopic;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.SymmetricHomotopic;
import sc.fiji.boldj.workflow.TemplateSymmetry;

/** Maps the correlation of each voxel with its homotopic voxel, in an asymmetric template by way of its symmetric space. */
@Plugin(type = Command.class, name = "Homotopic Connectivity...", headless = true)
@KeyOrder({"input", "mask", "measure", "result", "space"})
public final class HomotopicConnectivityCommand extends MniResultCommand {

    @Parameter(label = "Series", description = "denoised BOLD series in MNI space", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to use; the rest is set to 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Measure",
            description = "Fisher z or Pearson r",
            choices = {"z", "r"},
            persist = false)
    private String measure = "z";

    @Parameter(
            label = "Symmetric space",
            description =
                    "true: homotopic voxels are found in the symmetric space of the built-in template; false: at the"
                            + " mirrored x; auto: true in MNI space, unless the space is a symmetric template (MNI152...Sym)",
            choices = {MniPlaces.AUTO, "true", "false"},
            persist = false)
    private String symmetric = MniPlaces.AUTO;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        ImageDoor.requirePlaced(input, "the midsagittal plane x = 0 cannot be located in it");
        MniPlaces.requireOrOwn(source, space(), "the midsagittal plane x = 0 between the hemispheres");
        Mask within = ImageDoor.maskOrAll(mask, source);
        boolean fisher = measure.equals("z");
        NeuroImage values;
        if (isSymmetrised(source)) {
            TemplateSymmetry symmetry = TemplateSymmetry.of(Template.builtIn(), progress.stage(0, 0.7));
            float[] z = SymmetricHomotopic.compute(source, within, symmetry, progress.stage(0.7, 1));
            if (!fisher) for (int v = 0; v < z.length; v++) z[v] = (float) StrictMath.tanh(z[v]);
            values = source.createLike("vmhc", 1);
            values.writeVolume(0, z);
        } else {
            MirroredHomotopic.Maps maps = MirroredHomotopic.of(source, within, progress);
            values = fisher ? maps.z() : maps.r();
        }
        map = ResultMaps.of(source, values, result(), "vmhc_" + measure);
    }

    /** In an asymmetric template the mirrored place is not the homotopic one. */
    private boolean isSymmetrised(NeuroImage source) {
        if (!symmetric.equals(MniPlaces.AUTO)) return Boolean.parseBoolean(symmetric);
        boolean symmetricTemplate = source.space().name().matches("(?i).*(?<!a)sym.*"); // not ...Asym
        return MniPlaces.isMni(source, space()) && !space().equals(MniPlaces.OWN) && !symmetricTemplate;
    }
}
