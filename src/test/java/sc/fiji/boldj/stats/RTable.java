package sc.fiji.boldj.stats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A table of the test resources, columns separated by tabs, names in the first row. */
record RTable(List<String> names, List<String[]> rows) {

    static RTable of(String resource) {
        try (InputStream in = RTable.class.getResourceAsStream(resource)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            List<String[]> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) rows.add(line.split("\t", -1));
            return new RTable(List.of(lines.get(0).split("\t", -1)), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return rows.size();
    }

    String text(int row, String name) {
        return rows.get(row)[names.indexOf(name)];
    }

    double number(int row, String name) {
        return Double.parseDouble(text(row, name));
    }

    /** The numbers of a column. */
    double[] numbers(String name) {
        double[] column = new double[size()];
        for (int r = 0; r < column.length; r++) column[r] = number(r, name);
        return column;
    }

    /** The numbers of a column in the rows where two other columns hold these texts. */
    double[] numbers(String name, String first, String is, String second, String too) {
        double[] column = new double[size()];
        int n = 0;
        for (int r = 0; r < size(); r++)
            if (text(r, first).equals(is) && text(r, second).equals(too)) column[n++] = number(r, name);
        return java.util.Arrays.copyOf(column, n);
    }
}
