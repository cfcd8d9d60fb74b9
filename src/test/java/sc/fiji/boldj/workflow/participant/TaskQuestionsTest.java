package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Which contrasts a series with events is asked. */
class TaskQuestionsTest {

    @TempDir
    Path root;

    @Test
    void conditionsPairsAndThoseOfTheUser() {
        assertEquals(
                "faces [1.0, 0.0], shapes [0.0, 1.0], faces-shapes [1.0, -1.0], any [1.0, 1.0]",
                words(TaskQuestions.of(
                        List.of("faces", "shapes"), List.of("any = faces + shapes", "rest = go - stop"))));
        assertEquals(
                5,
                TaskQuestions.of(List.of("a", "b", "c", "d", "e"), List.of()).size(),
                "ten differences of five conditions would be too many");
    }

    private static String words(List<TaskContrast> questions) {
        return questions.stream()
                .map(q -> q.label() + " " + Arrays.toString(q.weights()[0]))
                .collect(Collectors.joining(", "));
    }

    @Test
    void namesThatReadAsNumbersAreNamesHere() {
        assertEquals(
                "1 [1.0, 0.0], 2 [0.0, 1.0], 1-2 [1.0, -1.0]",
                words(TaskQuestions.of(List.of("1", "2"), List.of("2", "2 - 1").subList(0, 1))));
        assertEquals(
                "2D [1.0, 0.0, 0.0], NaN [0.0, 1.0, 0.0], x [0.0, 0.0, 1.0], 2D-NaN [1.0, -1.0, 0.0],"
                        + " 2D-x [1.0, 0.0, -1.0], NaN-x [0.0, 1.0, -1.0]",
                words(TaskQuestions.of(List.of("2D", "NaN", "x"), List.of("NaN"))));
    }

    @Test
    void conditionsThatDifferInSignsOrCaseHaveFilesOfTheirOwn() {
        for (List<String> conditions : List.of(
                List.of("happy (old)", "happy [old]"),
                List.of("Happy", "happy"),
                List.of("лица", "дома"),
                List.of("a", "a-b", "b"),
                List.of("<", ">", "="))) {
            List<TaskContrast> questions = TaskQuestions.of(conditions, List.of());
            Set<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            for (TaskContrast question : questions) {
                assertTrue(labels.add(question.label()), labels + " " + question.label());
                assertTrue(question.label().matches("[A-Za-z0-9_+.-]+"), question.label());
            }
        }
    }

    @Test
    void aContrastWithTheNameOfAConditionIsRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> TaskQuestions.of(List.of("a", "b"), List.of("a = b - a")));
        assertTrue(e.getMessage().contains("'a' (b - a) has the name of another contrast"), e.getMessage());
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

    private static List<String> answerable(BidsDataset dataset, String contrasts) {
        return TaskQuestions.answerable(
                dataset, ParticipantOptions.DEFAULT.with(ParticipantOption.CONTRASTS, contrasts));
    }

    @Test
    void aContrastThatNoSeriesCanAnswerIsNamed() throws IOException {
        BidsDataset dataset = dataset();
        assertDoesNotThrow(() -> answerable(dataset, "x = faces - otherfaces | y = go"));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> answerable(dataset, "faces - go"));
        assertTrue(e.getMessage().startsWith("contrasts: no series can answer 'faces - go'"), e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> answerable(dataset, "faces; otherfaces"));
        assertTrue(e.getMessage().contains("only t contrasts"), e.getMessage());
    }
}
