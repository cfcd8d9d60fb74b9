package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Finds the brain in a T1-weighted scan of a head, with or without a template's idea of where it is.
 *
 * <p>A sphere of triangles grows from the middle of the head until it meets the dark rim of fluid and bone (BET, Smith
 * 2002): first a coarse one, which finds the middle of the brain whatever hangs below it, then a fine one. With a prior
 * the surface starts where the prior is 0.5 and is held to where the prior is neither 0 nor 1.
 *
 * <p>The surface alone cuts corners: last, what is as bright as brain and hangs together near the surface, without what
 * thin bridges join to it (optic nerves, dura), becomes the mask, its folds filled and fluid about it kept within the
 * surface. The bias field is corrected first (for the search only).
 *
 * <p>Values that are not finite count as background. The result is the same for any number of threads.
 */
public final class BrainExtraction {

    private static final int COARSE_DIVISIONS = 3;
    private static final int FINE_DIVISIONS = 4;
    private static final int COARSE_ITERATIONS = 400;
    private static final int FINE_ITERATIONS = 1000;
    private static final int PRIOR_ITERATIONS = 400;

    /**
     * Choices of the extraction.
     *
     * @param fraction where the surface stops on the way from dark to the local brightness, in [0.1, 0.9]; a smaller one
     *     makes the brain larger
     */
    public record Options(double fraction) {

        /** Fraction 0.5. */
        public static final Options DEFAULT = new Options(0.5);

        public Options {
            if (!(fraction >= 0.1 && fraction <= 0.9))
                throw new IllegalArgumentException("the fraction must be 0.1 to 0.9, got " + fraction);
        }
    }

    private BrainExtraction() {}

    /**
     * Finds the brain.
     *
     * @param t1 one volume, with or without neck, defaced or not
     * @param prior probability of brain in [0, 1] on the grid of the scan; null for none
     * @throws IllegalArgumentException if the scan has several volumes, is constant, or has no head in it, or the prior
     *     does not fit it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Mask of(NeuroImage t1, NeuroImage prior, Options options, Progress progress) {
        VoxelGrid grid = t1.grid();
        if (prior != null) BrainPrior.require(prior, t1);
        float[] values = BiasField.of(t1, null, BiasField.Options.DEFAULT, progress.stage(0, 0.2))
                .corrected()
                .volume(0);
        for (int v = 0; v < values.length; v++) if (!Float.isFinite(values[v])) values[v] = 0;
        HeadFacts head = HeadFacts.of(grid, values, t1.name());
        boolean[] allowed = DistanceMap.not(new boolean[values.length]);
        BrainSurface surface;
        if (prior == null) surface = grown(grid, values, head, options, progress.stage(0.2, 0.8));
        else {
            var expected = new BrainPrior(grid, prior.volume(0));
            SphereMesh mesh = SphereMesh.of(FINE_DIVISIONS);
            double[] start = expected.start(mesh);
            double[] found = middle(start);
            HeadFacts brain = head.about(grid, values, new double[] {found[0], found[1], found[2]}, found[3]);
            surface = new BrainSurface(grid, values, brain, mesh, start);
            surface.deform(PRIOR_ITERATIONS, options.fraction(), expected, progress.stage(0.2, 0.8));
            allowed = expected.possible();
        }
        boolean[] inside = surface.inside();
        Mask filled = Mask.of(grid, inside);
        if (filled.count() == 0) throw noBrain(t1.name());
        Mask mask = Mask.of(grid, BrainTissue.within(grid, values, inside, allowed, progress.stage(0.8, 1)));
        if (mask.count() == 0) throw noBrain(t1.name());
        progress.update(1, 1);
        return mask;
    }

    private static IllegalArgumentException noBrain(String name) {
        return new IllegalArgumentException("no brain found in " + name
                + ": no large bright part with a dark rim; is it a T1-weighted scan of a head?");
    }

    /** A surface grown from the middle of the head. */
    private static BrainSurface grown(
            VoxelGrid grid, float[] values, HeadFacts head, Options options, Progress progress) {
        SphereMesh coarse = SphereMesh.of(COARSE_DIVISIONS);
        var search = new BrainSurface(grid, values, head, coarse, sphere(coarse, head.centre(), head.radius() / 2));
        search.deform(COARSE_ITERATIONS, options.fraction(), BrainSurface.Tether.NONE, progress.stage(0, 0.15));
        double[] found = middle(search.points());
        HeadFacts brain = head.about(grid, values, new double[] {found[0], found[1], found[2]}, found[3]);
        SphereMesh fine = SphereMesh.of(FINE_DIVISIONS);
        var surface = new BrainSurface(grid, values, brain, fine, sphere(fine, brain.centre(), brain.radius() / 2));
        surface.deform(FINE_ITERATIONS, options.fraction(), BrainSurface.Tether.NONE, progress.stage(0.15, 1));
        return surface;
    }

    private static double[] sphere(SphereMesh mesh, double[] centre, double radius) {
        double[] points = new double[3 * mesh.points().length];
        for (int v = 0; v < mesh.points().length; v++)
            for (int d = 0; d < 3; d++) points[3 * v + d] = centre[d] + radius * mesh.points()[v][d];
        return points;
    }

    /** The middle of a surface's points and their mean distance from it, shape (4). */
    private static double[] middle(double[] points) {
        double[] middle = new double[4];
        int n = points.length / 3;
        for (int i = 0; i < points.length; i++) middle[i % 3] += points[i] / n;
        for (int v = 0; v < n; v++)
            middle[3] += Math.sqrt(square(points[3 * v] - middle[0])
                            + square(points[3 * v + 1] - middle[1])
                            + square(points[3 * v + 2] - middle[2]))
                    / n;
        return middle;
    }

    private static double square(double value) {
        return value * value;
    }
}
