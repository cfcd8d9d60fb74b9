package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.DataException;

/**
 * A marginal model of repeated measures with the sandwich estimator (Guillaume et al. 2014, NeuroImage 94): least squares, and
 * a variance of the contrast that holds whatever the covariance of the visits of one participant is. Immutable.
 *
 * <p>With residuals e, the hat matrix {@code H} and participants i, residuals are adjusted for small samples to {@code
 * (I - H_ii)^(-1/2) e_i} (Bell and McCaffrey 2002, Surv Methodol 28). The estimate is unbiased if visits are missing completely
 * at random.
 */
public final class SandwichModel {

    /** How the covariance of the visits is estimated. */
    public enum Variance {
        /** One covariance for all participants of a group, from all of them: for small samples. */
        HOMOGENEOUS,
        /** Each participant for itself: nothing is assumed; for large samples. */
        HETEROGENEOUS
    }

    /** Share of a participant's own variance that the rest of the design must leave. */
    private static final double DETERMINED = 1e-8;

    private final LinearModel model;
    private final int[] participant;
    private final int[][] rows;
    private final double[][] forms;
    private final double[][] restricted;
    private final double degrees;

    private SandwichModel(LinearModel model, int[] participant, int[][] rows, double[][] forms, double[][] restricted) {
        this.model = model;
        this.participant = participant;
        this.rows = rows;
        this.forms = forms;
        this.restricted = restricted;
        degrees = satterthwaite();
    }

    /**
     * A model of one contrast.
     *
     * @param model with a contrast of one row; a row for each participant and visit that was observed
     * @param participant a number for each row: equal numbers are one participant
     * @param visit a number for each row; only read for {@link Variance#HOMOGENEOUS}
     * @param group a number for each row, equal for all rows of a participant: equal numbers, equal covariance; only read
     *     for {@link Variance#HOMOGENEOUS}
     * @throws IllegalArgumentException if lengths differ, a participant has a visit twice or belongs to two groups
     * @throws DataException if one participant alone determines a column of the design
     */
    public static SandwichModel of(LinearModel model, int[] participant, int[] visit, int[] group, Variance variance) {
        int n = model.observations();
        if (model.effectRank() > 1)
            throw new IllegalArgumentException(
                    "the sandwich estimator tests one contrast row at a time, this contrast has " + model.effectRank()
                            + ": test them separately");
        if (participant.length != n || visit.length != n || group.length != n)
            throw new IllegalArgumentException(
                    "the sandwich estimator needs a participant, a visit and a group for each of " + n + " rows, got "
                            + participant.length + ", " + visit.length + " and " + group.length);
        Map<Integer, List<Integer>> own = new LinkedHashMap<>();
        for (int r = 0; r < n; r++)
            own.computeIfAbsent(participant[r], unknown -> new ArrayList<>()).add(r);
        int[][] rows = own.values().stream()
                .map(list -> list.stream().mapToInt(r -> r).toArray())
                .toArray(int[][]::new);
        for (int[] of : rows) requireOnce(of, visit, group);
        List<double[]> nuisance = model.nuisance();
        List<double[]> all = new ArrayList<>(nuisance);
        all.addAll(model.effects());
        double[] w = model.effectWeights();
        double[][] adjusted = new double[rows.length][];
        double[][] restricted = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            adjusted[i] = inverseRoot(all, rows[i]);
            restricted[i] = inverseRoot(nuisance, rows[i]);
        }
        double[][] forms = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            int t = rows[i].length;
            double[] inner = new double[t * t];
            for (int a = 0; a < t; a++)
                for (int b = 0; b < t; b++)
                    inner[a * t + b] = variance == Variance.HETEROGENEOUS
                            ? w[rows[i][a]] * w[rows[i][b]]
                            : shared(w, rows, visit, group, rows[i][a], rows[i][b]);
            forms[i] = new double[t * t];
            SmallMatrix.addSandwich(1, adjusted[i], inner, t, t, forms[i]);
        }
        return new SandwichModel(model, participant.clone(), rows, forms, restricted);
    }

    private static void requireOnce(int[] of, int[] visit, int[] group) {
        for (int a = 0; a < of.length; a++)
            for (int b = 0; b < a; b++) {
                if (visit[of[a]] == visit[of[b]])
                    throw new IllegalArgumentException("rows " + (of[b] + 1) + " and " + (of[a] + 1)
                            + " are the same visit of one participant: keep one");
                if (group[of[a]] != group[of[b]])
                    throw new IllegalArgumentException(
                            "rows " + (of[b] + 1) + " and " + (of[a] + 1) + " are one participant in two groups");
            }
    }

    /** The mean over the participants of a group with both visits of the product of their weights. */
    private static double shared(double[] w, int[][] rows, int[] visit, int[] group, int first, int second) {
        double sum = 0;
        int count = 0;
        for (int[] of : rows) {
            if (group[of[0]] != group[first]) continue;
            int a = find(of, visit, visit[first]);
            int b = find(of, visit, visit[second]);
            if (a < 0 || b < 0) continue;
            sum += w[a] * w[b];
            count++;
        }
        return sum / count;
    }

    private static int find(int[] of, int[] visit, int wanted) {
        for (int r : of) if (visit[r] == wanted) return r;
        return -1;
    }

    /** {@code (I - H_ii)^(-1/2)} of the rows of a participant. */
    private static double[] inverseRoot(List<double[]> basis, int[] of) {
        int t = of.length;
        double[] rest = new double[t * t];
        for (int a = 0; a < t; a++)
            for (int b = 0; b < t; b++) {
                rest[a * t + b] = a == b ? 1 : 0;
                for (double[] q : basis) rest[a * t + b] -= q[of[a]] * q[of[b]];
            }
        SymmetricEigen eigen = SymmetricEigen.of(rest, t);
        double[] root = new double[t * t];
        for (int k = 0; k < t; k++) {
            if (!(eigen.values()[k] > DETERMINED))
                throw new DataException("the participant of row " + (of[0] + 1)
                        + " alone determines a column of the design, so its residuals say nothing: remove the column, or"
                        + " join its level with another");
            for (int a = 0; a < t; a++)
                for (int b = 0; b < t; b++)
                    root[a * t + b] +=
                            eigen.vectors()[a * t + k] * eigen.vectors()[b * t + k] / Math.sqrt(eigen.values()[k]);
        }
        return root;
    }

    /** Matches the first two moments of the variance of independent errors to a chi-square. */
    private double satterthwaite() {
        double trace = 0;
        double square = 0;
        List<double[]> q = basis();
        List<double[]> mq = new ArrayList<>();
        for (double[] column : q) mq.add(form(column));
        for (double[] form : forms) {
            int t = (int) Math.round(Math.sqrt(form.length));
            for (int a = 0; a < t; a++) trace += form[a * t + a];
            square += Orthonormal.dot(form, form);
        }
        for (int a = 0; a < q.size(); a++) {
            trace -= Orthonormal.dot(q.get(a), mq.get(a));
            square -= 2 * Orthonormal.dot(mq.get(a), mq.get(a));
            for (int b = 0; b < q.size(); b++) {
                double both = Orthonormal.dot(q.get(a), mq.get(b));
                square += both * both;
            }
        }
        return trace * trace / square;
    }

    /** Orthonormal basis of the design, the effect last. */
    List<double[]> basis() {
        List<double[]> basis = new ArrayList<>(model.nuisance());
        basis.addAll(model.effects());
        return basis;
    }

    /** The quadratic form whose value at the residuals is the variance of the contrast, times a vector. */
    double[] form(double[] vector) {
        double[] result = new double[vector.length];
        for (int i = 0; i < rows.length; i++) {
            int t = rows[i].length;
            for (int a = 0; a < t; a++)
                for (int b = 0; b < t; b++) result[rows[i][a]] += forms[i][a * t + b] * vector[rows[i][b]];
        }
        return result;
    }

    /** The design and the contrast. */
    public LinearModel model() {
        return model;
    }

    /** Number of participants. */
    public int participants() {
        return rows.length;
    }

    /**
     * Degrees of freedom of t, by Satterthwaite's method for independent errors of equal variance (Bell and McCaffrey 2002).
     */
    public double degreesOfFreedom() {
        return degrees;
    }

    /** A number for each row. */
    int[] participant() {
        return participant;
    }

    /** The rows of each participant. */
    int[][] rows() {
        return rows;
    }

    /** The quadratic form of each participant. */
    double[][] forms() {
        return forms;
    }

    /** What adjusts the residuals of the restricted model, for each participant. */
    double[][] restricted() {
        return restricted;
    }
}
