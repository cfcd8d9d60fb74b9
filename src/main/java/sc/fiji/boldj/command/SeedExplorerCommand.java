package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.awt.GraphicsEnvironment;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.explore.SeedExplorer;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Opens a window that shows the seed map of the position under the mouse while it is dragged. */
@Plugin(type = Command.class, name = "Seed Explorer", headless = true)
public final class SeedExplorerCommand extends BoldCommand {

    @Parameter(label = "Series", description = "denoised BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to correlate; none: the mask that Brain Mask... computes",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Override
    public void execute(Progress progress) {
        if (GraphicsEnvironment.isHeadless())
            throw new IllegalArgumentException(
                    "there is no screen for a window: Seed Correlation... computes the same maps without one");
        NeuroImage source = ImageDoor.readSeries(input);
        ImageDoor.requirePlaced(input, "a seed in millimetres cannot be located in it");
        Mask within;
        try {
            within = TaskInputs.mask(mask, source, progress.stage(0, 0.3));
        } catch (IllegalArgumentException e) {
            if (mask != null) throw e;
            throw new IllegalArgumentException(
                    "no brain was found in the series. If it is denoised, its mean shows no anatomy: open the mask of"
                            + " the scan (its name ends in desc-brain_mask.nii.gz) and choose it as 'Within mask'",
                    e);
        }
        SeedExplorer.open(
                input,
                source,
                new SeedExplorer.Within(within, mask == null ? null : mask.getTitle()),
                DegreesOfFreedom.known(input),
                Atlases.FOR_WINDOWS,
                progress.stage(0.3, 1));
    }
}
