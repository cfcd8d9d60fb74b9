package sc.fiji.boldj.physio;

import java.util.Arrays;

/**
 * A trace divided by the median of its absolute values within 10 s, which a burst shorter than 5 s does not change, so that a weak stretch counts as much as a strong one;
 * bursts are limited.
 */
final class EvenStrength {

    private static final double WINDOW = 10;

    /** A stretch weaker than this share of the median is not raised further: it holds noise. */
    private static final double LEAST = 0.1;

    private static final double MOST = 2.5;

    /** The median absolute value of a pulse trace over its standard deviation, about. */
    private static final double MEDIAN = 0.8;

    private EvenStrength() {}

    /**
     * Divides a trace by its local strength.
     *
     * @param trace zero mean
     * @return values of about unit variance within 3; empty if the trace is constant
     */
    static double[] of(double[] trace, double frequency) {
        int half = (int) Math.round(WINDOW * frequency / 2);
        int step = Math.max(1, (int) Math.round(frequency));
        double[] local = new double[trace.length];
        for (int from = 0; from < trace.length; from += step) {
            int centre = Math.min(trace.length - 1, from + step / 2);
            int begin = Math.max(0, Math.min(centre - half, trace.length - 2 * half));
            double[] window =
                    Arrays.copyOfRange(trace, begin, Math.min(trace.length, Math.max(centre + half, 2 * half)));
            for (int i = 0; i < window.length; i++) window[i] = Math.abs(window[i]);
            Arrays.sort(window);
            Arrays.fill(local, from, Math.min(trace.length, from + step), window[window.length / 2]);
        }
        double[] sorted = local.clone();
        Arrays.sort(sorted);
        double typical = sorted[sorted.length / 2];
        if (!(typical > 0)) return new double[0];
        double[] even = new double[trace.length];
        for (int i = 0; i < trace.length; i++) {
            double scale = Math.max(local[i], LEAST * typical) / MEDIAN;
            even[i] = Math.max(-MOST, Math.min(MOST, trace[i] / scale));
        }
        return even;
    }
}
