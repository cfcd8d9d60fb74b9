package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.table.Table;

/** A table with the JSON file beside it that says what its columns are. */
public final class TableFiles {

    private TableFiles() {}

    /**
     * Writes both.
     *
     * @param columns what is to be said of a column, by its name; also of the whole table, by any other key
     */
    public static void write(Path file, Table table, Map<String, Object> columns) throws IOException {
        TsvFiles.write(table, file);
        Map<String, Object> content = new TreeMap<>(columns);
        for (String name : table.names()) if (ColumnWords.knows(name)) content.putIfAbsent(name, ColumnWords.of(name));
        content.put("GeneratedBy", new Object[] {Map.of("Name", "BoldJ", "Version", Version.text())});
        String name = file.getFileName().toString().replaceAll("(?i)\\.tsv$", "") + ".json";
        JsonFile.write(file.resolveSibling(name), content);
    }
}
