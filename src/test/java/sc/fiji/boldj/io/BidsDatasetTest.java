package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BidsDatasetTest {

    @TempDir
    Path root;

    private void touch(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    @Test
    void sessionsTasksAndAnatomyAreFound() throws IOException {
        touch("sub-02/ses-b/func/sub-02_ses-b_task-rest_run-2_bold.nii.gz");
        touch("sub-02/ses-b/func/sub-02_ses-b_task-rest_run-1_bold.nii.gz");
        touch("sub-02/ses-a/func/sub-02_ses-a_task-rest_bold.nii");
        touch("sub-02/ses-a/anat/sub-02_ses-a_T1w.nii.gz");
        touch("sub-01/func/sub-01_task-faces_bold.nii.gz");
        touch("sub-01/func/sub-01_task-faces_events.tsv");
        touch("derivatives/x/sub-01/func/sub-01_task-faces_bold.nii.gz");
        touch("sub-01/func/sub-01_task-faces_sbref.nii.gz");
        BidsDataset dataset = BidsDataset.read(root);
        assertEquals(List.of("01", "02"), dataset.subjects());
        assertEquals(List.of("a", "b"), dataset.sessions());
        List<BidsScan> bold = dataset.bold("02");
        assertEquals(
                List.of("sub-02_ses-a_task-rest", "sub-02_ses-b_task-rest_run-1", "sub-02_ses-b_task-rest_run-2"),
                bold.stream().map(BidsScan::name).toList());
        assertEquals("a", dataset.anatomy(bold.get(0)).orElseThrow().session());
        assertEquals("a", dataset.anatomy(bold.get(2)).orElseThrow().session(), "the subject's only one");
        assertTrue(dataset.anatomy(dataset.bold("01").get(0)).isEmpty());
        assertTrue(BidsDataset.events(dataset.bold("01").get(0)).isPresent());
        assertTrue(BidsDataset.events(bold.get(0)).isEmpty());
    }

    @Test
    void slipsBecomeFindings() throws IOException {
        touch("sub-01/func/sub-01_task-rest_bold.nii");
        touch("sub-01/func/sub-01_task-rest_bold.nii.gz");
        touch("sub-<script>alert(1)/func/sub-<script>alert(1)_bold.nii.gz");
        touch("sub-03/func/sub-04_task-rest_bold.nii.gz");
        touch("loose_bold.nii.gz");
        Files.writeString(root.resolve("participants.tsv"), "subject\tarm\n01\tdrug\n");
        BidsDataset dataset = BidsDataset.read(root);
        assertEquals(List.of("01", "03", "scriptalert1"), dataset.subjects());
        assertEquals(1, dataset.bold("01").size());
        String all =
                String.join("\n", dataset.findings().stream().map(Finding::text).toList());
        for (String part : List.of(
                "letters and digits",
                "lies in the folder sub-03",
                "loose_bold.nii.gz names no subject",
                "no column participant_id",
                "is left out",
                "dataset_description.json")) assertTrue(all.contains(part), part + " is missing from:\n" + all);
    }

    @Test
    void aPlainFolderIsReadByItsTable() throws IOException {
        touch("a.nii.gz");
        touch("b.nii.gz");
        touch("head.nii.gz");
        Files.writeString(
                root.resolve("scans.tsv"),
                "path\tsubject\tsession\tsuffix\na.nii.gz\tsub-1\tpre\tbold\nb.nii.gz\t1\tpost\tn/a\nhead.nii.gz\t1\tn/a\tT1w\n");
        BidsDataset dataset = BidsDataset.read(root);
        assertEquals(List.of("1"), dataset.subjects());
        assertEquals(2, dataset.bold("1").size());
        assertTrue(dataset.anatomy(dataset.bold("1").get(0)).isPresent());
        Files.writeString(root.resolve("scans.tsv"), "path\tsubject\nnone.nii\t1\n");
        IOException e = assertThrows(IOException.class, () -> BidsDataset.read(root));
        assertTrue(e.getMessage().contains("row 1") && e.getMessage().contains("none.nii"), e.getMessage());
    }

    @Test
    void anEmptyFolderIsRefused() {
        IOException e = assertThrows(IOException.class, () -> BidsDataset.read(root));
        assertTrue(e.getMessage().contains("no scan was found"), e.getMessage());
        assertThrows(IOException.class, () -> BidsDataset.read(root.resolve("absent")));
    }
}
