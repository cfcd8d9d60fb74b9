package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Both images at one level, with what all registrations at this level share. Immutable. */
final class LevelPair {

    /** Blur of a level, FWHM over the size of its voxels. */
    private static final double BLUR = 1.5;

    /** How far around the head air counts, mm; edges pull from there. */
    private static final double RIM_MM = 12;

    private static final int WINDOW_RADIUS = 2;

    /** The moving image gives the points if its field of view is smaller than this share of the fixed one's. */
    private static final double TURNED = 0.8;

    private final boolean turned;
    private final double spacing;
    private final Pyramid.Level fixed;
    private final Pyramid.Level moving;
    private final float[] domain;
    private final double[] centre;
    private final MovingImage movingImage;
    private final double[] fixedRange;
    private final double possible;
    private final FixedPoints few;

    /** @param turned whether {@code fixed}, where the points lie, is what the caller calls moving */
    private LevelPair(double spacing, Pyramid.Level fixed, Pyramid.Level moving, boolean turned) {
        boolean masked = fixed.kept() != null;
        this.turned = turned;
        this.spacing = spacing;
        this.fixed = fixed;
        this.moving = moving;
        domain = masked ? trimmed(fixed.kept()) : Foreground.of(fixed, RIM_MM);
        fixedRange = Ranges.of(fixed.values(), masked ? domain : fixed.weights());
        this.centre = Foreground.centre(fixed.grid(), domain, null, null);
        movingImage = new MovingImage(moving);
        double fixedVolume = volume(fixed.grid(), domain);
        possible = Math.min(1, volume(moving.grid(), moving.weights()) / fixedVolume);
        few = FixedPoints.scattered(fixed, domain, this.centre, 500, 0);
    }

    /**
     * Makes the levels, coarse to fine; each has voxels of half the size of the one before.
     *
     * <p>Weights are weights at the last level, and if asked for. Elsewhere the image is cut out by them, dark outside, and
     * a rim of the dark counts.
     *
     * @param finest voxels of the last level, mm
     */
    static List<LevelPair> pyramid(
            Source fixed,
            Source moving,
            LinearRegistration.Outside outside,
            double finest,
            int levels,
            Progress progress) {
        Progress quiet = Quiet.of(progress);
        double edge = Math.max(fixed.longestEdge(), moving.longestEdge());
        boolean less = moving.extent() < TURNED * fixed.extent();
        Pyramid.Level f = fixed.level();
        Pyramid.Level m = moving.level();
        LevelPair[] pairs = new LevelPair[levels];
        for (int k = levels - 1; k >= 0; k--) {
            double spacing = finest * (1 << (levels - 1 - k));
            double blur = Math.max(BLUR * spacing, edge);
            if (k == (outside == LinearRegistration.Outside.DARK ? levels - 1 : levels - 2)) {
                if (fixed.weights() != null) f = fixed.cutOut();
                if (moving.weights() != null) m = moving.cutOut();
            }
            f = Pyramid.coarser(f, spacing, blur, quiet);
            m = Pyramid.coarser(m, spacing, blur, quiet);
            boolean turned = less && f.kept() == null;
            pairs[k] = new LevelPair(spacing, turned ? m : f, turned ? f : m, turned);
        }
        return List.of(pairs);
    }

    /** Weights without the faint halo that smoothing gives a mask. */
    private static float[] trimmed(float[] weights) {
        float highest = 0;
        for (float w : weights) highest = Math.max(highest, w);
        float[] kept = weights.clone();
        for (int v = 0; v < kept.length; v++) if (kept[v] < 0.05f * highest) kept[v] = 0;
        return kept;
    }

    private static double volume(VoxelGrid grid, float[] weights) {
        double sum = weights == null ? grid.voxels() : 0;
        if (weights != null) for (float w : weights) sum += Math.min(1, w);
        return sum * Math.abs(grid.affine().determinant());
    }

    double spacing() {
        return spacing;
    }

    /** The middle of what is seen in the fixed image, RAS+ mm. */
    double[] centre() {
        return centre.clone();
    }

    /** The mean place of brightness in the fixed image where it counts. */
    double[] fixedBrightness() {
        return Foreground.centre(fixed.grid(), domain, fixed.values(), fixedRange);
    }

    /** The mean place of brightness in the moving image. */
    double[] movingBrightness() {
        float[] weights = moving.weights() == null ? ones(moving.values().length) : moving.weights();
        return Foreground.centre(moving.grid(), weights, moving.values(), movingImage.range());
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    double[] movingFieldCentre() {
        return moving.grid().centre();
    }

    double[] fixedFieldCentre() {
        return fixed.grid().centre();
    }

    /**
     * Points to compare at.
     *
     * @param lattice whether all voxels are needed, in order
     */
    FixedPoints points(boolean lattice, int wanted, long seed) {
        return lattice
                ? FixedPoints.lattice(fixed, domain, centre)
                : FixedPoints.scattered(fixed, domain, centre, wanted, seed);
    }

    Similarity similarity(LinearCost cost, FixedPoints points, int bins) {
        switch (cost) {
            case NORMALISED_MUTUAL_INFORMATION, MUTUAL_INFORMATION -> {
                return new HistogramSimilarity(
                        cost == LinearCost.NORMALISED_MUTUAL_INFORMATION,
                        points.values(),
                        fixedRange,
                        movingImage.range(),
                        bins);
            }
            case LOCAL_CORRELATION -> {
                int[] n = points.shape();
                return new LocalSimilarity(
                        points.values(), n[0], n[1], n[2], WINDOW_RADIUS, movingImage.mean(), movingImage.variance());
            }
            case CORRELATION_RATIO -> {
                return new RatioSimilarity(points.values(), fixedRange, bins);
            }
            default -> {
                return new SquaresSimilarity(points.values());
            }
        }
    }

    /** The cost of a map; {@code least} is the least overlap as a share of the largest possible. */
    LinearObjective objective(
            FixedPoints points, Similarity similarity, LinearMapModel model, double least, Progress progress) {
        return new LinearObjective(points, movingImage, similarity, model, least * possible, progress);
    }

    /** A map of the caller as one from the image with the points to the other. */
    Affine inward(Affine map) {
        return turned ? map.inverse() : map;
    }

    /** The inverse of {@link #inward}. */
    Affine outward(Affine map) {
        return turned ? map.inverse() : map;
    }

    /** Numbers for maps that have been turned inward. */
    LinearMapModel model(int dof) {
        return new LinearMapModel(dof, centre, turned);
    }

    /** The root mean square of the distance between two maps where the fixed image counts, mm. */
    double distance(Affine a, Affine b) {
        LinearMapModel model = new LinearMapModel(12, centre);
        return few.distance(model.relative(model.parameters(inward(a))), model.relative(model.parameters(inward(b))));
    }
}
