package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.RegionalHomogeneity;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps how alike the time courses of neighbouring voxels are. */
@Plugin(type = Command.class, name = "Regional Homogeneity...", headless = true)
public final class RegionalHomogeneityCommand extends ResultCommand {

    @Parameter(label = "Series", description = "denoised BOLD series, not smoothed", persist = false)
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
            label = "Neighbours",
            description = "number of voxels in a neighbourhood, including the voxel itself: 7, 19 or 27",
            persist = false)
    private int neighbours = 27;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within = ImageDoor.maskOrAll(mask, source);
        var options = new RegionalHomogeneity.Options(neighbours);
        NeuroImage reho = RegionalHomogeneity.of(source, within, options, progress);
        map = ResultMaps.of(source, reho, result(), "reho");
    }
}
