package sc.fiji.boldj.stats;

import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * JZS Bayes factors of t tests (Rouder et al. 2009, Psychonomic Bulletin and Review 16), as natural logarithms: positive
 * values favour an effect, negative values its absence.
 *
 * <p>The standardised effect, {@code effect / residual standard deviation}, is 0 under the null hypothesis and follows a Cauchy
 * distribution of median 0 and scale r under the alternative; the prior of the variance is that of Jeffreys. With N the
 * information on the effect (n of one sample, {@code n1 n2 / (n1 + n2)} of two) and v the degrees of freedom, the Bayes factor
 * is the mean of
 *
 * <pre>(1 + N g r^2)^(-1/2) * ((1 + t^2 / (v (1 + N g r^2))) / (1 + t^2 / v))^(-(v + 1) / 2)</pre>
 *
 * over an inverse gamma distribution of g with shape and scale 1/2. The integral over log g is taken by the trapezoidal
 * rule, which converges exponentially for such functions; the step is halved until the logarithm changes by less than 1e-11. All
 * terms stay logarithms, so nothing overflows.
 *
 * <p>A Bayes factor describes; whether an effect is absent is decided by {@link Equivalence}.
 */
public final class JzsBayesFactor {

    private static final double LOWEST = -7;
    private static final double TAIL = 45;
    private static final double TOLERANCE = 1e-11;
    private static final int HALVINGS = 12;
    private static final int CHUNK = 64;
    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private JzsBayesFactor() {}

    /**
     * The prior.
     *
     * @param scale r, the median size of the standardised effect under the alternative, above 0
     */
    public record Options(double scale) {

        /** The scale sqrt(2) / 2, the "medium" one of the R package BayesFactor. */
        public static final Options DEFAULT = new Options(Math.sqrt(0.5));

        /** @throws IllegalArgumentException if the scale is not finite and above 0 */
        public Options {
            if (!(scale > 0 && scale < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException("the prior scale must be finite and above 0, got " + scale);
        }
    }

    /**
     * Of a one-sample t, or a paired one: then n is the number of pairs and the effect is in standard deviations of the
     * differences.
     *
     * @param n number of values, 2 or more
     * @throws IllegalArgumentException if n is too small
     */
    public static double oneSample(double t, int n, Options options) {
        if (n < 2) throw new IllegalArgumentException("a one-sample t needs 2 values or more, got " + n);
        return of(t, n, n - 1, options);
    }

    /**
     * Of a two-sample t with equal variances.
     *
     * @param n1 number of values in the first group, 1 or more
     * @param n2 number of values in the second group, 1 or more, 3 or more in both together
     * @throws IllegalArgumentException if a group is too small
     */
    public static double twoSample(double t, int n1, int n2, Options options) {
        if (n1 < 1 || n2 < 1 || n1 + n2 < 3)
            throw new IllegalArgumentException(
                    "a two-sample t needs 1 value or more in each group and 3 in both, got " + n1 + " and " + n2);
        return of(t, (double) n1 * n2 / (n1 + n2), n1 + n2 - 2, options);
    }

    /**
     * Of a contrast of one row of a linear model, such as a difference adjusted for covariates, whose coefficients have
     * flat priors. The contrast must be in the unit of a difference between means: weights 1 and -1.
     *
     * @param values one for each observation
     * @throws IllegalArgumentException as {@link ContrastEstimate#of}
     * @throws IllegalStateException if the contrast has several rows
     */
    public static double of(LinearModel model, double[] values, Options options) {
        return of(ContrastEstimate.of(model, values).t(0), model.information(), model.degreesOfFreedom(), options);
    }

    /**
     * At each element of a map, as {@link #of(LinearModel, double[], Options)}.
     *
     * @return one logarithm for each element, NaN where there is no estimate
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static double[] of(ContrastMaps contrast, Options options, Progress progress) {
        double[] t = contrast.t(0);
        double[] log = new double[t.length];
        FixedChunks.forEach(
                t.length,
                CHUNK,
                (from, to) -> {
                    for (int v = from; v < to; v++) {
                        double root = contrast.residualSd()[v] / contrast.standardError()[v];
                        log[v] = Double.isNaN(t[v])
                                ? Double.NaN
                                : of(t[v], root * root, contrast.degreesOfFreedom(), options);
                    }
                },
                progress);
        return log;
    }

    /**
     * Of any t.
     *
     * @param t NaN gives NaN; beyond 1e150 it is treated as infinite and gives infinity
     * @param information residual variance over the variance of the estimate, finite and above 0 ({@link
     *     LinearModel#information})
     * @param degrees degrees of freedom, 1 or more
     * @return log Bayes factor of the alternative against the null hypothesis
     * @throws IllegalArgumentException if information or degrees are outside their range
     */
    public static double of(double t, double information, double degrees, Options options) {
        if (!(information > 0 && information < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("information must be finite and above 0, got " + information);
        if (!(degrees >= 1 && degrees < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("degrees of freedom must be 1 or more, got " + degrees);
        if (Double.isNaN(t)) return Double.NaN;
        if (Math.abs(t) > 1e150) return Double.POSITIVE_INFINITY;
        return new Integrand(t * t, information * options.scale() * options.scale(), degrees).logIntegral();
    }

    /**
     * The integrand over u = log g.
     *
     * @param square of t
     * @param size N r^2
     */
    private record Integrand(double square, double size, double degrees) {

        double log(double u) {
            double q = size * Math.exp(u);
            double likelihood = -0.5 * StrictMath.log1p(q)
                    - (degrees + 1)
                            / 2
                            * (StrictMath.log1p(square / (degrees * (1 + q))) - StrictMath.log1p(square / degrees));
            return likelihood - LOG_ROOT_TWO_PI - 0.5 * u - 0.5 * Math.exp(-u);
        }

        /** Below the range the prior is nil; above it the integrand falls as 1 / g. */
        double logIntegral() {
            double turn = Math.max(-Math.log(size), Math.log(Math.max(square, Double.MIN_NORMAL) / size));
            double step = 0.5;
            int steps = (int) Math.ceil((Math.max(0, turn) + TAIL - LOWEST) / step);
            double[] logs = new double[steps];
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < steps; i++) {
                logs[i] = log(LOWEST + i * step);
                most = Math.max(most, logs[i]);
            }
            double sum = 0;
            for (double x : logs) sum += Math.exp(x - most);
            double before = most + Math.log(step * sum);
            for (int halving = 0; halving < HALVINGS; halving++) {
                for (int i = 0; i < steps; i++) sum += Math.exp(log(LOWEST + (i + 0.5) * step) - most);
                step /= 2;
                steps *= 2;
                double now = most + Math.log(step * sum);
                if (Math.abs(now - before) < TOLERANCE) return now;
                before = now;
            }
            return before;
        }
    }
}
