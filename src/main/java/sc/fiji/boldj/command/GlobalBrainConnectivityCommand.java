package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.GlobalBrainConnectivity;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps the mean Fisher z of each voxel with all others. */
@Plugin(type = Command.class, name = "Global Brain Connectivity...", headless = true)
public final class GlobalBrainConnectivityCommand extends VoxelGraphCommand {

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = series();
        NeuroImage mean = GlobalBrainConnectivity.of(source, within(source), progress);
        map = ResultMaps.of(source, mean, result(), "gbc");
    }
}
