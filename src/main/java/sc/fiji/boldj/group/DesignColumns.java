package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Shuffle;

/** Collects the columns of a design matrix. Used by one thread. */
final class DesignColumns {

    private final int rows;
    private final List<String> names = new ArrayList<>();
    private final List<double[]> columns = new ArrayList<>();

    DesignColumns(int rows) {
        this.rows = rows;
    }

    void add(String name, double[] column) {
        if (names.contains(name))
            throw new IllegalArgumentException(
                    "the design would have two columns named " + name + ": rename a group, a session or a covariate");
        names.add(name);
        columns.add(column);
    }

    /** A column of 0 and 1 for each level. */
    void addLevels(String prefix, List<String> levels, int[] codes) {
        for (int k = 0; k < levels.size(); k++) {
            double[] column = new double[rows];
            for (int r = 0; r < rows; r++) column[r] = codes[r] == k ? 1 : 0;
            add(prefix + levels.get(k), column);
        }
    }

    /** A column of 0 and 1 for each period but the first. */
    void addPeriods(DesignTable table, String period) {
        List<String> levels = table.ordered(period);
        int[] codes = table.orderedCodes(period);
        for (int k = 1; k < levels.size(); k++) {
            double[] column = new double[rows];
            for (int r = 0; r < rows; r++) column[r] = codes[r] == k ? 1 : 0;
            add(period + " " + levels.get(k), column);
        }
    }

    /** @throws IllegalArgumentException if a covariate is the same in all inputs of each subject, so that it cancels */
    void requireWithin(DesignTable table, String subject, List<String> covariates) {
        int[] who = table.codes(subject);
        for (String covariate : covariates) {
            double[] values = table.numbers(covariate);
            double[] first = new double[rows];
            boolean[] seen = new boolean[rows];
            boolean differs = false;
            for (int r = 0; r < rows; r++) {
                if (seen[who[r]]) differs |= values[r] != first[who[r]];
                first[who[r]] = values[r];
                seen[who[r]] = true;
            }
            if (!differs)
                throw new DataException(
                        "covariates: " + covariate + " is the same in all inputs of each subject."
                                + " The design compares each subject with itself, so it already adjusts for such a covariate: remove it");
        }
    }

    /** A column for each subject; without the first if the levels of a condition already sum to a constant. */
    void addSubjects(DesignTable table, String subject, boolean withoutFirst) {
        List<String> levels = table.levels(subject);
        int[] codes = table.codes(subject);
        for (int k = withoutFirst ? 1 : 0; k < levels.size(); k++) {
            double[] column = new double[rows];
            for (int r = 0; r < rows; r++) column[r] = codes[r] == k ? 1 : 0;
            add(subject + " " + levels.get(k), column);
        }
    }

    void addCentred(DesignTable table, List<String> covariates) {
        for (String covariate : covariates) {
            double[] column = table.numbers(covariate);
            double mean = Arrays.stream(column).average().orElse(0);
            double spread = 0;
            for (int r = 0; r < rows; r++) spread = Math.max(spread, Math.abs(column[r] -= mean));
            if (spread <= 1e-9 * Math.abs(mean) || spread == 0)
                throw new DataException("covariate " + covariate + " is the same for all inputs: remove it");
            add(covariate, column);
        }
    }

    static double[] constant(int rows, double value) {
        double[] column = new double[rows];
        Arrays.fill(column, value);
        return column;
    }

    /** The first of two levels gets {@code first}, the other its negative. */
    static double[] halves(int[] codes, double first) {
        return Arrays.stream(codes).mapToDouble(c -> c == 0 ? first : -first).toArray();
    }

    /** The question about columns that were added: a row for each. */
    GroupContrast each(String... asked) {
        return GroupContrast.each(names, List.of(asked));
    }

    /** The question about columns that were added: each minus the next. */
    GroupContrast differences(List<String> asked) {
        return GroupContrast.differences(names, asked);
    }

    GroupDesign design(
            String words, double[][] combination, ExchangeTree tree, Shuffle shuffle, GroupContrast contrast) {
        double[][] matrix = new double[rows][columns.size()];
        for (int c = 0; c < columns.size(); c++) for (int r = 0; r < rows; r++) matrix[r][c] = columns.get(c)[r];
        return new GroupDesign(new DesignTerms(words, names, matrix, combination), tree, shuffle, contrast);
    }
}
