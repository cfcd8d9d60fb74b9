package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * One level of a symmetric registration: two fields from the middle, one to each image, improved step by step. Mutable.
 *
 * <p>A step looks at both images in the middle, takes the gradient of the local correlation there by a displacement of
 * either image, smooths it, scales it to a fixed longest vector, and lets each field act after that small displacement.
 */
final class SynLevel {

    /** A step that had to be made shorter than this part of the first is the end. */
    private static final double LEAST_SHARE = 1.0 / 16;

    private static final double GROWTH = 1.5;

    private final SynRegistration.Options options;
    private final double variance;
    private final SynImages.Level images;
    private final VoxelGrid grid;
    private final SynCorrelation correlation;
    /** From the middle to the fixed and to the moving image, after the step that is being tried. */
    private SynField[] fields;

    private final List<Double> energies = new ArrayList<>();
    /** Along each axis, the square of the smallest voxel edge over this one's: makes the gradient one in millimetres. */
    private final float[] axisFactor = new float[3];
    /** The best fields so far, where to go from them, and how far. */
    private SynField[] best;

    private SynField[] direction;
    private double length;

    SynLevel(SynImages.Level images, SynField[] fields, SynRegistration.Options options, double variance) {
        this.variance = variance;
        this.images = images;
        this.fields = fields;
        this.options = options;
        grid = images.grid();
        length = options.step();
        correlation = new SynCorrelation(grid, options.radius());
        double least = Math.min(grid.voxelSize(0), Math.min(grid.voxelSize(1), grid.voxelSize(2)));
        for (int d = 0; d < 3; d++) axisFactor[d] = (float) Math.pow(least / grid.voxelSize(d), 2);
    }

    /** The best fields so far: from the middle to the fixed and to the moving image. */
    SynField[] fields() {
        return best == null ? fields : best;
    }

    /** The mean local correlation after each step that was kept, and before the first. */
    List<Double> energies() {
        return energies;
    }

    /**
     * Looks at the last step and makes the next. A step after which the images agree less is taken back and made half as
     * long; after a good one the next may be longer again.
     *
     * @param last whether to look only
     * @return whether the level has come to rest
     */
    boolean step(boolean last, Progress progress) {
        float[] a = fields[0].warp(images.values()[0], progress);
        float[] b = fields[1].warp(images.values()[1], progress);
        float[] w = fields[0].warp(images.weights()[0], progress);
        float[] other = fields[1].warp(images.weights()[1], progress);
        for (int v = 0; v < w.length; v++) w[v] *= other[v];
        double energy = correlation.energy(a, b, w, progress);
        if (best != null && !(energy > energies.get(energies.size() - 1))) {
            length /= 2;
            if (length < LEAST_SHARE * options.step()) return true;
        } else {
            energies.add(energy);
            best = fields;
            if (last || converged()) return true;
            if (energies.size() > 1) length = Math.min(options.step(), GROWTH * length);
            float[] byA = new float[a.length];
            float[] byB = other;
            correlation.derivatives(a, b, w, byA, byB, progress);
            direction = new SynField[] {new SynField(grid), new SynField(grid)};
            ascent(a, byA, direction[0], progress);
            ascent(b, byB, direction[1], progress);
            SynField.smooth(variance, progress, direction);
            for (SynField each : direction) each.scaleLongestTo(1);
        }
        fields = new SynField[] {
            best[0].after(direction[0], (float) length, progress), best[1].after(direction[1], (float) length, progress)
        };
        if (options.totalVariance() > 0) SynField.smooth(options.totalVariance(), progress, fields);
        return false;
    }

    /** The direction in which the energy grows: the derivative by the value times the gradient of the image. */
    private void ascent(float[] image, float[] by, SynField target, Progress progress) {
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] step = {1, grid.sizeX(), grid.planeSize()};
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (from, to) -> {
                    int[] p = new int[3];
                    for (p[2] = from; p[2] < to; p[2]++)
                        for (p[1] = 0; p[1] < size[1]; p[1]++)
                            for (p[0] = 0; p[0] < size[0]; p[0]++) {
                                int v = grid.index(p[0], p[1], p[2]);
                                for (int d = 0; d < 3; d++) {
                                    int up = p[d] + 1 < size[d] ? v + step[d] : v;
                                    int down = p[d] > 0 ? v - step[d] : v;
                                    target.u[d][v] = by[v] * axisFactor[d] * 0.5f * (image[up] - image[down]);
                                }
                            }
                },
                progress);
    }

    /** Whether a straight line through the last energies rises by less than the threshold a step, of their mean. */
    private boolean converged() {
        int n = options.window();
        if (energies.size() < n) return false;
        double mean = 0;
        double slope = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            double energy = energies.get(energies.size() - n + i);
            double at = i - (n - 1) / 2.0;
            mean += energy / n;
            slope += at * energy;
            square += at * at;
        }
        return !(slope / square > options.threshold() * Math.abs(mean));
    }
}
