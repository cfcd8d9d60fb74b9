package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.QuickDenoising;

/** Realigns, denoises and smooths a raw series for a first look at its networks. */
@Plugin(type = Command.class, name = "Quick Denoise...", headless = true)
public final class QuickDenoiseCommand extends ResultCommand {

    @Parameter(label = "Series", description = "raw BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to denoise; none: the mask that Brain Mask... computes",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Smoothing (mm)",
            description = "full width at half maximum in mm, within the mask; 0: none",
            persist = false)
    private double fwhm = 6;

    @Parameter(
            label = "Global signal",
            description = "also regress out the mean over the mask, which shifts correlations towards negative values",
            persist = false)
    private boolean globalSignal = false;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus denoised;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        NeuroImage target = target(source, "denoised", source.volumes());
        QuickDenoising.Result result = QuickDenoising.apply(
                source,
                TaskInputs.mask(mask, source, progress.stage(0, 0.05)),
                new QuickDenoising.Options(fwhm, globalSignal),
                target,
                progress.stage(0.05, 1));
        denoised = ImageDoor.toImagePlus(target);
        DegreesOfFreedom.note(denoised, result.regression().degreesOfFreedom());
        summary = target.name() + ": " + result.words();
    }
}
