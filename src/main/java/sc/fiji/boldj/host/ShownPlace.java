package sc.fiji.boldj.host;

import ij.ImagePlus;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;

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
        ImageDoor.requirePlaced(image, "its place cannot be copied");
        NeuroImage read = ImageDoor.read(image);
        boolean reversed = ImageDoor.rowsReversed(read);
        Affine affine = read.grid().affine();
        Affine shown = reversed ? affine.times(reversal(read.grid().sizeY())) : affine;
        return new ShownPlace(shown, read.grid(), reversed, read.space());
    }

    /** Row y to row sizeY - 1 - y; its own inverse. */
    private static Affine reversal(int sizeY) {
        return Affine.of(1, 0, 0, 0, 0, -1, 0, sizeY - 1, 0, 0, 1, 0);
    }

    public boolean fits(int[] size) {
        return grid.sizeX() == size[0] && grid.sizeY() == size[1] && grid.sizeZ() == size[2];
    }

    public String shape() {
        return grid.sizeX() + "x" + grid.sizeY() + "x" + grid.sizeZ();
    }

    /** The grid of an image of this place whose arrays hold the last row first, or not. */
    public VoxelGrid grid(int[] size, boolean reversed) {
        if (grid != null && reversed == rowsReversed) return grid;
        Affine affine = reversed ? shown.times(reversal(size[1])) : shown;
        return new VoxelGrid(size[0], size[1], size[2], affine);
    }
}
