package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.boldj.group.VisitFit;
import sc.fiji.boldj.group.VisitModel;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.JointTest;
import sc.fiji.boldj.stats.MixedModel;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * The mixed model for repeated measures of a table with a row for each participant and visit.
 *
 * @param estimates a row for each contrast and visit, and the F test of all visits
 * @param means a row for each arm and visit, at the mean of baseline and covariates
 * @param missing a row for each arm and visit: participants with and without a value
 * @param verdict what was found at the last visit, in sentences
 * @param methods the model and its assumption, in sentences
 */
public record VisitStudy(Table estimates, Table means, Table missing, List<String> verdict, List<String> methods) {

    /**
     * The columns of a table.
     *
     * @param value what is analysed; a cell without a number is a missing visit
     * @param subject label of the participant
     * @param visit label of the visit; visits are analysed in the order of their first rows
     * @param arm label of the arm; the first one in the table is the comparator
     * @param covariates of participants, numbers or words
     */
    public record Columns(String value, String subject, String visit, String arm, List<String> covariates) {

        List<String> all() {
            List<String> all = new ArrayList<>(List.of(value, subject, visit, arm));
            all.addAll(covariates);
            return all;
        }
    }

    /**
     * Fits the model.
     *
     * @param baseline the visit whose value is a covariate; empty for none
     * @param contrasts expressions in the names of arms; empty for each arm minus the first
     * @param alpha two-sided level, in (0, 1)
     * @throws DataException if a column, an arm or a visit is missing, or the model cannot be fitted; names it
     */
    public static VisitStudy of(Table table, Columns columns, String baseline, List<String> contrasts, double alpha) {
        if (!(alpha > 0 && alpha < 1)) throw new IllegalArgumentException("alpha must be in (0, 1), got " + alpha);
        for (String column : columns.all())
            if (!table.has(column))
                throw new DataException(
                        "the table has no column '" + column + "', only " + String.join(", ", table.names()));
        List<String> people = distinct(table.texts(columns.subject()));
        List<String> visits = new ArrayList<>(distinct(table.texts(columns.visit())));
        if (!baseline.isEmpty() && !visits.remove(baseline))
            throw new DataException(
                    "baseline: no row has the visit '" + baseline + "', only " + String.join(", ", visits));
        if (visits.isEmpty()) throw new DataException("the table has no visit after the baseline '" + baseline + "'");
        List<String> arms = distinct(table.texts(columns.arm()));
        int[] arm = new int[people.size()];
        Arrays.fill(arm, -1);
        List<Map<String, String>> rows = new ArrayList<>();
        people.forEach(person -> rows.add(new LinkedHashMap<>()));
        double[] before = new double[people.size()];
        Arrays.fill(before, Double.NaN);
        double[][] values = new double[people.size()][visits.size()];
        for (double[] own : values) Arrays.fill(own, Double.NaN);
        Set<String> seen = new LinkedHashSet<>();
        for (int r = 0; r < table.rows(); r++) {
            int person = people.indexOf(table.texts(columns.subject()).get(r));
            String visit = table.texts(columns.visit()).get(r);
            if (!seen.add(person + " " + visit))
                throw new DataException(people.get(person) + " has two rows of the visit " + visit + ": keep one");
            int own = arms.indexOf(table.texts(columns.arm()).get(r));
            if (arm[person] >= 0 && arm[person] != own)
                throw new DataException(people.get(person) + " is in the arms " + arms.get(arm[person]) + " and "
                        + arms.get(own) + ": the mixed model compares participants");
            arm[person] = own;
            for (String covariate : columns.covariates())
                keep(rows.get(person), covariate, table.texts(covariate).get(r), people.get(person));
            double value = TableCells.number(table.texts(columns.value()).get(r));
            if (visit.equals(baseline)) before[person] = value;
            else values[person][visits.indexOf(visit)] = value;
        }
        VisitFit fit = VisitModel.of(arms, arm, visits)
                .withCovariates(covariateNames(rows, columns), covariates(rows, columns))
                .fit(baseline.isEmpty() ? null : before, values, MixedModel.Options.DEFAULT);
        return of(fit, arms, visits, contrasts.isEmpty() ? againstFirst(arms) : contrasts, alpha);
    }

    private static List<String> distinct(List<String> texts) {
        for (String text : texts)
            if (text.isBlank() || text.equals(Table.MISSING))
                throw new DataException("a row has no participant, visit or arm: fill the cell or remove the row");
        return List.copyOf(new LinkedHashSet<>(texts));
    }

    private static void keep(Map<String, String> row, String column, String cell, String person) {
        String before = row.putIfAbsent(column, cell.equals(Table.MISSING) ? "" : cell);
        if (before != null && !before.equals(cell.equals(Table.MISSING) ? "" : cell))
            throw new DataException("the covariate " + column + " differs between the rows of " + person
                    + ": covariates are those of participants");
    }

    private static List<Map<String, String>> complete(List<Map<String, String>> rows, Columns columns) {
        return rows.stream()
                .filter(row -> columns.covariates().stream()
                        .noneMatch(column -> row.getOrDefault(column, "").isEmpty()))
                .toList();
    }

    private static List<String> covariateNames(List<Map<String, String>> rows, Columns columns) {
        return PersonCovariates.of(complete(rows, columns), columns.covariates())
                .names();
    }

    private static double[][] covariates(List<Map<String, String>> rows, Columns columns) {
        PersonCovariates known = PersonCovariates.of(complete(rows, columns), columns.covariates());
        double[][] values = new double[rows.size()][known.names().size()];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            Map<String, String> row = rows.get(i);
            boolean lacks = columns.covariates().stream()
                    .anyMatch(column -> row.getOrDefault(column, "").isEmpty());
            if (lacks) Arrays.fill(values[i], Double.NaN);
            else values[i] = known.values().get(at++);
        }
        return values;
    }

    private static List<String> againstFirst(List<String> arms) {
        if (arms.size() < 2) throw new DataException("there is one arm only, " + arms.get(0) + ": nothing is compared");
        List<String> contrasts = new ArrayList<>();
        for (String arm : arms.subList(1, arms.size())) contrasts.add(quoted(arm) + " - " + quoted(arms.get(0)));
        return contrasts;
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9_]*") ? name : '"' + name + '"';
    }

    private static VisitStudy of(
            VisitFit fit, List<String> arms, List<String> visits, List<String> contrasts, double alpha) {
        EstimateRows estimates = new EstimateRows(1 - alpha);
        List<String> verdict = new ArrayList<>();
        for (String contrast : contrasts) {
            for (String visit : visits) estimates.add(contrast, visit, fit.effect(contrast, visit));
            JointTest any = fit.anyVisit(contrast);
            estimates.add(contrast, any);
            ContrastEstimate last = fit.effect(contrast, visits.get(visits.size() - 1));
            double[] interval = last.interval(1 - alpha);
            verdict.add(contrast + " at " + visits.get(visits.size() - 1) + ": " + ResultWords.text(last.value()) + ", "
                    + Table.format(100 * (1 - alpha)) + " % interval " + ResultWords.text(interval[0]) + " to "
                    + ResultWords.text(interval[1]) + ", p = " + ResultWords.probability(last.p(), alpha)
                    + (last.p() <= alpha ? "." : "; this is not evidence that there is no effect."));
        }
        EstimateRows means = new EstimateRows(1 - alpha);
        for (String arm : arms) for (String visit : visits) means.add(arm, visit, fit.mean(arm, visit));
        return new VisitStudy(
                estimates.table("contrast"),
                means.table("arm"),
                missing(fit, arms, visits),
                verdict,
                List.of(
                        fit.methods(),
                        fit.assumption(),
                        fit.missing(),
                        "Intervals and p are not corrected for the number of contrasts and visits."));
    }

    private static Table missing(VisitFit fit, List<String> arms, List<String> visits) {
        List<List<String>> rows = new ArrayList<>();
        for (int a = 0; a < arms.size(); a++)
            for (int v = 0; v < visits.size(); v++)
                rows.add(List.of(
                        arms.get(a),
                        visits.get(v),
                        String.valueOf(fit.analysed()[a]),
                        String.valueOf(fit.observed()[a][v]),
                        String.valueOf(fit.excluded()[a])));
        return Table.of(List.of("arm", "visit", "analysed", "with_value", "excluded"), rows);
    }
}
