package sc.fiji.boldj.stats;

import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The contrast over its sandwich standard error, with signs for the residuals of whole participants.
 *
 * <p>With residuals r of the restricted model, signs f, an orthonormal basis Q of the design and the quadratic form M (block
 * diagonal by participants), the residuals of the refitted model are {@code e = f r - Q t}, {@code t = Q' f r}. Since a form of
 * one participant does not change with the sign, {@code e' M e = r' M r - 2 t' u} with {@code u = (M Q - Q (Q' M Q) / 2)' f r}:
 * the products of two sets of weights with the residuals give the statistic, and no model is fitted twice.
 */
final class SandwichStatistic implements ShuffledStatistic {

    /** Variance of the contrast, as a share of that of unchanged residuals, below which there is none. */
    private static final double NONE = 1e-10;

    private final ResidualStore residuals;
    private final List<double[]> basis;
    private final double[][] inner;
    private final double[][] constant;
    private final double scale;

    SandwichStatistic(SandwichModel model, ResidualStore residuals, Progress progress) {
        this.residuals = residuals;
        basis = model.basis();
        scale = model.model().effectScale();
        int p = basis.size();
        double[][] forms = new double[p][];
        for (int a = 0; a < p; a++) forms[a] = model.form(basis.get(a));
        inner = new double[p][];
        for (int a = 0; a < p; a++) {
            inner[a] = forms[a].clone();
            for (int b = 0; b < p; b++) {
                double half = Orthonormal.dot(basis.get(b), forms[a]) / 2;
                for (int r = 0; r < inner[a].length; r++) inner[a][r] -= half * basis.get(b)[r];
            }
        }
        constant = new double[residuals.blocks()][];
        FixedChunks.forEach(
                residuals.blocks(), 1, (from, to) -> constant[from] = constants(model, residuals, from), progress);
    }

    private static double[] constants(SandwichModel model, ResidualStore residuals, int block) {
        int count = residuals.count(block);
        double[] values = residuals.values(block);
        double[] sum = new double[count];
        for (int i = 0; i < model.rows().length; i++) {
            int[] own = model.rows()[i];
            double[] form = model.forms()[i];
            for (int a = 0; a < own.length; a++)
                for (int b = 0; b < own.length; b++) {
                    double weight = form[a * own.length + b];
                    int x = own[a] * count;
                    int y = own[b] * count;
                    for (int k = 0; k < count; k++) sum[k] += weight * values[x + k] * values[y + k];
                }
        }
        return sum;
    }

    @Override
    public ResidualStore residuals() {
        return residuals;
    }

    @Override
    public int rows() {
        return 2 * basis.size();
    }

    @Override
    public void weights(Shuffling shuffling, double[] target, int offset) {
        int at = offset;
        for (double[] column : basis) at = LinearStatistic.write(shuffling, column, target, at);
        for (double[] column : inner) at = LinearStatistic.write(shuffling, column, target, at);
    }

    @Override
    public void evaluate(int block, double[] products, int offset, double[] statistic, double[] variance, int at) {
        int count = residuals.count(block);
        int p = basis.size();
        double[] form = constant[block].clone();
        for (int a = 0; a < p; a++) {
            int t = offset + a * count;
            int u = offset + (p + a) * count;
            for (int k = 0; k < count; k++) form[k] -= 2 * products[t + k] * products[u + k];
        }
        int effect = offset + (p - 1) * count;
        for (int k = 0; k < count; k++) {
            double value = products[effect + k] / scale;
            boolean none = !(form[k] > NONE * Math.abs(constant[block][k]));
            if (variance == null) statistic[at + k] = none ? 0 : value / Math.sqrt(form[k]);
            else {
                double length = residuals.length(residuals.from(block) + k);
                statistic[at + k] = value * length;
                variance[at + k] = none ? Double.NaN : form[k] * length * length;
            }
        }
    }
}
