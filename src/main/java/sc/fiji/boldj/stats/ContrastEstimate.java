package sc.fiji.boldj.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import sc.fiji.boldj.run.DataException;

/**
 * The estimate of a contrast with its standard error; {@code (value - truth) / standardError} follows Student's t.
 *
 * @param value in the unit of the data, finite
 * @param standardError in the same unit, finite and above 0
 * @param degreesOfFreedom above 0, not necessarily a whole number
 */
public record ContrastEstimate(double value, double standardError, double degreesOfFreedom) {

    /** Share of the data's size that the residuals must exceed: the rest is rounding. */
    private static final double ROUNDING = 1e-10;

    /** Absolute error of a quantile of t. */
    private static final double QUANTILE = 1e-12;

    /** @throws IllegalArgumentException if a value is outside its range */
    public ContrastEstimate {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("an estimate must be finite, got " + value);
        if (!(standardError > 0 && standardError < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("a standard error must be finite and above 0, got " + standardError);
        if (!(degreesOfFreedom > 0))
            throw new IllegalArgumentException("degrees of freedom must be above 0, got " + degreesOfFreedom);
    }

    /**
     * Least squares with equal variances.
     *
     * @param model with a contrast of one row
     * @param values one for each observation
     * @throws IllegalArgumentException if the length differs from the design or a value is not finite
     * @throws DataException if the model leaves no residual variance
     * @throws IllegalStateException if the contrast has several rows
     */
    public static ContrastEstimate of(LinearModel model, double[] values) {
        double[] weights = model.effectWeights();
        double error = Math.sqrt(residualVariance(model, values));
        return new ContrastEstimate(
                Orthonormal.dot(weights, values),
                error * Math.sqrt(Orthonormal.dot(weights, weights)),
                model.degreesOfFreedom());
    }

    /** The residual variance of the whole model; refuses data that leave none. */
    static double residualVariance(LinearModel model, double[] values) {
        if (values.length != model.observations())
            throw new IllegalArgumentException(
                    "there are " + values.length + " values, but the design has " + model.observations() + " rows");
        for (double x : values)
            if (!Double.isFinite(x)) throw new IllegalArgumentException("values must be finite, one is " + x);
        double[] rest = Orthonormal.remove(model.effects(), Orthonormal.remove(model.nuisance(), values));
        double squares = Orthonormal.dot(rest, rest);
        if (!(squares > ROUNDING * ROUNDING * Orthonormal.dot(values, values)))
            throw new DataException("the model leaves no residual variance: are the values constant within groups?");
        return squares / model.degreesOfFreedom();
    }

    /**
     * The mean of the first group minus that of the second, with unequal variances (Welch 1947, Biometrika 34).
     *
     * @param first 2 values or more
     * @param second 2 values or more
     * @throws IllegalArgumentException if a group is too small or a value is not finite
     * @throws DataException if both groups are constant
     */
    public static ContrastEstimate welch(double[] first, double[] second) {
        double a = varianceOfMean(first);
        double b = varianceOfMean(second);
        if (!(a + b > 0)) throw new DataException("both groups are constant, so a difference has no standard error");
        double degrees = (a + b) * (a + b) / (a * a / (first.length - 1) + b * b / (second.length - 1));
        return new ContrastEstimate(mean(first) - mean(second), Math.sqrt(a + b), degrees);
    }

    /**
     * Least squares with a variance for each group of observations, which equals {@link #welch} for the means of two groups:
     * variances from the residuals of each group (Winkler et al. 2014, NeuroImage 92), degrees of freedom by Satterthwaite.
     *
     * @param model with a contrast of one row
     * @param values one for each observation
     * @param groups a number for each observation: equal numbers, equal variance
     * @throws DataException if a group leaves no degree of freedom, or the model no residual variance
     */
    public static ContrastEstimate unequal(LinearModel model, double[] values, int[] groups) {
        residualVariance(model, values); // refuses what leaves none
        double[] weights = model.effectWeights();
        double[] rest = Orthonormal.remove(model.effects(), Orthonormal.remove(model.nuisance(), values));
        double[] freedom = new double[rest.length];
        for (int i = 0; i < rest.length; i++) {
            double[] unit = new double[rest.length];
            unit[i] = 1;
            freedom[i] = Orthonormal.remove(model.effects(), Orthonormal.remove(model.nuisance(), unit))[i];
        }
        double variance = 0;
        double spread = 0;
        for (int group : Arrays.stream(groups).distinct().toArray()) {
            double squares = 0;
            double own = 0;
            double share = 0;
            for (int i = 0; i < rest.length; i++) {
                if (groups[i] != group) continue;
                squares += rest[i] * rest[i];
                own += freedom[i];
                share += weights[i] * weights[i];
            }
            if (own < 1e-6)
                throw new DataException(
                        "a variance group leaves no degree of freedom: it needs 2 observations or more");
            double part = squares / own * share;
            variance += part;
            spread += part * part / own;
        }
        if (!(variance > 0)) throw new DataException("the groups that are compared are constant");
        return new ContrastEstimate(
                Orthonormal.dot(weights, values), Math.sqrt(variance), variance * variance / spread);
    }

    private static double mean(double[] x) {
        double sum = 0;
        for (double v : x) sum += v;
        return sum / x.length;
    }

    private static double varianceOfMean(double[] x) {
        if (x.length < 2) throw new IllegalArgumentException("a group needs 2 values or more, got " + x.length);
        double mean = mean(x);
        if (!Double.isFinite(mean)) throw new IllegalArgumentException("values must be finite");
        double sum = 0;
        for (double v : x) sum += (v - mean) * (v - mean);
        return sum / (x.length - 1.0) / x.length;
    }

    /** Student's t against a value, such as 0 or a margin. */
    public double t(double against) {
        return (value - against) / standardError;
    }

    /** The two-sided p of an effect of 0. */
    public double p() {
        return Math.min(1, 2 * upperTail(Math.abs(t(0)), degreesOfFreedom));
    }

    /**
     * The confidence interval.
     *
     * @param level in (0, 1), such as 0.95
     * @return lower and upper end
     */
    public double[] interval(double level) {
        double half = critical(level, degreesOfFreedom) * standardError;
        return new double[] {value - half, value + half};
    }

    /** The half width of a confidence interval in standard errors. */
    static double critical(double level, double degrees) {
        if (!(level > 0 && level < 1)) throw new IllegalArgumentException("level must be in (0, 1), got " + level);
        return new TDistribution(null, degrees, QUANTILE).inverseCumulativeProbability((1 + level) / 2);
    }

    /** The probability of a larger t, without loss of digits in the upper tail. */
    static double upperTail(double t, double degrees) {
        return new TDistribution(null, degrees, QUANTILE).cumulativeProbability(-t);
    }
}
