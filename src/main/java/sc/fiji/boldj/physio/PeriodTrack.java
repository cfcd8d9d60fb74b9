package sc.fiji.boldj.physio;

/**
 * How long one beat lasts, second by second: in windows of 10 s the lag at which the trace resembles itself, chosen for all
 * windows together so that it changes smoothly (Viterbi).
 */
final class PeriodTrack {

    private static final double SHORTEST = 0.33;
    private static final double LONGEST = 1.8;
    private static final double WINDOW = 10;

    /** A multiple of the period resembles the trace as well; each second of lag costs this much. */
    private static final double PREFER_SHORT = 0.15;

    /** Cost of the squared logarithm of a change of the period within a second. */
    private static final double STIFFNESS = 60;

    private PeriodTrack() {}

    /**
     * Follows the period of a trace through time.
     *
     * @param trace zero mean, of even strength
     * @param frequency samples per second
     * @return the period in samples, one for each second of the trace
     */
    static double[] of(double[] trace, double frequency) {
        int least = (int) Math.ceil(SHORTEST * frequency);
        int lags = (int) Math.floor(LONGEST * frequency) - least + 1;
        int windows = Math.max(1, (int) Math.ceil(trace.length / frequency));
        int half = (int) Math.round(WINDOW * frequency / 2);
        double[][] likeness = new double[windows][lags];
        for (int w = 0; w < windows; w++) {
            int centre = (int) Math.round((w + 0.5) * frequency);
            int from = Math.max(0, Math.min(centre - half, trace.length - 2 * half));
            int to = Math.min(trace.length, Math.max(centre + half, 2 * half));
            for (int l = 0; l < lags; l++)
                likeness[w][l] = correlation(trace, from, to, least + l) - PREFER_SHORT * (least + l) / frequency;
        }
        return path(likeness, least);
    }

    private static double correlation(double[] x, int from, int to, int lag) {
        double product = 0;
        double first = 1e-12;
        double second = 1e-12;
        for (int i = from; i + lag < to; i++) {
            product += x[i] * x[i + lag];
            first += x[i] * x[i];
            second += x[i + lag] * x[i + lag];
        }
        return product / Math.sqrt(first * second);
    }

    private static double[] path(double[][] likeness, int least) {
        int windows = likeness.length;
        int lags = likeness[0].length;
        double[] logs = new double[lags];
        for (int l = 0; l < lags; l++) logs[l] = StrictMath.log(least + l);
        int[][] from = new int[windows][lags];
        double[] best = likeness[0].clone();
        for (int w = 1; w < windows; w++) {
            double[] next = new double[lags];
            for (int l = 0; l < lags; l++) {
                double highest = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < lags; k++) {
                    double change = logs[l] - logs[k];
                    double value = best[k] - STIFFNESS * change * change;
                    if (value > highest) {
                        highest = value;
                        from[w][l] = k;
                    }
                }
                next[l] = highest + likeness[w][l];
            }
            best = next;
        }
        int at = 0;
        for (int l = 1; l < lags; l++) if (best[l] > best[at]) at = l;
        double[] periods = new double[windows];
        for (int w = windows - 1; w >= 0; w--) {
            periods[w] = least + at;
            at = from[w][at];
        }
        return periods;
    }
}
