package sc.fiji.boldj.stats;

import java.util.List;
import sc.fiji.boldj.linalg.Cholesky;

/**
 * Inference on fixed effects with the covariance estimated from few participants (Kenward and Roger 1997, Biometrics 53): an
 * adjusted covariance of the coefficients, and degrees of freedom and a scale that match the moments of F. Immutable.
 *
 * <p>Variances and covariances are the parameters, or variances and correlations where the structure has correlations, whose
 * second derivatives are taken in.
 */
final class KenwardRoger {

    private final int p;
    private final double[] phi;
    private final double[] adjusted;
    private final double[] w;
    private final List<double[]> derivatives;

    private KenwardRoger(int p, double[] phi, double[] adjusted, double[] w, List<double[]> derivatives) {
        this.p = p;
        this.phi = phi;
        this.adjusted = adjusted;
        this.w = w;
        this.derivatives = derivatives;
    }

    /** Null where the parameters of the covariance have no information. */
    static KenwardRoger of(RemlState state, VisitStructure structure, double[] working, int p) {
        double[][] slopes = structure.naturalSlopes(working);
        int q = slopes.length;
        double[] factor = SmallMatrix.factor(state.information(slopes), q);
        if (factor == null) return null;
        double[] w = SmallMatrix.inverse(factor, q);
        double[] phi = state.phi();
        List<double[]> derivatives = state.derivatives(slopes);
        double[] inner = state.curvature(w, slopes, structure.naturalCurvatures(working));
        for (int i = 0; i < q; i++) {
            double[] left = SmallMatrix.product(derivatives.get(i), phi, p);
            for (int j = 0; j < q; j++) {
                double[] both = SmallMatrix.product(left, derivatives.get(j), p);
                for (int e = 0; e < both.length; e++) inner[e] -= w[i * q + j] * both[e];
            }
        }
        double[] change = SmallMatrix.product(SmallMatrix.product(phi, inner, p), phi, p);
        double[] adjusted = new double[p * p];
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++) adjusted[i * p + j] = phi[i * p + j] + change[i * p + j] + change[j * p + i];
        return new KenwardRoger(p, phi, adjusted, w, derivatives);
    }

    /** The adjusted covariance of the coefficients, shape (columns, columns). */
    double[] adjusted() {
        return adjusted;
    }

    /**
     * The test of contrasts.
     *
     * @param rows shape (contrasts, columns), independent
     */
    JointTest test(double[][] rows, double[] beta) {
        int l = rows.length;
        double[] flat = new double[l * p];
        for (int i = 0; i < l; i++) System.arraycopy(rows[i], 0, flat, i * p, p);
        double[] inverse = inverse(phi, flat, l);
        // theta = L' (L phi L')^-1 L
        double[] theta = new double[p * p];
        SmallMatrix.addSandwich(1, flat, inverse, l, p, theta);
        double[] thetaPhi = SmallMatrix.product(theta, phi, p);
        double[][] each = new double[derivatives.size()][];
        for (int i = 0; i < each.length; i++)
            each[i] = SmallMatrix.product(SmallMatrix.product(thetaPhi, derivatives.get(i), p), phi, p);
        double a1 = 0;
        double a2 = 0;
        for (int i = 0; i < each.length; i++)
            for (int j = 0; j < each.length; j++) {
                double weight = w[i * each.length + j];
                a1 += weight * trace(each[i]) * trace(each[j]);
                a2 += weight * SmallMatrix.traceOfProduct(each[i], each[j], p);
            }
        double[] scale = moments(a1, a2, l);
        double[] effect = SmallMatrix.product(flat, beta, l, p, 1);
        double[] adjustedInverse = inverse(adjusted, flat, l);
        double wald = 0;
        for (int i = 0; i < l; i++)
            for (int j = 0; j < l; j++) wald += effect[i] * adjustedInverse[i * l + j] * effect[j];
        return new JointTest(scale[1] * wald / l, l, scale[0], scale[1]);
    }

    private double trace(double[] a) {
        double sum = 0;
        for (int i = 0; i < p; i++) sum += a[i * p + i];
        return sum;
    }

    private double[] inverse(double[] covariance, double[] flat, int l) {
        double[] lc = SmallMatrix.product(flat, covariance, l, p, p);
        double[] middle = new double[l * l];
        for (int i = 0; i < l; i++)
            for (int j = 0; j < l; j++)
                for (int c = 0; c < p; c++) middle[i * l + j] += lc[i * p + c] * flat[j * p + c];
        double[] factor = middle.clone();
        if (!Cholesky.factorSquare(factor, l, 1e-12))
            throw new IllegalArgumentException(
                    "the contrasts depend on each other: omit those that follow from the others");
        return SmallMatrix.inverse(factor, l);
    }

    /** Denominator degrees of freedom and scale, from the moments of the Wald statistic. */
    private static double[] moments(double a1, double a2, int l) {
        // one contrast, or as many as columns with one parameter: the general form is 0 / 0 in places
        if (l == 1) return new double[] {2 / a2, 1};
        double b = (a1 + 6 * a2) / (2.0 * l);
        double g = ((l + 1) * a1 - (l + 4) * a2) / ((l + 2) * a2);
        double denominator = 3.0 * l + 2 * (1 - g);
        double c1 = g / denominator;
        double c2 = (l - g) / denominator;
        double c3 = (l + 2 - g) / denominator;
        double mean = 1 / (1 - a2 / l);
        double variance = 2.0 / l * (1 + c1 * b) / ((1 - c2 * b) * (1 - c2 * b) * (1 - c3 * b));
        double rho = variance / (2 * mean * mean);
        double df = 4 + (l + 2) / (l * rho - 1);
        return new double[] {df, df / (mean * (df - 2))};
    }
}
