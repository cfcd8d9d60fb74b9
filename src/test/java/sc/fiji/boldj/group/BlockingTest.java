package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.boldj.stats.FiellerInterval;

class BlockingTest {

    private static final double[] EFFECT = {-1, 1, 0};
    private static final double[] DIFFERENCE = {0, 1, -1};

    /** Three arms of six with means 0, effect and effect times (1 - fraction), and deviations that cancel. */
    private static Blocking arms(double effect, double fraction) {
        double[] deviation = {-0.5, 0.5, -0.2, 0.2, -0.8, 0.8};
        double[] mean = {0, effect, effect * (1 - fraction)};
        double[][] design = new double[18][3];
        double[] values = new double[18];
        for (int i = 0; i < 18; i++) {
            design[i][i / 6] = 1;
            values[i] = mean[i / 6] + deviation[i % 6];
        }
        return Blocking.of(design, EFFECT, DIFFERENCE, values, FiellerInterval.Options.DEFAULT);
    }

    @Test
    void theFractionAndItsSign() {
        for (double effect : new double[] {-2, 2})
            for (double fraction : new double[] {-0.5, 0, 0.5, 1, 1.2}) {
                Blocking result = arms(effect, fraction);
                assertEquals(fraction, result.fraction(), 1e-12);
                assertTrue(result.interval().contains(fraction)
                        && result.interval().isBounded());
                assertEquals(effect, result.effect().value(), 1e-12);
                assertEquals(fraction * effect, result.difference().value(), 1e-12);
                assertTrue(result.effectShown());
                assertEquals(Math.abs(fraction) >= 0.5, result.differenceShown(), "fraction " + fraction);
            }
    }

    /** An effect that is not shown stops the sequence, however large the difference is, and leaves the fraction unbounded. */
    @Test
    void theGate() {
        Blocking none = arms(0.1, 20);
        assertTrue(none.difference().p() < 0.001);
        assertFalse(
                none.effectShown() || none.differenceShown() || none.interval().isBounded());
    }
}
