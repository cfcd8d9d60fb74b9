package sc.fiji.boldj.ica;

/** Divides the columns of a scan by their standard deviation, in place. */
final class VoxelScale {

    private VoxelScale() {}

    static void standardise(float[] x, int volumes, int from, int to, boolean divide, boolean[] good, float[] scale) {
        int voxels = good.length;
        int n = to - from;
        double[] mean = new double[n];
        double[] square = new double[n];
        for (int t = 0; t < volumes; t++) for (int i = 0, r = t * voxels + from; i < n; i++) mean[i] += x[r + i];
        for (int i = 0; i < n; i++) mean[i] /= volumes;
        for (int t = 0; t < volumes; t++)
            for (int i = 0, r = t * voxels + from; i < n; i++) {
                double d = x[r + i] - mean[i];
                square[i] += d * d;
            }
        float[] factor = new float[n];
        for (int i = 0; i < n; i++) {
            double variance = square[i] / (volumes - 1);
            // a constant voxel may keep the rounding of its mean
            good[from + i] = Double.isFinite(variance) && variance > 1e-12 * mean[i] * mean[i] && variance > 0;
            scale[from + i] = divide ? (float) Math.sqrt(variance) : 1;
            factor[i] = good[from + i] ? 1 / scale[from + i] : 0;
        }
        for (int t = 0; t < volumes; t++)
            for (int i = 0, r = t * voxels + from; i < n; i++) x[r + i] = (float) ((x[r + i] - mean[i]) * factor[i]);
    }
}
