package sc.fiji.boldj.denoise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.Censoring.Output;
import sc.fiji.boldj.denoise.ConfoundRegression.Filter;
import sc.fiji.boldj.denoise.ConfoundRegression.Options;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.DriftBasis;
import sc.fiji.boldj.signal.SplineGaps;
import sc.fiji.boldj.signal.Standardize;

/** Against exact projections, 3dTproject and nilearn: every set of reference/denoise that is about regression. */
class ConfoundRegressionReferenceTest {

    /** Residuals are rounded to float and the references have 9 or 10 digits. */
    private static final double TIGHT = 1e-6;

    /**
     * nilearn worked in float32: its means are off by up to 6e-5, which is up to 1e-5 SD (a projection in float64 by
     * numpy differs by as much), and the rest by 1.5e-6 SD. So the means of its residuals are taken off first.
     */
    private static final double SINGLE = 2e-6;

    /** The standard deviations that nilearn divided by in float32. */
    private static final double SINGLE_SCALE = 1e-5;

    private static final double[][] NONE = new double[209][0];
    private static final Options PLAIN = Options.DEFAULT.withBand(0, 0);
    private static final Options BAND = Options.DEFAULT.withBand(0.01, 0.1);
    private static final Options BUTTER = BAND.withFilter(Filter.BUTTERWORTH);

    private static double[][] series() {
        return Reference.read("timeseries.tsv", true);
    }

    private static double[][] confounds() {
        return Reference.read("confounds.tsv", true);
    }

    private static boolean[] keep() {
        boolean[] keep = new boolean[209];
        for (double[] row : Reference.read("sample_mask.tsv", true)) keep[(int) row[0]] = true;
        return keep;
    }

    private static double[][] clean(double[][] series, Confounds confounds, Censoring censoring, Options options) {
        NeuroImage source = Reference.image(series);
        NeuroImage target = source.createLike("clean", censoring.resultVolumes(series.length));
        ConfoundRegression.apply(source, confounds, Mask.all(source.grid()), censoring, options, target, Progress.NONE);
        return Reference.rows(target);
    }

    private static double[][] clean(double[][] confounds, int columns, Options options) {
        return clean(series(), Reference.confounds(confounds, columns), Censoring.NONE, options);
    }

    private static void assertClose(String set, double[][] found, double tolerance) {
        double worst = Reference.worst(Reference.read(set + ".tsv", false), found);
        assertTrue(worst <= tolerance, set + " differs by " + worst + " SD");
    }

    private static void assertCentredClose(String set, double[][] found, double tolerance) {
        double[][] expected = Reference.read(set + ".tsv", false);
        for (int v = 0; v < expected[0].length; v++) {
            double mean = 0;
            for (double[] row : expected) mean += row[v] / expected.length;
            for (double[] row : expected) row[v] -= mean;
        }
        double worst = Reference.worst(expected, found);
        assertTrue(worst <= tolerance, set + " differs by " + worst + " SD");
    }

    private static void assertNearAfni(String set, double[][] found) {
        // 3dTproject's ridge leaves 0.1 to 3 % of the SD
        double rms = Reference.rms(Reference.read("afni_" + set + ".tsv", false), found);
        assertTrue(rms <= 0.05, set + " differs by " + rms);
    }

    @Test
    void equalsTheExactProjections() {
        double[][] c = confounds();
        assertClose("exact_polort1", clean(NONE, 0, PLAIN), TIGHT);
        assertClose("exact_polort2_ort", clean(c, 26, PLAIN.withDetrend(2)), TIGHT);
        assertClose("exact_bp_polort1", clean(NONE, 0, BAND), TIGHT);
        assertClose("exact_bp_ort_polort1", clean(c, 26, BAND), TIGHT);
        Censoring drop = Censoring.keeping(keep(), Output.KEPT);
        Confounds all = Reference.confounds(c, 26);
        assertClose("exact_cens_KILL", clean(series(), all, drop, PLAIN), TIGHT);
        assertClose("exact_cens_bp_KILL", clean(series(), all, drop, BAND), TIGHT);
    }

    @Test
    void isNearWhat3dTprojectMakes() {
        double[][] c = confounds();
        assertNearAfni("polort1", clean(NONE, 0, PLAIN));
        assertNearAfni("polort2_ort", clean(c, 26, PLAIN.withDetrend(2)));
        assertNearAfni("bp_polort1", clean(NONE, 0, BAND));
        double[][] both = clean(c, 26, BAND);
        assertNearAfni("bp_ort_polort1", both);
        double[][] z = clean(c, 26, BAND.withStandardize(Standardize.ZSCORE));
        for (double[] row : z) for (int v = 0; v < row.length; v++) row[v] /= Math.sqrt(209);
        assertNearAfni("bp_ort_polort1_norm", z);
        Confounds all = Reference.confounds(c, 26);
        for (String band : new String[] {"", "bp_"}) {
            Options options = band.isEmpty() ? PLAIN : BAND;
            assertNearAfni(
                    "cens_" + band + "KILL", clean(series(), all, Censoring.keeping(keep(), Output.KEPT), options));
            assertNearAfni(
                    "cens_" + band + "ZERO", clean(series(), all, Censoring.keeping(keep(), Output.ZERO), options));
            // NTRP fills the data before the fit, so that censored volumes count: done here by hand
            assertNearAfni("cens_" + band + "NTRP", clean(filled(series(), keep()), all, Censoring.NONE, options));
        }
    }

    /** Lines between the kept volumes, the ends held. */
    private static double[][] filled(double[][] rows, boolean[] keep) {
        for (int t = 0; t < rows.length; t++) {
            if (keep[t]) continue;
            int before = t;
            int after = t;
            while (before >= 0 && !keep[before]) before--;
            while (after < rows.length && !keep[after]) after++;
            if (before < 0) before = after;
            if (after == rows.length) after = before;
            for (int v = 0; v < rows[t].length; v++) {
                double share = after == before ? 0 : (t - before) / (double) (after - before);
                rows[t][v] = (1 - share) * rows[before][v] + share * rows[after][v];
            }
        }
        return rows;
    }

    @Test
    void equalsNilearnWithoutAFilter() {
        double[][] c = confounds();
        assertCentredClose("nilearn_detrend", clean(NONE, 0, PLAIN), SINGLE);
        assertClose(
                "nilearn_detrend_zscore_sample",
                clean(NONE, 0, PLAIN.withStandardize(Standardize.ZSCORE_SAMPLE)),
                SINGLE_SCALE);
        Options none = PLAIN.withDetrend(-1);
        assertClose("nilearn_std_zscore", clean(NONE, 0, none.withStandardize(Standardize.ZSCORE)), SINGLE_SCALE);
        assertClose(
                "nilearn_std_zscore_sample",
                clean(NONE, 0, none.withStandardize(Standardize.ZSCORE_SAMPLE)),
                SINGLE_SCALE);
        assertCentredClose("nilearn_std_psc", clean(NONE, 0, none.withStandardize(Standardize.PSC)), SINGLE);
        assertCentredClose("nilearn_conf6", clean(c, 6, PLAIN), SINGLE);
        assertCentredClose("nilearn_conf26", clean(c, 26, PLAIN), SINGLE);
        assertCentredClose("nilearn_conf26_nostd", clean(c, 26, PLAIN), SINGLE);
        // one of the confounds correlates above 0.9 with a cosine, so nilearn adds none
        assertCentredClose("nilearn_conf26_cosine", clean(c, 26, PLAIN), SINGLE);
    }

    @Test
    void equalsNilearnWithCosines() {
        Options cosine = PLAIN.withFilter(Filter.COSINE);
        assertClose(
                "nilearn_cosine128",
                clean(NONE, 0, cosine.withBand(1 / 128.0, 0).withDetrend(-1)),
                4e-5);
        assertCentredClose("nilearn_detrend_cosine", clean(NONE, 0, cosine.withBand(0.01, 0)), SINGLE);
    }

    @Test
    void equalsNilearnWithAButterworthFilter() {
        double[][] c = confounds();
        // nilearn puts the mean back after this filter, without a detrend also to a low-passed series that still has it
        Options band = BUTTER.withRestoreMean(true);
        assertClose("nilearn_butter_band", clean(NONE, 0, band.withDetrend(-1)), 1e-4);
        assertClose("nilearn_butter_high", clean(NONE, 0, band.withDetrend(-1).withBand(0.01, 0)), 1e-4);
        double[][] low = clean(NONE, 0, band.withDetrend(-1).withBand(0, 0.1));
        double[][] series = series();
        for (int v = 0; v < 60; v++) {
            double mean = 0;
            for (double[] row : series) mean += row[v] / 209;
            for (double[] row : low) row[v] += mean;
        }
        assertClose("nilearn_butter_low", low, 1e-4);
        assertClose("nilearn_detrend_butter_band", clean(NONE, 0, band), 1e-4);
        assertClose("nilearn_conf26_butter", clean(c, 26, band), 1e-4);
        // nilearn's mean of residual plus mean, in float32, is off by 2e-4 SD
        assertCentredClose(
                "nilearn_conf26_butter_zscore_sample",
                clean(c, 26, BUTTER.withStandardize(Standardize.ZSCORE_SAMPLE)),
                1e-4);
    }

    @Test
    void equalsNilearnWithCensoredVolumes() {
        boolean[] keep = keep();
        // nilearn drops the volumes first and then fits a line to their numbers: a run of 199 volumes
        double[][] series = Reference.some(series(), keep);
        double[][] c = Reference.some(confounds(), keep);
        assertCentredClose(
                "nilearn_mask_conf26", clean(series, Reference.confounds(c, 26), Censoring.NONE, PLAIN), SINGLE);
        double[] basis = DriftBasis.cosine(209, 2, 1 / 128.0);
        double[][] cosines = new double[209][6];
        for (int i = 0; i < basis.length; i++) cosines[i / 6][i % 6] = basis[i];
        assertCentredClose(
                "nilearn_mask_cosine",
                clean(series, Reference.confounds(Reference.some(cosines, keep), 6), Censoring.NONE, PLAIN),
                SINGLE);
        // the mean that nilearn puts back is that of the filled run, with a spline that runs away at the first volumes
        double[][] found = clean(
                series(),
                Reference.confounds(confounds(), 26),
                Censoring.keeping(keep, Output.KEPT).withEnds(SplineGaps.Ends.EXTRAPOLATE),
                BUTTER);
        double[][] expected = Reference.read("nilearn_mask_conf26_butter.tsv", false);
        double[] filled = new double[209 * 60];
        double[][] all = series();
        for (int i = 0; i < filled.length; i++) filled[i] = all[i / 60][i % 60];
        SplineGaps.of(keep, SplineGaps.Ends.EXTRAPOLATE).fill(filled, 60);
        double[] means = Standardize.means(filled, 209, 60);
        for (double[] row : expected) for (int v = 0; v < 60; v++) row[v] -= means[v];
        double worst = Reference.worst(expected, found);
        assertTrue(worst <= 1e-4, "nilearn_mask_conf26_butter differs by " + worst + " SD");
    }

    @Test
    void cosinesComeOnTopOfConfounds() {
        // the model that nilearn_conf26_cosine should have been, by hand
        double[][] c = confounds();
        double[] basis = DriftBasis.cosine(209, 2, 1 / 128.0);
        double[][] both = new double[209][32];
        for (int t = 0; t < 209; t++) {
            System.arraycopy(c[t], 0, both[t], 0, 26);
            System.arraycopy(basis, 6 * t, both[t], 26, 6);
        }
        double[][] byHand = clean(both, 32, PLAIN);
        double[][] found = clean(c, 26, PLAIN.withFilter(Filter.COSINE).withBand(1 / 128.0, 0.1));
        assertEquals(0, Reference.worst(byHand, found), 1e-6);
        double[] spread = Reference.column(found, 0);
        assertTrue(Reference.deviation(spread) < Reference.deviation(Reference.column(series(), 0)));
    }
}
