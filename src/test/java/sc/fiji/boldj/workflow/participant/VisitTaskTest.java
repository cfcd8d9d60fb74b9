package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.provenance.StepTimes;
import sc.fiji.boldj.workflow.study.ScanFiles;

/** A participant as tasks, one of which is interrupted and one done twice, against the same participant in one go. */
class VisitTaskTest {

    private static final Map<String, String> WHERE = Map.of("host", "node7", "attempt", "3");

    @TempDir
    Path root;

    /** Counts the steps that are done, and stops at one of them. */
    private static final class Steps implements StepRunner.Listener {
        private final int stop;
        private int begun;

        Steps(int stop) {
            this.stop = stop;
        }

        @Override
        public void begins(String step, int number, int of) {
            if (begun++ == stop) throw new CancellationException(step);
        }

        @Override
        public void isDone(String step, int number, int of) {}
    }

    private static ParticipantRun run(Path bids, Path out) throws IOException {
        Files.createDirectories(out);
        return FinishedParticipant.run(bids, out, FinishedParticipant.get().options());
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                hashes.put(folder.relativize(file).toString(), FileDigest.of(file));
        }
        hashes.keySet().removeIf(name -> name.startsWith("logs/tasks/") || name.endsWith(StepTimes.ENDING));
        return hashes;
    }

    @Test
    void tasksGiveTheFilesAndTheLogOfOneGo() throws IOException {
        FinishedParticipant finished = FinishedParticipant.get();
        Path bids = finished.bids();
        Path plain = FinishedParticipant.copy(finished.out(), root.resolve("plain"));
        Map<String, String> expected = finished.problems();
        assertEquals(1, expected.size());

        Path out = root.resolve("out");
        ParticipantRun run = run(bids, out);
        VisitTask anatomy = VisitTask.anatomy("01");
        List<VisitTask> visits = VisitTask.visits(run, "01");
        assertEquals(
                List.of("sub-01_ses-post", "sub-01_ses-pre"),
                visits.stream().map(VisitTask::name).sorted().toList());
        assertTrue(MemoryNeed.bytes(run, visits.get(0)) > MemoryNeed.bytes(run, anatomy) - 1);

        Steps once = new Steps(-1);
        assertEquals(Map.of(), anatomy.run(run, WHERE, once, Progress.NONE));
        assertEquals(1, once.begun);
        TaskLogs.join(out, List.of(anatomy));
        TaskLogs.clear(out, List.of(anatomy));

        VisitTask pre =
                visits.stream().filter(v -> v.visit().equals("pre")).findFirst().orElseThrow();
        Steps stopped = new Steps(3);
        assertThrows(CancellationException.class, () -> pre.run(run, WHERE, stopped, Progress.NONE));
        Path mark = new ScanFiles(out, pre.series(run).get(0), ParticipantRun.space(run.options())).unfinished();
        assertFalse(Files.exists(mark), "a cancelled attempt publishes nothing: another may have finished");
        assertFalse(Files.exists(out.resolve("sub-01/ses-pre/func")));
        int all;
        Path other = TaskFolder.home(out).resolve("sub-01_ses-pre.1");
        try (TaskFolder held = TaskFolder.of(out, pre.name())) { // as by an attempt that is still at work
            assertEquals(TaskFolder.home(out).resolve("sub-01_ses-pre.0"), held.root());
            Steps second = new Steps(-1);
            assertEquals(Map.of(), pre.run(run, WHERE, second, Progress.NONE));
            all = second.begun;
            assertTrue(Files.isDirectory(other), "the second attempt has a folder of its own");
        }
        Steps resumed = new Steps(-1);
        assertEquals(Map.of(), pre.run(run, WHERE, resumed, Progress.NONE));
        assertEquals(all - 3, resumed.begun, "the three finished steps are not repeated");
        Map<String, String> problems = new TreeMap<>();
        for (VisitTask visit : visits)
            if (!visit.equals(pre)) problems.putAll(visit.run(run, WHERE, new Steps(-1), Progress.NONE));
        assertEquals(expected.keySet(), problems.keySet());
        try (TaskFolder slower = TaskFolder.of(out, pre.name())) { // an attempt that is being ended while it publishes
            Files.writeString(mark, "its results were not all moved");
            TaskLogs.join(out, visits);
            assertEquals(List.of(pre), TaskLogs.clear(out, visits));
            assertTrue(Files.isDirectory(slower.root()));
            assertEquals(List.of(pre), TaskLogs.settle(run, List.of(pre), problems.keySet()));
            assertTrue(Files.exists(mark), "it may still be written");
        }
        assertEquals(List.of(), TaskLogs.settle(run, List.of(pre), problems.keySet()));

        assertEquals(hashes(plain), hashes(out));
        LogEntry first = ProvenanceLog.read(out.resolve("logs/tasks/sub-01_ses-pre_provenance.jsonl"))
                .newest(VisitTask.STEP)
                .orElseThrow();
        assertEquals("node7", first.options().get("host"));
        assertEquals("sub-01_ses-pre", first.options().get("task"));
        assertFalse(Files.exists(out.resolve("work/tasks")));
        assertEquals(List.of(), ProvenanceCheck.of(out, bids).problems());

        Steps again = new Steps(-1);
        run(bids, out).run("01", again, Progress.NONE);
        Steps againPlain = new Steps(-1);
        run(bids, plain).run("01", againPlain, Progress.NONE);
        assertEquals(againPlain.begun, again.begun, "a call in one process finds nothing to repeat");
    }
}
