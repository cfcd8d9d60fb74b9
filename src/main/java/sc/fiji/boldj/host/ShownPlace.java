package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.NumberText;

/**
 * A place in the order in which ImageJ shows voxels: rows from the top.
 *
 * @param shown maps (column, row, slice) as shown, from 0, to RAS+ millimetres
 * @param grid of the image it comes from; null if it was typed
 * @param rowsReversed whether that image holds the rows of its file in reverse
 * @param space that the millimetres belong to
 */
public record ShownPlace(Affine shown, VoxelGrid grid, boolean rowsReversed, Space space) {

    /**
     * The place of an image.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static ShownPlace of(ImagePlus image) {
        ImageDoor.requirePlaced(image, "its position cannot be copied");
        NeuroImage read = ImageDoor.read(image);
        boolean reversed = ImageDoor.rowsReversed(read);
        Affine affine = read.grid().affine();
        Affine shown = reversed ? affine.times(reversal(read.grid().sizeY())) : affine;
        return new ShownPlace(shown, read.grid(), reversed, read.space());
    }

    /**
     * A place that is typed.
     *
     * @param key the key it was given for, for the message
     * @param text twelve numbers, row by row, or sixteen
     * @throws IllegalArgumentException if it is not that, or the map cannot be inverted
     */
    public static ShownPlace parse(String key, String text) {
        String[] words = text.strip().split("[\\s,;]+", -1);
        double[] rows = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            rows[i] = NumberText.parse(words[i]);
            if (Double.isNaN(rows[i])) throw new IllegalArgumentException(key + ": '" + words[i] + "' is not a number");
        }
        if (rows.length == 16) {
            if (rows[12] != 0 || rows[13] != 0 || rows[14] != 0 || rows[15] != 1)
                throw new IllegalArgumentException(key + ": the fourth row must be 0 0 0 1");
            rows = Arrays.copyOf(rows, 12);
        }
        if (rows.length != 12)
            throw new IllegalArgumentException(key + ": twelve numbers are needed, row by row, got " + rows.length);
        Affine map = Affine.of(rows);
        VoxelGrid.problem(map).ifPresent(problem -> {
            throw new IllegalArgumentException(key + ": the map " + problem);
        });
        return new ShownPlace(map, null, false, Space.UNKNOWN);
    }

    /** Row y to row sizeY - 1 - y; its own inverse. */
    private static Affine reversal(int sizeY) {
        return Affine.of(1, 0, 0, 0, 0, -1, 0, sizeY - 1, 0, 0, 1, 0);
    }

    /** Whether an image has the shape of the one that the place comes from. */
    public boolean fits(ImagePlus image) {
        return shape().equals(shape(image));
    }

    /** The shape of the image that the place comes from, such as {@code 64x64x36}. */
    public String shape() {
        return grid.sizeX() + "x" + grid.sizeY() + "x" + grid.sizeZ();
    }

    /** The shape of a volume of an image. */
    public static String shape(ImagePlus image) {
        return image.getWidth() + "x" + image.getHeight() + "x" + image.getNSlices();
    }

    /**
     * Gives an image this place.
     *
     * @return the image, or one over the same voxels where they are shown as their file stores them
     */
    public ImagePlus give(ImagePlus image) {
        return image.getStack() instanceof NeuroStack stack ? moved(image, stack.image()) : noted(image);
    }

    /** Notes the place in the properties of the image itself. */
    private ImagePlus noted(ImagePlus image) {
        if (image.getNChannels() != 1) ImageDoor.read(image);
        VoxelGrid own = grid(image, rowsReversed);
        ImageGeometry before = ImageGeometry.of(image);
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = own.voxelSize(0);
        calibration.pixelHeight = own.voxelSize(1);
        calibration.pixelDepth = own.voxelSize(2);
        calibration.setUnit("mm");
        GeometryNotes.write(image, own, rowsReversed);
        GeometryNotes.write(image, space);
        GeometryNotes.write(image, before.timing());
        return image;
    }

    /** An image that is shown as its file stores it cannot be changed: a new one over the same voxels. */
    private ImagePlus moved(ImagePlus image, NeuroImage stored) {
        return ImageDoor.toImagePlus(stored.withGrid(grid(image, ImageDoor.rowsReversed(stored)))
                .withSpace(space)
                .withName(image.getTitle()));
    }

    /** The grid of an image of this place whose arrays hold the last row first, or not. */
    private VoxelGrid grid(ImagePlus image, boolean reversed) {
        if (grid != null && reversed == rowsReversed) return grid;
        Affine affine = reversed ? shown.times(reversal(image.getHeight())) : shown;
        return new VoxelGrid(image.getWidth(), image.getHeight(), image.getNSlices(), affine);
    }
}
