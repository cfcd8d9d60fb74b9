package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.FiellerInterval;

/** How often the interval of the blocked fraction holds the truth; figures in validation-group.md. */
@Tag("study")
class BlockingStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 4000);

    /** Three arms: placebo, B, A with B. */
    private static Blocking trial(int people, double effect, double fraction, long trial) {
        double[][] design = new double[3 * people][3];
        double[] values = new double[3 * people];
        Seeds.fillGaussian(Seeds.stream(71, trial), values);
        double[] mean = {0, effect, effect * (1 - fraction)};
        for (int i = 0; i < values.length; i++) {
            design[i][i % 3] = 1;
            values[i] += mean[i % 3];
        }
        return Blocking.of(
                design, new double[] {-1, 1, 0}, new double[] {0, 1, -1}, values, FiellerInterval.Options.DEFAULT);
    }

    @Test
    void coverage() {
        long seed = 0;
        for (int people : new int[] {8, 25})
            for (double effect : new double[] {0.3, 0.7, 1.5})
                for (double fraction : new double[] {0, 0.5, 1}) {
                    int covered = 0;
                    int bounded = 0;
                    int[] ends = new int[2];
                    for (int i = 0; i < TRIALS; i++) {
                        Blocking result = trial(people, effect, fraction, seed++);
                        if (result.interval().contains(fraction)) covered++;
                        if (result.interval().isBounded()) bounded++;
                        ContrastEstimate difference = result.difference();
                        double[] interval = difference.interval(0.95);
                        if (interval[0] <= fraction * effect && interval[1] >= fraction * effect) ends[0]++;
                        assertEquals(result.effectShown(), result.interval().isBounded());
                    }
                    double rate = (double) covered / TRIALS;
                    System.out.printf(
                            Locale.ROOT,
                            "%d an arm, effect %.1f SD, %.1f blocked: coverage %.3f, difference %.3f, bounded %.2f%n",
                            people,
                            effect,
                            fraction,
                            rate,
                            (double) ends[0] / TRIALS,
                            (double) bounded / TRIALS);
                    assertTrue(rate >= 0.935 && rate <= 0.965, "" + rate);
                }
    }
}
