package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.run.NumberText;

/**
 * Names of the labels of a label volume, in ascending order of the label. Immutable. Label 0 is the background and is
 * never listed.
 *
 * <p>Three kinds of file are read. BIDS: a header line with {@code index} (or {@code label}, {@code id}) and {@code name},
 * separated by tabs or commas. Look-up table: no header line, an integer label and a name, then possibly colours; separated by
 * blanks, tabs or commas (FreeSurfer, FSL, the tables of Yeo and Schaefer). Lines that begin with # are remarks. JSON: the
 * tables of neuroparc, an object {@code rois} whose keys are labels and whose entries have a {@code label}.
 */
public final class LabelTable {

    /** No label has a name. */
    public static final LabelTable EMPTY = new LabelTable(new TreeMap<>());

    private final SortedMap<Integer, String> names;

    private LabelTable(SortedMap<Integer, String> names) {
        this.names = names;
    }

    /**
     * A table of the given names; entry 0 is excluded.
     *
     * @throws IllegalArgumentException if a label is below 0
     */
    public static LabelTable of(Map<Integer, String> names) {
        TreeMap<Integer, String> sorted = new TreeMap<>(names);
        sorted.remove(0);
        if (!sorted.isEmpty() && sorted.firstKey() < 0)
            throw new IllegalArgumentException("labels must be above 0, got " + sorted.firstKey());
        return new LabelTable(sorted);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is not such a table, naming the file and line
     */
    public static LabelTable read(Path file) throws IOException {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) return fromJson(file);
        return parse(TextFiles.lines(file), file.toString());
    }

    private static LabelTable fromJson(Path file) throws IOException {
        if (!(JsonFile.readMap(file).get("rois") instanceof Map<?, ?> rois))
            throw new IllegalArgumentException(
                    file + " has no object rois: expected the label table of neuroparc, or a TSV with index and name");
        Map<Integer, String> names = new TreeMap<>();
        rois.forEach((key, entry) -> {
            int label = label(String.valueOf(key), file + " rois", 0);
            Object name = entry instanceof Map<?, ?> fields ? fields.get("label") : entry;
            names.put(label, name == null || name.toString().isBlank() ? "label " + label : name.toString());
        });
        return of(names);
    }

    /**
     * Reads the lines of a file.
     *
     * @param file the file's name, for messages
     * @throws IllegalArgumentException if they are not such a table or a label comes twice, naming the line
     */
    public static LabelTable parse(List<String> lines, String file) {
        List<DelimitedText.Row> rows = DelimitedText.rows(lines);
        if (rows.isEmpty()) throw new IllegalArgumentException(file + " has no label");
        DelimitedText.Row first = rows.get(0);
        boolean headed = !NumberText.isNumber(first.field(0)) && !NumberText.isNumber(first.field(1));
        int index = headed ? DelimitedText.column(first, "index", "label", "id", "value", "roi") : 0;
        int name = headed ? DelimitedText.column(first, "name", "region", "label_name", "label") : 1;
        if (index < 0 || name < 0 || index == name)
            throw new IllegalArgumentException(file + " line " + first.line()
                    + " needs the columns index and name (BIDS), or no header line but a label and a name; got "
                    + first.fields());
        TreeMap<Integer, String> names = new TreeMap<>();
        for (DelimitedText.Row row : headed ? rows.subList(1, rows.size()) : rows) {
            int label = label(row.field(index), file, row.line());
            String text = row.field(name).isBlank() ? "label " + label : row.field(name);
            String before = names.put(label, text);
            if (before != null)
                throw new IllegalArgumentException(
                        file + " line " + row.line() + ": label " + label + " was already named " + before);
        }
        return of(names);
    }

    private static int label(String text, String file, int line) {
        if (NumberText.isNumber(text)) {
            double value = NumberText.parse(text);
            if (value == Math.rint(value) && value >= 0 && value <= Integer.MAX_VALUE) return (int) value;
        }
        throw new IllegalArgumentException(file + (line > 0 ? " line " + line : "")
                + ": a label must be a whole number from 0 to 2147483647, got '" + text + "'");
    }

    /** The name of a label; {@code "label 7"} for a label 7 that is not listed. */
    public String name(int label) {
        return names.getOrDefault(label, "label " + label);
    }

    /** The listed labels and names, in ascending order of the label. */
    public Map<Integer, String> names() {
        return Collections.unmodifiableMap(names);
    }
}
