package sc.fiji.boldj.workflow.protocol;

import java.util.List;
import java.util.Optional;

/**
 * The model of all tests.
 *
 * @param baseline what each value is compared with; empty for nothing
 * @param covariates columns of {@code participants.tsv}
 * @param variance whether arms have variances of their own
 * @param missing how missing visits are handled
 * @param site column of {@code participants.tsv} with the site, for {@link Sensitivity#COMBAT}; empty if not declared
 * @param sensitivity further analyses of the same tests
 */
public record ModelChoice(
        Optional<Baseline> baseline,
        List<String> covariates,
        Variance variance,
        Missing missing,
        String site,
        List<Sensitivity> sensitivity) {

    /** Means of cells, complete cases. */
    public static final ModelChoice DEFAULT =
            new ModelChoice(Optional.empty(), List.of(), Variance.EQUAL, Missing.COMPLETE_CASES, "", List.of());

    public ModelChoice {
        covariates = List.copyOf(covariates);
        sensitivity = List.copyOf(sensitivity);
    }

    /** Why its parts exclude each other; empty if they do not. */
    Optional<String> conflict() {
        boolean covariate = baseline.isPresent() && baseline.get().use() == Use.COVARIATE;
        if (variance == Variance.BY_ARM && missing == Missing.MMRM)
            return Optional.of("'variance': 'byArm' and 'missing': 'mmrm' exclude each other: the mixed model has one"
                    + " covariance of the visits for all arms; use 'sandwich' for one in each arm");
        if (variance == Variance.BY_ARM && covariate)
            return Optional.of("'variance': 'byArm' and a baseline with 'use': 'covariate' exclude each other: use"
                    + " 'change', or 'equal'");
        if (missing == Missing.SANDWICH && covariate)
            return Optional.of(
                    "'missing': 'sandwich' has no baseline with 'use': 'covariate': use 'change', or 'mmrm' for"
                            + " single values");
        if (sensitivity.contains(Sensitivity.COMBAT) == site.isEmpty())
            return Optional.of(
                    site.isEmpty()
                            ? "the sensitivity analysis 'combat' needs 'site', the column of participants.tsv with the site"
                            : "'site' is for the sensitivity analysis 'combat': add it, or adjust for the site with"
                                    + " 'covariates'");
        return Optional.empty();
    }

    /** The same with another way to handle missing visits. */
    public ModelChoice with(Missing other) {
        return new ModelChoice(baseline, covariates, variance, other, site, sensitivity);
    }

    /**
     * The session that others are adjusted for.
     *
     * @param factor its name, a visit or a scan within a period
     * @param level of the baseline
     * @param use how
     */
    public record Baseline(String factor, String level, Use use) {}

    /** How a baseline enters. */
    public enum Use {
        /** It is subtracted. */
        CHANGE,
        /** It is a covariate (analysis of covariance). */
        COVARIATE
    }

    /** Variances of arms. */
    public enum Variance {
        EQUAL,
        BY_ARM
    }

    /** How missing visits are handled. */
    public enum Missing {
        /** Participants without a value that the contrast needs are excluded from that test. */
        COMPLETE_CASES,
        /** Mixed model for repeated measures, for single values. */
        MMRM,
        /** Marginal model with a sandwich estimator, for maps; single values too. */
        SANDWICH
    }

    /** A sensitivity analysis. */
    public enum Sensitivity {
        /** Participants with all visits. */
        COMPLETE_CASES,
        /** The other analysis sets. */
        OTHER_SETS,
        /** After ComBat, which removes differences between sites in mean and variance. */
        COMBAT
    }
}
