package sc.fiji.boldj.distortion;

import java.util.List;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * A field as a sum of cubic B-splines over the bounding box of a grid, evaluated at some of its voxels, slice by slice.
 *
 * <p>Component 0 is the value, component {@code 1 + a} the derivative along axis {@code a} by voxel. Immutable.
 */
final class FieldLattice {

    private static final int TAPS = SplineAxis.TAPS;

    /** Slices that one thread works on at a time. */
    private static final int SLICES = 4;

    private final SplineAxis[] axes = new SplineAxis[3];
    private final int nx;
    private final int ny;
    private final int mx;
    private final int my;

    /**
     * @param knots distance of the knots, mm
     * @param spacing distance of the samples, mm: rounded to whole voxels
     */
    FieldLattice(VoxelGrid grid, double knots, double spacing) {
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        for (int a = 0; a < 3; a++) {
            int step = Math.max(1, (int) Math.round(spacing / grid.voxelSize(a)));
            axes[a] = new SplineAxis(size[a], step, knots / grid.voxelSize(a));
        }
        nx = axes[0].controls();
        ny = axes[1].controls();
        mx = axes[0].samples();
        my = axes[1].samples();
    }

    SplineAxis axis(int a) {
        return axes[a];
    }

    int controls() {
        return nx * ny * axes[2].controls();
    }

    int slices() {
        return axes[2].samples();
    }

    /** Samples of a slice. */
    int plane() {
        return mx * my;
    }

    /**
     * Components in a slice.
     *
     * @param c coefficients, x fastest
     * @param z slice of samples
     * @param components which are wanted; the value stands first
     * @param out shape (components, plane), is filled
     */
    void read(double[] c, int z, int[] components, float[][] out) {
        double[] flat = plane(c, z, 0);
        double[] steep = wants(components, 3) ? plane(c, z, 1) : null;
        double[] row = new double[nx];
        double[] bent = new double[nx];
        double[] risen = new double[nx];
        for (int y = 0; y < my; y++) {
            row(flat, y, 0, row);
            if (wants(components, 2)) row(flat, y, 1, bent);
            if (steep != null) row(steep, y, 0, risen);
            for (int i = 0; i < components.length; i++) {
                int component = components[i];
                double[] source = component == 2 ? bent : component == 3 ? risen : row;
                along(source, component == 1 ? 1 : 0, out[i], mx * y);
            }
        }
    }

    private static boolean wants(int[] components, int which) {
        for (int c : components) if (c == which) return true;
        return false;
    }

    private double[] plane(double[] c, int z, int order) {
        double[] plane = new double[nx * ny];
        double[] w = axes[2].weights(order);
        for (int t = 0; t < TAPS; t++) {
            double weight = w[TAPS * z + t];
            int from = nx * ny * (axes[2].first(z) + t);
            for (int i = 0; i < plane.length; i++) plane[i] += weight * c[from + i];
        }
        return plane;
    }

    private void row(double[] plane, int y, int order, double[] row) {
        double[] w = axes[1].weights(order);
        int at = nx * axes[1].first(y);
        double w0 = w[TAPS * y];
        double w1 = w[TAPS * y + 1];
        double w2 = w[TAPS * y + 2];
        double w3 = w[TAPS * y + 3];
        for (int i = 0; i < nx; i++)
            row[i] = w0 * plane[at + i]
                    + w1 * plane[at + nx + i]
                    + w2 * plane[at + 2 * nx + i]
                    + w3 * plane[at + 3 * nx + i];
    }

    private void along(double[] row, int order, float[] out, int at) {
        double[] w = axes[0].weights(order);
        for (int x = 0; x < mx; x++) {
            int f = axes[0].first(x);
            int k = TAPS * x;
            out[at + x] =
                    (float) (w[k] * row[f] + w[k + 1] * row[f + 1] + w[k + 2] * row[f + 2] + w[k + 3] * row[f + 3]);
        }
    }

    /** Work on one slice that gives sums over its samples for some planes of splines. */
    interface Slice {
        /**
         * Adds the part of a slice.
         *
         * @param sums shape (vectors): adds its part with {@link Sums#add}
         */
        void run(int z, Sums[] sums);
    }

    /** Sums over samples for each spline: the transposed of {@link #read}. */
    final class Sums {
        private final int from;
        private final double[] c;

        private Sums(int from, int planes) {
            this.from = from;
            c = new double[nx * ny * planes];
        }

        /**
         * Adds the products of samples with components of every spline.
         *
         * @param components as in {@link #read}
         * @param samples shape (components, plane)
         */
        void add(int z, int[] components, float[][] samples) {
            for (int i = 0; i < components.length; i++) {
                int a = components[i] - 1;
                add(z, samples[i], weights(0, a), weights(1, a), weights(2, a));
            }
        }

        /** Adds the products of samples with the product of two components of every spline. */
        void addSquares(int z, int one, int other, float[] samples) {
            double[][] w = new double[3][];
            for (int a = 0; a < 3; a++) w[a] = axes[a].products(one - 1 == a ? 1 : 0, other - 1 == a ? 1 : 0);
            add(z, samples, w[0], w[1], w[2]);
        }

        private double[] weights(int axis, int derived) {
            return axes[axis].weights(axis == derived ? 1 : 0);
        }

        private void add(int z, float[] samples, double[] wx, double[] wy, double[] wz) {
            double[] plane = new double[nx * ny];
            double[] row = new double[nx];
            for (int y = 0; y < my; y++) {
                java.util.Arrays.fill(row, 0);
                for (int x = 0; x < mx; x++) {
                    double value = samples[mx * y + x];
                    int f = axes[0].first(x);
                    int k = TAPS * x;
                    row[f] += wx[k] * value;
                    row[f + 1] += wx[k + 1] * value;
                    row[f + 2] += wx[k + 2] * value;
                    row[f + 3] += wx[k + 3] * value;
                }
                for (int t = 0; t < TAPS; t++) {
                    double w = wy[TAPS * y + t];
                    int at = nx * (axes[1].first(y) + t);
                    for (int i = 0; i < nx; i++) plane[at + i] += w * row[i];
                }
            }
            for (int t = 0; t < TAPS; t++) {
                double w = wz[TAPS * z + t];
                int at = nx * ny * (axes[2].first(z) + t - from);
                for (int i = 0; i < plane.length; i++) c[at + i] += w * plane[i];
            }
        }
    }

    /**
     * Sums over all samples.
     *
     * @param vectors how many sums each slice adds to
     * @return shape (vectors, controls)
     */
    double[][] sums(int vectors, Slice slice, Progress progress) {
        List<Sums[]> parts = FixedChunks.map(
                slices(),
                SLICES,
                (from, to) -> {
                    Sums[] sums = new Sums[vectors];
                    int first = axes[2].first(from);
                    int planes = axes[2].first(to - 1) + TAPS - first;
                    for (int v = 0; v < vectors; v++) sums[v] = new Sums(first, planes);
                    for (int z = from; z < to; z++) slice.run(z, sums);
                    return sums;
                },
                progress);
        double[][] total = new double[vectors][controls()];
        for (Sums[] part : parts)
            for (int v = 0; v < vectors; v++) {
                int at = nx * ny * part[v].from;
                for (int i = 0; i < part[v].c.length; i++) total[v][at + i] += part[v].c[i];
            }
        return total;
    }

    /** The same field on a lattice with knots half as far apart. */
    double[] refined(double[] c, FieldLattice finer) {
        double[] at = c;
        int[] n = {nx, ny, axes[2].controls()};
        for (int a = 0; a < 3; a++) {
            int count = finer.axes[a].controls();
            int inner = 1;
            for (int b = 0; b < a; b++) inner *= n[b];
            int outer = 1;
            for (int b = a + 1; b < 3; b++) outer *= n[b];
            double[] next = new double[inner * count * outer];
            for (int o = 0; o < outer; o++)
                for (int i = 0; i < count; i++)
                    for (int j = Math.max(0, i / 2 - 1); j < Math.min(n[a], i / 2 + 3); j++) {
                        double w = SplineAxis.refinement(i, j);
                        if (w == 0) continue;
                        for (int k = 0; k < inner; k++)
                            next[k + inner * (i + count * o)] += w * at[k + inner * (j + n[a] * o)];
                    }
            at = next;
            n[a] = count;
        }
        return at;
    }
}
