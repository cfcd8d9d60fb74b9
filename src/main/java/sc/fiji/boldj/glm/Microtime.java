package sc.fiji.boldj.glm;

/**
 * A fine grid of times on which neural activity lives, and how the scans lie on it. Immutable.
 *
 * <p>A repetition time has {@code steps} bins of equal
 * length; {@code lead} bins come before the first scan, for activity whose response reaches into the run. Every scan
 * falls on a bin.
 *
 * @param sampling when the scans were taken
 * @param steps bins in a repetition time, 1 or more
 * @param lead bins before the first scan, 0 or more
 */
public record Microtime(Sampling sampling, int steps, int lead) {

    /** Bins in a repetition time unless said otherwise, as in SPM. */
    public static final int STEPS = 16;

    /**
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Microtime {
        if (steps < 1) throw new IllegalArgumentException("a repetition time needs 1 bin or more, got " + steps);
        if (lead < 0) throw new IllegalArgumentException("the lead must be 0 bins or more, got " + lead);
    }

    /** A grid of {@link #STEPS} bins per repetition time that begins a response's length before the run. */
    public static Microtime of(Sampling sampling) {
        return new Microtime(sampling, STEPS, (int) Math.ceil(Hrf.LENGTH * STEPS / sampling.repetitionTime() - 1e-9));
    }

    /** Number of scans. */
    public int volumes() {
        return sampling.volumes();
    }

    /** Seconds in a bin. */
    public double step() {
        return sampling.repetitionTime() / steps;
    }

    /** Number of bins: the lead, and on to the last scan. */
    public int bins() {
        return Math.addExact(lead, Math.addExact(Math.multiplyExact(volumes() - 1, steps), 1));
    }

    /** The time of a bin's middle in seconds from the start of the first volume. */
    public double time(int bin) {
        return sampling.reference() + (bin - lead) * step();
    }

    /** The bin of a scan. */
    public int bin(int scan) {
        return lead + scan * steps;
    }

    /**
     * What the scans show of an activity: its convolution with a response, at the times of the scans. There is no
     * activity before the first bin.
     *
     * @param activity shape (bins)
     * @param response shape (length): the response to one bin of activity 1, from its beginning, a value a bin
     * @return shape (volumes)
     */
    public double[] observe(double[] activity, double[] response) {
        if (activity.length != bins())
            throw new IllegalArgumentException("the activity has " + activity.length + " bins but the run " + bins());
        double[] seen = new double[volumes()];
        for (int i = 0; i < seen.length; i++) {
            int bin = bin(i);
            int length = Math.min(response.length, bin + 1);
            double sum = 0;
            for (int k = 0; k < length; k++) sum += response[k] * activity[bin - k];
            seen[i] = sum;
        }
        return seen;
    }
}
