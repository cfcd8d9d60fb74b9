package sc.fiji.boldj.image;

import java.util.Arrays;

/**
 * A volume that can be read between its voxels. Immutable; any number of threads may read.
 *
 * <p>Coordinates are voxel coordinates, whole numbers at voxel centres. The field of view reaches half a voxel beyond
 * the outermost centres; outside it the value is 0. Between an outermost centre and the edge the volume goes on as its
 * mirror image about the centre. NaN and infinite voxels count as 0.
 */
public final class Interpolator {

    final Interpolation method;
    final int sizeX;
    final int sizeY;
    final int sizeZ;
    /** Coefficients, mirrored outwards by {@code pad} on each side. */
    final float[] coefficients;

    final int pad;
    final int stepY;
    final int stepZ;

    private Interpolator(float[] volume, VoxelGrid grid, Interpolation method, double[] poles) {
        if (volume.length != grid.voxels())
            throw new IllegalArgumentException(
                    "the grid has " + grid.voxels() + " voxels but the volume " + volume.length);
        this.method = method;
        sizeX = grid.sizeX();
        sizeY = grid.sizeY();
        sizeZ = grid.sizeZ();
        pad = method.taps() / 2;
        stepY = sizeX + 2 * pad;
        stepZ = stepY * (sizeY + 2 * pad);
        coefficients = new float[Math.multiplyExact(stepZ, sizeZ + 2 * pad)];
        int start = origin();
        for (int z = 0; z < sizeZ; z++)
            for (int y = 0; y < sizeY; y++)
                copyFinite(volume, sizeX * (y + sizeY * z), coefficients, start + z * stepZ + y * stepY, sizeX);
        BSplinePrefilter.Part inner = new BSplinePrefilter.Part(start, stepY, stepZ, sizeX, sizeY, sizeZ);
        BSplinePrefilter.apply(coefficients, inner, poles);
        mirror();
    }

    /**
     * Prepares a volume.
     *
     * @param volume shape (Z, Y, X) of the grid, x fastest; not kept
     * @throws IllegalArgumentException if its length is not the grid's number of voxels
     */
    public static Interpolator of(float[] volume, VoxelGrid grid, Interpolation method) {
        return new Interpolator(volume, grid, method, method.poles());
    }

    /** The B-spline whose coefficients are the voxel values: it is smoother than the image. */
    static Interpolator ofCoefficients(float[] coefficients, VoxelGrid grid, Interpolation method) {
        return new Interpolator(coefficients, grid, method, new double[0]);
    }

    private static void copyFinite(float[] source, int from, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            float value = source[from + i];
            target[to + i] = Math.abs(value) <= Float.MAX_VALUE ? value : 0;
        }
    }

    /** Where voxel (0, 0, 0) is in the coefficients. */
    int origin() {
        return pad * (1 + stepY + stepZ);
    }

    private void mirror() {
        for (int z = 0; z < sizeZ; z++) {
            int plane = (z + pad) * stepZ;
            for (int y = 0; y < sizeY; y++) {
                int row = plane + (y + pad) * stepY + pad;
                for (int k = 1; k <= pad; k++) {
                    coefficients[row - k] = coefficients[row + Mirror.index(-k, sizeX)];
                    coefficients[row + sizeX - 1 + k] = coefficients[row + Mirror.index(sizeX - 1 + k, sizeX)];
                }
            }
            for (int k = 1; k <= pad; k++) {
                copy(plane + (pad + Mirror.index(-k, sizeY)) * stepY, plane + (pad - k) * stepY, stepY);
                int y = sizeY - 1 + k;
                copy(plane + (pad + Mirror.index(y, sizeY)) * stepY, plane + (pad + y) * stepY, stepY);
            }
        }
        for (int k = 1; k <= pad; k++) {
            copy((pad + Mirror.index(-k, sizeZ)) * stepZ, (pad - k) * stepZ, stepZ);
            int z = sizeZ - 1 + k;
            copy((pad + Mirror.index(z, sizeZ)) * stepZ, (pad + z) * stepZ, stepZ);
        }
    }

    private void copy(int from, int to, int count) {
        System.arraycopy(coefficients, from, coefficients, to, count);
    }

    /** How values between voxels are found. */
    public Interpolation method() {
        return method;
    }

    /** Whether a point is in the field of view. */
    public boolean contains(double x, double y, double z) {
        return contains(x, y, z, -0.5);
    }

    /** Whether a point is inside the outermost voxel centres by {@code margin} voxels or more. */
    public boolean contains(double x, double y, double z, double margin) {
        return x >= margin
                && y >= margin
                && z >= margin
                && x <= sizeX - 1 - margin
                && y <= sizeY - 1 - margin
                && z <= sizeZ - 1 - margin;
    }

    /** The value at a point; slow, {@link #rows()} is the fast way to many. */
    public float at(double x, double y, double z) {
        float[] value = new float[1];
        rows().read(new double[] {x, y, z}, new double[3], 1, value, 0);
        return value[0];
    }

    /** A new reader for rows of points, for one thread. */
    public RowReader rows() {
        return new RowReader(this);
    }

    @Override
    public String toString() {
        return method + " " + Arrays.toString(new int[] {sizeX, sizeY, sizeZ});
    }
}
