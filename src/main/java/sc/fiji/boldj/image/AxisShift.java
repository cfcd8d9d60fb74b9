package sc.fiji.boldj.image;

/**
 * A position-dependent displacement in one direction, as an off-resonance field causes in an echo-planar image. Immutable.
 *
 * <p>Amounts lie on a grid and are read as a cubic B-spline; beyond the grid those of its edge go on.
 */
public final class AxisShift {

    private final SplineVolume amounts;
    private final VoxelGrid grid;
    private final Affine toVoxels;
    private final double[] direction;

    private AxisShift(float[] amounts, VoxelGrid grid, double[] direction) {
        this.amounts = SplineVolume.through(amounts, grid);
        this.grid = grid;
        toVoxels = grid.affine().inverse();
        this.direction = direction.clone();
    }

    /**
     * A displacement.
     *
     * @param amounts shape (Z, Y, X) of the grid, finite
     * @param direction millimetres of displacement for an amount of 1, shape (3)
     */
    public static AxisShift of(float[] amounts, VoxelGrid grid, double... direction) {
        if (amounts.length != grid.voxels())
            throw new IllegalArgumentException(
                    "the grid has " + grid.voxels() + " voxels, but there are " + amounts.length + " amounts");
        if (direction.length != 3) throw new IllegalArgumentException("a direction has 3 numbers");
        return new AxisShift(amounts, grid, direction);
    }

    /** The amount at a place, RAS+ mm. */
    public double at(double... place) {
        double[] out = new double[4];
        read(place, out);
        return out[0];
    }

    /** By how much a line along the direction is stretched at a place: 1 + the derivative of the displacement. */
    public double jacobian(double... place) {
        double[] out = new double[4];
        if (!read(place, out)) return 1;
        double sum = 1;
        // the direction in voxels, times the derivatives by voxel
        for (int r = 0; r < 3; r++) for (int c = 0; c < 3; c++) sum += out[1 + r] * toVoxels.get(r, c) * direction[c];
        return sum;
    }

    private boolean read(double[] place, double[] out) {
        double[] p = toVoxels.apply(place[0], place[1], place[2]);
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        boolean inside = true;
        for (int a = 0; a < 3; a++) {
            double clamped = Math.max(0, Math.min(size[a] - 1, p[a]));
            inside &= clamped == p[a];
            p[a] = clamped;
        }
        amounts.read(p[0], p[1], p[2], out);
        return inside;
    }

    /** Adds the displacement of an amount to a point. */
    void add(double amount, double[] point) {
        for (int d = 0; d < 3; d++) point[d] += amount * direction[d];
    }
}
