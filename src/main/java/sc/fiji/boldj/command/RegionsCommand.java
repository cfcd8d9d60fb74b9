package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;

/** What commands on the mean series of regions share: the voxels that are used. */
abstract class RegionsCommand extends MniCommand {

    @Parameter(
            label = "Within mask",
            description = "voxels to use; empty: all voxels that vary",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    /** Whether a mask is given. */
    final boolean isMasked() {
        return mask != null;
    }

    /** The mask that is given, or every voxel. */
    final Mask within(NeuroImage source) {
        return ImageDoor.maskOrAll(mask, source);
    }
}
