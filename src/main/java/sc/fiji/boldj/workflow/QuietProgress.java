package sc.fiji.boldj.workflow;

import sc.fiji.boldj.run.Progress;

/** Cancels when another does, and reports nothing: for short steps within a stage. */
record QuietProgress(Progress whole) implements Progress {

    @Override
    public void update(long done, long total) {}

    @Override
    public boolean isCancelled() {
        return whole.isCancelled();
    }
}
