package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.qc.BreathingPeak;
import sc.fiji.boldj.qc.FramewiseDisplacement;
import sc.fiji.boldj.qc.MotionFilter;

/** How far the head moved, raw and, where the sampling is fast, filtered for breathing. */
final class MotionColumns {

    /** fMRIPrep's name of Power's displacement. */
    static final String DISPLACEMENT = "framewise_displacement";

    /** The same over 2 s. */
    static final String OVER_TWO_SECONDS = "framewise_displacement_2s";

    /** What is added to the name of a filtered column, as XCP-D has it. */
    static final String FILTERED = "_filtered";

    private static final double LAG_SECONDS = 2;

    private MotionColumns() {}

    /**
     * Adds the displacements.
     *
     * <p>Always {@code framewise_displacement} (Power) and {@code rmsd} (Jenkinson). With a known repetition time below
     * 2 s {@code framewise_displacement_2s}. Where breathing can be seen (Nyquist at or above
     * {@link BreathingPeak#LEAST_NYQUIST_HZ}) and a filter is asked for, the six parameters and both displacements again,
     * filtered, under {@code *_filtered}.
     *
     * @param motion shape (T, 6)
     * @param repetitionTime seconds; NaN if unknown
     */
    static Confounds add(
            Confounds confounds,
            double[][] motion,
            double repetitionTime,
            double[] centre,
            ConfoundTable.Filter filter,
            Map<String, Map<String, Object>> notes) {
        List<Affine> transforms = new ArrayList<>();
        for (double[] row : motion) transforms.add(RigidMotion.of(row).toAffine(centre));
        Confounds all = confounds
                .with(DISPLACEMENT, FramewiseDisplacement.power(motion))
                .with("rmsd", FramewiseDisplacement.jenkinson(transforms, centre));
        return addTimed(all, motion, repetitionTime, filter, notes);
    }

    /** Adds only what depends on the repetition time: displacement over 2 s, and motion and displacement filtered. */
    static Confounds addTimed(
            Confounds confounds,
            double[][] motion,
            double repetitionTime,
            ConfoundTable.Filter filter,
            Map<String, Map<String, Object>> notes) {
        Confounds all = confounds;
        if (!(repetitionTime > 0)) return all;
        int lag = FramewiseDisplacement.lag(LAG_SECONDS, repetitionTime);
        String over = String.format(
                Locale.ROOT, "framewise displacement (Power 2012) over %d volumes (%.2f s)", lag, lag * repetitionTime);
        if (lag > 1) {
            all = all.with(OVER_TWO_SECONDS, FramewiseDisplacement.power(motion, lag));
            notes.put(OVER_TWO_SECONDS, Map.of("Description", over, "Units", "mm"));
        }
        if (filter == ConfoundTable.Filter.NONE || 0.5 / repetitionTime < BreathingPeak.LEAST_NYQUIST_HZ) return all;
        BreathingPeak peak = BreathingPeak.of(motion, repetitionTime);
        MotionFilter cleaner = filter == ConfoundTable.Filter.LOWPASS
                ? MotionFilter.lowPass(repetitionTime)
                : MotionFilter.notch(peak, repetitionTime);
        String found = peak.found()
                ? String.format(
                        Locale.ROOT,
                        "breathing seen at %.3f Hz (%.1f a minute), %.1f times the power around it",
                        peak.frequency(),
                        60 * peak.frequency(),
                        peak.prominence())
                : "no breathing peak was found";
        double[][] filtered = cleaner.apply(motion);
        for (int p = 0; p < 6; p++) {
            double[] column = new double[motion.length];
            for (int t = 0; t < column.length; t++) column[t] = filtered[t][p];
            String name = MotionExpansion.NAMES.get(p) + FILTERED;
            all = all.with(name, column);
            note(notes, name, MotionExpansion.NAMES.get(p), p < 3 ? "mm" : "rad", cleaner, found);
        }
        all = all.with(DISPLACEMENT + FILTERED, FramewiseDisplacement.power(filtered));
        note(notes, DISPLACEMENT + FILTERED, "framewise displacement (Power 2012)", "mm", cleaner, found);
        if (lag > 1) {
            all = all.with(OVER_TWO_SECONDS + FILTERED, FramewiseDisplacement.power(filtered, lag));
            note(notes, OVER_TWO_SECONDS + FILTERED, over, "mm", cleaner, found);
        }
        return all;
    }

    private static void note(
            Map<String, Map<String, Object>> notes,
            String name,
            String what,
            String unit,
            MotionFilter filter,
            String found) {
        notes.put(name, Map.of("Description", what + "; motion after a " + filter + " (" + found + ")", "Units", unit));
    }
}
