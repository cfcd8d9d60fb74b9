package sc.fiji.boldj.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.imglib2.parallel.TaskExecutors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
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

/** What runs on executors while this is the task executor: tasks of participants, and shufflings that are worth sending. */
final class SparkWorkers extends ForwardingTaskExecutor
        implements ShufflingWorkers, BlockwiseTest.Workers, MapwiseTest.Workers, ScanGathering.Workers, CohortWorkers {

    /** Setting: multiplications below which a permutation test runs in the driver. */
    static final String MINIMUM = "spark.boldj.minimumWork";

    /** Setting: numbers (maps times voxels) above which a test is cut into blocks of voxels. */
    static final String LARGEST = "spark.boldj.largestInMemory";

    /** Setting: folder for blocks and nodes, which all executors see. */
    static final String FOLDER = "spark.boldj.folder";

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

    /** Of the executor's memory, what the tasks leave each other that run in it at the same time. */
    @Override
    public long memory() {
        SparkConf settings = spark.getConf();
        int perTask = Math.max(1, settings.getInt("spark.task.cpus", 1));
        if (spark.isLocal())
            return Runtime.getRuntime().maxMemory() / Math.max(1, spark.defaultParallelism() / perTask);
        int executors = Math.max(1, spark.sc().statusTracker().getExecutorInfos().length - 1);
        int cores = settings.getInt("spark.executor.cores", Math.max(1, spark.defaultParallelism() / executors));
        long memory = settings.getSizeAsBytes("spark.executor.memory", "1g");
        return memory / Math.max(1, cores / perTask);
    }
}
