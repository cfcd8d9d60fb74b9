package sc.fiji.boldj.explore;

import java.awt.EventQueue;
import java.util.function.DoubleConsumer;
import sc.fiji.boldj.run.Progress;

/** A progress that a window shows: its share goes to the event thread whenever it has grown by a percent. */
final class ShownProgress implements Progress {

    private final Progress until;
    private final DoubleConsumer shown;
    private long percent = -1;

    /**
     * @param until tells when to stop
     * @param shown receives shares from 0 to 1 on the event thread
     */
    ShownProgress(Progress until, DoubleConsumer shown) {
        this.until = until;
        this.shown = shown;
    }

    @Override
    public synchronized void update(long done, long total) {
        long now = total > 0 ? 100 * done / total : 0;
        if (now <= percent) return;
        percent = now;
        EventQueue.invokeLater(() -> shown.accept(now / 100.0));
    }

    @Override
    public boolean isCancelled() {
        return until.isCancelled();
    }
}
