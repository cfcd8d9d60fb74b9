package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.DegreeCentrality;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps how many voxels each voxel is correlated with, and how strongly. */
@Plugin(type = Command.class, name = "Degree Centrality...", headless = true)
public final class DegreeCentralityCommand extends VoxelGraphCommand {

    @Parameter(
            label = "Threshold (r)",
            description = "correlations above the threshold are counted, 0 to below 1",
            persist = false)
    private double threshold = 0.25;

    @Parameter(label = "Weighted", description = "sum these correlations instead of counting them", persist = false)
    private boolean weighted = true;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = series();
        Mask within = within(source);
        var options = new DegreeCentrality.Options(threshold);
        DegreeCentrality.Maps maps = DegreeCentrality.of(source, within, options, progress);
        map = ResultMaps.of(source, weighted ? maps.weighted() : maps.binary(), result(), "degree");
    }
}
