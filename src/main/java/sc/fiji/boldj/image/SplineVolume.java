package sc.fiji.boldj.image;

/**
 * The derivatives of a cubic {@link Interpolator}, with its values in double precision. Immutable; any number of threads may read.
 *
 * <p>Coordinates are voxel coordinates. Beyond the outermost centres the volume goes on as its mirror image; points may
 * be up to half a voxel beyond them.
 */
public final class SplineVolume {

    /** Coefficients beyond the volume on each side. */
    private static final int PAD = Interpolation.CUBIC.taps() / 2;

    private final VoxelGrid grid;
    private final int sizeX;
    private final int sizeY;
    private final int sizeZ;
    private final int stepY;
    private final int stepZ;
    private final float[] c;

    private SplineVolume(Interpolator spline, VoxelGrid grid) {
        this.grid = grid;
        sizeX = spline.sizeX;
        sizeY = spline.sizeY;
        sizeZ = spline.sizeZ;
        stepY = spline.stepY;
        stepZ = spline.stepZ;
        c = spline.coefficients;
    }

    /** The spline that passes through the voxels; finite values. */
    public static SplineVolume through(float[] values, VoxelGrid grid) {
        return new SplineVolume(Interpolator.of(values, grid, Interpolation.CUBIC), grid);
    }

    /** The spline with the voxels as coefficients: a little smoother than they are, and never beyond their range. */
    public static SplineVolume within(float[] values, VoxelGrid grid) {
        return new SplineVolume(Interpolator.ofCoefficients(values, grid, Interpolation.CUBIC), grid);
    }

    /** The grid of the voxels. */
    public VoxelGrid grid() {
        return grid;
    }

    /** Whether a point is in the field of view, which ends half a voxel beyond the outermost centres. */
    public boolean contains(double x, double y, double z) {
        return x > -0.5 && y > -0.5 && z > -0.5 && x < sizeX - 0.5 && y < sizeY - 0.5 && z < sizeZ - 0.5;
    }

    /**
     * The value and its derivatives along the three axes, per voxel.
     *
     * @param out shape (4), is filled
     */
    public void read(double x, double y, double z, double[] out) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        int iz = (int) Math.floor(z);
        double t = x - ix;
        double s = 1 - t;
        double x0 = s * s * s / 6;
        double x1 = 2 / 3.0 + t * t * (0.5 * t - 1);
        double x2 = 2 / 3.0 + s * s * (0.5 * s - 1);
        double x3 = t * t * t / 6;
        double dx0 = -0.5 * s * s;
        double dx1 = t * (1.5 * t - 2);
        double dx2 = -s * (1.5 * s - 2);
        double dx3 = 0.5 * t * t;
        t = y - iy;
        s = 1 - t;
        double y0 = s * s * s / 6;
        double y1 = 2 / 3.0 + t * t * (0.5 * t - 1);
        double y2 = 2 / 3.0 + s * s * (0.5 * s - 1);
        double y3 = t * t * t / 6;
        double dy0 = -0.5 * s * s;
        double dy1 = t * (1.5 * t - 2);
        double dy2 = -s * (1.5 * s - 2);
        double dy3 = 0.5 * t * t;
        t = z - iz;
        s = 1 - t;
        int at = (iz - 1 + PAD) * stepZ + (iy - 1 + PAD) * stepY + ix - 1 + PAD;
        double value = 0;
        double byX = 0;
        double byY = 0;
        double byZ = 0;
        // one row of coefficients at a time: few numbers are needed at once
        for (int k = 0; k < 4; k++) {
            int row = at + k * stepZ;
            double c0 = c[row];
            double c1 = c[row + 1];
            double c2 = c[row + 2];
            double c3 = c[row + 3];
            double r = x0 * c0 + x1 * c1 + x2 * c2 + x3 * c3;
            double q = dx0 * c0 + dx1 * c1 + dx2 * c2 + dx3 * c3;
            double plane = y0 * r;
            double planeX = y0 * q;
            double planeY = dy0 * r;
            row += stepY;
            c0 = c[row];
            c1 = c[row + 1];
            c2 = c[row + 2];
            c3 = c[row + 3];
            r = x0 * c0 + x1 * c1 + x2 * c2 + x3 * c3;
            q = dx0 * c0 + dx1 * c1 + dx2 * c2 + dx3 * c3;
            plane += y1 * r;
            planeX += y1 * q;
            planeY += dy1 * r;
            row += stepY;
            c0 = c[row];
            c1 = c[row + 1];
            c2 = c[row + 2];
            c3 = c[row + 3];
            r = x0 * c0 + x1 * c1 + x2 * c2 + x3 * c3;
            q = dx0 * c0 + dx1 * c1 + dx2 * c2 + dx3 * c3;
            plane += y2 * r;
            planeX += y2 * q;
            planeY += dy2 * r;
            row += stepY;
            c0 = c[row];
            c1 = c[row + 1];
            c2 = c[row + 2];
            c3 = c[row + 3];
            r = x0 * c0 + x1 * c1 + x2 * c2 + x3 * c3;
            q = dx0 * c0 + dx1 * c1 + dx2 * c2 + dx3 * c3;
            plane += y3 * r;
            planeX += y3 * q;
            planeY += dy3 * r;
            double w = k == 0
                    ? s * s * s / 6
                    : k == 1
                            ? 2 / 3.0 + t * t * (0.5 * t - 1)
                            : k == 2 ? 2 / 3.0 + s * s * (0.5 * s - 1) : t * t * t / 6;
            double dw = k == 0 ? -0.5 * s * s : k == 1 ? t * (1.5 * t - 2) : k == 2 ? -s * (1.5 * s - 2) : 0.5 * t * t;
            value += w * plane;
            byX += w * planeX;
            byY += w * planeY;
            byZ += dw * plane;
        }
        out[0] = value;
        out[1] = byX;
        out[2] = byY;
        out[3] = byZ;
    }

    /**
     * A weight that is 1 in the field of view and falls to 0 within its outermost voxel, smoothly, with its derivatives.
     *
     * @param out shape (4), is filled
     * @return whether the derivatives are other than 0
     */
    public boolean edge(double x, double y, double z, double[] out) {
        if (x >= 0.5 && y >= 0.5 && z >= 0.5 && x <= sizeX - 1.5 && y <= sizeY - 1.5 && z <= sizeZ - 1.5) {
            out[0] = 1;
            out[1] = 0;
            out[2] = 0;
            out[3] = 0;
            return false;
        }
        double wx = step(inset(x, sizeX));
        double wy = step(inset(y, sizeY));
        double wz = step(inset(z, sizeZ));
        out[0] = wx * wy * wz;
        out[1] = slope(x, sizeX) * wy * wz;
        out[2] = wx * slope(y, sizeY) * wz;
        out[3] = wx * wy * slope(z, sizeZ);
        return true;
    }

    /** How far inside the field of view, in voxels; 1 at most. */
    private static double inset(double x, int n) {
        return Math.max(0, Math.min(1, Math.min(x + 0.5, n - 0.5 - x)));
    }

    private static double step(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double slope(double x, int n) {
        double t = inset(x, n);
        return 6 * t * (1 - t) * (x + 0.5 < n - 0.5 - x ? 1 : -1);
    }
}
