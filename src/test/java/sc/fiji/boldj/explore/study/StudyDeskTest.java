package sc.fiji.boldj.explore.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.EventQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.StudyProgress;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.RatingsFile;
import sc.fiji.boldj.workflow.study.ScanRating;

/** What the study window does, without a screen: its threads, stopping, ratings. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StudyDeskTest {

    @TempDir
    Path root;

    private final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<StudyDesk.Shown> shown = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch processing = new CountDownLatch(1);

    /** An engine over a dataset of two people whose images are empty files; processing waits until it is stopped. */
    private final class Engine implements StudyEngine {
        @Override
        public Study open(Place place, Progress progress) throws IOException {
            threads.add(Thread.currentThread().getName());
            ParticipantRun run = new ParticipantRun(
                    BidsDataset.read(place.bids()),
                    place.output(),
                    ParticipantOptions.DEFAULT,
                    Template.builtIn(),
                    BuiltInSymmetry.SHARED,
                    "BoldJ test",
                    new StudyPageSet("BoldJ test"));
            return new Study() {
                @Override
                public ParticipantRun participants() {
                    return run;
                }

                @Override
                public void process(
                        List<String> subjects, Function<String, StepRunner.Listener> listeners, Progress until) {
                    threads.add(Thread.currentThread().getName());
                    listeners.apply("sub-" + subjects.get(0)).begins("sub-01_task-rest/motion", 1, 8);
                    processing.countDown();
                    while (!until.isCancelled()) Thread.onSpinWait();
                    until.checkCancelled();
                }
            };
        }
    }

    private final class Events implements StudyDesk.Listener {
        @Override
        public void shown(StudyDesk.Shown next) {
            shown.add(next);
        }

        @Override
        public void moved(StudyProgress progress) {
            said.add(progress.words());
        }

        @Override
        public void ended(String words) {
            said.add(words);
        }

        @Override
        public void failed(String message) {
            said.add(message);
        }
    }

    private StudyEngine.Place place() throws IOException {
        for (String who : List.of("01", "02")) {
            Path func = Files.createDirectories(root.resolve("bids/sub-" + who + "/func"));
            Files.write(func.resolve("sub-" + who + "_task-rest_bold.nii"), new byte[0]);
        }
        Files.createDirectories(root.resolve("out"));
        return new StudyEngine.Place(root.resolve("bids"), root.resolve("out"), Map.of());
    }

    private static void await(StudyDesk desk) throws InterruptedException {
        while (!desk.isIdle()) Thread.sleep(5);
    }

    @Test
    void theEventThreadHandsOverAndNeverComputes() throws Exception {
        StudyEngine.Place place = place();
        try (StudyDesk desk = new StudyDesk(new Engine(), new Events(), Runnable::run)) {
            EventQueue.invokeAndWait(() -> {
                desk.look(place);
                desk.start(place, List.of("01", "02"));
            });
            assertTrue(processing.await(100, TimeUnit.SECONDS));
            assertTrue(desk.isRunning());
            EventQueue.invokeAndWait(() -> {
                desk.rate(place, shownScan(place), ScanRating.Judgement.EXCLUDE, "ghosting", "AB");
                desk.stop();
            });
            await(desk);
        }
        assertTrue(threads.size() >= 3, threads.toString());
        assertTrue(threads.stream().allMatch(name -> name.startsWith("Study:")), threads.toString());
        assertTrue(said.contains("0 of 2 participants, step 1 of 8 (motion)"), said.toString());
        assertTrue(said.stream().anyMatch(words -> words.startsWith("stopped; Resume continues")), said.toString());
        List<ScanRating> ratings = RatingsFile.read(root.resolve("out"));
        assertEquals(1, ratings.size(), said.toString());
        StudyDesk.Shown last = shown.get(shown.size() - 1);
        assertEquals(2, last.state().scans().size());
        StudyTable table = new StudyTable();
        table.show(last);
        assertEquals("exclude", table.getValueAt(0, StudyTable.Column.RATING.index()));
        assertTrue(
                table.getValueAt(0, StudyTable.Column.REMARK.index()).toString().startsWith("ghosting (AB)"));
    }

    private static BidsScan shownScan(StudyEngine.Place place) {
        return new BidsScan(
                place.bids().resolve("sub-01/func/sub-01_task-rest_bold.nii"), "01", "", "rest", "", "bold");
    }

    @Test
    void aReasonThatIsMissingIsRefusedBeforeAnythingIsWritten() throws Exception {
        StudyEngine.Place place = place();
        try (StudyDesk desk = new StudyDesk(new Engine(), new Events(), Runnable::run)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> desk.rate(place, shownScan(place), ScanRating.Judgement.DOUBT, "", "AB"));
            await(desk);
        }
        assertTrue(Files.notExists(RatingsFile.in(root.resolve("out"))));
    }

    @Test
    void aRatingIsRecordedAsTheLineThatRepeatsIt() throws Exception {
        ScanRating rating = new ScanRating(
                "01", "", "rest", "", ScanRating.Judgement.DOUBT, "wraps at the top", "AB", "2026-01-01T10:00:00Z");
        assertEquals(
                "run(\"Rate Scan...\", \"output=/out participant=01 task=rest rating=doubt reason=[wraps at the top]"
                        + " rater=AB time=2026-01-01T10:00:00Z\");",
                StudyMacro.rate(new StudyEngine.Place(Path.of("/bids"), Path.of("/out"), Map.of()), rating));
        assertEquals(
                "run(\"Run Participant...\", \"bids=/bids output=/out fwhm=5 voxel=4\");",
                StudyMacro.process(
                        new StudyEngine.Place(Path.of("/bids"), Path.of("/out"), Map.of("voxel", "4", "fwhm", "5")),
                        List.of()));
    }
}
