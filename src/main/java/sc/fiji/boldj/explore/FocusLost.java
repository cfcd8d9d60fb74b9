package sc.fiji.boldj.explore;

import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;

/** Runs when a field loses the keyboard focus: the entry is accepted, as with the Enter key. */
final class FocusLost extends FocusAdapter {

    private final Runnable run;

    FocusLost(Runnable run) {
        this.run = run;
    }

    @Override
    public void focusLost(FocusEvent e) {
        if (!e.isTemporary()) run.run();
    }
}
