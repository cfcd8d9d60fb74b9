package sc.fiji.boldj.physio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.signal.Butterworth;

/**
 * Heart beats in the trace of a pulse oximeter.
 *
 * <p>The trace is filtered to 0.6-5 Hz and brought to even strength. Then beats are found for the whole trace at once: those
 * peaks whose heights, less a cost for intervals unlike the local period, have the largest sum (dynamic programming, as in the
 * beat tracking of Ellis 2007). So noise and the dicrotic wave do not make beats, and a beat hidden by an artefact is placed where
 * its neighbours tell. Each beat is compared with the median shape; those that do not resemble it are marked.
 *
 * <p>A gap is bridged, and the beats in it are marked. A trace that is constant has no beats.
 */
public final class PulseDetection {

    private static final double WORK_HZ = 50;
    private static final double LOW_HZ = 0.6;
    private static final double HIGH_HZ = 5;

    /** Cost of the squared logarithm of an interval relative to the local period; a clear peak has a height near 2. */
    private static final double REGULARITY = 10;

    private static final double SHORTEST = 0.5;
    private static final double LONGEST = 1.7;

    /** Least correlation of a beat with the median shape. */
    private static final double LEAST_LIKENESS = 0.5;

    /** A beat is that many times as strong or as weak as the median at most. */
    private static final double MOST_STRENGTH = 3;

    private PulseDetection() {}

    /**
     * Finds the beats.
     *
     * @throws IllegalArgumentException if the trace lasts less than 10 s, or has fewer than 12 samples per second
     */
    public static Beats of(Recording recording) {
        if (recording.frequency() < 12 || recording.end() - recording.start() < 10)
            throw new IllegalArgumentException(
                    "a pulse trace needs 12 samples per second or more and 10 s or more, got " + recording.frequency()
                            + " Hz and " + (recording.end() - recording.start()) + " s");
        Recording slow = recording.decimated(WORK_HZ);
        double[] trace = slow.bridged();
        Butterworth.of(2, LOW_HZ, HIGH_HZ, 1 / slow.frequency()).filter(trace, trace.length, 1);
        double[] even = EvenStrength.of(trace, slow.frequency());
        if (even.length == 0) return new Beats(new double[0], new boolean[0]);
        double[] periods = PeriodTrack.of(even, slow.frequency());
        int[] peaks = refined(trace, beats(even, periods, slow.frequency()), periods, slow.frequency());
        boolean[] doubtful = doubtful(trace, peaks, slow);
        double[] times = new double[peaks.length];
        for (int i = 0; i < times.length; i++) times[i] = slow.start() + vertex(trace, peaks[i]) / slow.frequency();
        return new Beats(times, doubtful);
    }

    private static double period(double[] periods, int sample, double frequency) {
        return periods[Math.min(periods.length - 1, (int) (sample / frequency))];
    }

    /** The beats whose summed score is largest, ascending samples. */
    private static List<Integer> beats(double[] x, double[] periods, double frequency) {
        int n = x.length;
        double[] score = new double[n];
        int[] before = new int[n];
        for (int t = 0; t < n; t++) {
            double period = period(periods, t, frequency);
            int from = t - (int) Math.floor(LONGEST * period);
            int to = t - (int) Math.ceil(SHORTEST * period);
            double best = from < 0 ? 0 : Double.NEGATIVE_INFINITY; // the first beat has none before it
            before[t] = -1;
            for (int s = Math.max(0, from); s <= to; s++) {
                double log = StrictMath.log((t - s) / period);
                double value = score[s] - REGULARITY * log * log;
                if (value > best) {
                    best = value;
                    before[t] = s;
                }
            }
            score[t] = best + x[t];
        }
        int at = n - 1;
        for (int t = Math.max(0, n - 1 - (int) (LONGEST * periods[periods.length - 1])); t < n; t++)
            if (score[t] > score[at]) at = t;
        List<Integer> beats = new ArrayList<>();
        for (int t = at; t >= 0; t = before[t]) beats.add(0, t);
        return beats;
    }

    /** Moves each beat to the highest sample near it. */
    private static int[] refined(double[] x, List<Integer> beats, double[] periods, double frequency) {
        int[] peaks = new int[beats.size()];
        int count = 0;
        for (int beat : beats) {
            int reach = (int) Math.round(0.1 * period(periods, beat, frequency));
            int best = beat;
            for (int s = Math.max(0, beat - reach); s <= Math.min(x.length - 1, beat + reach); s++)
                if (x[s] > x[best]) best = s;
            if (count == 0 || best > peaks[count - 1]) peaks[count++] = best;
        }
        return Arrays.copyOf(peaks, count);
    }

    /** The place of a peak between samples, by a parabola. */
    private static double vertex(double[] x, int peak) {
        if (peak == 0 || peak == x.length - 1) return peak;
        double bend = x[peak - 1] - 2 * x[peak] + x[peak + 1];
        if (!(bend < 0)) return peak;
        double shift = 0.5 * (x[peak - 1] - x[peak + 1]) / bend;
        return peak + Math.max(-0.5, Math.min(0.5, shift));
    }

    /** Beats in gaps, and those whose shape or strength is unlike the median beat's. */
    private static boolean[] doubtful(double[] trace, int[] peaks, Recording slow) {
        int reach = (int) Math.round(0.3 * slow.frequency());
        int width = 2 * reach + 1;
        double[][] shapes = new double[peaks.length][];
        for (int i = 0; i < peaks.length; i++) {
            int from = Math.max(0, Math.min(trace.length - width, peaks[i] - reach));
            shapes[i] = Arrays.copyOfRange(trace, from, from + width);
            double mean = Arrays.stream(shapes[i]).average().orElse(0);
            for (int k = 0; k < width; k++) shapes[i][k] -= mean;
        }
        double[] median = new double[width];
        double[] column = new double[peaks.length];
        for (int k = 0; k < width; k++) {
            for (int i = 0; i < peaks.length; i++) column[i] = shapes[i][k];
            median[k] = median(column);
        }
        double norm = norm(median);
        boolean[] marks = new boolean[peaks.length];
        for (int i = 0; i < peaks.length; i++) {
            double own = norm(shapes[i]);
            double product = 0;
            for (int k = 0; k < width; k++) product += shapes[i][k] * median[k];
            marks[i] = !(product > LEAST_LIKENESS * own * norm)
                    || own > MOST_STRENGTH * norm
                    || MOST_STRENGTH * own < norm;
            for (int s = Math.max(0, peaks[i] - reach); s <= Math.min(trace.length - 1, peaks[i] + reach); s++)
                marks[i] |= slow.isGap(s);
        }
        return marks;
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(value -> value * value).sum());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
