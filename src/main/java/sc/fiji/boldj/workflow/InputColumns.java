package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.stats.NameList;

/** Columns of the table of inputs, found by their possible names or added from lists and files. */
final class InputColumns {

    private InputColumns() {}

    /** A table that only numbers the inputs, used where no table is given. */
    static DesignTable numbered(int inputs) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 1; i <= inputs; i++) rows.add(List.of(Integer.toString(i)));
        return new DesignTable(List.of("input"), rows);
    }

    /**
     * The first of several columns that is present.
     *
     * @param what the content of the column, for the message
     * @throws IllegalArgumentException if none is present
     */
    static String first(DesignTable table, String what, String... names) {
        for (String name : names) if (table.has(name)) return name;
        throw new IllegalArgumentException("this design needs to know " + what + ": a column "
                + String.join(" or ", names) + " in the table of inputs (its columns are " + table.columns()
                + "), or the key 'groups' or 'blocks' with one entry per input");
    }

    /** Adds a column from a file or a list separated by commas, unless the value names a column or is empty. */
    static DesignTable withColumn(DesignTable table, String value, String key, String name, Path folder)
            throws IOException {
        String text = value.strip();
        if (text.isEmpty() || table.has(text)) return table;
        List<String> entries;
        if (text.indexOf(',') >= 0) {
            entries = NameList.entries(text);
        } else {
            Path file = folder.resolve(text);
            if (!Files.isRegularFile(file))
                throw new IllegalArgumentException(key + " '" + text + "' is neither a column of the table (they are "
                        + table.columns() + "), nor a file, nor a list separated by commas");
            entries = InputList.text(file)
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty())
                    .toList();
            if (entries.size() == table.size() + 1) entries = entries.subList(1, entries.size());
        }
        if (entries.size() != table.size())
            throw new IllegalArgumentException(
                    key + " has " + entries.size() + " entries but there are " + table.size() + " inputs");
        return add(table, name, entries);
    }

    /** The table with a further column. */
    static DesignTable add(DesignTable table, String name, List<String> entries) {
        List<String> columns = new ArrayList<>(table.columns());
        columns.add(name);
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < entries.size(); r++) {
            List<String> row = new ArrayList<>(table.rows().get(r));
            row.add(entries.get(r));
            rows.add(row);
        }
        return new DesignTable(columns, rows, table.orders());
    }

    /** Whether each value of one column always occurs with the same value of another. */
    static boolean isConfounded(DesignTable table, String condition, String other) {
        Map<String, String> known = new HashMap<>();
        for (int r = 0; r < table.size(); r++) {
            String own = table.text(other).get(r);
            String before = known.putIfAbsent(table.text(condition).get(r), own);
            if (before != null && !before.equals(own)) return false;
        }
        return true;
    }
}
