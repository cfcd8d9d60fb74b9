package sc.fiji.boldj.command;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.Arrays;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.GeometryNotes;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.ImageGeometry;
import sc.fiji.boldj.host.NeuroStack;
import sc.fiji.boldj.host.ShownPlace;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.run.Progress;

/** Gives an image its place in RAS+ millimetres: that of another image of the same shape, or an affine. */
@Plugin(type = Command.class, name = "Set Space...", headless = true)
public final class SetSpaceCommand extends BoldCommand {

    @Parameter(label = "Image", description = "image that gets a place; its values stay as they are", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Place from",
            description = "image of the same shape whose place is copied, voxel by voxel as both are shown",
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
            throw new IllegalArgumentException("give either source (an image whose place is copied) or affine (twelve"
                    + " numbers), " + (source == null ? "got neither" : "not both"));
        if (source == input) throw new IllegalArgumentException("source and input are the same image");
        ShownPlace place = source == null ? typed() : ShownPlace.of(source);
        int[] size = {input.getWidth(), input.getHeight(), input.getNSlices()};
        if (source != null && !place.fits(size))
            throw new IllegalArgumentException(
                    "'" + input.getTitle() + "' has " + size[0] + "x" + size[1] + "x" + size[2]
                            + " voxels but '" + source.getTitle() + "' has " + place.shape()
                            + ": the place of one says nothing of the other");
        placed = input.getStack() instanceof NeuroStack ? moved(place) : noted(place, size);
    }

    private ShownPlace typed() {
        String[] words = affine.strip().split("[\\s,;]+", -1);
        double[] rows = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            rows[i] = NumberText.parse(words[i]);
            if (Double.isNaN(rows[i])) throw new IllegalArgumentException("affine: '" + words[i] + "' is not a number");
        }
        if (rows.length == 16) {
            if (rows[12] != 0 || rows[13] != 0 || rows[14] != 0 || rows[15] != 1)
                throw new IllegalArgumentException("affine: the fourth row must be 0 0 0 1");
            rows = Arrays.copyOf(rows, 12);
        }
        if (rows.length != 12)
            throw new IllegalArgumentException("affine: twelve numbers are needed, row by row, got " + rows.length);
        Affine map = Affine.of(rows);
        VoxelGrid.problem(map).ifPresent(problem -> {
            throw new IllegalArgumentException("affine: the map " + problem);
        });
        return new ShownPlace(map, null, false, Space.UNKNOWN);
    }

    /** Notes the place in the properties of the image itself. */
    private ImagePlus noted(ShownPlace place, int[] size) {
        if (input.getNChannels() != 1) ImageDoor.read(input);
        VoxelGrid grid = place.grid(size, place.rowsReversed());
        ImageGeometry before = ImageGeometry.of(input);
        Calibration calibration = input.getCalibration();
        calibration.pixelWidth = grid.voxelSize(0);
        calibration.pixelHeight = grid.voxelSize(1);
        calibration.pixelDepth = grid.voxelSize(2);
        calibration.setUnit("mm");
        GeometryNotes.write(input, grid, place.rowsReversed());
        GeometryNotes.write(input, place.space());
        GeometryNotes.write(input, before.timing());
        return input;
    }

    /** An image that is shown as its file stores it cannot be changed: a new one over the same voxels. */
    private ImagePlus moved(ShownPlace place) {
        NeuroImage image = ((NeuroStack) input.getStack()).image();
        int[] size = {input.getWidth(), input.getHeight(), input.getNSlices()};
        boolean reversed = ImageDoor.rowsReversed(image);
        return ImageDoor.toImagePlus(image.withGrid(place.grid(size, reversed))
                .withSpace(place.space())
                .withName(input.getTitle()));
    }
}
