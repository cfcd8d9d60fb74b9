package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * Ordinary least squares of the voxels of a block, volumes in rows as they are read, so that every loop runs along
 * neighbours. Used by one thread at a time.
 */
final class PlainFit {

    private final GlmPlan plan;
    private final int n;
    private final int rank;

    PlainFit(GlmPlan plan) {
        this.plan = plan;
        n = plan.basis().rows();
        rank = plan.basis().rank();
    }

    /**
     * Fits the voxels of a block and writes their results.
     *
     * @param block shape (volumes, count), row = time
     */
    void fit(int first, int count, float[] block, GlmResult target) {
        double[] series = new double[n * count];
        boolean[] usable = read(block, count, series, first, target);
        double[] squares = new double[count];
        for (int t = 0; t < n; t++) add(series, t * count, series, t * count, squares, 0, count);
        double[] u = plan.basis().basis();
        double[] weights = new double[rank * count];
        MatrixProduct.multiply(
                1, Matrix.of(u, n, rank).transposed(), Matrix.of(series, n, count), 0, Matrix.of(weights, rank, count));
        MatrixProduct.multiply(
                -1, Matrix.of(u, n, rank), Matrix.of(weights, rank, count), 1, Matrix.of(series, n, count));
        int lags = plan.lags();
        double[] sums = new double[(lags + 1) * count];
        for (int t = 0; t < n; t++)
            for (int k = 0; k <= lags && t + k < n; k++)
                add(series, t * count, series, (t + k) * count, sums, k * count, count);
        double[] line = new double[rank];
        ContrastWriter maps = new ContrastWriter(plan, target);
        for (int v = 0; v < count; v++) {
            int voxel = first + v;
            if (!usable[v]) {
                target.fail(voxel);
                continue;
            }
            for (int i = 0; i < rank; i++) line[i] = weights[i * count + v];
            boolean fitted = sums[v] > BlockFit.NOTHING * squares[v];
            double[][] covariances = maps.effects(voxel, line, null, fitted ? sums[v] / (n - rank) : 0);
            for (int c = 0; c < covariances.length; c++) maps.write(voxel, c, covariances[c], null, 0);
            target.whiteness()[voxel] = fitted ? (float) whiteness(sums, v, count) : 1;
        }
    }

    /** Copies the block and notes the means over the volumes that are used; which voxels are finite there. */
    private boolean[] read(float[] block, int count, double[] series, int first, GlmResult target) {
        boolean[] out = plan.censored();
        double[] means = new double[count];
        int kept = 0;
        for (int t = 0; t < n; t++) {
            if (out[t]) {
                // An excluded volume may hold anything.
                for (int v = 0; v < count; v++) {
                    float value = block[t * count + v];
                    series[t * count + v] = Float.isFinite(value) ? value : 0;
                }
                continue;
            }
            kept++;
            int row = t * count;
            for (int v = 0; v < count; v++) {
                double value = block[row + v];
                series[row + v] = value;
                means[v] += value;
            }
        }
        boolean[] usable = new boolean[count];
        for (int v = 0; v < count; v++) {
            usable[v] = Double.isFinite(means[v]);
            if (!usable[v]) for (int t = 0; t < n; t++) series[t * count + v] = 0;
            target.mean()[first + v] = (float) (usable[v] && kept > 0 ? means[v] / kept : Double.NaN);
        }
        return usable;
    }

    /** sums += a b, along neighbours. */
    private static void add(double[] a, int from, double[] b, int at, double[] sums, int to, int count) {
        for (int v = 0; v < count; v++) sums[to + v] += a[from + v] * b[at + v];
    }

    private double whiteness(double[] sums, int v, int count) {
        double[] own = new double[plan.lags() + 1];
        for (int k = 0; k < own.length; k++) own[k] = sums[k * count + v];
        return BlockFit.whiteness(own, plan.whiteBias(), n, rank, plan.lags());
    }
}
