package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * The intensity that parts tissue from background, as AFNI's {@code 3dClipLevel} describes it: a fraction of the median
 * of all values at or above it.
 *
 * <p>The gradual level is found in each of the eight parts around the middle of the bright voxels and interpolated
 * between their centres, so that a brain lit unevenly by its coils is cut alike everywhere.
 */
final class ClipLevel {

    private static final int MOST_ROUNDS = 100;

    /** How far a part's level may be from that of the whole. */
    private static final double LEAST_RATIO = 0.6;

    private static final double LARGEST_RATIO = 1.6;

    private ClipLevel() {}

    /**
     * The level of all values above 0.
     *
     * @return 0 if there is none
     */
    static double of(float[] values, double fraction) {
        float[] sorted = new float[values.length];
        int count = 0;
        double squares = 0;
        for (float value : values)
            if (value > 0) {
                sorted[count++] = value;
                squares += (double) value * value;
            }
        if (count == 0) return 0;
        Arrays.sort(sorted, 0, count);
        double level = 0.5 * Math.sqrt(squares / count);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int first = firstAtLeast(sorted, count, level);
            if (first == count) break;
            double next = fraction * median(sorted, first, count);
            if (next == level) break;
            level = next;
        }
        return level;
    }

    private static int firstAtLeast(float[] sorted, int count, double level) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] >= level) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static double median(float[] sorted, int from, int to) {
        int middle = (from + to) >>> 1;
        return (to - from) % 2 == 1 ? sorted[middle] : 0.5 * ((double) sorted[middle - 1] + sorted[middle]);
    }

    /** The level at each voxel, shape (Z, Y, X). */
    static float[] gradual(VoxelGrid grid, float[] values, double fraction) {
        double whole = of(values, fraction);
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] middle = middle(grid, values, whole);
        double[] levels = new double[8];
        for (int part = 0; part < 8; part++) {
            int[] from = new int[3];
            int[] to = size.clone();
            for (int axis = 0; axis < 3; axis++)
                if ((part >> axis & 1) == 0) to[axis] = middle[axis] + 1;
                else from[axis] = middle[axis];
            double level = of(box(grid, values, from, to), fraction);
            levels[part] = Math.max(LEAST_RATIO * whole, Math.min(LARGEST_RATIO * whole, level));
        }
        double[][] share = new double[3][];
        for (int axis = 0; axis < 3; axis++) share[axis] = shareOfUpper(size[axis], middle[axis]);
        float[] result = new float[grid.voxels()];
        int v = 0;
        for (int z = 0; z < size[2]; z++)
            for (int y = 0; y < size[1]; y++)
                for (int x = 0; x < size[0]; x++)
                    result[v++] = (float) blend(levels, share[0][x], share[1][y], share[2][z]);
        return result;
    }

    private static int[] middle(VoxelGrid grid, float[] values, double level) {
        double[] sum = new double[3];
        long count = 0;
        for (int v = 0; v < values.length; v++)
            if (values[v] >= level) {
                sum[0] += v % grid.sizeX();
                sum[1] += v / grid.sizeX() % grid.sizeY();
                sum[2] += grid.z(v);
                count++;
            }
        int[] middle = new int[3];
        for (int axis = 0; axis < 3; axis++) middle[axis] = (int) Math.round(sum[axis] / Math.max(1, count));
        return middle;
    }

    private static float[] box(VoxelGrid grid, float[] values, int[] from, int[] to) {
        int width = to[0] - from[0];
        float[] box = new float[width * (to[1] - from[1]) * (to[2] - from[2])];
        int done = 0;
        for (int z = from[2]; z < to[2]; z++)
            for (int y = from[1]; y < to[1]; y++, done += width)
                System.arraycopy(values, grid.index(from[0], y, z), box, done, width);
        return box;
    }

    /** How much the upper part counts at each position: 0 up to the centre of the lower, 1 from that of the upper. */
    private static double[] shareOfUpper(int size, int middle) {
        double low = middle / 2.0;
        double high = (middle + size - 1) / 2.0;
        double[] share = new double[size];
        for (int i = 0; i < size; i++) share[i] = high > low ? Math.max(0, Math.min(1, (i - low) / (high - low))) : 0;
        return share;
    }

    private static double blend(double[] levels, double x, double y, double z) {
        double sum = 0;
        for (int part = 0; part < 8; part++)
            sum += levels[part]
                    * ((part & 1) == 0 ? 1 - x : x)
                    * ((part & 2) == 0 ? 1 - y : y)
                    * ((part & 4) == 0 ? 1 - z : z);
        return sum;
    }
}
