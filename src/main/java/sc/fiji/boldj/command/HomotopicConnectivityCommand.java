package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.MirroredHomotopic;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps the correlation of each voxel with the voxel at the mirrored x. */
@Plugin(type = Command.class, name = "Homotopic Connectivity...", headless = true)
public final class HomotopicConnectivityCommand extends BoldCommand {

    @Parameter(label = "Series", description = "denoised BOLD series in a symmetric space such as MNI", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to use; the rest becomes 0",
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

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        ImageDoor.requirePlaced(input, "the middle plane x = 0 cannot be found in it");
        MniPlaces.requireOrOwn(source, space, "the middle plane x = 0 that parts the hemispheres");
        Mask within = ImageDoor.maskOrAll(mask, source);
        MirroredHomotopic.Maps maps = MirroredHomotopic.compute(source, within, progress);
        map = ResultMaps.of(source, measure.equals("z") ? maps.z() : maps.r(), result, "vmhc_" + measure);
    }
}
