package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;

/** An effect that was put there is found, at its place, with its sign. */
class PlantedEffectTest {

    private static GroupTest.Result run(int trial, double height, Inference inference) {
        GroupDesign design = NullTrialStudyTest.design("two-sample", trial);
        double[][] data = new double[20][];
        for (int i = 0; i < 20; i++) {
            data[i] = TrialFields.noise(trial + 77, i);
            if (i % 2 == 0)
                for (int v = 0; v < data[i].length; v++) {
                    double x = v % 10 - 4;
                    double y = v / 10 % 10 - 6;
                    double z = v / 100 - 3;
                    data[i][v] += height * Math.exp(-(x * x + y * y + z * z) / 8);
                }
        }
        Neighbourhood graph = Neighbourhood.grid(10, 10, 10, TrialFields.all(), 26);
        return GroupTest.plan(
                        design,
                        "",
                        GroupTest.Options.DEFAULT
                                .withPermutations(200)
                                .with(PermutationTest.Options.DEFAULT.with(inference)))
                .run(Observations.of(data), graph, Progress.NONE);
    }

    @Test
    void theTableGivesThePeak() {
        VoxelGrid grid = new VoxelGrid(10, 10, 10, Affine.of(-3, 0, 0, 30, 0, 3, 0, -20, 0, 0, 3, -10));
        Neighbourhood graph = Neighbourhood.grid(10, 10, 10, TrialFields.all(), 26);
        ClusterTable table = ClusterTable.of(
                run(1, 3.5, Inference.TFCE).test(), Mask.all(grid), graph, 0.05, place -> "at " + place[0]);
        assertFalse(table.rows().isEmpty());
        ClusterTable.Row first = table.rows().get(0);
        assertTrue(first.peak() > 3, "drug above placebo: " + first.peak());
        assertEquals(30 - 3 * 4, first.x(), 3);
        assertEquals(-20 + 3 * 6, first.y(), 3);
        assertEquals(-10 + 3 * 3, first.z(), 3);
        assertEquals(27.0 * first.voxels(), first.volume(), 1e-9);
        assertEquals(1.0 / 200, first.p(), 1e-12);
        assertTrue(table.toTable().toTsv().contains("at " + first.x()));
    }

    @Tag("simulation")
    @Test
    void enhancementIsNotLessPowerfulThanVoxels() {
        int voxel = 0;
        int tfce = 0;
        for (int trial = 0; trial < 30; trial++) {
            if (Arrays.stream(run(trial, 1.6, Inference.VOXEL).test().pFamilyWise())
                            .min()
                            .orElse(1)
                    <= 0.05) voxel++;
            if (Arrays.stream(run(trial, 1.6, Inference.TFCE).test().pFamilyWise())
                            .min()
                            .orElse(1)
                    <= 0.05) tfce++;
        }
        assertTrue(tfce >= voxel && tfce >= 15, "TFCE " + tfce + ", voxel " + voxel + " of 30");
    }
}
