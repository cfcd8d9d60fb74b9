package sc.fiji.boldj.physio;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A simulated pulse trace with known beats: intervals that wander and follow breathing, a systolic and a dicrotic wave, a wandering
 * baseline, white noise, bursts of motion.
 *
 * @param recording the trace
 * @param beats true times of the systolic peaks
 * @param bursts seconds at which bursts begin; each lasts {@link #BURST}
 */
record PulseTrace(Recording recording, double[] beats, List<Double> bursts) {

    static final double BURST = 3;

    /**
     * @param rate beats per minute
     * @param noise standard deviation relative to the height of the systolic wave
     * @param bursts how many bursts of motion, ten times as strong as a beat
     */
    static PulseTrace of(double seconds, double frequency, double rate, double noise, int bursts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> times = new ArrayList<>();
        double wander = 0;
        for (double t = -2; t < seconds + 2; ) {
            wander = 0.97 * wander + 0.02 * random.nextGaussian();
            double breathing = 0.06 * Math.sin(2 * Math.PI * 0.26 * t + seed);
            t += 60 / rate * Math.exp(wander + breathing + 0.01 * random.nextGaussian());
            times.add(t);
        }
        double[] values = new double[(int) (seconds * frequency)];
        for (double beat : times) {
            double period = 60 / rate;
            double height = 1 + 0.15 * random.nextGaussian();
            for (int i = Math.max(0, (int) ((beat - period) * frequency));
                    i < Math.min(values.length, (beat + period) * frequency);
                    i++) {
                double phase = (i / frequency - beat) / period;
                values[i] += height
                        * (Math.exp(-0.5 * square(phase / 0.1)) + 0.4 * Math.exp(-0.5 * square((phase - 0.36) / 0.1)));
            }
        }
        List<Double> starts = new ArrayList<>();
        for (int b = 0; b < bursts; b++) starts.add((b + 0.2 + 0.6 * random.nextDouble()) * seconds / bursts);
        double drift = 0;
        for (int i = 0; i < values.length; i++) {
            double t = i / frequency;
            drift += 0.3 / Math.sqrt(frequency) * random.nextGaussian();
            values[i] = 50
                    + 12
                            * (values[i]
                                    + 0.5 * Math.sin(2 * Math.PI * 0.26 * t)
                                    + 0.3 * drift
                                    + noise * random.nextGaussian());
            for (double start : starts)
                if (t >= start && t < start + BURST)
                    values[i] += 120
                            * Math.sin(2 * Math.PI * (1.5 + Math.sin(start)) * (t - start))
                            * Math.sin(Math.PI * (t - start) / BURST);
        }
        return new PulseTrace(
                new Recording(values, frequency, 0),
                times.stream()
                        .mapToDouble(x -> x)
                        .filter(x -> x >= 0.3 && x < seconds - 0.3)
                        .toArray(),
                starts);
    }

    private static double square(double x) {
        return x * x;
    }

    boolean inBurst(double time) {
        return bursts.stream().anyMatch(start -> time > start - 0.7 && time < start + BURST + 0.7);
    }
}
