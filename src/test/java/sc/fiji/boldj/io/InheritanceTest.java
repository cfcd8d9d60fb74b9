package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events, physiology and sidecars by the inheritance principle; the right file is that of the BIDS specification. */
class InheritanceTest {

    @TempDir
    Path root;

    @BeforeEach
    void describe() throws IOException {
        put("dataset_description.json", "{\"Name\": \"x\", \"BIDSVersion\": \"1.8.0\"}");
    }

    private Path put(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Optional<Path> events(String scan) throws IOException {
        Path file = root.resolve(scan);
        Files.createDirectories(file.getParent());
        return BidsDataset.events(new BidsScan(file, "01", "1", "view", "01", "bold"));
    }

    private static final String SCAN = "sub-01/ses-1/func/sub-01_ses-1_task-view_acq-mb_run-01_bold.nii.gz";

    @Test
    void everyLevelIsSearchedAndTheDeepestWins() throws IOException {
        assertEquals(Optional.empty(), events(SCAN));
        for (String name : new String[] {
            "task-view_events.tsv",
            "sub-01/sub-01_task-view_events.tsv",
            "sub-01/ses-1/sub-01_ses-1_task-view_events.tsv",
            "sub-01/ses-1/func/sub-01_ses-1_task-view_events.tsv",
            "sub-01/ses-1/func/sub-01_ses-1_task-view_acq-mb_run-01_events.tsv"
        }) {
            Path file = put(name, name);
            assertEquals(Optional.of(file), events(SCAN), name);
        }
    }

    @Test
    void whatIsOfAnotherSeriesDoesNotApply() throws IOException {
        put("task-rest_events.tsv", "x");
        put("task-view_run-02_events.tsv", "x");
        put("task-view_dir-AP_events.tsv", "x");
        put("sub-02/sub-02_task-view_events.tsv", "x");
        put("sub-01/sub-02_task-view_events.tsv", "x");
        put("events.tsv", "x");
        put("task-view_copy_events.tsv", "x");
        put("task-view_events.json", "{}");
        assertEquals(Optional.empty(), events(SCAN));
    }

    @Test
    void moreEntitiesAreMoreSpecificAndIndicesAreNumbers() throws IOException {
        put("task-view_events.tsv", "all");
        Path run = put("task-view_run-1_events.tsv", "run");
        assertEquals(Optional.of(run), events(SCAN));
    }

    @Test
    void twoThatAreEquallySpecificAreAnErrorThatNamesBoth() throws IOException {
        put("task-view_events.tsv", "all");
        put("task-view_run-01_events.tsv", "one");
        Path other = put("task-view_acq-mb_events.tsv", "two");
        String message = assertThrows(IOException.class, () -> events(SCAN)).getMessage();
        assertTrue(message.contains("task-view_run-01_events.tsv") && message.contains("task-view_acq-mb_events.tsv"));
        // the same bytes twice are no question
        Files.writeString(other, "one");
        assertTrue(events(SCAN).isPresent());
        // and a file that is more specific than both answers it
        Files.writeString(other, "two");
        Path both = put("task-view_acq-mb_run-01_events.tsv", "three");
        assertEquals(Optional.of(both), events(SCAN));
    }

    @Test
    void echoesAndPartsShareTheirEvents() throws IOException {
        Path file = put("sub-01/func/sub-01_task-view_run-01_events.tsv", "x");
        for (String more : new String[] {"echo-1", "echo-2", "part-mag", "echo-2_part-mag"})
            assertEquals(
                    Optional.of(file), events("sub-01/func/sub-01_task-view_run-01_" + more + "_bold.nii.gz"), more);
        Files.delete(file);
        Path first = put("sub-01/func/sub-01_task-view_run-01_echo-1_events.tsv", "x");
        assertEquals(Optional.of(first), events("sub-01/func/sub-01_task-view_run-01_echo-2_part-mag_bold.nii"));
        Path own = put("sub-01/func/sub-01_task-view_run-01_echo-2_events.tsv", "y");
        assertEquals(Optional.of(own), events("sub-01/func/sub-01_task-view_run-01_echo-2_bold.nii"));
        // a sidecar of one echo says nothing of another: its echo time is its own
        put("sub-01/func/sub-01_task-view_run-01_echo-1_bold.json", "{\"EchoTime\": 0.014}");
        assertTrue(Sidecar.find(root.resolve("sub-01/func/sub-01_task-view_run-01_echo-2_bold.nii"))
                .isEmpty());
    }

    @Test
    void theRootIsFoundWithoutADescription() throws IOException {
        Files.delete(root.resolve("dataset_description.json"));
        Path file = put("task-view_events.tsv", "x");
        put("task-view_bold.json", "{\"RepetitionTime\": 2}");
        assertEquals(Optional.of(file), events(SCAN));
        assertEquals(2, Sidecar.find(root.resolve(SCAN)).repetitionTime().orElse(0));
        // a scan outside of any dataset has what carries its name
        put("plain/task-view_events.tsv", "x");
        Path own = put("plain/run_bold_events.tsv", "x");
        assertEquals(Optional.empty(), events("plain/other.nii.gz"));
        assertEquals(Optional.empty(), events("plain/run_bold.nii.gz"));
        Files.move(own, root.resolve("plain/run_events.tsv"));
        assertTrue(events("plain/run_bold.nii.gz").isPresent());
    }

    @Test
    void theFolderSaysTheSubjectWhereTheNameDoesNot() throws IOException {
        Path file = put("sub-01/func/sub-01_task-view_events.tsv", "x");
        assertEquals(Optional.of(file), events("sub-01/func/task-view_run-01_bold.nii.gz"));
    }

    @Test
    void physiologyIsFoundForEachRecording() throws IOException {
        Path scan = root.resolve(SCAN);
        Path cardiac = put("sub-01/ses-1/func/sub-01_ses-1_task-view_run-01_recording-cardiac_physio.tsv.gz", "x");
        Path old = put("sub-01/sub-01_task-view_recording-cardiac_physio.tsv.gz", "y");
        Path breath = put("sub-01/sub-01_task-view_recording-breath_physio.tsv.gz", "y");
        Path plain = put("sub-01/sub-01_task-view_physio.tsv.gz", "z");
        assertTrue(Files.exists(old));
        assertEquals(
                Map.of("cardiac", cardiac, "breath", breath, "", plain),
                BidsDataset.physiology(new BidsScan(scan, "01", "1", "view", "01", "bold")));
    }

    @Test
    void sidecarsThatDisagreeDoNotCountAndAreNamed() throws IOException {
        put("task-view_run-01_bold.json", "{\"RepetitionTime\": 2, \"EchoTime\": 0.03}");
        put("task-view_acq-mb_bold.json", "{\"RepetitionTime\": 0.8, \"EchoTime\": 0.03}");
        Sidecar found = Sidecar.find(root.resolve(SCAN));
        assertTrue(found.repetitionTime().isEmpty());
        assertEquals(0.03, found.echoTime().orElse(0));
        assertEquals(1, found.findings().size());
        String text = found.findings().get(0).text();
        assertTrue(text.contains("RepetitionTime") && text.contains("run-01") && text.contains("acq-mb"), text);
        put("task-view_acq-mb_run-01_bold.json", "{\"RepetitionTime\": 1}");
        assertEquals(1, Sidecar.find(root.resolve(SCAN)).repetitionTime().orElse(0));
        assertEquals(List.of(), Sidecar.find(root.resolve(SCAN)).findings());
    }
}
