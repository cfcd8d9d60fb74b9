package sc.fiji.boldj.workflow;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.qc.BreathingPeak;
import sc.fiji.boldj.qc.FramewiseDisplacement;
import sc.fiji.boldj.signal.Periodogram;

/**
 * The motion of a run as its page shows it.
 *
 * @param motion shape (T, 6), mm and radians
 * @param raw displacement from volume to volume (Power), mm
 * @param judged the framewise displacement used for thresholds
 * @param jumps the displacement over 2 s, where sampling is fast, filtered for breathing, mm: a sudden movement is equally large at any
 *     repetition time
 * @param filtered displacement from volume to volume, filtered for breathing; null if there is none
 * @param breathingHz the frequency of breathing in the motion; NaN if none stands out
 * @param prominence its power over the median power around it
 * @param spectrum of the changes, mm^2 per Hz; null if the repetition time is not known or the run too short
 */
public record ScanMotion(
        double[][] motion,
        double[] raw,
        JudgedDisplacement judged,
        double[] jumps,
        double[] filtered,
        double breathingHz,
        double prominence,
        Periodogram spectrum) {

    /** Volumes above this are motion outliers: mm per 2 s, see {@link JudgedDisplacement}. */
    public static final double OUTLIER_MM = 0.5;

    /**
     * Reads the motion of a table.
     *
     * @param repetitionTime seconds; NaN if unknown
     * @return null if the table has no motion parameters
     */
    static ScanMotion of(Confounds confounds, double repetitionTime) {
        if (!confounds.names().containsAll(MotionExpansion.NAMES)) return null;
        double[][] motion = new double[confounds.volumes()][6];
        for (int p = 0; p < 6; p++) {
            double[] column = confounds.column(MotionExpansion.NAMES.get(p));
            for (int t = 0; t < motion.length; t++) motion[t][p] = column[t];
        }
        double[] raw = FramewiseDisplacement.power(motion);
        double[] jumps = raw;
        for (String candidate :
                List.of(MotionColumns.OVER_TWO_SECONDS, MotionColumns.OVER_TWO_SECONDS + MotionColumns.FILTERED))
            if (confounds.names().contains(candidate)) jumps = confounds.column(candidate);
        String filteredName = MotionColumns.DISPLACEMENT + MotionColumns.FILTERED;
        double[] filtered = confounds.names().contains(filteredName) ? confounds.column(filteredName) : null;
        boolean timed = repetitionTime > 0;
        BreathingPeak peak =
                timed ? BreathingPeak.of(motion, repetitionTime) : new BreathingPeak(false, Double.NaN, Double.NaN);
        return new ScanMotion(
                motion,
                raw,
                filtered == null
                        ? JudgedDisplacement.of(MotionColumns.DISPLACEMENT, raw, repetitionTime)
                        : JudgedDisplacement.of(filteredName, filtered, repetitionTime),
                jumps,
                filtered,
                peak.found() ? peak.frequency() : Double.NaN,
                peak.prominence(),
                timed ? BreathingPeak.spectrum(motion, repetitionTime) : null);
    }

    /** The names of the six parameters. */
    public static List<String> names() {
        return MotionExpansion.NAMES;
    }

    /** Whether breathing stands out. */
    public boolean breathes() {
        return !Double.isNaN(breathingHz);
    }

    /** Volumes left if those above a threshold (mm per 2 s) are censored; volumes before the steady state never count. */
    public int left(double threshold, int skip) {
        int count = 0;
        double[] values = judged.values();
        for (int t = skip; t < values.length; t++) if (!(values[t] > judged.perVolume(threshold))) count++;
        return count;
    }

    /** The mean of the numbers of a column. */
    public static double mean(double[] column) {
        return Arrays.stream(column).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /** The largest number of a column. */
    public static double largest(double[] column) {
        return Arrays.stream(column).filter(Double::isFinite).max().orElse(Double.NaN);
    }

    /** Volumes at the start that a table marks as not in the steady state. */
    public static int skip(Confounds confounds) {
        boolean[] marked = IndicatorColumns.marked(confounds, IndicatorColumns.NON_STEADY_STATE);
        int count = 0;
        while (count < marked.length && marked[count]) count++;
        return count;
    }
}
