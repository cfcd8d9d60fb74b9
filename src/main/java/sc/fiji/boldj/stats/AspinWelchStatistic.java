package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.run.DataException;

/**
 * The statistic for groups of different variance: v of Aspin and Welch for one contrast row, G for several (Winkler et al.
 * 2014, equation 3). It equals Welch's t for two groups, and t or F if there is one variance group.
 */
final class AspinWelchStatistic implements ShuffledStatistic {

    private final ResidualStore residuals;
    private final int[] group;
    private final int groups;
    private final int s;
    private final int rank;
    private final int n;
    private final List<double[]> effects;
    private final double[][] forming;
    private final double[][] gram;
    private final double[] trace;

    /** @param variance a number for each observation: equal numbers, equal variance */
    AspinWelchStatistic(ResidualStore residuals, LinearModel model, int[] variance) {
        this.residuals = residuals;
        n = model.observations();
        if (variance.length != n)
            throw new IllegalArgumentException(
                    "variance groups need one number for each of " + n + " observations, got " + variance.length);
        int[] names = Arrays.stream(variance).distinct().toArray();
        groups = names.length;
        group = new int[n];
        for (int i = 0; i < n; i++) for (int g = 0; g < groups; g++) if (names[g] == variance[i]) group[i] = g;
        effects = model.effects();
        s = effects.size();
        List<double[]> basis = new ArrayList<>(model.nuisance());
        basis.addAll(effects);
        rank = basis.size();
        forming = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                forming[i][j] = i == j ? 1 : 0;
                for (double[] q : basis) forming[i][j] -= q[i] * q[j];
            }
        trace = new double[groups];
        for (int i = 0; i < n; i++) trace[group[i]] += forming[i][i];
        gram = new double[groups][rank * rank];
        for (int i = 0; i < n; i++)
            for (int a = 0; a < rank; a++)
                for (int b = 0; b < rank; b++) gram[group[i]][a * rank + b] += basis.get(a)[i] * basis.get(b)[i];
        for (int g = 0; g < groups; g++)
            if (trace[g] < 1e-6)
                throw new DataException("variance group " + names[g]
                        + " leaves no degree of freedom to estimate its variance: it needs 2 observations or more");
    }

    @Override
    public ResidualStore residuals() {
        return residuals;
    }

    @Override
    public int rows() {
        return s + n;
    }

    @Override
    public void weights(Shuffling shuffling, double[] target, int offset) {
        int at = offset;
        for (double[] column : effects) at = LinearStatistic.write(shuffling, column, target, at);
        for (double[] row : forming) at = LinearStatistic.write(shuffling, row, target, at);
    }

    @Override
    public void evaluate(int block, double[] products, int offset, double[] statistic, double[] variance, int at) {
        int count = residuals.count(block);
        double[] weight = new double[groups];
        double[] information = new double[rank * rank];
        for (int k = 0; k < count; k++) {
            statistic[at + k] = 0;
            if (residuals.length(residuals.from(block) + k) == 0) continue;
            Arrays.fill(weight, 0);
            for (int i = 0; i < n; i++) {
                double e = products[offset + (s + i) * count + k];
                weight[group[i]] += e * e;
            }
            Arrays.fill(information, 0);
            for (int g = 0; g < groups; g++) {
                weight[g] = trace[g] / Math.max(weight[g], 1e-14);
                for (int i = 0; i < information.length; i++) information[i] += weight[g] * gram[g][i];
            }
            Cholesky.factorSquareAbove(information, rank, Double.MIN_NORMAL);
            double sum = 0;
            // The last rows of the factor are the factor of the effect's own information.
            for (int j = 0; j < s; j++) {
                double part = 0;
                for (int i = j; i < s; i++)
                    part += information[(rank - s + i) * rank + rank - s + j] * products[offset + i * count + k];
                sum += s == 1 ? part : part * part;
            }
            statistic[at + k] = s == 1 ? sum : sum / (s * lambda(weight));
        }
    }

    private double lambda(double[] weight) {
        double total = 0;
        for (int i = 0; i < n; i++) total += weight[group[i]];
        double sum = 0;
        for (int g = 0; g < groups; g++) {
            double members = 0;
            for (int i = 0; i < n; i++) if (group[i] == g) members++;
            double share = 1 - members * weight[g] / total;
            sum += share * share / trace[g];
        }
        return 1 + 2.0 * (s - 1) / (s * (s + 2.0)) * sum;
    }
}
