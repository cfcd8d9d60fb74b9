package sc.fiji.boldj.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import sc.fiji.boldj.io.StoredObservations;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.BlockwiseTest;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.ShufflingPlan;

/**
 * A two-sample test of more maps than an executor holds. Arguments: master, folder that all workers see, voxels, permutations, jars
 * for the executors (comma), numbers of maps.
 */
final class BlockScaleBenchmark {

    private BlockScaleBenchmark() {}

    /** Sums the processor time of tasks, which does not depend on what else the machine does. */
    private static final class Cpu extends SparkListener {
        private final AtomicLong nanoseconds = new AtomicLong();
        private final AtomicLong slowest = new AtomicLong();
        private final AtomicInteger tasks = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            if (event.taskMetrics() == null) return;
            long time = event.taskMetrics().executorCpuTime();
            nanoseconds.addAndGet(time);
            slowest.accumulateAndGet(time, Math::max);
            tasks.incrementAndGet();
        }
    }

    public static void main(String[] arguments) throws IOException, TimeoutException {
        Path folder = Path.of(arguments[1]);
        int voxels = Integer.parseInt(arguments[2]);
        int permutations = Integer.parseInt(arguments[3]);
        SparkConf settings = new SparkConf()
                .setMaster(arguments[0])
                .setAppName("scale")
                .set("spark.ui.enabled", "false")
                .set("spark.jars", arguments[4])
                .set(SparkWorkers.LARGEST, "0")
                .setIfMissing("spark.executor.memory", "2g");
        try (JavaSparkContext spark = new JavaSparkContext(settings);
                SparkWorkers workers = new SparkWorkers(spark)) {
            for (int k = 5; k < arguments.length; k++) {
                int maps = Integer.parseInt(arguments[k]);
                Path file = folder.resolve("maps-" + maps + ".blocks");
                long start = System.nanoTime();
                StoredObservations data = StoredObservations.write(
                        file, maps, voxels, BlockwiseTest.BLOCK, BlockScaleBenchmark::row, Progress.NONE);
                double writing = (System.nanoTime() - start) / 1e9;
                double[][] design = new double[maps][2];
                for (int i = 0; i < maps; i++) design[i][i % 2] = 1;
                PermutationTest test = PermutationTest.of(
                        LinearModel.of(design, new double[][] {{1, -1}}),
                        ShufflingPlan.of(ExchangeTree.free(maps), Shuffle.PERMUTE, design, permutations, 1),
                        Neighbourhood.none(voxels));
                Cpu cpu = new Cpu();
                spark.sc().addSparkListener(cpu);
                long begin = System.nanoTime();
                Parallelization.runWithExecutor(workers, () -> {
                    PermutationResult result =
                            test.run(data, PermutationTest.Options.DEFAULT.with(Inference.VOXEL), Progress.NONE);
                    System.out.printf(
                            Locale.ROOT,
                            "%d maps: largest |t| %.6f, null maximum %.6f%n",
                            maps,
                            Math.abs(result.nullMaximum().values()[0]),
                            result.nullMaximum().threshold(0.05));
                });
                double seconds = (System.nanoTime() - begin) / 1e9;
                spark.sc().listenerBus().waitUntilEmpty();
                spark.sc().removeSparkListener(cpu);
                System.out.printf(
                        Locale.ROOT,
                        "%d maps: written in %.1f s, tested in %.1f s; %d tasks, %.1f s of processor time, the longest"
                                + " %.2f s; %.4f s of processor time per permutation%n",
                        maps,
                        writing,
                        seconds,
                        cpu.tasks.get(),
                        cpu.nanoseconds.get() / 1e9,
                        cpu.slowest.get() / 1e9,
                        cpu.nanoseconds.get() / 1e9 / permutations);
                Files.delete(file);
            }
        }
    }

    private static void row(int row, float[] target) {
        SplittableRandom random = Seeds.stream(11, row);
        for (int v = 0; v < target.length; v++) target[v] = (random.nextInt() >> 8) * 0x1p-23f; // uniform in -1 to 1
    }
}
