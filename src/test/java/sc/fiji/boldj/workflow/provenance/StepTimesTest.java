package sc.fiji.boldj.workflow.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.TimesPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.AlignedTable;

class StepTimesTest {

    @TempDir
    Path root;

    private Path output;
    private Path log;

    @BeforeEach
    void folder() throws IOException {
        output = Files.createDirectories(root.resolve("out/logs")).getParent();
        log = output.resolve("logs/sub-01" + ProvenanceCheck.ENDING);
        Files.createDirectory(root.resolve("in"));
    }

    private void run(String option) throws IOException {
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        Path a = output.resolve("a.txt");
        Path b = output.resolve("b.txt");
        List<Step> steps = List.of(
                Step.of("sub-01/ses-1/motion", Map.of(), List.of(), List.of(a), p -> AtomicFile.writeText(a, "a")),
                Step.of("sub-01/ses-1/maps", Map.of("o", option), List.of(a), List.of(b), p -> {
                    byte[] garbage = new byte[30_000_000];
                    Arrays.fill(garbage, (byte) 1);
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < 20_000_000) Thread.onSpinWait();
                    AtomicFile.writeText(b, option + garbage.length);
                }));
        new StepRunner(root.resolve("in"), output, ProvenanceLog.open(log), "p", quiet).run(steps, Progress.NONE);
    }

    @Test
    void aRowForEachTimeThatAStepWasDone() throws IOException {
        Instant before = Instant.now().minusMillis(1);
        run("x");
        run("x"); // nothing is repeated
        run("y");
        List<StepTimes.Row> rows = StepTimes.of(output);
        assertEquals(
                List.of("motion", "maps", "maps"),
                rows.stream().map(StepTimes.Row::kind).toList());
        assertEquals("sub-01/ses-1/motion", rows.get(0).step());
        StepTimes.Row maps = rows.get(1);
        assertTrue(maps.seconds() >= 0.02 && maps.peakHeap() >= 30, maps.toString());
        assertTrue(Double.isNaN(maps.cpuSeconds()) || maps.cpuSeconds() > 0, maps.toString());
        assertFalse(maps.start().isBefore(before) || maps.start().isAfter(Instant.now()));
        assertEquals(
                "step\tstart\tseconds\tcpu_seconds\tpeak_heap_megabytes",
                Files.readString(StepTimes.beside(log)).lines().findFirst().orElseThrow());
    }

    @Test
    void resultsWithTimesVerify() throws IOException {
        run("x");
        TimesPage.write(output);
        assertTrue(Files.readString(output.resolve("logs/times.html")).contains("sub-01/ses-1/maps"));
        assertEquals(List.of(), ProvenanceCheck.of(output, null).problems());
        Files.move(StepTimes.beside(log), output.resolve("sub-01_times.tsv"));
        assertEquals(1, ProvenanceCheck.of(output, null).problems().size(), "only beside the logs");
    }

    @Test
    void aDamagedTableIsReplaced() throws IOException {
        for (String text : List.of(
                "", "step\tstart\n1\t2\n", "step\tstart\tseconds\tcpu_seconds\tpeak_heap_megabytes\na\tb\t1\t1\t1\n")) {
            Files.writeString(StepTimes.beside(log), text);
            assertEquals(List.of(), StepTimes.of(output));
            StepTimes.add(log, row("a/x", 1, 2, 3));
            assertEquals(List.of(row("a/x", 1, 2, 3)), StepTimes.of(output));
        }
    }

    @Test
    void rowsOfATaskMoveOnce() throws IOException {
        Path task = Files.createDirectories(root.resolve("task/logs")).resolve("sub-01" + ProvenanceCheck.ENDING);
        StepTimes.add(log, row("a/x", 1, 2, 3));
        StepTimes.add(task, row("a/x", 1, 2, 3));
        StepTimes.add(task, row("a/y", 4, Double.NaN, 6));
        StepTimes.move(task, log);
        StepTimes.move(task, log);
        assertEquals(List.of(row("a/x", 1, 2, 3), row("a/y", 4, Double.NaN, 6)), StepTimes.of(output));
        assertFalse(Files.exists(StepTimes.beside(task)));
    }

    @Test
    void theSummaryAddsUpByKind() {
        String text = AlignedTable.of(
                StepTimes.summary(List.of(row("a/x", 1, 2, 30), row("b/y", 5, 6, 7), row("b/x", 3, 4, 10))));
        assertEquals(
                """
                step  done  mean_seconds  seconds  cpu_seconds  peak_heap_megabytes
                x        2           2.0      4.0          6.0                   30
                y        1           5.0      5.0          6.0                    7
                all      3           3.0      9.0         12.0                   30
                """,
                text);
    }

    private static StepTimes.Row row(String step, double seconds, double cpu, double heap) {
        return new StepTimes.Row(step, Instant.parse("2026-03-01T10:00:00Z"), seconds, cpu, heap);
    }
}
