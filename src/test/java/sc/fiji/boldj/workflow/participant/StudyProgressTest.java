package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ScanFiles;

/** Words and times of a study in progress, with a clock of our own. */
class StudyProgressTest {

    private static final long MINUTE = 60_000_000_000L;

    private long now;

    /** Series of persons 1 to n with the steps a and b; those of the first are done. */
    private static StudyState study(int people, boolean firstDone) {
        List<StudyState.Scan> scans = new ArrayList<>();
        for (int p = 1; p <= people; p++) {
            BidsScan scan = new BidsScan(Path.of("x.nii"), String.valueOf(p), "", "rest", "", "bold");
            List<StudyState.Stage> stages = new ArrayList<>();
            for (String kind : List.of("a", "b"))
                stages.add(new StudyState.Stage(
                        scan.name() + "/" + kind,
                        p == 1 && firstDone ? StudyState.Progression.DONE : StudyState.Progression.OPEN));
            scans.add(new StudyState.Scan(new ScanFiles(Path.of("out"), scan, "MNI"), stages, "", Map.of()));
        }
        return new StudyState(scans);
    }

    private static String step(int person, String kind) {
        return "sub-" + person + "_task-rest/" + kind;
    }

    @Test
    void peopleStepsAndTheTimeThatIsLeft() {
        StudyProgress progress = new StudyProgress(study(4, true), 1, () -> now);
        assertEquals("0 of 4 participants", progress.words());
        StepRunner.Listener first = progress.listener("sub-1", () -> {});
        first.isDone(step(1, "a"), 1, 2);
        first.isDone(step(1, "b"), 2, 2);
        first.ended();
        StepRunner.Listener second = progress.listener("sub-2", () -> {});
        second.begins(step(2, "a"), 1, 2);
        assertEquals(
                "1 of 4 participants, step 1 of 2 (a)", progress.words(), "no step has ended, so no time can be told");
        now += 2 * MINUTE;
        second.begins(step(2, "b"), 2, 2);
        // left: b (as long as the mean of all, 2), then a and b of two people
        assertEquals(2 + 2 * (2 + 2), progress.minutes(), 1e-9);
        now += 5 * MINUTE;
        assertEquals(2 * (2 + 2), progress.minutes(), 1e-9, "a step that takes longer than expected is not below 0");
        second.ended();
        assertEquals(2 * (2 + 5), progress.minutes(), 1e-9);
        assertEquals("2 of 4 participants, about 14 min left", progress.words());
        assertEquals(0.5, progress.share(), 1e-9);
    }

    @Test
    void aSeriesThatFailsLeavesNothingToDo() {
        StudyProgress progress = new StudyProgress(study(2, false), 2, () -> now);
        int[] heard = new int[1];
        StepRunner.Listener first = progress.listener("sub-1", () -> heard[0]++);
        first.begins(step(1, "a"), 1, 2);
        now += MINUTE;
        first.ended();
        assertEquals(2, heard[0]);
        assertEquals(0.5, progress.share(), 1e-9);
        progress.listener("sub-2", () -> {}).ended();
        assertEquals("2 of 2 participants, done", progress.words());
        assertTrue(progress.newest().isEmpty());
    }
}
