package sc.fiji.boldj.distortion;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** The off-resonance field from the phase of gradient-echo images (Jezzard and Balaban 1995). */
final class MeasuredField {

    private MeasuredField() {}

    /**
     * Converts stored phase values to radians: unchanged if they lie within two turns, otherwise the power-of-two range that
     * contains them (-4096 to 4095, 0 to 4095) is one turn.
     *
     * @param values finite
     */
    static float[] radians(float[] values) {
        float low = 0;
        float high = 0;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (Math.max(-low, high) <= 2 * Math.PI + 0.01) return values.clone();
        double half = low < 0 ? power(Math.max(-low, high)) : power(high) / 2;
        double middle = low < 0 ? 0 : half;
        float[] radians = new float[values.length];
        for (int v = 0; v < values.length; v++) radians[v] = (float) ((values[v] - middle) / half * Math.PI);
        return radians;
    }

    private static double power(double value) {
        double power = 1;
        while (power < value) power *= 2;
        return power;
    }

    /** The phase of the second image less that of the first, in (-pi, pi]. */
    static float[] difference(float[] first, float[] second) {
        float[] difference = new float[first.length];
        for (int v = 0; v < first.length; v++) {
            double d = (double) second[v] - first[v];
            difference[v] = (float) (d - 2 * Math.PI * Math.rint(d / (2 * Math.PI)));
        }
        return difference;
    }

    /**
     * The field of a phase difference: unwrapped, in Hz, smoothed and continued beyond the mask.
     *
     * @param phase radians
     * @param mask where there is signal
     * @param seconds between the echoes, above 0
     */
    static NeuroImage ofPhase(float[] phase, Mask mask, double seconds, Progress progress) {
        if (!(seconds > 0 && seconds < 1))
            throw new IllegalArgumentException("the echo times must differ by 0 to 1 s, got " + seconds + " s");
        float[] unwrapped = PhaseUnwrapping.of(phase, mask, progress.stage(0, 0.3));
        for (int v = 0; v < unwrapped.length; v++) unwrapped[v] /= (float) (2 * Math.PI * seconds);
        return FieldFit.of(unwrapped, mask, progress.stage(0.3, 1));
    }
}
