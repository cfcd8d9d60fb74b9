package sc.fiji.boldj.stats;

import java.util.List;

/**
 * Student's t, or F, of a contrast under shuffling where one covariate has its own values at each element.
 *
 * <p>With residuals y of length 1, c the covariate without the other nuisance, k its products with the basis of the effect,
 * and a, b and g the products of the shuffled residuals with the basis of the effect, the basis of the nuisance that moves and
 * c: with {@code u = a - g k} the effect explains {@code |u|^2 + (k u)^2 / (1 - |k|^2)} of the {@code 1 - |b|^2 - g^2} that the
 * refitted nuisance leaves. Only g needs a sum over observations for each element and shuffling.
 */
final class CovariateStatistic implements ShuffledStatistic {

    /** Residual sum of squares of a fit that is perfect but for rounding, as a share of the total. */
    private static final double PERFECT = 1e-14;

    private final ResidualStore residuals;
    private final OwnCovariate covariate;
    private final LinearModel model;
    private final List<double[]> moved;

    /** @param moved basis of the shared nuisance that shuffling changes */
    CovariateStatistic(ResidualStore residuals, OwnCovariate covariate, LinearModel model, List<double[]> moved) {
        this.residuals = residuals;
        this.covariate = covariate;
        this.model = model;
        this.moved = moved;
        requireError(model);
    }

    private static void requireError(LinearModel model) {
        if (model.degreesOfFreedom() < 2)
            throw new IllegalArgumentException(
                    "with a covariate for each voxel, the design leaves no degrees of freedom for"
                            + " the error: it needs more subjects, or fewer columns");
    }

    @Override
    public ResidualStore residuals() {
        return residuals;
    }

    /** The last row holds the shuffling itself, as row number plus 1 times the sign. */
    @Override
    public int rows() {
        return model.effectRank() + moved.size() + 1;
    }

    @Override
    public void weights(Shuffling shuffling, double[] target, int offset) {
        int at = offset;
        for (double[] column : model.effects()) at = LinearStatistic.write(shuffling, column, target, at);
        for (double[] column : moved) at = LinearStatistic.write(shuffling, column, target, at);
        for (int j = 0; j < shuffling.size(); j++) target[at + j] = shuffling.sign(j) * (shuffling.row(j) + 1.0);
    }

    @Override
    public void multiply(double[] weights, int first, int count, int block, double[] products) {
        ShuffledStatistic.super.multiply(weights, first, count, block, products);
        int n = residuals.rows();
        int width = residuals.count(block);
        double[] data = residuals.values(block);
        double[] unit = covariate.unit(block);
        for (int row = rows() - 1; row < count; row += rows()) {
            int at = row * width;
            for (int k = 0; k < width; k++) products[at + k] = 0;
            for (int j = 0; j < n; j++) {
                double code = weights[(first + row) * n + j];
                double sign = Math.signum(code);
                int from = ((int) Math.abs(code) - 1) * width;
                int with = j * width;
                for (int k = 0; k < width; k++) products[at + k] += sign * unit[from + k] * data[with + k];
            }
        }
    }

    @Override
    public void evaluate(int block, double[] products, int offset, double[] statistic, double[] variance, int at) {
        int count = residuals.count(block);
        int s = model.effectRank();
        double df = model.degreesOfFreedom() - 1.0;
        double[] shares = covariate.shares(block);
        for (int k = 0; k < count; k++) {
            int element = residuals.from(block) + k;
            double left = covariate.left(element);
            if (residuals.length(element) == 0) {
                statistic[at + k] = 0;
                if (variance != null) variance[at + k] = Double.NaN;
                continue;
            }
            double g = products[offset + (rows() - 1) * count + k];
            double rest = 1 - g * g;
            for (int row = s; row < rows() - 1; row++) {
                double b = products[offset + row * count + k];
                rest -= b * b;
            }
            double explained = 0;
            double along = 0;
            double u = 0;
            for (int row = 0; row < s; row++) {
                double share = shares[row * count + k];
                u = products[offset + row * count + k] - share * g;
                explained += u * u;
                along += share * u;
            }
            explained += along * along / left;
            double error = Math.max(rest - explained, PERFECT) / df;
            if (s > 1) statistic[at + k] = explained / s / error;
            else if (variance == null) statistic[at + k] = Math.copySign(Math.sqrt(explained / error), u);
            else {
                double length = residuals.length(element) / model.effectScale();
                statistic[at + k] = u * length / left;
                variance[at + k] = error * length * length / left;
            }
        }
    }
}
