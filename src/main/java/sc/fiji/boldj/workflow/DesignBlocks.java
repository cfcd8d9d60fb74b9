package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.stats.ExchangeTree;

/**
 * Blocks of inputs as a user words them.
 *
 * @param value a column, several columns (the outermost first), a list separated by commas with one entry for each input, or a file
 * @param folder where relative paths begin
 */
record DesignBlocks(String value, Path folder) {

    private static final String NAME = "block of inputs";

    /** One number for each input and level, the outermost level first. */
    int[][] of(DesignTable table) throws IOException {
        String text = value.strip();
        List<String> columns =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (columns.size() > 1 && columns.stream().allMatch(table::has)) {
            int[][] levels = new int[columns.size()][];
            for (int k = 0; k < levels.length; k++) levels[k] = table.codes(columns.get(k));
            return levels;
        }
        if (!table.has(text) && columns.size() == 1 && Files.isRegularFile(folder.resolve(text))) {
            int[][] levels = signed(folder.resolve(text), table.size());
            if (levels.length > 1) return levels;
        }
        DesignTable whole = InputColumns.withColumn(table, text, "blocks", NAME, folder);
        return new int[][] {whole.codes(whole.has(text) ? text : NAME)};
    }

    /** The columns of a file of whole numbers; one row or none if it is no such file. */
    private static int[][] signed(Path file, int inputs) throws IOException {
        List<int[]> rows = new ArrayList<>();
        for (String line : InputList.text(file).lines().toList()) {
            if (line.isBlank()) continue;
            String[] cells = line.strip().split("[\\s,]+", 0);
            int[] row = new int[cells.length];
            for (int c = 0; c < row.length; c++) {
                if (!cells[c].matches("[-+]?\\d{1,9}")) return new int[0][];
                row[c] = Integer.parseInt(cells[c]);
            }
            rows.add(row);
        }
        if (rows.isEmpty() || rows.get(0).length < 2) return new int[0][];
        if (rows.size() != inputs)
            throw new IllegalArgumentException(
                    "blocks: " + file + " has " + rows.size() + " rows but there are " + inputs + " inputs");
        int[][] levels = new int[rows.get(0).length][inputs];
        for (int i = 0; i < inputs; i++) {
            if (rows.get(i).length != levels.length)
                throw new IllegalArgumentException("blocks: row " + (i + 1) + " of " + file + " has "
                        + rows.get(i).length + " numbers, the first " + levels.length);
            for (int k = 0; k < levels.length; k++) levels[k][i] = rows.get(i)[k];
        }
        return levels;
    }

    /** Whether the numbers come from a multi-level file, in which 0 is not used; codes of columns begin with 0. */
    static boolean isSigned(int[][] levels) {
        return Arrays.stream(levels).flatMapToInt(Arrays::stream).noneMatch(number -> number == 0);
    }

    /**
     * What may change places.
     *
     * @param levels the outermost first, one number for each observation
     * @param signed whether the signs of the numbers say it already
     * @param how {@code within} the innermost blocks, innermost blocks as {@code whole}s, or {@code both}
     */
    static ExchangeTree tree(int[][] levels, boolean signed, String how) {
        boolean whole = how.equals("whole") || how.equals("both");
        boolean within = how.equals("within") || how.equals("both");
        if (signed) return ExchangeTree.nested(levels);
        if (levels.length == 1) {
            if (!whole) return ExchangeTree.within(levels[0]);
            return within ? ExchangeTree.wholeAndWithin(levels[0]) : ExchangeTree.whole(levels[0]);
        }
        int last = levels.length - 1;
        int[][] numbers = new int[levels.length][levels[0].length];
        for (int k = 0; k <= last; k++)
            for (int i = 0; i < numbers[k].length; i++) {
                boolean move = k == last ? within : k == last - 1 && whole;
                numbers[k][i] = move ? levels[k][i] + 1 : -levels[k][i] - 1;
            }
        return ExchangeTree.nested(numbers);
    }
}
