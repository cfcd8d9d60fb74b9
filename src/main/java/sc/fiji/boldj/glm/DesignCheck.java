package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.linalg.SymmetricEigen;

/** What is to be known of a design before data are fitted: whether it can be, and how well. */
public final class DesignCheck {

    /** A variance inflation above this is worth a warning. */
    public static final double HIGH_INFLATION = 10;

    private DesignCheck() {}

    /**
     * Returns normally if the columns are independent and leave something for the error.
     *
     * @throws IllegalArgumentException if a column is a combination of others, naming all of them, or no degree of
     *     freedom is left
     */
    public static void requireEstimable(Design design) {
        int n = design.rows();
        int k = design.columns();
        double[] matrix = design.matrix();
        ColumnSpace space = ColumnSpace.of(matrix, n, k);
        if (space.rank() < k) throw new IllegalArgumentException(dependence(design, matrix, space));
        if (n - k < 1)
            throw new IllegalArgumentException(
                    "the design has " + k + " columns for " + n
                            + " volumes: no degree of freedom is left for the error; use fewer confounds or a longer high_pass");
    }

    private static String dependence(Design design, double[] matrix, ColumnSpace space) {
        int n = design.rows();
        int k = design.columns();
        int[] kept = space.independentColumns();
        boolean[] independent = new boolean[k];
        for (int c : kept) independent[c] = true;
        double[] base = new double[n * kept.length];
        for (int t = 0; t < n; t++)
            for (int j = 0; j < kept.length; j++) base[t * kept.length + j] = matrix[t * k + kept[j]];
        List<String> sentences = new ArrayList<>();
        for (int c = 0; c < k && sentences.size() < 5; c++) {
            if (independent[c]) continue;
            double[] column = design.column(c);
            if (Arrays.stream(column).allMatch(v -> v == 0)) {
                sentences.add(design.names().get(c) + " is 0 in every volume");
                continue;
            }
            double[] weights = kept.length == 0
                    ? new double[0]
                    : LeastSquares.solve(base, n, kept.length, column, 1).coefficients();
            double length = norm(column);
            List<String> others = new ArrayList<>();
            for (int j = 0; j < kept.length; j++)
                if (Math.abs(weights[j]) * norm(design.column(kept[j])) > 1e-6 * length)
                    others.add(design.names().get(kept[j]));
            sentences.add(design.names().get(c) + " is a combination of " + String.join(", ", others));
        }
        int more = k - space.rank() - sentences.size();
        return "the design cannot be estimated, its " + k + " columns have rank " + space.rank() + ": "
                + String.join("; ", sentences)
                + (more > 0 ? "; and " + more + " more" : "")
                + ": remove one of them";
    }

    private static double norm(double[] column) {
        double sum = 0;
        for (double v : column) sum += v * v;
        return Math.sqrt(sum);
    }

    /**
     * Correlation of each pair of columns over the volumes, shape (columns, columns); NaN for a constant.
     */
    public static double[][] correlation(Design design) {
        int k = design.columns();
        double[][] centred = new double[k][];
        for (int c = 0; c < k; c++) {
            centred[c] = design.column(c);
            double mean = Arrays.stream(centred[c]).average().orElse(0);
            double norm = 0;
            for (int t = 0; t < centred[c].length; t++) {
                centred[c][t] -= mean;
                norm += centred[c][t] * centred[c][t];
            }
            boolean constant = norm <= 1e-24 * centred[c].length * mean * mean || norm == 0;
            for (int t = 0; t < centred[c].length; t++) centred[c][t] /= constant ? Double.NaN : Math.sqrt(norm);
        }
        double[][] r = new double[k][k];
        for (int a = 0; a < k; a++)
            for (int b = a; b < k; b++) {
                double sum = 0;
                for (int t = 0; t < design.rows(); t++) sum += centred[a][t] * centred[b][t];
                r[a][b] = a == b && !Double.isNaN(sum) ? 1 : sum;
                r[b][a] = r[a][b];
            }
        return r;
    }

    /**
     * Variance inflation of each column: how many times larger the variance of its weight is than if it were orthogonal
     * to all others, {@code 1 / (1 - R^2)} of its regression on the others about its mean. 1 is ideal, above 5 doubtful, above 10 bad. NaN for constants.
     */
    public static double[] inflation(Design design) {
        double[] inflation = new double[design.columns()];
        Arrays.fill(inflation, Double.NaN);
        double[][] r = correlation(design);
        List<Integer> varying = new ArrayList<>();
        for (int c = 0; c < inflation.length; c++) if (!Double.isNaN(r[c][c])) varying.add(c);
        int k = varying.size();
        double[] own = new double[k * k];
        for (int a = 0; a < k; a++) for (int b = 0; b < k; b++) own[a * k + b] = r[varying.get(a)][varying.get(b)];
        SymmetricEigen eigen = SymmetricEigen.of(own, k);
        for (int a = 0; a < k; a++) {
            double sum = 0;
            for (int e = 0; e < k; e++) {
                double v = eigen.vectors()[a * k + e];
                sum += v * v / Math.max(eigen.values()[e], 1e-300);
            }
            inflation[varying.get(a)] = sum;
        }
        return inflation;
    }

    /**
     * Efficiency of a contrast: 1 over the trace of {@code C (X'X)^-1 C'}; the variance of its effect is the noise
     * variance over it (for one row). Comparable between designs of the same scaling and contrasts of the same weights.
     *
     * @throws IllegalArgumentException if the design is not of full rank
     */
    public static double efficiency(Design design, TaskContrast contrast) {
        ModelBasis basis = ModelBasis.of(design, List.of(contrast), 0);
        double trace = 0;
        for (double[] row : basis.contrast(0)) for (double v : row) trace += v * v;
        return 1 / trace;
    }

    /** Sentences on what is doubtful: large variance inflation of responses, and few degrees of freedom. */
    public static List<String> warnings(Design design) {
        List<String> warnings = new ArrayList<>();
        double[] inflation = inflation(design);
        double[][] r = correlation(design);
        for (int c = 0; c < inflation.length; c++) {
            Design.Kind kind = design.kinds().get(c);
            if (!(inflation[c] > HIGH_INFLATION)
                    || (kind != Design.Kind.TASK && kind != Design.Kind.MODULATOR && kind != Design.Kind.REGRESSOR))
                continue;
            int most = -1;
            for (int o = 0; o < r.length; o++)
                if (o != c && !Double.isNaN(r[c][o]) && (most < 0 || Math.abs(r[c][o]) > Math.abs(r[c][most])))
                    most = o;
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s is largely a combination of other columns (variance inflation %.1f; most strongly correlated with %s, r = %.2f)",
                    design.names().get(c),
                    inflation[c],
                    most < 0 ? "none" : design.names().get(most),
                    most < 0 ? 0 : r[c][most]));
        }
        int left = design.rows() - design.columns();
        if (left < 20) warnings.add("only " + left + " degrees of freedom are left for the error");
        return warnings;
    }
}
