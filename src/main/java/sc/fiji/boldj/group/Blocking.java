package sc.fiji.boldj.group;

import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.FiellerInterval;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.RatioEstimate;

/**
 * Whether a pretreatment A blocks the effect of a treatment B, tested in a fixed sequence: the effect of B first, then what A
 * takes from it. The fraction that is blocked has a Fieller interval.
 *
 * <p>Without a condition with A alone, blocking cannot be distinguished from an effect of A that is opposite to that of B and adds to
 * it; with one, the difference should be the interaction.
 *
 * @param effect of B, such as {@code B - placebo}
 * @param difference what A takes from it: {@code B - (A+B)}, or the interaction {@code (B - placebo) - ((A+B) - A)}
 * @param fraction difference over effect: 1 if the effect is gone, 0 if it is as before, below 0 if it is larger
 * @param interval of the fraction; bounded just if the effect is shown
 * @param level of both tests and the interval, such as 0.95
 */
public record Blocking(
        ContrastEstimate effect, ContrastEstimate difference, double fraction, FiellerInterval interval, double level) {

    /**
     * Tests one endpoint by a linear model with equal variances.
     *
     * @param design shape (observations, columns)
     * @param effect contrast weights, one for each column
     * @param difference contrast weights, one for each column, of a positive value where a positive effect is blocked
     * @param values one for each observation
     * @throws IllegalArgumentException if a contrast cannot be estimated or the values do not match
     * @throws sc.fiji.boldj.run.DataException if the model leaves no residual variance
     */
    public static Blocking of(
            double[][] design, double[] effect, double[] difference, double[] values, FiellerInterval.Options options) {
        RatioEstimate ratio = RatioEstimate.of(design, difference, effect, values);
        return new Blocking(
                ContrastEstimate.of(LinearModel.of(design, new double[][] {effect}), values),
                ContrastEstimate.of(LinearModel.of(design, new double[][] {difference}), values),
                ratio.ratio(),
                FiellerInterval.of(ratio, options),
                options.level());
    }

    /**
     * Tests one endpoint from the estimates of a model that has them all.
     *
     * @param sum the estimate of effect and difference together, for their covariance
     */
    public static Blocking of(
            ContrastEstimate effect,
            ContrastEstimate difference,
            ContrastEstimate sum,
            FiellerInterval.Options options) {
        RatioEstimate ratio = RatioEstimate.of(difference, effect, sum);
        return new Blocking(effect, difference, ratio.ratio(), FiellerInterval.of(ratio, options), options.level());
    }

    /** The gate: whether the effect of B differs from 0 at this level, two-sided. */
    public boolean effectShown() {
        return effect.p() <= 1 - level;
    }

    /**
     * Whether the effect is shown and A takes from it, two-sided. The sign of {@link #fraction} says whether A blocks the
     * effect or enhances it.
     */
    public boolean differenceShown() {
        return effectShown() && difference.p() <= 1 - level;
    }
}
