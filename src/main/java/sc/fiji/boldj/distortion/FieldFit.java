package sc.fiji.boldj.distortion;

import java.util.Arrays;
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

    /** Distance of the knots, mm. */
    private static final double KNOTS = 5;

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
        FieldLattice lattice = new FieldLattice(grid, KNOTS, 0);
        float[] weights = new float[values.length];
        for (int v : mask.indices()) weights[v] = 1;
        float[] first = fit(lattice, grid, values, weights, progress.stage(0, 0.5));
        double[] off = new double[mask.count()];
        for (int i = 0; i < off.length; i++) off[i] = Math.abs(values[mask.voxel(i)] - first[mask.voxel(i)]);
        double[] sorted = off.clone();
        Arrays.sort(sorted);
        double limit = OUTLIER * 1.4826 * sorted[sorted.length / 2];
        for (int i = 0; i < off.length; i++) if (off[i] > Math.max(limit, 1)) weights[mask.voxel(i)] = 0;
        NeuroImage field = NeuroImage.floats("field", grid, 1, SeriesTiming.UNKNOWN);
        field.writeVolume(0, fit(lattice, grid, values, weights, progress.stage(0.5, 1)));
        return field;
    }

    private static float[] fit(
            FieldLattice lattice, VoxelGrid grid, float[] values, float[] weights, Progress progress) {
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
        double[] c = solve(lattice, smoothness, weights, sums[0], diagonal, progress);
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

    private static double[] solve(
            FieldLattice lattice,
            FieldSmoothness smoothness,
            float[] weights,
            double[] right,
            double[] diagonal,
            Progress progress) {
        double[] x = new double[right.length];
        double[] r = right.clone();
        double[] d = new double[r.length];
        double rs = 0;
        double start = 0;
        for (int k = 0; k < STEPS; k++) {
            progress.update(k, STEPS);
            progress.checkCancelled();
            double next = 0;
            for (int i = 0; i < r.length; i++) if (diagonal[i] > 0) next += r[i] * r[i] / diagonal[i];
            if (k == 0) start = next;
            if (!(next > TOLERANCE * TOLERANCE * start)) break;
            double b = k == 0 ? 0 : next / rs;
            rs = next;
            for (int i = 0; i < d.length; i++) d[i] = (diagonal[i] > 0 ? r[i] / diagonal[i] : 0) + b * d[i];
            double[] h = times(lattice, smoothness, weights, d);
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
