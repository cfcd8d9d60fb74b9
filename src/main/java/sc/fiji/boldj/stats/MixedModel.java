package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.run.DataException;

/**
 * A mixed model for repeated measures (Mallinckrodt et al. 2008, Drug Inf J 42): a value at each visit, fixed effects, and a
 * covariance of the visits of one participant that is estimated by restricted maximum likelihood. Immutable.
 *
 * <p>Participants with some visits missing contribute those that they have. The estimates are unbiased if whether a visit is
 * missing depends on nothing but the design and the values that were observed (missing at random).
 *
 * <p>The likelihood is climbed by Fisher scoring with Levenberg's damping from the moments of the least-squares residuals, and by
 * Newton's method near its top.
 */
public final class MixedModel {

    /**
     * How to fit.
     *
     * @param covariance of the visits of one participant; another than asked is never used
     * @param iterations at most, 1 or more
     */
    public record Options(VisitCovariance covariance, int iterations) {

        /** Unstructured, at most 200 iterations. */
        public static final Options DEFAULT = new Options(VisitCovariance.UNSTRUCTURED, 200);

        /** @throws IllegalArgumentException if a value is out of range */
        public Options {
            if (iterations < 1) throw new IllegalArgumentException("iterations must be 1 or more, got " + iterations);
        }

        /** The same with another covariance. */
        public Options with(VisitCovariance other) {
            return new Options(other, iterations);
        }
    }

    /** Twice the likelihood that a scoring step promises at the end of the search. */
    private static final double CONVERGED = 1e-12;

    /** The same below which the observed information replaces the expected: scoring converges slowly where they differ. */
    private static final double NEAR = 0.1;

    /** Step of the differences that give the observed information. */
    private static final double STEP = 1e-4;

    private static final double LARGEST_DAMPING = 1e12;

    private final double[][] design;
    private final int[] participant;
    private final int[] visit;
    private final int visits;

    private MixedModel(double[][] design, int[] participant, int[] visit, int visits) {
        this.design = design;
        this.participant = participant;
        this.visit = visit;
        this.visits = visits;
    }

    /**
     * A model.
     *
     * @param design shape (rows, columns), finite: one row for each participant and visit, in any order
     * @param participant a number for each row: equal numbers are one participant
     * @param visit a number for each row, from 0; visits are in their order in time
     * @param visits number of visits, 1 or more
     * @throws IllegalArgumentException if shapes do not match, a value is not finite, or a participant has a visit twice
     */
    public static MixedModel of(double[][] design, int[] participant, int[] visit, int visits) {
        if (design.length == 0 || design[0].length == 0)
            throw new IllegalArgumentException("a mixed model needs 1 row and 1 column or more");
        if (participant.length != design.length || visit.length != design.length)
            throw new IllegalArgumentException("a mixed model needs a participant and a visit for each of "
                    + design.length + " rows, got " + participant.length + " and " + visit.length);
        Set<Long> seen = new LinkedHashSet<>();
        for (int r = 0; r < design.length; r++) {
            if (design[r].length != design[0].length)
                throw new IllegalArgumentException("row " + (r + 1) + " of the design has " + design[r].length
                        + " values, expected " + design[0].length);
            for (double x : design[r])
                if (!Double.isFinite(x))
                    throw new IllegalArgumentException("row " + (r + 1) + " of the design holds " + x);
            if (visit[r] < 0 || visit[r] >= visits)
                throw new IllegalArgumentException(
                        "visits are numbered from 0 to " + (visits - 1) + ", row " + (r + 1) + " has " + visit[r]);
            if (!seen.add(((long) participant[r] << 32) + visit[r]))
                throw new IllegalArgumentException(
                        "row " + (r + 1) + " of the design is a visit that its participant has twice");
        }
        return new MixedModel(
                Arrays.stream(design).map(double[]::clone).toArray(double[][]::new),
                participant.clone(),
                visit.clone(),
                visits);
    }

    /** Columns of the design. */
    public int columns() {
        return design[0].length;
    }

    /**
     * Fits the model.
     *
     * @param values one for each row of the design; NaN is a missing visit
     * @throws IllegalArgumentException if there are more or fewer values, or one is infinite
     * @throws DataException if the observed rows do not determine the coefficients or the covariance, or the search does not
     *     converge
     */
    public MixedModelFit fit(double[] values, Options options) {
        if (values.length != design.length)
            throw new IllegalArgumentException(
                    "the mixed model has " + design.length + " rows, but there are " + values.length + " values");
        for (double x : values)
            if (Double.isInfinite(x)) throw new IllegalArgumentException("values must be finite or NaN, one is " + x);
        VisitData data = VisitData.of(design, participant, visit, visits, values);
        VisitMoments moments = VisitMoments.of(data, options.covariance());
        // in units of the residuals, so that no step or tolerance depends on the unit of the values
        double scale = moments.scale();
        double[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) scaled[i] /= scale;
        data = VisitData.of(design, participant, visit, visits, scaled);
        VisitStructure structure = options.covariance().structure(visits);
        double[] w = structure.start(moments.covariance());
        double[] sigma = new double[visits * visits];
        structure.covariance(w, sigma);
        RemlState state = RemlState.at(data, sigma);
        if (state == null) throw failure("there is no valid covariance to start from", options);
        double damping = 0;
        for (int iteration = 1; iteration <= options.iterations(); iteration++) {
            double[][] slopes = structure.slopes(w);
            double[] score = state.score(slopes);
            double[] information = state.information(slopes);
            double[] step = step(information, score, 0);
            if (step == null) throw failure("the likelihood does not determine it", options);
            if (Orthonormal.dot(step, score) < NEAR) {
                double[] observed = observedInformation(data, structure, w);
                double[] newton = observed == null ? null : step(observed, score, 0);
                if (newton != null) {
                    information = observed;
                    step = newton;
                }
            }
            if (Orthonormal.dot(step, score) < CONVERGED)
                return finish(data, new Found(structure, w, state, iteration), options, scale);
            RemlState better = null;
            while (better == null) {
                double[] move = step(information, score, damping);
                if (move != null) {
                    double[] to = w.clone();
                    for (int i = 0; i < to.length; i++) to[i] += move[i];
                    structure.covariance(to, sigma);
                    RemlState there = RemlState.at(data, sigma);
                    double gained = there == null ? -1 : there.logLikelihood() - state.logLikelihood();
                    if (gained >= -rounding(state)) {
                        better = there;
                        w = to;
                        // Scoring overshoots where the observed information is larger than the expected: damp it then
                        double promised = Orthonormal.dot(move, score) - quadratic(information, move) / 2;
                        if (promised < 1e4 * rounding(state)) damping = 0;
                        else if (gained < 0.5 * promised) damping = Math.max(0.25, damping * 4);
                        else if (gained > 0.8 * promised) damping = damping < 1e-3 ? 0 : damping / 4;
                        break;
                    }
                }
                damping = Math.max(0.25, damping * 4);
                if (damping > LARGEST_DAMPING) throw failure("no step increases the likelihood", options);
            }
            state = better;
        }
        throw failure("after " + options.iterations() + " iterations", options);
    }

    /** Where the search ended. */
    private record Found(VisitStructure structure, double[] working, RemlState state, int iterations) {}

    private static double rounding(RemlState state) {
        return 1e-12 * (1 + Math.abs(state.logLikelihood()));
    }

    private static double quadratic(double[] information, double[] move) {
        double[] image = SmallMatrix.product(information, move, move.length, move.length, 1);
        return Orthonormal.dot(move, image);
    }

    /** Minus the second derivatives of the likelihood, by central differences of the score; null beyond valid covariances. */
    private double[] observedInformation(VisitData data, VisitStructure structure, double[] w) {
        int q = w.length;
        double[] information = new double[q * q];
        double[] sigma = new double[visits * visits];
        for (int i = 0; i < q; i++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] at = w.clone();
                at[i] += sign * STEP;
                structure.covariance(at, sigma);
                RemlState state = RemlState.at(data, sigma);
                if (state == null) return null;
                double[] score = state.score(structure.slopes(at));
                for (int j = 0; j < q; j++) {
                    double part = -sign * score[j] / (4 * STEP);
                    information[i * q + j] += part;
                    information[j * q + i] += part;
                }
            }
        return information;
    }

    /** The damped scoring step, none of whose parts is longer than 2; null if it cannot be found. */
    private static double[] step(double[] information, double[] score, double damping) {
        int q = score.length;
        double[] damped = information.clone();
        for (int i = 0; i < q; i++) damped[i * q + i] *= 1 + damping;
        double[] factor = SmallMatrix.factor(damped, q);
        if (factor == null) return null;
        double[] step = score.clone();
        Cholesky.solveSquare(factor, q, step);
        double longest = 0;
        for (double x : step) longest = Math.max(longest, Math.abs(x));
        if (!Double.isFinite(longest)) return null;
        if (longest > 2) for (int i = 0; i < q; i++) step[i] *= 2 / longest;
        return step;
    }

    private MixedModelFit finish(VisitData data, Found found, Options options, double scale) {
        double[] sigma = new double[visits * visits];
        found.structure().covariance(found.working(), sigma);
        for (int i = 0; i < visits; i++)
            if (!(sigma[i * visits + i] > 1e-10))
                throw failure("the variance at visit " + (i + 1) + " tends to 0", options);
        if (SmallMatrix.factor(correlation(sigma), visits) == null || smallestPivot(correlation(sigma)) < 1e-6)
            throw failure("visits tend to be exact combinations of each other", options);
        KenwardRoger inference = KenwardRoger.of(found.state(), found.structure(), found.working(), columns());
        if (inference == null) throw failure("the likelihood does not determine it", options);
        return new MixedModelFit(
                options.covariance(), sigma, found.state(), inference, scale, data, found.iterations());
    }

    private double[] correlation(double[] sigma) {
        double[] r = new double[sigma.length];
        for (int i = 0; i < visits; i++)
            for (int j = 0; j < visits; j++)
                r[i * visits + j] = sigma[i * visits + j] / Math.sqrt(sigma[i * visits + i] * sigma[j * visits + j]);
        return r;
    }

    private double smallestPivot(double[] r) {
        double[] l = SmallMatrix.factor(r, visits);
        double least = 1;
        for (int i = 0; i < visits; i++) least = Math.min(least, l[i * visits + i] * l[i * visits + i]);
        return least;
    }

    private static DataException failure(String why, Options options) {
        return new DataException("the mixed model with " + options.covariance().words()
                + " covariance did not converge: " + why
                + ". Remedies: a covariance with fewer parameters (Toeplitz, autoregressive, compound symmetry),"
                + " declared before unblinding, or fewer columns or visits");
    }
}
