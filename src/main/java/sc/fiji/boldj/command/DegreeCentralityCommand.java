package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.DegreeCentrality;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps how many voxels each voxel is correlated with, and how strongly. */
@Plugin(type = Command.class, name = "Degree Centrality...", headless = true)
public final class DegreeCentralityCommand extends BoldCommand {

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

    @Parameter(label = "Threshold (r)", description = "correlations above it count, 0 to below 1", persist = false)
    private double threshold = 0.25;

    @Parameter(
            label = "Weighted",
            description = "the sum of these correlations; otherwise their number",
            persist = false)
    private boolean weighted = true;

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within = ImageDoor.maskOrAll(mask, source);
        var options = new DegreeCentrality.Options(threshold);
        DegreeCentrality.Maps maps = DegreeCentrality.compute(source, within, options, progress);
        map = ResultMaps.of(source, weighted ? maps.weighted() : maps.binary(), result, "degree");
    }
}
