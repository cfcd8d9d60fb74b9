package sc.fiji.boldj.workflow;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.qc.FramewiseDisplacement;

/**
 * The framewise displacement used for all thresholds on volumes and scans: Power's, from volume to volume, filtered for
 * breathing where the table has it (short repetition times).
 *
 * <p>Thresholds are given in mm per {@link #REFERENCE_SECONDS} and converted to the repetition time: 0.5 mm per 2 s is 0.2 mm
 * per volume at 0.8 s (Fair 2020; Gratton 2020). Where the repetition time is not known they are taken as mm per volume.
 *
 * @param column its name in the table of confounds
 * @param values mm per volume; NaN where it is not known, as in the first volume
 * @param repetitionTime seconds; NaN if not known
 */
public record JudgedDisplacement(String column, double[] values, double repetitionTime) {

    /** Thresholds are millimetres in this time. */
    public static final double REFERENCE_SECONDS = 2;

    /**
     * Finds it in a table.
     *
     * @param repetitionTime seconds; NaN or 0 if not known
     * @throws IllegalArgumentException if the table has no displacement
     */
    public static JudgedDisplacement of(Confounds table, double repetitionTime) {
        for (String name : List.of(MotionColumns.DISPLACEMENT + MotionColumns.FILTERED, MotionColumns.DISPLACEMENT))
            if (table.names().contains(name)) return new JudgedDisplacement(name, table.column(name), repetitionTime);
        throw new IllegalArgumentException(
                "the table of confounds has no column " + MotionColumns.DISPLACEMENT + ": thresholds need one");
    }

    /** The same for given values. */
    static JudgedDisplacement of(String column, double[] values, double repetitionTime) {
        return new JudgedDisplacement(column, values, repetitionTime);
    }

    /** Whether the motion parameters were filtered for breathing. */
    public boolean isFiltered() {
        return column.endsWith(MotionColumns.FILTERED);
    }

    /** What a threshold in mm per 2 s is in mm per volume. */
    public double perVolume(double millimetresPerReference) {
        return repetitionTime > 0
                ? FramewiseDisplacement.threshold(millimetresPerReference, REFERENCE_SECONDS, repetitionTime)
                : millimetresPerReference;
    }

    /** The values in mm per 2 s. */
    public double[] perReference() {
        double factor = repetitionTime > 0 ? REFERENCE_SECONDS / repetitionTime : 1;
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    /** What it is, in words, with its unit per 2 s. */
    public String words() {
        return (isFiltered() ? "framewise displacement (filtered for breathing)" : "framewise displacement")
                + (repetitionTime > 0 ? " per 2 s" : " per volume");
    }
}
