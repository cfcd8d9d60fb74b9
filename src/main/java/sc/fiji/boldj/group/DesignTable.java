package sc.fiji.boldj.group;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.NumberCell;
import sc.fiji.boldj.table.TsvLine;

/**
 * A table of text with named columns: one row for each input of a group test. Immutable.
 *
 * @param columns names, all different
 * @param rows one list for each row, as long as {@code columns}
 * @param orders the order of the levels of columns, where it is known
 */
public record DesignTable(List<String> columns, List<List<String>> rows, Map<String, List<String>> orders) {

    /** @throws IllegalArgumentException if a name occurs twice, a row has another length, or there is no row */
    public DesignTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        orders = Map.copyOf(orders);
        if (new LinkedHashSet<>(columns).size() < columns.size())
            throw new IllegalArgumentException("the design table names a column twice: " + columns);
        if (rows.isEmpty()) throw new DataException("the design table has no row");
        for (int r = 0; r < rows.size(); r++)
            if (rows.get(r).size() != columns.size())
                throw new IllegalArgumentException("row " + (r + 1) + " of the design table has "
                        + rows.get(r).size() + " values for " + columns.size() + " columns");
    }

    /** A table that knows no order of levels. */
    public DesignTable(List<String> columns, List<List<String>> rows) {
        this(columns, rows, Map.of());
    }

    /** The same table, with the order of a column's levels: effects are the first minus the second. */
    public DesignTable withOrder(String column, List<String> levels) {
        Map<String, List<String>> more = new HashMap<>(orders);
        more.put(column, List.copyOf(levels));
        return new DesignTable(columns, rows, more);
    }

    /** Reads tab-separated text with a header line; blank lines are skipped. */
    public static DesignTable parse(String text) {
        List<TsvLine> lines;
        try {
            lines = TsvLine.parse("the design table", text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (lines.size() < 2)
            throw new IllegalArgumentException(
                    "a design table needs a header line and 1 row or more, got " + lines.size() + " lines");
        List<String> columns = lines.get(0).cells();
        return new DesignTable(
                columns,
                lines.subList(1, lines.size()).stream()
                        .map(line -> line.filledTo(columns.size()))
                        .toList());
    }

    /** Number of rows. */
    public int size() {
        return rows.size();
    }

    /** Whether there is a column of this name. */
    public boolean has(String column) {
        return columns.contains(column);
    }

    /**
     * The values of a column.
     *
     * @throws IllegalArgumentException if there is no such column or a value is missing ({@link NumberCell#isMissing})
     */
    public List<String> text(String column) {
        int c = columns.indexOf(column);
        if (c < 0) throw new IllegalArgumentException("the design table has no column " + column + ", only " + columns);
        List<String> values = rows.stream().map(row -> row.get(c)).toList();
        for (int r = 0; r < values.size(); r++)
            if (NumberCell.isMissing(values.get(r)))
                throw new IllegalArgumentException("column " + column + " has no value in row " + (r + 1)
                        + ": exclude the input, or fill in the value");
        return values;
    }

    /** The values of a column as numbers. */
    public double[] numbers(String column) {
        List<String> text = text(column);
        double[] values = new double[text.size()];
        for (int r = 0; r < values.length; r++) {
            try {
                values[r] = NumberCell.parse(text.get(r));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "column " + column + " must hold numbers, but in row " + (r + 1) + " " + e.getMessage()
                                + "; is the column a group rather than a covariate?",
                        e);
            }
            if (!Double.isFinite(values[r]))
                throw new IllegalArgumentException("column " + column + " is not finite in row " + (r + 1));
        }
        return values;
    }

    /** The different values of a column, in the order they first occur. */
    public List<String> levels(String column) {
        return List.copyOf(new LinkedHashSet<>(text(column)));
    }

    /** For each row the number, from 0, of its value among {@link #levels}. */
    public int[] codes(String column) {
        List<String> levels = levels(column);
        return text(column).stream().mapToInt(levels::indexOf).toArray();
    }

    /** The different values of a column in their known order, otherwise in alphabetical order, never in the order of rows. */
    public List<String> ordered(String column) {
        Set<String> present = new TreeSet<>(text(column));
        if (!orders.containsKey(column)) return List.copyOf(present);
        List<String> known =
                orders.get(column).stream().filter(present::contains).toList();
        if (known.size() < present.size())
            throw new IllegalArgumentException("the order of column " + column + ", " + orders.get(column)
                    + ", lacks one of its values " + present);
        return known;
    }

    /** For each row the number, from 0, of its value among {@link #ordered}. */
    public int[] orderedCodes(String column) {
        List<String> levels = ordered(column);
        return text(column).stream().mapToInt(levels::indexOf).toArray();
    }
}
