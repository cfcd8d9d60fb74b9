package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.workflow.ReportTable;

/**
 * Several quantities of each session, tested together: p is corrected over all of them by the largest statistic.
 *
 * @param names of the quantities that could be tested
 * @param values by quantity, one for each visit of the design
 * @param test the plan
 * @param effects the estimate of the contrast for each quantity, in its own unit; empty for an F test
 * @param result what was found; null if nothing could be tested
 */
record ColumnTest(
        List<String> names, List<double[]> values, GroupTest test, List<Double> effects, PermutationResult result) {

    /** Tests those quantities that every visit has and that differ. */
    static ColumnTest run(
            TrialDesign design, List<String> names, double[][] byVisit, GroupOptions options, Progress progress) {
        List<String> kept = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            double[] column = new double[byVisit.length];
            boolean usable = true;
            boolean varies = false;
            for (int i = 0; i < column.length; i++) {
                column[i] = byVisit[i][k];
                usable &= Double.isFinite(column[i]);
                varies |= column[i] != column[0];
            }
            if (!usable || !varies) continue;
            kept.add(names.get(k));
            values.add(column);
        }
        PermutationTest.Options each = PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL);
        GroupTest test = GroupTest.plan(
                design.design(),
                design.contrast(),
                new GroupTest.Options(options.permutations(), options.alpha(), options.seed(), each));
        if (kept.isEmpty()) return new ColumnTest(kept, values, test, List.of(), null);
        double[][] data = new double[byVisit.length][kept.size()];
        for (int k = 0; k < kept.size(); k++) for (int i = 0; i < data.length; i++) data[i][k] = values.get(k)[i];
        PermutationResult result = test.run(Observations.of(data), Neighbourhood.none(kept.size()), progress)
                .test();
        return new ColumnTest(List.copyOf(kept), List.copyOf(values), test, effects(test, data), result);
    }

    private static List<Double> effects(GroupTest test, double[][] data) {
        if (test.model().effectRank() > 1) return List.of();
        Observations observed = test.observe(Observations.of(data));
        double[][] rows = new double[observed.rows()][observed.elements()];
        for (int i = 0; i < rows.length; i++) observed.read(i, 0, observed.elements(), rows[i], 0);
        return Arrays.stream(test.model().effects(rows)).boxed().toList();
    }

    /**
     * Half the width of an effect's 95 % interval, from the t distribution: the effect over its t is its standard error.
     * NaN if there is no error to go by.
     */
    double halfInterval(int k) {
        double error = effects.get(k) / result.statistic()[k];
        int degrees = test.model().degreesOfFreedom();
        return Math.abs(error) * new TDistribution(null, degrees).inverseCumulativeProbability(0.975);
    }

    /** Whether any corrected p counts. */
    boolean finds(double alpha) {
        if (result == null) return false;
        for (double p : result.pFamilyWise()) if (p <= alpha) return true;
        return false;
    }

    /** The quantities whose corrected p counts. */
    List<String> found(double alpha) {
        List<String> found = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) if (result.pFamilyWise()[k] <= alpha) found.add(names.get(k));
        return found;
    }

    /** A row for each quantity: effect with its interval, statistic, p, corrected p with the interval of the shuffling. */
    ReportTable table(String first) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            double p = result.pFamilyWise()[k];
            double[] range = result.interval(p, 0.95);
            List<String> row = new ArrayList<>(List.of(names.get(k)));
            if (!effects.isEmpty()) {
                double half = halfInterval(k);
                row.add(text(effects.get(k)));
                row.add(text(effects.get(k) - half) + " to " + text(effects.get(k) + half));
            }
            row.addAll(List.of(
                    text(result.statistic()[k]),
                    text(result.pUncorrected()[k]),
                    text(p),
                    result.isExhaustive() ? "exact" : text(range[0]) + " to " + text(range[1])));
            rows.add(row);
        }
        List<String> head = new ArrayList<>(List.of(first));
        if (!effects.isEmpty()) head.addAll(List.of("effect", "95 % interval"));
        head.addAll(List.of(test.statistic(), "p", "corrected p", "corrected p, 95 % of the shuffling"));
        return new ReportTable(head, rows);
    }

    static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
