package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a connection is called predictive, or found, in trials whose truth is known; figures in validation-group.md. */
@Tag("study")
class ModerationStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 1000);
    private static final int PERMUTATIONS = 500;

    /** The share of trials with a p of .05 or less. */
    private static double rate(String what, IntToDoubleFunction p) {
        return rate(what, TRIALS, p);
    }

    private static double rate(String what, int trials, IntToDoubleFunction p) {
        int count = 0;
        for (int trial = 0; trial < trials; trial++) if (p.applyAsDouble(trial) <= 0.05) count++;
        double rate = (double) count / trials;
        System.out.printf(Locale.ROOT, "%s: %.3f%n", what, rate);
        return rate;
    }

    private static double smallest(double[] p) {
        return Arrays.stream(p).min().orElse(1);
    }

    /** 15 to 20 participants per arm. */
    private static int people(int trial, int arm) {
        return 15 + (trial / (arm == 0 ? 1 : 6)) % 6;
    }

    @Test
    void whatIsPrognosticOnlyIsNotCalledPredictive() {
        for (double slope : new double[] {0.3, 0.4, 0.5})
            for (double tracking : new double[] {0, 0.4}) {
                double rate = rate(
                        "prognostic only, slope " + slope + ", connections track the day's score by " + tracking,
                        trial -> smallest(
                                new ResponseTrials(people(trial, 0), people(trial, 1), 0.5, slope, slope, tracking, 1)
                                        .draw(1000L + trial)
                                        .predictive(PERMUTATIONS, trial)));
                assertTrue(rate <= 0.06, "" + rate);
            }
    }

    @Test
    void unequalVariancesAndUnequalArmsDoNotMakeAPrediction() {
        for (int[] arms : new int[][] {{30, 15}, {15, 30}, {18, 18}}) {
            double rate = rate(
                    "no interaction, noise under the drug twice as large, " + arms[0] + " and " + arms[1] + " people",
                    trial -> smallest(new ResponseTrials(arms[0], arms[1], 0.5, 0.3, 0.3, 0, 2)
                            .draw(50_000L + trial)
                            .predictive(PERMUTATIONS, trial)));
            assertTrue(rate <= 0.075, "" + rate);
        }
    }

    @Test
    void aTrueInteractionIsFound() {
        for (double stability : new double[] {0.5, 0.7})
            for (double[] slopes : new double[][] {{0.5, -0.5}, {1, 0}})
                for (int people : new int[] {15, 20}) {
                    double rate = rate(
                            "slopes " + slopes[0] + " and " + slopes[1] + ", " + people + " an arm, stability "
                                    + stability,
                            trial -> new ResponseTrials(people, people, stability, slopes[0], slopes[1], 0, 1)
                                    .draw(90_000L + trial)
                                    .predictive(PERMUTATIONS, trial)[0]);
                    if (stability > 0.6 && (slopes[1] != 0 || people == 20)) assertTrue(rate >= 0.8, "" + rate);
                }
    }

    @Test
    void theAdjustedResponseIsNotFoundByAConnectionThatTracksTheDaysScore() {
        for (int people : new int[] {15, 20, 30})
            for (double tracking : new double[] {0.3, 0.5, 0.7}) {
                ResponseTrials trials = new ResponseTrials(people, 0, 0.5, 0, 0, tracking, 1);
                String what = people + " people, tracking " + tracking + ": ";
                int many = 4 * TRIALS;
                rate(what + "fall in percent", many, trial -> trials.draw(200_000L + trial)
                        .percent(PERMUTATIONS, trial));
                double rate = rate(what + "adjusted", many, trial -> trials.draw(200_000L + trial)
                        .adjusted(PERMUTATIONS, trial));
                assertEquals(0.05, rate, 0.01);
            }
    }
}
