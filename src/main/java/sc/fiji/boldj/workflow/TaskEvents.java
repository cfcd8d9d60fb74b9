package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.io.EventsTable;

/** Reads the events of a run for a model. */
public final class TaskEvents {

    private TaskEvents() {}

    /**
     * Reads a BIDS events table.
     *
     * @param modulators further columns of numbers to carry along
     * @throws IOException if the file cannot be read or a row lacks a value; names the line
     */
    public static Events read(Path file, List<String> modulators) throws IOException {
        return of(EventsTable.read(file), modulators);
    }

    /** The events of a table. */
    public static Events of(EventsTable table, List<String> modulators) {
        List<Events.Event> rows = new ArrayList<>();
        for (EventsTable.Row row : table.rows())
            rows.add(new Events.Event(row.type(), row.onset(), row.duration(), row.amplitude()));
        Events events = Events.of(rows);
        for (String name : modulators) events = events.withModulator(name, table.numbers(name));
        return events;
    }
}
