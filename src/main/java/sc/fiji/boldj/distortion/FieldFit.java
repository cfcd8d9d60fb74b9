package sc.fiji.boldj.distortion;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * A smooth field through measured values: the cubic B-spline that minimises squared differences within a mask plus bending
 * energy. It goes on smoothly beyond the mask. Voxels that lie far from it are outliers and do not enter a second fit.
 */
final class FieldFit {

    /** Distance of the knots, mm: each fit starts from the one before it. */
    private static final double[] KNOTS = {20, 10, 5};

    private static final double BENDING = 100;
    private static final double GRADIENT = 1e-2;
    private static final double OUTLIER = 4;
    private static final double TOLERANCE = 1e-4;
    private static final int STEPS = 400;

    private FieldFit() {}

    /**
     * The field everywhere on the grid.
     *
     * @param values Hz; read within the mask, finite there
     * @param mask not empty
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static NeuroImage of(float[] values, Mask mask, Progress progress) {
        mask.requireNotEmpty("the mask of the field");
        VoxelGrid grid = mask.grid();
        float[] weights = new float[values.length];
        for (int v : mask.indices()) weights[v] = 1;
        FieldLattice lattice = new FieldLattice(grid, KNOTS[0], 0);
        double[] c = new double[lattice.controls()];
        for (int k = 0; k < KNOTS.length; k++) {
            if (k > 0) {
                FieldLattice finer = new FieldLattice(grid, KNOTS[k], 0);
                c = lattice.refined(c, finer);
                lattice = finer;
            }
            c = fit(lattice, grid, values, weights, c, progress.stage(0.2 * k, 0.2 * (k + 1)));
        }
        float[] first = read(lattice, c, grid);
        double[] off = new double[mask.count()];
        for (int i = 0; i < off.length; i++) off[i] = Math.abs(values[mask.voxel(i)] - first[mask.voxel(i)]);
        double[] sorted = off.clone();
        Arrays.sort(sorted);
        double limit = OUTLIER * 1.4826 * sorted[sorted.length / 2];
        for (int i = 0; i < off.length; i++) if (off[i] > Math.max(limit, 1)) weights[mask.voxel(i)] = 0;
        NeuroImage field = NeuroImage.floats("field", grid, 1, SeriesTiming.UNKNOWN);
        c = fit(lattice, grid, values, weights, c, progress.stage(0.6, 1));
        field.writeVolume(0, read(lattice, c, grid));
        return field;
    }

    private static float[] read(FieldLattice lattice, double[] c, VoxelGrid grid) {
        int[] value = {0};
        int plane = lattice.plane();
        float[] field = new float[grid.voxels()];
        FixedChunks.forEach(
                lattice.slices(),
                1,
                (z, end) -> {
                    float[][] out = new float[1][plane];
                    lattice.read(c, z, value, out);
                    System.arraycopy(out[0], 0, field, z * plane, plane);
                },
                Progress.NONE);
        return field;
    }

    /** Coefficients of the best field, found from others that are near it. */
    private static double[] fit(
            FieldLattice lattice, VoxelGrid grid, float[] values, float[] weights, double[] near, Progress progress) {
        FieldSmoothness smoothness = new FieldSmoothness(lattice, grid, BENDING, GRADIENT);
        int[] value = {0};
        int plane = lattice.plane();
        double[][] sums = lattice.sums(
                2,
                (z, into) -> {
                    float[][] weighted = new float[1][plane];
                    float[] weight = Arrays.copyOfRange(weights, z * plane, (z + 1) * plane);
                    for (int i = 0; i < plane; i++)
                        if (weight[i] > 0) weighted[0][i] = weight[i] * values[z * plane + i];
                    into[0].add(z, value, weighted);
                    into[1].addSquares(z, 0, 0, weight);
                },
                Progress.NONE);
        double[] diagonal = smoothness.diagonal();
        for (int i = 0; i < diagonal.length; i++) diagonal[i] += sums[1][i];
        return solve(x -> times(lattice, smoothness, weights, x), sums[0], diagonal, near, progress);
    }

    /** Conjugate gradients with the diagonal as preconditioner. */
    private static double[] solve(
            UnaryOperator<double[]> matrix, double[] right, double[] diagonal, double[] near, Progress progress) {
        double[] x = near.clone();
        double[] r = matrix.apply(x);
        for (int i = 0; i < r.length; i++) r[i] = right[i] - r[i];
        double[] d = new double[r.length];
        double rs = 0;
        double limit = TOLERANCE * TOLERANCE * squares(right, diagonal);
        for (int k = 0; k < STEPS; k++) {
            progress.update(k, STEPS);
            progress.checkCancelled();
            double next = squares(r, diagonal);
            if (!(next > limit)) break;
            double b = k == 0 ? 0 : next / rs;
            rs = next;
            for (int i = 0; i < d.length; i++) d[i] = (diagonal[i] > 0 ? r[i] / diagonal[i] : 0) + b * d[i];
            double[] h = matrix.apply(d);
            double along = 0;
            for (int i = 0; i < d.length; i++) along += d[i] * h[i];
            if (!(along > 0)) break;
            for (int i = 0; i < d.length; i++) {
                x[i] += rs / along * d[i];
                r[i] -= rs / along * h[i];
            }
        }
        return x;
    }

    private static double squares(double[] r, double[] diagonal) {
        double sum = 0;
        for (int i = 0; i < r.length; i++) if (diagonal[i] > 0) sum += r[i] * r[i] / diagonal[i];
        return sum;
    }

    private static double[] times(FieldLattice lattice, FieldSmoothness smoothness, float[] weights, double[] c) {
        int[] value = {0};
        double[] product = lattice.sums(
                        1,
                        (z, into) -> {
                            float[][] read = new float[1][lattice.plane()];
                            lattice.read(c, z, value, read);
                            for (int i = 0; i < read[0].length; i++) read[0][i] *= weights[z * lattice.plane() + i];
                            into[0].add(z, value, read);
                        },
                        Progress.NONE)[0];
        double[] rough = smoothness.times(c);
        for (int i = 0; i < product.length; i++) product[i] += rough[i];
        return product;
    }
}
