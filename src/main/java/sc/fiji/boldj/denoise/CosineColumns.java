package sc.fiji.boldj.denoise;

import java.util.Locale;
import sc.fiji.boldj.signal.DriftBasis;

/** The slow cosines of a high-pass as columns {@code cosine00}, {@code cosine01}, ... (fMRIPrep's names). */
public final class CosineColumns {

    /** fMRIPrep's prefix. */
    public static final String PREFIX = "cosine";

    private CosineColumns() {}

    /**
     * Adds the cosines that CompCor's high-pass removes; 0 in the volumes that are skipped.
     *
     * @param skip volumes at the start that are not in the steady state
     * @param repetitionTime seconds
     * @param cutoff Hz, 1/128 as a rule
     */
    public static Confounds add(Confounds confounds, int skip, double repetitionTime, double cutoff) {
        int rows = confounds.volumes() - skip;
        double[] basis = DriftBasis.cosine(rows, repetitionTime, cutoff);
        int columns = basis.length / rows;
        Confounds all = confounds;
        for (int c = 0; c < columns; c++) {
            double[] column = new double[confounds.volumes()];
            for (int t = 0; t < rows; t++) column[skip + t] = basis[t * columns + c];
            all = all.with(String.format(Locale.ROOT, "%s%02d", PREFIX, c), column);
        }
        return all;
    }
}
