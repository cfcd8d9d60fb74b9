package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.table.Table;

/**
 * The events of a run as BIDS writes them: {@code onset} and {@code duration} in seconds, {@code trial_type}, a height in
 * {@code modulation} or {@code amplitude}, and any further columns. Immutable.
 *
 * <p>Without a column {@code trial_type} every event is of the type {@code task}. Rows whose type is {@code n/a} are excluded and counted. A duration of {@code n/a} is NaN; {@link #requireDurations} refuses it.
 */
public final class EventsTable {

    private final Path file;
    private final List<Row> rows;
    private final Table table;
    private final int[] places;
    private final int untyped;

    /**
     * One event.
     *
     * @param line line of the file, from 1
     * @param onset seconds
     * @param duration seconds, 0 or more; NaN if it is not known
     * @param type trial type
     * @param amplitude height, 1 if the table has none
     */
    public record Row(long line, double onset, double duration, String type, double amplitude) {}

    private EventsTable(Path file, List<Row> rows, Table table, int[] places, int untyped) {
        this.file = file;
        this.rows = List.copyOf(rows);
        this.table = table;
        this.places = places;
        this.untyped = untyped;
    }

    /**
     * Reads a table.
     *
     * @throws IOException if it cannot be read, lacks a column, or a row lacks a value; names the file and the line
     */
    public static EventsTable read(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        for (String name : List.of("onset", "duration"))
            if (!table.has(name))
                throw new IOException(file + ": has no column " + name + ", only " + String.join(", ", table.names())
                        + ": events need onset and duration in seconds");
        double[] onset;
        double[] duration;
        double[] amplitude = new double[table.rows()];
        Arrays.fill(amplitude, 1);
        try {
            onset = table.numbers("onset");
            duration = table.numbers("duration");
            for (String name : List.of("amplitude", "modulation")) if (table.has(name)) amplitude = table.numbers(name);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        List<String> types = table.has("trial_type") ? table.texts("trial_type") : null;
        List<Row> rows = new ArrayList<>();
        int[] places = new int[table.rows()];
        int untyped = 0;
        for (int r = 0; r < table.rows(); r++) {
            String type = types == null ? "task" : types.get(r);
            if (type.isEmpty() || type.equalsIgnoreCase(Table.MISSING)) {
                untyped++;
                continue;
            }
            String where = file + ": line " + table.line(r) + " (" + type + "): ";
            if (!Double.isFinite(onset[r]))
                throw new IOException(where + "the onset is missing: every event needs one, in seconds");
            if (duration[r] < 0 || Double.isInfinite(duration[r])) throw badDuration(where, duration[r]);
            if (!Double.isFinite(amplitude[r]))
                throw new IOException(where + "the height is missing (column modulation or amplitude)");
            places[rows.size()] = r;
            rows.add(new Row(table.line(r), onset[r], duration[r], type, amplitude[r]));
        }
        if (rows.isEmpty()) throw new IOException(file + ": has no event with a trial_type");
        return new EventsTable(file, rows, table, Arrays.copyOf(places, rows.size()), untyped);
    }

    /** Whether a table has a column of trial types, all of them missing. */
    static boolean isBlank(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        return table.has("trial_type")
                && table.texts("trial_type").stream()
                        .allMatch(type -> type.isEmpty() || type.equalsIgnoreCase(Table.MISSING));
    }

    private static IOException badDuration(String where, double duration) {
        return new IOException(where + "the duration is " + Table.format(duration)
                + ": it must be a number of seconds, 0 for an impulse");
    }

    /**
     * Returns normally if every event has a duration.
     *
     * @throws IOException if not; names the file, the line and the type
     */
    public EventsTable requireDurations() throws IOException {
        for (Row row : rows)
            if (Double.isNaN(row.duration()))
                throw badDuration(file + ": line " + row.line() + " (" + row.type() + "): ", row.duration());
        return this;
    }

    /** Whether events have types of their own. */
    public boolean hasTypes() {
        return table.has("trial_type");
    }

    /** The events, in the order of the file. */
    public List<Row> rows() {
        return rows;
    }

    /** The types there are, in the order of the alphabet. */
    public List<String> types() {
        return rows.stream().map(Row::type).distinct().sorted().toList();
    }

    /** Rows that were excluded because their type is missing. */
    public int untyped() {
        return untyped;
    }

    /** Names of all columns. */
    public List<String> names() {
        return table.names();
    }

    /**
     * Another column of numbers, one for each event, NaN for {@code n/a}.
     *
     * @throws IllegalArgumentException if there is no such column, or a cell is not a number; names line and column
     */
    public double[] numbers(String name) {
        double[] all = table.numbers(name);
        return Arrays.stream(places).mapToDouble(r -> all[r]).toArray();
    }
}
