package sc.fiji.boldj.physio;

import java.util.function.DoubleUnaryOperator;

/**
 * Regressors of slow changes of heart rate and breathing: the heart rate convolved with the cardiac response (Chang
 * 2009), and respiration volume per time convolved with the respiratory response (Birn 2008).
 *
 * <p>The rate is sampled in equal steps of at most 0.1 s, less its mean over the run; before and after the recording its first
 * and last value is held. The responses last 30 s.
 */
public final class RateRegressors {

    private static final double LENGTH = 30;
    private static final double STEP = 0.1;

    /** The heart rate is the mean over this time (Chang 2009). */
    private static final double WINDOW = 6;

    private RateRegressors() {}

    /** Cardiac response (Chang 2009) at a time in seconds. */
    public static double cardiacResponse(double t) {
        if (t < 0) return 0;
        double late = t - 12;
        return 0.6 * StrictMath.pow(t, 2.7) * StrictMath.exp(-t / 1.6)
                - 16 / Math.sqrt(2 * Math.PI * 9) * StrictMath.exp(-0.5 * late * late / 9);
    }

    /** Respiratory response (Birn 2008) at a time in seconds. */
    public static double respiratoryResponse(double t) {
        if (t < 0) return 0;
        return 0.6 * StrictMath.pow(t, 2.1) * StrictMath.exp(-t / 1.6)
                - 0.0023 * StrictMath.pow(t, 3.54) * StrictMath.exp(-t / 4.25);
    }

    /**
     * The heart rate in beats per minute: 60 over the mean of the intervals whose middles lie within 3 s; without any, that on
     * the line between the nearest ones.
     *
     * @throws IllegalArgumentException if there are fewer than 2 beats
     */
    public static double heartRate(Beats beats, double time) {
        double[] times = beats.times();
        if (times.length < 2)
            throw new IllegalArgumentException("a heart rate needs 2 beats or more, got " + times.length);
        double[] middles = new double[times.length - 1];
        double[] intervals = new double[middles.length];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < middles.length; i++) {
            middles[i] = (times[i] + times[i + 1]) / 2;
            intervals[i] = times[i + 1] - times[i];
            if (Math.abs(middles[i] - time) > WINDOW / 2) continue;
            sum += intervals[i];
            count++;
        }
        return 60 / (count > 0 ? sum / count : Polyline.at(middles, intervals, time));
    }

    /**
     * The heart rate convolved with the cardiac response.
     *
     * @param volumes of the run
     * @param repetitionTime seconds
     * @param reference seconds from the start of a volume that its values stand for
     */
    public static double[] heart(Beats beats, int volumes, double repetitionTime, double reference) {
        return convolved(
                time -> heartRate(beats, time), RateRegressors::cardiacResponse, volumes, repetitionTime, reference);
    }

    /** Respiration volume per time convolved with the respiratory response, likewise. */
    public static double[] breathing(Breaths breaths, int volumes, double repetitionTime, double reference) {
        return convolved(
                breaths::volumePerTime, RateRegressors::respiratoryResponse, volumes, repetitionTime, reference);
    }

    private static double[] convolved(
            DoubleUnaryOperator rate,
            DoubleUnaryOperator response,
            int volumes,
            double repetitionTime,
            double reference) {
        int fine = (int) Math.ceil(repetitionTime / STEP);
        double step = repetitionTime / fine;
        int taps = (int) Math.floor(LENGTH / step) + 1;
        int first = -(taps - 1);
        int last = (volumes - 1) * fine;
        double[] values = new double[last - first + 1];
        for (int i = 0; i < values.length; i++) values[i] = rate.applyAsDouble(reference + (first + i) * step);
        double mean = 0;
        for (int i = 0; i <= last; i++) mean += values[i - first] / (last + 1);
        double[] kernel = new double[taps];
        for (int k = 0; k < taps; k++) kernel[k] = response.applyAsDouble(k * step);
        double[] result = new double[volumes];
        for (int v = 0; v < volumes; v++)
            for (int k = 0; k < taps; k++) result[v] += step * kernel[k] * (values[v * fine - k - first] - mean);
        return result;
    }
}
