package sc.fiji.boldj.image;

import java.io.Serializable;
import java.util.Optional;

/**
 * Where the voxels of a volume are: its shape and the map from voxel indices to RAS+ millimetres.
 *
 * @param sizeX voxels along the first axis, 1 or more
 * @param sizeY voxels along the second axis, 1 or more
 * @param sizeZ voxels along the third axis (slices), 1 or more
 * @param affine maps voxel indices (centres at whole numbers) to RAS+ millimetres; see {@link #problem}
 * @param placed whether the map is known: if not, it gives the voxel size alone, left and right are unknown, and no file
 *     is written with it
 */
public record VoxelGrid(int sizeX, int sizeY, int sizeZ, Affine affine, boolean placed) implements Serializable {

    /** Corners may differ by this many millimetres between grids that count as the same: header rounding. */
    public static final double TOLERANCE_MM = 0.01;

    /** The shortest edge of a voxel. */
    public static final double SMALLEST_MM = 1e-6;

    /** The longest edge of a voxel. */
    public static final double LARGEST_MM = 1e6;

    /** The farthest that the first voxel lies from the origin along one axis. */
    public static final double FARTHEST_MM = 1e9;

    /** The least volume of a voxel as a share of that of a box with its edges. */
    private static final double LEAST_VOLUME = 1e-6;

    /**
     * @throws IllegalArgumentException if a size is below 1, a slice or volume has more than 2^31 - 1 voxels, or the
     *     map is not {@linkplain #problem usable}
     */
    public VoxelGrid {
        if (sizeX < 1 || sizeY < 1 || sizeZ < 1)
            throw new IllegalArgumentException(
                    "a grid needs 1 voxel or more along each axis, got " + sizeX + "x" + sizeY + "x" + sizeZ);
        if ((long) sizeX * sizeY > Integer.MAX_VALUE || (long) sizeX * sizeY * sizeZ > Integer.MAX_VALUE)
            throw new IllegalArgumentException("a volume of " + sizeX + "x" + sizeY + "x" + sizeZ
                    + " voxels is too large: at most " + Integer.MAX_VALUE + " fit");
        Optional<String> problem = problem(affine);
        if (problem.isPresent())
            throw new IllegalArgumentException("the grid's affine map " + problem.get() + ": " + affine);
    }

    /**
     * Why no scan can lie where a map puts it.
     *
     * <p>Voxels have an edge of {@link #SMALLEST_MM} to {@link #LARGEST_MM}, the first lies within {@link #FARTHEST_MM} of
     * the origin along each axis, and no axis lies in the plane of the other two. The limits are far from any scan and
     * keep all that is computed from the map (lengths, determinant, inverse) finite.
     *
     * @return what is wrong, to follow "the map"; empty if nothing is
     */
    public static Optional<String> problem(Affine affine) {
        double edges = 1;
        for (int axis = 0; axis < 3; axis++) {
            double edge =
                    StrictMath.hypot(StrictMath.hypot(affine.get(0, axis), affine.get(1, axis)), affine.get(2, axis));
            if (!(edge >= SMALLEST_MM && edge <= LARGEST_MM))
                return Optional.of("makes voxels " + edge + " mm long along axis " + (axis + 1));
            if (!(Math.abs(affine.get(axis, 3)) <= FARTHEST_MM))
                return Optional.of("puts the first voxel " + affine.get(axis, 3) + " mm from the origin");
            edges *= edge;
        }
        return Math.abs(affine.determinant()) >= LEAST_VOLUME * edges
                ? Optional.empty()
                : Optional.of("is singular: its axes lie in one plane");
    }

    /** A grid whose place is known. */
    public VoxelGrid(int sizeX, int sizeY, int sizeZ, Affine affine) {
        this(sizeX, sizeY, sizeZ, affine, true);
    }

    /**
     * Returns normally if the place of the voxels in RAS+ millimetres is known.
     *
     * @param what what the grid belongs to, for the message ("'scan'")
     * @param why what would go wrong otherwise, for the message
     * @throws IllegalArgumentException if it is not, with the remedy
     */
    public void requirePlaced(String what, String why) {
        if (!placed)
            throw new IllegalArgumentException(what + " does not say where its voxels are in millimetres: " + why
                    + "; open the NIfTI file with Open NIfTI..., or set its position with Set Space...");
    }

    /** Voxels in one volume. */
    public int voxels() {
        return sizeX * sizeY * sizeZ;
    }

    /** Voxels in one slice. */
    public int planeSize() {
        return sizeX * sizeY;
    }

    /** The flat index of a voxel, x fastest. */
    public int index(int x, int y, int z) {
        return x + sizeX * (y + sizeY * z);
    }

    /** The third index of a voxel given by its flat index. */
    public int z(int voxel) {
        return voxel / planeSize();
    }

    /** Where a voxel given by its flat index lies, in RAS+ millimetres. */
    public double[] position(int voxel) {
        return affine.apply(voxel % sizeX, voxel / sizeX % sizeY, z(voxel));
    }

    /** The distance between neighbours along axis 0 to 2, in millimetres. */
    public double voxelSize(int axis) {
        double x = affine.get(0, axis);
        double y = affine.get(1, axis);
        double z = affine.get(2, axis);
        return Math.sqrt(x * x + y * y + z * z);
    }

    /** The middle of the volume, voxel ((sizeX - 1) / 2, ...), in RAS+ millimetres. */
    public double[] centre() {
        return affine.apply((sizeX - 1) / 2.0, (sizeY - 1) / 2.0, (sizeZ - 1) / 2.0);
    }

    /**
     * A grid of cubes over the same field of view, in the same directions.
     *
     * @param millimetres edge of a voxel, above 0; the field of view grows at the far ends to hold whole voxels
     */
    public VoxelGrid withVoxelSize(double millimetres) {
        if (!(millimetres > 0 && Double.isFinite(millimetres)))
            throw new IllegalArgumentException("voxels need an edge above 0 mm, got " + millimetres);
        int[] size = {sizeX, sizeY, sizeZ};
        double[] factor = new double[3];
        for (int d = 0; d < 3; d++) {
            factor[d] = millimetres / voxelSize(d);
            size[d] = (int) Math.ceil(size[d] / factor[d] - 1e-6);
        }
        Affine scaling = Affine.translation((factor[0] - 1) / 2, (factor[1] - 1) / 2, (factor[2] - 1) / 2)
                .times(Affine.scaling(factor[0], factor[1], factor[2]));
        return new VoxelGrid(size[0], size[1], size[2], affine.times(scaling), placed);
    }

    /** Whether each corner is at the same place to within {@link #TOLERANCE_MM} and the shape is equal. */
    public boolean isSameAs(VoxelGrid other) {
        if (sizeX != other.sizeX || sizeY != other.sizeY || sizeZ != other.sizeZ) return false;
        for (int corner = 0; corner < 8; corner++) {
            double x = (corner & 1) * (sizeX - 1);
            double y = (corner >> 1 & 1) * (sizeY - 1);
            double z = (corner >> 2 & 1) * (sizeZ - 1);
            double[] a = affine.apply(x, y, z);
            double[] b = other.affine.apply(x, y, z);
            double distance = Math.sqrt(square(a[0] - b[0]) + square(a[1] - b[1]) + square(a[2] - b[2]));
            if (!(distance <= TOLERANCE_MM)) return false;
        }
        return true;
    }

    /**
     * Returns normally if the grids are the same.
     *
     * @param other the grid to compare with
     * @param what what this grid belongs to, for the message ("the mask")
     * @param otherWhat what the other belongs to ("the series")
     * @throws IllegalArgumentException if they are not, saying both
     */
    public void requireSameAs(VoxelGrid other, String what, String otherWhat) {
        if (placed != other.placed)
            throw new IllegalArgumentException((placed ? otherWhat : what)
                    + " does not say where its voxels are in millimetres, " + (placed ? what : otherWhat)
                    + " does, so that left and right may differ: set its position with Set Space...");
        if (!isSameAs(other))
            throw new IllegalArgumentException(what + " lies on another grid than " + otherWhat + ": " + describe()
                    + " against " + other.describe() + "; resample one onto the other first");
    }

    private String describe() {
        return sizeX + "x" + sizeY + "x" + sizeZ + " voxels at " + affine;
    }

    private static double square(double value) {
        return value * value;
    }
}
