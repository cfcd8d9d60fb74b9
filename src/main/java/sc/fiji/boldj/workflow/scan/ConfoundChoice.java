package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundStrategy;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.Scrub;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.JudgedDisplacement;

/**
 * The confounds that are regressed out of a series, and the volumes that are censored.
 *
 * @param words where it is censored, after a semicolon; empty if nothing is
 */
public record ConfoundChoice(Confounds regressors, Censoring censoring, String words) {

    /** No confounds, nothing censored. */
    public static ConfoundChoice none(NeuroImage source) {
        return new ConfoundChoice(Confounds.none(source.volumes()), Censoring.NONE, "");
    }

    /**
     * Reads the table of a series.
     *
     * @throws IllegalArgumentException if it has another number of rows than the series has volumes
     */
    public static Table read(Path file, NeuroImage source) throws IOException {
        Table table = TsvFiles.read(file);
        if (table.rows() != source.volumes())
            throw new IllegalArgumentException(file + " has " + table.rows() + " rows but '" + source.name() + "' has "
                    + source.volumes() + " volumes: is it from another run, or were volumes removed?");
        return table;
    }

    /**
     * Chooses columns of a table.
     *
     * @param columns sets such as 24P+aCompCor, strategies such as motion+wm_csf+scrub, or names separated by commas
     * @param threshold framewise displacement in mm per 2 s above which volumes are censored; 0 or less: none
     * @param output what replaces them
     * @throws IllegalArgumentException if the table lacks a column
     */
    public static ConfoundChoice of(
            Table table, NeuroImage source, String columns, double threshold, Censoring.Output output) {
        List<double[]> values = new ArrayList<>();
        List<String> names = ConfoundPreset.columns(columns, table.names());
        for (String name : names) values.add(table.numbers(name));
        Confounds regressors = names.isEmpty()
                ? Confounds.none(source.volumes())
                : Confounds.of(names, values).withFirstFilled();
        ConfoundChoice choice = above(table, source, regressors, threshold, output);
        Optional<Scrub> scrub = ConfoundStrategy.scrub(columns);
        return scrub.isEmpty() ? choice : choice.scrubbed(scrub.get(), table, output);
    }

    private ConfoundChoice scrubbed(Scrub scrub, Table table, Censoring.Output output) {
        boolean[] excluded = scrub.excluded(table.numbers("framewise_displacement"), table.numbers("std_dvars"));
        boolean[] all = new boolean[excluded.length];
        Arrays.fill(all, true);
        Censoring before = censoring == Censoring.NONE ? Censoring.keeping(all, output) : censoring;
        return new ConfoundChoice(
                regressors,
                before.excluding(excluded),
                words
                        + String.format(
                                Locale.ROOT,
                                "; scrubbed where framewise_displacement is above %s mm per volume or std_dvars above %s,"
                                        + " with segments of fewer than %d volumes",
                                scrub.displacement(),
                                scrub.dvars(),
                                scrub.segment()));
    }

    private static ConfoundChoice above(
            Table table, NeuroImage source, Confounds regressors, double threshold, Censoring.Output output) {
        if (!(threshold > 0)) return new ConfoundChoice(regressors, Censoring.NONE, "");
        JudgedDisplacement judged = DisplacementColumn.of(table, source);
        double limit = judged.perVolume(threshold);
        return new ConfoundChoice(
                regressors,
                Censoring.above(judged.values(), limit, output),
                String.format(
                        Locale.ROOT,
                        "; censored where %s is above %s mm per 2 s, %.3g mm per volume",
                        judged.column(),
                        threshold,
                        limit));
    }
}
