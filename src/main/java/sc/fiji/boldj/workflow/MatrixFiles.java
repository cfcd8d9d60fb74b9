package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;

/**
 * Matrices and series of regions as tables.
 *
 * <p>A matrix has the column {@code region} with the names of the rows, then a column for each region in the same
 * order. Series have a column for each region and a row for each volume.
 */
public final class MatrixFiles {

    private static final String REGION = "region";

    /** A matrix that was read: names of rows and columns, values by row and column. */
    public record Named(List<String> names, double[][] values) {}

    private MatrixFiles() {}

    /** Names that can stand over columns: without line breaks, and distinguished by a number if two are the same. */
    public static List<String> columnNames(List<String> names) {
        List<String> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>(List.of(REGION));
        for (String name : names) {
            String plain = name.replaceAll("\\s+", " ").strip();
            if (plain.isEmpty()) plain = "unnamed";
            String unique = plain;
            for (int n = 2; !seen.add(unique); n++) unique = plain + " (" + n + ")";
            columns.add(unique);
        }
        return columns;
    }

    /**
     * Writes a matrix.
     *
     * @param about what the JSON file beside it says
     */
    public static void writeMatrix(Path file, double[][] values, List<String> names, Map<String, Object> about)
            throws IOException {
        List<String> columns = columnNames(names);
        Table.Builder table = Table.builder().add(REGION, columns);
        for (int j = 0; j < values.length; j++) {
            double[] column = new double[values.length];
            for (int i = 0; i < column.length; i++) column[i] = values[i][j];
            table.add(columns.get(j), column);
        }
        Map<String, Object> all = new TreeMap<>(about);
        all.put(REGION, Map.of("Description", "the region of the row; the columns have the same order"));
        TableFiles.write(file, table.build(), all);
    }

    /** Writes the series of regions. */
    public static void writeSeries(Path file, RegionSeries series, Map<String, Object> about) throws IOException {
        Table.Builder table = Table.builder();
        List<String> columns = columnNames(series.names());
        for (int r = 0; r < series.regions(); r++) table.add(columns.get(r), series.series(r));
        TableFiles.write(file, table.build(), about);
    }

    /**
     * Reads the series of regions.
     *
     * @throws IllegalArgumentException if a column holds texts
     */
    public static RegionSeries readSeries(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        double[][] rows = new double[table.rows()][table.names().size()];
        for (int r = 0; r < table.names().size(); r++) {
            double[] column = table.numbers(table.names().get(r));
            for (int t = 0; t < column.length; t++) rows[t][r] = column[t];
        }
        return RegionSeries.of(rows, table.names());
    }

    /**
     * Reads a matrix, with or without names of the rows in its first column.
     *
     * @throws IllegalArgumentException if it is not square or its rows have other names than its columns
     */
    public static Named readMatrix(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        List<String> names = new ArrayList<>(table.names());
        boolean named = names.size() == table.rows() + 1;
        if (named) {
            List<String> rows = table.texts(names.remove(0));
            if (!rows.equals(names))
                throw new IllegalArgumentException(file + ": the names of the rows are not those of the columns: row "
                        + (firstDifference(rows, names) + 1) + " is '" + rows.get(firstDifference(rows, names))
                        + "' but the column '" + names.get(firstDifference(rows, names)) + "'");
        }
        if (names.size() != table.rows())
            throw new IllegalArgumentException(
                    file + " has " + table.rows() + " rows and " + table.names().size()
                            + " columns, but a matrix has as many rows as regions: is it a table of series?");
        double[][] values = new double[names.size()][names.size()];
        for (int j = 0; j < values.length; j++) {
            double[] column = table.numbers(names.get(j));
            for (int i = 0; i < values.length; i++) values[i][j] = column[i];
        }
        return new Named(Collections.unmodifiableList(names), values);
    }

    private static int firstDifference(List<String> a, List<String> b) {
        int i = 0;
        while (i < a.size() - 1 && a.get(i).equals(b.get(i))) i++;
        return i;
    }
}
