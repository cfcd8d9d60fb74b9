package sc.fiji.boldj.simulate;

import java.util.Arrays;

/**
 * A continuous function of position: cubic B-splines on a box of a lattice, 0 outside.
 *
 * <p>The function <em>is</em> the sum of its splines. It has two continuous derivatives, is nowhere below 0 if no
 * coefficient is, and reading it between lattice points involves no error. {@link sc.fiji.boldj.image.SplineVolume} passes
 * through voxels and mirrors them; this one is a model without voxels, empty in most places. Immutable.
 */
final class SplineMap {

    private final int x0;
    private final int y0;
    private final int z0;
    private final int nx;
    private final int ny;
    private final int nz;
    private final float[] coefficients;
    /** First and last cell along x that any coefficient reaches, for each row of cells along x. */
    private final int[] firstCell;

    private final int[] lastCell;

    /** A map over the whole lattice; the coefficients are kept, not copied. */
    SplineMap(Lattice lattice, float[] coefficients) {
        this(0, 0, 0, lattice.nx(), lattice.ny(), lattice.nz(), coefficients);
    }

    /** A map over the box that starts at lattice point (x0, y0, z0); the coefficients are kept, not copied. */
    SplineMap(int x0, int y0, int z0, int nx, int ny, int nz, float[] coefficients) {
        if (coefficients.length != nx * ny * nz)
            throw new IllegalArgumentException(
                    nx + "x" + ny + "x" + nz + " points need as many values, got " + coefficients.length);
        this.x0 = x0;
        this.y0 = y0;
        this.z0 = z0;
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.coefficients = coefficients;
        firstCell = new int[(ny + 3) * (nz + 3)];
        lastCell = new int[firstCell.length];
        Arrays.fill(firstCell, nx + 3);
        Arrays.fill(lastCell, -1);
        for (int z = 0; z < nz; z++) for (int y = 0; y < ny; y++) markRow(y, z);
    }

    /** A coefficient reaches the cells from 3 before it to its own; cells count from -3. */
    private void markRow(int y, int z) {
        int row = nx * (y + ny * z);
        int first = 0;
        while (first < nx && coefficients[row + first] == 0) first++;
        if (first == nx) return;
        int last = nx - 1;
        while (coefficients[row + last] == 0) last--;
        for (int k = z; k <= z + 3; k++)
            for (int j = y; j <= y + 3; j++) {
                int cell = j + (ny + 3) * k;
                firstCell[cell] = Math.min(firstCell[cell], first);
                lastCell[cell] = Math.max(lastCell[cell], last + 3);
            }
    }

    /** The same map on the smallest box that holds all its coefficients but 0. */
    SplineMap trimmed() {
        int[] low = {nx, ny, nz};
        int[] high = {-1, -1, -1};
        for (int i = 0; i < coefficients.length; i++) {
            if (coefficients[i] == 0) continue;
            int[] p = {i % nx, i / nx % ny, i / nx / ny};
            for (int axis = 0; axis < 3; axis++) {
                low[axis] = Math.min(low[axis], p[axis]);
                high[axis] = Math.max(high[axis], p[axis]);
            }
        }
        if (high[0] < 0) return new SplineMap(x0, y0, z0, 0, 0, 0, new float[0]);
        int sx = high[0] - low[0] + 1;
        int sy = high[1] - low[1] + 1;
        int sz = high[2] - low[2] + 1;
        float[] kept = new float[sx * sy * sz];
        for (int z = 0; z < sz; z++)
            for (int y = 0; y < sy; y++)
                System.arraycopy(
                        coefficients, low[0] + nx * (low[1] + y + ny * (low[2] + z)), kept, sx * (y + sy * z), sx);
        return new SplineMap(x0 + low[0], y0 + low[1], z0 + low[2], sx, sy, sz, kept);
    }

    float[] coefficients() {
        return coefficients;
    }

    /**
     * Adds a multiple of a map's coefficients to a box, where the two overlap.
     *
     * @param target coefficients of the box, x fastest
     * @param origin first lattice point of the box, shape (3)
     * @param size points of the box, shape (3)
     */
    static void add(float[] target, int[] origin, int[] size, SplineMap map, float factor) {
        int fromX = Math.max(origin[0], map.x0);
        int toX = Math.min(origin[0] + size[0], map.x0 + map.nx);
        int fromY = Math.max(origin[1], map.y0);
        int toY = Math.min(origin[1] + size[1], map.y0 + map.ny);
        int fromZ = Math.max(origin[2], map.z0);
        int toZ = Math.min(origin[2] + size[2], map.z0 + map.nz);
        int count = toX - fromX;
        float[] source = map.coefficients;
        for (int z = fromZ; z < toZ; z++)
            for (int y = fromY; y < toY; y++) {
                int to = fromX - origin[0] + size[0] * (y - origin[1] + size[1] * (z - origin[2]));
                int from = fromX - map.x0 + map.nx * (y - map.y0 + map.ny * (z - map.z0));
                for (int i = 0; i < count; i++) target[to + i] += factor * source[from + i];
            }
    }

    /** A point to read maps of one lattice at; used again and again by one thread. */
    static final class Reader {
        private final double[] wx = new double[4];
        private final double[] wy = new double[4];
        private final double[] wz = new double[4];
        private int cx;
        private int cy;
        private int cz;

        /** Goes to a position in lattice units: (0, 0, 0) is the first point, (1, 0, 0) the next along x. */
        void moveTo(double u, double v, double w) {
            cx = (int) Math.floor(u);
            cy = (int) Math.floor(v);
            cz = (int) Math.floor(w);
            weights(u - cx, wx);
            weights(v - cy, wy);
            weights(w - cz, wz);
        }

        /** The value of a map at the point. */
        double read(SplineMap map) {
            int ix = cx - 1 - map.x0;
            int iy = cy - 1 - map.y0;
            int iz = cz - 1 - map.z0;
            if (iy < -3 || iz < -3 || iy >= map.ny || iz >= map.nz) return 0;
            int cell = iy + 3 + (map.ny + 3) * (iz + 3);
            if (ix + 3 < map.firstCell[cell] || ix + 3 > map.lastCell[cell]) return 0;
            if (ix < 0 || iy < 0 || iz < 0 || ix + 3 >= map.nx || iy + 3 >= map.ny || iz + 3 >= map.nz)
                return readEdge(map, ix, iy, iz);
            float[] c = map.coefficients;
            double sum = 0;
            for (int k = 0; k < 4; k++) {
                int row = ix + map.nx * (iy + map.ny * (iz + k));
                double plane = 0;
                for (int j = 0; j < 4; j++) {
                    plane += wy[j] * (wx[0] * c[row] + wx[1] * c[row + 1] + wx[2] * c[row + 2] + wx[3] * c[row + 3]);
                    row += map.nx;
                }
                sum += wz[k] * plane;
            }
            return sum;
        }

        private double readEdge(SplineMap map, int ix, int iy, int iz) {
            double sum = 0;
            for (int k = Math.max(0, -iz); k < 4 && iz + k < map.nz; k++)
                for (int j = Math.max(0, -iy); j < 4 && iy + j < map.ny; j++)
                    for (int i = Math.max(0, -ix); i < 4 && ix + i < map.nx; i++)
                        sum += wz[k] * wy[j] * wx[i] * map.coefficients[ix + i + map.nx * (iy + j + map.ny * (iz + k))];
            return sum;
        }

        /** The four cubic B-splines that reach a point {@code f} beyond a lattice point, f in [0, 1). */
        private static void weights(double f, double[] w) {
            double g = 1 - f;
            w[0] = g * g * g / 6;
            w[1] = 2.0 / 3 - 0.5 * f * f * (2 - f);
            w[2] = 2.0 / 3 - 0.5 * g * g * (2 - g);
            w[3] = f * f * f / 6;
        }
    }
}
