package sc.fiji.boldj.spark;

import java.io.IOException;
import java.util.stream.IntStream;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.component.ScanGathering;

/**
 * The tree of principal components of a group ICA, a task for each node of a level. Nodes go through files: a task reads its
 * inputs and renames its own file into place, so a repeated attempt changes nothing.
 */
final class SparkNodes {

    private SparkNodes() {}

    static void make(JavaSparkContext spark, ExecutorLimit limit, ScanGathering work, int level, Progress progress) {
        int nodes = work.nodes(level);
        Broadcast<ScanGathering> sent = spark.broadcast(work);
        try {
            SparkJobs.await(
                    spark,
                    spark.parallelize(IntStream.range(0, nodes).boxed().toList(), nodes)
                            .foreachAsync(node -> make(sent.value(), level, node)),
                    limit,
                    progress);
        } finally {
            sent.destroy();
        }
    }

    private static void make(ScanGathering work, int level, int node) throws IOException {
        IOException[] thrown = new IOException[1];
        Parallelization.runWithNumThreads(Math.max(1, TaskContext.get().cpus()), () -> {
            try {
                work.make(level, node, new TaskProgress(TaskContext.get()));
            } catch (IOException e) {
                thrown[0] = e;
            }
        });
        if (thrown[0] != null) throw thrown[0];
    }
}
