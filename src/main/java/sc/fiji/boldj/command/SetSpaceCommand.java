package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ShownPlace;
import sc.fiji.boldj.run.Progress;

/** Gives an image its place in RAS+ millimetres: that of another image of the same shape, or an affine. */
@Plugin(type = Command.class, name = "Set Space...", headless = true)
public final class SetSpaceCommand extends BoldCommand {

    @Parameter(
            label = "Image",
            description = "image whose position in space is set; its values do not change",
            persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Space from",
            description =
                    "image of the same shape whose position in space is copied, voxel by voxel as both are displayed",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus source;

    @Parameter(
            label = "Affine",
            description =
                    "twelve numbers, row by row: from (column, row, slice) as ImageJ shows them, from 0 at the top"
                            + " left of the first slice, to RAS+ millimetres",
            required = false,
            persist = false)
    private String affine = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus placed;

    @Override
    public void execute(Progress progress) {
        if (source == null == affine.isBlank())
            throw new IllegalArgumentException(
                    "give either source (an image whose position is copied) or affine (twelve" + " numbers), "
                            + (source == null ? "got neither" : "not both"));
        if (source == input) throw new IllegalArgumentException("source and input are the same image");
        ShownPlace place = source == null ? ShownPlace.parse("affine", affine) : ShownPlace.of(source);
        if (source != null && !place.fits(input))
            throw new IllegalArgumentException(
                    "'" + input.getTitle() + "' has " + ShownPlace.shape(input) + " voxels but '" + source.getTitle()
                            + "' has " + place.shape() + ": the position of one does not apply to the other");
        placed = place.give(input);
    }
}
