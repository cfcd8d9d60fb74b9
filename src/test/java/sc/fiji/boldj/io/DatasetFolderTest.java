package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A BIDS dataset keeps its record in {@code code}, and a run with doses alone has a table of events without types. */
class DatasetFolderTest {

    private static final String COMMAND = "Simulate Trial...";

    @TempDir
    Path folder;

    private static Map<String, Object> fill(Path place) throws IOException {
        Files.writeString(place.resolve("participants.tsv"), "participant_id\n");
        return Map.of();
    }

    @Test
    void itIsReplacedAndKeepsWhatAPersonPutThere() throws IOException {
        Path target = folder.resolve("trial");
        OutputFolder.writeDataset(target, COMMAND, DatasetFolderTest::fill);
        OutputFolder.writeDataset(target, COMMAND, DatasetFolderTest::fill);
        assertFalse(Files.exists(target.resolve("options.json")));
        assertEquals(
                COMMAND, JsonFile.readMap(target.resolve("code/options.json")).get("Command"));
        Path script = Files.writeString(target.resolve("code/mine.py"), "");
        IOException e = assertThrows(
                IOException.class, () -> OutputFolder.writeDataset(target, COMMAND, DatasetFolderTest::fill));
        assertTrue(e.getMessage().contains("mine.py"), e.getMessage());
        Files.delete(script);
        assertThrows(IOException.class, () -> OutputFolder.requireFree(target, "Another..."));
    }

    /** Datasets of earlier versions have it at the root. */
    @Test
    void anEarlierDatasetIsReplacedToo() throws IOException {
        Path target = folder.resolve("trial");
        OutputFolder.write(target, COMMAND, DatasetFolderTest::fill);
        OutputFolder.writeDataset(target, COMMAND, DatasetFolderTest::fill);
        assertFalse(Files.exists(target.resolve("options.json")));
    }

    @Test
    void eventsWithoutTypesAreNoneWhereThereAreDoses() throws IOException {
        Path scan = folder.resolve("sub-01/func/sub-01_task-infusion_bold.nii.gz");
        Files.createDirectories(scan.getParent());
        BidsScan run = new BidsScan(scan, "01", "", "infusion", "", "bold");
        Path events = folder.resolve("sub-01/func/sub-01_task-infusion_events.tsv");
        Files.writeString(events, "onset\tduration\ttrial_type\n600\t1200\tn/a\n");
        assertEquals(Optional.of(events), BidsDataset.events(run), "no doses: refused by its name when it is read");
        Files.writeString(
                folder.resolve("sub-01/func/sub-01_task-infusion_infusion.tsv"), "onset\tduration\tdose\n600\t60\t1\n");
        assertEquals(Optional.empty(), BidsDataset.events(run));
        Files.writeString(events, "onset\tduration\ttrial_type\n600\t1200\tn/a\n700\t5\trating\n");
        assertEquals(Optional.of(events), BidsDataset.events(run));
    }
}
