package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.group.DesignTable;

/**
 * The sites of a group test: a 0/1 column for each site but the first among the covariates, and permutations within sites.
 *
 * @param table the inputs, with the columns of the sites
 * @param covariates the key with those columns
 * @param blocks the key, the column of the sites where sites are strata
 * @param column the column of the sites; empty for none
 */
public record SiteChoice(Optional<DesignTable> table, String covariates, String blocks, String column) {

    /** Designs whose observations are exchanged between participants. */
    private static final List<String> BETWEEN =
            List.of("two-sample", "groups", "ancova", "regression", "change", "one-sample");

    /**
     * What the keys say.
     *
     * @param design the key {@code design}
     * @param covariates the key {@code covariates}
     * @param blocks the key {@code blocks}
     * @param sandwich whether the model is the sandwich estimator, which exchanges nothing
     */
    public record Asked(String design, String covariates, String blocks, boolean sandwich) {}

    /**
     * Reads the column of sites from the table of inputs.
     *
     * @throws IllegalArgumentException if there is no such column, or the design has no place for it
     */
    public static SiteChoice of(Optional<DesignTable> given, String column, Asked asked) {
        if (column.isEmpty()) return new SiteChoice(given, asked.covariates(), asked.blocks(), "");
        DesignTable table = given.orElseThrow(
                () -> new IllegalArgumentException("site needs a table of inputs (TSV) with the column " + column));
        if (!table.has(column))
            throw new IllegalArgumentException(
                    "site: the table of inputs has no column '" + column + "', only " + table.columns());
        if (!asked.sandwich() && !BETWEEN.contains(asked.design()))
            throw new IllegalArgumentException("site: the design " + asked.design()
                    + " compares each subject with itself, within one site, or is a design matrix, which must hold the sites"
                    + " itself: omit the key");
        List<String> levels = table.ordered(column);
        if (levels.size() < 2)
            throw new IllegalArgumentException(
                    "site: column " + column + " has one value only, " + levels.get(0) + ": omit the key");
        if (asked.design().equals("one-sample") && !asked.sandwich())
            return new SiteChoice(given, asked.covariates(), asked.blocks(), column);
        List<String> names = new ArrayList<>();
        List<String> own = table.text(column);
        for (String level : levels.subList(1, levels.size())) {
            String name = column + "=" + level;
            table = InputColumns.add(
                    table,
                    name,
                    own.stream().map(s -> s.equals(level) ? "1" : "0").toList());
            names.add('"' + name.replace("\"", "\"\"") + '"');
        }
        String joined =
                (asked.covariates().isBlank() ? "" : asked.covariates().strip() + ",") + String.join(",", names);
        boolean strata = !asked.sandwich() && asked.blocks().isBlank();
        return new SiteChoice(Optional.of(table), joined, strata ? column : asked.blocks(), column);
    }

    /**
     * The sites for ComBat, which preserves declared covariates.
     *
     * @param folder where relative paths begin
     * @param declared the key {@code covariates} as it was given, without sites
     * @param names receives the names of the covariates
     */
    public GroupExtras.Sites harmonised(Path folder, String declared, List<String> names) throws IOException {
        DesignTable whole = new DesignFiles(folder).withCovariates(table.orElseThrow(), declared.strip(), names);
        double[][] preserved = new double[whole.size()][names.size()];
        for (int c = 0; c < names.size(); c++) {
            double[] numbers = whole.numbers(names.get(c));
            for (int r = 0; r < numbers.length; r++) preserved[r][c] = numbers[r];
        }
        return new GroupExtras.Sites(whole.ordered(column), whole.orderedCodes(column), preserved, List.copyOf(names));
    }
}
