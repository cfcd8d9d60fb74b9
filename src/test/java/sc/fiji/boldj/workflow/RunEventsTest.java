package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.io.EventsTable;

class RunEventsTest {

    @TempDir
    Path folder;

    private EventsTable table(String name, String rows) throws IOException {
        return EventsTable.read(
                Files.writeString(folder.resolve(name), "onset\tduration\ttrial_type\n" + rows.replace(' ', '\t')));
    }

    private static List<Double> durations(RunEvents events, String condition) {
        return events.events().of(condition).stream()
                .map(Events.Event::duration)
                .toList();
    }

    @Test
    void aDurationThatNoRunKnowsIsAnImpulseAndOneThatIsKnownIsTheMedian() throws IOException {
        EventsTable first =
                table("a.tsv", "10 4 picture\n10.8 n/a press\n40 4 picture\n41 n/a press\n80 n/a picture\n");
        EventsTable second = table("b.tsv", "10 1 late\n20 6 picture\n30 4 picture\n40 5 picture\n");
        RunEvents run = RunEvents.of(first, List.of(first, second), Optional.empty());
        assertEquals(List.of(0.0, 0.0), durations(run, "press"));
        assertEquals(List.of(4.0, 4.0, 4.0), durations(run, "picture"));
        assertEquals(0, run.typical().duration("press"));
        assertEquals(4, run.typical().duration("picture"));
        String notes = String.join("\n", run.notes());
        assertTrue(notes.contains("the duration of 2 events of press is n/a: modelled as impulses (0 s)"), notes);
        assertTrue(notes.contains("the duration of 1 event of picture is n/a: modelled as 4 s, the median"), notes);
    }

    @Test
    void runsOfATaskShareTheMedianOverAllOfThem() throws IOException {
        EventsTable first = table("a.tsv", "10 1 go\n40 1 go\n");
        EventsTable second = table("b.tsv", "10 3 go\n40 3 go\n");
        for (EventsTable own : List.of(first, second))
            assertEquals(
                    2,
                    RunEvents.of(own, List.of(first, second), Optional.empty())
                            .typical()
                            .duration("go"));
    }

    @Test
    void aConditionOutsideOfTheRunCostsItselfAndNotTheRun() throws IOException {
        EventsTable table = table("a.tsv", "10 1 go\n40 1 go\n400 1 end\n410 1 end\n50 1 n/a\n");
        Sampling sampling = new Sampling(50, 2, 0);
        RunEvents run = RunEvents.of(table, List.of(table), Optional.of(sampling));
        assertEquals(List.of("go"), run.events().conditions());
        String notes = String.join("\n", run.notes());
        assertTrue(notes.contains("condition end has no event within the run, which ends at 100 s"), notes);
        assertTrue(notes.contains("1 row of the events table has no trial_type and is not modelled"), notes);
        EventsTable none = table("b.tsv", "4000 1 go\n9000 1 go\n");
        String message = assertThrows(
                        IllegalArgumentException.class, () -> RunEvents.of(none, List.of(none), Optional.of(sampling)))
                .getMessage();
        assertTrue(message.contains("no event falls within the run") && message.contains("milliseconds"), message);
    }
}
