package sc.fiji.boldj.denoise;

/**
 * Selects the volumes that scrubbing censors: those with high motion, and the segments between them that are too short (Power 2014). The
 * rule and the defaults are those that nilearn documents for the strategy {@code scrub}. Immutable.
 *
 * @param segment runs of fewer remaining volumes than this are excluded as well; 0: none
 * @param displacement framewise displacement above which a volume is excluded, mm per volume
 * @param dvars standardised DVARS above which a volume is excluded
 */
public record Scrub(int segment, double displacement, double dvars) {

    /** Segments of 5 volumes, 0.5 mm per volume, standardised DVARS 1.5. */
    public static final Scrub DEFAULT = new Scrub(5, 0.5, 1.5);

    /** @throws IllegalArgumentException if a threshold is not above 0 or the segment is negative */
    public Scrub {
        if (segment < 0)
            throw new IllegalArgumentException("scrub: the segment must be 0 or more volumes, got " + segment);
        if (!(displacement > 0) || !(dvars > 0))
            throw new IllegalArgumentException("scrub: the thresholds of framewise displacement (mm) and standardised"
                    + " DVARS must be above 0, got " + displacement + " and " + dvars);
    }

    /**
     * The excluded volumes.
     *
     * @param moved framewise displacement in mm per volume; NaN never exceeds the threshold
     * @param changed standardised DVARS, as many
     * @return one for each volume, true where it is excluded
     */
    public boolean[] excluded(double[] moved, double[] changed) {
        if (moved.length != changed.length)
            throw new IllegalArgumentException(
                    moved.length + " displacements and " + changed.length + " values of DVARS: are they of one run?");
        int volumes = moved.length;
        boolean[] out = new boolean[volumes];
        boolean any = false;
        for (int t = 0; t < volumes; t++) {
            out[t] = moved[t] > displacement || changed[t] > dvars;
            any |= out[t];
        }
        if (!any) return out;
        int from = 0;
        for (int t = 0; t <= volumes; t++) {
            if (t < volumes && !out[t]) continue;
            if (t - from < segment) for (int s = from; s < t; s++) out[s] = true;
            from = t + 1;
        }
        return out;
    }

    /** The same from the columns {@code framewise_displacement} and {@code std_dvars} of a table. */
    public boolean[] excluded(Confounds table) {
        return excluded(table.column("framewise_displacement"), table.column("std_dvars"));
    }
}
