package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import sc.fiji.boldj.group.Learner.Linear;
import sc.fiji.boldj.group.ResponsePrediction.Model;
import sc.fiji.boldj.group.ResponsePrediction.Options;
import sc.fiji.boldj.run.Seeds;

/** Nested cross-validation of one problem. Immutable; passes may run in several threads. */
final class CrossValidation {

    /** Held-out results of all subjects, for one assignment to folds. */
    record Pass(int[] fold, double[] scores, double[] probabilities, double[] weights) {

        /** Adds the pairs held out together. */
        void addTo(PairwiseAuc auc) {
            int folds = Arrays.stream(fold).max().orElse(0) + 1;
            int[] all = IntStream.range(0, fold.length).toArray();
            for (int f = 0; f < folds; f++) {
                int[] rows = Folds.rows(all, fold, f, true);
                auc.add(rows, Arrays.stream(rows).mapToDouble(i -> scores[i]).toArray());
            }
        }
    }

    /** A model fitted to training rows, with all that was learnt before and after it. */
    private record Chain(List<FeatureStep.Fitted> steps, Linear model, double[] calibration) {
        double score(int subject, double[] features) {
            double[] x = features;
            for (FeatureStep.Fitted step : steps) x = step.apply(subject, x);
            return model.score(x);
        }
    }

    private final Options options;
    private final Learner learner;

    CrossValidation(Options options, boolean classes) {
        this.options = options;
        learner = switch (options.model()) {
            case RIDGE -> new KernelLearner(KernelLearner.Kind.RIDGE, classes);
            case SVM -> new KernelLearner(KernelLearner.Kind.SVM, classes);
            case ELASTIC_NET -> new ElasticNetLearner(0.5, classes);
            case CONNECTOME -> new ConnectomeLearner(options.edgeThreshold());
        };
    }

    /** Cross-validates once; the folds depend on the seed and {@code repeat}. */
    Pass pass(PredictionProblem problem, int repeat) {
        double[] y = problem.response();
        double[][] features = problem.features();
        int n = y.length;
        int[] all = IntStream.range(0, n).toArray();
        int[] fold = outer(problem, all, repeat);
        double[] scores = new double[n];
        double[] probabilities = new double[n];
        Arrays.fill(probabilities, Double.NaN);
        double[] weights = new double[features[0].length];
        for (int f = 0; f < options.folds(); f++) {
            int[] held = Folds.rows(all, fold, f, true);
            Chain chain = fit(problem, Folds.rows(all, fold, f, false), repeat * 1000L + f);
            for (int i : held) {
                scores[i] = chain.score(i, features[i]);
                if (chain.calibration != null)
                    probabilities[i] = 1 / (1 + Math.exp(-chain.calibration[0] * scores[i] - chain.calibration[1]));
            }
            for (int k = 0; k < weights.length; k++) weights[k] += chain.model.weights()[k] / options.folds();
        }
        return new Pass(fold, scores, probabilities, weights);
    }

    /**
     * Fits all subjects with the whole procedure, the choice of the penalty among it.
     *
     * @param covariates shape (subjects, covariates) that a step removes; rows may be empty
     */
    FrozenModel freeze(PredictionProblem problem, double[][] covariates) {
        int n = problem.response().length;
        int p = problem.features()[0].length;
        Chain chain = fit(problem, IntStream.range(0, n).toArray(), Long.MAX_VALUE);
        double[] zero = new double[p];
        double[] one = new double[p];
        Arrays.fill(one, 1);
        for (FeatureStep.Fitted step : chain.steps) {
            zero = step.apply(0, zero);
            one = step.apply(0, one);
        }
        double[] weights = new double[p];
        for (int f = 0; f < p; f++) weights[f] = chain.model.weights()[f] * (one[f] - zero[f]);
        // what is left of the score of each subject without its features is linear in the covariates
        int k = covariates[0].length + 1;
        double[][] design = new double[n][k];
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) {
            design[i][0] = 1;
            System.arraycopy(covariates[i], 0, design[i], 1, k - 1);
            rest[i] = chain.score(i, new double[p]);
        }
        double[] b = new SingularValueDecomposition(new Array2DRowRealMatrix(design, false))
                .getSolver()
                .solve(new ArrayRealVector(rest))
                .toArray();
        FrozenModel frozen = new FrozenModel(
                weights,
                Arrays.copyOfRange(b, 1, k),
                b[0],
                chain.calibration == null ? new double[0] : chain.calibration,
                n);
        for (int i = 0; i < n; i++) {
            double expected = chain.score(i, problem.features()[i]);
            double got = frozen.score(problem.features()[i], covariates[i]);
            if (!(Math.abs(got - expected) <= 1e-6 * (1 + Math.abs(expected))))
                throw new IllegalStateException(
                        "a step of the prediction is not linear in features and covariates: it cannot be frozen");
        }
        return frozen;
    }

    private int[] outer(PredictionProblem problem, int[] all, int repeat) {
        return Folds.deal(
                all,
                problem.response(),
                problem.classes(),
                problem.groups(),
                options.folds(),
                Seeds.stream(options.seed(), repeat));
    }

    /**
     * Corrupts the held-out rows of the first fold and fits again.
     *
     * @throws IllegalStateException if any coefficient changes
     */
    void requireNoLeak(PredictionProblem problem) {
        int[] all = IntStream.range(0, problem.response().length).toArray();
        int[] fold = outer(problem, all, 0);
        int[] held = Folds.rows(all, fold, 0, true);
        int[] training = Folds.rows(all, fold, 0, false);
        Chain clean = fit(problem, training, 0);
        Chain corrupted = fit(problem.corrupted(held), training, 0);
        boolean same = Arrays.equals(clean.model.weights(), corrupted.model.weights())
                && clean.model.intercept() == corrupted.model.intercept()
                && Arrays.equals(clean.calibration, corrupted.calibration);
        double[][] features = problem.features();
        for (int i : held) same &= clean.score(i, features[i]) == corrupted.score(i, features[i]);
        if (!same)
            throw new IllegalStateException("leak: the model of the first fold changes when its held-out subjects are"
                    + " changed, so a step has used them. Selection, scaling and covariate removal must be"
                    + " fitted to the training rows only");
    }

    private Chain fit(PredictionProblem problem, int[] training, long stream) {
        double[] y = problem.response();
        boolean classes = problem.classes();
        int setting = 0;
        double[] calibration = null;
        if (learner.settings() > 1 || classes) {
            int folds = Math.min(options.innerFolds(), PenaltyChoice.fewest(problem, training));
            int[] fold =
                    Folds.deal(training, y, classes, problem.groups(), folds, Seeds.stream(~options.seed(), stream));
            double[][] scores = new double[learner.settings()][training.length];
            for (int f = 0; f < folds; f++) inner(problem, training, fold, f, scores);
            setting = PenaltyChoice.best(problem, training, fold, folds, scores);
            if (classes)
                calibration = Calibration.logistic(
                        scores[setting],
                        Arrays.stream(training).mapToDouble(i -> y[i]).toArray(),
                        true);
        }
        List<FeatureStep.Fitted> steps = new ArrayList<>();
        double[][] x = prepare(problem, training, steps);
        double[] own = Arrays.stream(training).mapToDouble(i -> y[i]).toArray();
        return new Chain(steps, learner.fit(x, own)[setting], calibration);
    }

    private void inner(PredictionProblem problem, int[] training, int[] fold, int which, double[][] scores) {
        double[] y = problem.response();
        double[][] features = problem.features();
        int[] learn = Folds.rows(training, fold, which, false);
        List<FeatureStep.Fitted> steps = new ArrayList<>();
        double[][] x = prepare(problem, learn, steps);
        Linear[] models =
                learner.fit(x, Arrays.stream(learn).mapToDouble(i -> y[i]).toArray());
        for (int k = 0; k < training.length; k++) {
            if (fold[k] != which) continue;
            double[] row = features[training[k]];
            for (FeatureStep.Fitted step : steps) row = step.apply(training[k], row);
            for (int s = 0; s < models.length; s++) scores[s][k] = models[s].score(row);
        }
    }

    /** Fits and applies the steps; gives the prepared training rows. */
    private double[][] prepare(PredictionProblem problem, int[] training, List<FeatureStep.Fitted> fitted) {
        double[] y = problem.response();
        List<FeatureStep> steps = new ArrayList<>(problem.steps());
        if (options.select() > 0) steps.add(FeatureStep.mostCorrelated(options.select()));
        if (options.model() != Model.CONNECTOME) steps.add(FeatureStep.standardise());
        double[][] current = problem.features();
        for (FeatureStep step : steps) {
            FeatureStep.Fitted f = step.fit(current, y, training);
            fitted.add(f);
            double[][] next = new double[current.length][];
            for (int i = 0; i < current.length; i++) next[i] = f.apply(i, current[i]);
            current = next;
        }
        double[][] x = new double[training.length][];
        for (int k = 0; k < x.length; k++) x[k] = current[training[k]];
        return x;
    }
}
