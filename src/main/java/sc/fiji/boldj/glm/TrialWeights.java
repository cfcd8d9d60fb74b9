package sc.fiji.boldj.glm;

import java.util.List;
import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.linalg.LeastSquares;

/**
 * The weights that turn a voxel's series into the amplitude of each trial. Immutable.
 *
 * <p>Separately (LSS; Mumford 2012, NeuroImage 59:2636): one model per trial, with the trial's own response, the sum of
 * the responses to the other trials of its condition, the sum for each other condition, and the nuisance columns.
 * Together (LSA; Rissman 2004): one model with one column per trial. Both are ordinary least squares, and so the amplitude
 * is a weighted sum of the volumes: the weights are made once, for every voxel.
 */
public final class TrialWeights {

    /** A trial's response of length 1 must be at least this far from what stands beside it in its model. */
    public static final double LEAST_DISTANCE = 1e-6;

    /** How trials are modelled. */
    public enum Method {
        /** Least squares, separately: one model per trial. */
        LSS,
        /** Least squares, all: one model. */
        LSA;

        /** The method of a name in upper or lower case. */
        public static Method named(String name) {
            for (Method method : values()) if (method.name().equalsIgnoreCase(name.strip())) return method;
            throw new IllegalArgumentException("method must be lss or lsa, got '" + name + "'");
        }
    }

    private final int volumes;
    private final int trials;
    private final double[] weights;

    private TrialWeights(int volumes, int trials, double[] weights) {
        this.volumes = volumes;
        this.trials = trials;
        this.weights = weights;
    }

    /**
     * Makes the weights.
     *
     * @param responses shape (trials, volumes): the expected response to each trial
     * @param condition shape (trials): which condition a trial belongs to, 0 or more
     * @param names shape (trials): what to call each trial in messages
     * @param nuisance shape (volumes, count), row = time: constant, drift, confounds, other regressors
     * @throws IllegalArgumentException if shapes differ, a value is not finite, there is no trial, or a trial cannot be distinguished from the others or from the nuisance, naming it
     */
    public static TrialWeights of(
            double[][] responses, int[] condition, List<String> names, double[] nuisance, int count, Method method) {
        int trials = responses.length;
        if (trials == 0) throw new IllegalArgumentException("there is no trial");
        if (condition.length != trials || names.size() != trials)
            throw new IllegalArgumentException("there are " + trials + " trials but " + condition.length
                    + " conditions and " + names.size() + " names");
        int volumes = responses[0].length;
        double[] basis = ColumnSpace.of(nuisance, volumes, count).basis();
        int rank = basis.length / volumes;
        double[][] free = new double[trials][];
        double[] lengths = new double[trials];
        for (int k = 0; k < trials; k++) {
            if (responses[k].length != volumes)
                throw new IllegalArgumentException(names.get(k) + " has a response of " + responses[k].length
                        + " volumes but the others of " + volumes);
            lengths[k] = length(responses[k]);
            if (!Double.isFinite(lengths[k]))
                throw new IllegalArgumentException(names.get(k) + " has a response that is not a number");
            if (lengths[k] == 0)
                throw new IllegalArgumentException(
                        names.get(k) + " has no response in the scan: is its onset outside?");
            free[k] = without(responses[k], basis, rank);
        }
        double[] weights = new double[Math.multiplyExact(trials, volumes)];
        if (method == Method.LSS) separately(free, condition, lengths, names, weights);
        else together(free, lengths, names, weights);
        return new TrialWeights(volumes, trials, weights);
    }

    private static void separately(
            double[][] free, int[] condition, double[] lengths, List<String> names, double[] weights) {
        int volumes = free[0].length;
        int conditions = 0;
        for (int c : condition) conditions = Math.max(conditions, c + 1);
        double[][] sums = new double[conditions][volumes];
        int[] members = new int[conditions];
        for (int k = 0; k < free.length; k++) {
            members[condition[k]]++;
            for (int i = 0; i < volumes; i++) sums[condition[k]][i] += free[k][i];
        }
        for (int k = 0; k < free.length; k++) {
            int columns = 0;
            double[] others = new double[volumes * conditions];
            for (int c = 0; c < conditions; c++) {
                if (members[c] == 0 || (c == condition[k] && members[c] == 1)) continue;
                for (int i = 0; i < volumes; i++)
                    others[i * conditions + columns] = sums[c][i] - (c == condition[k] ? free[k][i] : 0);
                columns++;
            }
            double[] packed = new double[volumes * columns];
            for (int i = 0; i < volumes; i++) System.arraycopy(others, i * conditions, packed, i * columns, columns);
            place(free[k], packed, columns, lengths[k], names.get(k), weights, k * volumes);
        }
    }

    private static void together(double[][] free, double[] lengths, List<String> names, double[] weights) {
        int volumes = free[0].length;
        int trials = free.length;
        double[] design = new double[volumes * trials];
        double[] ones = new double[Math.multiplyExact(volumes, volumes)];
        for (int i = 0; i < volumes; i++) {
            ones[i * volumes + i] = 1;
            for (int k = 0; k < trials; k++) design[i * trials + k] = free[k][i];
        }
        for (int k = 0; k < trials; k++) if (length(free[k]) < LEAST_DISTANCE * lengths[k]) throw lost(names.get(k));
        int[] independent = ColumnSpace.of(design, volumes, trials).independentColumns();
        if (independent.length < trials) {
            boolean[] taken = new boolean[trials];
            for (int k : independent) taken[k] = true;
            for (int k = 0; k < trials; k++) if (!taken[k]) throw lost(names.get(k));
        }
        double[] inverse =
                LeastSquares.solve(design, volumes, trials, ones, volumes).coefficients();
        System.arraycopy(inverse, 0, weights, 0, weights.length);
        for (int k = 0; k < trials; k++) {
            double squares = 0;
            for (int i = 0; i < volumes; i++) squares += weights[k * volumes + i] * weights[k * volumes + i];
            if (1 / Math.sqrt(squares) < LEAST_DISTANCE * lengths[k]) throw lost(names.get(k));
        }
    }

    private static IllegalArgumentException lost(String name) {
        return new IllegalArgumentException(
                name + " cannot be separated from the other trials or the nuisance columns: do"
                        + " two trials begin together, or are there more columns than volumes?");
    }

    /** The row of the pseudoinverse that belongs to a column: what is left of it beside the others, scaled. */
    private static void place(
            double[] column, double[] others, int count, double length, String name, double[] weights, int at) {
        int volumes = column.length;
        double[] basis = ColumnSpace.of(others, volumes, count).basis();
        double[] left = without(column, basis, basis.length / volumes);
        double squares = 0;
        for (double value : left) squares += value * value;
        if (Math.sqrt(squares) < LEAST_DISTANCE * length) throw lost(name);
        for (int i = 0; i < volumes; i++) weights[at + i] = left[i] / squares;
    }

    /** A column less its projection, twice for rounding. */
    private static double[] without(double[] column, double[] basis, int rank) {
        double[] left = column.clone();
        for (int pass = 0; pass < 2; pass++) {
            double[] products = new double[rank];
            for (int i = 0; i < left.length; i++)
                for (int j = 0; j < rank; j++) products[j] += basis[i * rank + j] * left[i];
            for (int i = 0; i < left.length; i++)
                for (int j = 0; j < rank; j++) left[i] -= basis[i * rank + j] * products[j];
        }
        return left;
    }

    private static double length(double[] values) {
        double sum = 0;
        for (double value : values) sum += value * value;
        return Math.sqrt(sum);
    }

    /** Number of trials. */
    public int trials() {
        return trials;
    }

    /** Number of volumes. */
    public int volumes() {
        return volumes;
    }

    double[] shared() {
        return weights;
    }

    /**
     * The amplitudes of one series.
     *
     * @param series shape (volumes)
     * @return shape (trials); NaN if the series has a NaN
     */
    public double[] amplitudes(double[] series) {
        if (series.length != volumes)
            throw new IllegalArgumentException(
                    "the series has " + series.length + " values but the model " + volumes + " volumes");
        double[] amplitudes = new double[trials];
        for (int k = 0; k < trials; k++)
            for (int i = 0; i < volumes; i++) amplitudes[k] += weights[k * volumes + i] * (series[i] - series[0]);
        return amplitudes;
    }
}
