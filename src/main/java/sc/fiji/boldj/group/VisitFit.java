package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.ContrastExpression;
import sc.fiji.boldj.stats.JointTest;
import sc.fiji.boldj.stats.MixedModelFit;

/**
 * The result of the mixed model of a trial. Immutable.
 *
 * <p>Estimates are in the unit of the values, with Kenward and Roger's standard errors and degrees of freedom.
 */
public final class VisitFit {

    private final VisitModel model;
    private final MixedModelFit fit;
    private final boolean baseline;
    private final int[] analysed;
    private final int[] excluded;
    private final int[][] observed;

    VisitFit(VisitModel model, MixedModelFit fit, boolean baseline, int[] analysed, int[] excluded, int[][] observed) {
        this.model = model;
        this.fit = fit;
        this.baseline = baseline;
        this.analysed = analysed;
        this.excluded = excluded;
        this.observed = observed;
    }

    /** The fitted model. */
    public MixedModelFit fit() {
        return fit;
    }

    /**
     * A contrast of arms at one visit.
     *
     * @param contrast an expression in the names of the arms, such as {@code drug - placebo}
     * @throws IllegalArgumentException if the expression or the visit is not known, or the expression has several rows
     */
    public ContrastEstimate effect(String contrast, String visit) {
        return fit.contrast(weights(contrast, visit));
    }

    /** The change of a contrast of arms from one visit to a later one. */
    public ContrastEstimate change(String contrast, String from, String to) {
        double[] weights = weights(contrast, to);
        double[] before = weights(contrast, from);
        for (int c = 0; c < weights.length; c++) weights[c] -= before[c];
        return fit.contrast(weights);
    }

    /** The mean of an arm at a visit, at the mean of baseline and covariates. */
    public ContrastEstimate mean(String arm, String visit) {
        return effect('"' + arm.replace("\"", "\"\"") + '"', visit);
    }

    /** The F test that a contrast of arms is 0 at every visit. */
    public JointTest anyVisit(String contrast) {
        List<double[]> rows = new ArrayList<>();
        for (String visit : model.visits()) rows.add(weights(contrast, visit));
        return fit.test(rows.toArray(double[][]::new));
    }

    /**
     * Any contrast of the means of the cells.
     *
     * @param cells shape (arms, visits)
     */
    public ContrastEstimate contrast(double[][] cells) {
        double[] weights = new double[fit.coefficients().length];
        for (int a = 0; a < model.arms().size(); a++)
            for (int v = 0; v < model.visits().size(); v++) weights[model.cell(a, v)] = cells[a][v];
        return fit.contrast(weights);
    }

    private double[] weights(String contrast, String visit) {
        int v = model.visits().indexOf(visit);
        if (v < 0)
            throw new IllegalArgumentException(
                    "the mixed model has no visit " + visit + ", only " + String.join(", ", model.visits()));
        double[][] rows = ContrastExpression.parse(contrast, model.arms());
        if (rows.length != 1)
            throw new IllegalArgumentException(
                    "the contrast '" + contrast + "' has " + rows.length + " rows: an estimate needs one");
        double[] weights = new double[fit.coefficients().length];
        for (int a = 0; a < rows[0].length; a++) weights[model.cell(a, v)] = rows[0][a];
        return weights;
    }

    /** Participants that are analysed, for each arm. */
    public int[] analysed() {
        return analysed.clone();
    }

    /** Participants without baseline, covariates or any value, for each arm: excluded. */
    public int[] excluded() {
        return excluded.clone();
    }

    /** Observed values, shape (arms, visits). */
    public int[][] observed() {
        return Arrays.stream(observed).map(int[]::clone).toArray(int[][]::new);
    }

    /** Who is missing what, a sentence: "Missing visits: week 6 placebo 1 of 20, drug 3 of 20; ...". */
    public String missing() {
        List<String> parts = new ArrayList<>();
        for (int v = 0; v < model.visits().size(); v++) {
            List<String> arms = new ArrayList<>();
            for (int a = 0; a < model.arms().size(); a++)
                if (observed[a][v] < analysed[a])
                    arms.add(model.arms().get(a) + " " + (analysed[a] - observed[a][v]) + " of " + analysed[a]);
            if (!arms.isEmpty()) parts.add(model.visits().get(v) + ": " + String.join(", ", arms));
        }
        List<String> without = new ArrayList<>();
        for (int a = 0; a < excluded.length; a++)
            if (excluded[a] > 0)
                without.add(excluded[a] + " of arm " + model.arms().get(a));
        return (parts.isEmpty() ? "No visit is missing." : "Missing visits: " + String.join("; ", parts) + ".")
                + (without.isEmpty()
                        ? ""
                        : " Excluded without baseline, covariates or any value: " + String.join(", ", without) + ".");
    }

    /** The assumption about missing visits, a sentence. */
    public String assumption() {
        return "The mixed model assumes that visits are missing at random: given arm, covariates"
                + (baseline ? ", baseline" : "")
                + " and the values that were observed, whether a visit is missing does not depend on its value.";
    }

    /** The model in sentences for a paper. */
    public String methods() {
        String terms = "arm by visit"
                + (baseline ? ", baseline by visit" : "")
                + (model.covariates().isEmpty() ? "" : ", " + String.join(", ", model.covariates()));
        return "A mixed model for repeated measures with fixed effects of " + terms + " and "
                + fit.structure().words() + " covariance of the "
                + model.visits().size()
                + (model.visits().size() == 1 ? " visit" : " visits")
                + " of a participant was fitted by restricted maximum likelihood to " + fit.observations()
                + " values of "
                + fit.participants()
                + " participants (Mallinckrodt et al. 2008); standard errors and degrees of freedom are those of Kenward and"
                + " Roger (1997).";
    }
}
