package sc.fiji.boldj.image;

import java.io.Serializable;
import java.util.Arrays;
import sc.fiji.boldj.run.DataException;

/** A set of voxels of a grid. Immutable. */
public final class Mask implements Serializable {

    private static final long serialVersionUID = 1;

    private final VoxelGrid grid;
    private final boolean[] inside;
    private final int[] indices;

    private Mask(VoxelGrid grid, boolean[] inside) {
        if (inside.length != grid.voxels())
            throw new IllegalArgumentException(
                    "the grid has " + grid.voxels() + " voxels but the mask " + inside.length);
        this.grid = grid;
        this.inside = inside;
        int count = 0;
        for (boolean in : inside) if (in) count++;
        indices = new int[count];
        int i = 0;
        for (int v = 0; v < inside.length; v++) if (inside[v]) indices[i++] = v;
    }

    /**
     * The set with the given members.
     *
     * @param inside shape (Z, Y, X), x fastest; copied
     */
    public static Mask of(VoxelGrid grid, boolean[] inside) {
        return new Mask(grid, inside.clone());
    }

    /** Every voxel. */
    public static Mask all(VoxelGrid grid) {
        boolean[] inside = new boolean[grid.voxels()];
        Arrays.fill(inside, true);
        return new Mask(grid, inside);
    }

    /**
     * The voxels that an image stands for, by the rules of {@link MaskImage}.
     *
     * @throws IllegalArgumentException if the image has several volumes, no voxel is inside, or it holds values below 0
     */
    public static Mask of(NeuroImage image) {
        return MaskImage.read(image).mask();
    }

    /** The voxels whose value is above a threshold; NaN is outside. */
    public static Mask above(VoxelGrid grid, float[] values, double threshold) {
        boolean[] inside = new boolean[values.length];
        for (int v = 0; v < values.length; v++) inside[v] = values[v] > threshold;
        return new Mask(grid, inside);
    }

    /** The grid the voxels belong to. */
    public VoxelGrid grid() {
        return grid;
    }

    /** Number of voxels in the set. */
    public int count() {
        return indices.length;
    }

    /** Whether a voxel, by flat index, is in the set. */
    public boolean contains(int voxel) {
        return inside[voxel];
    }

    /** The flat index of the i-th member, in memory order. */
    public int voxel(int i) {
        return indices[i];
    }

    /** The flat indices of the members in memory order, a new array. */
    public int[] indices() {
        return indices.clone();
    }

    /** The voxels that are in this set and in the other. */
    public Mask and(Mask other) {
        grid.requireSameAs(other.grid, "one mask", "the other");
        boolean[] both = new boolean[inside.length];
        for (int v : indices) both[v] = other.inside[v];
        return new Mask(grid, both);
    }

    /**
     * This mask, if it has a member.
     *
     * @param name what the mask is called, for the message
     * @throws IllegalArgumentException if it is empty
     */
    public Mask requireNotEmpty(String name) {
        if (indices.length == 0) throw new DataException(name + " has no voxel above 0: the mask is empty");
        return this;
    }

    /** An image that is 1 inside and 0 outside, stored like {@code like}. */
    public NeuroImage toImage(NeuroImage like, String name) {
        grid.requireSameAs(like.grid(), "the mask", like.name());
        NeuroImage image = like.createLike(name, 1);
        float[] values = new float[inside.length];
        for (int v : indices) values[v] = 1;
        image.writeVolume(0, values);
        return image;
    }
}
