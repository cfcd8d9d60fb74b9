package sc.fiji.boldj.qc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.signal.Notch;

/** Simulated motion whose truth is known: a wandering head, sudden moves, and breathing of a wandering rate. */
class FastSamplingTest {

    private static final double TR = 0.8;
    private static final int VOLUMES = 1000;

    /** Slow wander as a random walk that is smoothed over some seconds, and three sudden moves. */
    private static double[][] head(int seed) {
        double[][] motion = new double[VOLUMES][6];
        for (int p = 0; p < 6; p++) {
            double[] noise = new double[VOLUMES + 12];
            Seeds.fillGaussian(Seeds.stream(seed, p), noise);
            double place = 0;
            for (int t = 0; t < VOLUMES; t++) {
                double step = 0;
                for (int k = 0; k < 12; k++) step += noise[t + k] / 12;
                place += 0.03 * step;
                motion[t][p] = place * (p < 3 ? 1 : 1 / 50.0);
                for (int spike = 200; spike <= 800; spike += 300)
                    if (t >= spike + seed) motion[t][p] += 0.1 * (p % 2 == 0 ? 1 : -1) * (p < 3 ? 1 : 1 / 50.0);
            }
        }
        return motion;
    }

    private static double[][] breathing(double[][] head, double hz, int seed) {
        double[] noise = new double[VOLUMES];
        Seeds.fillGaussian(Seeds.stream(seed, 77), noise);
        double[][] motion = new double[VOLUMES][];
        double phase = 0;
        double wander = 0;
        for (int t = 0; t < VOLUMES; t++) {
            wander = 0.97 * wander + Math.sqrt(1 - 0.97 * 0.97) * noise[t];
            phase += 2 * Math.PI * hz * TR * (1 + 0.04 * wander);
            motion[t] = head[t].clone();
            motion[t][1] += 0.06 * Math.sin(phase);
            motion[t][2] += 0.02 * Math.sin(phase + 1);
            motion[t][3] += 0.0006 * Math.sin(phase + 0.5);
        }
        return motion;
    }

    private static double mean(double[] displacement) {
        return Arrays.stream(displacement).filter(Double::isFinite).average().orElseThrow();
    }

    @Test
    void breathingIsFoundAndTakenOutOfDisplacement() {
        double worstHz = 0;
        double worst = 0;
        for (int seed = 0; seed < 20; seed++) {
            double[][] truth = head(seed);
            double[][] seen = breathing(truth, 0.3, seed);
            BreathingPeak peak = BreathingPeak.of(seen, TR);
            assertTrue(peak.found(), "seed " + seed + ": " + peak);
            worstHz = Math.max(worstHz, Math.abs(peak.frequency() - 0.3));
            double real = mean(FramewiseDisplacement.power(truth));
            double raw = mean(FramewiseDisplacement.power(seen));
            double filtered = mean(
                    FramewiseDisplacement.power(MotionFilter.notch(peak, TR).apply(seen)));
            assertTrue(raw > 1.5 * real, "breathing hides the motion: " + raw + " against " + real);
            worst = Math.max(worst, Math.abs(filtered / real - 1));
        }
        assertTrue(worstHz < 0.02, "peak is " + worstHz + " Hz away");
        assertTrue(worst < 0.10, "filtered displacement is " + worst + " away");
    }

    @Test
    void noBreathingIsFoundWhereThereIsNoneOrItCannotBeSeen() {
        for (int seed = 0; seed < 20; seed++)
            assertFalse(BreathingPeak.of(head(seed), TR).found(), "seed " + seed);
        assertFalse(BreathingPeak.of(breathing(head(1), 0.3, 1), 2).found());
        assertFalse(BreathingPeak.of(new double[VOLUMES][6], TR).found());
        double[][] gap = head(1);
        gap[4][2] = Double.NaN;
        assertFalse(BreathingPeak.of(gap, TR).found());
    }

    @Test
    void aLowPassLeavesSlowMotionOnly() {
        double[][] motion = new double[500][6];
        for (int t = 0; t < 500; t++)
            motion[t][1] = Math.sin(2 * Math.PI * 0.02 * TR * t) + Math.sin(2 * Math.PI * 0.3 * TR * t);
        double[][] filtered = MotionFilter.lowPass(TR).apply(motion);
        for (int t = 50; t < 450; t++) assertEquals(Math.sin(2 * Math.PI * 0.02 * TR * t), filtered[t][1], 0.02);
    }

    @Test
    void displacementOverTwoSecondsAndThresholdsInPhysicalUnits() {
        double[][] motion = new double[10][6];
        for (int t = 0; t < 10; t++) motion[t][0] = 0.1 * t;
        int lag = FramewiseDisplacement.lag(2, TR);
        assertEquals(3, lag);
        double[] displacement = FramewiseDisplacement.power(motion, lag);
        assertTrue(Double.isNaN(displacement[2]));
        assertEquals(0.3, displacement[3], 1e-12);
        assertEquals(0.08, FramewiseDisplacement.threshold(0.2, 2, TR), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> FramewiseDisplacement.power(motion, 0));
    }

    @Test
    void volumesBeforeTheSteadyStateAreCounted() {
        double[] global = new double[100];
        double[] noise = new double[100];
        Seeds.fillGaussian(Seeds.stream(3, 3), noise);
        for (int t = 0; t < 100; t++) global[t] = 500 + noise[t] + 200 * Math.exp(-t / 1.2);
        assertEquals(5, SteadyState.leading(global), 1);
        for (int t = 0; t < 100; t++) global[t] = 500 + noise[t];
        assertEquals(0, SteadyState.leading(global));
        assertEquals(0, SteadyState.leading(new double[60]));
        assertEquals(0, SteadyState.leading(new double[] {9, 1, 1}));
    }

    /** The notch is .1 Hz wide, but ends a tenth before 0 and before Nyquist's frequency. */
    @Test
    void aNotchNearNyquistOrZeroIsLessWide() {
        double[][] motion = head(4);
        String[] texts = {"0.350 Hz, 0.09 Hz", "0.040 Hz, 0.07 Hz", "0.250 Hz, 0.10 Hz"};
        double[] middles = {0.35, 0.04, 0.25};
        double[] halves = {0.9 * (0.4 - 0.35), 0.9 * 0.04, 0.05};
        for (int i = 0; i < 3; i++) {
            MotionFilter filter = MotionFilter.notch(middles[i], 1.25);
            assertEquals("notch at " + texts[i] + " wide, no shift in time", filter.toString());
            double[][] filtered = filter.apply(motion);
            Notch notch = Notch.of(middles[i] - halves[i], middles[i] + halves[i], 1.25);
            for (int p = 0; p < 6; p++) {
                double[] series = new double[VOLUMES];
                for (int t = 0; t < VOLUMES; t++) series[t] = motion[t][p];
                double[] expected = notch.filter(series);
                for (int t = 0; t < VOLUMES; t++) assertEquals(expected[t], filtered[t][p], 1e-12);
            }
        }
        BreathingPeak none = new BreathingPeak(false, 0.4, 1);
        assertEquals(
                MotionFilter.notch(0.25, TR).toString(),
                MotionFilter.notch(none, TR).toString(),
                "12 to 18 breaths a minute where none were found");
        assertEquals(
                "low-pass at 0.1 Hz, no shift in time", MotionFilter.lowPass(TR).toString());
    }
}
