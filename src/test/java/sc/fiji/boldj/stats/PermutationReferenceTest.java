package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest.Inference;

/** Every design of the shared reference: statistics to 1e-6, p of the exhaustive designs exactly. */
class PermutationReferenceTest {

    private static ShufflingPlan plan(String name, double[][] design) {
        return switch (name) {
            case "onesample" -> ShufflingPlan.of(ExchangeTree.free(12), Shuffle.FLIP, design, 5000, 1);
            case "twosample" -> ShufflingPlan.of(ExchangeTree.free(12), Shuffle.PERMUTE, design, 5000, 1);
            case "ancova" -> ShufflingPlan.given(PermReference.integers("ancova_permutations.tsv"), null);
            default ->
                ShufflingPlan.of(
                        ExchangeTree.within(PermReference.column(name + "_blocks.tsv")),
                        Shuffle.PERMUTE,
                        design,
                        5000,
                        1);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"onesample", "twosample", "paired", "crossover", "ancova"})
    void statisticsAndProbabilities(String name) {
        double[][] design = PermReference.table(name + "_design.tsv");
        LinearModel model = LinearModel.of(design, PermReference.table(name + "_contrast.tsv"));
        ShufflingPlan plan = plan(name, design);
        double[][] nullMax = PermReference.table(name + "_null_max.tsv");
        assertEquals(nullMax.length, plan.size());
        double[][] data = PermReference.masked(name + "_data.nii.gz");
        double[] t = PermReference.masked(name + "_t.nii.gz")[0];
        for (Tail tail : new Tail[] {Tail.POSITIVE, Tail.TWO}) {
            PermutationResult result = PermutationTest.of(model, plan, Neighbourhood.none(t.length))
                    .run(
                            Observations.of(data),
                            PermutationTest.Options.DEFAULT
                                    .with(Inference.VOXEL)
                                    .with(tail),
                            Progress.NONE);
            String side = tail == Tail.TWO ? "_twosided.nii.gz" : "_onesided.nii.gz";
            double[] unc = PermReference.masked(name + "_p_unc" + side)[0];
            double[] fwe = PermReference.masked(name + "_p_fwe" + side)[0];
            double[] statistic = result.statistic();
            double[] pUnc = result.pUncorrected();
            double[] pFwe = result.pFamilyWise();
            for (int v = 0; v < t.length; v++) {
                assertEquals(t[v], statistic[v], 1e-6 * Math.max(1, Math.abs(t[v])));
                assertEquals(Math.round(unc[v] * plan.size()), Math.round(pUnc[v] * plan.size()), "unc, voxel " + v);
                assertEquals(Math.round(fwe[v] * plan.size()), Math.round(pFwe[v] * plan.size()), "fwe, voxel " + v);
            }
            double[] expected = new double[nullMax.length];
            for (int i = 0; i < expected.length; i++) expected[i] = nullMax[i][tail == Tail.TWO ? 1 : 0];
            double[] found = result.nullMaximum().values();
            if (!name.equals("ancova")) {
                Arrays.sort(expected);
                Arrays.sort(found);
            }
            for (int i = 0; i < expected.length; i++)
                assertEquals(expected[i], found[i], 2e-9 * Math.abs(expected[i]) + 1e-9, "shuffling " + i);
        }
    }

    @Test
    void tfceUnderGivenFlips() {
        double[][] design = PermReference.table("onesample_design.tsv");
        ShufflingPlan plan = ShufflingPlan.given(null, PermReference.integers("onesample_64flips_signs.tsv"));
        double[][] expected = PermReference.table("onesample_64flips_max_tfce.tsv");
        double[][] data = PermReference.masked("onesample_data.nii.gz");
        PermutationResult result = PermutationTest.of(
                        LinearModel.of(design, new double[][] {{1}}), plan, PermReference.neighbours(26))
                .run(Observations.of(data), PermutationTest.Options.DEFAULT.with(Tail.POSITIVE), Progress.NONE);
        double[] found = result.nullMaximum().values();
        for (int i = 0; i < found.length; i++) assertEquals(expected[i][0], found[i], 1e-5 * expected[i][0]);
        double[] p = PermReference.masked("onesample_tfce_p_fwe_64flips.nii.gz")[0];
        double[] pFound = result.pFamilyWise();
        for (int v = 0; v < p.length; v++) assertEquals(Math.round(p[v] * 64), Math.round(pFound[v] * 64));
    }

    /** Random permutations of the covariance design, against PALM's 2000 and the reference's 500 others. */
    @Test
    void monteCarloProbabilitiesAreInsideTheInterval() {
        double[][] design = PermReference.table("ancova_design.tsv");
        LinearModel model = LinearModel.of(design, PermReference.table("ancova_contrast.tsv"));
        double[][] data = PermReference.masked("ancova_data.nii.gz");
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(16), Shuffle.PERMUTE, design, 5000, 1);
        PermutationResult result = PermutationTest.of(model, plan, Neighbourhood.none(data[0].length))
                .run(
                        Observations.of(data),
                        PermutationTest.Options.DEFAULT.with(Inference.VOXEL).with(Tail.POSITIVE),
                        Progress.NONE);
        double[] reference = PermReference.masked("ancova_p_fwe_onesided.nii.gz")[0];
        double[] palm = PermReference.masked("ancova_PALM_fwep_onesided.nii.gz")[0];
        double[] p = result.pFamilyWise();
        for (int v = 0; v < p.length; v++) {
            assertTrue(Math.abs(p[v] - reference[v]) <= within(p[v], 500), "voxel " + v + " of " + p[v]);
            assertTrue(Math.abs(p[v] - palm[v]) <= within(p[v], 2000), "PALM, voxel " + v + " of " + p[v]);
        }
    }

    private static double within(double p, int n) {
        double both = p * (1 - p) * (1.0 / n + 1.0 / 5000);
        return 3.3 * Math.sqrt(both) + 1.0 / n;
    }
}
