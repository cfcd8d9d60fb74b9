package sc.fiji.boldj.workflow.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.participant.TaskTables;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** What `check` says of events: each fault by name, and nothing where there is none. Runs of 50 volumes of 2 s. */
class EventsInspectionTest {

    private static final String HEAD = "onset\tduration\ttrial_type\n";

    @TempDir
    Path root;

    private Path put(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void scan(String task, String more) throws IOException {
        NeuroImage image = NeuroImage.floats("x", new VoxelGrid(2, 2, 2, Affine.IDENTITY), 50, SeriesTiming.every(2));
        Path file = root.resolve("sub-01/func/sub-01_task-" + task + more + "_bold.nii.gz");
        Files.createDirectories(file.getParent());
        TinyTrial.write(image, file);
    }

    /** Level, place and words of every finding. */
    private String found() throws IOException {
        BidsDataset dataset = BidsDataset.read(root);
        List<DatasetCheck.Row> rows = new java.util.ArrayList<>();
        Map<String, SeenScan> seen = new LinkedHashMap<>();
        NeuroImage mean = NeuroImage.floats("m", new VoxelGrid(2, 2, 2, Affine.IDENTITY), 1, SeriesTiming.UNKNOWN);
        for (BidsScan scan : dataset.scans())
            seen.put(SeenScan.name(scan), new SeenScan(scan, mean, 50, SeriesTiming.every(2), scan.name()));
        new EventsInspection(dataset, seen, rows).run();
        StringBuilder text = new StringBuilder();
        for (DatasetCheck.Row row : rows)
            text.append(row.light() + " " + String.join(", ", row.where()) + ": " + row.words() + "\n");
        return text.toString();
    }

    @Test
    void rightEventsAndRestAreNoFinding() throws IOException {
        put("dataset_description.json", "{}");
        scan("rest", "");
        scan("view", "_run-01");
        scan("view", "_run-02");
        put("task-view_events.tsv", HEAD + "0\t4\tfaces\n20\t4\thouses\n40\t0\tfaces\n96\t4\thouses\n");
        assertEquals("", found());
    }

    @Test
    void aTaskWithoutEventsIsAFinding() throws IOException {
        put("dataset_description.json", "{}");
        scan("view", "");
        scan("rest", "");
        String found = found();
        assertTrue(
                found.startsWith("AMBER sub-01_task-view_bold: the task view is not rest, but no events table"), found);
        assertFalse(found.contains("task-rest"), found);
        for (String task :
                List.of("rest", "Rest", "restingstate", "resteyesopen", "postRest", "rs", "eyesclosed", "unnamed"))
            assertTrue(TaskTables.isRest(task), task);
        for (String task : List.of("view", "arrest", "restaurant", "interest", "forest", "wrestling", "movie", "nback"))
            assertFalse(TaskTables.isRest(task), task);
    }

    @Test
    void eachFaultOfATableIsNamedOnceAndThoseOfARunByTheRun() throws IOException {
        put("dataset_description.json", "{}");
        scan("view", "_run-01");
        scan("view", "_run-02");
        put(
                "task-view_events.tsv",
                HEAD + "20\t4\tfaces\n10\tn/a\tpress\n20\t4\tfaces\n30\t4\tn/a\n400\t4\tend\n50\t400\tfaces\n");
        String found = found();
        assertEquals(1, found.split("press is n/a", -1).length - 1, found);
        assertTrue(found.contains("AMBER task-view_events.tsv: the duration of 1 event of press is n/a"), found);
        assertTrue(found.contains("AMBER task-view_events.tsv: 1 row of the events table has no trial_type"), found);
        assertTrue(found.contains("lines 2 and 4 are the same event, faces at 20.0 s"), found);
        assertTrue(found.contains("the onsets are not in ascending order (line 3 has an onset of 10.0 s"), found);
        for (String run : List.of("01", "02"))
            assertTrue(
                    found.contains("AMBER sub-01_task-view_run-" + run
                            + "_bold: 1 event has no effect in the run, which ends at 100 s: end at 400 s"),
                    found);
        assertTrue(found.contains("1 of 5 events last longer than the run"), found);
    }

    @Test
    void tablesThatCannotBeReadAndRunsThatSeeNothingAreRed() throws IOException {
        put("dataset_description.json", "{}");
        for (String run : List.of("1", "2", "3", "4", "5")) scan("view", "_run-" + run);
        put("task-view_run-1_events.tsv", "onset\ttrial_type\n1\ta\n");
        put("task-view_run-2_events.tsv", HEAD + "now\t1\ta\n");
        put("task-view_run-3_events.tsv", HEAD + "10\t-1\ta\n");
        put("task-view_run-4_events.tsv", HEAD + "4000\t1\ta\n9000\t1\ta\n");
        put("task-view_run-5_events.tsv", HEAD + "4\t1\ta\n");
        put("sub-01/sub-01_task-view_run-5_events.tsv", HEAD + "4\t1\ta\n");
        String found = found();
        assertTrue(found.contains("RED task-view_run-1_events.tsv") && found.contains("no column duration"), found);
        assertTrue(found.contains("RED task-view_run-2_events.tsv") && found.contains("\"now\""), found);
        assertTrue(found.contains("line 2 (a): the duration is -1"), found);
        assertTrue(found.contains("RED sub-01_task-view_run-4_bold: no event falls within the run"), found);
        assertFalse(found.contains("run-5"), found);
        scan("view", "_acq-mb_run-6");
        put("task-view_run-6_events.tsv", HEAD + "4\t1\ta\n");
        put("task-view_acq-mb_events.tsv", HEAD + "4\t1\tb\n");
        found = found();
        assertTrue(found.contains("RED sub-01_task-view_acq-mb_run-6_bold"), found);
        assertTrue(
                found.contains("task-view_run-6_events.tsv") && found.contains("task-view_acq-mb_events.tsv"), found);
    }

    @Test
    void theTakenEchoHasTheEventsOfAll() throws IOException {
        put("dataset_description.json", "{}");
        for (String echo : List.of("1", "2", "3")) scan("gamble", "_run-01_echo-" + echo);
        Path events = put("sub-01/func/sub-01_task-gamble_run-01_events.tsv", HEAD + "4\t1\twin\n");
        List<BidsScan> bold = BidsDataset.read(root).bold("01");
        assertEquals(1, bold.size());
        assertEquals(Optional.of(events), BidsDataset.events(bold.get(0)));
        assertEquals("", found());
    }
}
