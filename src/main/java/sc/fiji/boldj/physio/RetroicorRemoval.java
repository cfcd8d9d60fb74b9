package sc.fiji.boldj.physio;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/**
 * Removes cardiac and respiratory fluctuations from a raw series, slice by slice.
 *
 * <p>For each slice the columns of {@link Retroicor} at the times at which the slice was measured are fitted together with later
 * regressors (drift and motion), and only the part of the former is subtracted. So what the later regressors explain is
 * neither taken twice nor put back when they are regressed out afterwards. The mean of each voxel stays.
 */
public final class RetroicorRemoval {

    private static final int WIDTH = 4096;

    /** So many volumes per column, at least. */
    private static final double LEAST_VOLUMES_PER_COLUMN = 1.5;

    private RetroicorRemoval() {}

    /**
     * When volumes and slices were measured.
     *
     * @param sliceTimes seconds from the start of the volume, one for each slice of the third axis
     * @param repetitionTime seconds
     * @param skip volumes at the start that are corrected but have no influence on the fit
     */
    public record Times(double[] sliceTimes, double repetitionTime, int skip) {

        double[] ofSlice(int z, int volumes) {
            double[] times = new double[volumes];
            for (int t = 0; t < volumes; t++) times[t] = t * repetitionTime + sliceTimes[z];
            return times;
        }
    }

    /**
     * Corrects a series.
     *
     * @param source shape (X, Y, Z, T)
     * @param later regressors that are fitted with it, shape (T, columns), without a constant
     * @param target receives the result; may be {@code source} if its values can be written
     * @throws IllegalArgumentException if a number of slices or volumes differs
     * @throws DataException if there are too few volumes for all columns
     */
    public static NeuroImage apply(
            NeuroImage source, Retroicor model, Times times, double[][] later, NeuroImage target, Progress progress) {
        int volumes = source.volumes();
        VoxelGrid grid = source.grid();
        if (times.sliceTimes().length != grid.sizeZ())
            throw new IllegalArgumentException(times.sliceTimes().length + " slice times, but " + source.name()
                    + " has " + grid.sizeZ() + " slices");
        if (later.length != volumes)
            throw new IllegalArgumentException(
                    later.length + " rows of later regressors, but " + source.name() + " has " + volumes + " volumes");
        int columns = model.names().size() + later[0].length + 1;
        if (volumes - times.skip() < LEAST_VOLUMES_PER_COLUMN * columns)
            throw new DataException((volumes - times.skip()) + " volumes are too few for RETROICOR: it is fitted with "
                    + columns + " columns together");
        for (int z = 0; z < grid.sizeZ(); z++) {
            double[][] own = model.columns(times.ofSlice(z, volumes));
            double[] filter = filter(own, later, times.skip());
            Mask slice = slice(grid, z);
            VoxelSeries.forEachBlock(
                    source,
                    slice,
                    WIDTH,
                    (first, count, block) ->
                            VoxelSeries.writeBlock(target, slice, first, count, corrected(block, count, own, filter)),
                    progress.stage((double) z / grid.sizeZ(), (z + 1.0) / grid.sizeZ()));
        }
        return target;
    }

    /** The rows of the pseudo-inverse of both sets that belong to the first, shape (columns, T); 0 in skipped volumes. */
    static double[] filter(double[][] own, double[][] later, int skip) {
        int volumes = own.length;
        int first = own[0].length;
        int all = first + later[0].length + 1;
        int rows = volumes - skip;
        double[] design = new double[rows * all];
        for (int t = 0; t < rows; t++) {
            System.arraycopy(own[t + skip], 0, design, t * all, first);
            System.arraycopy(later[t + skip], 0, design, t * all + first, later[0].length);
            design[(t + 1) * all - 1] = 1;
        }
        double[] unit = new double[rows * rows];
        for (int t = 0; t < rows; t++) unit[t * rows + t] = 1;
        double[] inverse = LeastSquares.solve(design, rows, all, unit, rows).coefficients();
        double[] filter = new double[first * volumes];
        for (int c = 0; c < first; c++) System.arraycopy(inverse, c * rows, filter, c * volumes + skip, rows);
        return filter;
    }

    private static float[] corrected(float[] block, int count, double[][] own, double[] filter) {
        int volumes = own.length;
        int columns = own[0].length;
        double[] series = new double[block.length];
        for (int i = 0; i < series.length; i++) series[i] = Float.isFinite(block[i]) ? block[i] : 0;
        double[] fit = new double[columns * count];
        MatrixProduct.multiply(
                1,
                Matrix.of(filter, columns, volumes),
                Matrix.of(series, volumes, count),
                0,
                Matrix.of(fit, columns, count));
        double[] centred = centred(own);
        double[] part = new double[volumes * count];
        MatrixProduct.multiply(
                1,
                Matrix.of(centred, volumes, columns),
                Matrix.of(fit, columns, count),
                0,
                Matrix.of(part, volumes, count));
        float[] result = block.clone();
        for (int i = 0; i < result.length; i++) result[i] = (float) (block[i] - part[i]);
        return result;
    }

    /** The columns less their means, so that subtracting them keeps the mean of a voxel. */
    private static double[] centred(double[][] own) {
        int columns = own[0].length;
        double[] means = new double[columns];
        for (double[] row : own) for (int c = 0; c < columns; c++) means[c] += row[c] / own.length;
        double[] centred = new double[own.length * columns];
        for (int t = 0; t < own.length; t++)
            for (int c = 0; c < columns; c++) centred[t * columns + c] = own[t][c] - means[c];
        return centred;
    }

    private static Mask slice(VoxelGrid grid, int z) {
        boolean[] inside = new boolean[grid.voxels()];
        Arrays.fill(inside, z * grid.planeSize(), (z + 1) * grid.planeSize(), true);
        return Mask.of(grid, inside);
    }
}
