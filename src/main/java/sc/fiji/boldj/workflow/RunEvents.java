package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TypicalEvents;
import sc.fiji.boldj.io.EventsTable;

/**
 * The events of a run as a study models them: a gap in the table excludes a condition or is filled and reported; it never
 * costs the whole run.
 *
 * @param events those that are modelled
 * @param typical the events that percent signal change refers to, the same for all runs
 * @param notes sentences on what was replaced or excluded
 */
public record RunEvents(Events events, TypicalEvents typical, List<String> notes) {

    /**
     * Collects the events. An event whose duration is n/a gets the median of the known durations of its condition in all
     * runs, or is an impulse if none is known. A condition with no event in the run is excluded.
     *
     * @param own the table of the run
     * @param all the tables of all runs of the participant with this task, including this one
     * @param sampling of the run, if it is known
     * @throws IllegalArgumentException if no condition has an event in the run
     */
    public static RunEvents of(EventsTable own, List<EventsTable> all, Optional<Sampling> sampling) {
        Map<String, Double> known = known(all);
        List<Events> runs = new ArrayList<>();
        for (EventsTable table : all) runs.add(events(table, known));
        List<String> notes = new ArrayList<>(unknown(own, known));
        if (own.untyped() > 0)
            notes.add((own.untyped() == 1
                            ? "1 row of the events table has"
                            : own.untyped() + " rows of the events table have")
                    + " no trial_type and " + (own.untyped() == 1 ? "is" : "are") + " not modelled");
        Events events = events(own, known);
        if (sampling.isPresent()) events = present(events, sampling.get(), notes);
        return new RunEvents(events, TypicalEvents.of(runs), List.copyOf(notes));
    }

    /**
     * The same with columns of the table that modulate the response. A column that the table does not have is reported.
     *
     * @param own the table of the run
     */
    public RunEvents withModulators(EventsTable own, List<String> modulators) {
        Events more = events;
        List<String> words = new ArrayList<>(notes);
        List<String> conditions = events.conditions();
        for (String name : modulators) {
            if (!own.names().contains(name)) {
                words.add("the events table has no column " + name + ": it does not modulate responses in this run");
                continue;
            }
            double[] all = own.numbers(name);
            List<EventsTable.Row> rows = own.rows();
            more = more.withModulator(
                    name,
                    IntStream.range(0, rows.size())
                            .filter(i -> conditions.contains(rows.get(i).type()))
                            .mapToDouble(i -> all[i])
                            .toArray());
        }
        return new RunEvents(more, typical, List.copyOf(words));
    }

    /** The median of the known durations, by condition. */
    private static Map<String, Double> known(List<EventsTable> tables) {
        Map<String, List<Double>> durations = new TreeMap<>();
        for (EventsTable table : tables)
            for (EventsTable.Row row : table.rows())
                if (!Double.isNaN(row.duration()))
                    durations
                            .computeIfAbsent(row.type(), key -> new ArrayList<>())
                            .add(row.duration());
        Map<String, Double> medians = new TreeMap<>();
        durations.forEach((type, some) -> medians.put(type, TypicalEvents.median(some)));
        return medians;
    }

    private static Events events(EventsTable table, Map<String, Double> known) {
        List<Events.Event> events = new ArrayList<>();
        for (EventsTable.Row row : table.rows()) {
            double duration = Double.isNaN(row.duration()) ? known.getOrDefault(row.type(), 0.0) : row.duration();
            events.add(new Events.Event(row.type(), row.onset(), duration, row.amplitude()));
        }
        return Events.of(events);
    }

    private static List<String> unknown(EventsTable table, Map<String, Double> known) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (EventsTable.Row row : table.rows())
            if (Double.isNaN(row.duration())) counts.merge(row.type(), 1, Integer::sum);
        List<String> notes = new ArrayList<>();
        counts.forEach((type, count) -> notes.add("the duration of " + count + (count == 1 ? " event" : " events")
                + " of " + type + " is n/a: modelled as "
                + (known.containsKey(type)
                        ? TaskEvents.seconds(known.get(type)) + " s, the median of the known durations of " + type
                        : (count == 1 ? "an impulse" : "impulses") + " (0 s)")));
        return notes;
    }

    private static Events present(Events events, Sampling sampling, List<String> notes) {
        List<Events.Event> unseen = events.unseen(sampling);
        List<String> gone = events.conditions().stream()
                .filter(condition -> unseen.containsAll(events.of(condition)))
                .toList();
        if (gone.isEmpty()) return events;
        if (gone.size() == events.conditions().size())
            throw new IllegalArgumentException("no event falls within the run, which ends at "
                    + TaskEvents.seconds(sampling.end()) + " s; the first is at "
                    + TaskEvents.seconds(events.all().stream()
                            .mapToDouble(Events.Event::onset)
                            .min()
                            .orElse(0))
                    + " s: are the onsets in milliseconds, or do the events belong to another run?");
        for (String condition : gone)
            notes.add("condition " + condition + " has no event within the run, which ends at "
                    + TaskEvents.seconds(sampling.end()) + " s: it is not modelled");
        return events.without(gone);
    }
}
