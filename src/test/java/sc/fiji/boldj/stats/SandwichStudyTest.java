package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;
import sc.fiji.boldj.stats.SandwichModel.Variance;

/** Family-wise error of the wild bootstrap; figures in validation-group.md. */
@Tag("study")
class SandwichStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 2000);
    private static final int ELEMENTS = 20;

    /**
     * Two arms, three visits, 20 % of the visits after the first missing, a covariance of the visits with variances 1, 2 and 3
     * that is four times as large in the second arm or not, a covariate, the change from the first visit to the last between the arms,
     * twenty correlated elements, 200 samples.
     */
    @Test
    void nullRates() {
        int[][] sizes = {{12, 12}, {20, 20}, {30, 15}};
        for (Variance variance : Variance.values())
            for (int[] size : sizes)
                for (boolean unequal : new boolean[] {false, true}) {
                    int any = 0;
                    int one = 0;
                    int parametric = 0;
                    for (int trial = 0; trial < TRIALS; trial++) {
                        double[] p = trial(size, unequal, variance, trial);
                        if (p[0] <= 0.05) any++;
                        if (p[1] <= 0.05) one++;
                        if (p[2] <= 0.05) parametric++;
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "%s, %d and %d people, variances %s: FWE %.4f, one element %.4f, its t test %.4f%n",
                            variance,
                            size[0],
                            size[1],
                            unequal ? "1 : 4" : "equal",
                            (double) any / TRIALS,
                            (double) one / TRIALS,
                            (double) parametric / TRIALS);
                    double band = 3.5 * Math.sqrt(0.05 * 0.95 / TRIALS);
                    assertTrue(any <= (0.05 + band) * TRIALS, "" + any);
                }
    }

    private static double[] trial(int[] size, boolean unequal, Variance variance, int trial) {
        SplittableRandom random = Seeds.stream(31 + size[0], trial);
        int people = size[0] + size[1];
        int[] participant = new int[3 * people];
        int[] visit = new int[3 * people];
        int[] group = new int[3 * people];
        double[][] design = new double[3 * people][7];
        double[][] data = new double[3 * people][ELEMENTS];
        double[] noise = new double[4 * ELEMENTS];
        double[] common = new double[4];
        int r = 0;
        for (int i = 0; i < people; i++) {
            int arm = i < size[0] ? 0 : 1;
            Seeds.fillGaussian(random, noise);
            Seeds.fillGaussian(random, common);
            double age = random.nextDouble() - 0.5;
            double spread = unequal && arm == 1 ? 2 : 1;
            for (int v = 0; v < 3; v++) {
                if (v > 0 && random.nextDouble() < 0.2) continue;
                participant[r] = i;
                visit[r] = v;
                group[r] = arm;
                design[r][2 * v + arm] = 1;
                design[r][6] = age;
                for (int k = 0; k < ELEMENTS; k++)
                    data[r][k] = spread
                            * (noise[k]
                                    + common[0]
                                    + Math.sqrt(v + 1.0) * (noise[(v + 1) * ELEMENTS + k] + common[v + 1]));
                r++;
            }
        }
        LinearModel model = LinearModel.of(Arrays.copyOf(design, r), new double[][] {{1, -1, 0, 0, -1, 1, 0}});
        SandwichModel sandwich = SandwichModel.of(
                model, Arrays.copyOf(participant, r), Arrays.copyOf(visit, r), Arrays.copyOf(group, r), variance);
        Observations observations = Observations.of(Arrays.copyOf(data, r));
        PermutationResult result = SandwichTest.of(sandwich, Neighbourhood.none(ELEMENTS), 200, trial)
                .run(observations, Options.DEFAULT.with(Inference.VOXEL), Progress.NONE);
        ContrastMaps maps = SandwichTest.estimates(sandwich, observations, Progress.NONE);
        double t = maps.effect()[0] / maps.standardError()[0];
        return new double[] {
            Arrays.stream(result.pFamilyWise()).min().orElseThrow(),
            result.pUncorrected()[0],
            new ContrastEstimate(maps.effect()[0], Math.abs(maps.effect()[0] / t), maps.degreesOfFreedom()).p()
        };
    }
}
