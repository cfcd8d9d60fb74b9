package sc.fiji.boldj.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ShufflingWork;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/**
 * The shufflings of a permutation test on executors. The maps go to each executor once, in blocks; each task evaluates
 * consecutive units and returns one number for each shuffling and one count for each element. Largest values stand by shuffling
 * and counts are whole numbers, so neither the number of executors nor the order in which they finish changes a bit.
 */
final class SparkShufflings {

    /** Tasks for each core, so that a slow one costs little. */
    private static final int TASKS = 6;

    /** Bytes of counts that the driver may receive. */
    private static final long COUNTS = 256_000_000;

    private SparkShufflings() {}

    static Part evaluate(
            JavaSparkContext spark, ExecutorLimit limit, ShufflingWork work, Range range, Progress progress) {
        List<List<Range>> tasks = tasks(work.units(range), (int)
                Math.max(1, Math.min((long) TASKS * spark.defaultParallelism(), COUNTS / (4L * work.elements()))));
        Broadcast<ShufflingWork> sent = spark.broadcast(work);
        try {
            JavaFutureAction<List<Part>> running = spark.parallelize(tasks, tasks.size())
                    .map(units -> evaluate(sent.value(), units))
                    .collectAsync();
            return Part.join(range, SparkJobs.await(spark, running, limit, progress));
        } finally {
            sent.destroy();
        }
    }

    private static Part evaluate(ShufflingWork work, List<Range> units) {
        Range all = new Range(units.get(0).from(), units.get(units.size() - 1).to());
        List<Part> parts = new ArrayList<>();
        Parallelization.runSingleThreaded(() -> {
            for (Range unit : units) {
                if (Thread.currentThread().isInterrupted()) throw new CancellationException("the task was cancelled");
                parts.add(work.evaluate(unit, Progress.NONE));
                if (parts.size() > 1) {
                    Part joined = Part.join(new Range(all.from(), unit.to()), parts);
                    parts.clear();
                    parts.add(joined);
                }
            }
        });
        return parts.get(0);
    }

    /** Consecutive units, as equal in number as can be. */
    static List<List<Range>> tasks(List<Range> units, int most) {
        int count = Math.min(units.size(), most);
        List<List<Range>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++)
            tasks.add(new ArrayList<>(units.subList(
                    (int) ((long) units.size() * i / count), (int) ((long) units.size() * (i + 1) / count))));
        return tasks;
    }
}
