package sc.fiji.boldj.image;

/**
 * Turns voxels into the coefficients of the B-spline that passes through them.
 *
 * <p>One recursive filter forwards and one backwards for each pole and axis. The signal goes on beyond its ends as its
 * mirror image about the first and last sample (... 2 1 0 1 2 ...), like {@code mode="mirror"} of SciPy. Arithmetic in
 * {@code float}; the start of the recursion is summed to a relative error of 1e-9.
 *
 * <p>Unser, Aldroubi and Eden 1993, IEEE Trans. Signal Processing 41:821-848; the values of the poles are in Unser 1999,
 * IEEE Signal Processing Magazine 16(6):22-38.
 */
final class BSplinePrefilter {

    private static final double HORIZON = 1e-9;

    private BSplinePrefilter() {}

    /**
     * A box of voxels in an array.
     *
     * @param start index of its first voxel
     * @param stepY from row to row
     * @param stepZ from slice to slice
     * @param sizeX voxels along x, one after the other
     * @param sizeY rows
     * @param sizeZ slices
     */
    record Part(int start, int stepY, int stepZ, int sizeX, int sizeY, int sizeZ) {}

    /**
     * Replaces the voxels of a volume by coefficients.
     *
     * @param a finite values where the volume is; overwritten there
     * @param poles of the B-spline; none leave the volume as it is
     */
    static void apply(float[] a, Part part, double[] poles) {
        int sizeX = part.sizeX;
        int sizeY = part.sizeY;
        int sizeZ = part.sizeZ;
        int stepY = part.stepY;
        int stepZ = part.stepZ;
        if (poles.length == 0) return;
        float[][] turned = new float[sizeX][sizeY];
        float[][] rows = new float[Math.max(sizeY, sizeZ)][sizeX];
        for (int z = 0; z < sizeZ; z++) {
            int plane = part.start + z * stepZ;
            for (int y = 0; y < sizeY; y++) for (int x = 0; x < sizeX; x++) turned[x][y] = a[plane + y * stepY + x];
            rows(turned, sizeX, sizeY, poles);
            for (int x = 0; x < sizeX; x++) for (int y = 0; y < sizeY; y++) rows[y][x] = turned[x][y];
            rows(rows, sizeY, sizeX, poles);
            for (int y = 0; y < sizeY; y++) System.arraycopy(rows[y], 0, a, plane + y * stepY, sizeX);
        }
        for (int y = 0; y < sizeY; y++) {
            int row = part.start + y * stepY;
            for (int z = 0; z < sizeZ; z++) System.arraycopy(a, row + z * stepZ, rows[z], 0, sizeX);
            rows(rows, sizeZ, sizeX, poles);
            for (int z = 0; z < sizeZ; z++) System.arraycopy(rows[z], 0, a, row + z * stepZ, sizeX);
        }
    }

    /**
     * Filters {@code width} lines side by side, from row to row.
     *
     * @param rows shape (at least n, at least width): sample {@code i} of line {@code x} is {@code rows[i][x]}
     */
    static void rows(float[][] rows, int n, int width, double[] poles) {
        if (n == 1 || poles.length == 0) return;
        double gain = 1;
        for (double pole : poles) gain *= (1 - pole) * (1 - 1 / pole);
        for (int p = 0; p < poles.length; p++) {
            double scale = p == 0 ? gain : 1;
            first(rows, n, width, poles[p], scale);
            for (int i = 1; i < n; i++) forwards(rows[i], rows[i - 1], width, (float) poles[p], (float) scale);
            last(rows[n - 1], rows[n - 2], width, poles[p]);
            for (int i = n - 2; i >= 0; i--) backwards(rows[i], rows[i + 1], width, (float) poles[p]);
        }
    }

    /** The first sample of the forward filter, from the mirrored signal. */
    private static void first(float[][] rows, int n, int width, double pole, double scale) {
        int period = 2 * n - 2;
        int terms = (int) Math.min(period, Math.ceil(Math.log(HORIZON) / Math.log(Math.abs(pole))));
        double power = scale / (1 - Math.pow(pole, period));
        float[] sum = new float[width];
        for (int k = 0; k < terms; k++) {
            add(rows[Math.min(k, period - k)], width, (float) power, sum);
            power *= pole;
        }
        System.arraycopy(sum, 0, rows[0], 0, width);
    }

    private static void add(float[] row, int width, float factor, float[] sum) {
        for (int x = 0; x < width; x++) sum[x] += factor * row[x];
    }

    private static void forwards(float[] row, float[] before, int width, float pole, float scale) {
        for (int x = 0; x < width; x++) row[x] = scale * row[x] + pole * before[x];
    }

    /** The last sample of both filters. */
    private static void last(float[] row, float[] before, int width, double pole) {
        float factor = (float) (pole / (pole * pole - 1));
        float z = (float) pole;
        for (int x = 0; x < width; x++) row[x] = factor * (row[x] + z * before[x]);
    }

    private static void backwards(float[] row, float[] after, int width, float pole) {
        for (int x = 0; x < width; x++) row[x] = pole * (after[x] - row[x]);
    }
}
