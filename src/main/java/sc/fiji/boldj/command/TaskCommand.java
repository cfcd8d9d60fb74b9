package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.util.Map;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** What commands on a task run share: confounds, drift, times and mask. */
abstract class TaskCommand extends FolderCommand {

    @Parameter(
            label = "Confounds (.tsv)",
            description = "table of confounds, one row per volume; empty: none",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String confounds = "";

    @Parameter(
            label = "Columns",
            description = "presets such as 24P+aCompCor, or columns of the confounds separated by commas; empty: all",
            required = false,
            persist = false)
    private String columns = "";

    @Parameter(
            label = "High-pass (s)",
            description = "longest period kept, in seconds; 0: no high-pass filter",
            persist = false)
    private double highPass = 128;

    @Parameter(
            label = "Reference time (s)",
            description = "time to which the values of a volume refer, in seconds after its start; -1: from the image",
            persist = false)
    private double referenceTime = -1;

    @Parameter(
            label = "Mask",
            description = "voxels to use; empty: a brain mask is computed",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    /** Refuses a folder of results that holds something else, and a series whose maps could not be written there. */
    final void requireFree(ImagePlus input) throws IOException {
        ImageDoor.requirePlaced(input, "maps without a position cannot be saved as NIfTI");
        requireFree();
    }

    /** Seconds; 0: none. */
    final double highPass() {
        return highPass;
    }

    /** The table of confounds; blank if none. */
    final String confounds() {
        return confounds;
    }

    /** When the values of the run were measured. */
    final Sampling sampling(NeuroImage source) {
        return TaskInputs.sampling(source, referenceTime);
    }

    /** The columns of the confounds that are asked for. */
    final Map<String, double[]> regressors(NeuroImage source) throws IOException {
        return TaskInputs.confounds(confounds, columns, source);
    }

    /** The mask that is given, or the brain that is found. */
    final Mask within(NeuroImage source, Progress progress) {
        return TaskInputs.mask(mask, source, progress);
    }
}
