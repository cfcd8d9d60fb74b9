package sc.fiji.boldj.host;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.io.PrintStream;
import sc.fiji.boldj.run.Progress;

/**
 * Progress where the user is: ImageJ's status bar, or standard error where there is no screen. The Escape key cancels.
 *
 * <p>Updates are passed on at most ten times a second (once every two seconds to standard error).
 */
public final class HostProgress implements Progress, AutoCloseable {

    private static final long SCREEN_PERIOD = 100_000_000L;
    private static final long CONSOLE_PERIOD = 2_000_000_000L;

    private final String name;
    private final boolean screen;
    private final PrintStream console;
    private long last = System.nanoTime();
    private boolean shown;

    private HostProgress(String name, boolean screen, PrintStream console) {
        this.name = name;
        this.screen = screen;
        this.console = console;
    }

    /**
     * The progress of one command.
     *
     * @param name what is going on, in a few words
     */
    public static HostProgress open(String name) {
        boolean screen = IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
        if (screen) {
            IJ.resetEscape();
            IJ.showStatus(name + "...");
        }
        return new HostProgress(name, screen, System.err);
    }

    /** Says something that the user should know but that stops nothing: in ImageJ's log, or on standard error. */
    public static void warn(String text) {
        if (IJ.getInstance() != null && !GraphicsEnvironment.isHeadless()) IJ.log(text);
        else System.err.println(text);
    }

    @Override
    public synchronized void update(long done, long total) {
        long now = System.nanoTime();
        if (now - last < (screen ? SCREEN_PERIOD : CONSOLE_PERIOD)) return;
        last = now;
        shown = true;
        if (screen) {
            IJ.showStatus(name + "... (Esc to cancel)");
            IJ.showProgress((double) done / total);
        } else console.println(name + ": " + 100 * done / Math.max(1, total) + " %");
    }

    @Override
    public boolean isCancelled() {
        return screen && IJ.escapePressed();
    }

    @Override
    public void close() {
        if (screen) {
            IJ.showProgress(1.0);
            IJ.showStatus("");
        } else if (shown) console.println(name + ": done");
    }
}
