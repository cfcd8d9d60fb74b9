package sc.fiji.boldj.distortion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;

/** One distorted image of a simulated head and its tissues, which lie a little elsewhere. Whole studies: AnatomyFieldStudyTest. */
class FieldFromAnatomyTest {

    private static final double VOXEL = 8;
    private static final DistortedHead HEAD = DistortedHead.of(VOXEL, 0.05, 0, 101);

    private static List<NeuroImage> tissues() {
        HeadModel model = Heads.of(HeadModel.Options.DEFAULT.withSeed(101).withResolution(0.75 * VOXEL));
        VoxelGrid grid = HEAD.truth().grid();
        Affine offset = new RigidMotion(0.3, 0.8, -0.4, 0.01, -0.005, 0.005).toAffine(grid.centre());
        VoxelGrid pulled = new VoxelGrid(grid.sizeX(), grid.sizeY(), grid.sizeZ(), offset.times(grid.affine()));
        List<NeuroImage> tissues = new ArrayList<>();
        for (NeuroImage tissue : List.of(
                model.grey(pulled, Progress.NONE),
                model.white(pulled, Progress.NONE),
                model.fluid(pulled, Progress.NONE))) tissues.add(HEAD.truth().volumeLike("tissue", tissue.volume(0)));
        return tissues;
    }

    /** Median error 1.79 mm without correction, 1.04 mm with it; voxels of 8 mm leave a part of it. */
    @Test
    void theErrorOfTheDisplacementFalls() {
        List<NeuroImage> tissues = tissues();
        FieldEstimate found = FieldFromAnatomy.of(HEAD.images().get(0), tissues, Progress.NONE);
        double[] none = HEAD.errors(
                HEAD.truth().volumeLike("none", new float[HEAD.truth().grid().voxels()]));
        double[] errors = HEAD.errors(found.field());
        double before = none[none.length / 2];
        double after = errors[errors.length / 2];
        assertTrue(after < 0.75 * before, before + " mm before, " + after + " mm after");
        assertTrue(found.leastJacobian() > 0, "folds: " + found.leastJacobian());
    }

    /** Tissues in known shares, shaded by a plane: the image made from them is the image. */
    @Test
    void theExpectedImageHasTheBrightnessAndShadingOfTheSeenOne() {
        VoxelGrid grid = new VoxelGrid(24, 24, 24, Affine.of(4, 0, 0, -46, 0, 4, 0, -46, 0, 0, 4, -46));
        List<float[]> tissues = List.of(new float[grid.voxels()], new float[grid.voxels()], new float[grid.voxels()]);
        float[] seen = new float[grid.voxels()];
        for (int v = 0; v < seen.length; v++) {
            double[] p = grid.position(v);
            if (Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]) > 36) continue;
            int tissue = (v / 2 + v / 48) % 3;
            tissues.get(tissue)[v] = 1;
            seen[v] = (float) ((tissue == 0 ? 800 : tissue == 1 ? 640 : 1136) * (1 + 0.004 * p[0]));
        }
        float[] expected = AnatomyContrast.of(seen, tissues, grid, 30);
        double most = 0;
        for (int v = 0; v < seen.length; v++) {
            double[] p = grid.position(v);
            if (Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]) < 20)
                most = Math.max(most, Math.abs(expected[v] / seen[v] - 1));
        }
        // The kernel is symmetric, so a plane survives it but for the unequal tissues around each voxel
        assertEquals(0, most, 0.03);
    }

    @Test
    void tissuesThatLieElsewhereAreRefused() {
        NeuroImage nothing =
                HEAD.truth().volumeLike("tissue", new float[HEAD.truth().grid().voxels()]);
        assertThrows(
                DataException.class,
                () -> FieldFromAnatomy.of(HEAD.images().get(0), List.of(nothing, nothing, nothing), Progress.NONE));
    }
}
