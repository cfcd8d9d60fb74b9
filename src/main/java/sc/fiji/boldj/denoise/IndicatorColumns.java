package sc.fiji.boldj.denoise;

import java.util.Locale;

/** Columns that are 1 in one volume and 0 elsewhere: a regression with them does not see that volume. */
public final class IndicatorColumns {

    /** fMRIPrep's prefix for volumes before the steady state. */
    public static final String NON_STEADY_STATE = "non_steady_state_outlier";

    /** fMRIPrep's prefix for volumes with motion artefacts. */
    public static final String MOTION = "motion_outlier";

    private IndicatorColumns() {}

    /**
     * Adds one column for each volume that is marked, numbered from 00.
     *
     * @param marked one for each volume
     */
    public static Confounds add(Confounds confounds, String prefix, boolean[] marked) {
        if (marked.length != confounds.volumes())
            throw new IllegalArgumentException(
                    marked.length + " volumes are marked or not, but the run has " + confounds.volumes());
        Confounds all = confounds;
        int number = 0;
        for (int t = 0; t < marked.length; t++) {
            if (!marked[t]) continue;
            double[] column = new double[marked.length];
            column[t] = 1;
            all = all.with(String.format(Locale.ROOT, "%s%02d", prefix, number++), column);
        }
        return all;
    }

    /** The volumes that the columns of a prefix mark. */
    public static boolean[] marked(Confounds confounds, String prefix) {
        boolean[] marked = new boolean[confounds.volumes()];
        for (String name : confounds.names()) {
            if (!name.matches(prefix + "\\d+")) continue;
            double[] column = confounds.column(name);
            for (int t = 0; t < marked.length; t++) if (column[t] != 0) marked[t] = true;
        }
        return marked;
    }
}
