package sc.fiji.boldj.simulate;

import sc.fiji.boldj.run.Seeds;

/**
 * What a pulse oximeter and a belt record during a simulated run.
 *
 * @param frequency samples per second
 * @param start when the first sample is taken, seconds from the start of the first volume
 * @param cardiac the pulse: a wave and its dicrotic notch at each beat
 * @param respiratory the belt, larger at inspiration
 */
public record PhysioTrace(double frequency, double start, double[] cardiac, double[] respiratory) {

    /** From 5 s before a run to 5 s after it. */
    static PhysioTrace of(SliceSynthesis body, Protocol protocol, double frequency, double noise, long seed) {
        double length = protocol.volumes() * protocol.timing().repetitionTime();
        double start = -5;
        int samples = (int) Math.ceil((length + 10) * frequency);
        double[] pulse = new double[samples];
        double[] belt = new double[samples];
        Seeds.fillGaussian(Seeds.stream(seed, 0), pulse);
        Seeds.fillGaussian(Seeds.stream(seed, 1), belt);
        for (int i = 0; i < samples; i++) {
            double time = start + i / frequency;
            pulse[i] = 2000 + 600 * (body.pulseAt(time) + noise * pulse[i]);
            belt[i] = 2000 + 400 * (body.beltAt(time) + noise * belt[i]);
        }
        return new PhysioTrace(frequency, start, pulse, belt);
    }
}
