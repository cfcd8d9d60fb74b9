package sc.fiji.boldj.distortion;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/**
 * The off-resonance field from the phase of gradient-echo images (Jezzard and Balaban 1995, Magnetic Resonance in Medicine
 * 34:65-73), or from a field that the scanner computed.
 */
public final class MeasuredField {

    /** Share of a range that the largest phase of an image must reach: noise outside the head does. */
    private static final double FULL = 0.995;

    private MeasuredField() {}

    /**
     * Converts stored phases to radians. Values within one turn on either side of 0 are radians already. Otherwise the largest
     * value must reach 99.5 % of the end of a known range, which is then one turn: thousandths of radians on either side of 0, or a power of two from
     * 128 to 65536 (0 to 4095, -4096 to 4095, -2048 to 2047).
     *
     * @param values of the whole image; those that are not finite do not decide on the range
     * @return a new array
     * @throws IllegalArgumentException if the range is none of these
     */
    public static float[] radians(float[] values) {
        float low = 0;
        float high = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) continue;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double most = Math.max(-low, high);
        if (most <= 2 * Math.PI + 0.01) return values.clone();
        double half = low < 0 ? power(most) : power(high) / 2;
        double middle = low < 0 ? 0 : half;
        if (low < 0 && most <= 1000 * Math.PI + 1 && most >= FULL * 1000 * Math.PI) half = 1000 * Math.PI;
        else if (most < FULL * (middle + half) || middle + half < 128 || middle + half > 65536)
            throw new IllegalArgumentException("phases from " + low + " to " + high
                    + " are neither radians nor of a range that is known to be one turn (such as 0 to 4095 or -4096 to"
                    + " 4095): convert them to radians");
        float[] radians = new float[values.length];
        for (int v = 0; v < values.length; v++) radians[v] = (float) ((values[v] - middle) / half * Math.PI);
        return radians;
    }

    private static double power(double value) {
        double power = 1;
        while (power < value) power *= 2;
        return power;
    }

    /**
     * The phase of the second image minus that of the first.
     *
     * @param first radians
     * @param second radians, same length
     * @return radians in [-pi, pi]
     */
    public static float[] difference(float[] first, float[] second) {
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
     * <p>The number of turns of each connected part of the mask is chosen so that its median phase lies within half a turn of 0.
     *
     * @param phase radians; finite within the mask
     * @param mask where there is signal
     * @param seconds between the echoes, above 0 and below 1
     * @throws IllegalArgumentException if the phases or the time are outside their ranges
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static NeuroImage ofPhase(float[] phase, Mask mask, double seconds, Progress progress) {
        if (!(seconds > 0 && seconds < 1))
            throw new IllegalArgumentException("the echo times must differ by 0 to 1 s, got " + seconds + " s");
        float[] unwrapped = PhaseUnwrapping.of(phase, mask, progress.stage(0, 0.3));
        for (int v = 0; v < unwrapped.length; v++) unwrapped[v] /= (float) (2 * Math.PI * seconds);
        return FieldFit.of(unwrapped, mask, progress.stage(0.3, 1));
    }

    /**
     * A field that the scanner computed, smoothed and continued beyond the mask.
     *
     * @param hertz finite within the mask
     * @param mask where there is signal
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static NeuroImage ofHertz(float[] hertz, Mask mask, Progress progress) {
        return FieldFit.of(hertz, mask, progress);
    }
}
