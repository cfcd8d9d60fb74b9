package sc.fiji.boldj.registration;

import java.util.Arrays;
import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Both images on the fixed grid, their values in [0, 1], and where each may be compared. */
final class SynImages {

    final VoxelGrid grid;
    private final float[][] values;
    /** 1 in the field of view of each image. */
    private final float[][] seen;
    /** 1 in the mask of each image. */
    private final float[][] wanted;

    private SynImages(VoxelGrid grid, float[][] values, float[][] seen, float[][] wanted) {
        this.grid = grid;
        this.values = values;
        this.seen = seen;
        this.wanted = wanted;
    }

    /** Both images and their weights on the voxels of a level, in the order fixed, moving. */
    record Level(VoxelGrid grid, float[][] values, float[][] weights) {}

    /**
     * Prepares the images: values beyond the quantiles are cut off and the rest is spread over [0, 1]; the moving image is
     * smoothed to the fixed voxel if its own are smaller, and read through {@code start} by cubic splines.
     */
    static SynImages of(
            NeuroImage fixed,
            NeuroImage moving,
            SpatialMap start,
            Optional<Mask> fixedMask,
            Optional<Mask> movingMask,
            SynRegistration.Options options,
            Progress progress) {
        VoxelGrid grid = fixed.grid();
        float[] still = spread(fixed, fixedMask, options, "fixed");
        float[] moved = spread(moving, movingMask, options, "moving");
        VoxelGrid from = moving.grid();
        double edge = edge(grid);
        double blur = Math.sqrt(Math.max(0, edge * edge - edge(from) * edge(from))) / 2;
        if (blur > 0) gaussian(from, blur).apply(moved, progress.stage(0, 0.5));
        float[] here = new float[grid.voxels()];
        Resampler.resample(moved, from, grid, start, Interpolation.CUBIC, here, progress.stage(0.5, 0.8));
        for (int v = 0; v < here.length; v++) here[v] = Math.max(0, Math.min(1, here[v]));
        float[][] seen = new float[2][grid.voxels()];
        Arrays.fill(seen[0], 1);
        float[] ones = new float[from.voxels()];
        Arrays.fill(ones, 1);
        Resampler.resample(ones, from, grid, start, Interpolation.NEAREST, seen[1], progress.stage(0.8, 0.9));
        for (int v = 0; v < here.length; v++) if (!(seen[1][v] > 0.5f)) here[v] = 0;
        float[][] wanted = new float[2][];
        wanted[0] = weights(fixedMask, grid);
        wanted[1] = new float[grid.voxels()];
        Resampler.resample(
                weights(movingMask, from), from, grid, start, Interpolation.LINEAR, wanted[1], progress.stage(0.9, 1));
        return new SynImages(grid, new float[][] {still, here}, seen, wanted);
    }

    private static float[] weights(Optional<Mask> mask, VoxelGrid grid) {
        float[] weights = new float[grid.voxels()];
        for (int v = 0; v < weights.length; v++)
            weights[v] = mask.isEmpty() || mask.get().contains(v) ? 1 : 0;
        return weights;
    }

    private static double edge(VoxelGrid grid) {
        return StrictMath.cbrt(Math.abs(grid.affine().determinant()));
    }

    private static SeparableGaussian gaussian(VoxelGrid grid, double sigma) {
        return SeparableGaussian.of(grid, SeparableGaussian.FWHM_PER_SIGMA * sigma, SeparableGaussian.Border.NEAREST);
    }

    /** Values cut off at two quantiles of the mask, or of what is not 0, and spread over [0, 1]. */
    private static float[] spread(
            NeuroImage image, Optional<Mask> mask, SynRegistration.Options options, String which) {
        float[] values = image.volume(0);
        float[] counted = new float[values.length];
        int n = 0;
        for (int v = 0; v < values.length; v++) {
            if (!Float.isFinite(values[v])) values[v] = 0;
            if (mask.isPresent() ? mask.get().contains(v) : values[v] != 0) counted[n++] = values[v];
        }
        Arrays.sort(counted, 0, n);
        double low = n == 0 ? 0 : counted[(int) (options.lowQuantile() * (n - 1))];
        double high = n == 0 ? 0 : counted[(int) Math.ceil(options.highQuantile() * (n - 1))];
        if (mask.isEmpty() && low > 0) low = 0;
        if (!(high > low))
            throw new IllegalArgumentException("the " + which + " image, " + image.name() + ", has one value only"
                    + (mask.isPresent() ? " in its mask" : "") + ": nothing can be registered");
        for (int v = 0; v < values.length; v++)
            values[v] = (float) Math.max(0, Math.min(1, (values[v] - low) / (high - low)));
        return values;
    }

    /**
     * The images of a level.
     *
     * @param shrink how many voxels of the fixed grid make one of the level; less along axes that would have under 8
     * @param sigma of the Gaussian before, in voxels of the fixed grid
     */
    Level level(int shrink, double sigma, Progress progress) {
        VoxelGrid coarse = shrunk(grid, shrink);
        float[][][] read = new float[2][2][];
        FixedChunks.forEach(
                2, 1, (i, end) -> read[i] = levelOf(values[i], seen[i], wanted[i], coarse, sigma), progress);
        return new Level(coarse, new float[][] {read[0][0], read[1][0]}, new float[][] {read[0][1], read[1][1]});
    }

    /** Value and weight. What is not seen or not wanted is excluded from the smoothing, and goes on as its surroundings. */
    private float[][] levelOf(float[] value, float[] seen, float[] wanted, VoxelGrid coarse, double sigma) {
        float[] sum = value.clone();
        float[] share = seen.clone();
        for (int v = 0; v < sum.length; v++) {
            share[v] *= wanted[v];
            sum[v] *= share[v];
        }
        float[] around = sum.clone();
        float[] known = share.clone();
        SeparableGaussian wide = gaussian(grid, (sigma + 1) * edge(grid));
        wide.apply(around);
        wide.apply(known);
        if (sigma > 0) {
            SeparableGaussian gaussian = gaussian(grid, sigma * edge(grid));
            gaussian.apply(sum);
            gaussian.apply(share);
        }
        float[] weight = onto(seen, coarse);
        float[] asked = onto(wanted, coarse);
        sum = onto(sum, coarse);
        share = onto(share, coarse);
        around = onto(around, coarse);
        known = onto(known, coarse);
        for (int v = 0; v < sum.length; v++) {
            if (share[v] > 0.5f) sum[v] /= share[v];
            else sum[v] = known[v] > 1e-6f ? around[v] / known[v] : 0;
            weight[v] = weight[v] > 0.5f ? asked[v] : 0;
        }
        return new float[][] {sum, weight};
    }

    private float[] onto(float[] volume, VoxelGrid coarse) {
        float[] result = new float[coarse.voxels()];
        Resampler.resample(volume, grid, coarse, Affine.IDENTITY, Interpolation.LINEAR, result, Progress.NONE);
        return result;
    }

    /** The grid of a level: about the same field of view with the same middle. */
    static VoxelGrid shrunk(VoxelGrid grid, int shrink) {
        int[] n = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        double[] factor = new double[3];
        double[] first = new double[3];
        int[] size = new int[3];
        for (int d = 0; d < 3; d++) {
            factor[d] = Math.max(1, Math.min(shrink, n[d] / 8));
            size[d] = (int) Math.ceil(n[d] / factor[d]);
            first[d] = (n[d] - 1 - factor[d] * (size[d] - 1)) / 2;
        }
        Affine scaling =
                Affine.translation(first[0], first[1], first[2]).times(Affine.scaling(factor[0], factor[1], factor[2]));
        return new VoxelGrid(size[0], size[1], size[2], grid.affine().times(scaling));
    }

    /** Reads a coarser field on the voxels of this level; {@code null} stays a field of 0. */
    static SynField onto(VoxelGrid level, DisplacementField coarser, Progress progress) {
        return coarser == null ? new SynField(level) : SynField.of(coarser, level, progress);
    }
}
