package sc.fiji.boldj.io;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import sc.fiji.boldj.run.NumberCell;

/**
 * A recording of physiology as BIDS has it: {@code *_physio.tsv.gz} without a line of names, and a sidecar with {@code
 * SamplingFrequency}, {@code StartTime} and {@code Columns}, found by the inheritance principle.
 *
 * @param file the table
 * @param frequency samples per second
 * @param start when the first sample was taken, seconds from the start of the first volume
 * @param columns the values by name, NaN for n/a, all of one length
 */
public record PhysioFile(Path file, double frequency, double start, Map<String, double[]> columns) {

    /** @param columns not copied */
    public PhysioFile {
        columns = new LinkedHashMap<>(columns);
    }

    /**
     * Reads a recording.
     *
     * @param file {@code .tsv.gz}, or {@code .tsv}
     * @throws IOException if the sidecar lacks a key, a row has another number of cells or no numbers; names the file, and the row
     */
    public static PhysioFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException(file + ": there is no such file");
        Sidecar sidecar = Sidecar.find(file);
        List<String> names = sidecar.texts("Columns");
        OptionalDouble frequency = sidecar.number("SamplingFrequency");
        OptionalDouble start = sidecar.number("StartTime");
        List<String> missing = new ArrayList<>();
        if (names.isEmpty()) missing.add("Columns");
        if (frequency.isEmpty() || !(frequency.getAsDouble() > 0)) missing.add("SamplingFrequency (Hz, above 0)");
        if (start.isEmpty()) missing.add("StartTime (seconds from the first volume)");
        if (!missing.isEmpty())
            throw new IOException(
                    file + ": its sidecar " + (sidecar.isEmpty() ? "is missing" : "lacks " + String.join(", ", missing))
                            + ": a recording needs a .json with SamplingFrequency, StartTime and Columns");
        double[][] values = values(file, names);
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int c = 0; c < values.length; c++) columns.put(names.get(c), values[c]);
        return new PhysioFile(file, frequency.getAsDouble(), start.getAsDouble(), columns);
    }

    /** Writes a recording with its sidecar, whole numbers; the files appear only when they are complete. */
    public static void write(PhysioFile recording) throws IOException {
        StringBuilder text = new StringBuilder();
        List<double[]> columns = List.copyOf(recording.columns().values());
        for (int row = 0; row < columns.get(0).length; row++)
            for (int c = 0; c < columns.size(); c++)
                text.append(Double.isFinite(columns.get(c)[row]) ? Math.round(columns.get(c)[row]) : "n/a")
                        .append(c + 1 < columns.size() ? '\t' : '\n');
        AtomicFile.write(recording.file(), part -> {
            try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
        Map<String, Object> about = new TreeMap<>();
        about.put("SamplingFrequency", recording.frequency());
        about.put("StartTime", recording.start());
        about.put("Columns", List.copyOf(recording.columns().keySet()));
        String name = recording.file().getFileName().toString().replaceFirst("\\.tsv(\\.gz)?$", ".json");
        JsonFile.write(recording.file().resolveSibling(name), about);
    }

    private static double[][] values(Path file, List<String> names) throws IOException {
        double[][] values = new double[names.size()][1 << 14];
        int row = 0;
        try (BufferedReader lines = open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank()) continue;
                String[] cells = line.split("\t", -1);
                if (cells.length != names.size())
                    throw new IOException(file + ": row " + (row + 1) + " has " + cells.length
                            + " cells, but Columns names " + names.size() + " (" + String.join(", ", names) + ")");
                if (row == values[0].length)
                    for (int c = 0; c < values.length; c++) values[c] = Arrays.copyOf(values[c], 2 * row);
                for (int c = 0; c < values.length; c++) values[c][row] = NumberCell.parse(cells[c]);
                row++;
            }
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + ": row " + (row + 1) + ": " + e.getMessage()
                            + ". The table has no line of names in BIDS; they stand in the sidecar under Columns",
                    e);
        }
        for (int c = 0; c < values.length; c++) values[c] = Arrays.copyOf(values[c], row);
        return values;
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
