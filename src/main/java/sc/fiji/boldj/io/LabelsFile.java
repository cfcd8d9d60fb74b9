package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.table.Table;

/**
 * A table that turns the labels in file names back into the names they stand for: the columns {@code label} and {@code
 * name}, and a JSON file beside it that says so.
 */
public final class LabelsFile {

    private static final String LABEL = "label";
    private static final String NAME = "name";

    private LabelsFile() {}

    /**
     * Writes both files.
     *
     * @param file ends in {@code .tsv}
     * @param what is named, {@code contrast}
     * @param labels one for each name
     * @param more further columns of texts, by name
     */
    public static void write(
            Path file, String what, List<String> labels, List<String> names, Map<String, List<String>> more)
            throws IOException {
        Table.Builder table = Table.builder().add(LABEL, labels).add(NAME, names);
        more.forEach(table::add);
        TsvFiles.write(table.build(), file);
        Map<String, Object> words = new TreeMap<>();
        words.put(LABEL, Map.of("Description", "what the names of the files of the " + what + " begin with"));
        words.put(NAME, Map.of("Description", "the " + what + " as it was named"));
        JsonFile.write(sidecar(file), words);
    }

    /** The JSON file beside the table. */
    public static Path sidecar(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.tsv$", "") + ".json");
    }

    /** The names by their labels, in the order of the table; empty if there is no such file. */
    public static Map<String, String> read(Path file) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) return names;
        Table table = TsvFiles.read(file);
        List<String> labels = table.texts(LABEL);
        for (int i = 0; i < labels.size(); i++)
            names.put(labels.get(i), table.texts(NAME).get(i));
        return names;
    }
}
