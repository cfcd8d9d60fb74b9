package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.FileDigest;

/**
 * Trials on a real cluster of one master and two workers, one of which is killed in each level, against the same calls
 * without Spark: every file but logs, signatures and status has the same bytes.
 */
@Tag("cluster")
@Timeout(value = 45, unit = TimeUnit.MINUTES)
class StandaloneClusterIT {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final List<String> OPTIONS =
            List.of("--voxel", "6", "--nonlinear", "false", "--sensitivity", "false", "--columns", "6P+WM+CSF");
    private static final int DRIVER_MINUTES = 15;

    @TempDir
    Path root;

    private Process start(String... call) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("bin/boldj").toString()));
        command.addAll(Arrays.asList(call));
        boolean declared = command.contains("--protocol");
        if (!declared && List.of("participant", "group").contains(call[0])) command.addAll(OPTIONS);
        if (!declared && call[0].equals("group")) command.addAll(List.of("--maps", "PCC", "--permutations", "1000"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("call.log").toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("BOLDJ_SPARK_OPTS", "--executor-memory 1500m --conf spark.boldj.minimumWork=0");
        return builder.start();
    }

    private void finish(Process process) throws IOException, InterruptedException {
        boolean ended = process.waitFor(DRIVER_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String log = Files.readString(root.resolve("call.log"));
        assertTrue(ended, "the driver took more than " + DRIVER_MINUTES + " minutes: " + log);
        assertEquals(0, process.exitValue(), log);
    }

    /** Waits until something is so, or the driver ends, or for as long as a driver may take. */
    private static void await(Process driver, BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(DRIVER_MINUTES);
        while (driver.isAlive() && !isSo.getAsBoolean() && System.nanoTime() < end) Thread.sleep(100);
    }

    private void run(String... call) throws IOException, InterruptedException {
        finish(start(call));
    }

    private boolean says(String text) {
        try {
            return Files.readString(root.resolve("call.log")).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> reproducible(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                hashes.put(folder.relativize(file).toString(), FileDigest.of(file));
        }
        hashes.keySet().removeIf(name -> name.startsWith("logs/"));
        return hashes;
    }

    @Test
    void aTrialOnAClusterThatLosesWorkersHasTheBytesOfOneProcess() throws IOException, InterruptedException {
        String bids = root.resolve("bids").toString();
        Path plain = root.resolve("plain");
        Path spark = root.resolve("spark");
        run("simulate", bids, "--participants", "6", "--design", "crossover", "--volumes", "130", "--effect", "1.6");
        run("participant", bids, plain.toString());
        run("group", bids, plain.toString());
        try (StandaloneCluster cluster =
                new StandaloneCluster(HOME.resolve("target/spark"), root.resolve("cluster"), 2, "1600m")) {
            Process driver = start("participant", bids, spark.toString(), "--spark", cluster.master());
            await(driver, () -> says("of 12 visits)"));
            assertTrue(cluster.hasExecutor(0), "nothing ran on the worker that is killed");
            cluster.kill(0);
            cluster.addWorker("1600m");
            finish(driver);
            Process group = start("group", bids, spark.toString(), "--spark", cluster.master());
            await(group, () -> cluster.hasExecutor(1));
            Thread.sleep(3000);
            cluster.kill(1);
            finish(group);
        }
        assertEquals(reproducible(plain), reproducible(spark));
        run("verify", spark.toString());
    }

    @Test
    void aWorkerThatIsKilledWithinAPermutationTestOfMapsChangesNothing() throws IOException, InterruptedException {
        String protocol =
                HOME.resolve("docs/protocols/t1-parallel-blocking.json").toString(); // 10 000 permutations
        String[] trials = new String[2];
        String[] results = new String[2];
        for (int i = 0; i < 2; i++) { // folders of the same name, which the page tells
            trials[i] = Files.createDirectories(root.resolve("way" + i))
                    .resolve("trial")
                    .toString();
            run("simulate", trials[i], "--protocol", protocol, "--participants", "40", "--inputs", "group");
            results[i] = trials[i] + "/derivatives/boldj";
        }
        run("group", trials[0], results[0], "--protocol", protocol);
        try (StandaloneCluster cluster =
                new StandaloneCluster(HOME.resolve("target/spark"), root.resolve("cluster"), 2, "1600m")) {
            Process group = start("group", trials[1], results[1], "--protocol", protocol, "--spark", cluster.master());
            await(group, () -> cluster.hasLogged(1, "Finished task"));
            assertTrue(group.isAlive(), "the tests ended before a worker was killed");
            cluster.kill(1);
            finish(group);
        }
        assertEquals(reproducible(Path.of(results[0])), reproducible(Path.of(results[1])));
    }
}
