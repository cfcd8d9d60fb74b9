package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.InverseField;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Makes one map of the two fields from the middle, without folds. */
final class SynJoin {

    /** How far around a fold the fields are smoothed, voxels. */
    private static final int AROUND = 3;

    /** Each smooths a little more: in the end no field is rough enough to fold. */
    private static final int MOST_REPAIRS = 100;

    private SynJoin() {}

    /**
     * From fixed to moving: out of the fixed image to the middle, and on. Should the steps have folded space anywhere, both
     * fields are smoothed around that place until they do not, and the inverse does not either.
     */
    static Diffeomorphism of(DisplacementField[] fromMiddle, Affine affine, List<Double> energies, Progress progress) {
        VoxelGrid grid = fromMiddle[0].grid();
        for (int repair = 0; ; repair++) {
            Progress stage = repair == 0 ? progress : progress.stage(1, 1);
            DisplacementField toMiddle = InverseField.of(fromMiddle[0], grid, stage.stage(0, 0.4));
            DisplacementField forward =
                    DisplacementField.sample(TransformChain.of(toMiddle, fromMiddle[1]), grid, stage.stage(0.4, 0.5));
            DisplacementField inverse = InverseField.of(forward, grid, stage.stage(0.5, 0.9));
            float[] folds = new float[grid.voxels()];
            boolean any = false;
            for (DisplacementField field : List.of(fromMiddle[0], fromMiddle[1], forward, inverse))
                any |= mark(field, folds, stage.stage(0.9, 1));
            if (!any || repair == MOST_REPAIRS) return new Diffeomorphism(forward, inverse, affine, energies);
            smooth(fromMiddle, folds, stage.stage(1, 1));
        }
    }

    private static boolean mark(DisplacementField field, float[] folds, Progress progress) {
        float[] jacobian = JacobianMap.of(field, progress);
        boolean any = false;
        for (int v = 0; v < folds.length; v++)
            if (!(jacobian[v] > 0)) {
                folds[v] = 1;
                any = true;
            }
        return any;
    }

    /** Replaces the fields by their means over a Gaussian around the marked voxels, fading out. */
    private static void smooth(DisplacementField[] fields, float[] folds, Progress progress) {
        VoxelGrid grid = fields[0].grid();
        new SynBoxSum(grid, AROUND).apply(progress, folds);
        for (int v = 0; v < folds.length; v++) folds[v] = folds[v] > 0.5f ? 1 : 0;
        new SynBoxSum(grid, AROUND).apply(progress, folds);
        float all = (float) Math.pow(2 * AROUND + 1, 3);
        for (int i = 0; i < 2; i++) {
            SynField rough = SynField.of(fields[i], grid, progress);
            SynField even = SynField.of(fields[i], grid, progress);
            SynField.smooth(2, progress, even);
            for (int d = 0; d < 3; d++)
                for (int v = 0; v < folds.length; v++)
                    rough.u[d][v] += Math.min(1, 2 * folds[v] / all) * (even.u[d][v] - rough.u[d][v]);
            fields[i] = rough.toMillimetres();
        }
    }
}
