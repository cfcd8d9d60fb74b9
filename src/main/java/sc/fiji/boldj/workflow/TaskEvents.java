package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.io.EventsTable;

/** Reads the events of a run for a model. */
public final class TaskEvents {

    /** Most events that a sentence names one by one. */
    private static final int MOST_NAMED = 5;

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

    /**
     * The events of a table.
     *
     * @throws IOException if an event has no duration; names the line
     */
    public static Events of(EventsTable table, List<String> modulators) throws IOException {
        List<Events.Event> rows = new ArrayList<>();
        for (EventsTable.Row row : table.requireDurations().rows())
            rows.add(new Events.Event(row.type(), row.onset(), row.duration(), row.amplitude()));
        Events events = Events.of(rows);
        for (String name : modulators) events = events.withModulator(name, table.numbers(name));
        return events;
    }

    /** A sentence on the events that affect no volume; empty if there are none. */
    public static List<String> outside(Events events, Sampling sampling) {
        List<Events.Event> unseen = events.unseen(sampling);
        if (unseen.isEmpty()) return List.of();
        List<String> named = new ArrayList<>();
        for (Events.Event event : unseen.subList(0, Math.min(MOST_NAMED, unseen.size())))
            named.add(String.format(
                    Locale.ROOT, "%s at %s s (%s)", event.condition(), seconds(event.onset()), why(event, sampling)));
        if (unseen.size() > MOST_NAMED) named.add("and " + (unseen.size() - MOST_NAMED) + " more");
        return List.of((unseen.size() == 1 ? "1 event has" : unseen.size() + " events have")
                + " no effect in the run, which ends at " + seconds(sampling.end()) + " s: "
                + String.join(", ", named) + ". Were volumes removed, or do these events belong to another run?");
    }

    private static String why(Events.Event event, Sampling sampling) {
        if (event.onset() >= sampling.end()) return "after the end of the run";
        if (event.onset() > 0)
            return "after the last volume, acquired at " + seconds(sampling.time(sampling.volumes() - 1)) + " s";
        return "its response was over before the run began";
    }

    /** A time without superfluous digits. */
    static String seconds(double time) {
        return String.format(Locale.ROOT, "%.3f", time).replaceFirst("\\.?0+$", "");
    }
}
