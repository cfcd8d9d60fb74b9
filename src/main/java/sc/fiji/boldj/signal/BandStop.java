package sc.fiji.boldj.signal;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A band-pass as regressors: sines and cosines of the frequencies to remove, so that filtering and the regression of
 * confounds are one step (Hallquist 2013; AFNI 3dTproject).
 *
 * <p>The frequencies are those of the discrete Fourier transform of the run, {@code j / (volumes * repetitionTime)}.
 * Removed are, as in 3dTproject, those outside the band and those less than a third of the frequency step inside it
 * (less 0.0001 Hz). The frequency 0 is left to the drift. An even run has one column at the Nyquist frequency.
 */
public final class BandStop {

    private static final double MARGIN_HZ = 1e-4;

    private BandStop() {}

    /**
     * Returns normally if a band can be kept.
     *
     * @param low Hz, 0: none
     * @param high Hz, 0: none
     * @throws IllegalArgumentException if a limit is negative, the band is empty or it ends at or above Nyquist
     */
    public static void requireBand(double repetitionTime, double low, double high) {
        if (!(repetitionTime > 0 && Double.isFinite(repetitionTime)))
            throw new IllegalArgumentException(
                    "the repetition time must be a number of seconds above 0, got " + repetitionTime);
        if (!(low >= 0 && Double.isFinite(low)) || !(high >= 0 && Double.isFinite(high)))
            throw new IllegalArgumentException(
                    "low and high must be frequencies in Hz, 0 for open, got " + low + " and " + high);
        double nyquist = 0.5 / repetitionTime;
        if (high > 0 && low >= high)
            throw new IllegalArgumentException("the band from low = " + low + " Hz to high = " + high
                    + " Hz is empty: low must be below high (are they seconds, or exchanged?)");
        if (low >= nyquist || high >= nyquist)
            throw new IllegalArgumentException((high >= nyquist ? "high = " + high : "low = " + low)
                    + " Hz must be below " + nyquist + " Hz, the highest frequency (Nyquist) at a repetition time of "
                    + repetitionTime + " s; 0 leaves that side of the band open");
    }

    /**
     * The frequencies to remove, as numbers j of cycles in the run.
     *
     * @param volumes 1 or more
     * @param repetitionTime seconds, above 0
     * @param low lower limit of the band in Hz, 0: none
     * @param high upper limit of the band in Hz, 0: none
     * @return ascending, from 1 to {@code volumes / 2}
     * @throws IllegalArgumentException if {@link #requireBand} does
     */
    public static int[] removed(int volumes, double repetitionTime, double low, double high) {
        requireBand(repetitionTime, low, high);
        double duration = volumes * repetitionTime;
        long lastBelow = low > MARGIN_HZ ? (long) Math.rint((low - MARGIN_HZ) * duration - 1 / 6.0) : 0;
        long firstAbove = high > 0 ? (long) Math.rint((high + MARGIN_HZ) * duration + 1 / 6.0) : Long.MAX_VALUE;
        return IntStream.rangeClosed(1, volumes / 2)
                .filter(j -> j <= lastBelow || j >= firstAbove)
                .toArray();
    }

    /**
     * Cosines and sines of the frequencies to remove, over the whole run.
     *
     * @return shape (volumes, columns), row = time: a cosine and a sine for each of {@link #removed}, at Nyquist the
     *     cosine alone
     */
    public static double[] regressors(int volumes, double repetitionTime, double low, double high) {
        int[] removed = removed(volumes, repetitionTime, low, high);
        int columns = Arrays.stream(removed).map(j -> 2 * j == volumes ? 1 : 2).sum();
        double[] design = new double[Math.multiplyExact(volumes, columns)];
        for (int t = 0; t < volumes; t++) {
            int c = t * columns;
            for (int j : removed) {
                // reduced to one turn in whole numbers, so that long runs lose no accuracy
                double angle = 2 * Math.PI * ((long) j * t % volumes) / volumes;
                design[c++] = Math.cos(angle);
                if (2 * j != volumes) design[c++] = Math.sin(angle);
            }
        }
        return design;
    }
}
