package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.run.Progress;

/**
 * The bias field that is left when the tissues are known: weighted least squares of each voxel's relative distance from
 * what its tissues would be like, on voxels that hold one tissue (after Van Leemput 1999).
 */
final class TissueBias {

    private static final double SAMPLING_MM = 3;
    private static final double OUTLIER = 3;

    private final MaskBox box;
    private final double stiffness;
    private final SplineLattice coarse;
    private final SplineLattice fine;
    private final Samples samples;

    /** The member at each voxel of the box, -1 for none. */
    private final int[] member;

    TissueBias(MaskBox box, double distance, double stiffness) {
        this.box = box;
        this.stiffness = stiffness;
        int[] step = new int[3];
        for (int d = 0; d < 3; d++) step[d] = Math.max(1, (int) (SAMPLING_MM / box.grid.voxelSize(d) + 0.5));
        int[] pieces = BiasField.pieces(box.grid, distance);
        coarse = new SplineLattice(box.grid, pieces, step);
        fine = new SplineLattice(box.grid, pieces, new int[] {1, 1, 1});
        samples = Samples.of(box.grid, step);
        member = new int[box.grid.voxels()];
        java.util.Arrays.fill(member, -1);
        for (int i = 0; i < box.inside.length; i++) member[box.inside[i]] = i;
    }

    /**
     * One step.
     *
     * @param values of the scan, whole grid
     * @param logField over the box; is changed
     */
    void refine(float[] values, TissueModel model, TissueField field, float[] logField, Progress progress) {
        float[] weights = new float[samples.voxels().length];
        float[] excess = new float[weights.length];
        boolean any = false;
        for (int s = 0; s < weights.length; s++) {
            int v = samples.voxels()[s];
            int i = member[v];
            if (i < 0) continue;
            double expected = 0;
            double variance = 0;
            for (int t = 0; t < 3; t++) {
                double share = field.share(t)[v];
                expected += share * model.mean[t];
                variance += share * model.deviation[t] * model.deviation[t];
            }
            double distance = values[box.whole[i]] * Math.exp(-logField[v]) - expected;
            if (!(distance * distance < OUTLIER * OUTLIER * variance) || !(expected > 0)) continue;
            weights[s] = (float) (field.pure[i] * expected * expected / variance);
            excess[s] = (float) (distance / expected);
            any |= weights[s] > 0;
        }
        if (!any) return;
        double[] change = new SplineFit(coarse, weights, stiffness, progress).fit(excess, progress);
        fine.add(change, logField, progress);
        centre(logField);
    }

    /** Keeps the mean over the members at 0, as brightness and field are only known up to a factor. */
    private void centre(float[] logField) {
        double sum = 0;
        for (int v : box.inside) sum += logField[v];
        float mean = (float) (sum / box.inside.length);
        for (int v = 0; v < logField.length; v++) logField[v] -= mean;
    }
}
