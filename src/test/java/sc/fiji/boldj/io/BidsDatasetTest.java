package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
                "is ignored",
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
        Files.writeString(root.resolve("scans.tsv"), "path\tsubject\na.nii.gz\t1\ngone.nii\t2\n");
        Finding gone = BidsDataset.read(root).findings().get(0);
        assertTrue(gone.text().contains("gone.nii is named by row 2 of scans.tsv"), gone.text());
        assertFalse(gone.field().endsWith(".tsv"), "the table itself can be read, so the group level goes on");
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

    @Test
    void resultsInsideTheDatasetAreNoScans() throws IOException {
        touch("sub-01/func/sub-01_task-rest_bold.nii.gz");
        touch("out/sub-01/func/sub-01_task-rest_space-MNI_desc-preproc_bold.nii.gz");
        touch("out/sub-01/anat/sub-01_desc-preproc_T1w.nii.gz");
        touch("more/sub-01/func/sub-01_task-rest_bold.nii.gz");
        Files.writeString(root.resolve("more/dataset_description.json"), "{\"DatasetType\": \"derivative\"}");
        BidsDataset dataset = BidsDataset.read(root);
        assertEquals(1, dataset.scans().size(), dataset.scans().toString());
        assertEquals(
                root.resolve("sub-01/func/sub-01_task-rest_bold.nii.gz"),
                dataset.scans().get(0).file());
        IOException e = assertThrows(IOException.class, () -> BidsDataset.read(root.resolve("out")));
        assertTrue(e.getMessage().contains("results of a program, not scans"), e.getMessage());
    }

    @Test
    void linksAreFollowedAndBrokenOnesNamed() throws IOException {
        touch("store/a.nii.gz");
        touch("store/sub-02/func/sub-02_task-rest_bold.nii.gz");
        Path bids = Files.createDirectories(root.resolve("bids/sub-01/func"))
                .resolve("../..")
                .normalize();
        Files.createSymbolicLink(
                bids.resolve("sub-01/func/sub-01_task-rest_bold.nii.gz"), root.resolve("store/a.nii.gz"));
        Files.createSymbolicLink(
                bids.resolve("sub-01/func/sub-01_task-rest_run-2_bold.nii.gz"), root.resolve("store/none.nii.gz"));
        Files.createSymbolicLink(bids.resolve("sub-02"), root.resolve("store/sub-02"));
        Files.createSymbolicLink(bids.resolve("sub-01/loop"), bids);
        Path link = Files.createSymbolicLink(root.resolve("link"), bids);
        BidsDataset dataset = BidsDataset.read(link);
        assertEquals(List.of("01", "02"), dataset.subjects());
        assertEquals(2, dataset.scans().size());
        assertTrue(
                dataset.findings().stream()
                        .anyMatch(finding -> finding.level() == Finding.Level.ERROR
                                && finding.text().contains("run-2_bold.nii.gz is a link to a missing file")),
                dataset.findings().toString());
    }

    @Test
    void seriesThatDifferInOtherEntitiesAreSeveralAndThreeEchoesAreOne() throws IOException {
        touch("sub-01/func/sub-01_task-rest_dir-AP_bold.nii.gz");
        touch("sub-01/func/sub-01_task-rest_dir-PA_bold.nii.gz");
        for (int echo = 1; echo <= 3; echo++)
            touch("sub-01/func/sub-01_task-faces_acq-me_run-1_echo-" + echo + "_bold.nii.gz");
        touch("sub-01/func/sub-01_task-two_echo-1_bold.nii.gz");
        touch("sub-01/func/sub-01_task-two_echo-2_bold.nii.gz");
        touch("sub-01/func/sub-01_task-tap_part-imag_bold.nii.gz");
        touch("sub-01/func/sub-01_task-tap_part-mag_bold.nii.gz");
        BidsDataset dataset = BidsDataset.read(root);
        assertEquals(
                List.of(
                        "sub-01_task-faces_acq-me_run-1",
                        "sub-01_task-rest_dir-AP",
                        "sub-01_task-rest_dir-PA",
                        "sub-01_task-tap",
                        "sub-01_task-two_echo-2"),
                dataset.bold("01").stream().map(BidsScan::name).toList());
        assertTrue(dataset.bold("01").get(3).file().toString().contains("part-mag"));
        List<Path> echoes = dataset.echoes(dataset.bold("01").get(0));
        assertEquals(3, echoes.size());
        for (int echo = 1; echo <= 3; echo++)
            assertTrue(echoes.get(echo - 1).toString().contains("echo-" + echo), echoes.toString());
        assertEquals(1, dataset.echoes(dataset.bold("01").get(4)).size());
        assertEquals(
                1,
                dataset.findings().stream()
                        .filter(finding -> finding.text().contains("one of two echoes"))
                        .count());
    }

    @Test
    void tablesAreFoundByTheLabelOfTheFolderAndOfAPlainFolderInItsTable() throws IOException {
        touch("sub-a+b/ses-1/func/sub-a+b_ses-1_task-rest_bold.nii.gz");
        touch("sub-007/func/sub-007_task-rest_bold.nii.gz");
        Files.writeString(root.resolve("participants.tsv"), "participant_id\tarm\nsub-a+b\tdrug\n7\tplacebo\n8\tx\n");
        Files.writeString(root.resolve("sub-a+b/sub-a+b_sessions.tsv"), "session_id\tscore\nses-01\t5\n");
        BidsDataset dataset = BidsDataset.read(root);
        assertEquals("drug", dataset.person("ab").get("arm"));
        assertEquals("5", dataset.session("ab", "1").get("score"));
        assertEquals("placebo", dataset.person("007").get("arm"));
        assertEquals(List.of("8"), dataset.withoutScans());
        Path plain = Files.createDirectory(root.resolve("plain"));
        Files.writeString(plain.resolve("a.nii"), "");
        Files.writeString(plain.resolve("b.nii"), "");
        Files.writeString(
                plain.resolve("scans.tsv"),
                "path\tsubject\tsession\tarm\tscore\na.nii\t1\tpre\tdrug\t9\nb.nii\t1\tpost\tdrug\t4\nno.nii\t2\tpre\tx\t1\n");
        BidsDataset table = BidsDataset.read(plain);
        assertEquals("drug", table.person("1").get("arm"));
        assertEquals("4", table.session("1", "post").get("score"));
        assertTrue(table.findings().stream().anyMatch(finding -> finding.text().contains("row 3 of scans.tsv")));
    }
}
