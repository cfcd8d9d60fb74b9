package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.SandwichModel;
import sc.fiji.boldj.stats.Shuffle;

/**
 * The marginal model of a contrast of cell means: one row for each session that was observed, so that participants with some
 * sessions missing stay. Columns are the cells, differences between periods and centred covariates; the signs of whole
 * participants are flipped (wild bootstrap, Guillaume et al. 2014, NeuroImage 94).
 *
 * @param design rows as given
 * @param visits which participant and visit each row is
 */
public record MarginalDesign(GroupDesign design, VisitRows visits) {

    /**
     * One observed session.
     *
     * @param participant a number: equal numbers are one participant
     * @param visit a number: equal numbers are the same visit
     * @param group a number, equal for all rows of a participant: equal numbers, equal covariance of the visits
     * @param cell the name of the cell that it belongs to
     * @param period number of the period of a crossover, from 1; 0 for none
     * @param weights one for each input of the study
     * @param covariates of the participant
     */
    public record Row(
            int participant, int visit, int group, String cell, int period, double[] weights, double[] covariates) {}

    /**
     * A design.
     *
     * @param cells weight of each cell in the contrast; cells of weight 0 may be omitted
     * @param names what is tested, and the covariates
     * @throws DataException if a cell of the contrast has no row
     */
    public static MarginalDesign of(List<Row> rows, Map<String, Double> cells, PersonDesign.Names names) {
        Set<String> levels = new LinkedHashSet<>();
        rows.forEach(row -> levels.add(row.cell()));
        cells.forEach((cell, weight) -> {
            if (weight != 0 && !levels.contains(cell))
                throw new DataException("no session of " + cell + " has the data that '" + names.effect() + "' needs");
        });
        List<String> order = List.copyOf(levels);
        DesignColumns columns = new DesignColumns(rows.size());
        columns.addLevels(
                "",
                order,
                rows.stream().mapToInt(row -> order.indexOf(row.cell())).toArray());
        int all = order.size() + addPeriods(columns, rows) + addCovariates(columns, rows, names.covariates());
        double[][] contrast = new double[1][all];
        for (int k = 0; k < order.size(); k++) contrast[0][k] = cells.getOrDefault(order.get(k), 0.0);
        int[] participant = rows.stream().mapToInt(Row::participant).toArray();
        long people = Arrays.stream(participant).distinct().count();
        return new MarginalDesign(
                columns.design(
                        "marginal model of " + rows.size() + " sessions of " + people
                                + " participants with the sandwich estimator; the signs of the residuals of whole participants are"
                                + " flipped (wild bootstrap)"
                                + (names.covariates().isEmpty()
                                        ? ""
                                        : "; adjusted for " + String.join(", ", names.covariates())),
                        rows.stream().map(row -> row.weights().clone()).toArray(double[][]::new),
                        ExchangeTree.flipped(participant),
                        Shuffle.FLIP,
                        new GroupContrast(names.effect(), contrast)),
                new VisitRows(
                        participant,
                        rows.stream().mapToInt(Row::visit).toArray(),
                        rows.stream().mapToInt(Row::group).toArray(),
                        SandwichModel.Variance.HOMOGENEOUS));
    }

    /** A column for each period but the first that occurs. */
    private static int addPeriods(DesignColumns columns, List<Row> rows) {
        int[] known =
                rows.stream().mapToInt(Row::period).distinct().sorted().skip(1).toArray();
        for (int period : known)
            columns.add(
                    "period " + period,
                    rows.stream()
                            .mapToDouble(row -> row.period() == period ? 1 : 0)
                            .toArray());
        return known.length;
    }

    /** Covariates that differ, centred on their mean over participants. */
    private static int addCovariates(DesignColumns columns, List<Row> rows, List<String> names) {
        Map<Integer, double[]> people = new LinkedHashMap<>();
        rows.forEach(row -> people.putIfAbsent(row.participant(), row.covariates()));
        List<double[]> values = new ArrayList<>(people.values());
        int added = 0;
        for (int k = 0; k < names.size(); k++) {
            int at = k;
            double mean = values.stream().mapToDouble(own -> own[at]).average().orElse(0);
            boolean differs = values.stream().anyMatch(own -> own[at] != values.get(0)[at]);
            if (!differs) continue;
            columns.add(
                    names.get(k),
                    rows.stream()
                            .mapToDouble(row -> row.covariates()[at] - mean)
                            .toArray());
            added++;
        }
        return added;
    }
}
