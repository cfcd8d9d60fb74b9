package sc.fiji.boldj.physio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.signal.Butterworth;

/**
 * Breathing as recorded by a belt: the filtered trace, its peaks and troughs. Immutable.
 *
 * <p>The trace is filtered to 0.02-1 Hz. A peak and a trough follow each other where the trace turns by more than a quarter of its
 * usual swing within 30 s, so that noise, heart beats and pauses do not make breaths. A breath is marked doubtful where the recording has a
 * gap, or its swing is more than three times the median or less than a fifth of it.
 */
public final class Breaths {

    private static final double WORK_HZ = 25;
    private static final double LOW_HZ = 0.02;
    private static final double HIGH_HZ = 1;
    private static final double LEAST_TURN = 0.25;
    private static final double WINDOW = 30;

    private final double[] trace;
    private final double frequency;
    private final double start;
    private final Beats peaks;
    private final double[] heights;
    private final double[] troughTimes;
    private final double[] troughs;

    private Breaths(double[] trace, Recording slow, List<Integer> turns) {
        this.trace = trace;
        frequency = slow.frequency();
        start = slow.start();
        boolean peakFirst = turns.size() > 1 && trace[turns.get(0)] > trace[turns.get(1)];
        int[] up = every(turns, peakFirst ? 0 : 1);
        int[] down = every(turns, peakFirst ? 1 : 0);
        heights = Arrays.stream(up).mapToDouble(i -> trace[i]).toArray();
        troughs = Arrays.stream(down).mapToDouble(i -> trace[i]).toArray();
        troughTimes = Arrays.stream(down).mapToDouble(slow::time).toArray();
        peaks = new Beats(Arrays.stream(up).mapToDouble(slow::time).toArray(), doubtful(slow, up, down));
    }

    private static int[] every(List<Integer> turns, int first) {
        int[] chosen = new int[Math.max(0, (turns.size() - first + 1) / 2)];
        for (int i = 0; i < chosen.length; i++) chosen[i] = turns.get(first + 2 * i);
        return chosen;
    }

    private boolean[] doubtful(Recording slow, int[] up, int[] down) {
        int n = Math.min(up.length, down.length);
        double[] swings = new double[n];
        for (int i = 0; i < n; i++) swings[i] = heights[i] - troughs[i];
        double[] sorted = swings.clone();
        Arrays.sort(sorted);
        double usual = n == 0 ? 0 : sorted[n / 2];
        boolean[] marks = new boolean[up.length];
        for (int i = 0; i < up.length; i++) {
            double swing = swings[Math.min(i, n - 1)];
            marks[i] = swing > 3 * usual || 5 * swing < usual;
            int from = i == 0 ? 0 : up[i - 1];
            for (int s = from; s <= up[i]; s++) marks[i] |= slow.isGap(s);
        }
        return marks;
    }

    /**
     * Finds the breaths.
     *
     * @throws IllegalArgumentException if the trace lasts less than 20 s, or has fewer than 4 samples per second
     */
    public static Breaths of(Recording recording) {
        if (recording.frequency() < 4 || recording.end() - recording.start() < 20)
            throw new IllegalArgumentException(
                    "a breathing trace needs 4 samples per second or more and 20 s or more, got "
                            + recording.frequency() + " Hz and " + (recording.end() - recording.start()) + " s");
        Recording slow = recording.decimated(WORK_HZ);
        double[] trace = slow.bridged();
        Butterworth.of(2, LOW_HZ, HIGH_HZ, 1 / slow.frequency()).filter(trace, trace.length, 1);
        return new Breaths(trace, slow, turns(trace, slow.frequency()));
    }

    /** Samples where the trace turns, alternately peaks and troughs. */
    private static List<Integer> turns(double[] x, double frequency) {
        double[] least = threshold(x, frequency);
        List<Integer> turns = new ArrayList<>();
        int high = 0;
        int low = 0;
        int direction = 0;
        for (int t = 1; t < x.length; t++) {
            if (x[t] > x[high]) high = t;
            if (x[t] < x[low]) low = t;
            if (!(least[t] > 0)) continue;
            if (direction >= 0 && x[t] < x[high] - least[t]) {
                if (high > 0) turns.add(high); // the first sample is no turn
                direction = -1;
                low = t;
            } else if (direction <= 0 && x[t] > x[low] + least[t]) {
                if (low > 0) turns.add(low);
                direction = 1;
                high = t;
            }
        }
        return turns;
    }

    /** A share of the usual swing around each sample: the 10th to 90th percentile of the window, from every second. */
    private static double[] threshold(double[] x, double frequency) {
        int half = (int) Math.round(WINDOW * frequency / 2);
        int step = Math.max(1, (int) Math.round(frequency));
        double[] least = new double[x.length];
        for (int from = 0; from < x.length; from += step) {
            int centre = Math.min(x.length - 1, from + step / 2);
            int begin = Math.max(0, Math.min(centre - half, x.length - 2 * half));
            int end = Math.min(x.length, Math.max(centre + half, 2 * half));
            double[] window = Arrays.copyOfRange(x, begin, end);
            Arrays.sort(window);
            double swing = window[(int) (0.9 * (window.length - 1))] - window[(int) (0.1 * (window.length - 1))];
            for (int t = from; t < Math.min(x.length, from + step); t++) least[t] = LEAST_TURN * swing;
        }
        return least;
    }

    /** The ends of inspiration, for a belt whose trace rises with it. */
    public Beats peaks() {
        return peaks;
    }

    /** The filtered trace, a new array. */
    double[] trace() {
        return trace.clone();
    }

    double frequency() {
        return frequency;
    }

    double start() {
        return start;
    }

    /**
     * Respiration volume per time (Birn 2006): the difference of the lines through the peaks and through the troughs, over the time
     * from peak to peak; the latter stands for the middle between them. All lines are held beyond their ends.
     *
     * @throws IllegalArgumentException if there are fewer than 3 peaks or 2 troughs
     */
    public double volumePerTime(double time) {
        double[] times = peaks.times();
        if (times.length < 3 || troughs.length < 2)
            throw new IllegalArgumentException(
                    "respiration volume per time needs 3 breaths or more, got " + times.length);
        double[] middles = new double[times.length - 1];
        double[] periods = new double[middles.length];
        for (int i = 0; i < middles.length; i++) {
            middles[i] = (times[i] + times[i + 1]) / 2;
            periods[i] = times[i + 1] - times[i];
        }
        return (Polyline.at(times, heights, time) - Polyline.at(troughTimes, troughs, time))
                / Polyline.at(middles, periods, time);
    }
}
