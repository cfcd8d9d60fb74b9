package sc.fiji.boldj.distortion;

/**
 * Cubic B-splines with equal distances of knots along one axis of a grid, and their derivatives at some of its voxels.
 *
 * <p>Spline {@code j} has its middle at voxel {@code (j - 1) * knot}. Halving {@code knot} refines the splines exactly. An
 * axis of one voxel has derivatives 0. Immutable.
 */
final class SplineAxis {

    /** Splines that reach a sample. */
    static final int TAPS = 4;

    private final int controls;
    private final int[] voxel;
    private final int[] first;
    private final double[][] weights = new double[3][];

    /**
     * @param size voxels of the axis
     * @param step a sample every so many voxels
     * @param knot distance of the knots in voxels
     */
    SplineAxis(int size, int step, double knot) {
        int offset = (size - 1) % step / 2;
        int samples = (size - 1 - offset) / step + 1;
        controls = (int) Math.floor((size - 1) / knot) + TAPS;
        voxel = new int[samples];
        first = new int[samples];
        for (int order = 0; order < 3; order++) weights[order] = new double[TAPS * samples];
        for (int i = 0; i < samples; i++) {
            voxel[i] = offset + i * step;
            first[i] = (int) Math.floor(voxel[i] / knot);
            set(i, voxel[i] / knot - first[i], size == 1 ? 0 : 1 / knot);
        }
    }

    private void set(int sample, double t, double slope) {
        double s = 1 - t;
        double[][] at = {
            {s * s * s / 6, 2 / 3.0 + t * t * (0.5 * t - 1), 2 / 3.0 + s * s * (0.5 * s - 1), t * t * t / 6},
            {-0.5 * s * s, t * (1.5 * t - 2), -s * (1.5 * s - 2), 0.5 * t * t},
            {s, 1 - 3 * s, 1 - 3 * t, t}
        };
        double factor = 1;
        for (int order = 0; order < 3; order++) {
            for (int k = 0; k < TAPS; k++) weights[order][TAPS * sample + k] = factor * at[order][k];
            factor *= slope;
        }
    }

    int controls() {
        return controls;
    }

    int samples() {
        return first.length;
    }

    /** The voxel of a sample. */
    int voxel(int sample) {
        return voxel[sample];
    }

    /** The first spline that reaches a sample. */
    int first(int sample) {
        return first[sample];
    }

    /** The four splines from {@link #first} on, or their derivatives by voxel, at each sample: shape (samples, 4). */
    double[] weights(int order) {
        return weights[order];
    }

    /** The product of two derivatives of each spline with itself: shape (samples, 4). */
    double[] products(int one, int other) {
        double[] product = weights[one].clone();
        for (int i = 0; i < product.length; i++) product[i] *= weights[other][i];
        return product;
    }

    /** The scalar products over the samples of derivatives of splines {@code j} and {@code j + d - 3}: shape (controls, 7). */
    double[] gram(int order) {
        double[] gram = new double[7 * controls];
        double[] w = weights[order];
        for (int i = 0; i < first.length; i++)
            for (int a = 0; a < TAPS; a++)
                for (int b = 0; b < TAPS; b++)
                    gram[7 * (first[i] + a) + b - a + 3] += w[TAPS * i + a] * w[TAPS * i + b];
        return gram;
    }

    /** How much spline {@code i} of this axis is in spline {@code j} of one with knots twice as far apart. */
    static double refinement(int i, int j) {
        int d = Math.abs((i - 1) - 2 * (j - 1));
        return d == 0 ? 0.75 : d == 1 ? 0.5 : d == 2 ? 0.125 : 0;
    }
}
