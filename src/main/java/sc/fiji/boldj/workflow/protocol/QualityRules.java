package sc.fiji.boldj.workflow.protocol;

import java.util.Optional;

/**
 * Rules for the exclusion of sessions; NaN where the default of the group level is used.
 *
 * @param maxMeanFd2s mean framewise displacement, mm per 2 s
 * @param minDegreesOfFreedom after denoising
 * @param minCoverage share of the template brain
 * @param ratings exclusion by the judgement of raters; empty if none is declared
 */
public record QualityRules(
        double maxMeanFd2s, double minDegreesOfFreedom, double minCoverage, Optional<RatingRule> ratings) {

    /** The defaults of the group level. */
    public static final QualityRules DEFAULT = new QualityRules(Double.NaN, Double.NaN, Double.NaN, Optional.empty());
}
