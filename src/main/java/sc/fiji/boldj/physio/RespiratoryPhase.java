package sc.fiji.boldj.physio;

/**
 * The phase of breathing from its depth (Glover 2000): pi times the share of the run in which the belt was at or below its present
 * state, in a histogram of 100 bins, positive while it rises and negative while it falls. Immutable.
 */
final class RespiratoryPhase {

    private static final int BINS = 100;

    private final double[] trace;
    private final double frequency;
    private final double start;
    private final double least;
    private final double range;
    private final double[] share = new double[BINS];

    RespiratoryPhase(Breaths breaths) {
        trace = breaths.trace();
        frequency = breaths.frequency();
        start = breaths.start();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : trace) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        least = low;
        range = high - low;
        if (!(range > 0)) throw new IllegalArgumentException("the recording of breathing is constant");
        for (double value : trace) share[bin(value)]++;
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            sum += share[b];
            share[b] = sum / trace.length;
        }
    }

    private int bin(double value) {
        return Math.max(0, Math.min(BINS - 1, (int) Math.floor(BINS * (value - least) / range)));
    }

    /** At a time in seconds; the trace is read on the line between its samples and held beyond its ends. */
    double at(double time) {
        double place = Math.max(0, Math.min(trace.length - 1.0, (time - start) * frequency));
        int before = Math.min(trace.length - 2, (int) Math.floor(place));
        double slope = trace[before + 1] - trace[before];
        double value = trace[before] + (place - before) * slope;
        return Math.PI * share[bin(value)] * (slope < 0 ? -1 : 1);
    }
}
