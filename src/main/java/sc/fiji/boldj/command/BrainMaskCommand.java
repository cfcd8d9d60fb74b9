package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.anatomy.BrainExtraction;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.Progress;

/** Finds the brain. */
@Plugin(type = Command.class, name = "Brain Mask...", headless = true)
public final class BrainMaskCommand extends ResultCommand {

    @Parameter(label = "Scan", description = "BOLD series or mean volume, or T1-weighted scan", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Modality",
            description =
                    "bold: echo-planar scan, mask from intensity; t1: T1-weighted scan of a head, mask from a surface",
            choices = {"bold", "t1"},
            persist = false)
    private String modality = "bold";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus mask;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.read(input);
        NeuroImage target = target(source, "brain_mask", 1);
        Mask brain = modality.equals("t1")
                ? BrainExtraction.of(source, null, BrainExtraction.Options.DEFAULT, progress)
                : BrainMask.epi(source, BrainMask.Options.DEFAULT, progress);
        target.writeVolume(0, brain.toImage(target, target.name()).volume(0));
        mask = ImageDoor.toImagePlus(target);
    }
}
