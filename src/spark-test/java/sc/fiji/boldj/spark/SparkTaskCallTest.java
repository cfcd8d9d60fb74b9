package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.cli.SmallDisk;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.VisitTask;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** What a task answers where little or nothing can be done, with a series that cannot be read. */
@Timeout(300)
class SparkTaskCallTest {

    private static final VisitTask TASK = new VisitTask("01", "pre");
    private static final String SERIES = "sub-01_ses-pre_task-rest";
    private static final VoxelGrid GRID = new VoxelGrid(6, 6, 6, Affine.of(4, 0, 0, 0, 0, 4, 0, 0, 0, 0, 4, 0));
    private static JavaSparkContext spark;

    @TempDir
    Path root;

    private Path bids;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[1]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @BeforeEach
    void write() throws IOException {
        bids = root.resolve("bids");
        Files.createDirectories(root.resolve("out/logs")); // as the driver does
        Path func = Files.createDirectories(bids.resolve("sub-01/ses-pre/func"));
        NiftiWriter.write(
                NeuroImage.floats("bold", GRID, 4, SeriesTiming.every(2)),
                func.resolve(SERIES + "_bold.nii.gz"),
                NiftiWriter.Options.DEFAULT,
                Progress.NONE);
    }

    private TaskCall call(String output, String application) {
        return new TaskCall(
                bids.toString(),
                root.resolve(output).toString(),
                new HashMap<>(ParticipantOptions.DEFAULT.toMap()),
                "BoldJ test",
                application);
    }

    private static TaskCall.Result run(Function<VisitTask, TaskCall.Result> call) {
        return spark.parallelize(List.of(TASK), 1).map(call).collect().get(0);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(each);
        }
    }

    @Test
    void aSeriesThatFailsIsNamedAndTheLogSaysWhereItRan() throws IOException {
        TaskCall.Result result = run(call("out", "log"));
        assertEquals(List.of(SERIES), List.copyOf(result.problems().keySet()), result.toString());
        assertTrue(result.problems().get(SERIES).contains("_bold.nii.gz"), result.toString());
        assertEquals("", result.full());
        String host = InetAddress.getLocalHost().getHostName();
        assertEquals(host, result.host());
        assertEquals(0, result.attempt());
        assertTrue(result.seconds() > 0);
        LogEntry begun = ProvenanceLog.read(
                        root.resolve("out/work/tasks/sub-01_ses-pre.0/logs/sub-01_provenance.jsonl"))
                .entries()
                .get(0);
        assertEquals("task", begun.step());
        assertEquals(
                Map.of("attempt", begun.options().get("attempt"), "host", host, "task", "sub-01_ses-pre"),
                begun.options());
        assertTrue(begun.options().get("attempt").toString().matches("[0-9]+"));
    }

    @Test
    void theDatasetIsReadOnceForEachApplication() throws IOException {
        run(call("out", "first"));
        delete(bids);
        assertEquals(
                List.of(SERIES),
                List.copyOf(run(call("out", "first")).problems().keySet()),
                "known already");
        TaskCall.Result result = run(call("out", "second"));
        assertEquals(List.of("sub-01"), List.copyOf(result.problems().keySet()), "nothing can be done");
        assertTrue(result.problems().get("sub-01").contains(bids.toString()), result.toString());
        assertEquals("", result.full());
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithTheReason() throws IOException {
        Path attempts = Files.createDirectories(root.resolve("out/work/tasks"));
        Path file = Files.writeString(attempts.resolve("sub-01_ses-pre.0"), "a file where a folder is needed");
        assertEquals(
                Map.of(
                        "sub-01",
                        file
                                + ": this exists already, as a file where a folder is needed or written by another program"),
                run(call("out", "folder")).problems());
    }

    @Test
    void aFullDiskIsToldApart() throws IOException {
        try (SmallDisk disk = SmallDisk.at(root.resolve("disk"), 1 << 14)) {
            assertThrows(IOException.class, () -> Files.write(disk.folder().resolve("filling"), new byte[1 << 15]));
            TaskCall.Result result = run(call("disk", "full"));
            assertTrue(result.full().contains("the disk is full"), result.toString());
            assertEquals(Map.of(), result.problems());
        }
    }

    @Test
    void anAttemptThatWasEndedAnswersNothing() throws IOException {
        delete(bids);
        assertEquals("ended", run(ended(call("out", "ended"))).host());
    }

    private static Function<VisitTask, TaskCall.Result> ended(TaskCall call) {
        return task -> {
            Thread.currentThread().interrupt();
            try {
                return call.call(task);
            } catch (IOException e) {
                return new TaskCall.Result(new TreeMap<>(), "", "ended", 0, 0);
            } finally {
                Thread.interrupted();
            }
        };
    }
}
