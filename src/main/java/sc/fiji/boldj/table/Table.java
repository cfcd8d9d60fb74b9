package sc.fiji.boldj.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.run.NumberCell;

/**
 * Named columns of numbers or texts. Numbers stay numbers until they are printed. Immutable.
 *
 * <p>As text it has the form that BIDS uses: tabs, a line of column names, {@code n/a} for what is missing. Numbers are
 * written as Java does, so that they read back to the same bits, whole numbers without a point, unless a column says
 * otherwise. NaN is {@code n/a}.
 */
public final class Table {

    /** What is written for a missing value. */
    public static final String MISSING = "n/a";

    private final String source;
    private final List<Column> columns;
    private final int rows;
    private final List<Long> lines;

    private Table(String source, List<Column> columns, int rows, List<Long> lines) {
        this.source = source;
        this.columns = List.copyOf(columns);
        this.rows = rows;
        this.lines = lines;
    }

    /** Collects the columns of a new table, in order. */
    public static final class Builder {

        private final Map<String, Column> columns = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a column of numbers. */
        public Builder add(String name, double... values) {
            return put(new Column(name, values.clone(), "", List.of()));
        }

        /** Adds a column of numbers that are printed in a format of {@link String#format}, such as {@code %.2f}. */
        public Builder addPrinted(String name, String format, double... values) {
            return put(new Column(name, values.clone(), format, List.of()));
        }

        /** Adds a column of whole numbers. */
        public Builder add(String name, int... values) {
            return add(name, Arrays.stream(values).asDoubleStream().toArray());
        }

        /** Adds a column of texts, without tabs and line breaks; null and empty texts become {@code n/a}. */
        public Builder add(String name, List<String> values) {
            List<String> cells = new ArrayList<>();
            for (String value : values) cells.add(value == null || value.isEmpty() ? MISSING : value);
            cells.forEach(Builder::requireCell);
            return put(new Column(name, null, "", cells));
        }

        private Builder put(Column column) {
            String name = column.name();
            if (columns.containsKey(name)) throw new IllegalArgumentException("two columns are called " + name);
            requireCell(name);
            if (name.isBlank()) throw new IllegalArgumentException("a column needs a name");
            for (Column first : columns.values())
                if (first.size() != column.size())
                    throw new IllegalArgumentException("column " + name + " has " + column.size() + " rows but "
                            + first.name() + " has " + first.size());
            columns.put(name, column);
            return this;
        }

        private static void requireCell(String cell) {
            if (cell.indexOf('\t') >= 0 || cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0)
                throw new IllegalArgumentException("a table cell may hold no tab or line break: " + cell);
        }

        /** The table. */
        public Table build() {
            int rows =
                    columns.isEmpty() ? 0 : columns.values().iterator().next().size();
            List<Long> lines = new ArrayList<>();
            for (int r = 0; r < rows; r++) lines.add(r + 2L);
            return new Table("table", new ArrayList<>(columns.values()), rows, lines);
        }
    }

    /** A new table, column by column. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A table of texts as they are.
     *
     * @param rows each as long as {@code names}
     */
    public static Table of(List<String> names, List<List<String>> rows) {
        List<Long> lines = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) lines.add(r + 2L);
        return of("table", names, rows, lines);
    }

    private static Table of(String source, List<String> names, List<List<String>> rows, List<Long> lines) {
        for (List<String> row : rows)
            if (row.size() != names.size())
                throw new IllegalArgumentException(
                        source + ": a row has " + row.size() + " cells but there are " + names.size() + " columns");
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            int at = c;
            columns.add(new Column(
                    names.get(c),
                    null,
                    "",
                    rows.stream().map(row -> row.get(at)).toList()));
        }
        return new Table(source, columns, rows.size(), lines);
    }

    /**
     * Reads tab-separated text.
     *
     * @param source what is read, for messages
     * @throws IOException if there is no line of names, or a line has another number of cells; names source and line
     */
    public static Table parse(String source, String text) throws IOException {
        List<String> names = null;
        List<List<String>> rows = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        for (TsvLine line : TsvLine.parse(source, text)) {
            if (names == null) {
                names = line.cells();
                continue;
            }
            List<String> cells = line.filledTo(names.size());
            if (cells.size() != names.size())
                throw new IOException(source + ": line " + line.number() + " has " + cells.size()
                        + " cells but there are " + names.size() + " columns: are the cells separated by tabs?");
            rows.add(cells);
            lines.add(line.number());
        }
        if (names == null) throw new IOException(source + ": is empty, a line of column names is needed");
        for (int i = 0; i < names.size(); i++)
            if (names.indexOf(names.get(i)) != i)
                throw new IOException(source + ": two columns are called " + names.get(i));
        return of(source, names, rows, lines);
    }

    /**
     * The rows of several tables of the same columns, one table after another.
     *
     * @param key name of a first column that numbers the tables from 1
     */
    public static Table stacked(String key, List<Table> tables) {
        Table first = tables.get(0);
        int rows = tables.stream().mapToInt(Table::rows).sum();
        int[] number = new int[rows];
        int at = 0;
        for (int k = 0; k < tables.size(); k++) for (int r = 0; r < tables.get(k).rows; r++) number[at++] = k + 1;
        Builder stacked = builder().add(key, number);
        for (int c = 0; c < first.columns.size(); c++) {
            int column = c;
            stacked.put(Column.joined(
                    tables.stream().map(table -> table.columns.get(column)).toList()));
        }
        return stacked.build();
    }

    /** The column names, in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return rows == 0;
    }

    /** The line of the file, from 1, that row {@code row} stands in. */
    public long line(int row) {
        return lines.get(row);
    }

    /** Whether there is a column of this name. */
    public boolean has(String name) {
        return names().contains(name);
    }

    /** Whether column {@code column}, from 0, was given as numbers. */
    public boolean isNumeric(int column) {
        return columns.get(column).isNumeric();
    }

    /** The number in a row of a numeric column, both from 0. */
    public double number(int row, int column) {
        return columns.get(column).numbers()[row];
    }

    /** The cell of a row and column, both from 0, as it is printed. */
    public String text(int row, int column) {
        return columns.get(column).text(row);
    }

    /** The printed cells of a row, from 0. */
    public List<String> row(int row) {
        return columns.stream().map(column -> column.text(row)).toList();
    }

    /** The printed cells of all rows. */
    public List<List<String>> cells() {
        List<List<String>> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) cells.add(row(r));
        return cells;
    }

    /**
     * The texts of a column, a new list; {@code n/a} stays.
     *
     * @throws IllegalArgumentException if there is no such column; lists those there are
     */
    public List<String> texts(String name) {
        Column column = column(name);
        List<String> texts = new ArrayList<>();
        for (int r = 0; r < rows; r++) texts.add(column.text(r));
        return texts;
    }

    /**
     * The numbers of a column, a new array; texts are read by {@link NumberCell}: NaN for a missing value.
     *
     * @throws IllegalArgumentException if there is no such column, or a cell is not a number; names line and column
     */
    public double[] numbers(String name) {
        Column column = column(name);
        if (column.isNumeric()) return column.numbers().clone();
        double[] numbers = new double[rows];
        for (int r = 0; r < rows; r++) {
            try {
                numbers[r] = NumberCell.parse(column.text(r));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        source + ": line " + lines.get(r) + ", column " + name + ": " + e.getMessage(), e);
            }
        }
        return numbers;
    }

    private Column column(String name) {
        for (Column column : columns) if (column.name().equals(name)) return column;
        throw new IllegalArgumentException(source + ": has no column " + name + ", only " + String.join(", ", names()));
    }

    /** The table as tab-separated text: a line of names, a line for each row. */
    public String toTsv() {
        StringBuilder text = new StringBuilder(TsvLine.join(names()));
        for (int r = 0; r < rows; r++) text.append(TsvLine.join(row(r)));
        return text.toString();
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
        return source + ": " + rows + " rows of " + names();
    }
}
