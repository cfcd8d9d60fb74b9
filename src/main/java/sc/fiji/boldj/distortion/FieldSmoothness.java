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
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < count; i++) {
                int to = inner * (i + count * o);
                for (int d = Math.max(-3, -i); d <= Math.min(3, count - 1 - i); d++) {
                    double w = g[BAND * i + d + 3];
                    if (w == 0) continue;
                    int from = to + inner * d;
                    for (int k = 0; k < inner; k++) out[to + k] += w * c[from + k];
                }
            }
        return out;
    }
}
