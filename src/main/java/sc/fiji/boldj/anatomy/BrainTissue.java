package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.Morphology;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Turns a surface that is about right into the mask of the brain: what is as bright as brain and hangs together near the
 * surface, without what is joined by thin bridges or lies behind a valley (muscle behind thin bone), its folds filled.
 */
final class BrainTissue {

    /** How far outside the surface brain is searched for, in mm. */
    private static final double REACH = 8;

    /** What lies so deep in the surface, in mm, is brain. */
    private static final double DEPTH = 15;

    /** The stem of the brain leaves it within so many mm of the line straight down from its middle. */
    private static final double STEM = 45;

    /** Above this share of the way from fluid to white matter all is as bright to {@link BrightPaths}. */
    private static final double SAME = 1.05;

    /** Bridges thinner than twice this, in mm, are cut. */
    private static final double CUT = 2.5;

    /** Folds narrower than twice this, in mm, are filled. */
    private static final double FILL = 6;

    /** How much around the tissue belongs to the mask where it is within the surface, in mm. */
    private static final double MARGIN = 3;

    /** How much fluid around the tissue belongs to it anyway, in mm; one voxel at least. */
    private static final double RIM = 1.5;

    private BrainTissue() {}

    /**
     * @param values without bias field
     * @param surface what lies inside the surface
     * @param allowed where there may be brain
     */
    static boolean[] within(VoxelGrid grid, float[] values, boolean[] surface, boolean[] allowed, Progress progress) {
        double[] limits = limits(values, surface);
        // Everything happens near the surface.
        var box = new MaskBox(Mask.of(grid, surface), REACH + FILL + MARGIN);
        boolean[] mask = new boolean[values.length];
        boolean[] inBox = within(box.grid, box.cut(values), box.cut(surface), box.cut(allowed), limits, progress);
        box.paste(inBox, mask);
        return mask;
    }

    private static boolean[] within(
            VoxelGrid grid, float[] values, boolean[] surface, boolean[] allowed, double[] limits, Progress progress) {
        boolean[] reach = DistanceMap.dilate(grid, surface, REACH, progress.stage(0, 0.1));
        boolean[] deep = DistanceMap.erode(grid, surface, DEPTH, progress.stage(0.1, 0.15));
        boolean[] tissue = new boolean[values.length];
        for (int v = 0; v < tissue.length; v++) tissue[v] = reach[v] && allowed[v];
        boolean[] away = beside(grid, surface, DistanceMap.not(tissue));
        boolean[] here = BrightPaths.within(grid, values, 0, limits[3], deep, away, progress.stage(0.15, 0.2));
        for (int v = 0; v < tissue.length; v++) tissue[v] &= here[v] && values[v] > limits[0] && values[v] < limits[1];
        boolean[] core = DistanceMap.erode(grid, tissue, CUT, progress.stage(0.2, 0.4));
        core = DistanceMap.largest(grid, core);
        boolean[] grown = DistanceMap.dilate(grid, core, CUT + 1, progress.stage(0.4, 0.6));
        for (int v = 0; v < grown.length; v++) grown[v] &= tissue[v];
        boolean[] closed = DistanceMap.close(grid, grown, FILL, progress.stage(0.6, 0.9));
        Mask filled = Morphology.fillHoles(Mask.of(grid, closed));
        for (int v = 0; v < closed.length; v++) closed[v] = filled.contains(v);
        // Fluid and membranes belong to it as far as the surface says so.
        double skin = RIM;
        for (int d = 0; d < 3; d++) skin = Math.max(skin, grid.voxelSize(d));
        float[] gaps = DistanceMap.squares(grid, closed, progress.stage(0.9, 1));
        for (int v = 0; v < closed.length; v++)
            closed[v] = gaps[v] == 0
                    || (gaps[v] <= skin * skin * 1.0001 && values[v] > limits[2])
                    || (surface[v] && gaps[v] <= MARGIN * MARGIN);
        return closed;
    }

    /** What of a set is not straight below the brain, where its stem goes on as bright as it is. */
    private static boolean[] beside(VoxelGrid grid, boolean[] surface, boolean[] set) {
        double[] middle = new double[4];
        for (int v = 0; v < set.length; v++)
            if (surface[v]) {
                double[] p = place(grid, v);
                for (int d = 0; d < 3; d++) middle[d] += p[d];
                middle[3]++;
            }
        boolean[] beside = set.clone();
        for (int v = 0; v < set.length; v++)
            if (set[v]) {
                double[] p = place(grid, v);
                double x = p[0] - middle[0] / middle[3];
                double y = p[1] - middle[1] / middle[3];
                if (p[2] < middle[2] / middle[3] && x * x + y * y < STEM * STEM) beside[v] = false;
            }
        return beside;
    }

    private static double[] place(VoxelGrid grid, int v) {
        int z = v / grid.planeSize();
        return grid.affine().apply(v % grid.sizeX(), v / grid.sizeX() % grid.sizeY(), z);
    }

    /** Between which brightness there is grey or white matter, and above which fluid and not bone. */
    private static double[] limits(float[] values, boolean[] inside) {
        float[] seen = new float[values.length];
        for (int v = 0; v < seen.length; v++) seen[v] = inside[v] ? values[v] : 0;
        double top = Intensities.quantile(seen, 0.999);
        var model = new TissueModel(0, 1.15 * top);
        double[] histogram = new double[TissueModel.BINS];
        for (float value : seen) if (value > 0) histogram[model.bin(value)]++;
        histogram[0] = 0;
        histogram[TissueModel.BINS - 1] = 0;
        model.start(histogram);
        double white = model.mean[TissueModel.WHITE];
        double grey = model.mean[TissueModel.GREY];
        double fluid = Math.min(model.mean[TissueModel.FLUID], 0.8 * grey);
        return new double[] {
            fluid + 0.5 * (grey - fluid), white + 0.6 * (white - fluid), 0.7 * fluid, fluid + SAME * (white - fluid)
        };
    }
}
