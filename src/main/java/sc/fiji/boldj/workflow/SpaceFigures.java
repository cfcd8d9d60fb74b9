package sc.fiji.boldj.workflow;

import java.util.List;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.JacobianMap;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Correlation;

/**
 * How well a scan lies on a template. NaN where a figure cannot be given.
 *
 * @param brainDice overlap of the registered brain mask of the scan with that of the template
 * @param affineCorrelation of the brains within the template's mask, after the affine transform alone
 * @param correlation the same after the warp
 * @param greyDice overlap of grey matter (above a half) with the template's, after the affine map and after the warp,
 *     shape (2)
 * @param whiteDice the same for white matter
 * @param jacobian 0 %, 1 %, 99 % and 100 % of the warp's volume change within the template's mask, 1 for none, shape (4)
 */
public record SpaceFigures(
        double brainDice,
        double affineCorrelation,
        double correlation,
        List<Double> greyDice,
        List<Double> whiteDice,
        List<Double> jacobian) {

    /** Where a probability makes a voxel a member. */
    private static final double HALF = 0.5;

    private static final List<Double> UNKNOWN = List.of(Double.NaN, Double.NaN);

    /**
     * Measures on the template's grid, by linear interpolation.
     *
     * @param scan what was registered, in its own world
     * @param target what it was registered to, on the template's grid
     * @param brain the scan's mask
     * @param tissues grey and white matter in the scan's world, or none
     */
    static SpaceFigures of(
            StandardSpace space,
            NeuroImage scan,
            NeuroImage target,
            NeuroImage brain,
            List<NeuroImage> tissues,
            Progress progress) {
        Template template = space.template();
        StandardSpace affine = space.affineOnly();
        double dice = dice(bring(space, brain, progress), template.mask());
        double before = correlation(affine, scan, target, progress);
        double after = space.warp().isEmpty() ? before : correlation(space, scan, target, progress);
        List<Double> grey = UNKNOWN;
        List<Double> white = UNKNOWN;
        if (tissues.size() == 2) {
            grey = both(space, affine, tissues.get(0), template.gm(), progress);
            white = both(space, affine, tissues.get(1), template.wm(), progress);
        }
        List<Double> jacobian = List.of(1.0, 1.0, 1.0, 1.0);
        if (space.warp().isPresent()) {
            float[] inside = inside(space.warp().get(), template.mask(), progress);
            java.util.Arrays.sort(inside);
            int last = inside.length - 1;
            jacobian = List.of(
                    (double) inside[0],
                    (double) inside[(int) (0.01 * last)],
                    (double) inside[(int) (0.99 * last)],
                    (double) inside[last]);
        }
        return new SpaceFigures(dice, before, after, grey, white, jacobian);
    }

    /** The volume change in the warp's own voxels, which may be larger than the template's, that lie in the mask. */
    private static float[] inside(DisplacementField warp, Mask mask, Progress progress) {
        VoxelGrid grid = warp.grid();
        float[] all = JacobianMap.of(warp, progress);
        float[] kept = new float[all.length];
        Affine toMask = mask.grid().affine().inverse().times(grid.affine());
        int n = 0;
        for (int v = 0; v < all.length; v++) {
            double[] p = toMask.apply(v % grid.sizeX(), v / grid.sizeX() % grid.sizeY(), grid.z(v));
            if (contains(mask, p)) kept[n++] = all[v];
        }
        return java.util.Arrays.copyOf(kept, n);
    }

    private static boolean contains(Mask mask, double[] voxel) {
        VoxelGrid grid = mask.grid();
        long x = Math.round(voxel[0]);
        long y = Math.round(voxel[1]);
        long z = Math.round(voxel[2]);
        boolean within = x >= 0 && y >= 0 && z >= 0 && x < grid.sizeX() && y < grid.sizeY() && z < grid.sizeZ();
        return within && mask.contains(grid.index((int) x, (int) y, (int) z));
    }

    private static List<Double> both(
            StandardSpace space, StandardSpace affine, NeuroImage tissue, NeuroImage expected, Progress progress) {
        Mask there = Mask.above(expected.grid(), expected.volume(0), HALF);
        return List.of(dice(bring(affine, tissue, progress), there), dice(bring(space, tissue, progress), there));
    }

    private static Mask bring(StandardSpace space, NeuroImage image, Progress progress) {
        NeuroImage moved =
                space.bringScan(image, space.template().grid(), Interpolation.LINEAR, new QuietProgress(progress));
        return Mask.above(moved.grid(), moved.volume(0), HALF);
    }

    /** Twice the common voxels over the sum of both; 0 if both are empty. */
    static double dice(Mask a, Mask b) {
        int sum = a.count() + b.count();
        return sum == 0 ? 0 : 2.0 * a.and(b).count() / sum;
    }

    private static double correlation(StandardSpace space, NeuroImage scan, NeuroImage target, Progress progress) {
        NeuroImage moved = space.bringScan(scan, target.grid(), Interpolation.LINEAR, new QuietProgress(progress));
        return correlation(moved.volume(0), target.volume(0), space.template().mask());
    }

    /** Pearson's r over the voxels of a mask; NaN if one is constant there. */
    static double correlation(float[] a, float[] b, Mask mask) {
        return Correlation.of(inside(mask, a), inside(mask, b));
    }

    private static double[] inside(Mask mask, float[] volume) {
        double[] values = new double[mask.count()];
        for (int i = 0; i < values.length; i++) values[i] = volume[mask.voxel(i)];
        return values;
    }
}
