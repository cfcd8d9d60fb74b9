package sc.fiji.boldj.image;

import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.boldj.run.DataException;

/**
 * A volume (X, Y, Z) or a series of volumes (X, Y, Z, T) with its place in RAS+ millimetres, its timing in seconds and
 * what its file said beyond that.
 *
 * <p>The facts are immutable, the voxels are shared. Kernels that walk volumes read one at a time with
 * {@link #readVolume}; kernels that walk time use {@link VoxelSeries}.
 */
public final class NeuroImage {

    private final String name;
    private final VoxelGrid grid;
    private final VoxelStore voxels;
    private final SeriesTiming timing;
    private final SourceHeader header;
    private final Space space;

    private NeuroImage(
            String name, VoxelGrid grid, VoxelStore voxels, SeriesTiming timing, SourceHeader header, Space space) {
        if (voxels.size(0) != grid.sizeX() || voxels.size(1) != grid.sizeY() || voxels.size(2) != grid.sizeZ())
            throw new IllegalArgumentException("the storage has " + voxels.size(0) + "x" + voxels.size(1) + "x"
                    + voxels.size(2) + " voxels, the grid " + grid.sizeX() + "x" + grid.sizeY() + "x" + grid.sizeZ());
        this.name = name;
        this.grid = grid;
        this.voxels = voxels;
        this.timing = timing;
        this.header = header;
        this.space = space;
    }

    /** An image over existing storage. */
    public static NeuroImage of(String name, VoxelGrid grid, VoxelStore voxels, SeriesTiming timing) {
        return new NeuroImage(name, grid, voxels, timing, null, Space.UNKNOWN);
    }

    /** An image over any ImgLib2 image of shape (X, Y, Z) or (X, Y, Z, T), with no copy. */
    public static NeuroImage wrap(
            String name, VoxelGrid grid, RandomAccessibleInterval<? extends RealType<?>> img, SeriesTiming timing) {
        return new NeuroImage(name, grid, new IntervalStore(img), timing, null, Space.UNKNOWN);
    }

    /** A new image of {@code float}, all 0, with nothing in its header. */
    public static NeuroImage floats(String name, VoxelGrid grid, int volumes, SeriesTiming timing) {
        return of(name, grid, PlanarStore.floats(grid.sizeX(), grid.sizeY(), grid.sizeZ(), volumes, false), timing);
    }

    /**
     * A new image of {@code float}, all 0, on this one's grid, with its timing, header, space and order of rows in memory.
     *
     * @param volumes number of volumes, 1 or more
     */
    public NeuroImage createLike(String newName, int volumes) {
        return createOn(newName, grid, volumes);
    }

    /**
     * A single volume of {@code float} on this one's grid, with its header and space but without a timing.
     *
     * @param values shape (Z, Y, X), x fastest; copied
     */
    public NeuroImage volumeLike(String newName, float[] values) {
        NeuroImage volume = createLike(newName, 1).withTiming(SeriesTiming.UNKNOWN);
        volume.writeVolume(0, values);
        return volume;
    }

    /** As {@link #createLike}, on another grid. */
    public NeuroImage createOn(String newName, VoxelGrid newGrid, int volumes) {
        boolean reversed = voxels instanceof PlanarStore planarStore && planarStore.rowsReversed();
        PlanarStore store = PlanarStore.floats(newGrid.sizeX(), newGrid.sizeY(), newGrid.sizeZ(), volumes, reversed);
        return new NeuroImage(newName, newGrid, store, timing, header, space);
    }

    /** The same voxels under another name. */
    public NeuroImage withName(String newName) {
        return new NeuroImage(newName, grid, voxels, timing, header, space);
    }

    /** The same voxels with another timing. */
    public NeuroImage withTiming(SeriesTiming newTiming) {
        return new NeuroImage(name, grid, voxels, newTiming, header, space);
    }

    /** The same voxels at another place; the grid has the same shape. */
    public NeuroImage withGrid(VoxelGrid newGrid) {
        return new NeuroImage(name, newGrid, voxels, timing, header, space);
    }

    /** The same voxels with another header. */
    public NeuroImage withHeader(SourceHeader newHeader) {
        return new NeuroImage(name, grid, voxels, timing, newHeader, space);
    }

    /** The same voxels with another word on the space that their millimetres belong to. */
    public NeuroImage withSpace(Space newSpace) {
        return new NeuroImage(name, grid, voxels, timing, header, newSpace);
    }

    /** What to call the image in messages and titles. */
    public String name() {
        return name;
    }

    /** Where the voxels are. */
    public VoxelGrid grid() {
        return grid;
    }

    /** Number of volumes, 1 or more. */
    public int volumes() {
        return voxels.volumes();
    }

    /** When the volumes were measured. */
    public SeriesTiming timing() {
        return timing;
    }

    /** What the file said beyond voxels, grid and timing. */
    public Optional<SourceHeader> header() {
        return Optional.ofNullable(header);
    }

    /** The space that the millimetres belong to. */
    public Space space() {
        return space;
    }

    /** The storage, for access to runs of voxels. */
    public VoxelStore voxels() {
        return voxels;
    }

    /** The voxels as an ImgLib2 image, shape (X, Y, Z, T) also for one volume, a view with no copy. */
    public RandomAccessibleInterval<? extends RealType<?>> img() {
        return voxels.img();
    }

    /**
     * Copies one volume.
     *
     * @param t volume, from 0
     * @param target shape (Z, Y, X), x fastest: at least {@code grid().voxels()} long
     */
    public void readVolume(int t, float[] target) {
        for (int z = 0; z < grid.sizeZ(); z++) voxels.read(z, t, 0, grid.planeSize(), target, z * grid.planeSize());
    }

    /** One volume, a new array in the order of the grid, x fastest. */
    public float[] volume(int t) {
        float[] target = new float[grid.voxels()];
        readVolume(t, target);
        return target;
    }

    /** Replaces one volume; the mirror image of {@link #readVolume}. */
    public void writeVolume(int t, float[] source) {
        for (int z = 0; z < grid.sizeZ(); z++) voxels.write(z, t, 0, grid.planeSize(), source, z * grid.planeSize());
    }

    /**
     * Returns normally if the image has {@code least} volumes or more.
     *
     * @throws IllegalArgumentException if not, naming the image
     */
    public void requireSeries(int least) {
        if (volumes() < least)
            throw new DataException(name + " has " + volumes() + (volumes() == 1 ? " volume" : " volumes")
                    + " but " + least + " or more are needed: is it a time series?"
                    + (volumes() == 1 && grid.sizeZ() > 1
                            ? " Volumes that ImageJ shows as one flat stack become a series by Image>Hyperstacks>Stack to"
                                    + " Hyperstack... (slices, frames)"
                            : ""));
    }
}
