package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.MixedModel;

/** Type I error of the mixed model for repeated measures in small trials; figures in validation-group.md. */
@Tag("study")
class VisitModelStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 5000);

    /**
     * Two arms, baseline and weeks 4, 8 and 12, 20 % of the follow-up visits missing: completely at random, or with a chance
     * that rises with the value of the visit before (at random).
     */
    @Test
    void typeOneError() {
        for (int each : new int[] {12, 20})
            for (boolean dependent : new boolean[] {false, true}) {
                int significant = 0;
                int any = 0;
                int covered = 0;
                int failed = 0;
                for (int trial = 0; trial < TRIALS; trial++) {
                    VisitFit fit;
                    try {
                        fit = trial(each, dependent, trial);
                    } catch (DataException e) {
                        failed++;
                        System.out.println(trial + ": " + e.getMessage());
                        continue;
                    }
                    ContrastEstimate effect = fit.effect("drug - placebo", "week12");
                    if (effect.p() <= 0.05) significant++;
                    double[] interval = effect.interval(0.95);
                    if (interval[0] <= 0 && interval[1] >= 0) covered++;
                    if (fit.anyVisit("drug - placebo").p() <= 0.05) any++;
                }
                double n = TRIALS - failed;
                System.out.printf(
                        Locale.ROOT,
                        "%d participants per arm, missing %s: type I error %.4f, of the F test of all visits %.4f, coverage %.4f, not"
                                + " fitted %d of %d%n",
                        each,
                        dependent ? "at random" : "completely at random",
                        significant / n,
                        any / n,
                        covered / n,
                        failed,
                        TRIALS);
                assertTrue(significant >= 0.04 * n && significant <= 0.06 * n, "" + significant / n);
                assertTrue(any >= 0.035 * n && any <= 0.065 * n, "" + any / n);
                assertTrue(failed <= 0.002 * TRIALS, "" + failed);
            }
    }

    private static VisitFit trial(int each, boolean dependent, int trial) {
        int n = 2 * each;
        double[] noise = new double[5 * n];
        SplittableRandom random = Seeds.stream(2000L + each + (dependent ? 7 : 0), trial);
        Seeds.fillGaussian(random, noise);
        int[] arm = new int[n];
        double[] baseline = new double[n];
        double[][] values = new double[n][3];
        for (int i = 0; i < n; i++) {
            arm[i] = i % 2;
            double person = noise[5 * i];
            baseline[i] = person + noise[5 * i + 1];
            double before = baseline[i];
            for (int v = 0; v < 3; v++) {
                double now = person + 0.4 * before + (1 + 0.3 * v) * noise[5 * i + 2 + v];
                double chance = dependent ? 0.4 / (1 + StrictMath.exp(-1.5 * before)) : 0.2;
                values[i][v] = random.nextDouble() < chance ? Double.NaN : now;
                if (!Double.isNaN(values[i][v])) before = now;
            }
        }
        return VisitModel.of(List.of("placebo", "drug"), arm, List.of("week4", "week8", "week12"))
                .fit(baseline, values, MixedModel.Options.DEFAULT);
    }
}
