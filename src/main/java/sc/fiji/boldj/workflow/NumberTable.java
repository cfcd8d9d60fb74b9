package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import sc.fiji.boldj.run.NumberCell;

/**
 * A block of numbers from a text file, separated by tabs, commas or blanks, with or without a line of names and a column
 * of row names. Cells are read by {@link NumberCell}: a missing value is NaN.
 *
 * @param names one for each column; c1, c2, ... if the file names none
 * @param rows all of the same length
 */
record NumberTable(List<String> names, double[][] rows) {

    static NumberTable read(Path file) throws IOException {
        return read(file, (names, lines) -> false);
    }

    /**
     * The same where names may themselves be numbers.
     *
     * @param known whether cells of the first line, all different, are names though they are numbers; also given the
     *     number of lines
     */
    static NumberTable read(Path file, BiPredicate<List<String>, Integer> known) throws IOException {
        List<String> lines = InputList.text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) throw new IllegalArgumentException(file + " is empty: numbers are needed");
        boolean tabs = lines.get(0).indexOf('\t') >= 0;
        String separator = tabs ? "\t" : lines.get(0).indexOf(',') >= 0 ? "," : "\\s+";
        List<String[]> cells = new ArrayList<>();
        // a line of a table with tabs may begin or end with an empty cell
        for (String line : lines) cells.add((tabs ? line : line.strip()).split(separator, -1));
        boolean header = Arrays.stream(cells.get(0)).skip(1).anyMatch(cell -> !NumberCell.isReadable(cell))
                || (!NumberCell.isReadable(cells.get(0)[0]) && (cells.get(0).length == 1 || isNamedByNumbers(cells)));
        boolean rowNames = isNamedByNumbers(cells)
                || (cells.size() > 1
                        && cells.get(0).length > 1
                        && !NumberCell.isReadable(cells.get(header ? 1 : 0)[0]));
        List<String> first = Arrays.stream(cells.get(0))
                .skip(rowNames ? 1 : 0)
                .map(String::strip)
                .toList();
        header |= cells.size() > 1
                && first.stream().distinct().count() == first.size()
                && known.test(first, cells.size());
        int skip = rowNames ? 1 : 0;
        List<String> names = new ArrayList<>();
        for (int c = skip; c < cells.get(0).length; c++)
            names.add(header ? cells.get(0)[c].strip() : "c" + (c + 1 - skip));
        double[][] rows = new double[cells.size() - (header ? 1 : 0)][];
        for (int r = 0; r < rows.length; r++) {
            String[] line = cells.get(r + (header ? 1 : 0));
            if (line.length - skip != names.size())
                throw new IllegalArgumentException(file + ": row " + (r + 1) + " has " + (line.length - skip)
                        + " values but the first line has " + names.size());
            rows[r] = new double[names.size()];
            for (int c = 0; c < rows[r].length; c++) {
                try {
                    rows[r][c] = NumberCell.parse(line[c + skip]);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            file + ": row " + (r + 1) + ", column " + names.get(c) + ": " + e.getMessage(), e);
                }
            }
        }
        if (rows.length == 0) throw new IllegalArgumentException(file + " has a line of names but no numbers");
        return new NumberTable(names, rows);
    }

    /** Whether rows carry the names of the columns in the same order, as those of a matrix of regions 1, 2, 3 do. */
    private static boolean isNamedByNumbers(List<String[]> cells) {
        String[] first = cells.get(0);
        if (first.length < 2 || cells.size() != first.length || NumberCell.isNumber(first[0])) return false;
        for (int k = 1; k < first.length; k++) if (!cells.get(k)[0].strip().equals(first[k].strip())) return false;
        return true;
    }

    /**
     * The same table, where every value is needed.
     *
     * @param what the table, for the message
     * @throws IllegalArgumentException if a value is missing or infinite; names row and column
     */
    NumberTable requireFinite(String what) {
        for (int r = 0; r < rows.length; r++)
            for (int c = 0; c < rows[r].length; c++)
                if (!Double.isFinite(rows[r][c]))
                    throw new IllegalArgumentException(what + ": row " + (r + 1) + ", column " + names.get(c)
                            + (Double.isNaN(rows[r][c]) ? " is missing" : " is infinite")
                            + "; a number is needed in every row");
        return this;
    }
}
