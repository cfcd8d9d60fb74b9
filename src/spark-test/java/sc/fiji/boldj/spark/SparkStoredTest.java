package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.cli.Launcher;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.StoredObservations;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.BlockwiseTest;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.ShufflingPlan;

/** Work of Spark that goes through files (tests of maps that fit no executor, group ICA) against the same work without Spark. */
@Timeout(600)
class SparkStoredTest {

    private static final int N = 20;
    private static final int SIDE = 17;

    @TempDir
    Path folder;

    private static float[][] noise() {
        double[] row = new double[SIDE * SIDE * SIDE];
        float[][] data = new float[N][row.length];
        for (int i = 0; i < N; i++) {
            Seeds.fillGaussian(Seeds.stream(5, i), row);
            for (int v = 0; v < row.length; v++) data[i][v] = (float) row[v];
        }
        return data;
    }

    private static PermutationTest test(int shufflings) {
        int[] voxels = new int[SIDE * SIDE * SIDE];
        for (int i = 0; i < voxels.length; i++) voxels[i] = i;
        double[][] design = new double[N][2];
        for (int i = 0; i < N; i++) design[i][i < N / 2 ? 0 : 1] = 1;
        return PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}),
                ShufflingPlan.of(ExchangeTree.free(N), Shuffle.PERMUTE, design, shufflings, 1),
                Neighbourhood.grid(SIDE, SIDE, SIDE, voxels, 26));
    }

    private SparkConf settings(int cores) {
        return new SparkConf()
                .setMaster("local[" + cores + "]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set(SparkWorkers.LARGEST, "0")
                .set(SparkWorkers.FOLDER, folder.resolve("shared").toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void mapsInFilesGiveTheBitsOfMapsInMemory(int cores) throws IOException {
        Observations maps = Observations.of(noise());
        List<Supplier<PermutationResult>> tests = new ArrayList<>();
        for (Inference inference : Inference.values())
            tests.add(
                    () -> test(540).run(maps, Options.DEFAULT.with(inference).withClusterThreshold(2), Progress.NONE));
        tests.add(() -> test(40).withVarianceSmoothing(map -> {
                    for (int v = map.length - 1; v > 0; v--) map[v] = (map[v] + map[v - 1]) / 2;
                })
                .run(maps, Options.DEFAULT, Progress.NONE));
        List<PermutationResult> spark = new ArrayList<>();
        try (JavaSparkContext context = new JavaSparkContext(settings(cores));
                SparkWorkers workers = new SparkWorkers(context)) {
            Parallelization.runWithExecutor(workers, () -> tests.forEach(each -> spark.add(each.get())));
            assertTrue(context.statusTracker().getJobIdsForGroup(null).length >= 2 * tests.size());
        }
        for (int i = 0; i < tests.size(); i++) {
            PermutationResult plain = tests.get(i).get();
            assertArrayEquals(plain.statistic(), spark.get(i).statistic());
            assertArrayEquals(plain.enhanced(), spark.get(i).enhanced());
            assertArrayEquals(plain.pUncorrected(), spark.get(i).pUncorrected());
            assertArrayEquals(
                    plain.nullMaximum().values(), spark.get(i).nullMaximum().values());
        }
        try (Stream<Path> left = Files.list(folder.resolve("shared"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void mapsInAFileAreNotWrittenAgainAndAFailureLeavesNoFile() throws IOException {
        float[][] data = noise();
        Path shared = folder.resolve("shared");
        StoredObservations file = StoredObservations.write(
                folder.resolve("maps"),
                N,
                data[0].length,
                BlockwiseTest.BLOCK,
                (row, target) -> System.arraycopy(data[row], 0, target, 0, target.length),
                Progress.NONE);
        SparkBlocks blocks = new SparkBlocks(null, null, shared);
        try (SparkBlocks.Stored stored = blocks.store(file, Progress.NONE)) {
            assertEquals(List.of(), stored.files());
        }
        assertTrue(Files.exists(folder.resolve("maps")));
        Observations broken = Observations.of(data);
        data[N - 1] = null; // cannot be read
        assertThrows(NullPointerException.class, () -> blocks.store(broken, Progress.NONE));
        try (Stream<Path> left = Files.list(shared)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aGroupIcaHasTheFilesOfOneProcess() throws IOException {
        VoxelGrid grid = new VoxelGrid(9, 8, 7, Affine.of(3, 0, 0, -12, 0, 3, 0, -12, 0, 0, 3, -9));
        StringBuilder list = new StringBuilder();
        double[] noise = new double[grid.voxels()];
        for (int i = 0; i < 19; i++) {
            NeuroImage scan = NeuroImage.floats("s", grid, 12, SeriesTiming.every(2));
            for (int t = 0; t < 12; t++) {
                Seeds.fillGaussian(Seeds.stream(i, t), noise);
                float[] volume = new float[noise.length];
                for (int v = 0; v < noise.length; v++)
                    volume[v] = (float) (100 + noise[v] + 3 * Math.sin(t + i) * (v % 7 == 0 ? 1 : 0));
                scan.writeVolume(t, volume);
            }
            NiftiWriter.write(scan, folder.resolve("scan" + i + ".nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
            list.append("scan").append(i).append(".nii\n");
        }
        Files.writeString(folder.resolve("scans.txt"), list);
        assertEquals(0, Launcher.execute(call("plain")));
        Files.createDirectories(folder.resolve("shared"));
        assertEquals(0, SparkLauncher.run(settings(2), call("spark")));
        assertEquals(hashes("plain"), hashes("spark"));
        try (Stream<Path> left = Files.list(folder.resolve("shared"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private String[] call(String output) {
        return new String[] {
            "run",
            "Group ICA...",
            "inputs=[" + folder.resolve("scans.txt") + "] components=2 stability=0 output=[" + folder.resolve(output)
                    + "]"
        };
    }

    private Map<String, String> hashes(String name) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                hashes.put(file.getFileName().toString(), FileDigest.of(file));
        }
        return hashes;
    }

    @Test
    void theFolderOfACallIsThatOfItsResults() {
        assertEquals("/data/out", SparkLauncher.folder(List.of("group", "/data/bids", "/data/out")));
        assertEquals(
                "/data/out",
                SparkLauncher.folder(List.of("group", "--memory", "4g", "/data/bids", "/data/out", "--seed", "1")),
                "options may come first");
        assertEquals("", SparkLauncher.folder(List.of("group", "/data/bids")));
        assertEquals("/data", SparkLauncher.folder(List.of("run", "Group ICA...", "inputs=a output=/data/ica seed=1")));
        assertEquals("/my data", SparkLauncher.folder(List.of("run", "Group ICA...", "output=[/my data/ica]")));
        assertEquals("", SparkLauncher.folder(List.of("run", "Group ICA...", "output=ica")));
    }
}
