package sc.fiji.boldj.explore;

/** The seed of a window of linked planes: where it is, and the ring that shows it. Used on the event thread only. */
final class SeedControl {

    private final ViewFrame frame;
    private final ViewSession.Live live;
    private final SeedTrail trail;

    /** Starts with the seed at the crosshair. */
    SeedControl(ViewFrame frame, ViewSession.Live live) {
        this.frame = frame;
        this.live = live;
        trail = new SeedTrail(frame.scene().viewpoint().rounded());
    }

    SeedTrail trail() {
        return trail;
    }

    Viewpoint.Place now() {
        return trail.now();
    }

    /** Moves the seed to the crosshair of a view. */
    void set(Viewpoint at, boolean moving) {
        trail.set(at.rounded(), moving);
        show();
    }

    /** Moves the seed to the crosshair, even if it is locked. */
    void setHere() {
        set(frame.scene().viewpoint(), false);
        frame.submit();
    }

    /** Returns to the previous seed or to the one that was undone last; the crosshair moves there too. */
    void recall(boolean undo) {
        if (undo) trail.undo();
        else trail.redo();
        show();
        frame.look(new double[] {now().x(), now().y(), now().z()}, false);
    }

    /** Locks or unlocks the seed. */
    void lock(boolean on) {
        trail.lock(on);
        show();
    }

    /** Removes a seed that has no map. */
    void reject(Viewpoint.Place place) {
        trail.reject(place);
        show();
    }

    /** Shows the seed. */
    void show() {
        frame.ring(now(), live.radius());
    }
}
