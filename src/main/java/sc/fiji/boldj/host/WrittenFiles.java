package sc.fiji.boldj.host;

import ij.IJ;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Opens the files that a command wrote when it was called from the menu: tables as ImageJ tables, pages in the browser. */
final class WrittenFiles {

    private static final long LARGEST_TABLE = 5_000_000;

    private WrittenFiles() {}

    /** Shows the files that the values name. What cannot be shown stays where it was written. */
    static void show(CommandSpec spec, Map<String, String> values) {
        for (CommandKey key : spec.keys()) {
            String value = values.get(key.name());
            boolean folder = key.isFolder() && key.name().equals("output");
            if ((!key.isSaved() && !folder) || value == null) continue;
            Path file = folder ? Path.of(value).resolve("index.html") : Path.of(value);
            String name = file.toString().toLowerCase(Locale.ROOT);
            try {
                if (!Files.isRegularFile(file)) continue;
                if (name.endsWith(".tsv") && Files.size(file) <= LARGEST_TABLE) {
                    ResultsTable table = ResultsTable.open(value);
                    table.show(file.getFileName().toString());
                    MotionPlot.show(table, file.getFileName().toString());
                } else if (name.endsWith(".html")) Browser.open(file);
            } catch (IOException | RuntimeException e) {
                IJ.showStatus("written: " + file);
            }
        }
    }
}
