package sc.fiji.boldj.physio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Breaths found in simulated traces of a belt whose breaths are known. */
class BreathsTest {

    /** Ten traces of five minutes with noise, heart beats, deep breaths and a pause. */
    @Test
    void breathsOfNoisyTracesAreFoundAndNoiseIsNone() {
        int truth = 0;
        int found = 0;
        int right = 0;
        int said = 0;
        for (int seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Double> peaks = new ArrayList<>();
            double[] values = new double[300 * 50];
            double phase = 0;
            for (int i = 0; i < values.length; i++) {
                double t = i / 50.0;
                double rate = 0.26 + 0.06 * Math.sin(0.05 * t + seed) + 0.02 * Math.sin(0.4 * t);
                boolean pause = t > 150 && t < 158 && Math.cos(phase) < -0.9;
                double before = phase;
                if (!pause) phase += 2 * Math.PI * rate / 50;
                if (Math.floor(before / (2 * Math.PI)) != Math.floor(phase / (2 * Math.PI))) peaks.add(t);
                double depth = 1 + 0.3 * Math.sin(0.03 * t) + (t > 80 && t < 86 ? 1 : 0);
                values[i] = 500
                        + 100 * depth * Math.cos(phase)
                        + 8 * Math.sin(2 * Math.PI * 1.1 * t)
                        + 10 * random.nextGaussian()
                        + 0.2 * t;
            }
            Breaths breaths = Breaths.of(new Recording(values, 50, 0));
            for (double peak : peaks) {
                if (peak < 3 || peak > 297) continue;
                truth++;
                if (near(breaths.peaks().times(), peak)) found++;
            }
            for (double time : breaths.peaks().times()) {
                if (time < 3 || time > 297) continue;
                said++;
                if (near(peaks.stream().mapToDouble(x -> x).toArray(), time)) right++;
            }
        }
        assertTrue(found >= 0.98 * truth, found + " of " + truth + " breaths are found");
        assertTrue(right >= 0.98 * said, right + " of " + said + " found ones are breaths");
    }

    private static boolean near(double[] times, double time) {
        for (double one : times) if (Math.abs(one - time) < 0.5) return true;
        return false;
    }

    @Test
    void gapsAreBridgedAndMarked() {
        double[] values = new double[120 * 25];
        for (int i = 0; i < values.length; i++) values[i] = Math.cos(2 * Math.PI * 0.25 * i / 25.0);
        for (int i = 1000; i < 1100; i++) values[i] = Double.NaN;
        Beats peaks = Breaths.of(new Recording(values, 25, 0)).peaks();
        int marked = 0;
        for (int i = 0; i < peaks.times().length; i++)
            if (peaks.doubtful()[i]) {
                marked++;
                assertEquals(42, peaks.times()[i], 6, "the gap is from 40 to 44 s");
            }
        assertTrue(marked >= 1 && marked <= 3, marked + " marked");
        assertEquals(15, peaks.perMinute(0, 120), 0.2);
    }
}
