package sc.fiji.boldj.qc;

import java.util.Arrays;
import sc.fiji.boldj.signal.Periodogram;

/**
 * Where breathing shows in head motion. The chest moves the magnetic field and with it the image, mostly along the phase
 * encoding, in every breath: real motion that disturbs little, and apparent motion (Fair 2020, Gratton 2020).
 *
 * @param found whether a peak stands out
 * @param frequency of the highest peak in Hz; NaN if the sampling is too slow to look
 * @param prominence its power over the median power of the range that was searched
 */
public record BreathingPeak(boolean found, double frequency, double prominence) {

    /** Slowest breathing that is searched for, Hz. */
    public static final double LOWEST_HZ = 0.15;

    /** Fastest breathing that is searched for, Hz. */
    public static final double HIGHEST_HZ = 0.55;

    /** Nyquist's frequency must be this or more: below, breathing folds onto other frequencies. */
    public static final double LEAST_NYQUIST_HZ = 0.4;

    /** A peak must have so many times the median power around it. */
    public static final double LEAST_PROMINENCE = 4;

    private static final double SEGMENT_SECONDS = 100;

    /**
     * Looks for the peak in the summed spectrum of the changes of the six parameters, rotations as arcs at 50 mm.
     *
     * @param motion shape (T, 6): mm, then radians
     * @param repetitionTime seconds
     * @return not found if Nyquist's frequency is below {@link #LEAST_NYQUIST_HZ}, the run is shorter than a minute, or a
     *     parameter is NaN
     */
    public static BreathingPeak of(double[][] motion, double repetitionTime) {
        BreathingPeak none = new BreathingPeak(false, Double.NaN, Double.NaN);
        if (0.5 / repetitionTime < LEAST_NYQUIST_HZ || motion.length * repetitionTime < 60) return none;
        Periodogram spectrum = spectrum(motion, repetitionTime);
        if (spectrum == null) return none;
        int from = (int) Math.ceil(LOWEST_HZ / spectrum.step());
        int to = Math.min((int) Math.floor(HIGHEST_HZ / spectrum.step()), spectrum.power().length - 2);
        double[] range = Arrays.copyOfRange(spectrum.power(), from, to + 1);
        int best = 0;
        for (int k = 1; k < range.length; k++) if (range[k] > range[best]) best = k;
        double peak = range[best];
        Arrays.sort(range);
        double prominence = peak / range[range.length / 2];
        boolean inside = best > 0 && best < range.length - 1;
        int k = from + best;
        double offset = 0;
        if (peak > 0) {
            double a = Math.log(spectrum.power()[k - 1]);
            double b = Math.log(spectrum.power()[k]);
            double c = Math.log(spectrum.power()[k + 1]);
            double curve = a - 2 * b + c;
            if (curve < 0) offset = Math.max(-0.5, Math.min(0.5, (a - c) / (2 * curve)));
        }
        return new BreathingPeak(inside && prominence >= LEAST_PROMINENCE, (k + offset) * spectrum.step(), prominence);
    }

    /**
     * The summed spectrum of the six parameters' changes from volume to volume, mm^2 per Hz; null if a parameter is NaN
     * or there are fewer than 5 volumes.
     */
    public static Periodogram spectrum(double[][] motion, double repetitionTime) {
        if (motion.length < 5) return null;
        int segment = (int) Math.max(4, Math.min(motion.length - 1, Math.round(SEGMENT_SECONDS / repetitionTime)));
        Periodogram sum = null;
        for (int p = 0; p < 6; p++) {
            double[] changes = new double[motion.length - 1];
            for (int t = 1; t < motion.length; t++)
                changes[t - 1] =
                        (motion[t][p] - motion[t - 1][p]) * (p < 3 ? 1 : FramewiseDisplacement.POWER_RADIUS_MM);
            if (!Double.isFinite(Arrays.stream(changes).sum())) return null;
            Periodogram one = Periodogram.of(changes, repetitionTime, segment);
            if (sum == null) sum = one;
            else for (int k = 0; k < one.power().length; k++) sum.power()[k] += one.power()[k];
        }
        return sum;
    }
}
