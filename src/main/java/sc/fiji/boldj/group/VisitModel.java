package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.MixedModel;
import sc.fiji.boldj.stats.MixedModelFit;

/**
 * The mixed model for repeated measures of a trial: the mean of each arm at each visit, the baseline with a slope of its own at
 * each visit, further covariates with one slope, and participants with some visits missing. Immutable.
 *
 * <p>One value for each participant and visit: a region, a connection or a score. Covariates and baseline are centred on their
 * mean over the participants that are analysed, so the mean of an arm is that of participants at the mean covariates.
 */
public final class VisitModel {

    private final List<String> arms;
    private final int[] arm;
    private final List<String> visits;
    private final List<String> covariates;
    private final double[][] covariate;

    private VisitModel(
            List<String> arms, int[] arm, List<String> visits, List<String> covariates, double[][] covariate) {
        this.arms = List.copyOf(arms);
        this.arm = arm.clone();
        this.visits = List.copyOf(visits);
        this.covariates = List.copyOf(covariates);
        this.covariate = covariate;
    }

    /**
     * A trial.
     *
     * @param arms names of the arms
     * @param arm for each participant the number of the arm, from 0
     * @param visits names of the visits after baseline that are analysed, in their order in time
     */
    public static VisitModel of(List<String> arms, int[] arm, List<String> visits) {
        for (int a : arm)
            if (a < 0 || a >= arms.size())
                throw new IllegalArgumentException("arms are numbered from 0 to " + (arms.size() - 1) + ", got " + a);
        if (visits.isEmpty()) throw new IllegalArgumentException("a mixed model needs 1 visit or more");
        return new VisitModel(arms, arm, visits, List.of(), new double[arm.length][0]);
    }

    /**
     * The same trial with covariates that have one value for each participant.
     *
     * @param names of the covariates
     * @param values shape (participants, covariates); a participant with NaN is excluded
     */
    public VisitModel withCovariates(List<String> names, double[][] values) {
        if (values.length != arm.length)
            throw new IllegalArgumentException(
                    "covariates are needed for each of " + arm.length + " participants, got " + values.length);
        for (double[] row : values)
            if (row.length != names.size())
                throw new IllegalArgumentException(
                        "there are " + names.size() + " covariates, but a participant has " + row.length + " values");
        return new VisitModel(
                arms,
                arm,
                visits,
                names,
                Arrays.stream(values).map(double[]::clone).toArray(double[][]::new));
    }

    /** Names of the arms. */
    public List<String> arms() {
        return arms;
    }

    /** Names of the visits. */
    public List<String> visits() {
        return visits;
    }

    /**
     * Fits the model.
     *
     * @param baseline the value before treatment of each participant, NaN where it is missing; null for a model without it
     * @param values shape (participants, visits); NaN is a missing visit
     * @throws DataException if an arm has no value at a visit, or as {@link MixedModel#fit}
     */
    public VisitFit fit(double[] baseline, double[][] values, MixedModel.Options options) {
        if (values.length != arm.length || (baseline != null && baseline.length != arm.length))
            throw new IllegalArgumentException("the mixed model needs values of " + arm.length + " participants, got "
                    + values.length + (baseline == null ? "" : " and " + baseline.length + " of baseline"));
        List<double[]> shared = new ArrayList<>();
        for (int i = 0; i < arm.length; i++) {
            if (values[i].length != visits.size())
                throw new IllegalArgumentException(
                        "a participant has values at " + values[i].length + " visits, expected " + visits.size());
            double[] own = Arrays.copyOf(covariate[i], covariates.size() + 1);
            own[covariates.size()] = baseline == null ? 0 : baseline[i];
            boolean complete = Arrays.stream(own).allMatch(Double::isFinite);
            boolean seen = Arrays.stream(values[i]).anyMatch(Double::isFinite);
            shared.add(complete && seen ? own : null);
        }
        int[][] observed = new int[arms.size()][visits.size()];
        int[] analysed = new int[arms.size()];
        List<double[]> design = new ArrayList<>();
        List<int[]> keys = new ArrayList<>();
        List<Double> outcome = new ArrayList<>();
        double[] mean = mean(shared);
        for (int i = 0; i < arm.length; i++) {
            if (shared.get(i) == null) continue;
            analysed[arm[i]]++;
            for (int v = 0; v < visits.size(); v++) {
                if (Double.isNaN(values[i][v])) continue;
                observed[arm[i]][v]++;
                design.add(row(i, v, shared.get(i), mean, baseline != null));
                keys.add(new int[] {i, v});
                outcome.add(values[i][v]);
            }
        }
        for (int a = 0; a < arms.size(); a++)
            for (int v = 0; v < visits.size(); v++)
                if (observed[a][v] == 0)
                    throw new DataException(String.format(
                            Locale.ROOT,
                            "arm %s has no value at visit %s: exclude the visit or the arm from the model",
                            arms.get(a),
                            visits.get(v)));
        MixedModelFit fit = MixedModel.of(
                        design.toArray(double[][]::new),
                        keys.stream().mapToInt(k -> k[0]).toArray(),
                        keys.stream().mapToInt(k -> k[1]).toArray(),
                        visits.size())
                .fit(outcome.stream().mapToDouble(x -> x).toArray(), options);
        int[] excluded = new int[arms.size()];
        for (int i = 0; i < arm.length; i++) if (shared.get(i) == null) excluded[arm[i]]++;
        return new VisitFit(this, fit, baseline != null, analysed, excluded, observed);
    }

    private double[] mean(List<double[]> shared) {
        double[] mean = new double[covariates.size() + 1];
        int n = 0;
        for (double[] own : shared) {
            if (own == null) continue;
            n++;
            for (int c = 0; c < mean.length; c++) mean[c] += own[c];
        }
        for (int c = 0; c < mean.length; c++) mean[c] /= Math.max(1, n);
        return mean;
    }

    /** Columns: arm by visit, covariates, baseline by visit. */
    private double[] row(int participant, int visit, double[] own, double[] mean, boolean withBaseline) {
        int cells = arms.size() * visits.size();
        double[] row = new double[cells + covariates.size() + (withBaseline ? visits.size() : 0)];
        row[cell(arm[participant], visit)] = 1;
        for (int c = 0; c < covariates.size(); c++) row[cells + c] = own[c] - mean[c];
        if (withBaseline) row[cells + covariates.size() + visit] = own[covariates.size()] - mean[covariates.size()];
        return row;
    }

    int cell(int ofArm, int atVisit) {
        return atVisit * arms.size() + ofArm;
    }

    List<String> covariates() {
        return covariates;
    }
}
