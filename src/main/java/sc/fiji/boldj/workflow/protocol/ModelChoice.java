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
 * @param sensitivity further analyses of the same tests
 */
public record ModelChoice(
        Optional<Baseline> baseline,
        List<String> covariates,
        Variance variance,
        Missing missing,
        List<Sensitivity> sensitivity) {

    /** Means of cells, complete cases. */
    public static final ModelChoice DEFAULT =
            new ModelChoice(Optional.empty(), List.of(), Variance.EQUAL, Missing.COMPLETE_CASES, List.of());

    public ModelChoice {
        covariates = List.copyOf(covariates);
        sensitivity = List.copyOf(sensitivity);
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
        OTHER_SETS
    }
}
