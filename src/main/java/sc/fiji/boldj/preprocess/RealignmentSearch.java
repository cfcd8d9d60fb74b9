package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.ShearReader;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Finds the pose of a volume to a fraction of a millimetre, from far away, on shrunk and blurred volumes.
 *
 * <p>Each volume is searched on its own from no motion. If what remains is more than {@link #DOUBTFUL} of the reference, the
 * search starts again from the shift of the centre of intensity, alone and with turns of {@link #TURN} about each axis, and
 * the best fit is taken.
 */
final class RealignmentSearch {

    /** Voxels of about this size, mm. */
    private static final double VOXEL_MM = 7;

    private static final double FWHM_MM = 8;
    private static final double DOUBTFUL = 0.25;
    private static final double TURN = Math.toRadians(12);

    private final VoxelGrid grid;
    private final VoxelGrid small;
    private final int[] factors;
    private final double[] centre;
    private final RealignmentTarget target;
    private final double[] targetMiddle;

    /** @param reference shape (Z, Y, X), finite */
    RealignmentSearch(float[] reference, VoxelGrid grid, double[] centre) {
        this.grid = grid;
        this.centre = centre;
        factors = RealignmentBlur.factors(grid, VOXEL_MM, 10);
        small = RealignmentBlur.shrunk(grid, factors);
        float[] all = new float[small.voxels()];
        Arrays.fill(all, 1);
        float[] blurred = blurred(reference);
        target = new RealignmentTarget(blurred, small, all, centre, 0, 2);
        targetMiddle = middle(blurred);
    }

    private float[] blurred(float[] volume) {
        return RealignmentBlur.blur(RealignmentBlur.shrink(volume, grid, small, factors), small, FWHM_MM);
    }

    /** The pose of a volume, shape (Z, Y, X), finite. */
    RealignmentFit of(float[] volume) {
        float[] blurred = blurred(volume);
        ShearReader reader = new ShearReader(small, Interpolation.CUBIC).load(blurred);
        RealignmentFit best = from(reader, Affine.IDENTITY);
        if (best.cost() < DOUBTFUL) return best;
        double[] middle = middle(blurred);
        Affine shift = Affine.translation(
                middle[0] - targetMiddle[0], middle[1] - targetMiddle[1], middle[2] - targetMiddle[2]);
        best = better(best, from(reader, shift));
        for (int turn = 0; turn < 6; turn++) {
            double[] six = new double[6];
            six[3 + turn / 2] = turn % 2 == 0 ? TURN : -TURN;
            best = better(best, from(reader, shift.times(RigidMotion.of(six).toAffine(targetMiddle))));
        }
        return best;
    }

    private RealignmentFit from(ShearReader reader, Affine start) {
        return RealignmentFit.of(reader, target, start, 40, 0.03, 0);
    }

    private static RealignmentFit better(RealignmentFit one, RealignmentFit other) {
        return other.cost() < one.cost() || Double.isNaN(one.cost()) ? other : one;
    }

    /** The centre of intensity of a small volume, RAS+ mm. */
    private double[] middle(float[] volume) {
        double[] sum = new double[3];
        double weight = 0;
        for (int v = 0; v < volume.length; v++) {
            if (!(volume[v] > 0)) continue;
            double[] p = small.position(v);
            for (int d = 0; d < 3; d++) sum[d] += volume[v] * p[d];
            weight += volume[v];
        }
        for (int d = 0; d < 3; d++) sum[d] = weight > 0 ? sum[d] / weight : centre[d];
        return sum;
    }
}
