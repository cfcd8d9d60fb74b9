package sc.fiji.boldj.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * The positions of the seed in a window, with undo and redo: looking around moves only the crosshair, choosing a position moves the seed.
 * A drag is one step. Used on the event thread only.
 */
final class SeedTrail {

    private final List<Viewpoint.Place> places = new ArrayList<>();
    private int now;
    private boolean dragging;
    private boolean locked;

    /** @param start in tenths of a millimetre, as all that follow */
    SeedTrail(Viewpoint.Place start) {
        places.add(start);
    }

    Viewpoint.Place now() {
        return places.get(now);
    }

    boolean isLocked() {
        return locked;
    }

    /** While it is locked, clicks, typed positions and named regions move only the crosshair. */
    void lock(boolean on) {
        locked = on;
    }

    /** Moves the seed. The positions of a drag, up to the call with {@code moving} false, are one step. */
    void set(Viewpoint.Place place, boolean moving) {
        if (dragging) places.set(now, place);
        else {
            places.subList(now + 1, places.size()).clear();
            places.add(place);
            now++;
        }
        dragging = moving;
        if (!dragging && places.get(now).equals(places.get(now - 1))) places.remove(now--);
    }

    boolean canUndo() {
        return now > 0;
    }

    boolean canRedo() {
        return now < places.size() - 1;
    }

    /** Returns to the previous seed, if there is one. */
    void undo() {
        if (canUndo()) now--;
    }

    /** Restores the seed that was undone last, if there is one. */
    void redo() {
        if (canRedo()) now++;
    }

    /** Removes a seed that has no map, unless it is the first or has been left; the previous one replaces it. */
    void reject(Viewpoint.Place place) {
        if (dragging || now == 0 || !now().equals(place)) return;
        places.remove(now--);
    }
}
