package sc.fiji.boldj.stats;

import java.util.Optional;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/**
 * Evaluates shufflings in other processes. A test uses it if the {@code TaskExecutor} of the current {@code Parallelization} is
 * one: as with threads, the caller decides where the work runs, and the result is the same.
 */
public interface ShufflingWorkers {

    /** Whether the work is worth sending. */
    boolean takes(ShufflingWork work, Range range);

    /**
     * Evaluates the units of a range and joins them ({@link Part#join}).
     *
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    Part evaluate(ShufflingWork work, Range range, Progress progress);

    /** Those of the current thread that take the work; empty if it is to be done here. */
    static Optional<ShufflingWorkers> current(ShufflingWork work, Range range) {
        return ForwardingTaskExecutor.current(ShufflingWorkers.class).filter(workers -> workers.takes(work, range));
    }
}
