package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import sc.fiji.boldj.run.NumberCell;

/**
 * A table in the form BIDS uses: tabs, a line of column names, {@code n/a} for what is missing. Immutable.
 *
 * <p>Numbers are written as Java does, so that they read back to the same bits; whole numbers without a point. NaN is
 * {@code n/a}. Texts may hold no tab and no line break.
 */
public final class TsvTable {

    /** What is written for a missing value. */
    public static final String MISSING = "n/a";

    private static final CSVFormat FORMAT = CSVFormat.TDF
            .builder()
            .setQuote(null)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    private final String source;
    private final List<String> names;
    private final List<List<String>> rows;
    private final List<Long> lines;

    private TsvTable(String source, List<String> names, List<List<String>> rows, List<Long> lines) {
        this.source = source;
        this.names = List.copyOf(names);
        this.rows = rows;
        this.lines = lines;
    }

    /** Collects the columns of a new table, in order. */
    public static final class Builder {

        private final Map<String, List<String>> columns = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a column of numbers. */
        public Builder add(String name, double... values) {
            List<String> cells = new ArrayList<>();
            for (double value : values) cells.add(format(value));
            return put(name, cells);
        }

        /** Adds a column of whole numbers. */
        public Builder add(String name, int... values) {
            List<String> cells = new ArrayList<>();
            for (int value : values) cells.add(Integer.toString(value));
            return put(name, cells);
        }

        /** Adds a column of texts; null and empty texts become {@code n/a}. */
        public Builder add(String name, List<String> values) {
            List<String> cells = new ArrayList<>();
            for (String value : values) cells.add(value == null || value.isEmpty() ? MISSING : value);
            return put(name, cells);
        }

        private Builder put(String name, List<String> cells) {
            if (columns.containsKey(name)) throw new IllegalArgumentException("two columns are called " + name);
            for (String cell : cells) checkCell(cell);
            checkCell(name);
            if (name.isBlank()) throw new IllegalArgumentException("a column needs a name");
            if (!columns.isEmpty()) {
                Map.Entry<String, List<String>> first =
                        columns.entrySet().iterator().next();
                if (first.getValue().size() != cells.size())
                    throw new IllegalArgumentException("column " + name + " has " + cells.size() + " rows but "
                            + first.getKey() + " has " + first.getValue().size());
            }
            columns.put(name, cells);
            return this;
        }

        private static void checkCell(String cell) {
            if (cell.indexOf('\t') >= 0 || cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0)
                throw new IllegalArgumentException("a table cell may hold no tab or line break: " + cell);
        }

        /** The table. */
        public TsvTable build() {
            List<List<String>> rows = new ArrayList<>();
            List<Long> lines = new ArrayList<>();
            int count =
                    columns.isEmpty() ? 0 : columns.values().iterator().next().size();
            for (int r = 0; r < count; r++) {
                List<String> row = new ArrayList<>();
                for (List<String> column : columns.values()) row.add(column.get(r));
                rows.add(row);
                lines.add(r + 2L);
            }
            return new TsvTable("table", new ArrayList<>(columns.keySet()), rows, lines);
        }
    }

    /** A new table, column by column. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a table.
     *
     * @throws IOException if it cannot be read, has no line of names, or a line has another number of cells; names
     *     the file and the line
     */
    public static TsvTable read(Path file) throws IOException {
        try (Reader reader = new StringReader(TextFiles.read(file));
                CSVParser parser = FORMAT.parse(reader)) {
            List<String> names = null;
            List<List<String>> rows = new ArrayList<>();
            List<Long> lines = new ArrayList<>();
            for (CSVRecord record : parser) {
                List<String> cells = cells(record);
                long line = parser.getCurrentLineNumber();
                if (cells.isEmpty()) continue;
                if (names == null) {
                    names = cells;
                    continue;
                }
                for (int n = names.size(); cells.size() < n && n <= record.size(); ) cells.add("");
                if (cells.size() != names.size())
                    throw new IOException(file + ": line " + line + " has " + cells.size() + " cells but there are "
                            + names.size() + " columns: are the cells separated by tabs?");
                rows.add(cells);
                lines.add(line);
            }
            if (names == null) throw new IOException(file + ": is empty, a line of column names is needed");
            for (int i = 0; i < names.size(); i++)
                if (names.indexOf(names.get(i)) != i)
                    throw new IOException(file + ": two columns are called " + names.get(i));
            return new TsvTable(file.toString(), names, rows, lines);
        } catch (java.io.UncheckedIOException e) {
            throw new IOException(file + ": is not a table: " + e.getCause().getMessage(), e);
        }
    }

    /**
     * A line as a spreadsheet or R may have left it: quotes around cells are not part of them, empty cells at the end of a
     * line are no cells.
     */
    private static List<String> cells(CSVRecord record) {
        List<String> cells = new ArrayList<>();
        for (String cell : record) {
            boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
            cells.add(
                    quoted
                            ? cell.substring(1, cell.length() - 1)
                                    .replace("\"\"", "\"")
                                    .strip()
                            : cell);
        }
        while (!cells.isEmpty() && cells.get(cells.size() - 1).isEmpty()) cells.remove(cells.size() - 1);
        return cells;
    }

    /** Writes the table; the file appears only when it is complete. */
    public void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(String.join("\t", names)).append('\n');
        for (List<String> row : rows) text.append(String.join("\t", row)).append('\n');
        AtomicFile.writeText(file, text.toString());
    }

    /** The column names, in order. */
    public List<String> names() {
        return names;
    }

    /** Number of rows. */
    public int rows() {
        return rows.size();
    }

    /** The line of the file, from 1, that row {@code row} stands in. */
    public long line(int row) {
        return lines.get(row);
    }

    /** Whether there is a column of this name. */
    public boolean has(String name) {
        return names.contains(name);
    }

    /**
     * The texts of a column, a new list; {@code n/a} stays.
     *
     * @throws IllegalArgumentException if there is no such column; lists those there are
     */
    public List<String> texts(String name) {
        int column = index(name);
        List<String> texts = new ArrayList<>();
        for (List<String> row : rows) texts.add(row.get(column));
        return texts;
    }

    /**
     * The numbers of a column, a new array, read by {@link NumberCell}: NaN for a missing value.
     *
     * @throws IllegalArgumentException if there is no such column, or a cell is no number; names line and column
     */
    public double[] numbers(String name) {
        int column = index(name);
        double[] numbers = new double[rows.size()];
        for (int r = 0; r < numbers.length; r++) {
            String cell = rows.get(r).get(column);
            try {
                numbers[r] = NumberCell.parse(cell);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        source + ": line " + lines.get(r) + ", column " + name + ": " + e.getMessage(), e);
            }
        }
        return numbers;
    }

    private int index(String name) {
        int index = names.indexOf(name);
        if (index < 0)
            throw new IllegalArgumentException(
                    source + ": has no column " + name + ", only " + String.join(", ", names));
        return index;
    }

    /** A number that reads back to the same bits, whole numbers without a point; NaN as {@code n/a}. */
    public static String format(double value) {
        if (Double.isNaN(value)) return MISSING;
        if (value == Math.rint(value) && Math.abs(value) < 1e15 && !(value == 0 && 1 / value < 0))
            return Long.toString((long) value);
        return Double.toString(value);
    }

    @Override
    public String toString() {
        return source + ": " + rows.size() + " rows of " + Arrays.toString(names.toArray());
    }
}
