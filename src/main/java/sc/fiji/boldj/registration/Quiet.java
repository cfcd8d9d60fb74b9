package sc.fiji.boldj.registration;

import sc.fiji.boldj.run.Progress;

/** A progress that hears of cancelling but not of the small steps. */
final class Quiet implements Progress {

    private final Progress whole;

    private Quiet(Progress whole) {
        this.whole = whole;
    }

    static Progress of(Progress whole) {
        return whole instanceof Quiet ? whole : new Quiet(whole);
    }

    @Override
    public void update(long done, long total) {}

    @Override
    public boolean isCancelled() {
        return whole.isCancelled();
    }
}
