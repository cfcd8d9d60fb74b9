package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.BidsDataset;

/** Which contrasts a series with events is asked. */
class TaskQuestionsTest {

    @TempDir
    Path root;

    @Test
    void conditionsPairsAndThoseOfTheUser() {
        assertEquals(
                "{faces=faces, shapes=shapes, faces-shapes=faces - shapes, any=faces + shapes}",
                TaskQuestions.of(List.of("faces", "shapes"), "any = faces + shapes | rest = go - stop")
                        .toString());
        assertEquals(
                List.of("a", "b", "c", "d", "e"),
                List.copyOf(
                        TaskQuestions.of(List.of("a", "b", "c", "d", "e"), "").keySet()),
                "ten differences of five conditions would be too many");
    }

    private BidsDataset dataset() throws IOException {
        Path func = Files.createDirectories(root.resolve("sub-01/func"));
        for (String task : List.of("faces", "go")) {
            Files.writeString(func.resolve("sub-01_task-" + task + "_bold.nii.gz"), "");
            Files.writeString(
                    func.resolve("sub-01_task-" + task + "_events.tsv"),
                    "onset\tduration\ttrial_type\n1\t1\t" + task + "\n5\t1\tother" + task + "\n");
        }
        return BidsDataset.read(root);
    }

    @Test
    void aContrastThatNoSeriesCanAnswerIsNamed() throws IOException {
        BidsDataset dataset = dataset();
        assertDoesNotThrow(() -> TaskQuestions.requireAnswerable(dataset, "x = faces - otherfaces | y = go"));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> TaskQuestions.requireAnswerable(dataset, "faces - go"));
        assertTrue(e.getMessage().startsWith("contrasts: no series can answer 'faces - go'"), e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class, () -> TaskQuestions.requireAnswerable(dataset, "faces; otherfaces"));
        assertTrue(e.getMessage().contains("only t contrasts"), e.getMessage());
    }
}
