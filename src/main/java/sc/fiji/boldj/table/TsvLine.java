package sc.fiji.boldj.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A line of tab-separated text; the only place where such lines are split and joined.
 *
 * <p>Lines may be as a spreadsheet or R left them: quotes around cells are not part of them, blank lines are no lines, and
 * empty cells at the end of a line are no cells unless the line of names has them.
 *
 * @param number of the line in the text, from 1
 * @param cells without the empty ones at the end
 * @param width number of cells with them
 */
public record TsvLine(long number, List<String> cells, int width) {

    private static final CSVFormat FORMAT = CSVFormat.TDF
            .builder()
            .setQuote(null)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    /**
     * Splits a text.
     *
     * @param source what is read, for messages
     * @throws IOException if it is no text of lines; names the source
     */
    public static List<TsvLine> parse(String source, String text) throws IOException {
        List<TsvLine> lines = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
            for (CSVRecord record : parser) {
                List<String> cells = cells(record);
                if (!cells.isEmpty()) lines.add(new TsvLine(parser.getCurrentLineNumber(), cells, record.size()));
            }
        } catch (UncheckedIOException e) {
            throw new IOException(source + ": is not a table: " + e.getCause().getMessage(), e);
        }
        return lines;
    }

    private static List<String> cells(CSVRecord record) {
        List<String> cells = new ArrayList<>();
        for (String cell : record) {
            boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
            cells.add(
                    quoted
                            ? cell.substring(1, cell.length() - 1)
                                    .replace("\"\"", "\"")
                                    .strip()
                            : cell);
        }
        while (!cells.isEmpty() && cells.get(cells.size() - 1).isEmpty()) cells.remove(cells.size() - 1);
        return cells;
    }

    /** The cells, with as many of the empty ones at the end as a table of so many columns needs. */
    public List<String> filledTo(int columns) {
        List<String> filled = new ArrayList<>(cells);
        while (filled.size() < columns && columns <= width) filled.add("");
        return filled;
    }

    /** A line with its line break. */
    static String join(List<String> cells) {
        return String.join("\t", cells) + "\n";
    }
}
