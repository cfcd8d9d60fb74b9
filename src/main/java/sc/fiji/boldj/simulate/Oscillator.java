package sc.fiji.boldj.simulate;

import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;

/** A rhythm such as heart beat or breathing whose rate wanders slowly; a continuous function of time. Immutable. */
final class Oscillator {

    private static final int WANDERS = 6;

    private final double frequency;
    private final double overtone;
    private final double[] rate = new double[WANDERS];
    private final double[] size = new double[WANDERS];
    private final double[] phase = new double[WANDERS + 1];

    /**
     * @param frequency mean rate in Hz
     * @param variability standard deviation of the rate, relative
     * @param overtone amplitude of the second harmonic relative to the first
     */
    Oscillator(double frequency, double variability, double overtone, long seed) {
        this.frequency = frequency;
        this.overtone = overtone;
        SplittableRandom random = Seeds.stream(seed, 0);
        for (int i = 0; i < WANDERS; i++) {
            rate[i] = 0.004 + 0.007 * (i + random.nextDouble());
            size[i] = variability * frequency / rate[i] * Math.sqrt(2.0 / WANDERS);
            phase[i] = 2 * Math.PI * random.nextDouble();
        }
        phase[WANDERS] = 2 * Math.PI * random.nextDouble();
    }

    /** Where in its cycle the rhythm is at a time, radians; it grows for ever. */
    double angle(double time) {
        double angle = 2 * Math.PI * frequency * time + phase[WANDERS];
        for (int i = 0; i < WANDERS; i++) angle += size[i] * StrictMath.sin(2 * Math.PI * rate[i] * time + phase[i]);
        return angle;
    }

    /** The rhythm at a time, standard deviation 1. */
    double at(double time) {
        double angle = angle(time);
        double value = StrictMath.sin(angle) + overtone * StrictMath.sin(2 * angle + 0.6);
        return value * Math.sqrt(2 / (1 + overtone * overtone));
    }
}
