package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;
import sc.fiji.boldj.stats.SandwichModel;
import sc.fiji.boldj.stats.SandwichTest;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.ShufflingPlan;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/** Permutation tests in Spark's local mode against the same tests without Spark, bit by bit. */
@Timeout(300)
class SparkShufflingsTest {

    private static final int N = 24;
    private static final int SIDE = 14;
    private static final Neighbourhood CUBE = cube();

    private static Neighbourhood cube() {
        int[] voxels = new int[SIDE * SIDE * SIDE];
        for (int i = 0; i < voxels.length; i++) voxels[i] = i;
        return Neighbourhood.grid(SIDE, SIDE, SIDE, voxels, 26);
    }

    private static SparkConf settings(int cores) {
        return new SparkConf()
                .setMaster("local[" + cores + "]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set(SparkWorkers.MINIMUM, "0");
    }

    private static <T> T on(int cores, Function<JavaSparkContext, T> work) {
        List<T> result = new ArrayList<>();
        try (JavaSparkContext spark = new JavaSparkContext(settings(cores));
                SparkWorkers workers = new SparkWorkers(spark)) {
            Parallelization.runWithExecutor(workers, () -> {
                result.add(work.apply(spark));
            });
        }
        return result.get(0);
    }

    private static double[][] noise(int rows, int elements, int seed) {
        double[][] data = new double[rows][elements];
        for (int i = 0; i < rows; i++) Seeds.fillGaussian(Seeds.stream(seed, i), data[i]);
        return data;
    }

    private static PermutationTest test(Neighbourhood graph, int shufflings) {
        double[][] design = new double[N][2];
        for (int i = 0; i < N; i++) design[i][i < N / 2 ? 0 : 1] = 1;
        return PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}),
                ShufflingPlan.of(ExchangeTree.free(N), Shuffle.PERMUTE, design, shufflings, 1),
                graph);
    }

    private static PermutationResult wildBootstrap() {
        int[] participant = new int[N];
        int[] visit = new int[N];
        int[] group = new int[N];
        double[][] design = new double[N][3];
        for (int i = 0; i < N; i++) {
            participant[i] = i / 2;
            visit[i] = i % 2;
            group[i] = i / 2 % 2;
            design[i][i % 2] = 1;
            design[i][2] = visit[i] * group[i];
        }
        SandwichModel model = SandwichModel.of(
                LinearModel.of(design, new double[][] {{0, 0, 1}}),
                participant,
                visit,
                group,
                SandwichModel.Variance.HOMOGENEOUS);
        return SandwichTest.of(model, CUBE, 200, 3)
                .run(Observations.of(noise(N, CUBE.size(), 10)), Options.DEFAULT, Progress.NONE);
    }

    private static List<Supplier<PermutationResult>> tests() {
        Observations maps = Observations.of(noise(N, CUBE.size(), 4));
        Observations edges = Observations.of(noise(N, 435, 6));
        List<Supplier<PermutationResult>> tests = new ArrayList<>();
        for (Inference inference : Inference.values())
            tests.add(() ->
                    test(CUBE, 700).run(maps, Options.DEFAULT.with(inference).withClusterThreshold(2), Progress.NONE));
        tests.add(() -> test(Neighbourhood.edges(30), 700)
                .run(edges, Options.DEFAULT.with(Inference.CLUSTER_EXTENT).withClusterThreshold(2), Progress.NONE));
        tests.add(() ->
                test(CUBE, 3000).run(maps, Options.DEFAULT.with(Inference.VOXEL).withStopAfter(20), Progress.NONE));
        tests.add(SparkShufflingsTest::wildBootstrap);
        return tests;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anyNumberOfCoresGivesTheBitsOfThePlainRun(int cores) {
        List<PermutationResult> spark = on(cores, context -> {
            List<PermutationResult> results =
                    tests().stream().map(Supplier::get).toList();
            assertTrue(context.statusTracker().getJobIdsForGroup(null).length >= results.size(), "sent to executors");
            return results;
        });
        List<PermutationResult> plain = tests().stream().map(Supplier::get).toList();
        for (int i = 0; i < plain.size(); i++) {
            assertArrayEquals(plain.get(i).statistic(), spark.get(i).statistic());
            assertArrayEquals(plain.get(i).enhanced(), spark.get(i).enhanced());
            assertArrayEquals(plain.get(i).pUncorrected(), spark.get(i).pUncorrected());
            assertArrayEquals(
                    plain.get(i).nullMaximum().values(),
                    spark.get(i).nullMaximum().values());
            assertEquals(plain.get(i).isStopped(), spark.get(i).isStopped());
        }
    }

    @Test
    void aTestOf1e8MultiplicationsIsSentIfNoSettingSaysOtherwise() {
        Observations maps = Observations.of(noise(N, 50, 4));
        int[] jobs = on(1, context -> {
            context.sc().conf().remove(SparkWorkers.MINIMUM);
            int[] sent = new int[2];
            int[] shufflings = {20_000, 200_000}; // 24 maps x 50 voxels: 2.4e7 and 2.4e8
            for (int i = 0; i < 2; i++) {
                test(Neighbourhood.none(50), shufflings[i])
                        .run(maps, Options.DEFAULT.with(Inference.VOXEL), Progress.NONE);
                sent[i] = context.statusTracker().getJobIdsForGroup(null).length;
            }
            return sent;
        });
        assertEquals(0, jobs[0]);
        assertTrue(jobs[1] > 0);
    }

    @Test
    void aSmallTestStaysInTheDriver() {
        Observations maps = Observations.of(noise(N, 10, 4));
        int jobs = on(2, context -> {
            context.sc().conf().set(SparkWorkers.MINIMUM, "1e12");
            test(Neighbourhood.none(10), 700).run(maps, Options.DEFAULT.with(Inference.VOXEL), Progress.NONE);
            return context.statusTracker().getJobIdsForGroup(null).length;
        });
        assertEquals(0, jobs);
    }

    @Test
    void cancellingEndsTheJob() {
        AtomicInteger polls = new AtomicInteger();
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return polls.incrementAndGet() > 60;
            }
        };
        Observations maps = Observations.of(noise(N, CUBE.size(), 4));
        int left = on(2, context -> {
            assertThrows(
                    CancellationException.class, () -> test(CUBE, 2_000_000).run(maps, Options.DEFAULT, cancelled));
            return activeAfterAWhile(context);
        });
        assertEquals(0, left);
    }

    /** Spark ends a cancelled job in a thread of its own. */
    private static int activeAfterAWhile(JavaSparkContext context) {
        try {
            for (int i = 0; i < 300 && context.statusTracker().getActiveJobIds().length > 0; i++) Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return context.statusTracker().getActiveJobIds().length;
    }

    @Test
    void tasksAreConsecutiveAndEquallyLarge() {
        List<Range> units = new ArrayList<>();
        for (int i = 0; i < 313; i++) units.add(new Range(1 + 16 * i, 17 + 16 * i));
        List<List<Range>> tasks = SparkShufflings.tasks(units, 12);
        assertEquals(12, tasks.size());
        assertEquals(units, tasks.stream().flatMap(List::stream).toList());
        assertTrue(tasks.stream().allMatch(task -> task.size() == 26 || task.size() == 27));
        assertEquals(313, SparkShufflings.tasks(units, 1000).size());
    }
}
