package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.NullDistribution;

/**
 * Tests several biomarkers of one outcome, each in a separate model with covariates, FWE-corrected over all biomarkers with the
 * maximum |t| under permutation.
 *
 * <p>For each biomarker the residuals of the model without the tested term are permuted, with the same permutation for all biomarkers
 * (Freedman and Lane 1983; Winkler et al. 2014). They are permuted within arms, so that the variances of the arms may differ.
 * Participants without a biomarker (NaN) are excluded only from its test; a permutation then keeps the order of the others.
 *
 * <p>What is tested, with the arms coded 1/2 and -1/2 and biomarkers in standard deviations over those who have them:
 * <ul>
 *   <li>{@link #predictive}: treatment x biomarker, the difference of the arms' slopes. Only this shows that a biomarker
 *       identifies who benefits from the drug (Ballman 2015, J Clin Oncol 33:3968).
 *   <li>{@link #prognostic}: the mean of the slopes of the arms: the association with the outcome in either arm.
 *   <li>{@link #association}: the slope in participants who all receive the same treatment.
 * </ul>
 */
public final class BiomarkerTest {

    /**
     * The result for one biomarker.
     *
     * @param people number of participants who have it
     * @param effect change of the outcome for one standard deviation of the biomarker: a slope, or a difference of slopes
     * @param error its standard error
     * @param t Student's t; NaN if the term is collinear with the others
     * @param degreesOfFreedom of the error
     * @param p two-sided, uncorrected
     * @param corrected corrected over all biomarkers
     * @param reach half the width of the simultaneous 95 % interval; infinite if there are too few permutations
     */
    public record Found(
            int people,
            double effect,
            double error,
            double t,
            int degreesOfFreedom,
            double p,
            double corrected,
            double reach) {}

    /** The model of one biomarker: the participants who have it, the tested column and an orthonormal basis of the others. */
    private record Model(
            int[] people, double[] tested, double length, double[][] basis, double[] residuals, int degrees) {}

    private final double[] outcome;
    private final int[] arms;
    private final double[][] covariates;
    private final int permutations;
    private final long seed;

    /**
     * @param outcome one finite value per participant
     * @param arms one number per participant; equal numbers, same arm
     * @param covariates shape (covariates, participants), finite; may be empty
     * @param permutations the identity among them, 1 or more
     * @throws IllegalArgumentException if lengths differ or a value is not finite
     */
    public BiomarkerTest(double[] outcome, int[] arms, double[][] covariates, int permutations, long seed) {
        if (arms.length != outcome.length || Arrays.stream(covariates).anyMatch(c -> c.length != outcome.length))
            throw new IllegalArgumentException("outcome, arms and covariates need one value per participant");
        for (double y : outcome)
            if (!Double.isFinite(y)) throw new IllegalArgumentException("an outcome is not finite");
        if (permutations < 1) throw new IllegalArgumentException("permutations must be 1 or more, got " + permutations);
        this.outcome = outcome.clone();
        this.arms = arms.clone();
        this.covariates = covariates.clone();
        this.permutations = permutations;
        this.seed = seed;
    }

    /**
     * Tests treatment x biomarker.
     *
     * @param biomarkers shape (biomarkers, participants); NaN where missing
     * @param treated the number of the arm under the drug
     */
    public List<Found> predictive(double[][] biomarkers, int treated, Progress progress) {
        return test(
                biomarkers,
                z -> {
                    List<double[]> columns = new ArrayList<>();
                    columns.add(product(z, contrast(treated)));
                    columns.add(z);
                    columns.add(contrast(treated));
                    return columns;
                },
                progress);
    }

    /** Tests the mean of the slopes of both arms; as {@link #predictive}. */
    public List<Found> prognostic(double[][] biomarkers, int treated, Progress progress) {
        return test(
                biomarkers,
                z -> {
                    List<double[]> columns = new ArrayList<>();
                    columns.add(z);
                    columns.add(product(z, contrast(treated)));
                    columns.add(contrast(treated));
                    return columns;
                },
                progress);
    }

    /** Tests the slope in participants who receive the same treatment. */
    public List<Found> association(double[][] biomarkers, Progress progress) {
        return test(
                biomarkers,
                z -> {
                    List<double[]> columns = new ArrayList<>();
                    columns.add(z);
                    return columns;
                },
                progress);
    }

    private double[] contrast(int treated) {
        return Arrays.stream(arms)
                .mapToDouble(arm -> arm == treated ? 0.5 : -0.5)
                .toArray();
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) product[i] = a[i] * b[i];
        return product;
    }

    /** The tested column of a biomarker and then the others. */
    private interface Columns {
        List<double[]> of(double[] standardised);
    }

    private List<Found> test(double[][] biomarkers, Columns columns, Progress progress) {
        Model[] models = new Model[biomarkers.length];
        for (int k = 0; k < models.length; k++) models[k] = model(biomarkers[k], columns);
        double[] observed = new double[models.length];
        for (int k = 0; k < models.length; k++)
            observed[k] = models[k] == null ? Double.NaN : t(models[k], models[k].residuals);
        double[] largest = new double[permutations];
        int[] reached = new int[models.length];
        for (int s = 0; s < permutations; s++) {
            progress.checkCancelled();
            progress.update(s, permutations);
            int[] order = s == 0 ? natural() : shuffled(Seeds.stream(seed, s));
            for (int k = 0; k < models.length; k++) {
                if (models[k] == null) continue;
                double t = Math.abs(t(models[k], permuted(models[k], order)));
                if (t >= Math.abs(observed[k]) - 1e-9 * (1 + Math.abs(observed[k]))) reached[k]++;
                largest[s] = Math.max(largest[s], t);
            }
        }
        NullDistribution maxima = new NullDistribution(largest);
        List<Found> found = new ArrayList<>();
        for (int k = 0; k < models.length; k++) {
            if (models[k] == null) {
                found.add(new Found(
                        present(biomarkers[k]).length,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        0,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN));
                continue;
            }
            double effect = dot(models[k].tested, models[k].residuals) / models[k].length;
            double error = Math.abs(effect / observed[k]);
            found.add(new Found(
                    models[k].people.length,
                    effect,
                    error,
                    observed[k],
                    models[k].degrees,
                    (double) reached[k] / permutations,
                    maxima.p(Math.abs(observed[k])),
                    maxima.critical(0.05) * error));
        }
        return found;
    }

    private static int[] present(double[] biomarker) {
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < biomarker.length; i++) if (Double.isFinite(biomarker[i])) present.add(i);
        return present.stream().mapToInt(i -> i).toArray();
    }

    /** The model of a biomarker; null if the tested term lies in the space of the others, or no residual variance is left. */
    private Model model(double[] biomarker, Columns columns) {
        int[] people = present(biomarker);
        double[] z = new double[biomarker.length];
        double mean =
                Arrays.stream(people).mapToDouble(i -> biomarker[i]).average().orElse(0);
        double squares = Arrays.stream(people)
                .mapToDouble(i -> (biomarker[i] - mean) * (biomarker[i] - mean))
                .sum();
        double spread = Math.sqrt(squares / (people.length - 1));
        if (!(spread > 0)) return null;
        for (int i : people) z[i] = (biomarker[i] - mean) / spread;
        List<double[]> all = columns.of(z);
        double[] constant = new double[biomarker.length];
        Arrays.fill(constant, 1);
        List<double[]> basis = new ArrayList<>();
        extend(basis, pick(constant, people));
        for (double[] column : all.subList(1, all.size())) extend(basis, pick(column, people));
        for (double[] column : covariates) extend(basis, pick(column, people));
        double[][] others = basis.toArray(new double[0][]);
        double[] residuals = pick(outcome, people);
        for (double[] q : others) subtract(residuals, q, dot(residuals, q));
        int degrees = people.length - others.length - 1;
        double length = extend(basis, pick(all.get(0), people));
        if (length == 0 || degrees < 1) return null;
        return new Model(people, basis.get(basis.size() - 1), length, others, residuals, degrees);
    }

    private static double[] pick(double[] values, int[] at) {
        return Arrays.stream(at).mapToDouble(i -> values[i]).toArray();
    }

    /** Adds what of a column is orthogonal to a basis, at length 1; gives the length, 0 if nothing is. */
    private static double extend(List<double[]> basis, double[] column) {
        double whole = Math.sqrt(dot(column, column));
        for (int pass = 0; pass < 2; pass++) for (double[] q : basis) subtract(column, q, dot(column, q));
        double length = Math.sqrt(dot(column, column));
        if (!(length > 1e-9 * whole)) return 0;
        for (int i = 0; i < column.length; i++) column[i] /= length;
        basis.add(column);
        return length;
    }

    private static void subtract(double[] values, double[] q, double times) {
        for (int i = 0; i < values.length; i++) values[i] -= times * q[i];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double t(Model model, double[] values) {
        double along = dot(model.tested, values);
        double rest = dot(values, values) - along * along;
        for (double[] q : model.basis) {
            double part = dot(q, values);
            rest -= part * part;
        }
        return along / Math.sqrt(Math.max(rest, 1e-300) / model.degrees);
    }

    private int[] natural() {
        int[] order = new int[arms.length];
        for (int i = 0; i < order.length; i++) order[i] = i;
        return order;
    }

    /** A permutation of participants within arms. */
    private int[] shuffled(SplittableRandom random) {
        int[] order = natural();
        for (int i = order.length - 1; i > 0; i--) {
            List<Integer> same = new ArrayList<>();
            for (int j = 0; j <= i; j++) if (arms[j] == arms[i]) same.add(j);
            int other = same.get(random.nextInt(same.size()));
            int swap = order[i];
            order[i] = order[other];
            order[other] = swap;
        }
        return order;
    }

    /** Permutes residuals by a permutation of all participants: those who have the biomarker keep their order in it, arm by arm. */
    private double[] permuted(Model model, int[] order) {
        int[] place = new int[arms.length];
        Arrays.fill(place, -1);
        for (int j = 0; j < model.people.length; j++) place[model.people[j]] = j;
        double[] permuted = new double[model.people.length];
        int[] next = new int[arms.length];
        for (int j = 0; j < model.people.length; j++) {
            int arm = arms[model.people[j]];
            int first = 0;
            while (arms[first] != arm) first++;
            int at = next[first];
            while (arms[at] != arm || place[order[at]] < 0) at++;
            next[first] = at + 1;
            permuted[j] = model.residuals[place[order[at]]];
        }
        return permuted;
    }
}
