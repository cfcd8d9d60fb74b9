package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The local cross-correlation of two images and its derivative by each value of both.
 *
 * <p>For the cube around each voxel, with weights w: {@code CC = A^2 / (B C)}, A the weighted covariance sum of the two
 * images, B and C their sums of squares about the mean (Avants, Epstein, Grossman and Gee 2008, Medical Image Analysis
 * 12:26-41). The energy is the mean of CC over voxels, weighted by w. The derivative is exact: it counts every cube that
 * a voxel is part of, by box sums, where ITK takes the cube around the voxel alone. Cubes in which an image is flat (a
 * variance below {@link #FLAT}) count nothing.
 */
final class SynCorrelation {

    /** Variance below which an image, scaled to [0, 1], has no structure in a cube. */
    static final double FLAT = 1e-5;

    private final VoxelGrid grid;
    private final SynBoxSum box;
    private final float[][] work;

    SynCorrelation(VoxelGrid grid, int radius) {
        this.grid = grid;
        box = new SynBoxSum(grid, radius);
        work = new float[7][grid.voxels()];
    }

    /**
     * Computes the energy.
     *
     * @param a one image, about [0, 1]; finite
     * @param b the other
     * @param w weights, 0 or more
     * @return the energy, 0 to 1; 0 if no cube has structure
     */
    double energy(float[] a, float[] b, float[] w, Progress progress) {
        int plane = grid.planeSize();
        FixedChunks.forEach(grid.sizeZ(), 1, (from, to) -> products(a, b, w, from * plane, to * plane), progress);
        box.apply(progress, work[0], work[1], work[2], work[3], work[4], work[5]);
        List<double[]> sums =
                FixedChunks.map(grid.sizeZ(), 1, (from, to) -> cubes(w, from * plane, to * plane), progress);
        double energy = 0;
        double weight = 0;
        for (double[] sum : sums) {
            energy += sum[0];
            weight += sum[1];
        }
        return weight > 0 ? energy / weight : 0;
    }

    /**
     * Computes the derivatives after {@link #energy} of the same images; once, it uses up what that left behind.
     *
     * @param byA receives the derivative by each value of {@code a}, times the sum of weights
     * @param byB the same for {@code b}
     */
    void derivatives(float[] a, float[] b, float[] w, float[] byA, float[] byB, Progress progress) {
        int plane = grid.planeSize();
        box.apply(progress, work);
        FixedChunks.forEach(
                grid.sizeZ(), 1, (from, to) -> derivatives(a, b, w, from * plane, to * plane, byA, byB), progress);
    }

    private void products(float[] a, float[] b, float[] w, int from, int to) {
        for (int v = from; v < to; v++) {
            float wa = w[v] * a[v];
            float wb = w[v] * b[v];
            work[0][v] = w[v];
            work[1][v] = wa;
            work[2][v] = wb;
            work[3][v] = wa * a[v];
            work[4][v] = wb * b[v];
            work[5][v] = wa * b[v];
        }
    }

    /** Turns the sums of each cube into the factors of the derivative; returns the energy and weight of the part. */
    private double[] cubes(float[] w, int from, int to) {
        double energy = 0;
        double weight = 0;
        for (int v = from; v < to; v++) {
            double n = work[0][v];
            double meanA = n > 0 ? work[1][v] / n : 0;
            double meanB = n > 0 ? work[2][v] / n : 0;
            double aa = work[3][v] - n * meanA * meanA;
            double bb = work[4][v] - n * meanB * meanB;
            double ab = work[5][v] - n * meanA * meanB;
            weight += w[v];
            double p = 0;
            double q = 0;
            double r = 0;
            if (w[v] > 0 && aa > FLAT * n && bb > FLAT * n) {
                energy += w[v] * ab * ab / (aa * bb);
                p = 2 * w[v] * ab / (aa * bb);
                q = p * ab / bb;
                r = p * ab / aa;
            }
            work[0][v] = (float) p;
            work[1][v] = (float) (p * meanA);
            work[2][v] = (float) (p * meanB);
            work[3][v] = (float) q;
            work[4][v] = (float) (q * meanB);
            work[5][v] = (float) r;
            work[6][v] = (float) (r * meanA);
        }
        return new double[] {energy, weight};
    }

    private void derivatives(float[] a, float[] b, float[] w, int from, int to, float[] byA, float[] byB) {
        for (int v = from; v < to; v++) {
            byB[v] = w[v] * (a[v] * work[0][v] - work[1][v] - b[v] * work[3][v] + work[4][v]);
            byA[v] = w[v] * (b[v] * work[0][v] - work[2][v] - a[v] * work[5][v] + work[6][v]);
        }
    }
}
