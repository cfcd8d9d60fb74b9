package sc.fiji.boldj.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.ShufflingPlan;

/**
 * What Spark adds to a TFCE test that the same Java runs in two threads, in pairs, without the start of Java and Spark. Arguments: maps,
 * voxels along an edge, permutations, pairs.
 */
final class OverheadBenchmark {

    private OverheadBenchmark() {}

    private record Cost(double elapsed, double cpu) {}

    public static void main(String[] arguments) {
        int maps = Integer.parseInt(arguments[0]);
        int side = Integer.parseInt(arguments[1]);
        int pairs = Integer.parseInt(arguments[3]);
        int[] voxels = new int[side * side * side];
        for (int v = 0; v < voxels.length; v++) voxels[v] = v;
        float[][] data = new float[maps][voxels.length];
        double[] row = new double[voxels.length];
        double[][] design = new double[maps][2];
        for (int i = 0; i < maps; i++) {
            Seeds.fillGaussian(Seeds.stream(1, i), row);
            for (int v = 0; v < row.length; v++) data[i][v] = (float) row[v];
            design[i][i % 2] = 1;
        }
        PermutationTest test = PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1}}),
                ShufflingPlan.of(ExchangeTree.free(maps), Shuffle.PERMUTE, design, Integer.parseInt(arguments[2]), 1),
                Neighbourhood.grid(side, side, side, voxels, 26));
        Observations observations = Observations.of(data);
        SparkConf settings = new SparkConf()
                .setMaster("local[2]")
                .setAppName("overhead")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        long start = System.nanoTime();
        try (JavaSparkContext spark = new JavaSparkContext(settings);
                SparkWorkers workers = new SparkWorkers(spark)) {
            System.out.printf(Locale.ROOT, "start of Spark: %.1f s%n", (System.nanoTime() - start) / 1e9);
            double[] elapsed = new double[pairs];
            double[] cpu = new double[pairs];
            for (int pair = -1; pair < pairs; pair++) { // the first warms up
                PermutationResult[] results = new PermutationResult[2];
                Runnable[] ways = {
                    () -> Parallelization.runWithNumThreads(
                            2,
                            () -> results[0] = test.run(observations, PermutationTest.Options.DEFAULT, Progress.NONE)),
                    () -> Parallelization.runWithExecutor(
                            workers,
                            () -> results[1] = test.run(observations, PermutationTest.Options.DEFAULT, Progress.NONE))
                };
                Cost[] costs = new Cost[2];
                for (int turn = 0; turn < 2; turn++) {
                    int way = (turn + Math.max(pair, 0)) % 2;
                    costs[way] = cost(ways[way]);
                }
                if (!Arrays.equals(
                        results[0].nullMaximum().values(),
                        results[1].nullMaximum().values())) throw new IllegalStateException("the results differ");
                System.out.printf(
                        Locale.ROOT,
                        "%s: plain %.1f s, %.1f s of processor time; Spark %.1f s, %.1f s%n",
                        pair < 0 ? "warm-up" : "pair " + (pair + 1),
                        costs[0].elapsed,
                        costs[0].cpu,
                        costs[1].elapsed,
                        costs[1].cpu);
                if (pair < 0) continue;
                elapsed[pair] = costs[1].elapsed / costs[0].elapsed;
                cpu[pair] = costs[1].cpu / costs[0].cpu;
            }
            System.out.printf(
                    Locale.ROOT,
                    "median of Spark / plain: elapsed %.3f, processor time %.3f%n",
                    median(elapsed),
                    median(cpu));
        }
    }

    private static Cost cost(Runnable run) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        run.run();
        return new Cost((System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
