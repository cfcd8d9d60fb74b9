package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.group.ParticipantLogs;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.provenance.StepTimes;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.Visit;
import sc.fiji.boldj.workflow.trial.VisitList;

/** The participant level on a small simulated person with a session with anatomy, events and one that is cut short. */
class ParticipantRunTest {

    @TempDir
    Path root;

    private static Map<String, String> run(Path bids, Path out, StepRunner.Listener listener, Progress progress)
            throws IOException {
        return run(bids, out, FinishedParticipant.get().options(), listener, progress);
    }

    private static Map<String, String> run(
            Path bids, Path out, ParticipantOptions options, StepRunner.Listener listener, Progress progress)
            throws IOException {
        Files.createDirectories(out);
        return FinishedParticipant.run(bids, out, options).run("01", listener, progress);
    }

    /** The text that names a broken series stands in place of its digest, without the folder of the dataset. */
    private static Map<String, String> hashes(Path folder, Path bids) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                hashes.put(
                        folder.relativize(file).toString(),
                        file.toString().endsWith("_unfinished.txt")
                                ? Files.readString(file).replace(bids.toString(), "")
                                : FileDigest.of(file));
        }
        hashes.keySet().removeIf(name -> name.endsWith(StepTimes.ENDING));
        return hashes;
    }

    /** Stops at the beginning of a step, as a kill there would. */
    private static final class Stop implements StepRunner.Listener {
        private final int at;
        private int begun;

        Stop(int at) {
            this.at = at;
        }

        @Override
        public void begins(String step, int number, int of) {
            if (begun++ == at) throw new CancellationException(step);
        }

        @Override
        public void isDone(String step, int number, int of) {}
    }

    private StudyState state(Path bids, Path out, ParticipantOptions options) throws IOException {
        return StudyState.of(
                new ParticipantRun(
                        BidsDataset.read(bids),
                        out,
                        options,
                        Template.builtIn(),
                        BuiltInSymmetry.SHARED,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test")),
                List.of("01"));
    }

    /** What the study window shows of the first run: one series done, one broken, and what other options would repeat. */
    private void checkState(Path bids, Path out) throws IOException {
        for (StudyState.Scan scan : state(bids, out, TinyTrial.options()).scans()) {
            boolean whole = scan.scan().session().equals("pre");
            assertEquals(whole, scan.isDone(), scan.toString());
            assertEquals(whole, scan.problem().isEmpty(), scan.problem());
            assertEquals(whole, scan.figure(ScanFigure.TSNR) > 0);
        }
        for (StudyState.Scan scan :
                state(bids, root.resolve("nothing"), TinyTrial.options()).scans()) assertEquals(0, scan.done());
        StudyState smoother = state(bids, out, TinyTrial.options().with(ParticipantOption.FWHM, 7.5));
        int seen = 0;
        for (StudyState.Scan scan : smoother.scans())
            for (StudyState.Stage stage : scan.stages()) {
                boolean whole = scan.scan().session().equals("pre");
                if (whole && stage.kind().equals("maps"))
                    assertEquals(StudyState.Progression.OUTDATED, stage.progression());
                if (whole && stage.kind().equals("motion"))
                    assertEquals(StudyState.Progression.DONE, stage.progression());
                if (!whole && stage.kind().equals("page"))
                    assertEquals(StudyState.Progression.OPEN, stage.progression());
                seen++;
            }
        assertTrue(seen > 10, "saw " + seen + " steps");
    }

    @Test
    void oneScanGoesThroughOthersFailByNameAndAnyInterruptionEndsInTheSameBytes() throws IOException {
        FinishedParticipant finished = FinishedParticipant.get();
        Path bids = FinishedParticipant.copy(finished.bids(), root.resolve("bids"));
        Path func = bids.resolve("sub-01/ses-pre/func");
        byte[] whole = Files.readAllBytes(func.resolve("sub-01_ses-pre_task-rest_bold.nii.gz"));
        Path first = finished.out();
        Map<String, String> problems = finished.problems();
        Stop never = new Stop(Integer.MAX_VALUE);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(
                problems.get("sub-01_ses-post_task-rest").contains("sub-01_ses-post_task-rest_bold.nii.gz"),
                problems.toString());
        checkState(bids, first);
        Path results = first.resolve("sub-01/ses-pre/func");
        double[][] moved = FinishedParticipant.TRIAL
                .visit(0, 0)
                .rest(Progress.NONE)
                .motion()
                .parameters();
        Table motion = TsvFiles.read(results.resolve("sub-01_ses-pre_task-rest_desc-motion_timeseries.tsv"));
        for (int c = 0; c < 6; c++) {
            String name = List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z")
                    .get(c);
            int column = c;
            double[] truth =
                    Arrays.stream(moved).mapToDouble(row -> row[column]).toArray();
            double likeness = new PearsonsCorrelation().correlation(truth, motion.numbers(name));
            assertTrue(likeness > 0.8, name + " correlates with the true motion: " + likeness);
        }
        Table nodes = TsvFiles.read(results.resolve(
                "sub-01_ses-pre_task-rest_space-MNI152NLin2009aAsym_seg-nodes_stat-fisherz_relmat.tsv"));
        assertTrue(
                nodes.numbers("DMN.MPFC")[nodes.texts("node").indexOf("DMN.core.PCC")] > 0.2, "the network is there");
        String page = Files.readString(first.resolve("sub-01_ses-pre_task-rest_glm.html"));
        assertTrue(page.contains("shapes at 400 s (after the end of the run)"), "the event after the end is said");
        assertTrue(page.contains("at the peak of the response to one isolated event of 10 s"), "the unit of percent");
        assertTrue(Files.exists(
                results.resolve("sub-01_ses-pre_task-rest_space-MNI152NLin2009aAsym_desc-task_glm/faces_t.nii.gz")));
        for (String contrast : List.of("faces", "shapes", "faces-shapes", "both"))
            assertTrue(
                    Files.exists(TaskFiles.percent(
                            new ScanFiles(
                                    first,
                                    BidsDataset.read(bids).bold("01").get(1),
                                    ParticipantRun.space(TinyTrial.options())),
                            contrast)),
                    contrast);
        assertEquals(0, ProvenanceCheck.of(first, bids).problems().size());
        Map<String, String> expected = hashes(first, finished.bids());

        Path second = root.resolve("second");
        Parallelization.runSingleThreaded(() -> {
            for (int stop = 1; ; stop++)
                try {
                    Stop listener = new Stop(2); // the broken series begins each time
                    run(bids, second, listener, Progress.NONE);
                    break;
                } catch (CancellationException e) {
                    assertTrue(stop < 20, "it never ends");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
        });
        assertEquals(expected, hashes(second, bids));
        Stop again = new Stop(Integer.MAX_VALUE);
        run(bids, second, again, Progress.NONE);
        assertEquals(1, again.begun, "only the broken series is tried again");

        // a scan that can no longer be processed: what stands there is of another scan, until the scan is back
        Path scan = func.resolve("sub-01_ses-pre_task-rest_bold.nii.gz");
        Path unfinished = second.resolve("logs/sub-01_ses-pre_task-rest_unfinished.txt");
        assertTrue(!Files.exists(unfinished));
        Files.write(scan, Arrays.copyOf(whole, whole.length / 2));
        assertEquals(2, run(bids, second, never, Progress.NONE).size());
        assertTrue(Files.readString(unfinished).contains("sub-01_ses-pre_task-rest_bold.nii.gz"));
        Files.write(scan, whole);
        run(bids, second, never, Progress.NONE);
        assertEquals(expected, hashes(second, bids));
        requireOfOnePiece(bids, second, finished.options());
        ParticipantOptions later = finished.options().with(ParticipantOption.DUMMY_SCANS, 3);
        assertThrows(CancellationException.class, () -> run(bids, second, later, new Stop(2), Progress.NONE));
        IOException old = assertThrows(IOException.class, () -> requireOfOnePiece(bids, second, later));
        assertTrue(old.getMessage().contains("is older than what it reads"), old.getMessage());
    }

    /** What the group level asks of the logs before it reads the maps of the first session. */
    private static void requireOfOnePiece(Path bids, Path out, ParticipantOptions options) throws IOException {
        BidsScan scan = BidsDataset.read(bids).bold("01").get(1);
        ScanFiles files = new ScanFiles(out, scan, ParticipantRun.space(options));
        Visit visit = new Visit("01", "pre", 1, "", "", List.of(files), Double.NaN, Map.of(), Map.of());
        ParticipantLogs.require(
                new VisitList(List.of(visit), List.of(), new ArrayList<>()),
                out,
                options,
                run -> List.of(
                        run.quality(),
                        run.mask(),
                        NodeTables.nodes(run, Variant.MAIN),
                        TaskFiles.percent(run, "faces-shapes")));
    }

    @Test
    void theAnatomyIsThatOfTheFirstSessionInTime() throws IOException {
        Path bids = root.resolve("bids");
        for (String session : List.of("pre", "post")) {
            Path own = bids.resolve("sub-01/ses-" + session);
            for (String file :
                    List.of("func/sub-01_ses-" + session + "_task-rest_bold", "anat/sub-01_ses-" + session + "_T1w")) {
                Files.createDirectories(own.resolve(file).getParent());
                Files.writeString(own.resolve(file + ".nii.gz"), "not opened");
            }
        }
        Files.writeString(
                bids.resolve("sub-01/ses-pre/func/sub-01_ses-pre_task-rest_events.tsv"),
                "onset\tduration\ttrial_type\n10\t10\tfaces\n25\t10\tshapes\n");
        Path table = bids.resolve("sub-01/sub-01_sessions.tsv");
        ParticipantOptions single = TinyTrial.options().with(ParticipantOption.LONGITUDINAL, false);
        for (String first : List.of("pre", "post")) {
            Files.writeString(
                    table,
                    "session_id\tperiod\nses-" + first + "\t1\nses-" + (first.equals("pre") ? "post" : "pre")
                            + "\t2\n");
            CancellationException stopped = assertThrows(
                    CancellationException.class,
                    () -> run(bids, root.resolve(first), single, new Stop(0), Progress.NONE));
            assertEquals("sub-01_ses-" + first + "/anatomy", stopped.getMessage());
        }
    }
}
