package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.List;

/**
 * Student's t, or F, of a contrast under shuffling.
 *
 * <p>With residuals y of length 1, their products a with the basis of the effect and b with the basis of the nuisance that
 * moves, the residual sum of squares of the refitted model is {@code 1 - |b|^2 - |a|^2}: a product of matrices gives the
 * statistic of all shufflings at once, and no model is fitted twice.
 */
final class LinearStatistic implements ShuffledStatistic {

    /** Residual sum of squares of a fit that is perfect but for rounding, as a share of the total. */
    private static final double PERFECT = 1e-14;

    private final ResidualStore residuals;
    private final LinearModel model;
    private final List<double[]> moved;
    private final List<double[]> regressors;

    /**
     * @param moved basis of the nuisance that shuffling changes
     * @param regressors null to shuffle the data; else the columns to shuffle, which are then fitted again
     */
    LinearStatistic(ResidualStore residuals, LinearModel model, List<double[]> moved, List<double[]> regressors) {
        this.residuals = residuals;
        this.model = model;
        this.moved = regressors == null ? moved : List.of();
        this.regressors = regressors;
    }

    @Override
    public ResidualStore residuals() {
        return residuals;
    }

    @Override
    public int rows() {
        return model.effectRank() + moved.size();
    }

    @Override
    public void weights(Shuffling shuffling, double[] target, int offset) {
        int n = shuffling.size();
        int at = offset;
        List<double[]> effects = model.effects();
        if (regressors != null) {
            List<double[]> shuffled =
                    regressors.stream().map(column -> apply(shuffling, column)).toList();
            List<double[]> own = Orthonormal.extend(model.nuisance(), shuffled);
            Arrays.fill(target, offset, offset + rows() * n, 0);
            for (double[] column : own) {
                System.arraycopy(column, 0, target, at, n);
                at += n;
            }
            return;
        }
        for (double[] column : effects) at = write(shuffling, column, target, at);
        for (double[] column : moved) at = write(shuffling, column, target, at);
    }

    static double[] apply(Shuffling shuffling, double[] column) {
        double[] result = new double[column.length];
        write(shuffling, column, result, 0);
        return result;
    }

    static int write(Shuffling shuffling, double[] column, double[] target, int at) {
        for (int j = 0; j < column.length; j++) target[at + j] = shuffling.sign(j) * column[shuffling.row(j)];
        return at + column.length;
    }

    @Override
    public void evaluate(int block, double[] products, int offset, double[] statistic, double[] variance, int at) {
        int count = residuals.count(block);
        int s = model.effectRank();
        double df = model.degreesOfFreedom();
        if (s == 1 && moved.isEmpty() && variance == null) {
            for (int k = 0; k < count; k++) {
                double a = products[offset + k];
                statistic[at + k] = a * Math.sqrt(df / Math.max(1 - a * a, PERFECT));
            }
            return;
        }
        double[] rest = new double[count];
        Arrays.fill(rest, 1);
        for (int row = s; row < rows(); row++)
            for (int k = 0; k < count; k++) {
                double b = products[offset + row * count + k];
                rest[k] -= b * b;
            }
        if (s == 1) {
            for (int k = 0; k < count; k++) {
                double a = products[offset + k];
                double error = Math.max(rest[k] - a * a, PERFECT) / df;
                if (variance == null) statistic[at + k] = a / Math.sqrt(error);
                else {
                    double length = residuals.length(residuals.from(block) + k) / model.effectScale();
                    statistic[at + k] = a * length;
                    variance[at + k] = length == 0 ? Double.NaN : error * length * length;
                }
            }
            return;
        }
        for (int k = 0; k < count; k++) {
            double explained = 0;
            for (int row = 0; row < s; row++) {
                double a = products[offset + row * count + k];
                explained += a * a;
            }
            statistic[at + k] = explained / s * df / Math.max(rest[k] - explained, PERFECT);
        }
    }
}
