package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Symmetric diffeomorphic registration by local cross-correlation (greedy SyN: Avants, Epstein, Grossman and Gee 2008,
 * Medical Image Analysis 12:26-41), from an affine start.
 *
 * <p>Both images are brought to a space in the middle by a field each, and neither is preferred: exchanging them
 * exchanges the fields. Coarse levels come first. The fields are composed of small smooth steps, each of which is
 * one-to-one; the map from fixed to moving is one field after the inverse of the other, and its own inverse is solved
 * from it. Values are cut off at two quantiles and spread over [0, 1] before. Arithmetic is {@code float}, sums are
 * {@code double}; the result has the same bits for any number of threads.
 *
 * <p>Memory: about 150 bytes per voxel of the finest level and 60 per voxel of the fixed image, beside the images: 0.2 GB at 2
 * mm, 1.5 GB at 1 mm.
 */
public final class SynRegistration {

    private SynRegistration() {}

    /**
     * How to register. The lists have one entry a level, the coarsest first.
     *
     * @param radius of the cube of the local correlation, voxels of the level, 1 or more
     * @param iterations most steps of each level
     * @param shrink voxels of the fixed image that make one of the level, along each axis
     * @param smoothing standard deviation of the Gaussian on both images, voxels of the fixed image
     * @param step longest vector of a step, voxels of the level, above 0, at most 0.5
     * @param updateVariance of the Gaussian on each step, voxels of the level squared
     * @param totalVariance of the Gaussian on the whole field after each step, voxels of the level squared; 0: none
     * @param threshold a level ends when the correlation grows by less than this part of itself a step
     * @param window over so many steps, 2 or more
     * @param finest levels with smaller voxels than this (mm) are excluded, except the first; 0: none
     * @param lowQuantile values below this quantile are cut off, 0 to below the other
     * @param highQuantile values above this quantile are cut off, at most 1
     */
    public record Options(
            int radius,
            List<Integer> iterations,
            List<Integer> shrink,
            List<Double> smoothing,
            double step,
            List<Double> updateVariance,
            double totalVariance,
            double threshold,
            int window,
            double finest,
            double lowQuantile,
            double highQuantile) {

        /** Radius 4, 100x70x50x20 steps on levels 8x4x2x1, steps of 0.2 voxels smoothed with variance 6, on the finest 3. */
        public static final Options DEFAULT = new Options(
                4,
                List.of(100, 70, 50, 20),
                List.of(8, 4, 2, 1),
                List.of(3.0, 2.0, 1.0, 0.0),
                0.2,
                List.of(6.0, 6.0, 6.0, 3.0),
                0,
                1e-6,
                10,
                0,
                0.005,
                0.995);

        /** @throws IllegalArgumentException if a value is out of its range or the lists differ in length */
        public Options {
            iterations = List.copyOf(iterations);
            shrink = List.copyOf(shrink);
            smoothing = List.copyOf(smoothing);
            updateVariance = List.copyOf(updateVariance);
            require(radius >= 1, "radius", radius, "1 voxel or more");
            require(!iterations.isEmpty(), "iterations", iterations, "one number a level, one level or more");
            require(shrink.size() == iterations.size(), "shrink", shrink, "as long as iterations " + iterations);
            require(
                    smoothing.size() == iterations.size(),
                    "smoothing",
                    smoothing,
                    "as long as iterations " + iterations);
            for (int n : iterations) require(n >= 0, "iterations", iterations, "0 or more each");
            for (int n : shrink) require(n >= 1, "shrink", shrink, "1 or more each");
            for (double s : smoothing) require(s >= 0 && s < 100, "smoothing", smoothing, "0 to 100 voxels each");
            require(step > 0 && step <= 0.5, "step", step, "above 0 and at most 0.5 voxels");
            require(
                    updateVariance.size() == iterations.size(),
                    "updateVariance",
                    updateVariance,
                    "as long as iterations " + iterations);
            for (double s : updateVariance)
                require(s >= 0 && s <= 100, "updateVariance", updateVariance, "0 to 100 each");
            require(totalVariance >= 0 && totalVariance <= 100, "totalVariance", totalVariance, "0 to 100");
            require(threshold >= 0 && threshold < 1, "threshold", threshold, "0 to below 1");
            require(window >= 2, "window", window, "2 steps or more");
            require(finest >= 0 && Double.isFinite(finest), "finest", finest, "0 mm or more");
            require(
                    lowQuantile >= 0 && lowQuantile < highQuantile && highQuantile <= 1,
                    "quantiles",
                    lowQuantile + " and " + highQuantile,
                    "0 <= low < high <= 1");
        }

        private static void require(boolean good, String name, Object got, String expected) {
            if (!good) throw new IllegalArgumentException(name + " must be " + expected + ", got " + got);
        }

        /** The same without levels of smaller voxels than this, mm; 0: all levels. */
        public Options withFinest(double millimetres) {
            return new Options(
                    radius,
                    iterations,
                    shrink,
                    smoothing,
                    step,
                    updateVariance,
                    totalVariance,
                    threshold,
                    window,
                    millimetres,
                    lowQuantile,
                    highQuantile);
        }
    }

    /**
     * Registers without masks: everything that both images see is compared.
     *
     * @param fixed one volume; NaN is treated as 0
     * @param moving one volume; NaN is treated as 0
     * @param start affine map from the fixed to the moving world
     * @throws IllegalArgumentException if an image is a series or flat, or the start is no affine map
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Diffeomorphism of(
            NeuroImage fixed, NeuroImage moving, SpatialMap start, Options options, Progress progress) {
        return of(fixed, moving, start, Optional.empty(), Optional.empty(), options, progress);
    }

    /**
     * Registers. Voxels outside a mask are not compared: the border of the mask itself does not draw.
     *
     * @param fixedMask on the fixed grid, or none
     * @param movingMask on the moving grid, or none
     */
    public static Diffeomorphism of(
            NeuroImage fixed,
            NeuroImage moving,
            SpatialMap start,
            Optional<Mask> fixedMask,
            Optional<Mask> movingMask,
            Options options,
            Progress progress) {
        requireVolume(fixed, "fixed");
        requireVolume(moving, "moving");
        fixedMask.ifPresent(mask -> requireMask(mask, fixed, "fixed"));
        movingMask.ifPresent(mask -> requireMask(mask, moving, "moving"));
        Affine affine = affine(start);
        SynImages images = SynImages.of(fixed, moving, affine, fixedMask, movingMask, options, progress.stage(0, 0.03));
        List<Integer> levels = levels(images.grid, options);
        double total = 0;
        for (int level : levels) total += cost(images, level, options);
        DisplacementField[] coarser = new DisplacementField[2];
        List<Double> energies = new ArrayList<>();
        double done = 0;
        for (int level : levels) {
            double cost = cost(images, level, options);
            Progress stage =
                    progress.stage(0.03 + 0.92 * done / total, 0.03 + 0.92 * Math.min(total, done + cost) / total);
            done += cost;
            run(images, level, options, coarser, energies, stage);
        }
        return SynJoin.of(coarser, affine, energies, progress.stage(0.95, 1));
    }

    /** Runs one level from the fields of the one before and leaves its own in their place. */
    private static void run(
            SynImages images,
            int level,
            Options options,
            DisplacementField[] fields,
            List<Double> energies,
            Progress progress) {
        int most = options.iterations().get(level);
        SynImages.Level scaled =
                images.level(options.shrink().get(level), options.smoothing().get(level), progress.stage(0, 0.05));
        SynField[] here = new SynField[2];
        for (int i = 0; i < 2; i++) here[i] = SynImages.onto(scaled.grid(), fields[i], progress.stage(0.05, 0.05));
        SynLevel work =
                new SynLevel(scaled, here, options, options.updateVariance().get(level));
        boolean rest = false;
        for (int n = 0; n <= most && !rest; n++) {
            double from = 0.05 + 0.95 * n / (most + 1);
            rest = work.step(n == most, progress.stage(from, from));
            progress.update(Math.round(1e6 * (0.05 + 0.95 * (n + 1) / (most + 1))), 1_000_000);
        }
        energies.addAll(work.energies());
        for (int i = 0; i < 2; i++) fields[i] = work.fields()[i].toMillimetres();
    }

    private static List<Integer> levels(VoxelGrid grid, Options options) {
        List<Integer> levels = new ArrayList<>();
        for (int level = 0; level < options.iterations().size(); level++) {
            VoxelGrid coarse = SynImages.shrunk(grid, options.shrink().get(level));
            double edge = StrictMath.cbrt(Math.abs(coarse.affine().determinant()));
            if (level == 0 || edge >= options.finest() - 1e-3) levels.add(level);
        }
        return levels;
    }

    private static double cost(SynImages images, int level, Options options) {
        double voxels =
                SynImages.shrunk(images.grid, options.shrink().get(level)).voxels();
        return voxels * options.iterations().get(level) + images.grid.voxels();
    }

    private static void requireVolume(NeuroImage image, String which) {
        if (image.volumes() != 1)
            throw new IllegalArgumentException("the " + which + " image must be one volume, but " + image.name()
                    + " has " + image.volumes() + ": take its mean first");
    }

    private static void requireMask(Mask mask, NeuroImage image, String which) {
        mask.grid().requireSameAs(image.grid(), "the " + which + " mask", "the " + which + " image " + image.name());
        mask.requireNotEmpty("the " + which + " mask");
    }

    private static Affine affine(SpatialMap start) {
        TransformChain chain = TransformChain.of(start);
        if (!chain.isAffine())
            throw new IllegalArgumentException("start must be an affine map from fixed to moving, got one with a warp");
        return chain.toAffine();
    }
}
