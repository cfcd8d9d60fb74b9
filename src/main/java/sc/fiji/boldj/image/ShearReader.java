package sc.fiji.boldj.image;

import java.util.Arrays;

/**
 * Reads a volume through maps near the identity, such as head motion, in three passes of one-dimensional interpolation:
 * along z, then y, then x. Mutable, for one thread.
 *
 * <p>The passes are those of Catmull and Smith 1980 (SIGGRAPH 14:279-285): the first reads each column of voxels where the
 * slanted row of the result will cross it, the second does the same along y, the third reads along x. A value costs three
 * times the taps of the kernel instead of their third power. For pure shifts it is the tensor product that
 * {@link Interpolator} computes; under rotation it differs by terms of the order of the angle times the error of the
 * one-dimensional kernel. Half a voxel outside the outermost centres the field of view ends and the value is 0, as in
 * {@link Interpolator}; within it, a few voxels at its border see rows that were moved in from just outside.
 *
 * <p>Maps that turn by more than about 30 degrees or change the scale by more than a third are read by
 * {@link Interpolator} instead.
 */
public final class ShearReader {

    private static final double LEAST_SCALE = 2 / 3.0;
    private static final double MOST_SLANT = 0.6;

    private final VoxelGrid grid;
    private final Interpolation method;
    private final int sizeX;
    private final int sizeY;
    private final int sizeZ;
    /** Coefficients along z of the volume, shape (Y, Z, X). */
    private final float[][][] columns;

    private ShearPass pass;
    private int widest;
    private float[] volume;

    /** A reader for volumes of a grid. */
    public ShearReader(VoxelGrid grid, Interpolation method) {
        this.grid = grid;
        this.method = method;
        sizeX = grid.sizeX();
        sizeY = grid.sizeY();
        sizeZ = grid.sizeZ();
        columns = new float[sizeY][sizeZ][sizeX];
        widest = Math.max(sizeX, sizeY);
        pass = new ShearPass(method, widest);
    }

    /**
     * Takes the volume that is read from now on.
     *
     * @param values shape (Z, Y, X), x fastest; kept and not modified; NaN and infinite voxels count as 0
     * @return this
     * @throws IllegalArgumentException if its length is not the grid's number of voxels
     */
    public ShearReader load(float[] values) {
        if (values.length != grid.voxels())
            throw new IllegalArgumentException(
                    "the grid has " + grid.voxels() + " voxels but the volume " + values.length);
        volume = values;
        for (int y = 0; y < sizeY; y++) {
            for (int z = 0; z < sizeZ; z++) {
                float[] row = columns[y][z];
                System.arraycopy(values, grid.index(0, y, z), row, 0, sizeX);
                if (!isFinite(row)) for (int x = 0; x < sizeX; x++) row[x] = Float.isFinite(row[x]) ? row[x] : 0;
            }
            BSplinePrefilter.rows(columns[y], sizeZ, sizeX, method.poles());
        }
        return this;
    }

    private static boolean isFinite(float[] row) {
        float even = 0;
        float odd = 0;
        for (int x = 0; x + 1 < row.length; x += 2) {
            even += row[x] * 0;
            odd += row[x + 1] * 0;
        }
        return even + odd + row[row.length - 1] * 0 == 0;
    }

    /** Whether the three passes suit a map of voxels; if not, reading is slower. */
    public static boolean suits(Affine map) {
        double area = map.get(0, 0) * map.get(1, 1) - map.get(0, 1) * map.get(1, 0);
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++) if (r != c && Math.abs(map.get(r, c)) > MOST_SLANT) return false;
        return isScale(map.get(0, 0)) && isScale(area / map.get(0, 0)) && isScale(map.determinant() / area);
    }

    private static boolean isScale(double factor) {
        return factor > LEAST_SCALE && factor < 1 / LEAST_SCALE;
    }

    /**
     * Fills slices of a volume on a target grid.
     *
     * @param map from voxels of the target grid to voxels of this grid
     * @param fromZ first slice
     * @param toZ slice after the last
     * @param stepZ from one filled slice to the next
     * @param target shape (Z, Y, X) of the target grid, x fastest
     */
    public void read(Affine map, VoxelGrid targetGrid, int fromZ, int toZ, int stepZ, float[] target) {
        if (!suits(map)) {
            Interpolator exact = Interpolator.of(volume, grid, method);
            for (int z = fromZ; z < toZ; z += stepZ) Resampler.read(exact, map, targetGrid, z, z + 1, target);
            return;
        }
        if (targetGrid.sizeY() > widest) {
            widest = targetGrid.sizeY();
            pass = new ShearPass(method, widest);
        }
        float[][] alongZ = new float[sizeY][sizeX];
        float[][] alongY = new float[targetGrid.sizeY()][sizeX];
        float[][] turned = new float[sizeX][targetGrid.sizeY()];
        float[] column = new float[targetGrid.sizeY()];
        for (int z = fromZ; z < toZ; z += stepZ) {
            passZ(map, z, alongZ);
            passY(map, z, alongZ, alongY);
            for (int y = 0; y < alongY.length; y++) for (int x = 0; x < sizeX; x++) turned[x][y] = alongY[y][x];
            passX(map, z, turned, column, targetGrid, target);
            clear(map, z, targetGrid, target);
        }
    }

    private void passZ(Affine m, int z, float[][] result) {
        double area = m.get(0, 0) * m.get(1, 1) - m.get(0, 1) * m.get(1, 0);
        double perX = (m.get(2, 0) * m.get(1, 1) - m.get(2, 1) * m.get(1, 0)) / area;
        double perY = (m.get(2, 1) * m.get(0, 0) - m.get(2, 0) * m.get(0, 1)) / area;
        double perZ = m.get(2, 2) - perX * m.get(0, 2) - perY * m.get(1, 2);
        double offset = m.get(2, 3) - perX * m.get(0, 3) - perY * m.get(1, 3) + perZ * z;
        for (int y = 0; y < sizeY; y++) pass.row(columns[y], sizeZ, sizeX, offset + perY * y, perX, result[y]);
    }

    private void passY(Affine m, int z, float[][] source, float[][] result) {
        double perX = m.get(1, 0) / m.get(0, 0);
        double perY = m.get(1, 1) - perX * m.get(0, 1);
        double offset = m.get(1, 3) - perX * m.get(0, 3) + (m.get(1, 2) - perX * m.get(0, 2)) * z;
        BSplinePrefilter.rows(source, sizeY, sizeX, method.poles());
        for (int y = 0; y < result.length; y++) pass.row(source, sizeY, sizeX, offset + perY * y, perX, result[y]);
    }

    private void passX(Affine m, int z, float[][] source, float[] column, VoxelGrid targetGrid, float[] target) {
        BSplinePrefilter.rows(source, sizeX, targetGrid.sizeY(), method.poles());
        double offset = m.get(0, 3) + m.get(0, 2) * z;
        for (int x = 0; x < targetGrid.sizeX(); x++) {
            pass.row(source, sizeX, column.length, offset + m.get(0, 0) * x, m.get(0, 1), column);
            int at = targetGrid.index(x, 0, z);
            for (int y = 0; y < column.length; y++) target[at + y * targetGrid.sizeX()] = column[y];
        }
    }

    /** Writes 0 where a slice lies outside the field of view. */
    private void clear(Affine map, int z, VoxelGrid targetGrid, float[] target) {
        int n = targetGrid.sizeX();
        for (int y = 0; y < targetGrid.sizeY(); y++) {
            double[] p = map.apply(0, y, z);
            int from = 0;
            while (from < n && !sees(map, p, from)) from++;
            int to = n;
            while (to > from && !sees(map, p, to - 1)) to--;
            int row = targetGrid.index(0, y, z);
            Arrays.fill(target, row, row + from, 0);
            Arrays.fill(target, row + to, row + n, 0);
        }
    }

    private boolean sees(Affine map, double[] start, int x) {
        return contains(start[0] + x * map.get(0, 0), start[1] + x * map.get(1, 0), start[2] + x * map.get(2, 0), -0.5);
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
}
