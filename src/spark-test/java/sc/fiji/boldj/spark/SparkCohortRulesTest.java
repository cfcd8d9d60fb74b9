package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.VisitTask;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** The driver's rules for tasks that give no result, a full disk, order and number of tasks, with tasks that process nothing. */
@Timeout(300)
class SparkCohortRulesTest {

    private static final VoxelGrid GRID = new VoxelGrid(6, 6, 6, Affine.of(4, 0, 0, 0, 0, 4, 0, 0, 0, 0, 4, 0));

    @TempDir
    Path root;

    private Path bids;
    private int lost;

    /** Participant 01 has two short series, 02 a long one, 03 none. */
    @BeforeEach
    void write() throws IOException {
        bids = root.resolve("bids");
        write("01", "post", 20);
        write("01", "pre", 30);
        write("02", "pre", 70);
        Path anat = Files.createDirectories(bids.resolve("sub-03/ses-pre/anat"));
        NiftiWriter.write(
                NeuroImage.floats("t1", GRID, 1, SeriesTiming.every(2)),
                anat.resolve("sub-03_ses-pre_T1w.nii.gz"),
                NiftiWriter.Options.DEFAULT,
                Progress.NONE);
    }

    private void write(String subject, String session, int volumes) throws IOException {
        Path func = Files.createDirectories(bids.resolve("sub-" + subject + "/ses-" + session + "/func"));
        NiftiWriter.write(
                NeuroImage.floats("bold", GRID, volumes, SeriesTiming.every(2)),
                func.resolve("sub-" + subject + "_ses-" + session + "_task-rest_bold.nii.gz"),
                NiftiWriter.Options.DEFAULT,
                Progress.NONE);
    }

    /** What came of a cohort. */
    private record Outcome(Map<String, String> problems, List<String> errors) {}

    private Outcome run(String master, String cpus, Function<VisitTask, TaskCall.Result> call, Progress progress)
            throws IOException {
        SparkConf settings = new SparkConf()
                .setMaster(master)
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.task.cpus", cpus)
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JavaSparkContext spark = new JavaSparkContext(settings)) {
            ParticipantRun run = new ParticipantRun(
                    BidsDataset.read(bids),
                    Files.createDirectories(root.resolve("out")),
                    TinyTrial.options(),
                    Template.builtIn(),
                    null,
                    "BoldJ test",
                    new StudyPageSet("BoldJ test"));
            System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            ExecutorLimit limit = ExecutorLimit.on(spark);
            for (int i = 0; i < lost; i++)
                spark.sc().listenerBus().post(new SparkListenerExecutorRemoved(i, "" + i, "exit code 1"));
            waitFor(spark);
            Map<String, String> problems =
                    new SparkCohort(spark, limit, run, List.of("01", "02", "03"), call).run(progress);
            return new Outcome(
                    problems, bytes.toString(StandardCharsets.UTF_8).lines().toList());
        } finally {
            System.setErr(before);
        }
    }

    private static void waitFor(JavaSparkContext spark) {
        try {
            spark.sc().listenerBus().waitUntilEmpty();
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> begun(List<String> errors) {
        return errors.stream()
                .filter(line -> line.contains(" begins "))
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();
    }

    private static TaskCall.Result fine(VisitTask task) {
        return new TaskCall.Result(new TreeMap<>(), "", task.subject(), 0, 1);
    }

    private static TaskCall.Result failing(VisitTask task) {
        if (task.name().equals("sub-01_anat") || task.name().equals("sub-02_ses-pre"))
            throw new IllegalStateException("killed");
        return fine(task);
    }

    private static TaskCall.Result full(VisitTask task) {
        return new TaskCall.Result(new TreeMap<>(), "/out: no space left", task.subject(), 0, 1);
    }

    @Test
    void theLargestThatMayBeginIsNextAndTheAnatomyComesFirst() throws IOException {
        Outcome outcome = run("local[1]", "1", SparkCohortRulesTest::fine, Progress.NONE);
        List<String> begun = begun(outcome.errors);
        assertEquals(List.of("sub-02_ses-pre", "sub-01_ses-pre", "sub-01_ses-post"), begun.subList(2, 5));
        assertEquals(
                List.of("sub-01_anat", "sub-02_anat"),
                begun.subList(0, 2).stream().sorted().toList());
        assertEquals(List.of("sub-03"), List.copyOf(outcome.problems.keySet()));
        assertTrue(outcome.problems.get("sub-03").startsWith("participant 03 has no series"));
    }

    @Test
    void asManyRunAtATimeAsTheCoresAllow() throws IOException {
        for (String cpus : List.of("1", "2")) {
            List<String> errors = run("local[2]", cpus, SparkCohortRulesTest::fine, Progress.NONE).errors;
            int first = 0;
            while (errors.get(first).contains(" begins ")) first++;
            assertEquals(2 / Integer.parseInt(cpus), first, "before the first is done");
        }
    }

    @Test
    void aTaskThatGivesNoResultIsNamedAndTheOthersAreDone() throws IOException {
        Outcome outcome = run("local[1]", "1", SparkCohortRulesTest::failing, Progress.NONE);
        assertEquals(
                List.of(
                        "sub-01_anat",
                        "sub-01_ses-post_task-rest",
                        "sub-01_ses-pre_task-rest",
                        "sub-02_ses-pre",
                        "sub-02_ses-pre_task-rest",
                        "sub-03"),
                List.copyOf(outcome.problems.keySet()));
        for (String each : List.of("sub-01_anat", "sub-01_ses-post_task-rest"))
            assertEquals(
                    "the task sub-01_anat ended without a result: killed",
                    outcome.problems.get(each),
                    "all its series");
        assertEquals(
                "the task sub-02_ses-pre ended without a result: killed",
                outcome.problems.get("sub-02_ses-pre_task-rest"));
        assertEquals(
                List.of("sub-01_anat", "sub-02_anat", "sub-02_ses-pre"),
                begun(outcome.errors).stream().sorted().toList(),
                "without an anatomy its visits do not begin");
    }

    @Test
    void aFullDiskEndsTheRun() {
        IOException thrown =
                assertThrows(IOException.class, () -> run("local[1]", "1", SparkCohortRulesTest::full, Progress.NONE));
        assertEquals("/out: no space left", thrown.getMessage());
    }

    @Test
    void tooManyLostExecutorsEndTheRun() {
        lost = 21;
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class, () -> run("local[1]", "1", SparkCohortRulesTest::fine, Progress.NONE));
        assertTrue(thrown.getMessage().startsWith("21 executors were lost"), thrown.getMessage());
    }

    @Test
    void cancellingEndsTheRun() {
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> run("local[1]", "1", SparkCohortRulesTest::fine, cancelled));
    }
}
