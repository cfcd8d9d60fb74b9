package sc.fiji.boldj.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;

/**
 * A {@link TaskExecutor} that leaves its tasks to another. Subclasses add what else the current {@code Parallelization} decides,
 * such as other processes that do part of the work.
 */
public abstract class ForwardingTaskExecutor implements TaskExecutor {

    private final TaskExecutor threads;

    /** @param threads runs the tasks; closed with this */
    protected ForwardingTaskExecutor(TaskExecutor threads) {
        this.threads = threads;
    }

    /** The task executor of the current {@link Parallelization} if it is of a type. */
    public static <T> Optional<T> current(Class<T> type) {
        return Optional.of(Parallelization.getTaskExecutor())
                .filter(type::isInstance)
                .map(type::cast);
    }

    @Override
    public int getParallelism() {
        return threads.getParallelism();
    }

    @Override
    public int suggestNumberOfTasks() {
        return threads.suggestNumberOfTasks();
    }

    @Override
    public void runAll(List<Runnable> tasks) {
        threads.runAll(tasks);
    }

    @Override
    public <T> void forEach(List<? extends T> items, Consumer<? super T> task) {
        threads.forEach(items, task);
    }

    @Override
    public <T, R> List<R> forEachApply(List<? extends T> items, Function<? super T, ? extends R> task) {
        return threads.forEachApply(items, task);
    }

    @Override
    public ExecutorService getExecutorService() {
        return threads.getExecutorService();
    }

    @Override
    public void close() {
        threads.close();
    }
}
