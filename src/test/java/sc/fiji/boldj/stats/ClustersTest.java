package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters and their corrected p against an independent enumeration of 4096 sign flips. */
class ClustersTest {

    @ParameterizedTest
    @ValueSource(ints = {6, 18, 26})
    void equalTheReferenceUnderAllFlips(int connectivity) {
        Neighbourhood graph = PermReference.neighbours(connectivity);
        double[][] data = PermReference.masked("onesample_data.nii.gz");
        double[] t = PermReference.masked("onesample_t.nii.gz")[0];
        double[] labels = PermReference.masked("onesample_clusters_t2.5_conn" + connectivity + "_labels.nii.gz")[0];
        int[] found = new Clusters(graph).label(t, 2.5, Tail.POSITIVE);
        for (int v = 0; v < t.length; v++) {
            assertEquals(labels[v] > 0, found[v] > 0);
            for (int u = 0; u < v; u++)
                if (found[v] > 0 && found[u] > 0) assertEquals(labels[u] == labels[v], found[u] == found[v]);
        }
        double[][] design = PermReference.table("onesample_design.tsv");
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(12), Shuffle.FLIP, design, 5000, 1);
        LinearModel model = LinearModel.of(design, new double[][] {{1}});
        double[][] reference = PermReference.table("onesample_null_max_cluster_conn" + connectivity + ".tsv");
        for (int measure = 0; measure < 2; measure++) {
            PermutationResult result = PermutationTest.of(model, plan, graph)
                    .run(
                            Observations.of(data),
                            PermutationTest.Options.DEFAULT
                                    .with(
                                            measure == 0
                                                    ? PermutationTest.Inference.CLUSTER_EXTENT
                                                    : PermutationTest.Inference.CLUSTER_MASS)
                                    .with(Tail.POSITIVE)
                                    .withClusterThreshold(2.5),
                            sc.fiji.boldj.run.Progress.NONE);
            double[] expected = new double[reference.length];
            for (int i = 0; i < expected.length; i++) expected[i] = reference[i][measure];
            double[] values = result.nullMaximum().values();
            java.util.Arrays.sort(expected);
            java.util.Arrays.sort(values);
            assertArrayEquals(expected, values, measure == 0 ? 0 : 1e-6);
            assertEquals(1.0 / 4096, result.pFamilyWise()[max(t)]);
        }
    }

    private static int max(double[] t) {
        int best = 0;
        for (int v = 0; v < t.length; v++) if (t[v] > t[best]) best = v;
        return best;
    }

    @Test
    void massAndExtentOfAHandMadeMap() {
        double[] map = {3, 4, 0, -5, Double.NaN, 2, 2.5};
        Neighbourhood line = Neighbourhood.grid(7, 1, 1, new int[] {0, 1, 2, 3, 4, 5, 6}, 6);
        double[] out = new double[7];
        Clusters clusters = new Clusters(line);
        clusters.measure(map, 2, Tail.TWO, Clusters.Measure.MASS, out);
        assertArrayEquals(new double[] {3, 3, 0, -3, 0, 0, 0.5}, out, 1e-12);
        clusters.measure(map, 2, Tail.TWO, Clusters.Measure.EXTENT, out);
        assertArrayEquals(new double[] {2, 2, 0, -1, 0, 0, 1}, out, 0);
        clusters.measure(map, 2, Tail.POSITIVE, Clusters.Measure.EXTENT, out);
        assertArrayEquals(new double[] {2, 2, 0, 0, 0, 0, 1}, out, 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> clusters.measure(map, Double.NaN, Tail.TWO, Clusters.Measure.MASS, out));
    }
}
