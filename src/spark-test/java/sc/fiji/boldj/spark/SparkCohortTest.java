package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.cli.Launcher;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.TinyTrial;

/**
 * The participant level in Spark's local mode against the same calls without Spark: three participants, one with a series that is
 * cut short, one without a series; then the same calls again after a visit was added.
 */
@Timeout(900)
class SparkCohortTest {

    private static final TinyTrial LONG = new TinyTrial(40);
    private static final TinyTrial SHORT = new TinyTrial(30);

    @TempDir
    Path root;

    private record Outcome(int code, String errors) {
        /** The lines of the driver about tasks. */
        List<String> tasks(String word) {
            return errors.lines()
                    .filter(line -> line.contains(word))
                    .map(line -> line.replaceFirst(" .*", ""))
                    .toList();
        }

        String last() {
            return errors.lines()
                    .filter(line -> line.contains("could not be processed"))
                    .findFirst()
                    .orElse("");
        }
    }

    private static Outcome catching(IntSupplier call) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return new Outcome(call.getAsInt(), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    private String[] call(String output) {
        return new String[] {
            "participant",
            root.resolve("bids").toString(),
            root.resolve(output).toString(),
            "--voxel",
            "6",
            "--nonlinear",
            "false",
            "--sensitivity",
            "false",
            "--fwhm",
            "8",
            "--columns",
            "6P",
            "--high",
            "0.15"
        };
    }

    private Outcome plain() {
        return catching(() -> Launcher.execute(call("plain")));
    }

    private Outcome spark() {
        SparkConf settings = new SparkConf()
                .setMaster("local[1]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        return catching(() -> SparkLauncher.run(settings, call("spark")));
    }

    /** All but logs and what the task of the broken series left to go on with. */
    private Map<String, String> hashes(String name) throws IOException {
        Path folder = root.resolve(name);
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                hashes.put(folder.relativize(file).toString(), FileDigest.of(file));
        }
        hashes.keySet().removeIf(file -> file.startsWith("logs/") || file.startsWith("work/tasks/sub-01_ses-post.0/"));
        return hashes;
    }

    private List<String> steps(String log) throws IOException {
        return ProvenanceLog.read(root.resolve(log)).entries().stream()
                .map(LogEntry::step)
                .toList();
    }

    @Test
    void tasksGiveTheFilesOfOneProcessAndNameWhatFailed() throws IOException {
        Path bids = root.resolve("bids");
        LONG.write(bids, "01", "pre", LONG.visit(0, 0), true);
        Path whole = bids.resolve("sub-01/ses-pre/func/sub-01_ses-pre_task-rest_bold.nii.gz");
        Path broken = Files.createDirectories(bids.resolve("sub-01/ses-post/func"))
                .resolve("sub-01_ses-post_task-rest_bold.nii.gz");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
        SHORT.write(bids, "02", "pre", SHORT.visit(1, 0), true);
        Files.createDirectories(bids.resolve("sub-03/ses-pre/anat"));
        Files.copy(
                bids.resolve("sub-01/ses-pre/anat/sub-01_ses-pre_T1w.nii.gz"),
                bids.resolve("sub-03/ses-pre/anat/sub-03_ses-pre_T1w.nii.gz"));

        Outcome plain = plain();
        Outcome spark = spark();
        assertNotEquals(0, spark.code());
        assertEquals(plain.code(), spark.code(), spark.errors());
        assertTrue(plain.last().contains("sub-01_ses-post"), plain.errors());
        assertEquals(plain.last(), spark.last());
        assertEquals(
                List.of("sub-01_anat", "sub-01_ses-post", "sub-01_ses-pre", "sub-02_anat", "sub-02_ses-pre"),
                spark.tasks(" begins (needs "),
                "the largest first, the anatomy before the visits");
        assertEquals(hashes("plain"), hashes("spark"));

        String task = Files.readString(root.resolve("spark/logs/tasks/sub-01_ses-pre_provenance.jsonl"));
        assertTrue(task.contains("\"host\"") && task.contains("\"task\":\"sub-01_ses-pre\""), task);
        String log = "logs/sub-01_provenance.jsonl";
        assertFalse(
                Files.readString(root.resolve("spark").resolve(log)).contains("\"host\""), "where it ran is no result");
        assertFalse(Files.exists(root.resolve("spark/work/tasks/sub-02_ses-pre.0")));
        assertTrue(Files.isDirectory(root.resolve("spark/work/tasks/sub-01_ses-post.0")), "to go on with");
        assertEquals(steps("plain/" + log), steps("spark/" + log), "in the order of a run in one process");
        String page = Files.readString(root.resolve("spark/logs/status.html"));
        assertTrue(page.contains("3 of 3 visits are done") && page.contains("The run has ended."), page);

        SHORT.write(bids, "02", "post", SHORT.visit(1, 1), false);
        assertEquals(plain().code(), spark().code());
        assertTrue(hashes("spark").keySet().stream().anyMatch(file -> file.contains("sub-02_ses-post")));
        assertEquals(hashes("plain"), hashes("spark"));
    }
}
