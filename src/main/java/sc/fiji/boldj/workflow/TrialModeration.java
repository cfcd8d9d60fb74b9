package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.Moderation;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/**
 * What is asked of treatment by biomarker: who had which treatment, and what may change its effect.
 *
 * @param column name of the column of the treatment
 * @param arms the two treatments, the one that is compared with the other first
 * @param treatment one for each subject
 * @param biomarker name of the biomarker
 * @param values of the biomarker; null for the held-out prediction of the response
 * @param covariates shape (covariates, subjects)
 */
record TrialModeration(
        String column,
        List<String> arms,
        List<String> treatment,
        String biomarker,
        double[] values,
        double[][] covariates) {

    /** Shufflings of the residuals at least. */
    static final int LEAST = 1000;

    /**
     * Reads the columns.
     *
     * @param biomarker a column of numbers; empty for the held-out prediction
     * @throws IllegalArgumentException if the treatment has not two values or a subject more than one row
     */
    static TrialModeration of(DesignTable table, String column, String biomarker, double[][] covariates) {
        List<String> arms = TreatmentNames.ordered(table.levels(column));
        if (arms.size() != 2)
            throw new IllegalArgumentException("treatment: column " + column + " must have 2 values, got " + arms);
        for (String who : List.of("subject", "participant_id"))
            if (table.has(who) && table.levels(who).size() < table.size())
                throw new IllegalArgumentException("treatment by biomarker needs one row for each subject, but column "
                        + who + " names " + table.levels(who).size() + " subjects in " + table.size() + " rows");
        return new TrialModeration(
                column,
                List.copyOf(arms),
                table.text(column),
                biomarker.isEmpty() ? "held-out prediction of the response" : biomarker,
                biomarker.isEmpty() ? null : table.numbers(biomarker),
                covariates);
    }

    /** The test, with the biomarker's values as they were used. */
    record Tested(TrialModeration asked, double[] biomarker, double[] outcome, Moderation moderation, int shufflings) {

        Map<String, Object> metrics() {
            Map<String, Object> metrics = new LinkedHashMap<>();
            metrics.put("moderation_effect", moderation.effect());
            metrics.put("moderation_t", moderation.t());
            metrics.put("moderation_degrees_of_freedom", moderation.degreesOfFreedom());
            metrics.put("moderation_p", moderation.p());
            metrics.put("moderation_p_interval_95", List.of(moderation.low(), moderation.high()));
            metrics.put("moderation_contrast", asked.arms.get(0) + " - " + asked.arms.get(1));
            metrics.put("moderation_biomarker", asked.biomarker);
            return metrics;
        }

        String words() {
            return String.format(
                    Locale.ROOT,
                    "One standard deviation more of %s changes the effect of %s (%s - %s) on the response by %.4g: t = %.3f,"
                            + " %d degrees of freedom, permutation p %.4g (95 %% interval %.4g to %.4g, %d permutations).",
                    asked.biomarker,
                    asked.column,
                    asked.arms.get(0),
                    asked.arms.get(1),
                    moderation.effect(),
                    moderation.t(),
                    moderation.degreesOfFreedom(),
                    moderation.p(),
                    moderation.low(),
                    moderation.high(),
                    shufflings);
        }

        void write(Path folder, List<String> subjects) throws IOException {
            TsvFiles.write(
                    Table.builder()
                            .add("subject", subjects)
                            .add(asked.column.equals("subject") ? "treatment" : asked.column, asked.treatment)
                            .add("biomarker", biomarker)
                            .add("outcome", outcome)
                            .build(),
                    folder.resolve("moderation.tsv"));
        }
    }

    /**
     * Tests the interaction.
     *
     * @param predictions held-out, the biomarker if no other was named
     */
    Tested test(double[] outcome, double[] predictions, int permutations, long seed, Progress progress) {
        double[] marker = values == null ? predictions : values;
        boolean[] treated = new boolean[treatment.size()];
        for (int i = 0; i < treated.length; i++) treated[i] = treatment.get(i).equals(arms.get(0));
        int shufflings = Math.max(LEAST, permutations);
        return new Tested(
                this,
                marker,
                outcome,
                Moderation.test(outcome, treated, marker, covariates, shufflings, seed, progress),
                shufflings);
    }
}
