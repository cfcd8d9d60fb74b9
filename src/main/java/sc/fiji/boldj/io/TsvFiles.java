package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.boldj.table.Table;

/** Tables in tab-separated files, as BIDS writes them. */
public final class TsvFiles {

    private TsvFiles() {}

    /**
     * Reads a table.
     *
     * @throws IOException if it cannot be read, has no line of names, or a line has another number of cells; names the
     *     file and the line
     */
    public static Table read(Path file) throws IOException {
        return Table.parse(file.toString(), TextFiles.read(file));
    }

    /** Writes a table; the file appears only when it is complete. */
    public static void write(Table table, Path file) throws IOException {
        AtomicFile.writeText(file, table.toTsv());
    }
}
