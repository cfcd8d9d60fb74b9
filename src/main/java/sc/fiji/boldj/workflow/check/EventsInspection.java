package sc.fiji.boldj.workflow.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.workflow.RunEvents;
import sc.fiji.boldj.workflow.TaskEvents;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.participant.SlowTables;
import sc.fiji.boldj.workflow.participant.TaskTables;

/**
 * Checks the events of a dataset: every table is read and compared with the runs that it applies to. A finding about a
 * table is reported once, under the name of the table; a finding that depends on the run is reported under the run.
 */
final class EventsInspection {
    private static final String TOPIC = "events";

    private final BidsDataset dataset;
    private final Map<String, SeenScan> seen;
    private final List<DatasetCheck.Row> rows;
    private final DosesInspection doses;
    private final Map<Path, Optional<EventsTable>> tables = new HashMap<>();

    EventsInspection(BidsDataset dataset, Map<String, SeenScan> seen, List<DatasetCheck.Row> rows) {
        this.dataset = dataset;
        this.seen = seen;
        this.rows = rows;
        doses = new DosesInspection(seen, rows);
    }

    void run() {
        for (BidsScan scan : dataset.scans()) {
            if (!scan.isBold()) continue;
            String name = SeenScan.name(scan);
            try {
                Optional<Path> file = BidsDataset.events(scan);
                if (file.isPresent()) events(name, file.get());
                else if (TaskTables.isMissing(scan)) add(Verdict.Light.AMBER, name, TOPIC, TaskTables.missing(scan));
                doses.run(name, SlowTables.of(scan));
                Map<String, Path> physiology = BidsDataset.physiology(scan);
                if (!physiology.isEmpty())
                    add(
                            Verdict.Light.GREEN,
                            name,
                            "physiology",
                            "was recorded: "
                                    + String.join(
                                            ", ",
                                            physiology.values().stream()
                                                    .map(path ->
                                                            path.getFileName().toString())
                                                    .toList()));
            } catch (IOException e) {
                add(Verdict.Light.RED, name, TOPIC, e.getMessage());
            }
        }
    }

    private void events(String name, Path file) {
        Optional<EventsTable> table = tables.computeIfAbsent(file, this::read);
        SeenScan scan = seen.get(name);
        if (table.isEmpty() || scan == null || !scan.timing().isKnown() || scan.volumes() < 2) return;
        Sampling sampling = new Sampling(scan.volumes(), scan.timing().repetitionTime(), 0);
        try {
            RunEvents.of(table.get(), List.of(table.get()), Optional.of(sampling)); // refuses a run that sees none
            Events events = RunEvents.of(table.get(), List.of(table.get()), Optional.empty())
                    .events();
            for (String words : TaskEvents.outside(events, sampling)) add(Verdict.Light.AMBER, name, TOPIC, words);
            longer(name, events, sampling);
        } catch (IllegalArgumentException e) {
            add(Verdict.Light.RED, name, TOPIC, e.getMessage());
        }
    }

    private void longer(String name, Events events, Sampling sampling) {
        long longer = events.all().stream()
                .filter(event -> event.duration() > sampling.end())
                .count();
        if (longer > 0)
            add(
                    Verdict.Light.AMBER,
                    name,
                    TOPIC,
                    longer + " of " + events.all().size() + " events last longer than the run: are the durations in"
                            + " milliseconds?");
        long cut = events.all().stream()
                .filter(event -> event.onset() < sampling.end()
                        && event.duration() <= sampling.end()
                        && event.onset() + event.duration() > sampling.end() + sampling.repetitionTime())
                .count();
        if (cut > 0)
            add(
                    Verdict.Light.GREEN,
                    name,
                    TOPIC,
                    cut + (cut == 1 ? " event ends" : " events end") + " after the end of the run");
    }

    /** A usable table; doubtful entries are reported. */
    private Optional<EventsTable> read(Path file) {
        String where = dataset.root()
                .toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize())
                .toString();
        try {
            EventsTable table = EventsTable.read(file);
            if (!table.hasTypes())
                add(
                        Verdict.Light.AMBER,
                        where,
                        TOPIC,
                        "has no column trial_type: all events belong to one condition, task");
            for (String note :
                    RunEvents.of(table, List.of(table), Optional.empty()).notes())
                add(Verdict.Light.AMBER, where, TOPIC, note);
            order(where, table.rows());
            return Optional.of(table);
        } catch (IOException | IllegalArgumentException e) {
            add(Verdict.Light.RED, where, TOPIC, e.getMessage());
            return Optional.empty();
        }
    }

    private void order(String where, List<EventsTable.Row> events) {
        int backwards = 0;
        String first = "";
        Map<String, Long> lines = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            EventsTable.Row row = events.get(i);
            if (i > 0 && row.onset() < events.get(i - 1).onset() && backwards++ == 0)
                first = "line " + row.line() + " has an onset of " + row.onset()
                        + " s, earlier than the line above it at "
                        + events.get(i - 1).onset() + " s";
            String same = row.type() + " at " + row.onset() + " s";
            Long other = lines.putIfAbsent(same, row.line());
            if (other != null && twice.add(same))
                add(
                        Verdict.Light.AMBER,
                        where,
                        TOPIC,
                        "lines " + other + " and " + row.line() + " are the same event, " + same
                                + ": its response is modelled at twice the height");
        }
        if (backwards > 0)
            add(
                    Verdict.Light.AMBER,
                    where,
                    TOPIC,
                    "the onsets are not in ascending order (" + first
                            + (backwards > 1 ? ", and " + (backwards - 1) + " more" : "")
                            + "): were runs concatenated?");
    }

    private void add(Verdict.Light light, String where, String topic, String words) {
        DatasetCheck.add(rows, light, where, topic, words);
    }
}
