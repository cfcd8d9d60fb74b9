package sc.fiji.boldj.image;

/**
 * How far two maps put the same points apart, over the voxels of a mask. Immutable.
 *
 * <p>The mean of |A x - B x|^2 is a quadratic form of the mask's first and second moments, so after one walk over the
 * mask each comparison costs a few dozen operations.
 */
public final class Displacement {

    /** Mean of the products of (x, y, z, 1) with itself, about {@link #origin}. */
    private final double[][] moments = new double[4][4];

    private final double[] origin;

    private Displacement(Mask mask) {
        mask.requireNotEmpty("the mask");
        VoxelGrid grid = mask.grid();
        origin = grid.centre();
        double[] p = {0, 0, 0, 1};
        for (int i = 0; i < mask.count(); i++) {
            int v = mask.voxel(i);
            p[0] = v % grid.sizeX();
            p[1] = v / grid.sizeX() % grid.sizeY();
            p[2] = grid.z(v);
            grid.affine().apply(p, p);
            for (int r = 0; r < 3; r++) p[r] -= origin[r];
            for (int r = 0; r < 4; r++) for (int c = 0; c < 4; c++) moments[r][c] += p[r] * p[c] / mask.count();
        }
    }

    /**
     * Measures over the voxel centres of a mask.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public static Displacement over(Mask mask) {
        return new Displacement(mask);
    }

    /** The root mean square of the distance between {@code a(x)} and {@code b(x)}, mm. */
    public double rms(Affine a, Affine b) {
        double sum = 0;
        double[] movedA = a.apply(origin[0], origin[1], origin[2]);
        double[] movedB = b.apply(origin[0], origin[1], origin[2]);
        for (int row = 0; row < 3; row++) {
            double[] d = new double[4];
            for (int c = 0; c < 3; c++) d[c] = a.get(row, c) - b.get(row, c);
            d[3] = movedA[row] - movedB[row];
            for (int r = 0; r < 4; r++) for (int c = 0; c < 4; c++) sum += d[r] * moments[r][c] * d[c];
        }
        return Math.sqrt(Math.max(0, sum));
    }
}
