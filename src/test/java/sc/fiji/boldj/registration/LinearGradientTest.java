package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Derivatives against differences of the cost itself. */
class LinearGradientTest {

    private static final double STEP = 2e-4;

    private static double[][] gradients(QuasiNewton.Function cost, double[] at) {
        double[] exact = new double[at.length];
        cost.evaluate(at, exact);
        double[] differences = new double[at.length];
        double[] ignored = new double[at.length];
        for (int k = 0; k < at.length; k++) {
            // A step of the same number of mm for shifts, turns and logarithms.
            double h = STEP * (k < 3 ? 1 : 0.02);
            double[] p = at.clone();
            p[k] += h;
            double up = cost.evaluate(p, ignored);
            p[k] -= 2 * h;
            differences[k] = (up - cost.evaluate(p, ignored)) / (2 * h);
        }
        return new double[][] {exact, differences};
    }

    private static void assertClose(double[][] gradients, double share, String what) {
        double norm = 0;
        for (int k = 0; k < gradients[0].length; k++) {
            double scale = k < 3 ? 1 : 0.02;
            norm = Math.max(norm, Math.abs(gradients[1][k]) * scale);
        }
        for (int k = 0; k < gradients[0].length; k++)
            assertEquals(gradients[1][k], gradients[0][k], share * norm / (k < 3 ? 1 : 0.02), what + " " + k);
        assertTrue(norm > 1e-6, what);
    }

    private static double[] somewhere(int dof) {
        LinearMapModel model = new LinearMapModel(dof, new double[] {1, 2, 3});
        double[] p = model.parameters(Affine.IDENTITY);
        double[] by = {3, -4, 5, 0.05, -0.08, 0.11, 0.03, -0.05, 0.07, 0.02, 0.01, -0.06};
        for (int k = 0; k < dof; k++) p[k] += by[k];
        return p;
    }

    /** Half a head against the whole, with fractional weights on both sides and a hole. */
    @ParameterizedTest
    @EnumSource(LinearCost.class)
    void derivativesOfEachCostAreThoseOfItsDifferences(LinearCost cost) {
        VoxelGrid grid = HeadScans.grid(6);
        NeuroImage fixed = HeadScans.ONE.t1(grid, Affine.IDENTITY, 20, 1);
        NeuroImage moving = HeadScans.ONE.epi(HeadScans.grid(6, 190, 150, 200, 0, 20, -8), Affine.IDENTITY, 20, 2);
        float[] values = moving.volume(0);
        for (int v = 4000; v < 4300; v++) values[v] = Float.NaN;
        moving.writeVolume(0, values);
        Optional<NeuroImage> weight = Optional.of(HeadScans.ONE.white(moving.grid()));
        for (boolean weighted : new boolean[] {false, true}) {
            Source f = Source.of(fixed, weighted ? Optional.of(HeadScans.ONE.brain(grid)) : Optional.empty(), "fixed");
            Source m = Source.of(moving, weighted ? weight : Optional.empty(), "moving");
            LevelPair pair = LevelPair.pyramid(f, m, LinearRegistration.Outside.IGNORED, 6, 1, Progress.NONE)
                    .get(0);
            FixedPoints points = pair.points(cost == LinearCost.LOCAL_CORRELATION, 20_000, 3);
            Similarity similarity = pair.similarity(cost, points, 32);
            for (int dof = 6; dof <= 12; dof += 3) {
                LinearObjective objective =
                        pair.objective(points, similarity, new LinearMapModel(dof, pair.centre()), 0.01, Progress.NONE);
                // Values beyond the range of the bins have a corner there; all else is smooth.
                assertClose(gradients(objective, somewhere(dof)), 2e-3, cost + " " + dof + " " + weighted);
            }
        }
    }

    @Test
    void derivativesOfTheBoundaryCostAreThoseOfItsDifferences() {
        VoxelGrid grid = HeadScans.grid(3);
        NeuroImage epi = HeadScans.ONE.epi(HeadScans.grid(3, 190, 150, 200, 0, 20, -8), Affine.IDENTITY, 20, 2);
        WhiteSurface surface = WhiteSurface.of(HeadScans.ONE.white(grid));
        LinearMapModel model = new LinearMapModel(6, surface.centre());
        double[] at = {0.4, -0.3, 0.6, 0.01, -0.02, 0.03};
        SplineVolume image = SplineVolume.through(epi.volume(0), epi.grid());
        BoundaryCost cost = new BoundaryCost(
                image,
                surface,
                model,
                at,
                BoundaryRegistration.Options.DEFAULT,
                new BoundaryCost.Sampling(3, 1),
                Progress.NONE);
        assertClose(gradients(cost, at), 1e-4, "boundary");
    }

    @Test
    void everyMapComesBackFromItsNumbers() {
        for (int dof = 6; dof <= 12; dof += 3) {
            LinearMapModel model = new LinearMapModel(dof, new double[] {10, -20, 30}, dof % 2 == 0);
            double[] p = somewhere(dof);
            double[] q = model.parameters(model.affine(p));
            for (int k = 0; k < dof; k++) assertEquals(p[k], q[k], 1e-12, dof + " " + k);
        }
    }
}
