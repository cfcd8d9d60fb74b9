package sc.fiji.boldj.physio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beats found in simulated pulse traces whose beats are known. */
class PulseDetectionTest {

    /** A beat counts as found within this time, seconds; the usual tolerance for pulse waves is 0.15. */
    private static final double TOLERANCE = 0.1;

    private static int near(double[] times, double time) {
        int at = Arrays.binarySearch(times, time);
        int after = at < 0 ? -at - 1 : at;
        int count = 0;
        for (int i = Math.max(0, after - 1); i <= Math.min(times.length - 1, after); i++)
            if (Math.abs(times[i] - time) <= TOLERANCE) count++;
        return count;
    }

    /** Over ten traces of five minutes: sensitivity and precision, outside bursts and overall. */
    @ParameterizedTest
    @CsvSource({"500, 66, 0.3", "50, 66, 0.5", "100, 48, 0.5", "100, 105, 0.5", "400, 75, 1.0"})
    void beatsOfNoisyTracesAreFound(double frequency, double rate, double noise) {
        int found = 0;
        int truth = 0;
        int right = 0;
        int said = 0;
        int shown = 0;
        int marked = 0;
        double error = 0;
        for (int seed = 0; seed < 10; seed++) {
            PulseTrace trace = PulseTrace.of(300, frequency, rate, noise, 4, 100 + seed);
            Beats beats = PulseDetection.of(trace.recording());
            for (double beat : trace.beats()) {
                if (trace.inBurst(beat)) continue;
                truth++;
                found += Math.min(1, near(beats.times(), beat));
            }
            for (int i = 0; i < beats.times().length; i++) {
                double time = beats.times()[i];
                if (time < 0.3 || time > 299.7) continue;
                if (trace.bursts().stream().anyMatch(s -> time > s + 0.5 && time < s + PulseTrace.BURST - 0.5)) {
                    shown++;
                    if (beats.doubtful()[i]) marked++;
                }
                if (trace.inBurst(time)) continue;
                said++;
                int hits = near(trace.beats(), time);
                right += Math.min(1, hits);
                if (hits > 0)
                    error += Arrays.stream(trace.beats())
                            .map(b -> Math.abs(b - time))
                            .min()
                            .orElseThrow();
            }
        }
        String figures = String.format(
                "%.0f Hz, %.0f a minute, noise %.1f: sensitivity %.4f, precision %.4f, mean error %.1f ms; %d of %d beats in bursts marked",
                frequency,
                rate,
                noise,
                found / (double) truth,
                right / (double) said,
                1000 * error / right,
                marked,
                shown);
        assertTrue(found >= 0.98 * truth && right >= 0.98 * said, figures);
        assertTrue(marked >= 0.9 * shown, figures);
        assertTrue(error < 0.035 * right, figures);
    }
}
