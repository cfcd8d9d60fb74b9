package sc.fiji.boldj.signal;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Power over frequency by Welch's method: half-overlapping segments less their mean, under Hann's window, averaged.
 *
 * <p>The power is a one-sided density: its sum times the frequency step is the variance of the series, in the unit of
 * the series squared (scipy's {@code signal.welch}).
 *
 * @param step Hz from one frequency to the next; the first is 0
 * @param power shape (segment / 2 + 1), unit squared per Hz
 */
public record Periodogram(double step, double[] power) {

    /**
     * Computes the power.
     *
     * @param series shape (T), finite
     * @param repetitionTime seconds between samples, above 0
     * @param segment samples in a segment, 4 or more; cut to the length of the series
     * @throws IllegalArgumentException if the series is shorter than 4, has a value that is not finite, or a number is
     *     outside its limits
     */
    public static Periodogram of(double[] series, double repetitionTime, int segment) {
        if (series.length < 4 || segment < 4)
            throw new IllegalArgumentException(
                    "a spectrum needs 4 samples or more, got " + series.length + " in segments of " + segment);
        if (!(repetitionTime > 0 && Double.isFinite(repetitionTime)))
            throw new IllegalArgumentException(
                    "the repetition time must be a number of seconds above 0, got " + repetitionTime);
        if (!Double.isFinite(Arrays.stream(series).sum()))
            throw new IllegalArgumentException("a spectrum needs a finite value in each sample");
        int length = Math.min(segment, series.length);
        double[] window = new double[length];
        double energy = 0;
        for (int t = 0; t < length; t++) {
            window[t] = 0.5 - 0.5 * Math.cos(2 * Math.PI * t / length);
            energy += window[t] * window[t];
        }
        DoubleFFT_1D transform = new DoubleFFT_1D(length);
        double[] power = new double[length / 2 + 1];
        int segments = 0;
        for (int start = 0; start + length <= series.length; start += length - length / 2) {
            double mean = 0;
            for (int t = 0; t < length; t++) mean += series[start + t] / length;
            double[] values = new double[2 * length];
            for (int t = 0; t < length; t++) values[2 * t] = window[t] * (series[start + t] - mean);
            transform.complexForward(values);
            for (int k = 0; k < power.length; k++) {
                int sides = k == 0 || 2 * k == length ? 1 : 2;
                power[k] += sides * (values[2 * k] * values[2 * k] + values[2 * k + 1] * values[2 * k + 1]);
            }
            segments++;
        }
        for (int k = 0; k < power.length; k++) power[k] *= repetitionTime / (energy * segments);
        return new Periodogram(1 / (length * repetitionTime), power);
    }

    /** The frequency of entry k, Hz. */
    public double frequency(int k) {
        return k * step;
    }
}
