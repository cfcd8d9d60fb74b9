package sc.fiji.boldj.distortion;

import sc.fiji.boldj.image.VoxelGrid;

/**
 * How rough a field is: the sum over samples of its squared second derivatives (bending energy) and first derivatives.
 *
 * <p>{@code 1/2 c' R c} with {@code R = bending * (sum of G2 G0 G0 + 2 G1 G1 G0) + gradient * (sum of G1 G0 G0)}, where
 * {@code Gk} are the scalar products of k-th derivatives along each axis, by mm. Immutable.
 */
final class FieldSmoothness {

    private static final int BAND = 7;
    private static final int[][] BENDING = {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}, {1, 1, 0}, {1, 0, 1}, {0, 1, 1}};
    private static final int[][] GRADIENT = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    private final int[] n = new int[3];
    private final double[][][] gram = new double[3][3][];
    private final double bending;
    private final double gradient;

    /**
     * @param bending weight of squared second derivatives, in 1 / (Hz / mm^2)^2
     * @param gradient weight of squared first derivatives, in 1 / (Hz / mm)^2
     */
    FieldSmoothness(FieldLattice lattice, VoxelGrid grid, double bending, double gradient) {
        this.bending = bending;
        this.gradient = gradient;
        for (int a = 0; a < 3; a++) {
            n[a] = lattice.axis(a).controls();
            double scale = 1;
            for (int order = 0; order < 3; order++) {
                gram[a][order] = lattice.axis(a).gram(order);
                for (int i = 0; i < gram[a][order].length; i++) gram[a][order][i] *= scale;
                scale /= grid.voxelSize(a) * grid.voxelSize(a);
            }
        }
    }

    /** {@code R c}. */
    double[] times(double[] c) {
        double[] sum = new double[c.length];
        for (int ox = 0; ox < 3; ox++) {
            double[] x = along(c, 0, ox);
            for (int oy = 0; oy + ox < 3; oy++) {
                double[] xy = null;
                for (int oz = 0; oz + oy + ox < 3; oz++) {
                    double weight = weight(ox, oy, oz);
                    if (weight == 0) continue;
                    if (xy == null) xy = along(x, 1, oy);
                    double[] xyz = along(xy, 2, oz);
                    for (int i = 0; i < sum.length; i++) sum[i] += weight * xyz[i];
                }
            }
        }
        return sum;
    }

    private double weight(int ox, int oy, int oz) {
        for (int[] term : BENDING)
            if (term[0] == ox && term[1] == oy && term[2] == oz)
                return ox == 2 || oy == 2 || oz == 2 ? bending : 2 * bending;
        for (int[] term : GRADIENT) if (term[0] == ox && term[1] == oy && term[2] == oz) return gradient;
        return 0;
    }

    /** The diagonal of {@code R}. */
    double[] diagonal() {
        double[] diagonal = new double[n[0] * n[1] * n[2]];
        for (int ox = 0; ox < 3; ox++)
            for (int oy = 0; oy + ox < 3; oy++)
                for (int oz = 0; oz + oy + ox < 3; oz++) {
                    double weight = weight(ox, oy, oz);
                    if (weight == 0) continue;
                    for (int i = 0; i < diagonal.length; i++)
                        diagonal[i] += weight
                                * gram[0][ox][BAND * (i % n[0]) + 3]
                                * gram[1][oy][BAND * (i / n[0] % n[1]) + 3]
                                * gram[2][oz][BAND * (i / (n[0] * n[1])) + 3];
                }
        return diagonal;
    }

    private double[] along(double[] c, int axis, int order) {
        double[] g = gram[axis][order];
        int inner = axis == 0 ? 1 : axis == 1 ? n[0] : n[0] * n[1];
        int count = n[axis];
        int outer = c.length / (inner * count);
        double[] out = new double[c.length];
        int[] from = new int[BAND];
        double[] w = new double[BAND];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < count; i++) {
                int to = inner * (i + count * o);
                if (axis == 0 && i >= 3 && i + 3 < count) {
                    int b = BAND * i;
                    out[to] = g[b] * c[to - 3]
                            + g[b + 1] * c[to - 2]
                            + g[b + 2] * c[to - 1]
                            + g[b + 3] * c[to]
                            + g[b + 4] * c[to + 1]
                            + g[b + 5] * c[to + 2]
                            + g[b + 6] * c[to + 3];
                    continue;
                }
                for (int d = 0; d < BAND; d++) {
                    boolean there = i + d >= 3 && i + d < count + 3;
                    w[d] = there ? g[BAND * i + d] : 0;
                    from[d] = there ? to + inner * (d - 3) : to;
                }
                weighted(c, from, w, out, to, inner);
            }
        return out;
    }

    /** Seven rows of coefficients, weighted, in one pass. */
    private static void weighted(double[] c, int[] from, double[] w, double[] out, int to, int count) {
        double w0 = w[0];
        double w1 = w[1];
        double w2 = w[2];
        double w3 = w[3];
        double w4 = w[4];
        double w5 = w[5];
        double w6 = w[6];
        int f0 = from[0];
        int f1 = from[1];
        int f2 = from[2];
        int f3 = from[3];
        int f4 = from[4];
        int f5 = from[5];
        int f6 = from[6];
        for (int k = 0; k < count; k++)
            out[to + k] = w0 * c[f0 + k]
                    + w1 * c[f1 + k]
                    + w2 * c[f2 + k]
                    + w3 * c[f3 + k]
                    + w4 * c[f4 + k]
                    + w5 * c[f5 + k]
                    + w6 * c[f6 + k];
    }
}
