package sc.fiji.boldj.stats;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import sc.fiji.boldj.run.Progress;

/**
 * The estimate of a contrast with its standard error at each element, by least squares with equal variances.
 *
 * <p>Elements that {@link PermutationTest} excludes (not finite in an observation, constant, no residual variance) hold NaN.
 *
 * @param effect one estimate for each element, in the unit of the data
 * @param standardError in the same unit
 * @param residualSd standard deviation of the residuals, in the same unit; {@code effect / residualSd} is Cohen's d of a
 *     difference
 * @param degreesOfFreedom of the error, not necessarily a whole number
 */
public record ContrastMaps(double[] effect, double[] standardError, double[] residualSd, double degreesOfFreedom) {

    /**
     * Fits the model at each element.
     *
     * @param model with a contrast of one row
     * @param data rows as the design
     * @throws IllegalArgumentException if the data have another number of rows
     * @throws IllegalStateException if the contrast has several rows
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static ContrastMaps of(LinearModel model, Observations data, Progress progress) {
        if (data.rows() != model.observations())
            throw new IllegalArgumentException("the data have " + data.rows() + " observations, but the design has "
                    + model.observations() + " rows");
        double information = model.information();
        ResidualStore store = ResidualStore.of(data, model.nuisance(), model.effects(), progress);
        return of(new LinearStatistic(store, model, List.of(), null), v -> information, model.degreesOfFreedom());
    }

    /**
     * Fits the model with a covariate that has its own values at each element, such as the baseline of a follow-up map: the
     * analysis of covariance of a trial with a scan before and after (Vickers and Altman 2001, BMJ 323). An element where the
     * covariate is missing, or is explained by the rest of the model, holds NaN.
     *
     * @param model with a contrast of one row; the covariate takes one of its degrees of freedom
     * @param covariate shape of the data
     * @throws IllegalArgumentException if shapes differ or no degree of freedom is left for the error
     * @throws IllegalStateException if the contrast has several rows
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static ContrastMaps of(LinearModel model, Observations data, Observations covariate, Progress progress) {
        double information = model.information();
        if (data.rows() != model.observations()
                || covariate.rows() != data.rows()
                || covariate.elements() != data.elements())
            throw new IllegalArgumentException("data and covariate need " + model.observations()
                    + " observations and equal numbers of elements, but have " + data.rows() + " of " + data.elements()
                    + " and " + covariate.rows() + " of " + covariate.elements());
        OwnCovariate own = OwnCovariate.of(covariate, model.nuisance(), model.effects(), progress.stage(0, 0.5));
        ResidualStore store = ResidualStore.of(data, own, model.nuisance(), model.effects(), progress.stage(0.5, 1));
        return of(
                new CovariateStatistic(store, own, model, List.of()),
                v -> information * own.left(v),
                model.degreesOfFreedom() - 1);
    }

    /** @param information the residual variance over the variance of the estimate, at each element */
    static ContrastMaps of(ShuffledStatistic statistic, IntToDoubleFunction information, double degrees) {
        ResidualStore store = statistic.residuals();
        double[] weights = new double[statistic.rows() * store.rows()];
        statistic.weights(new Shuffling(store.rows()), weights, 0);
        double[] effect = new double[store.elements()];
        double[] error = new double[store.elements()];
        double[] sd = new double[store.elements()];
        double[] products = new double[statistic.rows() * Math.min(ResidualStore.BLOCK, store.elements())];
        for (int block = 0; block < store.blocks(); block++) {
            statistic.multiply(weights, 0, statistic.rows(), block, products);
            statistic.evaluate(block, products, 0, effect, error, store.from(block));
        }
        for (int v = 0; v < effect.length; v++) {
            boolean tested = store.length(v) > 0;
            effect[v] = tested ? effect[v] : Double.NaN;
            error[v] = tested ? Math.sqrt(error[v]) : Double.NaN;
            sd[v] = error[v] * Math.sqrt(information.applyAsDouble(v));
        }
        return new ContrastMaps(effect, error, sd, degrees);
    }

    /** Student's t at each element against a value, such as 0 or a margin, a new array. */
    public double[] t(double against) {
        double[] t = new double[effect.length];
        for (int v = 0; v < t.length; v++) t[v] = (effect[v] - against) / standardError[v];
        return t;
    }

    /**
     * The confidence interval at each element, not simultaneous.
     *
     * @param level in (0, 1), such as 0.95
     * @return shape (2, elements): lower and upper ends
     */
    public double[][] intervals(double level) {
        double critical = ContrastEstimate.critical(level, degreesOfFreedom);
        double[][] ends = new double[2][effect.length];
        for (int v = 0; v < effect.length; v++) {
            ends[0][v] = effect[v] - critical * standardError[v];
            ends[1][v] = effect[v] + critical * standardError[v];
        }
        return ends;
    }
}
