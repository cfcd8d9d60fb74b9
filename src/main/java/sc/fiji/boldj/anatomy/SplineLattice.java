package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Cubic B-splines over the box of a grid, looked at on a regular part of its voxels.
 *
 * <p>Each axis is cut into equal pieces; its splines are one for each piece and three more. An axis of one voxel has a
 * single constant function. Immutable.
 */
final class SplineLattice {

    private static final int TAPS = 4;

    /** Splines along an axis. */
    private final int[] controls = new int[3];

    /** Samples along an axis. */
    private final int[] samples = new int[3];

    /** The first spline that reaches a sample, for each axis. */
    private final int[][] first = new int[3][];

    /** What the four splines from the first on weigh there. */
    private final double[][] weights = new double[3][];

    /**
     * @param pieces number of pieces of each axis, 1 or more, shape (3)
     * @param step every how many voxels there is a sample, shape (3)
     */
    SplineLattice(VoxelGrid grid, int[] pieces, int[] step) {
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        for (int axis = 0; axis < 3; axis++) {
            samples[axis] = sampleCount(size[axis], step[axis]);
            int offset = offset(size[axis], step[axis]);
            controls[axis] = size[axis] == 1 ? 1 : pieces[axis] + TAPS - 1;
            first[axis] = new int[samples[axis]];
            weights[axis] = new double[TAPS * samples[axis]];
            for (int i = 0; i < samples[axis]; i++) {
                double u = (offset + i * step[axis] + 0.5) / size[axis] * pieces[axis];
                set(axis, i, u, size[axis] == 1);
            }
        }
    }

    private void set(int axis, int sample, double u, boolean constant) {
        int at = TAPS * sample;
        if (constant) {
            weights[axis][at] = 1;
            return;
        }
        int cell = (int) u;
        double f = u - cell;
        double g = 1 - f;
        first[axis][sample] = cell;
        weights[axis][at] = g * g * g / 6;
        weights[axis][at + 1] = 2.0 / 3 - 0.5 * f * f * (2 - f);
        weights[axis][at + 2] = 2.0 / 3 - 0.5 * g * g * (2 - g);
        weights[axis][at + 3] = f * f * f / 6;
    }

    /** How many samples an axis of {@code size} voxels has. */
    static int sampleCount(int size, int step) {
        return (size - offset(size, step) + step - 1) / step;
    }

    /** The voxel of the first sample, so that the samples lie in the middle of the axis. */
    static int offset(int size, int step) {
        return (size - 1) % step / 2;
    }

    int controls(int axis) {
        return controls[axis];
    }

    /** Number of splines. */
    int controls() {
        return controls[0] * controls[1] * controls[2];
    }

    int samples(int axis) {
        return samples[axis];
    }

    /** How many splines along the axis reach a sample. */
    int taps(int axis) {
        return Math.min(TAPS, controls[axis]);
    }

    int first(int axis, int sample) {
        return first[axis][sample];
    }

    double weight(int axis, int sample, int tap) {
        return weights[axis][TAPS * sample + tap];
    }

    /**
     * The sum of the splines at every sample.
     *
     * @param coefficients one for each spline, x fastest
     * @param target shape of the samples, x fastest; is added to
     */
    void add(double[] coefficients, float[] target, Progress progress) {
        int nx = controls[0];
        int ny = controls[1];
        FixedChunks.forEach(
                samples[2],
                1,
                (z, end) -> {
                    double[] plane = new double[nx * ny];
                    for (int t = 0; t < taps(2); t++) {
                        double w = weight(2, z, t);
                        int from = nx * ny * (first[2][z] + t);
                        for (int i = 0; i < plane.length; i++) plane[i] += w * coefficients[from + i];
                    }
                    double[] row = new double[nx];
                    for (int y = 0; y < samples[1]; y++) {
                        for (int i = 0; i < nx; i++) {
                            double sum = 0;
                            for (int t = 0; t < taps(1); t++)
                                sum += weight(1, y, t) * plane[i + nx * (first[1][y] + t)];
                            row[i] = sum;
                        }
                        addRow(row, target, samples[0] * (y + samples[1] * z));
                    }
                },
                progress);
    }

    private void addRow(double[] row, float[] target, int at) {
        int taps = taps(0);
        double[] w = weights[0];
        for (int x = 0; x < samples[0]; x++) {
            int from = first[0][x];
            double sum = 0;
            for (int t = 0; t < taps; t++) sum += w[TAPS * x + t] * row[from + t];
            target[at + x] += (float) sum;
        }
    }
}
