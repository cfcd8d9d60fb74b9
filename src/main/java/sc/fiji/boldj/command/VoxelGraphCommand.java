package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;

/** What commands share that correlate every voxel with every other: the series and its voxels. */
@KeyOrder({"input", "mask"})
abstract class VoxelGraphCommand extends ResultCommand {

    @Parameter(label = "Series", description = "denoised BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to use, preferably grey matter; the rest is set to 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    /** The series. */
    final NeuroImage series() {
        return ImageDoor.readSeries(input);
    }

    /** The mask that is given, or every voxel. */
    final Mask within(NeuroImage source) {
        return ImageDoor.maskOrAll(mask, source);
    }
}
