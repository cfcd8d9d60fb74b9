package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.group.ResponsePrediction.Model;
import sc.fiji.boldj.group.ResponsePrediction.Options;
import sc.fiji.boldj.group.ResponsePrediction.Result;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Prediction on data with known truth: chance, signal, leaks, covariates. */
class ResponsePredictionTest {

    private static final Options QUICK = Options.DEFAULT.withFolds(5).withEffort(2, 1);

    private static double[][] noise(int rows, int columns, int seed) {
        double[][] data = new double[rows][columns];
        for (int i = 0; i < rows; i++) Seeds.fillGaussian(Seeds.stream(seed, i), data[i]);
        return data;
    }

    private static boolean[] half(int n) {
        boolean[] y = new boolean[n];
        for (int i = 0; i < n; i++) y[i] = i % 2 == 0;
        return y;
    }

    @Tag("simulation")
    @ParameterizedTest
    @EnumSource(Model.class)
    void signalIsFoundAndItsSignIsRight(Model model) {
        double[][] x = noise(60, 80, 3);
        boolean[] y = half(60);
        for (int i = 0; i < 60; i++) for (int f = 0; f < 8; f++) x[i][f] += y[i] ? 0.7 : -0.7;
        for (int i = 0; i < 60; i++) for (int f = 8; f < 16; f++) x[i][f] -= y[i] ? 0.7 : -0.7;
        Result result = ResponsePrediction.of(
                PredictionProblem.ofClasses(x, y), QUICK.with(model).withEffort(2, 20), Progress.NONE);
        assertTrue(result.score() > 0.9, model + " " + result.score());
        assertTrue(result.low() < result.score() && result.high() >= result.score() && result.low() > 0.75);
        assertEquals(1 / 20.0, result.p());
        assertEquals(0.5, result.nullMean(), 0.12);
        assertTrue(result.weights()[0] > 0 && result.weights()[8] < 0);
        assertTrue(
                result.calibration().slope() > 0.4 && result.calibration().brier() < 0.18, "" + result.calibration());
    }

    @Test
    void numbersArePredicted() {
        double[][] x = noise(80, 60, 4);
        double[] y = new double[80];
        double[][] e = noise(80, 1, 5);
        for (int i = 0; i < 80; i++) {
            for (int f = 0; f < 6; f++) y[i] += x[i][f];
            y[i] = 50 + 3 * (y[i] + e[i][0]);
        }
        for (Model model : new Model[] {Model.RIDGE, Model.ELASTIC_NET, Model.CONNECTOME}) {
            Result result = ResponsePrediction.of(PredictionProblem.ofNumbers(x, y), QUICK.with(model), Progress.NONE);
            assertTrue(
                    result.score() > 0.5 && result.error() < 0.9,
                    model + " r " + result.score() + " " + result.error());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> ResponsePrediction.of(PredictionProblem.ofNumbers(x, y), QUICK.with(Model.SVM), Progress.NONE));
    }

    /** Mean area over shuffled labels .5 +- .06, also with selection, whose leak would show here: it makes .9 of noise. */
    @Tag("simulation")
    @Test
    void shuffledLabelsAreAtChance() {
        shuffled(20, 0.06);
    }

    /** The same within .03. */
    @Tag("study")
    @Test
    void moreShuffledLabelsAreAtChance() {
        shuffled(60, 0.03);
    }

    private static void shuffled(int runs, double tolerance) {
        double[][] x = noise(40, 120, 6);
        for (Model model : Model.values()) {
            double sum = 0;
            for (int k = 0; k < runs; k++) {
                boolean[] y = half(40);
                double[] keys = new double[40];
                Seeds.fillGaussian(Seeds.stream(31, k), keys);
                int[] order = IntStream.range(0, 40)
                        .boxed()
                        .sorted((a, b) -> Double.compare(keys[a], keys[b]))
                        .mapToInt(i -> i)
                        .toArray();
                boolean[] shuffled = new boolean[40];
                for (int i = 0; i < 40; i++) shuffled[i] = y[order[i]];
                sum += ResponsePrediction.of(
                                PredictionProblem.ofClasses(x, shuffled),
                                QUICK.with(model).withEffort(1, 1).withSelect(20),
                                Progress.NONE)
                        .score();
            }
            assertEquals(0.5, sum / runs, tolerance, model.toString());
        }
    }

    /** Selection on all rows makes noise look predictable: the trap. The leak test must refuse it. */
    @Test
    void theLeakTrapIsCaught() {
        double[][] x = noise(40, 2000, 7);
        boolean[] y = half(40);
        FeatureStep leaky = (features, response, training) -> FeatureStep.mostCorrelated(20)
                .fit(features, response, IntStream.range(0, response.length).toArray());
        IllegalStateException caught = assertThrows(
                IllegalStateException.class,
                () -> ResponsePrediction.of(PredictionProblem.ofClasses(x, y).with(leaky), QUICK, Progress.NONE));
        assertTrue(caught.getMessage().contains("held-out"), caught.getMessage());
        FeatureStep scaledOnAll = (features, response, training) -> FeatureStep.standardise()
                .fit(features, response, IntStream.range(0, response.length).toArray());
        assertThrows(
                IllegalStateException.class,
                () -> ResponsePrediction.of(
                        PredictionProblem.ofClasses(x, y).with(scaledOnAll),
                        QUICK.with(Model.CONNECTOME),
                        Progress.NONE));
        // The trap is real: with features chosen beforehand on all rows, noise gives a fine area.
        FeatureStep.Fitted chosen = FeatureStep.mostCorrelated(20)
                .fit(
                        x,
                        IntStream.range(0, 40).mapToDouble(i -> y[i] ? 1 : -1).toArray(),
                        IntStream.range(0, 40).toArray());
        double[][] cheated = new double[40][];
        for (int i = 0; i < 40; i++) cheated[i] = chosen.apply(i, x[i]);
        double cheating = ResponsePrediction.of(PredictionProblem.ofClasses(cheated, y), QUICK, Progress.NONE)
                .score();
        double honest = ResponsePrediction.of(PredictionProblem.ofClasses(x, y), QUICK.withSelect(20), Progress.NONE)
                .score();
        assertTrue(cheating > 0.9, "cheating " + cheating);
        assertTrue(honest < 0.75, "honest " + honest);
    }

    /** A site that is associated with response and features predicts; without it nothing is left. */
    @Test
    void covariatesAreTakenOut() {
        double[][] x = noise(60, 40, 8);
        boolean[] y = half(60);
        double[][] site = new double[60][1];
        for (int i = 0; i < 60; i++) {
            site[i][0] = (i % 10 == 0) == y[i] ? 0 : 1;
            for (int f = 0; f < 40; f++) x[i][f] += 2 * site[i][0];
        }
        double with = ResponsePrediction.of(PredictionProblem.ofClasses(x, y), QUICK, Progress.NONE)
                .score();
        double without = ResponsePrediction.of(
                        PredictionProblem.ofClasses(x, y).with(FeatureStep.withoutCovariates(site)),
                        QUICK,
                        Progress.NONE)
                .score();
        assertTrue(with > 0.75, "site alone " + with);
        assertTrue(without < 0.68, "site removed " + without);
    }

    /** Two scans of each subject: their rows stay in one fold, or the twin gives the answer away. */
    @Test
    void rowsOfOneSubjectStayTogether() {
        double[][] own = noise(30, 50, 9);
        double[][] x = new double[60][];
        boolean[] y = new boolean[60];
        int[] subject = new int[60];
        for (int i = 0; i < 60; i++) {
            subject[i] = i / 2;
            x[i] = own[i / 2].clone();
            x[i][i % 50] += 0.01;
            y[i] = i / 2 % 2 == 0;
        }
        double apart = ResponsePrediction.of(PredictionProblem.ofClasses(x, y), QUICK, Progress.NONE)
                .score();
        double together = ResponsePrediction.of(
                        PredictionProblem.ofClasses(x, y).withGroups(subject), QUICK, Progress.NONE)
                .score();
        assertTrue(apart > 0.85 && together < 0.75, apart + " and " + together);
        boolean[] mixed = half(60);
        assertThrows(IllegalArgumentException.class, () -> PredictionProblem.ofClasses(x, mixed)
                .withGroups(subject));
    }

    @Test
    void theSameBytesForAnyThreads() {
        double[][] x = noise(40, 50, 10);
        Result[] results = new Result[2];
        for (int threads = 1; threads <= 2; threads++) {
            int k = threads - 1;
            Parallelization.runWithNumThreads(
                    threads,
                    () -> results[k] = ResponsePrediction.of(
                            PredictionProblem.ofClasses(x, half(40)), QUICK.withEffort(3, 10), Progress.NONE));
        }
        assertArrayEquals(results[0].predictions(), results[1].predictions());
        assertArrayEquals(results[0].probabilities(), results[1].probabilities());
        assertArrayEquals(results[0].weights(), results[1].weights());
        assertEquals(results[0].p(), results[1].p());
        assertEquals(results[0].score(), results[1].score());
    }

    @Test
    void badInputIsRefused() {
        double[][] x = noise(12, 3, 11);
        boolean[] few = new boolean[12];
        few[0] = true;
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ResponsePrediction.of(PredictionProblem.ofClasses(x, few), QUICK, Progress.NONE))
                .getMessage();
        assertTrue(message.contains("fewer folds"), message);
        assertThrows(IllegalArgumentException.class, () -> PredictionProblem.ofClasses(x, new boolean[12]));
        assertThrows(IllegalArgumentException.class, () -> PredictionProblem.ofClasses(x, new boolean[11]));
        x[3][1] = Double.NaN;
        assertThrows(IllegalArgumentException.class, () -> PredictionProblem.ofClasses(x, half(12)));
        assertThrows(IllegalArgumentException.class, () -> Options.DEFAULT.withFolds(1));
    }

    /** Area of a hand-made case: 4 of 6 pairs right, one tie. */
    @Test
    void areaOfAHandMadeCase() {
        PairwiseAuc auc = new PairwiseAuc(new double[] {1, 1, -1, -1, -1});
        auc.add(new int[] {0, 1, 2, 3, 4}, new double[] {3, 1, 2, 1, 0});
        assertEquals(4.5 / 6, auc.area(), 1e-12);
    }

    /** The measure, its p and the values under shuffling are one statistic, however many times folds are assigned. */
    @Tag("simulation")
    @Test
    void thePIsThatOfTheMeasureItself() {
        double[][] x = noise(20, 6, 41);
        double[] y = new double[20];
        for (int i = 0; i < 20; i++) y[i] = x[i][0] + noise(1, 20, 42)[0][i];
        boolean[] responder = half(20);
        for (PredictionProblem problem :
                new PredictionProblem[] {PredictionProblem.ofNumbers(x, y), PredictionProblem.ofClasses(x, responder)})
            for (int repeats : new int[] {1, 3, 12}) {
                Options options = Options.DEFAULT.withFolds(5).withEffort(repeats, 40);
                Result result = ResponsePrediction.of(problem, options, Progress.NONE);
                double[] nulls = result.nulls().values();
                assertEquals(result.score(), nulls[0]);
                int reached = 0;
                for (double value : nulls) if (value >= result.score() - 1e-9) reached++;
                assertEquals(reached / 40.0, result.p(), 1e-12);
                CrossValidation validation = new CrossValidation(options, problem.classes());
                int assignments = Math.min(repeats, 5);
                double mean = 0;
                PairwiseAuc auc = new PairwiseAuc(problem.response());
                for (int r = 0; r < assignments; r++) {
                    CrossValidation.Pass pass = validation.pass(problem, r);
                    mean += ResponsePrediction.correlation(pass.scores(), problem.response()) / assignments;
                    pass.addTo(auc);
                }
                assertEquals(problem.classes() ? auc.area() : mean, result.score(), 1e-12);
                assertTrue(result.low() < result.score() && result.score() < result.high());
            }
    }

    /** Fisher's interval takes subjects as independent, which predictions of one another are not. */
    @Test
    void theIntervalIsWiderThanFishersAndIsNotMadeWithoutResampling() {
        double[][] x = noise(24, 6, 43);
        double[] y = new double[24];
        for (int i = 0; i < 24; i++) y[i] = 0.7 * x[i][0] + noise(1, 24, 44)[0][i];
        PredictionProblem problem =
                PredictionProblem.ofNumbers(x, y).with(FeatureStep.withoutCovariates(noise(24, 1, 45)));
        Result result =
                ResponsePrediction.of(problem, Options.DEFAULT.withFolds(6).withEffort(3, 60), Progress.NONE);
        double width = atanh(result.high()) - atanh(result.low());
        assertTrue(width > 1.2 * 2 * 1.96 / Math.sqrt(21), "width " + width);
        assertTrue(width < 3 * 2 * 1.96 / Math.sqrt(21), "width " + width);
        Result none =
                ResponsePrediction.of(problem, Options.DEFAULT.withFolds(6).withEffort(3, 1), Progress.NONE);
        assertTrue(Double.isNaN(none.low()) && Double.isNaN(none.p()));
    }

    private static double atanh(double r) {
        return 0.5 * Math.log((1 + r) / (1 - r));
    }

    @Test
    void moderationIsTheInteraction() {
        double[][] e = noise(60, 3, 12);
        double[] outcome = new double[60];
        double[] marker = new double[60];
        boolean[] treated = half(60);
        for (int i = 0; i < 60; i++) {
            marker[i] = 5 + 2 * e[i][0];
            outcome[i] = (treated[i] ? 1.2 * e[i][0] : 0) + 0.5 * e[i][1];
        }
        Moderation found = Moderation.test(outcome, treated, marker, new double[0][], 999, 1, Progress.NONE);
        double[][] x = new double[60][3];
        double spread = new StandardDeviation().evaluate(marker);
        for (int i = 0; i < 60; i++) x[i] = new double[] {treated[i] ? marker[i] : 0, treated[i] ? 1 : 0, marker[i]};
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.newSampleData(outcome, x);
        double slope = ols.estimateRegressionParameters()[1];
        assertEquals(slope * spread, found.effect(), 1e-9);
        assertEquals(slope / ols.estimateRegressionParametersStandardErrors()[1], found.t(), 1e-9);
        assertEquals(56, found.degreesOfFreedom());
        assertEquals(1 / 999.0, found.p(), 1e-12);
        for (int i = 0; i < 60; i++) outcome[i] = 0.8 * e[i][0] + (treated[i] ? 1 : 0) + e[i][1];
        assertTrue(Moderation.test(outcome, treated, marker, new double[0][], 999, 1, Progress.NONE)
                        .p()
                > 0.05);
    }
}
