package sc.fiji.boldj.image;

import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * A map of points {@code p + u(p)}: displacements in RAS+ millimetres on the voxels of a grid. Immutable.
 *
 * <p>Between voxel centres the displacement is interpolated linearly. Outside the outermost centres it is that of the
 * nearest point inside, fading to 0 in proportion to the distance; it is 0 from {@link #fade()} millimetres on. That
 * distance is twice the largest displacement on the border, so the map is continuous and the fading alone never folds
 * space. A field that is 0 on its border is 0 outside, as in ITK; another one jumps to 0 there in ITK and fades here.
 *
 * <p>Memory: 12 bytes per voxel. A NaN in the field becomes a NaN in the points it moves.
 */
public final class DisplacementField implements SpatialMap {

    private final VoxelGrid grid;
    private final float[] x;
    private final float[] y;
    private final float[] z;
    private final double[] toVoxel;
    private final int stepX;
    private final int stepY;
    private final int stepZ;
    private final double fade;

    private DisplacementField(VoxelGrid grid, float[] x, float[] y, float[] z) {
        this.grid = grid;
        this.x = x;
        this.y = y;
        this.z = z;
        Affine inverse = grid.affine().inverse();
        toVoxel = new double[12];
        for (int i = 0; i < 12; i++) toVoxel[i] = inverse.get(i / 4, i % 4);
        stepX = grid.sizeX() > 1 ? 1 : 0;
        stepY = grid.sizeY() > 1 ? grid.sizeX() : 0;
        stepZ = grid.sizeZ() > 1 ? grid.planeSize() : 0;
        fade = 2 * largestOnBorder();
    }

    /**
     * A field over three arrays, which are kept, not copied, and must not be changed any more.
     *
     * @param x displacement to the right, mm, shape (Z, Y, X), x fastest
     * @param y displacement to the front
     * @param z displacement up
     * @throws IllegalArgumentException if an array is not as long as the grid
     */
    public static DisplacementField of(VoxelGrid grid, float[] x, float[] y, float[] z) {
        if (x.length != grid.voxels() || y.length != grid.voxels() || z.length != grid.voxels())
            throw new IllegalArgumentException("the grid has " + grid.voxels() + " voxels but the displacements have "
                    + x.length + ", " + y.length + " and " + z.length);
        return new DisplacementField(grid, x, y, z);
    }

    /** Samples any map on a grid: the field of {@code map(p) - p}. Runs in parallel. */
    public static DisplacementField sample(SpatialMap map, VoxelGrid grid, Progress progress) {
        float[][] u = new float[3][grid.voxels()];
        int plane = grid.planeSize();
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (from, to) -> {
                    double[] p = new double[3];
                    double[] q = new double[3];
                    for (int v = from * plane; v < to * plane; v++) {
                        place(grid, v, p);
                        map.apply(p, q);
                        for (int d = 0; d < 3; d++) u[d][v] = (float) (q[d] - p[d]);
                    }
                },
                progress);
        return new DisplacementField(grid, u[0], u[1], u[2]);
    }

    /** The place of a voxel, by flat index, in RAS+ mm. */
    static void place(VoxelGrid grid, int v, double[] p) {
        p[0] = v % grid.sizeX();
        p[1] = v / grid.sizeX() % grid.sizeY();
        p[2] = grid.z(v);
        grid.affine().apply(p, p);
    }

    private double largestOnBorder() {
        double largest = 0;
        for (int k = 0; k < grid.sizeZ(); k++)
            for (int j = 0; j < grid.sizeY(); j++) {
                boolean inner = k > 0 && k < grid.sizeZ() - 1 && j > 0 && j < grid.sizeY() - 1;
                int step = inner ? Math.max(1, grid.sizeX() - 1) : 1;
                for (int i = 0; i < grid.sizeX(); i += step) {
                    int v = grid.index(i, j, k);
                    largest = Math.max(largest, (double) x[v] * x[v] + (double) y[v] * y[v] + (double) z[v] * z[v]);
                }
            }
        return Math.sqrt(largest);
    }

    /** Where the displacements are given. */
    public VoxelGrid grid() {
        return grid;
    }

    /** The displacement of a voxel along axis 0 (right), 1 (front) or 2 (up), mm. */
    public float get(int axis, int voxel) {
        return component(axis)[voxel];
    }

    /** A copy of the displacements along an axis, mm, shape (Z, Y, X), x fastest. */
    public float[] toArray(int axis) {
        return component(axis).clone();
    }

    private float[] component(int axis) {
        return axis == 0 ? x : axis == 1 ? y : z;
    }

    /** How far outside the outermost voxel centres the displacement has faded to 0, mm. */
    public double fade() {
        return fade;
    }

    @Override
    public void apply(double[] point, double[] target) {
        double p0 = point[0];
        double p1 = point[1];
        double p2 = point[2];
        double[] m = toVoxel;
        double vx = m[0] * p0 + m[1] * p1 + m[2] * p2 + m[3];
        double vy = m[4] * p0 + m[5] * p1 + m[6] * p2 + m[7];
        double vz = m[8] * p0 + m[9] * p1 + m[10] * p2 + m[11];
        double cx = clamp(vx, grid.sizeX());
        double cy = clamp(vy, grid.sizeY());
        double cz = clamp(vz, grid.sizeZ());
        double share = cx == vx && cy == vy && cz == vz ? 1 : share(vx - cx, vy - cy, vz - cz);
        if (share == 0) {
            target[0] = p0;
            target[1] = p1;
            target[2] = p2;
            return;
        }
        int ix = Math.min((int) cx, Math.max(0, grid.sizeX() - 2));
        int iy = Math.min((int) cy, Math.max(0, grid.sizeY() - 2));
        int iz = Math.min((int) cz, Math.max(0, grid.sizeZ() - 2));
        int at = grid.index(ix, iy, iz);
        double fx = cx - ix;
        double fy = cy - iy;
        double fz = cz - iz;
        target[0] = p0 + share * linear(x, at, fx, fy, fz);
        target[1] = p1 + share * linear(y, at, fx, fy, fz);
        target[2] = p2 + share * linear(z, at, fx, fy, fz);
    }

    /** The nearest coordinate between the outermost centres; NaN stays. */
    private static double clamp(double v, int size) {
        return v < 0 ? 0 : v > size - 1 ? size - 1 : v;
    }

    /** How much of the border's displacement is left at some distance from it, in voxels. */
    private double share(double x, double y, double z) {
        double square = 0;
        for (int r = 0; r < 3; r++) {
            double d = grid.affine().get(r, 0) * x
                    + grid.affine().get(r, 1) * y
                    + grid.affine().get(r, 2) * z;
            square += d * d;
        }
        double distance = Math.sqrt(square);
        return distance < fade ? 1 - distance / fade : Double.isNaN(distance) ? Double.NaN : 0;
    }

    private double linear(float[] u, int at, double fx, double fy, double fz) {
        double low = row(u, at, stepX, fx) * (1 - fy) + row(u, at + stepY, stepX, fx) * fy;
        double high = row(u, at + stepZ, stepX, fx) * (1 - fy) + row(u, at + stepZ + stepY, stepX, fx) * fy;
        return low * (1 - fz) + high * fz;
    }

    private static double row(float[] u, int at, int dx, double fx) {
        return u[at] * (1 - fx) + u[at + dx] * fx;
    }

    /** The largest displacement of a voxel, mm. */
    public double largest() {
        double largest = 0;
        for (int v = 0; v < x.length; v++)
            largest = Math.max(largest, (double) x[v] * x[v] + (double) y[v] * y[v] + (double) z[v] * z[v]);
        return Math.sqrt(largest);
    }

    /** The inverse on this field's own grid; see {@link InverseField}. */
    public DisplacementField inverse(Progress progress) {
        return InverseField.of(this, grid, progress);
    }
}
