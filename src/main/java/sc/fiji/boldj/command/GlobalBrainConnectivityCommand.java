package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.GlobalBrainConnectivity;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps the mean Fisher z of each voxel with all others. */
@Plugin(type = Command.class, name = "Global Brain Connectivity...", headless = true)
public final class GlobalBrainConnectivityCommand extends BoldCommand {

    @Parameter(label = "Series", description = "denoised BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to use, best grey matter; the rest becomes 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        NeuroImage mean = GlobalBrainConnectivity.compute(source, ImageDoor.maskOrAll(mask, source), progress);
        map = ResultMaps.of(source, mean, result, "gbc");
    }
}
