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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * A small trial and a permutation test on a real cluster of one master and two workers, one of which is killed in the participant level and
 * another in the test, against the same calls without Spark: every file but logs, signatures and status has the same bytes.
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
        if (call[0].equals("participant") || call[0].equals("group")) command.addAll(OPTIONS);
        if (call[0].equals("group"))
            command.addAll(List.of("--maps", "PCC", "--permutations", "1000", "--alpha", "0.2"));
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

    private boolean says(String pattern) {
        try {
            return Pattern.compile(pattern)
                    .matcher(Files.readString(root.resolve("call.log")))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A TFCE test of 24 maps of noise with 3000 sign flips. */
    private String[] permutationTest(String output, String... more) throws IOException {
        Path maps = root.resolve("maps.nii");
        if (!Files.exists(maps)) {
            VoxelGrid grid = new VoxelGrid(24, 24, 24, Affine.of(3, 0, 0, -36, 0, 3, 0, -36, 0, 0, 3, -36));
            NeuroImage image = NeuroImage.floats("maps", grid, 24, SeriesTiming.UNKNOWN);
            double[] noise = new double[grid.voxels()];
            for (int t = 0; t < 24; t++) {
                Seeds.fillGaussian(Seeds.stream(1, t), noise);
                float[] volume = new float[noise.length];
                for (int v = 0; v < noise.length; v++) volume[v] = (float) noise[v];
                image.writeVolume(t, volume);
            }
            NiftiWriter.write(image, maps, NiftiWriter.Options.DEFAULT, Progress.NONE);
        }
        List<String> call = new ArrayList<>(List.of("run", "Group Permutation Test..."));
        call.add("inputs=[" + maps + "] permutations=3000 output=[" + root.resolve(output) + "]");
        call.addAll(Arrays.asList(more));
        return call.toArray(String[]::new);
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
        run("simulate", bids, "--participants", "4", "--design", "crossover", "--volumes", "130", "--effect", "1.6");
        run("participant", bids, plain.toString());
        run("group", bids, plain.toString());
        try (StandaloneCluster cluster =
                new StandaloneCluster(HOME.resolve("target/spark"), root.resolve("cluster"), 2, "1600m")) {
            Process driver = start("participant", bids, spark.toString(), "--spark", cluster.master());
            await(driver, () -> says("of 8 visits\\)"));
            assertTrue(cluster.hasExecutor(0), "nothing ran on the worker that is killed");
            cluster.kill(0);
            cluster.addWorker("1600m");
            finish(driver);
            run("group", bids, spark.toString(), "--spark", cluster.master());
            String[] test = permutationTest("test-spark", "--spark", cluster.master());
            Process permutations = start(test);
            await(permutations, () -> says("Group Permutation Test: [2-8]. %"));
            assertTrue(cluster.hasExecutor(1), "nothing ran on the worker that is killed");
            cluster.kill(1);
            finish(permutations);
        }
        run(permutationTest("test-plain"));
        assertEquals(reproducible(root.resolve("test-plain")), reproducible(root.resolve("test-spark")));
        assertEquals(reproducible(plain), reproducible(spark));
        run("verify", spark.toString());
    }
}
