package sc.fiji.boldj.spark;

import org.apache.spark.TaskContext;
import sc.fiji.boldj.run.Progress;

/** The progress of a task: reports nothing, and is cancelled when Spark interrupts the task. */
record TaskProgress(TaskContext context) implements Progress {
    @Override
    public void update(long done, long total) {}

    @Override
    public boolean isCancelled() {
        return context.isInterrupted();
    }
}
