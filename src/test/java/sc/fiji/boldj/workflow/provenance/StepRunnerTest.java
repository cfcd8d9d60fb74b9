package sc.fiji.boldj.workflow.provenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.run.Progress;

class StepRunnerTest {

    @TempDir
    Path root;

    private Path input;
    private Path output;
    private final List<String> done = new ArrayList<>();
    private String failing = "";

    @BeforeEach
    void dataset() throws IOException {
        input = Files.createDirectory(root.resolve("in"));
        output = Files.createDirectories(root.resolve("out/logs")).getParent();
        Files.writeString(input.resolve("raw.txt"), "raw");
    }

    /** raw -> a (passed on) -> b; b, raw -> c. */
    private List<Step> steps(Map<String, ?> optionsOfC) {
        Path raw = input.resolve("raw.txt");
        Path a = output.resolve("work/a.txt");
        Path b = output.resolve("b.txt");
        Path c = output.resolve("c.txt");
        return List.of(
                step("a", Map.of("level", 1), List.of(raw), a).passing(a),
                step("b", Map.of(), List.of(a), b),
                step("c", optionsOfC, List.of(a, b, raw), c));
    }

    private Step step(String name, Map<String, ?> options, List<Path> inputs, Path out) {
        return Step.of(name, options, inputs, List.of(out), progress -> {
            if (failing.equals(name)) throw new IOException("struck by lightning");
            done.add(name);
            StringBuilder text = new StringBuilder(name + options);
            for (Path file : inputs) text.append(Files.readString(file));
            AtomicFile.writeText(out, text.toString());
        });
    }

    private void run(Map<String, ?> optionsOfC, String program) throws IOException {
        done.clear();
        run(steps(optionsOfC), program);
    }

    private void run(List<Step> steps, String program) throws IOException {
        ProvenanceLog log = ProvenanceLog.open(logFile());
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        new StepRunner(input, output, log, program, quiet).run(steps, Progress.NONE);
    }

    private Path logFile() {
        return output.resolve("logs/x" + ProvenanceCheck.ENDING);
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws IOException {
        run(Map.of(), "p 1");
        assertEquals(List.of("a", "b", "c"), done);
        assertFalse(Files.exists(output.resolve("work/a.txt")), "what is only passed on is removed at the end");
        run(Map.of(), "p 1");
        assertEquals(List.of(), done);
    }

    @Test
    void aChangedOptionRunsItsStepAndMakesWhatWasPassedOnAgain() throws IOException {
        run(Map.of(), "p 1");
        run(Map.of("x", 2.5), "p 1");
        assertEquals(List.of("a", "c"), done);
        assertEquals(4, ProvenanceLog.read(logFile()).entries().size(), "a was made again but is the same as logged");
        run(Map.of("x", 2.5), "p 1");
        assertEquals(List.of(), done);
    }

    @Test
    void aChangedInputOutputOrProgramIsSeen() throws IOException {
        run(Map.of(), "p 1");
        Files.writeString(output.resolve("b.txt"), "edited");
        run(Map.of(), "p 1");
        assertEquals(List.of("a", "b"), done, "c is still right: b came out the same");
        Files.writeString(input.resolve("raw.txt"), "other");
        run(Map.of(), "p 1");
        assertEquals(List.of("a", "b", "c"), done);
        run(Map.of(), "p 2");
        assertEquals(List.of("a", "b", "c"), done);
    }

    @Test
    void afterAFailureTheSameFilesAriseAsWithoutIt() throws IOException {
        run(Map.of(), "p 1");
        byte[] log = Files.readAllBytes(logFile());
        byte[] c = Files.readAllBytes(output.resolve("c.txt"));
        for (String struck : List.of("a", "b", "c")) {
            try (Stream<Path> files = Files.walk(output)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) Files.delete(file);
            }
            failing = struck;
            IOException e = assertThrows(IOException.class, () -> run(Map.of(), "p 1"));
            assertTrue(e.getMessage().contains("lightning"), e.getMessage());
            Files.writeString(
                    logFile(), "{\"previous\":\"cut sh", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            failing = "";
            run(Map.of(), "p 1");
            assertArrayEquals(log, Files.readAllBytes(logFile()), struck);
            assertArrayEquals(c, Files.readAllBytes(output.resolve("c.txt")), struck);
        }
    }

    @Test
    void theCheckFindsEditedOutputsAndLogs() throws IOException {
        run(Map.of(), "p 1");
        ProvenanceCheck well = ProvenanceCheck.of(output, input);
        assertEquals(List.of(), well.problems());
        assertEquals(3, well.files(), "b, c and the raw file");
        Files.writeString(output.resolve("c.txt"), "edited");
        Files.delete(output.resolve("b.txt"));
        List<String> problems = ProvenanceCheck.of(output, null).problems();
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(
                problems.get(0).contains("b.txt") && problems.get(0).contains("no longer exists"), problems.toString());
        assertTrue(
                problems.get(1).contains("c.txt") && problems.get(1).contains("content differs"), problems.toString());
        String text = Files.readString(logFile());
        Files.writeString(logFile(), text.replace("\"level\":1", "\"level\":2"));
        problems = ProvenanceCheck.of(output, null).problems();
        assertTrue(problems.get(0).contains("line 2 does not follow"), problems.toString());
        Files.writeString(logFile(), text.substring(text.indexOf('\n') + 1));
        problems = ProvenanceCheck.of(output, null).problems();
        assertTrue(problems.get(0).contains("line 1 does not follow"), problems.toString());
    }

    @Test
    void aFolderWithoutALogIsNamed() {
        IOException e = assertThrows(IOException.class, () -> ProvenanceCheck.of(input, null));
        assertTrue(e.getMessage().contains("there is no log"), e.getMessage());
    }

    /** A line that is JSON, but no object. */
    @Test
    void aLogLineThatIsNoObjectIsSaid() throws IOException {
        Path log = output.resolve("logs/log.jsonl");
        for (String line : List.of("null", "7", "[]", "\"text\"")) {
            Files.writeString(log, line + "\n");
            String said = assertThrows(IOException.class, () -> ProvenanceLog.read(log), line)
                    .getMessage();
            assertTrue(said.contains("line 1 is not a JSON object"), said);
        }
    }

    @Test
    void aFolderInThePlaceOfALogIsNamed() throws IOException {
        Path log = Files.createDirectories(logFile());
        for (Executable call : List.<Executable>of(() -> ProvenanceLog.read(log), () -> ProvenanceLog.open(log)))
            assertEquals(
                    log + ": this is a folder, but a log file is expected",
                    assertThrows(IOException.class, call).getMessage());
    }

    /** Reading and continuing a log name the file, whatever bytes it holds. */
    @Test
    void aLogThatIsNoTextIsNamed() throws IOException {
        Path log = output.resolve("logs/log.jsonl");
        Files.write(log, new byte[] {'{', (byte) 0xC3, '}', '\n'});
        for (Executable call : List.<Executable>of(() -> ProvenanceLog.read(log), () -> ProvenanceLog.open(log))) {
            String said = assertThrows(IOException.class, call).getMessage();
            assertEquals(log + ": this log has bytes that are not UTF-8: was it edited?", said);
        }
    }

    @Test
    void aScanThatChangesWhileItIsReadEndsTheRunAndTheNextOneRepeatsTheStep() throws IOException {
        Path raw = input.resolve("raw.txt");
        Path out = output.resolve("b.txt");
        boolean[] isChanging = {true};
        Step step = Step.of("b", Map.of(), List.of(raw), List.of(out), progress -> {
            AtomicFile.writeText(out, Files.readString(raw));
            if (isChanging[0]) Files.writeString(raw, "other");
        });
        IOException e = assertThrows(IOException.class, () -> run(List.of(step), "p 1"));
        assertEquals(
                raw + ": this file changed while b was computed from it: run again once nothing writes to the dataset",
                e.getMessage());
        isChanging[0] = false;
        run(List.of(step), "p 1");
        assertEquals("other", Files.readString(out));
        Files.setLastModifiedTime(raw, java.nio.file.attribute.FileTime.fromMillis(0));
        run(List.of(step), "p 1");
    }
}
