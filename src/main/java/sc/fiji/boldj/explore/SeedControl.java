package sc.fiji.boldj.explore;

/** The seed of a window of linked planes: where it is, and the ring that shows it. Used on the event thread only. */
final class SeedControl {

    private final ViewFrame frame;
    private final ViewSession.Live live;
    private final SeedTrail trail;

    /** The seed is at the crosshair first. */
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

    /** Moves the seed to the crosshair, also if it is locked. */
    void setHere() {
        set(frame.scene().viewpoint(), false);
        frame.submit();
    }

    /** The seed before, or the one that was undone last; the crosshair goes there. */
    void recall(boolean undo) {
        if (undo) trail.undo();
        else trail.redo();
        show();
        frame.look(new double[] {now().x(), now().y(), now().z()}, false);
    }

    /** Whether the seed stays where it is. */
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
