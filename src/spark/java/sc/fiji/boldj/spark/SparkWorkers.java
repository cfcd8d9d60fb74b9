package sc.fiji.boldj.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.TaskExecutors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import sc.fiji.boldj.ica.PcaTree;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.BlockwiseTest;
import sc.fiji.boldj.stats.MapwiseTest;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.ShufflingWork;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;
import sc.fiji.boldj.stats.ShufflingWorkers;
import sc.fiji.boldj.workflow.component.ScanGathering;
import sc.fiji.boldj.workflow.participant.CohortWorkers;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import scala.jdk.javaapi.CollectionConverters;

/** What runs on executors while this is the task executor: tasks of participants, and shufflings that are worth sending. */
final class SparkWorkers extends ForwardingTaskExecutor
        implements ShufflingWorkers, BlockwiseTest.Workers, MapwiseTest.Workers, ScanGathering.Workers, CohortWorkers {

    /** Setting: multiplications below which a permutation test runs in the driver. */
    static final String MINIMUM = "spark.boldj.minimumWork";

    /** Setting: numbers (maps times voxels) above which a test is cut into blocks of voxels. */
    static final String LARGEST = "spark.boldj.largestInMemory";

    /** Setting: folder for blocks and nodes, which all executors see. */
    static final String FOLDER = "spark.boldj.folder";

    /** Milliseconds to wait for the first executor. */
    private static final int PATIENCE = 60_000;

    /** Milliseconds between two checks. */
    private static final int POLL = 100;

    private final JavaSparkContext spark;
    private final ExecutorLimit limit;

    SparkWorkers(JavaSparkContext spark) {
        super(TaskExecutors.multiThreaded());
        this.spark = spark;
        limit = ExecutorLimit.on(spark);
    }

    @Override
    public boolean takes(ShufflingWork work, Range range) {
        return work.cost(range) >= spark.getConf().getDouble(MINIMUM, 1e8);
    }

    @Override
    public Part evaluate(ShufflingWork work, Range range, Progress progress) {
        return SparkShufflings.evaluate(spark, limit, work, range, progress);
    }

    @Override
    public boolean takes(int rows, int elements) {
        return (double) rows * elements > spark.getConf().getDouble(LARGEST, 5e7);
    }

    @Override
    public List<BlockwiseTest.Block> evaluate(BlockwiseTest test, Observations data, Progress progress) {
        return new SparkBlocks(spark, limit, folder()).evaluate(test, data, progress);
    }

    @Override
    public boolean takesMaps(int rows, int elements) {
        return takes(rows, elements);
    }

    @Override
    public MapwiseTest.Session open(MapwiseTest test, Observations data, Progress progress) {
        return SparkMaps.open(spark, limit, folder(), test, data, progress);
    }

    @Override
    public boolean takesScans(int scans) {
        return scans > PcaTree.BRANCHES;
    }

    @Override
    public Path folder() {
        return Path.of(spark.getConf().get(FOLDER, "")).toAbsolutePath();
    }

    @Override
    public void make(ScanGathering work, int level, Progress progress) {
        SparkNodes.make(spark, limit, work, level, progress);
    }

    @Override
    public Map<String, String> run(ParticipantRun run, List<String> subjects, Progress progress) throws IOException {
        return new SparkCohort(spark, limit, run, subjects).run(progress);
    }

    @Override
    public long memory() {
        return memory(
                spark.getConf(), tasks(), spark.isLocal() ? Runtime.getRuntime().maxMemory() : 0);
    }

    /**
     * The memory of each task, in bytes: that of the executor divided by the number of tasks it runs at the same time.
     *
     * @param tasks that run at the same time in an executor; 0 if none has registered
     * @param driver bytes of the driver, in which tasks run; 0 if they run in executors
     */
    static long memory(SparkConf settings, int tasks, long driver) {
        int cores = settings.getInt("spark.executor.cores", 1);
        int share = tasks > 0 ? tasks : Math.max(1, cores / settings.getInt("spark.task.cpus", 1));
        long all = driver > 0 ? driver : settings.getSizeAsMb("spark.executor.memory", "1g") << 20;
        return all / share;
    }

    /** The most tasks that an executor runs at the same time; 0 if none registers within {@link #PATIENCE}. */
    private int tasks() {
        for (int wait = 0; wait < PATIENCE; wait += POLL) {
            int most = 0;
            for (ExecutorSummary each :
                    CollectionConverters.asJava(spark.sc().statusStore().executorList(true)))
                if (spark.isLocal() || !each.id().equals("driver")) most = Math.max(most, each.maxTasks());
            if (most > 0) return most;
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        return 0;
    }
}
