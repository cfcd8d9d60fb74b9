package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import sc.fiji.boldj.run.DataException;

/**
 * A design matrix split by a contrast into what is tested and what is nuisance (Winkler et al. 2014, NeuroImage 92,
 * appendix A). Immutable.
 *
 * <p>With design M and contrast C the nuisance is M times the space where C'b = 0; what is tested is M C (C'C)^-1. Columns
 * may be linearly dependent as long as the contrast can be estimated.
 */
public final class LinearModel implements Serializable {

    private final double[][] design;
    private final double[][] contrast;
    private final List<double[]> nuisance;
    private final List<double[]> effects;
    private final List<double[]> tested;
    private final double effectScale;
    private final int degrees;

    private LinearModel(
            double[][] design,
            double[][] contrast,
            List<double[]> nuisance,
            List<double[]> effects,
            List<double[]> tested,
            double effectScale) {
        this.design = design;
        this.contrast = contrast;
        this.nuisance = nuisance;
        this.effects = effects;
        this.tested = tested;
        this.effectScale = effectScale;
        degrees = design.length - nuisance.size() - effects.size();
    }

    /**
     * Splits a design.
     *
     * @param design shape (observations, columns)
     * @param contrast shape (rows, columns): one row makes a t test, several an F test
     * @throws IllegalArgumentException if shapes do not match, a value is not finite, the contrast is empty, dependent or
     *     cannot be estimated, or no degree of freedom is left for the error
     */
    public static LinearModel of(double[][] design, double[][] contrast) {
        if (design.length == 0 || design[0].length == 0)
            throw new IllegalArgumentException("a design needs 1 row and 1 column or more");
        int p = design[0].length;
        requireShape("design", design, p);
        requireShape("contrast", contrast, p);
        if (contrast.length == 0) throw new IllegalArgumentException("a test needs 1 contrast or more");
        double[] norm = new double[p];
        for (double[] row : design) for (int c = 0; c < p; c++) norm[c] = StrictMath.hypot(norm[c], row[c]);
        double[][] scaled = new double[design.length][p];
        double[][] weights = new double[contrast.length][p];
        for (int c = 0; c < p; c++) {
            double by = norm[c] == 0 ? 1 : norm[c];
            for (int r = 0; r < design.length; r++) scaled[r][c] = design[r][c] / by;
            for (int r = 0; r < contrast.length; r++) weights[r][c] = contrast[r][c] / by;
        }
        List<double[]> rows = Orthonormal.extend(List.of(), Arrays.asList(weights));
        if (rows.size() < contrast.length)
            throw new IllegalArgumentException("the contrast has " + contrast.length + " rows of which only "
                    + rows.size() + " are independent: " + Arrays.deepToString(contrast));
        List<double[]> free = new ArrayList<>();
        for (double[] direction : Orthonormal.extend(rows, Orthonormal.units(p)))
            free.add(Orthonormal.times(scaled, direction));
        // Directions that are 0 but for rounding must not enter the basis.
        free.removeIf(column -> Orthonormal.dot(column, column) < 1e-18);
        List<double[]> nuisance = Orthonormal.extend(List.of(), free);
        List<double[]> tested = new ArrayList<>();
        if (rows.size() == 1) {
            double length = Orthonormal.dot(weights[0], weights[0]);
            double[] column = Orthonormal.times(scaled, weights[0]);
            for (int i = 0; i < column.length; i++) column[i] /= length;
            tested.add(column);
        } else for (double[] row : rows) tested.add(Orthonormal.times(scaled, row));
        List<double[]> effects = Orthonormal.extend(nuisance, tested);
        if (effects.size() < rows.size())
            throw new DataException("the contrast " + Arrays.deepToString(contrast)
                    + " cannot be estimated from this design: the columns it names are combinations of the others"
                    + " (a column for each group and a constant together, perhaps)");
        double[] own = Orthonormal.remove(nuisance, tested.get(0));
        LinearModel model = new LinearModel(
                copy(design), copy(contrast), nuisance, effects, tested, Math.sqrt(Orthonormal.dot(own, own)));
        if (model.degrees < 1)
            throw new DataException("the design has " + design.length + " observations and estimates "
                    + (nuisance.size() + effects.size())
                    + " effects, so no degrees of freedom are left for the error: it needs more subjects, or fewer"
                    + " columns");
        return model;
    }

    private static void requireShape(String name, double[][] matrix, int columns) {
        for (int r = 0; r < matrix.length; r++) {
            if (matrix[r].length != columns)
                throw new IllegalArgumentException("row " + (r + 1) + " of the " + name + " has " + matrix[r].length
                        + " values, expected " + columns);
            for (double x : matrix[r])
                if (!Double.isFinite(x))
                    throw new IllegalArgumentException("row " + (r + 1) + " of the " + name + " holds " + x);
        }
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    /** Number of observations. */
    public int observations() {
        return design.length;
    }

    /** The design, shape (observations, columns), a copy. */
    public double[][] design() {
        return copy(design);
    }

    /** The contrast, shape (rows, columns), a copy. */
    public double[][] contrast() {
        return copy(contrast);
    }

    /** Rows of the contrast: 1 for a t test, more for an F test. */
    public int effectRank() {
        return effects.size();
    }

    /** Degrees of freedom of the error. */
    public int degreesOfFreedom() {
        return degrees;
    }

    /** Whether a constant is part of the nuisance, so that the contrast compares or correlates. */
    public boolean nuisanceHoldsConstant() {
        double[] ones = new double[design.length];
        Arrays.fill(ones, 1);
        double[] rest = Orthonormal.remove(nuisance, ones);
        return Orthonormal.dot(rest, rest) < 1e-12 * ones.length;
    }

    /** What is tested, shape (observations, effects), as the contrast takes it from the design. */
    public double[][] testedRows() {
        double[][] rows = new double[design.length][tested.size()];
        for (int c = 0; c < tested.size(); c++) for (int r = 0; r < rows.length; r++) rows[r][c] = tested.get(c)[r];
        return rows;
    }

    /**
     * The estimate of a contrast of one row at each element.
     *
     * @param data shape (observations, elements)
     * @throws IllegalStateException if the contrast has several rows
     */
    public double[] effects(double[][] data) {
        double[] weights = effectWeights();
        double[] estimate = new double[data[0].length];
        for (int i = 0; i < data.length; i++)
            for (int v = 0; v < estimate.length; v++) estimate[v] += weights[i] * data[i][v];
        return estimate;
    }

    /**
     * The residual variance over the variance of the estimate of a contrast of one row: {@code 1 / (c (X'X)^-1 c')}. For a
     * mean it is the number of observations n, for a difference between two means {@code n1 n2 / (n1 + n2)}.
     *
     * @throws IllegalStateException if the contrast has several rows
     */
    public double information() {
        double[] weights = effectWeights();
        return 1 / Orthonormal.dot(weights, weights);
    }

    /** The estimate of a contrast of one row is the product of these weights with the data. */
    double[] effectWeights() {
        if (effects.size() > 1)
            throw new IllegalStateException("a contrast of " + effects.size() + " rows has no single effect");
        double[] weights = effects.get(0).clone();
        for (int i = 0; i < weights.length; i++) weights[i] /= effectScale;
        return weights;
    }

    /** Orthonormal basis of the nuisance. */
    List<double[]> nuisance() {
        return nuisance;
    }

    /** Orthonormal basis of what is tested, orthogonal to the nuisance. */
    List<double[]> effects() {
        return effects;
    }

    /** Columns that are tested, not orthogonal to the nuisance. */
    List<double[]> tested() {
        return tested;
    }

    /** For one contrast row: the effect is the product of the data with the basis vector over this. */
    double effectScale() {
        return effectScale;
    }

    /**
     * An orthonormal basis of the part of the nuisance that shuffling changes; data orthogonal to the nuisance stay
     * orthogonal to the other part (a constant under free permutation).
     */
    List<double[]> movedNuisance(ExchangeTree tree, Shuffle shuffle) {
        if (nuisance.isEmpty() || shuffle.flips()) return nuisance;
        int[] orbit = tree.orbits();
        int groups = Arrays.stream(orbit).max().orElse(-1) + 1;
        double[] count = new double[groups];
        for (int o : orbit) count[o]++;
        int k = nuisance.size();
        double[][] inside = new double[k][groups];
        for (int c = 0; c < k; c++)
            for (int i = 0; i < orbit.length; i++)
                inside[c][orbit[i]] += nuisance.get(c)[i] / Math.sqrt(count[orbit[i]]);
        double[][] gram = new double[k][k];
        for (int a = 0; a < k; a++) for (int b = 0; b < k; b++) gram[a][b] = Orthonormal.dot(inside[a], inside[b]);
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
        List<double[]> moved = new ArrayList<>();
        for (int e = 0; e < k; e++) {
            if (eigen.getRealEigenvalue(e) > 1 - 1e-11) continue;
            double[] column = new double[orbit.length];
            for (int c = 0; c < k; c++) {
                double share = eigen.getEigenvector(e).getEntry(c);
                for (int i = 0; i < column.length; i++) column[i] += share * nuisance.get(c)[i];
            }
            moved.add(column);
        }
        return Orthonormal.extend(List.of(), moved);
    }
}
