package sc.fiji.boldj.stats;

/**
 * Two one-sided tests of equivalence (Schuirmann 1987, J Pharmacokinet Biopharm 15; Lakens et al. 2018, AMPPS 1): whether an
 * effect is shown to lie within {@code -margin} to {@code margin}. Immutable.
 *
 * <p>The effect is equivalent to 0 if both one-sided tests reject at alpha, which is the same as an interval of level {@code 1
 * - 2 alpha} that lies within the margin. Both tests must reject (intersection-union, Berger 1982, Technometrics 24), so
 * alpha needs no correction for there being two. An effect whose equivalence is not shown may be absent or present.
 *
 * @param estimate the effect, in the unit of the data
 * @param margin largest effect that is treated as none, in the same unit, above 0
 * @param alpha level of each one-sided test
 * @param pLower p of the hypothesis that the effect is {@code -margin} or less
 * @param pUpper p of the hypothesis that the effect is {@code margin} or more
 */
public record Equivalence(ContrastEstimate estimate, double margin, double alpha, double pLower, double pUpper) {

    /** What may be said. */
    public enum Verdict {
        /** The effect is shown to be within the margin. */
        EQUIVALENT,
        /** Neither this nor its opposite: the interval reaches the margin. */
        NOT_SHOWN
    }

    /** How p is corrected for the number of elements of a map. */
    public enum Correction {
        /** Family-wise error by {@link Holm}. */
        HOLM,
        /** False discovery rate by {@link FalseDiscoveryRate}. */
        FDR,
        /** None: each element for itself. */
        NONE
    }

    /**
     * How to test.
     *
     * @param alpha level of each one-sided test, above 0 and below 0.5
     * @param correction for the elements of a map; a single estimate has none
     */
    public record Options(double alpha, Correction correction) {

        /** Level 0.05 (an interval of 90 %), family-wise error over a map. */
        public static final Options DEFAULT = new Options(0.05, Correction.HOLM);

        /** @throws IllegalArgumentException if alpha is outside its range */
        public Options {
            if (!(alpha > 0 && alpha < 0.5))
                throw new IllegalArgumentException("alpha must be above 0 and below 0.5, got " + alpha);
        }

        /** The same with another level. */
        public Options with(double other) {
            return new Options(other, correction);
        }

        /** The same with another correction. */
        public Options with(Correction other) {
            return new Options(alpha, other);
        }
    }

    /**
     * Tests an estimate, such as Welch's or that of a mixed model.
     *
     * @param margin in the unit of the estimate
     * @throws IllegalArgumentException if the margin is not finite and above 0
     */
    public static Equivalence of(ContrastEstimate estimate, double margin, Options options) {
        requireMargin(margin);
        double df = estimate.degreesOfFreedom();
        return new Equivalence(
                estimate,
                margin,
                options.alpha(),
                ContrastEstimate.upperTail(estimate.t(-margin), df),
                ContrastEstimate.upperTail(-estimate.t(margin), df));
    }

    /**
     * Tests a contrast of a linear model with equal variances.
     *
     * @param model with a contrast of one row
     * @param values one for each observation
     * @param margin in the unit of the contrast: for a contrast of 2 against 1 and 1 it is twice that of a mean difference
     * @throws IllegalArgumentException if the margin is not finite and above 0, or as {@link ContrastEstimate#of}
     */
    public static Equivalence of(LinearModel model, double[] values, double margin, Options options) {
        return of(ContrastEstimate.of(model, values), margin, options);
    }

    static void requireMargin(double margin) {
        if (!(margin > 0 && margin < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(
                    "an equivalence margin must be finite and above 0, in the unit of the effect, got " + margin);
    }

    /** The larger of both p. */
    public double p() {
        return Math.max(pLower, pUpper);
    }

    /** Lower and upper end of the interval of level {@code 1 - 2 alpha}. */
    public double[] interval() {
        return estimate.interval(1 - 2 * alpha);
    }

    /** Whether p is alpha or less. */
    public Verdict verdict() {
        return p() <= alpha ? Verdict.EQUIVALENT : Verdict.NOT_SHOWN;
    }
}
