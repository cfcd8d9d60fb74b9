package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.group.ResponsePrediction.Model;
import sc.fiji.boldj.group.ResponsePrediction.Options;
import sc.fiji.boldj.group.ResponsePrediction.Result;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** How often the interval of a prediction holds the mean of its measure, and p is .05 or less; figures in validation-group.md. */
@Tag("study")
class PredictionIntervalStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 200);

    private static PredictionProblem problem(long seed, int people, double slope, boolean classes) {
        double[][] x = new double[people][10];
        double[] y = new double[people];
        for (int i = 0; i < people; i++) {
            double[] draws = new double[11];
            Seeds.fillGaussian(Seeds.stream(seed, i), draws);
            x[i] = Arrays.copyOf(draws, 10);
            y[i] = slope * (draws[0] + draws[1]) / Math.sqrt(2) + draws[10];
        }
        if (!classes) return PredictionProblem.ofNumbers(x, y);
        double middle = Arrays.stream(y).sorted().toArray()[people / 2];
        boolean[] responder = new boolean[people];
        for (int i = 0; i < people; i++) responder[i] = y[i] >= middle;
        return PredictionProblem.ofClasses(x, responder);
    }

    private static Options options(int permutations) {
        return new Options(Model.RIDGE, 8, 5, 5, permutations, 0, 0.01, 1);
    }

    @Test
    void theIntervalHoldsTheMeanOfTheMeasure() {
        for (boolean classes : new boolean[] {false, true})
            for (double slope : new double[] {0, 0.6, 1.2}) {
                double[][] ends = new double[TRIALS][];
                double mean = 0;
                double fisher = 0;
                for (int trial = 0; trial < TRIALS; trial++) {
                    PredictionProblem problem = problem(trial, 20, slope, classes);
                    CrossValidation validation = new CrossValidation(options(60), classes);
                    double score = ResponsePrediction.measure(validation, problem, 5);
                    double[] interval = ScoreInterval.of(problem, options(60), score, Progress.NONE);
                    ends[trial] = new double[] {interval[0], interval[1], score};
                    mean += score / TRIALS;
                }
                double held = 0;
                for (double[] end : ends) {
                    if (end[0] <= mean && mean <= end[1]) held += 1.0 / TRIALS;
                    if (Math.abs(atanh(end[2]) - atanh(mean)) <= 1.96 / Math.sqrt(17)) fisher += 1.0 / TRIALS;
                }
                System.out.printf(
                        Locale.ROOT,
                        "%s, slope %.1f: mean %.3f, held in %.3f%s%n",
                        classes ? "area" : "r",
                        slope,
                        mean,
                        held,
                        classes ? "" : String.format(Locale.ROOT, ", by Fisher's interval in %.3f", fisher));
                assertTrue(held >= 0.92, "" + held);
            }
    }

    @Test
    void pIsFiveHundredthsWhereThereIsNothing() {
        for (boolean classes : new boolean[] {false, true}) {
            int count = 0;
            double nulls = 0;
            int trials = 2 * TRIALS;
            for (int trial = 0; trial < trials; trial++) {
                PredictionProblem problem = problem(50_000 + trial, 20, 0, classes);
                Options how = new Options(Model.RIDGE, 5, 3, 3, 40, 0, 0.01, 1);
                Result result = ResponsePrediction.of(problem, how, Progress.NONE);
                if (result.p() <= 0.05) count++;
                nulls += result.nullMean() / trials;
            }
            double rate = (double) count / trials;
            System.out.printf(
                    Locale.ROOT, "%s: p of .05 or less in %.3f, null mean %.3f%n", classes ? "area" : "r", rate, nulls);
            assertEquals(0.05, rate, 3 * Math.sqrt(0.05 * 0.95 / trials));
        }
    }

    private static double atanh(double r) {
        return 0.5 * Math.log((1 + r) / (1 - r));
    }
}
