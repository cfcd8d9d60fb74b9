package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Smooths a volume and thins it out in one go.
 *
 * <p>Along each axis a Gaussian is registered to the voxels at every k-th place only, so a volume of 1 mm becomes one of 4 mm
 * at little more than the cost of reading it. Voxels without a number take no part: the sum is divided by the share of the
 * others. Beyond the edges there is nothing, which divides out likewise. Weights are smoothed the same way but do not
 * act on the values. Sums are in {@code float}; the same bits for any number of threads.
 */
final class Pyramid {

    private static final double SIGMAS_PER_FWHM = 1 / (2 * Math.sqrt(2 * Math.log(2)));

    private Pyramid() {}

    /**
     * A volume of some level.
     *
     * @param values shape (Z, Y, X), x fastest; finite
     * @param valid share of the surroundings that had a number, in [0, 1]; null for all
     * @param kept how much each voxel counts, 0 or more; null for as much as it is valid
     * @param grid of them all
     * @param blur full width at half maximum along each axis, that of the voxels included, mm
     */
    record Level(float[] values, float[] valid, float[] kept, VoxelGrid grid, double[] blur) {

        /** How much each voxel counts, 0 or more; null for 1 everywhere. */
        float[] weights() {
            return kept == null ? valid : kept;
        }

        /**
         * A volume as it is.
         *
         * @param values shape (Z, Y, X) of the grid, x fastest; NaN and infinite voxels are not valid
         * @param weights same shape, or null for 1 everywhere; NaN and what is below 0 is 0
         */
        static Level raw(float[] values, float[] weights, VoxelGrid grid) {
            boolean gaps = false;
            for (int v = 0; v < values.length && !gaps; v++) gaps = !(Math.abs(values[v]) <= Float.MAX_VALUE);
            float[] finite = values;
            float[] valid = null;
            if (gaps) {
                finite = values.clone();
                valid = new float[values.length];
                for (int v = 0; v < values.length; v++)
                    if (Math.abs(values[v]) <= Float.MAX_VALUE) valid[v] = 1;
                    else finite[v] = 0;
            }
            float[] kept = weights == null ? null : new float[values.length];
            if (kept != null)
                for (int v = 0; v < values.length; v++)
                    if (weights[v] > 0 && weights[v] <= Float.MAX_VALUE)
                        kept[v] = valid == null ? weights[v] : valid[v] * weights[v];
            double[] blur = {grid.voxelSize(0), grid.voxelSize(1), grid.voxelSize(2)};
            return new Level(finite, valid, kept, grid, blur);
        }
    }

    /**
     * Makes a coarser level.
     *
     * @param spacing voxels of about this size or larger, mm
     * @param blur full width at half maximum that the level is to have, mm; it has more if it had more
     */
    static Level coarser(Level level, double spacing, double blur, Progress progress) {
        VoxelGrid grid = level.grid();
        float[] top = level.values();
        float[] valid = level.valid();
        float[] kept = level.kept();
        if (valid != null) {
            top = top.clone();
            for (int v = 0; v < top.length; v++) top[v] *= valid[v];
        }
        VoxelGrid at = grid;
        double[] reached = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double size = grid.voxelSize(axis);
            int n = axis == 0 ? grid.sizeX() : axis == 1 ? grid.sizeY() : grid.sizeZ();
            int factor = Math.max(1, Math.min((int) Math.round(spacing / size), n / 4));
            double had = level.blur()[axis];
            double fwhm = Math.sqrt(Math.max(0, blur * blur - had * had));
            reached[axis] = Math.max(blur, had);
            int[] first = new int[n / factor];
            float[][] taps = Thinning.taps(n, factor, fwhm * SIGMAS_PER_FWHM / size, first);
            VoxelGrid next = thinned(at, axis, factor, taps.length);
            top = Thinning.along(top, at, next, axis, first, taps, progress);
            if (valid != null) valid = Thinning.along(valid, at, next, axis, first, taps, progress);
            if (kept != null) kept = Thinning.along(kept, at, next, axis, first, taps, progress);
            at = next;
        }
        if (valid != null) for (int v = 0; v < top.length; v++) top[v] = valid[v] > 1e-4f ? top[v] / valid[v] : 0;
        return new Level(top, valid, kept, at, reached);
    }

    /** The grid with every {@code factor}-th place along an axis, the first in the middle of the first few. */
    private static VoxelGrid thinned(VoxelGrid grid, int axis, int factor, int count) {
        double[] shift = new double[3];
        double[] scale = {1, 1, 1};
        shift[axis] = (factor - 1) / 2.0;
        scale[axis] = factor;
        Affine affine = grid.affine()
                .times(Affine.translation(shift[0], shift[1], shift[2]))
                .times(Affine.scaling(scale[0], scale[1], scale[2]));
        return new VoxelGrid(
                axis == 0 ? count : grid.sizeX(),
                axis == 1 ? count : grid.sizeY(),
                axis == 2 ? count : grid.sizeZ(),
                affine);
    }
}
