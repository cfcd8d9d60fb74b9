package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Shuffle;

/**
 * Designs with one observation per participant, the participant's own contrast. Conditions and arms outside the contrast enter
 * neither the estimate nor its error, so a comparison borrows no variance from them.
 *
 * <p>Within participants, differences between periods are nuisance regressors. Two conditions are exchanged as the randomisation
 * could have done it where the allowed sequences permit it; otherwise signs are flipped, which assumes that the errors of the
 * contrast are symmetric about 0. Between participants, arms are permuted within the strata of the randomisation.
 */
public final class PersonDesign {

    /** Name of the column that a contrast within participants tests. */
    static final String EFFECT = "effect";

    private PersonDesign() {}

    /**
     * What the columns are called.
     *
     * @param effect what is tested, such as {@code ketamine - placebo}
     * @param covariates names, as in {@link PersonRow#covariates}
     */
    public record Names(String effect, List<String> covariates) {}

    /**
     * Compares arms.
     *
     * @param arms weights of arms in the order of columns; participants of other arms must not be among the rows
     * @throws DataException if an arm has no participant
     */
    public static GroupDesign between(List<PersonRow> rows, Map<String, Double> arms, Names names) {
        for (String arm : arms.keySet())
            if (rows.stream().noneMatch(row -> row.arm().equals(arm)))
                throw new DataException(
                        "no participant of " + arm + " has the data that '" + names.effect() + "' needs");
        List<String> levels = List.copyOf(arms.keySet());
        DesignColumns columns = new DesignColumns(rows.size());
        columns.addLevels(
                "",
                levels,
                rows.stream().mapToInt(row -> levels.indexOf(row.arm())).toArray());
        List<String> all = new ArrayList<>(levels);
        all.addAll(addNuisance(columns, rows, names));
        double[][] contrast = new double[1][all.size()];
        for (int k = 0; k < levels.size(); k++) contrast[0][k] = arms.get(levels.get(k));
        double sum = Arrays.stream(contrast[0]).sum();
        boolean compares = Math.abs(sum)
                <= 1e-12 * Arrays.stream(contrast[0]).map(Math::abs).sum();
        int[] strata = strata(rows.stream().map(PersonRow::stratum).toList());
        boolean stratified = Arrays.stream(strata).distinct().count() > 1;
        String words = "one observation per participant, " + rows.size() + " participants: "
                + String.join(", ", levels.stream().map(arm -> count(rows, arm)).toList());
        return columns.design(
                words + adjusted(names),
                weights(rows),
                compares && stratified ? ExchangeTree.within(strata) : ExchangeTree.free(rows.size()),
                compares ? Shuffle.PERMUTE : Shuffle.FLIP,
                new GroupContrast(names.effect(), contrast));
    }

    private static String count(List<PersonRow> rows, String arm) {
        return arm + " " + rows.stream().filter(row -> row.arm().equals(arm)).count();
    }

    /** A contrast within participants whose signs are flipped. */
    public static GroupDesign flipped(List<PersonRow> rows, Names names) {
        return within(rows, names, rows.stream().mapToDouble(row -> 1).toArray(), ExchangeTree.free(rows.size()), null);
    }

    /**
     * A contrast within participants whose two conditions are exchanged among allowed sequences; empty if the contrast, or the
     * allowed sequences, do not permit it.
     *
     * @param sequences for each row the conditions in the order of their periods
     * @param conditions weights of the contrast by condition
     * @param allowed the sequences that could be drawn
     */
    public static Optional<GroupDesign> exchanged(
            List<PersonRow> rows,
            Names names,
            List<List<String>> sequences,
            Map<String, Double> conditions,
            List<List<String>> allowed) {
        return SequenceExchange.of(sequences, conditions, allowed).map(exchange -> {
            double[] sign = new double[rows.size()];
            List<String> strata = new ArrayList<>();
            for (int s = 0; s < sign.length; s++) {
                sign[s] = exchange.positive()[s] ? 1 : -1;
                strata.add(exchange.held().get(s) + " " + rows.get(s).stratum());
            }
            return within(rows, names, sign, ExchangeTree.within(strata(strata)), Shuffle.PERMUTE);
        });
    }

    /** @param sign 1, or -1 where the observation is the negative of the contrast, so that later minus earlier is permuted */
    private static GroupDesign within(
            List<PersonRow> rows, Names names, double[] sign, ExchangeTree tree, Shuffle permuted) {
        DesignColumns columns = new DesignColumns(rows.size());
        columns.add(EFFECT, sign.clone());
        List<String> nuisance = addNuisance(columns, rows.stream().toList(), names, sign);
        double[][] weights = weights(rows);
        for (int s = 0; s < weights.length; s++) for (int i = 0; i < weights[s].length; i++) weights[s][i] *= sign[s];
        double[][] contrast = new double[1][1 + nuisance.size()];
        contrast[0][0] = 1;
        String how = permuted == null
                ? "one contrast per participant, " + rows.size()
                        + " participants; its sign is flipped, which assumes errors" + " symmetric about 0"
                : "later minus earlier condition per participant, " + rows.size()
                        + " participants; the two conditions are exchanged among the allowed sequences, the others held in"
                        + " their periods";
        return columns.design(
                        how + adjusted(names),
                        weights,
                        tree,
                        permuted == null ? Shuffle.FLIP : permuted,
                        new GroupContrast(names.effect(), contrast))
                .with(new EffectDirection(Map.of(EFFECT, names.effect()), ""));
    }

    private static List<String> addNuisance(DesignColumns columns, List<PersonRow> rows, Names names) {
        double[] ones = new double[rows.size()];
        Arrays.fill(ones, 1);
        return addNuisance(columns, rows, names, ones);
    }

    /** Periods and centred covariates that differ; returns their names. */
    private static List<String> addNuisance(DesignColumns columns, List<PersonRow> rows, Names names, double[] sign) {
        Map<String, double[]> nuisance = new LinkedHashMap<>();
        int periods = rows.isEmpty() ? 0 : rows.get(0).periods().length;
        for (int k = 0; k < periods; k++) {
            int at = k;
            double[] column =
                    rows.stream().mapToDouble(row -> row.periods()[at]).toArray();
            if (Arrays.stream(column).anyMatch(x -> x != 0)) nuisance.put("period " + (k + 2), column);
        }
        for (int k = 0; k < names.covariates().size(); k++) {
            int at = k;
            double[] column =
                    rows.stream().mapToDouble(row -> row.covariates()[at]).toArray();
            double mean = Arrays.stream(column).average().orElse(0);
            double largest = 0;
            for (int i = 0; i < column.length; i++) largest = Math.max(largest, Math.abs(column[i] -= mean));
            if (largest > 1e-12 * Math.abs(mean))
                nuisance.put(names.covariates().get(k), column);
        }
        nuisance.forEach((name, column) -> {
            for (int i = 0; i < column.length; i++) column[i] = column[i] == 0 ? 0 : column[i] * sign[i];
            columns.add(name, column);
        });
        return List.copyOf(nuisance.keySet());
    }

    private static String adjusted(Names names) {
        return names.covariates().isEmpty() ? "" : "; adjusted for " + String.join(", ", names.covariates());
    }

    private static double[][] weights(List<PersonRow> rows) {
        return rows.stream().map(row -> row.weights().clone()).toArray(double[][]::new);
    }

    private static int[] strata(List<String> names) {
        List<String> known = names.stream().distinct().toList();
        return names.stream().mapToInt(known::indexOf).toArray();
    }
}
