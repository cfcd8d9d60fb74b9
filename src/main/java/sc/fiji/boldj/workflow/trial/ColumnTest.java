package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.distribution.TDistribution;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;

/**
 * Tests several quantities of each session together: p values are corrected across all of them.
 *
 * <p>A quantity that is missing in some participants is tested in the others. Quantities available in the same participants
 * form a family and are corrected with the maximum statistic; the families are corrected by a weighted Bonferroni method, each
 * with the share of alpha that corresponds to its share of the quantities. Without missing values there is a single family.
 *
 * @param rows the quantities that could be tested, in the order given
 * @param notes sentences on the sessions that lack a quantity and on what could not be tested
 * @param test the plan of the largest family; null if nothing could be tested
 */
public record ColumnTest(List<Row> rows, List<String> notes, GroupTest test) {

    /**
     * The result for one quantity.
     *
     * @param values one per visit of the design; NaN where it is missing
     * @param groups the values of the participants who have it, by compared group ({@link TrialDesign#groups})
     * @param effect the contrast in the quantity's unit; all NaN for an F test
     * @param p uncorrected
     * @param corrected across all quantities
     */
    public record Row(
            String name,
            double[] values,
            Map<String, List<Double>> groups,
            Effect effect,
            double statistic,
            double p,
            Corrected corrected) {

        /** How many participants were tested, by group where groups are compared. */
        String people(boolean paired) {
            if (paired) return String.valueOf(groups.values().iterator().next().size());
            List<String> words = new ArrayList<>();
            groups.forEach((group, own) -> words.add(groups.size() == 1 ? "" + own.size() : group + " " + own.size()));
            return String.join(", ", words);
        }
    }

    /**
     * An estimated contrast.
     *
     * @param error its standard error
     * @param half half the width of its uncorrected 95 % interval, from the t distribution
     * @param reach half the width of its simultaneous 95 % interval, from the maximum statistic of the permutations; infinite
     *     if there are too few permutations
     */
    public record Effect(double estimate, double error, double half, double reach) {}

    /**
     * A corrected p.
     *
     * @param low lower end of its Monte Carlo interval; p itself if all permutations were used
     * @param high upper end
     * @param exact whether all permutations were used
     */
    public record Corrected(double p, double low, double high, boolean exact) {}

    /** Quantities available in the same participants. */
    private record Family(TrialDesign design, int[] columns, GroupTest test) {}

    /**
     * Tests.
     *
     * @param byVisit shape (visits, quantities); NaN where a session lacks one
     * @throws DataException if the design cannot test anything; the message gives the reason
     */
    public static ColumnTest run(
            TrialDesign design, List<String> names, double[][] byVisit, GroupOptions options, Progress progress)
            throws IOException {
        Map<Set<String>, List<Integer>> patterns = new LinkedHashMap<>();
        for (int k = 0; k < names.size(); k++)
            patterns.computeIfAbsent(lacking(design, byVisit, k), key -> new ArrayList<>())
                    .add(k);
        List<String> notes = new ArrayList<>();
        List<Family> families = new ArrayList<>();
        DataException refusal = null;
        int total = 0;
        for (Map.Entry<Set<String>, List<Integer>> pattern : patterns.entrySet()) {
            Set<String> without = pattern.getKey();
            for (int k : pattern.getValue()) if (!without.isEmpty()) notes.add(lacks(design, byVisit, names.get(k), k));
            if (without.size() == design.people()) continue;
            try {
                TrialDesign own = without.isEmpty() ? design : design.without(without);
                int[] columns = pattern.getValue().stream()
                        .filter(k -> varies(own, design, byVisit, k))
                        .mapToInt(k -> k)
                        .toArray();
                if (columns.length == 0) continue;
                families.add(new Family(own, columns, plan(own, options)));
                total += columns.length;
            } catch (DataException e) {
                refusal = e;
                for (int k : pattern.getValue()) notes.add(names.get(k) + " is not tested: " + e.getMessage());
            }
        }
        if (families.isEmpty() && refusal != null) throw refusal;
        Row[] rows = new Row[names.size()];
        for (int f = 0; f < families.size(); f++) {
            Progress part = progress.stage((double) f / families.size(), (f + 1.0) / families.size());
            String reason = "there is no residual variance";
            try {
                test(families.get(f), total, design, names, byVisit, rows, part);
            } catch (DataException e) {
                reason = e.getMessage();
            }
            for (int k : families.get(f).columns)
                if (rows[k] == null) notes.add(names.get(k) + " is not tested: " + reason + ".");
        }
        Family largest = families.stream()
                .reduce((a, b) -> b.columns.length > a.columns.length ? b : a)
                .orElse(null);
        return new ColumnTest(
                Arrays.stream(rows).filter(row -> row != null).toList(), notes, largest == null ? null : largest.test);
    }

    private static GroupTest plan(TrialDesign design, GroupOptions options) {
        PermutationTest.Options each = PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL);
        return GroupTest.plan(
                design.design(),
                design.contrast(),
                new GroupTest.Options(
                        options.get(GroupOption.PERMUTATIONS),
                        options.get(GroupOption.ALPHA),
                        options.get(GroupOption.SEED),
                        each));
    }

    /** The participants who lack a quantity in one of their sessions. */
    private static Set<String> lacking(TrialDesign design, double[][] byVisit, int k) {
        Set<String> lacking = new TreeSet<>();
        for (int i = 0; i < byVisit.length; i++)
            if (!Double.isFinite(byVisit[i][k]))
                lacking.add(design.visits().get(i).subject());
        return lacking;
    }

    private static String lacks(TrialDesign design, double[][] byVisit, String name, int k) {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < byVisit.length; i++)
            if (!Double.isFinite(byVisit[i][k]))
                sessions.add(design.visits().get(i).name());
        if (sessions.size() == byVisit.length) return name + " is not tested: it is missing in every session.";
        return name + " is missing in " + String.join(", ", sessions) + " and is tested in the remaining participants.";
    }

    private static boolean varies(TrialDesign own, TrialDesign design, double[][] byVisit, int k) {
        double first = Double.NaN;
        for (int i = 0; i < byVisit.length; i++) {
            if (!own.visits().contains(design.visits().get(i))) continue;
            if (Double.isNaN(first)) first = byVisit[i][k];
            if (byVisit[i][k] != first) return true;
        }
        return false;
    }

    private static void test(
            Family family,
            int total,
            TrialDesign design,
            List<String> names,
            double[][] byVisit,
            Row[] rows,
            Progress progress) {
        int[] columns = family.columns;
        int[] at = family.design.visits().stream()
                .mapToInt(visit -> design.visits().indexOf(visit))
                .toArray();
        double[][] data = new double[at.length][columns.length];
        for (int i = 0; i < at.length; i++)
            for (int c = 0; c < columns.length; c++) data[i][c] = byVisit[at[i]][columns[c]];
        GroupTest test = family.test;
        PermutationResult result = test.run(Observations.of(data), Neighbourhood.none(columns.length), progress)
                .test();
        double[] effects = effects(test, data);
        double share = (double) columns.length / total;
        double reach = result.nullMaximum().critical(0.05 * share);
        double quantile = effects.length == 0
                ? Double.NaN
                : new TDistribution(null, test.model().degreesOfFreedom()).inverseCumulativeProbability(0.975);
        for (int c = 0; c < columns.length; c++) {
            int k = columns[c];
            double[] values = new double[byVisit.length];
            for (int i = 0; i < values.length; i++) values[i] = byVisit[i][k];
            double[] own = new double[at.length];
            for (int i = 0; i < own.length; i++) own[i] = data[i][c];
            double effect = effects.length == 0 ? Double.NaN : effects[c];
            double error = Math.abs(effect / result.statistic()[c]);
            double p = result.pFamilyWise()[c];
            if (Double.isNaN(p)) continue;
            double[] range = result.interval(p, 0.95);
            rows[k] = new Row(
                    names.get(k),
                    values,
                    family.design.groups(own),
                    new Effect(effect, error, quantile * error, reach * error),
                    result.statistic()[c],
                    result.pUncorrected()[c],
                    new Corrected(
                            Math.min(1, p / share),
                            Math.min(1, range[0] / share),
                            Math.min(1, range[1] / share),
                            result.isExhaustive()));
        }
    }

    private static double[] effects(GroupTest test, double[][] data) {
        if (test.model().effectRank() > 1) return new double[0];
        Observations observed = test.observe(Observations.of(data));
        double[][] rows = new double[observed.rows()][observed.elements()];
        for (int i = 0; i < rows.length; i++) observed.read(i, 0, observed.elements(), rows[i], 0);
        return test.model().effects(rows);
    }

    /** Whether nothing could be tested. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Whether quantities are missing in some participants, so that there are several families. */
    public boolean isFamilies() {
        return rows.stream()
                        .map(row -> Arrays.stream(row.values)
                                .filter(Double::isFinite)
                                .count())
                        .distinct()
                        .count()
                > 1;
    }

    /** The names of the tested quantities. */
    public List<String> names() {
        return rows.stream().map(Row::name).toList();
    }

    /** The quantities whose corrected p counts. */
    public List<Row> found(double alpha) {
        return rows.stream().filter(row -> row.corrected.p <= alpha).toList();
    }

    /** The smallest corrected p. */
    double smallest() {
        return rows.stream().mapToDouble(row -> row.corrected.p).min().orElse(Double.NaN);
    }

    /** A row for each quantity: participants, effect with its intervals, statistic, p and corrected p. */
    public TrialReport.Tests table(String first, TrialDesign design, double alpha) {
        List<List<String>> lines = new ArrayList<>();
        boolean effects = rows.stream().anyMatch(row -> !Double.isNaN(row.effect.estimate));
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.name, row.people(design.isPaired())));
            if (effects)
                line.addAll(List.of(
                        ResultWords.text(row.effect.estimate),
                        ResultWords.interval(row.effect.estimate, row.effect.half),
                        ResultWords.interval(row.effect.estimate, row.effect.reach)));
            line.addAll(List.of(
                    ResultWords.text(row.statistic),
                    ResultWords.probability(row.p, alpha),
                    ResultWords.probability(row.corrected.p, alpha),
                    row.corrected.exact
                            ? "exact"
                            : ResultWords.text(row.corrected.low) + " to " + ResultWords.text(row.corrected.high)));
            lines.add(line);
        }
        List<String> head = new ArrayList<>(List.of(first, "n"));
        if (effects) head.addAll(List.of("effect", "uncorrected 95 % interval", "simultaneous 95 % interval"));
        head.addAll(List.of(isEmpty() ? "t" : test.statistic(), "p", "corrected p", "95 % interval of corrected p"));
        return new TrialReport.Tests(
                Table.of(head, lines),
                rows.stream().map(row -> row.corrected.p <= alpha).toList());
    }
}
