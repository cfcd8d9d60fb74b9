package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.anatomy.BiasField;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Takes the slow brightening and darkening of the coils out of a structural scan. */
@Plugin(type = Command.class, name = "Bias Field Correction...", headless = true)
public final class BiasFieldCommand extends ResultCommand {

    @Parameter(label = "Scan", description = "anatomical scan, one volume", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Fit within mask",
            description = "voxels used to fit the field, such as the brain; none: the whole head",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus corrected;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.read(input);
        Mask within = mask == null ? null : ImageDoor.mask(mask, source);
        NeuroImage values = BiasField.of(source, within, BiasField.Options.DEFAULT, progress)
                .corrected();
        corrected = ResultMaps.of(source, values, result(), "bias_corrected");
    }
}
