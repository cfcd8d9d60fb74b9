package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.table.Table;

/** The scans that the table {@code scans.tsv} of a plain folder lists. */
final class ScansTable {

    private ScansTable() {}

    static List<BidsScan> read(Path root, Path file, List<Finding> findings) throws IOException {
        Table table = TsvFiles.read(file);
        for (String needed : List.of("path", "subject"))
            if (!table.has(needed))
                throw new IOException(file + ": lacks the column '" + needed + "'; it has " + table.names());
        List<BidsScan> scans = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            Path path = root.resolve(table.texts("path").get(row));
            if (!Files.exists(path)) {
                findings.add(Finding.error(
                        path.toString(), "is named by row " + (row + 1) + " of scans.tsv, but is not there", ""));
                continue;
            }
            scans.add(new BidsScan(
                    path,
                    table.texts("subject").get(row).replaceFirst("^sub-", ""),
                    cell(table, "session", row).replaceFirst("^ses-", ""),
                    cell(table, "task", row),
                    cell(table, "run", row),
                    cell(table, "suffix", row).isEmpty() ? "bold" : cell(table, "suffix", row)));
        }
        return scans;
    }

    private static String cell(Table table, String column, int row) {
        if (!table.has(column)) return "";
        String text = table.texts(column).get(row);
        return text.equals(Table.MISSING) ? "" : text;
    }
}
