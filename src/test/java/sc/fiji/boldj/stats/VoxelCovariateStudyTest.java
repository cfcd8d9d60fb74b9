package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;

/** How often a trial without effect has a significant voxel, with each voxel's own baseline; figures in validation-group.md. */
@Tag("study")
class VoxelCovariateStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 4000);

    @Test
    void familyWiseErrorWithoutAnEffect() {
        int elements = 5;
        for (int people : new int[] {12, 24})
            for (double slope : new double[] {0, 0.8}) {
                int found = 0;
                for (int trial = 0; trial < TRIALS; trial++)
                    if (smallest(people, elements, slope, 1000L * people + trial) <= 0.05) found++;
                double rate = (double) found / TRIALS;
                System.out.printf(
                        Locale.ROOT, "%d people, slope on the baseline %.1f: FWE %.4f%n", people, slope, rate);
                assertEquals(0.05, rate, 0.01);
            }
    }

    /** The smallest corrected p of two equal arms; baselines of the arms differ by half a standard deviation. */
    private static double smallest(int people, int elements, double slope, long seed) {
        double[][] baseline = new double[people][elements];
        double[][] outcome = new double[people][elements];
        double[][] design = new double[people][2];
        for (int i = 0; i < people; i++) {
            Seeds.fillGaussian(Seeds.stream(seed, 2L * i), baseline[i]);
            Seeds.fillGaussian(Seeds.stream(seed, 2L * i + 1), outcome[i]);
            design[i] = new double[] {i % 2, 1};
            for (int v = 0; v < elements; v++) {
                baseline[i][v] += 0.5 * (i % 2);
                outcome[i][v] += slope * baseline[i][v];
            }
        }
        ShufflingPlan plan = ShufflingPlan.ofDistinctRows(ExchangeTree.free(people), Shuffle.PERMUTE, 400, seed);
        PermutationResult result = PermutationTest.of(
                        LinearModel.of(design, new double[][] {{1, 0}}), plan, Neighbourhood.none(elements))
                .withCovariate(Observations.of(baseline))
                .run(Observations.of(outcome), PermutationTest.Options.DEFAULT.with(Inference.VOXEL), Progress.NONE);
        double least = 1;
        for (double p : result.pFamilyWise()) least = Math.min(least, p);
        return least;
    }
}
