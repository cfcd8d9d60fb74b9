package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.stats.VisitData.Participant;

/**
 * The restricted likelihood at one covariance: {@code -1/2 [(n - p) log 2 pi + log|V| + log|X' V^-1 X| + r' V^-1 r]}, its score
 * and its expected information, and the generalised least-squares estimate. Immutable once made.
 */
final class RemlState {

    private final VisitData data;
    private final int p;
    private final List<double[]> precision = new ArrayList<>();
    private final List<double[]> weighted = new ArrayList<>();
    private final double[] weightedResidual;
    private final double[] phi;
    private final double[] beta;
    private final double logLikelihood;

    private RemlState(VisitData data, double[] phi, double[] beta, double logDeterminants, List<double[]> precision) {
        this.data = data;
        this.phi = phi;
        this.beta = beta;
        this.precision.addAll(precision);
        p = data.columns();
        weightedResidual = new double[data.visits() * data.visits()];
        double squares = 0;
        for (Participant one : data.participants()) {
            int[] seen = data.seen(one);
            double[] a = precision.get(one.pattern());
            weighted.add(SmallMatrix.product(a, one.design(), seen.length, seen.length, p));
            double[] residual = one.values().clone();
            for (int k = 0; k < seen.length; k++)
                for (int c = 0; c < p; c++) residual[k] -= one.design()[k * p + c] * beta[c];
            double[] scaled = SmallMatrix.product(a, residual, seen.length, seen.length, 1);
            for (int i = 0; i < seen.length; i++) {
                squares += residual[i] * scaled[i];
                for (int j = 0; j < seen.length; j++)
                    weightedResidual[seen[i] * data.visits() + seen[j]] += scaled[i] * scaled[j];
            }
        }
        logLikelihood = -0.5 * ((data.observations() - p) * StrictMath.log(2 * Math.PI) + logDeterminants + squares);
    }

    /** The state at a covariance of shape (visits, visits); null where it is not positive definite. */
    static RemlState at(VisitData data, double[] covariance) {
        int p = data.columns();
        if (SmallMatrix.factor(covariance, data.visits()) == null) return null;
        List<double[]> precision = new ArrayList<>();
        double[] logs = new double[data.patterns().size()];
        for (int k = 0; k < logs.length; k++) {
            int size = data.patterns().get(k).length;
            double[] factor = SmallMatrix.factor(data.part(covariance, k), size);
            if (factor == null) return null;
            logs[k] = SmallMatrix.logDeterminant(factor, size);
            precision.add(SmallMatrix.inverse(factor, size));
        }
        double[] gram = new double[p * p];
        double[] right = new double[p];
        double sum = 0;
        for (Participant one : data.participants()) {
            int size = one.values().length;
            double[] a = precision.get(one.pattern());
            SmallMatrix.addSandwich(1, one.design(), a, size, p, gram);
            double[] y = SmallMatrix.product(a, one.values(), size, size, 1);
            for (int k = 0; k < size; k++) for (int c = 0; c < p; c++) right[c] += one.design()[k * p + c] * y[k];
            sum += logs[one.pattern()];
        }
        double[] factor = SmallMatrix.factor(gram, p);
        if (factor == null) return null;
        Cholesky.solveSquare(factor, p, right);
        return new RemlState(
                data, SmallMatrix.inverse(factor, p), right, sum + SmallMatrix.logDeterminant(factor, p), precision);
    }

    double logLikelihood() {
        return logLikelihood;
    }

    /** The coefficients. */
    double[] beta() {
        return beta;
    }

    /** Their covariance if V were known, {@code (X' V^-1 X)^-1}. */
    double[] phi() {
        return phi;
    }

    /** The derivative of the likelihood by the parameters with these slopes of the covariance. */
    double[] score(double[][] slopes) {
        int t = data.visits();
        double[] g = weightedResidual.clone();
        for (int s = 0; s < data.participants().size(); s++) {
            Participant one = data.participants().get(s);
            int[] seen = data.seen(one);
            double[] a = precision.get(one.pattern());
            double[] explained = explained(s);
            for (int i = 0; i < seen.length; i++)
                for (int j = 0; j < seen.length; j++)
                    g[seen[i] * t + seen[j]] += explained[i * seen.length + j] - a[i * seen.length + j];
        }
        double[] score = new double[slopes.length];
        for (int i = 0; i < score.length; i++) score[i] = SmallMatrix.traceOfProduct(g, slopes[i], t) / 2;
        return score;
    }

    /** {@code V^-1 X phi X' V^-1} of a participant. */
    private double[] explained(int s) {
        int size = data.participants().get(s).values().length;
        double[] m = weighted.get(s);
        double[] mPhi = SmallMatrix.product(m, phi, size, p, p);
        double[] result = new double[size * size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                for (int c = 0; c < p; c++) result[i * size + j] += mPhi[i * p + c] * m[j * p + c];
        return result;
    }

    /** Expected information of the parameters, shape (parameters, parameters). */
    double[] information(double[][] slopes) {
        int q = slopes.length;
        double[] information = new double[q * q];
        List<double[]> phiP = new ArrayList<>();
        for (double[] pi : derivatives(slopes)) phiP.add(SmallMatrix.product(phi, pi, p));
        for (int i = 0; i < q; i++)
            for (int j = 0; j <= i; j++)
                information[i * q + j] = SmallMatrix.traceOfProduct(phiP.get(i), phiP.get(j), p) / 2;
        double[][][] parts = parts(slopes);
        double[][] members = new double[data.patterns().size()][];
        int[] count = new int[members.length];
        for (int s = 0; s < data.participants().size(); s++) {
            int k = data.participants().get(s).pattern();
            double[] explained = explained(s);
            if (members[k] == null) members[k] = new double[explained.length];
            for (int i = 0; i < explained.length; i++) members[k][i] += explained[i];
            count[k]++;
        }
        for (int k = 0; k < members.length; k++) {
            int size = data.patterns().get(k).length;
            double[] a = precision.get(k);
            for (int i = 0; i < q; i++) {
                double[] left = SmallMatrix.product(a, parts[k][i], size);
                // D A explained, whose trace with D is that of phi Q
                double[] shared = SmallMatrix.product(SmallMatrix.product(members[k], parts[k][i], size), a, size);
                for (int j = 0; j <= i; j++) {
                    double[] right = SmallMatrix.product(a, parts[k][j], size);
                    information[i * q + j] += count[k] * SmallMatrix.traceOfProduct(left, right, size) / 2
                            - SmallMatrix.traceOfProduct(shared, parts[k][j], size);
                }
            }
        }
        for (int i = 0; i < q; i++) for (int j = 0; j < i; j++) information[j * q + i] = information[i * q + j];
        return information;
    }

    /** The slopes for each set of visits, shape (patterns, parameters, ...). */
    private double[][][] parts(double[][] slopes) {
        double[][][] parts = new double[data.patterns().size()][slopes.length][];
        for (int k = 0; k < parts.length; k++)
            for (int i = 0; i < slopes.length; i++) parts[k][i] = data.part(slopes[i], k);
        return parts;
    }

    /** Derivatives of {@code X' V^-1 X} by the parameters: P of Kenward and Roger. */
    List<double[]> derivatives(double[][] slopes) {
        double[][][] parts = parts(slopes);
        List<double[]> derivatives = new ArrayList<>();
        for (int i = 0; i < slopes.length; i++) {
            double[] sum = new double[p * p];
            for (int s = 0; s < data.participants().size(); s++) {
                Participant one = data.participants().get(s);
                SmallMatrix.addSandwich(-1, weighted.get(s), parts[one.pattern()][i], one.values().length, p, sum);
            }
            derivatives.add(sum);
        }
        return derivatives;
    }

    /**
     * The sum of {@code w (Q - R / 4)} of Kenward and Roger over all pairs of parameters, shape (columns, columns).
     *
     * @param w weights of the pairs
     * @param curvatures second derivatives of the covariance, null for none
     */
    double[] curvature(double[] w, double[][] slopes, double[][][] curvatures) {
        int q = slopes.length;
        double[][][] parts = parts(slopes);
        List<double[]> inner = new ArrayList<>();
        for (int k = 0; k < parts.length; k++) {
            int size = data.patterns().get(k).length;
            double[] sum = new double[size * size];
            for (int i = 0; i < q; i++) {
                double[] left = SmallMatrix.product(parts[k][i], precision.get(k), size);
                for (int j = 0; j < q; j++) {
                    double[] both = SmallMatrix.product(left, parts[k][j], size);
                    double[] bend = curvatures == null ? null : data.part(curvatures[i][j], k);
                    for (int e = 0; e < sum.length; e++)
                        sum[e] += w[i * q + j] * (both[e] - (bend == null ? 0 : bend[e] / 4));
                }
            }
            inner.add(sum);
        }
        double[] total = new double[p * p];
        for (int s = 0; s < data.participants().size(); s++) {
            Participant one = data.participants().get(s);
            SmallMatrix.addSandwich(1, weighted.get(s), inner.get(one.pattern()), one.values().length, p, total);
        }
        return total;
    }
}
