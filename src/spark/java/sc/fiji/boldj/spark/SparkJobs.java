package sc.fiji.boldj.spark;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import sc.fiji.boldj.run.Progress;

/** Waits for jobs. */
final class SparkJobs {

    private static final int POLL = 100;

    private SparkJobs() {}

    /**
     * The result of a job.
     *
     * @throws CancellationException if the progress is cancelled; the job is, too
     * @throws IllegalStateException if the job fails, or too many executors are lost
     */
    static <T> T await(JavaSparkContext spark, JavaFutureAction<T> job, ExecutorLimit limit, Progress progress) {
        try {
            while (true) {
                progress.checkCancelled();
                limit.check();
                try {
                    return job.get(POLL, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    update(spark, job, progress);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Spark: " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            if (!job.isDone()) job.cancel(true);
        }
    }

    private static void update(JavaSparkContext spark, JavaFutureAction<?> job, Progress progress) {
        int done = 0;
        int all = 0;
        for (int id : job.jobIds()) {
            org.apache.spark.SparkJobInfo info = spark.statusTracker().getJobInfo(id);
            if (info == null) continue;
            for (int stage : info.stageIds()) {
                SparkStageInfo each = spark.statusTracker().getStageInfo(stage);
                if (each == null) continue;
                done += each.numCompletedTasks();
                all += each.numTasks();
            }
        }
        if (all > 0) progress.update(done, all);
    }

    /** The first line of what the innermost exception says. */
    static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) cause = cause.getCause();
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return Arrays.stream(text.split("\n", 2)).findFirst().orElse("");
    }
}
