package sc.fiji.boldj.physio;

import java.util.Arrays;

/**
 * When the heart beat, or when breaths were at their peak. Immutable.
 *
 * @param times seconds from the start of the first volume, ascending
 * @param doubtful for each whether the trace does not show it well: artefact, gap, or a shape unlike the others
 */
public record Beats(double[] times, boolean[] doubtful) {

    /** @throws IllegalArgumentException if the numbers differ or the times do not ascend */
    public Beats {
        times = times.clone();
        doubtful = doubtful.clone();
        if (times.length != doubtful.length)
            throw new IllegalArgumentException(times.length + " beats and " + doubtful.length + " marks");
        for (int i = 1; i < times.length; i++)
            if (!(times[i] > times[i - 1]))
                throw new IllegalArgumentException(
                        "the times of beats must ascend, got " + times[i] + " after " + times[i - 1]);
    }

    /** Beats that the trace shows well. */
    public int clear() {
        int count = 0;
        for (boolean mark : doubtful) if (!mark) count++;
        return count;
    }

    /**
     * The mean rate between two moments, beats per minute, from the median of the intervals between neighbours that the trace
     * shows well; NaN if there are fewer than 3.
     */
    public double perMinute(double from, double to) {
        double[] intervals = new double[times.length];
        int count = 0;
        for (int i = 1; i < times.length; i++)
            if (!doubtful[i] && !doubtful[i - 1] && times[i - 1] >= from && times[i] <= to)
                intervals[count++] = times[i] - times[i - 1];
        if (count < 3) return Double.NaN;
        Arrays.sort(intervals, 0, count);
        double median = (intervals[(count - 1) / 2] + intervals[count / 2]) / 2;
        return 60 / median;
    }

    /**
     * The rhythm's phase at a time: 0 at a beat, 2 pi at the next, linear between; outside, the nearest interval goes on.
     *
     * @throws IllegalArgumentException if there are fewer than 2 beats
     */
    public double phase(double time) {
        if (times.length < 2) throw new IllegalArgumentException("a phase needs 2 beats or more, got " + times.length);
        int after = Arrays.binarySearch(times, time);
        if (after >= 0) return 0;
        int next = Math.max(1, Math.min(times.length - 1, -after - 1));
        double cycles = (time - times[next - 1]) / (times[next] - times[next - 1]);
        return 2 * Math.PI * (cycles - Math.floor(cycles));
    }
}
