package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Shuffle;

/**
 * The designs of trials, made from one table with a row for each input. Covariates are centred. Levels have the order that
 * the table knows of them ({@link DesignTable#ordered}), never that of its rows; a default contrast is first minus second,
 * and for sessions follow-up minus baseline.
 */
public final class TrialDesigns {

    private TrialDesigns() {}

    /** Whether the mean differs from 0: signs are flipped. */
    public static GroupDesign oneSample(DesignTable table, List<String> covariates) {
        DesignColumns columns = new DesignColumns(table.size());
        columns.add("mean", DesignColumns.constant(table.size(), 1));
        columns.addCentred(table, covariates);
        return columns.design(
                        "one-sample: the mean of " + table.size() + " inputs" + adjusted(covariates),
                        null,
                        ExchangeTree.free(table.size()),
                        Shuffle.FLIP,
                        columns.each("mean"))
                .with(new EffectDirection(Map.of("mean", "the mean"), ""));
    }

    /**
     * Whether groups differ: a t test for two, an F test for more; with covariates an analysis of covariance.
     *
     * @param group column with the name of each input's group
     */
    public static GroupDesign groups(DesignTable table, String group, List<String> covariates) {
        List<String> levels = table.ordered(group);
        if (levels.size() < 2)
            throw new DataException(
                    "column " + group + " must name 2 groups or more, but all rows are '" + levels.get(0) + "'");
        DesignColumns columns = new DesignColumns(table.size());
        columns.addLevels("", levels, table.orderedCodes(group));
        columns.addCentred(table, covariates);
        return columns.design(
                (levels.size() == 2 ? "two-sample: " : levels.size() + " groups: ") + String.join(" against ", levels)
                        + ", " + table.size() + " inputs" + adjusted(covariates),
                null,
                ExchangeTree.free(table.size()),
                Shuffle.PERMUTE,
                columns.differences(levels));
    }

    /** Whether the inputs are associated with a number. */
    public static GroupDesign regression(DesignTable table, String column, List<String> covariates) {
        DesignColumns columns = new DesignColumns(table.size());
        columns.addCentred(table, List.of(column));
        columns.add("constant", DesignColumns.constant(table.size(), 1));
        columns.addCentred(table, covariates);
        return columns.design(
                        "regression on " + column + ", " + table.size() + " inputs" + adjusted(covariates),
                        null,
                        ExchangeTree.free(table.size()),
                        Shuffle.PERMUTE,
                        columns.each(column))
                .with(new EffectDirection(Map.of(column, "the slope on " + column), ""));
    }

    /** Whether two or more conditions of the same subjects differ, without covariates. */
    public static GroupDesign repeatedMeasures(DesignTable table, String subject, String condition) {
        return repeatedMeasures(table, subject, condition, "", List.of());
    }

    /**
     * Whether two or more conditions of the same subjects differ: paired t for two, repeated-measures F for more. A contrast
     * is tested with one observation per subject ({@link WithinPeople}).
     *
     * @param period column of the periods that conditions are adjusted for; empty for none
     * @param covariates columns of numbers that differ within subjects
     */
    public static GroupDesign repeatedMeasures(
            DesignTable table, String subject, String condition, String period, List<String> covariates) {
        List<String> levels = table.ordered(condition);
        requireEach(table, subject, condition);
        if (!period.isEmpty()) requireEach(table, subject, period);
        DesignColumns columns = new DesignColumns(table.size());
        columns.addLevels("", levels, table.orderedCodes(condition));
        if (!period.isEmpty()) columns.addPeriods(table, period);
        columns.addCentred(table, covariates);
        columns.requireWithin(table, subject, covariates);
        columns.addSubjects(table, subject, true);
        List<String> adjust = new ArrayList<>(covariates);
        if (!period.isEmpty()) adjust.add(0, period);
        return columns.design(
                        (levels.size() == 2 ? "paired: " : "repeated measures: ") + String.join(" against ", levels)
                                + " in " + table.levels(subject).size() + " subjects"
                                + (adjust.isEmpty() ? "" : ", adjusted for " + String.join(", ", adjust)),
                        null,
                        ExchangeTree.within(table.codes(subject)),
                        null,
                        columns.differences(levels))
                .with(people(table, subject, condition, period));
    }

    private static WithinPeople people(DesignTable table, String subject, String condition, String period) {
        return new WithinPeople(
                table.codes(subject),
                table.levels(subject).stream().map(name -> subject + " " + name).toList(),
                true,
                true,
                table.orderedCodes(condition),
                period.isEmpty() ? null : table.orderedCodes(period),
                table.has("sequence"));
    }

    /**
     * Whether the change from baseline differs between arms: the difference of each subject's two sessions is modelled by
     * arm, and subjects are permuted between arms.
     *
     * @param session column with two levels, the baseline first in their order
     * @param covariates subject-level columns, read from the baseline row
     */
    public static GroupDesign changeFromBaseline(
            DesignTable table, String subject, String session, String arm, List<String> covariates) {
        List<String> sessions = table.ordered(session);
        if (sessions.size() != 2)
            throw new DataException("change from baseline needs 2 sessions in column " + session + ", got " + sessions);
        SubjectRows rows = SubjectRows.of(table, subject, session);
        rows.requireConstant(table, arm);
        double[][] difference = rows.weights(new double[] {-1, 1});
        DesignTable baseline = rows.firstRows(table);
        GroupDesign between =
                baseline.ordered(arm).size() < 2 ? oneSample(baseline, covariates) : groups(baseline, arm, covariates);
        String change = sessions.get(1) + " - " + sessions.get(0);
        return new GroupDesign(
                        new DesignTerms(
                                "change from " + sessions.get(0) + " to " + sessions.get(1)
                                        + " (each subject's difference), " + between.words(),
                                between.columns(),
                                between.matrix(),
                                difference),
                        between.tree(),
                        between.shuffle().orElse(null),
                        between.defaultContrast())
                .with(
                        baseline.ordered(arm).size() < 2
                                ? new EffectDirection(Map.of("mean", change), "")
                                : new EffectDirection(Map.of(), changeWords(sessions)));
    }

    /**
     * A crossover: treatments, adjusted for period. Two treatments make one column, the first minus the second; more make a
     * column each, and the default is an F test of all. A contrast is tested with one observation per subject ({@link
     * WithinPeople}).
     *
     * @param period column with as many levels as treatments, in the order of time
     * @param arm column with the treatment given in that period
     */
    public static GroupDesign crossover(DesignTable table, String subject, String period, String arm) {
        List<String> treatments = table.ordered(arm);
        List<String> periods = table.ordered(period);
        if (treatments.size() < 2 || periods.size() != treatments.size())
            throw new DataException("a crossover needs 2 treatments or more and as many periods, got " + treatments
                    + " in column " + arm + " and " + periods + " in column " + period);
        requireEach(table, subject, period);
        requireEach(table, subject, arm);
        boolean two = treatments.size() == 2;
        DesignColumns columns = new DesignColumns(table.size());
        if (two) {
            columns.add("treatment", DesignColumns.halves(table.orderedCodes(arm), 0.5));
            columns.add("period", DesignColumns.halves(table.orderedCodes(period), -0.5));
        } else {
            columns.addLevels("", treatments, table.orderedCodes(arm));
            columns.addPeriods(table, period);
        }
        columns.addSubjects(table, subject, !two);
        String difference = String.join(" - ", treatments);
        GroupDesign design = columns.design(
                        (two
                                        ? "2x2 crossover: treatment (" + String.join(" minus ", treatments)
                                                + "), adjusted for period (" + periods.get(1) + " minus "
                                                + periods.get(0)
                                                + "), "
                                        : "crossover of " + treatments.size() + " treatments: "
                                                + String.join(" against ", treatments) + ", adjusted for " + period
                                                + ", ")
                                + table.levels(subject).size() + " subjects",
                        null,
                        ExchangeTree.within(table.codes(subject)),
                        null,
                        two ? columns.each("treatment") : columns.differences(treatments))
                .with(people(table, subject, arm, period));
        return two ? design.with(new EffectDirection(Map.of("treatment", difference), "")) : design;
    }

    /**
     * The test of carry-over of a 2x2 crossover: whether the mean of a subject's two inputs depends on the
     * sequence of treatments. Subjects are permuted between sequences. A clear carry-over confounds the treatment effect.
     */
    public static GroupDesign carryOver(DesignTable table, String subject, String period, String arm) {
        requireTwo(table, arm, "treatments");
        requireTwo(table, period, "periods");
        SubjectRows rows = SubjectRows.of(table, subject, period);
        DesignTable first = rows.firstRows(table);
        GroupDesign between = groups(first, arm, List.of());
        List<String> names =
                between.columns().stream().map(level -> level + " first").toList();
        return new GroupDesign(
                new DesignTerms(
                        "carry-over of a 2x2 crossover: each subject's mean, by the sequence of treatments",
                        names,
                        between.matrix(),
                        rows.weights(new double[] {0.5, 0.5})),
                between.tree(),
                Shuffle.PERMUTE,
                GroupContrast.differences(names, names));
    }

    /**
     * Whether the course over two or more sessions differs between arms: session by arm, an F test if either has more than
     * two levels. Subjects are permuted between arms with all their sessions.
     */
    public static GroupDesign repeatedMeasuresByArm(DesignTable table, String subject, String session, String arm) {
        List<String> sessions = table.ordered(session);
        List<String> arms = table.ordered(arm);
        if (sessions.size() < 2 || arms.size() < 2)
            throw new DataException(
                    "session by arm needs 2 sessions and 2 arms or more, got " + sessions + " and " + arms);
        SubjectRows rows = SubjectRows.of(table, subject, session);
        rows.requireConstant(table, arm);
        DesignTable sorted = rows.allRows(table);
        int[] sessionCode =
                sorted.text(session).stream().mapToInt(sessions::indexOf).toArray();
        int[] armCode = sorted.text(arm).stream().mapToInt(arms::indexOf).toArray();
        DesignColumns columns = new DesignColumns(sorted.size());
        List<String> contrast = new ArrayList<>();
        for (int s = 1; s < sessions.size(); s++)
            for (int a = 0; a < arms.size() - 1; a++) {
                double[] column = new double[sorted.size()];
                for (int r = 0; r < column.length; r++) column[r] = sessionCode[r] == s && armCode[r] == a ? 1 : 0;
                contrast.add(sessions.get(s) + ":" + arms.get(a));
                columns.add(contrast.get(contrast.size() - 1), column);
            }
        for (int s = 1; s < sessions.size(); s++) {
            double[] column = new double[sorted.size()];
            for (int r = 0; r < column.length; r++) column[r] = sessionCode[r] == s ? 1 : 0;
            columns.add(sessions.get(s), column);
        }
        columns.addSubjects(sorted, subject, false);
        GroupDesign design = columns.design(
                "session by arm: " + String.join(", ", sessions) + "; " + String.join(" against ", arms) + ", "
                        + sorted.levels(subject).size() + " subjects",
                rows.sorting(),
                ExchangeTree.whole(sorted.codes(subject)),
                Shuffle.PERMUTE,
                columns.each(contrast.toArray(new String[0])));
        return contrast.size() > 1
                ? design
                : design.with(
                        new EffectDirection(Map.of(contrast.get(0), String.join(" - ", arms)), changeWords(sessions)));
    }

    private static String changeWords(List<String> sessions) {
        String before = sessions.get(0);
        String after = sessions.get(1);
        return Character.isDigit(before.charAt(0))
                ? "change from session " + before + " to session " + after
                : "change from " + before + " to " + after;
    }

    private static String adjusted(List<String> covariates) {
        return covariates.isEmpty() ? "" : ", adjusted for " + String.join(", ", covariates) + " (centred)";
    }

    private static List<String> requireTwo(DesignTable table, String column, String what) {
        List<String> levels = table.ordered(column);
        if (levels.size() != 2)
            throw new DataException("a 2x2 crossover needs 2 " + what + " in column " + column + ", got " + levels);
        return levels;
    }

    private static void requireEach(DesignTable table, String subject, String condition) {
        if (table.levels(condition).size() < 2)
            throw new DataException("column " + condition + " must have 2 levels or more, but all rows are '"
                    + table.levels(condition).get(0) + "'");
        SubjectRows.of(table, subject, condition);
    }
}
