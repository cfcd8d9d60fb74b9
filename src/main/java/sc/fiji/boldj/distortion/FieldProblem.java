package sc.fiji.boldj.distortion;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * What one level of the estimation minimises: half the sum of
 *
 * <ul>
 *   <li>the squared differences of the corrected images from their mean, over the samples that all images see,
 *   <li>the roughness of the field,
 *   <li>the cost of nearly folding, and
 *   <li>a small weight of the motion, which decides what the images do not: between a constant field and a shift along the
 *       phase-encoding axis it takes the field.
 * </ul>
 *
 * @param head the grid of the field
 * @param images the first defines where the head is
 * @param splines of the images, in the same brightness
 * @param lattice of the field
 * @param smoothness weights included
 * @param barrier weight of the barrier against folding
 */
record FieldProblem(
        VoxelGrid head,
        List<EncodedImage> images,
        List<SplineVolume> splines,
        FieldLattice lattice,
        FieldSmoothness smoothness,
        double barrier) {

    /** Weight of a squared millimetre of motion, for each sample. */
    private static final double MOTION = 1e-5;

    /**
     * A field and the motions of all images but the first.
     *
     * @param field coefficients, Hz
     * @param motion shape (images - 1, 6), as in {@link ScanPose#of}
     */
    record State(double[] field, double[][] motion) {

        /** The state after a step. */
        State plus(double factor, double[] field, double[][] motion) {
            double[] f = this.field.clone();
            for (int i = 0; i < f.length; i++) f[i] += factor * field[i];
            double[][] m = new double[this.motion.length][];
            for (int k = 0; k < m.length; k++) {
                m[k] = this.motion[k].clone();
                for (int i = 0; i < m[k].length; i++) m[k][i] += factor * motion[k][i];
            }
            return new State(f, m);
        }
    }

    List<ScanPose> poses(State state) {
        List<ScanPose> poses = new ArrayList<>(List.of(ScanPose.fixed(images.get(0), head)));
        for (int k = 1; k < images.size(); k++) poses.add(ScanPose.of(images.get(k), head, state.motion()[k - 1]));
        return poses;
    }

    /** Weight of a squared unit of each motion parameter. */
    double motionWeight() {
        return MOTION * lattice.plane() * lattice.slices();
    }

    /** What does not depend on the images. */
    double priorCost(State state) {
        double[] rough = smoothness.times(state.field());
        double sum = 0;
        for (int i = 0; i < rough.length; i++) sum += rough[i] * state.field()[i];
        double moved = 0;
        for (double[] p : state.motion()) for (double value : p) moved += value * value;
        return 0.5 * (sum + motionWeight() * moved);
    }
}
