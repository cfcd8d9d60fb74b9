package sc.fiji.boldj.image;

/**
 * Reads an {@link Interpolator} at points that lie in no order. For one thread.
 *
 * <p>The weights of a point come from a table of the kernel at every 1/2048 of a voxel, read linearly: they differ from
 * the kernel by less than 1e-6. Positions are {@code double}, sums {@code float}.
 */
final class PointReader {

    private static final int STEPS = 2048;

    private final Interpolation method;
    private final int taps;
    /** Shape (STEPS + 2, taps). */
    private final float[] table;

    private final float[] wx;
    private final float[] wy;
    private final float[] wz;

    private PointReader(Interpolation method, float[] table) {
        this.method = method;
        this.table = table;
        taps = method.taps();
        wx = new float[taps];
        wy = new float[taps];
        wz = new float[taps];
    }

    static PointReader of(Interpolation method) {
        int taps = method.taps();
        float[] fractions = new float[STEPS + 2];
        for (int i = 0; i < fractions.length; i++) fractions[i] = i / (float) STEPS;
        float[][] weights = new float[taps][fractions.length];
        method.weights(fractions, 0, fractions.length, weights);
        float[] table = new float[fractions.length * taps];
        for (int i = 0; i < fractions.length; i++) for (int k = 0; k < taps; k++) table[i * taps + k] = weights[k][i];
        return new PointReader(method, table);
    }

    /** Another reader that shares the table, for another thread. */
    PointReader copy() {
        return new PointReader(method, table);
    }

    /**
     * Reads the points {@code from} to {@code to - 1}.
     *
     * @param points coordinates, shape (3, at least to)
     * @param map from these coordinates to voxels of the source
     * @param target receives the value of point i at {@code voxels[i]}, or at i if there are no {@code voxels}; 0 outside
     *     the field of view
     */
    void read(Interpolator source, float[][] points, int from, int to, Affine map, int[] voxels, float[] target) {
        double half = taps == 1 ? 0.5 : 0;
        int before = (taps - 1) / 2;
        int base = source.origin() - before * (1 + source.stepY + source.stepZ);
        double highX = source.sizeX - 0.5;
        double highY = source.sizeY - 0.5;
        double highZ = source.sizeZ - 0.5;
        double[] m = new double[12];
        for (int i = 0; i < 12; i++) m[i] = map.get(i / 4, i % 4);
        for (int i = from; i < to; i++) {
            double px = points[0][i];
            double py = points[1][i];
            double pz = points[2][i];
            double x = m[0] * px + m[1] * py + m[2] * pz + m[3];
            double y = m[4] * px + m[5] * py + m[6] * pz + m[7];
            double z = m[8] * px + m[9] * py + m[10] * pz + m[11];
            float value = 0;
            if (x >= -0.5 && y >= -0.5 && z >= -0.5 && x <= highX && y <= highY && z <= highZ) {
                int ix = floor(x + half, source.sizeX);
                int iy = floor(y + half, source.sizeY);
                int iz = floor(z + half, source.sizeZ);
                int at = base + ix + iy * source.stepY + iz * source.stepZ;
                weights(x + half - ix, wx);
                weights(y + half - iy, wy);
                weights(z + half - iz, wz);
                value = sum(source.coefficients, at, source.stepY, source.stepZ);
            }
            target[voxels == null ? i : voxels[i]] = value;
        }
    }

    /** The voxel below a coordinate of -0.5 or more; the very edge of the field belongs to the outermost voxel. */
    private static int floor(double coordinate, int size) {
        return Math.min((int) (coordinate + 1) - 1, size - 1);
    }

    private void weights(double fraction, float[] w) {
        double position = fraction * STEPS;
        int step = (int) position;
        float share = (float) (position - step);
        int at = step * taps;
        for (int k = 0; k < w.length; k++) {
            float low = table[at + k];
            w[k] = low + share * (table[at + taps + k] - low);
        }
    }

    private float sum(float[] c, int at, int stepY, int stepZ) {
        return switch (taps) {
            case 8 -> eight(c, at, stepY, stepZ);
            case 6 -> six(c, at, stepY, stepZ);
            case 4 -> four(c, at, stepY, stepZ);
            case 2 -> two(c, at, stepY) * wz[0] + two(c, at + stepZ, stepY) * wz[1];
            default -> c[at];
        };
    }

    private float two(float[] c, int at, int stepY) {
        return (c[at] * wx[0] + c[at + 1] * wx[1]) * wy[0]
                + (c[at + stepY] * wx[0] + c[at + stepY + 1] * wx[1]) * wy[1];
    }

    private float four(float[] c, int at, int stepY, int stepZ) {
        float x0 = wx[0];
        float x1 = wx[1];
        float x2 = wx[2];
        float x3 = wx[3];
        float sum = 0;
        for (int k = 0; k < 4; k++) {
            float plane = 0;
            for (int j = 0, r = at + k * stepZ; j < 4; j++, r += stepY)
                plane += wy[j] * (c[r] * x0 + c[r + 1] * x1 + (c[r + 2] * x2 + c[r + 3] * x3));
            sum += wz[k] * plane;
        }
        return sum;
    }

    private float six(float[] c, int at, int stepY, int stepZ) {
        float x0 = wx[0];
        float x1 = wx[1];
        float x2 = wx[2];
        float x3 = wx[3];
        float x4 = wx[4];
        float x5 = wx[5];
        float sum = 0;
        for (int k = 0; k < 6; k++) {
            float plane = 0;
            for (int j = 0, r = at + k * stepZ; j < 6; j++, r += stepY)
                plane += wy[j]
                        * (c[r] * x0
                                + c[r + 1] * x1
                                + (c[r + 2] * x2 + c[r + 3] * x3)
                                + (c[r + 4] * x4 + c[r + 5] * x5));
            sum += wz[k] * plane;
        }
        return sum;
    }

    private float eight(float[] c, int at, int stepY, int stepZ) {
        float x0 = wx[0];
        float x1 = wx[1];
        float x2 = wx[2];
        float x3 = wx[3];
        float x4 = wx[4];
        float x5 = wx[5];
        float x6 = wx[6];
        float x7 = wx[7];
        float sum = 0;
        for (int k = 0; k < 8; k++) {
            float plane = 0;
            for (int j = 0, r = at + k * stepZ; j < 8; j++, r += stepY) {
                float low = c[r] * x0 + c[r + 1] * x1 + (c[r + 2] * x2 + c[r + 3] * x3);
                float high = c[r + 4] * x4 + c[r + 5] * x5 + (c[r + 6] * x6 + c[r + 7] * x7);
                plane += wy[j] * (low + high);
            }
            sum += wz[k] * plane;
        }
        return sum;
    }
}
