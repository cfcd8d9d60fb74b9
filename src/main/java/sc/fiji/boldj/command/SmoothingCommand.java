package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.util.Optional;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;

/** Smooths every volume with a Gaussian, also within a mask. */
@Plugin(type = Command.class, name = "Gaussian Smoothing (FWHM)...", headless = true)
public final class SmoothingCommand extends ResultCommand {

    @Parameter(label = "Scan", description = "volume or series to smooth", persist = false)
    private ImagePlus input;

    @Parameter(label = "FWHM (mm)", description = "full width at half maximum in millimetres", persist = false)
    private double fwhm = 6;

    @Parameter(
            label = "Within mask",
            description = "smooth only within the mask; the rest is set to 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus smoothed;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.read(input);
        Optional<Mask> within = mask == null ? Optional.empty() : Optional.of(ImageDoor.mask(mask, source));
        NeuroImage target = target(source, "smoothed", source.volumes());
        GaussianSmoothing.apply(source, within, new GaussianSmoothing.Options(fwhm), target, progress);
        smoothed = ImageDoor.toImagePlus(target);
        DegreesOfFreedom.carry(input, smoothed);
    }
}
