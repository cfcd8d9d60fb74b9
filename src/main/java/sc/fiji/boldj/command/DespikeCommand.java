package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.util.Locale;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.preprocess.Despike;
import sc.fiji.boldj.run.Progress;

/** Pulls outlying values of each voxel's series back towards its smooth course. */
@Plugin(type = Command.class, name = "Despike Time Series...", headless = true)
public final class DespikeCommand extends ResultCommand {

    /** A generous mask: clip level 0.3, grown by 4 layers, as 3dDespike makes its own. */
    private static final BrainMask.Options GENEROUS = new BrainMask.Options(0.3, true, 1, 4);

    @Parameter(label = "Series", description = "BOLD series, before any other step", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to despike, the others remain unchanged; empty: the brain and 4 voxels around it",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus despiked;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within =
                mask == null ? BrainMask.epi(source, GENEROUS, progress.stage(0, 0.1)) : ImageDoor.mask(mask, source);
        NeuroImage target = target(source, "despiked", source.volumes());
        Despike.Result done = Despike.apply(source, within, Despike.Options.DEFAULT, target, progress.stage(0.1, 1));
        despiked = ImageDoor.toImagePlus(target);
        summary = String.format(
                Locale.ROOT,
                "%s: %.2f %% of the values in %d voxels replaced, %.2f %% beyond the outer limit",
                target.name(),
                100.0 * done.spikes() / Math.max(1, done.values()),
                within.count(),
                100.0 * done.large() / Math.max(1, done.values()));
    }
}
