package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * @param result what was found; null if nothing could be tested
 */
record ColumnTest(List<String> names, List<double[]> values, GroupTest test, PermutationResult result) {

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
                options.contrast(),
                new GroupTest.Options(options.permutations(), options.alpha(), options.seed(), each));
        if (kept.isEmpty()) return new ColumnTest(kept, values, test, null);
        double[][] data = new double[byVisit.length][kept.size()];
        for (int k = 0; k < kept.size(); k++) for (int i = 0; i < data.length; i++) data[i][k] = values.get(k)[i];
        PermutationResult result = test.run(Observations.of(data), Neighbourhood.none(kept.size()), progress)
                .test();
        return new ColumnTest(List.copyOf(kept), List.copyOf(values), test, result);
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

    /** A row for each quantity: statistic, p, corrected p with the interval of the shuffling. */
    ReportTable table(String first) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            double p = result.pFamilyWise()[k];
            double[] range = result.interval(p, 0.95);
            rows.add(List.of(
                    names.get(k),
                    text(result.statistic()[k]),
                    text(result.pUncorrected()[k]),
                    text(p),
                    result.isExhaustive() ? "exact" : text(range[0]) + " to " + text(range[1])));
        }
        return new ReportTable(List.of(first, test.statistic(), "p", "corrected p", "95 % of the shuffling"), rows);
    }

    static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
