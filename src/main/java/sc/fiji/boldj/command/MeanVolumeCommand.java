package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Averages the volumes of a series. */
@Plugin(type = Command.class, name = "Mean Volume...", headless = true)
public final class MeanVolumeCommand extends ResultCommand {

    @Parameter(label = "Series", description = "series to average", persist = false)
    private ImagePlus input;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus mean;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        NeuroImage target = target(source, "mean", 1);
        MeanVolume.of(source, target, progress);
        mean = ImageDoor.toImagePlus(target);
    }
}
