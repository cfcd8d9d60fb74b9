package sc.fiji.boldj.workflow;

import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.stats.Equivalence;

/**
 * Further inputs of a group test of maps besides maps and design, and further estimates besides the test.
 *
 * @param covariate maps of a covariate such as the baseline, one for each input; null for none
 * @param sites sites whose differences are removed with ComBat; null for none
 * @param evidence what is computed as evidence of absence; null for nothing
 */
public record GroupExtras(List<NeuroImage> covariate, Sites sites, Evidence evidence) {

    /** Nothing. */
    public static final GroupExtras NONE = new GroupExtras(null, null, null);

    /**
     * The sites of the inputs.
     *
     * @param names of the sites
     * @param site for each input the number of its site, from 0
     * @param covariates shape (inputs, covariates): what is preserved
     * @param preserved their names
     */
    public record Sites(List<String> names, int[] site, double[][] covariates, List<String> preserved) {

        String words() {
            return "Differences between the sites " + String.join(", ", names)
                    + " in mean and variance were removed from the maps with ComBat (Johnson et al. 2007; Fortin et al. 2018),"
                    + " fitted without knowledge of groups or treatments"
                    + (preserved.isEmpty() ? "" : ", preserving " + String.join(", ", preserved)) + ".";
        }
    }

    /**
     * What is computed as evidence of absence.
     *
     * @param margin largest effect that is treated as none, above 0; 0 for no test
     * @param standardised whether the margin is in standard deviations of the residuals, else in the unit of the maps
     * @param correction of the equivalence tests over voxels and over regions
     * @param bayesScale prior scale of the standardised effect, above 0; 0 for no Bayes factors
     */
    public record Evidence(double margin, boolean standardised, Equivalence.Correction correction, double bayesScale) {

        /** @throws IllegalArgumentException if a value is out of range */
        public Evidence {
            if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException("margin must be 0 (no test of equivalence) or more, got " + margin);
            if (!(bayesScale >= 0 && bayesScale < 100))
                throw new IllegalArgumentException(
                        "bayes_scale must be 0 (no Bayes factors) or more, such as 0.7071, got " + bayesScale);
        }

        /** The margin with its unit. */
        String marginWords() {
            return String.format(
                    Locale.ROOT,
                    "-%1$s to %1$s %2$s",
                    margin,
                    standardised ? "residual SD" : "in the unit of the maps");
        }

        String correctionWords() {
            return switch (correction) {
                case HOLM -> "Holm-corrected over voxels";
                case FDR -> "corrected for the false discovery rate over voxels";
                case NONE -> "not corrected";
            };
        }
    }

    /**
     * Refuses tests that have no estimate of a difference with one standard error.
     *
     * @throws IllegalArgumentException naming the key
     */
    public void require(GroupFamily family) {
        if (evidence == null) return;
        for (GroupTest test : family.tests()) {
            if (!test.statistic().equals("t"))
                throw new IllegalArgumentException(
                        "margin and bayes_scale need a contrast of one row with Student's t, not "
                                + test.statisticWords() + " (contrast " + test.contrast() + ")");
            if (test.sandwich().isPresent() && evidence.bayesScale() > 0)
                throw new IllegalArgumentException(
                        "bayes_scale is for model=permutation: the Bayes factor of the sandwich estimator is not defined");
        }
    }
}
