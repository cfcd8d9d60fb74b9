package sc.fiji.boldj.denoise;

import java.util.Arrays;
import sc.fiji.boldj.signal.SplineGaps;

/**
 * Which volumes count, and what stands in the result where one does not. Immutable.
 *
 * <p>Censored volumes have no influence on any fit.
 */
public final class Censoring {

    /** Keeps every volume. */
    public static final Censoring NONE = new Censoring(null, Output.KEPT, SplineGaps.Ends.HOLD);

    /** What the result has at censored volumes. */
    public enum Output {
        /** Nothing: the result has only the volumes that were kept. */
        KEPT,
        /** 0, in a result of full length. */
        ZERO,
        /** Lines between the cleaned neighbours, the ends held, in a result of full length. */
        INTERPOLATED
    }

    private final boolean[] keep;
    private final Output output;
    private final SplineGaps.Ends ends;

    private Censoring(boolean[] keep, Output output, SplineGaps.Ends ends) {
        this.keep = keep;
        this.output = output;
        this.ends = ends;
    }

    /**
     * Keeps the given volumes.
     *
     * @param keep one for each volume; copied
     */
    public static Censoring keeping(boolean[] keep, Output output) {
        return new Censoring(keep.clone(), output, SplineGaps.Ends.HOLD);
    }

    /**
     * Censors the volumes whose framewise displacement is above a threshold; NaN (the first volume) is kept.
     *
     * @param displacement one for each volume, mm
     * @param threshold mm, above 0
     */
    public static Censoring above(double[] displacement, double threshold, Output output) {
        if (!(threshold > 0))
            throw new IllegalArgumentException("the threshold of framewise displacement must be above 0 mm, got "
                    + threshold + "; use no censoring instead");
        boolean[] keep = new boolean[displacement.length];
        for (int t = 0; t < keep.length; t++) keep[t] = !(displacement[t] > threshold);
        return keeping(keep, output);
    }

    /**
     * Censors further volumes.
     *
     * @param excluded one for each volume of the run
     */
    public Censoring excluding(boolean[] excluded) {
        boolean[] fewer = present(excluded.length);
        for (int t = 0; t < fewer.length; t++) fewer[t] &= !excluded[t];
        return new Censoring(fewer, output, ends);
    }

    /**
     * The same with another way to fill censored volumes at the ends of the run before a Butterworth filter: they are
     * held by default, nilearn lets the spline go on.
     */
    public Censoring withEnds(SplineGaps.Ends newEnds) {
        return new Censoring(keep, output, newEnds);
    }

    /** What stands at censored volumes. */
    public Output output() {
        return output;
    }

    SplineGaps.Ends ends() {
        return ends;
    }

    /** Number of volumes of the result for a run of so many. */
    public int resultVolumes(int volumes) {
        return output == Output.KEPT ? keptRows(volumes).length : volumes;
    }

    /**
     * The volumes that are kept, ascending.
     *
     * @throws IllegalArgumentException if the run has another length
     */
    int[] keptRows(int volumes) {
        boolean[] present = present(volumes);
        int[] rows = new int[volumes];
        int count = 0;
        for (int t = 0; t < volumes; t++) if (present[t]) rows[count++] = t;
        return Arrays.copyOf(rows, count);
    }

    /** Whether each volume is kept, a new array. */
    boolean[] present(int volumes) {
        if (keep != null && keep.length != volumes)
            throw new IllegalArgumentException("the list of volumes to keep has " + keep.length
                    + " entries, but the run has " + volumes + " volumes");
        if (keep != null) return keep.clone();
        boolean[] all = new boolean[volumes];
        Arrays.fill(all, true);
        return all;
    }
}
