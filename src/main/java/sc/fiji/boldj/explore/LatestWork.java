package sc.fiji.boldj.explore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import sc.fiji.boldj.run.Progress;

/**
 * The one thread that computes for a window. The latest request wins: while one is worked on, a newer one replaces the one
 * that waits, and none queues up behind it. Closing cancels what is being computed and ends the thread.
 *
 * <p>The event thread hands over requests and never computes.
 */
public final class LatestWork<R> implements AutoCloseable {

    private final BiConsumer<R, Progress> work;
    private final BiConsumer<R, RuntimeException> failure;
    private final Thread thread;
    private final Deque<Consumer<Progress>> jobs = new ArrayDeque<>();
    private R waiting;
    private boolean busy;
    private volatile boolean closed;

    private final Progress untilClosed = new Progress() {
        @Override
        public void update(long done, long total) {
            // the window shows the result itself
        }

        @Override
        public boolean isCancelled() {
            return closed;
        }
    };

    /**
     * Starts the thread.
     *
     * @param name of the thread
     * @param work computes a request; the progress is cancelled when the window is closed
     * @param failure is told, on the thread, why a request failed; not of cancelling
     */
    public LatestWork(String name, BiConsumer<R, Progress> work, BiConsumer<R, RuntimeException> failure) {
        this.work = work;
        this.failure = failure;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Replaces the request that waits. Returns at once; does nothing after closing. */
    public synchronized void submit(R request) {
        if (closed) return;
        waiting = request;
        notifyAll();
    }

    /** Adds work that no newer request replaces, such as writing a file; it comes before the request that waits. */
    public synchronized void perform(Consumer<Progress> job) {
        if (closed) return;
        jobs.add(job);
        notifyAll();
    }

    /** Whether nothing is computed and nothing waits. */
    public synchronized boolean isIdle() {
        return !busy && waiting == null && jobs.isEmpty();
    }

    /** Whether the thread has ended. */
    public boolean hasEnded() {
        return !thread.isAlive();
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting = null;
        jobs.clear();
        notifyAll();
    }

    /** The next thing to do; null after closing. */
    private synchronized Consumer<Progress> next() {
        busy = false;
        while (waiting == null && jobs.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        if (closed) return null;
        busy = true;
        if (!jobs.isEmpty()) return jobs.remove();
        R request = waiting;
        waiting = null;
        return progress -> {
            try {
                work.accept(request, progress);
            } catch (CancellationException e) {
                if (!closed) throw e;
            } catch (RuntimeException e) {
                if (!closed) failure.accept(request, e);
            }
        };
    }

    private void run() {
        for (Consumer<Progress> task = next(); task != null; task = next()) {
            try {
                task.accept(untilClosed);
            } catch (RuntimeException e) {
                if (!closed) failure.accept(null, e);
            }
        }
    }
}
