package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;

/** Networks with a planted component; maps to columns and back; smoothing of variance. */
class NetworkStatisticTest {

    private static double[][][] matrices(double effect) {
        double[][][] matrices = new double[20][10][10];
        for (int m = 0; m < 20; m++) {
            double[] values = new double[100];
            Seeds.fillGaussian(Seeds.stream(41, m), values);
            for (int i = 0; i < 10; i++)
                for (int j = i + 1; j < 10; j++) {
                    double x = values[10 * i + j] + (m < 10 && i < 4 && j < 4 ? effect : 0);
                    matrices[m][i][j] = matrices[m][j][i] = x;
                }
        }
        return matrices;
    }

    private static GroupDesign design() {
        double[][] design = new double[20][2];
        for (int i = 0; i < 20; i++) design[i][i < 10 ? 0 : 1] = 1;
        return GroupDesign.of(List.of("a", "b"), design, ExchangeTree.free(20));
    }

    @Test
    void thePlantedComponentIsFound() {
        for (Inference inference : new Inference[] {Inference.CLUSTER_EXTENT, Inference.CLUSTER_MASS, Inference.TFCE}) {
            GroupTest test = GroupTest.plan(
                    design(),
                    "a - b",
                    GroupTest.Options.DEFAULT
                            .withPermutations(500)
                            .with(PermutationTest.Options.DEFAULT
                                    .with(inference)
                                    .withClusterThreshold(3)));
            NetworkStatistic.Result result = NetworkStatistic.of(test, matrices(2.5), Progress.NONE);
            NetworkStatistic.Component first = result.components().get(0);
            assertTrue(first.nodes().containsAll(List.of(0, 1, 2, 3)), inference + " " + first);
            assertTrue(first.p() <= 0.01 && first.sign() == 1, inference + " " + first);
            double[][] t = result.matrix(result.result().test().statistic(), 0);
            assertEquals(t[1][3], t[3][1]);
            assertTrue(t[0][1] > 2);
        }
    }

    @Test
    void badMatricesAreRefused() {
        double[][][] matrices = matrices(0);
        matrices[3][2][5] += 1;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NetworkStatistic.edges(matrices))
                .getMessage()
                .contains("not symmetric"));
        assertThrows(IllegalArgumentException.class, () -> NetworkStatistic.edges(new double[0][][]));
        assertThrows(IllegalArgumentException.class, () -> NetworkStatistic.edges(new double[][][] {{{1, 2}, {2}}}));
    }

    @Test
    void mapsBecomeColumnsAndComeBack() {
        VoxelGrid grid = new VoxelGrid(3, 2, 2, Affine.scaling(2, 2, 2));
        NeuroImage series = NeuroImage.floats("maps", grid, 2, SeriesTiming.UNKNOWN);
        float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Float.NaN};
        series.writeVolume(0, values);
        series.writeVolume(1, new float[12]);
        Mask mask = MaskedMaps.common(List.of(series));
        assertEquals(10, mask.count(), "without the voxel that is 0 in all and the one that is NaN in one");
        double[] row = new double[10];
        MaskedMaps.observations(List.of(series), mask).read(0, 0, 10, row, 0);
        assertEquals(1, row[0]);
        row[1] = Double.NaN;
        float[] back = MaskedMaps.image(row, mask, 1, series, "p").volume(0);
        assertEquals(1, back[1]);
        assertEquals(1, back[2], "NaN becomes the value outside");
        assertEquals(3, back[3]);
        NeuroImage other = NeuroImage.floats("other", new VoxelGrid(3, 2, 2, Affine.IDENTITY), 1, SeriesTiming.UNKNOWN);
        assertThrows(IllegalArgumentException.class, () -> MaskedMaps.observations(List.of(other), mask));
        assertThrows(IllegalArgumentException.class, () -> MaskedMaps.common(List.of(other)));
    }

    /** Against the double sum over pairs of voxels. */
    @Test
    void varianceIsSmoothedInsideTheMask() {
        VoxelGrid grid = new VoxelGrid(5, 4, 6, Affine.of(2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0));
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 7 != 3;
        Mask mask = Mask.of(grid, inside);
        double[] map = new double[mask.count()];
        Seeds.fillGaussian(Seeds.stream(2, 2), map);
        map[5] = Double.NaN;
        double[] smooth = map.clone();
        new VarianceSmoothing(mask, 6).smooth(smooth);
        double sigma = 6 / (2 * Math.sqrt(2 * Math.log(2)));
        for (int a = 0; a < map.length; a++) {
            double sum = 0;
            double weight = 0;
            for (int b = 0; b < map.length; b++) {
                if (b == 5) continue;
                double dx = 2 * (mask.voxel(a) % 5 - mask.voxel(b) % 5);
                double dy = 3 * (mask.voxel(a) / 5 % 4 - mask.voxel(b) / 5 % 4);
                double dz = 4 * (mask.voxel(a) / 20 - mask.voxel(b) / 20);
                double w = Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * sigma * sigma));
                sum += w * map[b];
                weight += w;
            }
            if (a == 5) assertTrue(Double.isNaN(smooth[a]));
            else assertEquals(sum / weight, smooth[a], 2e-3, "the kernel is cut at four sigma");
        }
        assertThrows(IllegalArgumentException.class, () -> new VarianceSmoothing(mask, 0));
    }
}
