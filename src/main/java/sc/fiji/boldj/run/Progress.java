package sc.fiji.boldj.run;

import java.util.concurrent.CancellationException;

/**
 * Receives the progress of a computation and tells it when to stop.
 *
 * <p>Kernels take a {@code Progress} as their last argument; they never see a status bar, a log window or a dialog.
 * Methods may be called from several threads at once.
 */
public interface Progress {

    /** Ignores every update and never cancels. */
    Progress NONE = new Progress() {
        @Override
        public void update(long done, long total) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    /** Reports that {@code done} of {@code total} equal units of work are complete. */
    void update(long done, long total);

    /** Returns whether the caller asked for the computation to stop. */
    boolean isCancelled();

    /**
     * Returns normally, unless the caller asked to stop.
     *
     * @throws CancellationException if {@link #isCancelled()}
     */
    default void checkCancelled() {
        if (isCancelled()) throw new CancellationException("cancelled by the user");
    }

    /**
     * The progress of one stage of a longer computation: its own 0 to 100 % covers {@code from} to {@code to} of the
     * whole.
     *
     * @param from where the stage begins, in [0, 1]
     * @param to where it ends, in [from, 1]; a rounding error above 1, as of {@code 0.2 + 0.8 * 3 / 3}, is none
     */
    default Progress stage(double from, double to) {
        if (!(from >= 0 && from <= to && to <= 1 + 1e-9))
            throw new IllegalArgumentException("a stage needs 0 <= from <= to <= 1, got " + from + " and " + to);
        Progress whole = this;
        return new Progress() {
            @Override
            public void update(long done, long total) {
                double share = total > 0 ? (double) done / total : 1;
                whole.update(Math.min(1_000_000, Math.round(1e6 * (from + (to - from) * share))), 1_000_000);
            }

            @Override
            public boolean isCancelled() {
                return whole.isCancelled();
            }
        };
    }
}
