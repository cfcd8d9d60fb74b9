package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.Equivalence.Options;
import sc.fiji.boldj.stats.Equivalence.Verdict;

/** How often equivalence is claimed where the effect is at the margin, and coverage; figures in validation-group.md. */
@Tag("study")
class EquivalenceStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 5000);

    /** An effect at the margin is called equivalent in at most 5 % of trials, and the 90 % interval holds it in 90 %. */
    @Test
    void anEffectAtTheMargin() {
        int[][] sizes = {{12, 12}, {30, 15}, {40, 40}};
        for (int setting = 0; setting < 6; setting++) {
            int[] n = sizes[setting % 3];
            double spread = setting < 3 ? 1 : 2;
            double margin = 0.8;
            int claimed = 0;
            int covered = 0;
            for (int trial = 0; trial < TRIALS; trial++) {
                double[] first = new double[n[0]];
                double[] second = new double[n[1]];
                Seeds.fillGaussian(Seeds.stream(setting, 2L * trial), first);
                Seeds.fillGaussian(Seeds.stream(setting, 2L * trial + 1), second);
                for (int i = 0; i < first.length; i++) first[i] += margin;
                for (int i = 0; i < second.length; i++) second[i] *= spread;
                ContrastEstimate estimate = spread == 1
                        ? ContrastEstimate.of(EquivalenceTest.groups(n[0], n[1]), EquivalenceTest.joined(first, second))
                        : ContrastEstimate.welch(first, second);
                Equivalence test = Equivalence.of(estimate, margin, Options.DEFAULT);
                if (test.verdict() == Verdict.EQUIVALENT) claimed++;
                if (test.interval()[0] <= margin && test.interval()[1] >= margin) covered++;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d and %d people, SD 1 and %.0f: equivalent %.4f, coverage of the 90 %% interval %.4f%n",
                    n[0],
                    n[1],
                    spread,
                    (double) claimed / TRIALS,
                    (double) covered / TRIALS);
            assertTrue(claimed <= 0.06 * TRIALS, "" + claimed);
            assertEquals(0.9, (double) covered / TRIALS, 0.015);
        }
    }

    /** Forty voxels, correlated or not, all at the margin: any of them is called equivalent in at most 5 % of maps. */
    @Test
    void holmOverAMap() {
        double margin = 1;
        for (double shared : new double[] {0, 0.8}) {
            int claimed = 0;
            for (int trial = 0; trial < TRIALS; trial++) {
                double[][] data = new double[40][40];
                double[] common = new double[40];
                Seeds.fillGaussian(Seeds.stream(77, trial), common);
                for (int i = 0; i < 40; i++) {
                    Seeds.fillGaussian(Seeds.stream(trial, i), data[i]);
                    for (int v = 0; v < 40; v++)
                        data[i][v] = Math.sqrt(shared) * common[i]
                                + Math.sqrt(1 - shared) * data[i][v]
                                + (i < 20 ? (v % 2 == 0 ? margin : -margin) : 0);
                }
                ContrastMaps contrast =
                        ContrastMaps.of(EquivalenceTest.groups(20, 20), Observations.of(data), Progress.NONE);
                double[] p = EquivalenceMaps.of(contrast, margin, Options.DEFAULT, Progress.NONE)
                        .pCorrected();
                if (Arrays.stream(p).min().orElseThrow() <= 0.05) claimed++;
            }
            System.out.printf(
                    Locale.ROOT,
                    "40 voxels, correlation %.1f: any equivalent %.4f%n",
                    shared,
                    (double) claimed / TRIALS);
            assertTrue(claimed <= 0.06 * TRIALS, "" + claimed);
        }
    }
}
