package sc.fiji.boldj.workflow.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.BidsScan;

/** Files that are never read stand for the images: the sidecars decide. */
class FieldmapChoiceTest {

    @TempDir
    Path root;

    private BidsScan scan;

    @BeforeEach
    void session() throws IOException {
        Files.createDirectories(root.resolve("sub-01/ses-a/fmap"));
        scan = new BidsScan(
                write("sub-01/ses-a/func/sub-01_ses-a_task-rest_bold", "{\"RepetitionTime\": 2}"),
                "01",
                "a",
                "rest",
                "",
                "bold");
    }

    private Path write(String stem, String sidecar) throws IOException {
        Path image = root.resolve(stem + ".nii.gz");
        Files.createDirectories(image.getParent());
        Files.writeString(image, "");
        Files.writeString(root.resolve(stem + ".json"), sidecar);
        return image;
    }

    private void fmap(String name, String sidecar) throws IOException {
        write("sub-01/ses-a/fmap/sub-01_ses-a_" + name, sidecar);
    }

    private List<String> names() throws IOException {
        return FieldmapChoice.of(scan).files().stream()
                .map(file -> file.getFileName().toString().replaceAll("sub-01_ses-a_|\\.nii\\.gz", ""))
                .toList();
    }

    @Test
    void intendedForByPathAndByUri() throws IOException {
        fmap("dir-AP_epi", "{\"IntendedFor\": \"ses-a/func/sub-01_ses-a_task-rest_bold.nii.gz\"}");
        fmap(
                "dir-PA_epi",
                "{\"IntendedFor\": [\"x\", \"bids::sub-01/ses-a/func/sub-01_ses-a_task-rest_bold.nii.gz\"]}");
        fmap("dir-LR_epi", "{\"IntendedFor\": [\"ses-a/func/sub-01_ses-a_task-other_bold.nii.gz\"]}");
        fmap("dir-RL_epi", "{\"IntendedFor\": [\"func/sub-01_ses-a_task-rest_bold.nii.gz\"]}");
        assertEquals(List.of("dir-AP_epi", "dir-PA_epi"), names());
        assertTrue(FieldmapChoice.of(scan).reason().contains("IntendedFor"));
    }

    /** B0FieldSource wins over IntendedFor; the run itself may belong to the field. */
    @Test
    void theFieldThatTheRunNamesIsPreferred() throws IOException {
        write(
                "sub-01/ses-a/func/sub-01_ses-a_task-rest_bold",
                "{\"B0FieldSource\": [\"gone\", \"pepolar1\"], \"B0FieldIdentifier\": \"pepolar1\"}");
        fmap("dir-AP_epi", "{\"IntendedFor\": \"ses-a/func/sub-01_ses-a_task-rest_bold.nii.gz\"}");
        fmap("dir-PA_epi", "{\"B0FieldIdentifier\": [\"pepolar0\", \"pepolar1\"]}");
        assertEquals(List.of("dir-PA_epi"), names());
        FieldmapChoice choice = FieldmapChoice.of(scan);
        assertTrue(choice.withSeries());
        assertTrue(choice.reason().contains("B0FieldSource is pepolar1"), choice.reason());
    }

    @Test
    void saysWhyNothingIsCorrected() throws IOException {
        assertFalse(FieldmapChoice.of(scan).corrects());
        assertTrue(FieldmapChoice.of(scan).reason().contains("no field maps"));
        fmap("dir-AP_epi", "{}");
        assertTrue(FieldmapChoice.of(scan).reason().contains("neither B0FieldSource nor IntendedFor"));
    }

    private static final String INTENDED = "{\"IntendedFor\": \"ses-a/func/sub-01_ses-a_task-rest_bold.nii.gz\"}";

    /** A measured field needs its magnitude image; of several, one in Hz wins; opposed phase encoding wins over all. */
    @Test
    void measuredFieldsAreUsedWhereTheyAreComplete() throws IOException {
        fmap("phase1", INTENDED);
        assertFalse(FieldmapChoice.of(scan).corrects());
        assertTrue(
                FieldmapChoice.of(scan).reason().contains("phase2"),
                FieldmapChoice.of(scan).reason());
        fmap("phase2", "{}");
        fmap("magnitude1", "{}");
        assertEquals(List.of("phase1", "phase2", "magnitude1"), names());
        assertEquals(FieldMethod.TWO_PHASES, FieldmapChoice.of(scan).method().orElseThrow());
        fmap("run-2_phasediff", INTENDED);
        fmap("run-2_magnitude1", "{}");
        assertEquals(List.of("run-2_phasediff", "run-2_magnitude1"), names());
        assertTrue(FieldmapChoice.of(scan).reason().contains("not used: sub-01_ses-a_phase1.nii.gz"));
        fmap("fieldmap", INTENDED);
        assertEquals(
                FieldMethod.PHASE_DIFFERENCE, FieldmapChoice.of(scan).method().orElseThrow());
        fmap("magnitude", "{}");
        assertEquals(List.of("fieldmap", "magnitude"), names());
        fmap("dir-AP_epi", INTENDED);
        assertEquals(List.of("dir-AP_epi"), names());
        assertTrue(FieldmapChoice.of(scan).reason().contains("preferred to"));
    }

    @Test
    void anotherParticipantsFileIsNotTheRun() {
        Path path = Path.of("/data/sub-01/func/sub-01_task-rest_bold.nii.gz");
        assertTrue(FieldmapChoice.names(List.of("func/sub-01_task-rest_bold.nii.gz"), path));
        assertTrue(FieldmapChoice.names(List.of("bids::sub-01/func/sub-01_task-rest_bold.nii.gz"), path));
        assertTrue(FieldmapChoice.names(List.of("bids:raw:sub-01/func/sub-01_task-rest_bold.nii.gz"), path));
        assertFalse(FieldmapChoice.names(List.of("sub-01_task-rest_bold.nii.gz"), path));
        assertFalse(FieldmapChoice.names(List.of("func/sub-02_task-rest_bold.nii.gz"), path));
        assertFalse(FieldmapChoice.names(List.of("", "bids::"), path));
    }
}
