package sc.fiji.boldj.cli;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;
import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.nio.file.Path;
import javax.swing.JFrame;
import javax.swing.JTextField;

/** What the sessions in windows of linked planes have in common: finding parts by name, and typing and dragging as a user does. */
final class ExplorerSession {

    private ExplorerSession() {}

    /** ImageJ with images from files, the first one active. */
    static void start(String... files) throws Exception {
        new ImageJ();
        for (int i = files.length - 1; i >= 0; i--) {
            IJ.run("Open NIfTI...", "path=[" + files[i] + "]");
        }
        GuiSession.await("the images", () -> WindowManager.getImageCount() == files.length);
    }

    /** The window of linked planes whose title begins so. */
    static JFrame frame(String title) throws Exception {
        JFrame[] found = new JFrame[1];
        GuiSession.await("the window " + title, () -> {
            for (Window window : Window.getWindows())
                if (window instanceof JFrame frame
                        && frame.isShowing()
                        && frame.getTitle().startsWith(title)) found[0] = frame;
            return found[0] != null;
        });
        return found[0];
    }

    /** A part of a window by its name. */
    static <C extends Component> C part(Container parent, String name, Class<C> type) {
        for (Component child : parent.getComponents()) {
            if (name.equals(child.getName())) return type.cast(child);
            if (child instanceof Container container) {
                C inside = part(container, name, type);
                if (inside != null) return inside;
            }
        }
        return null;
    }

    /** Types a place into the field of the crosshair. */
    static void type(Robot robot, JFrame frame, String place) throws Exception {
        JTextField field = part(frame, "crosshair", JTextField.class);
        java.awt.EventQueue.invokeAndWait(() -> {
            field.setText(place);
            field.postActionEvent();
        });
        robot.waitForIdle();
    }

    /** Drags from one point of a part to another, in shares of its size, with a number of steps. */
    static void drag(Robot robot, Component part, double[] from, double[] to, int steps, int pause) {
        Point corner = part.getLocationOnScreen();
        for (int i = 0; i <= steps; i++) {
            double share = (double) i / steps;
            int x = (int) (corner.x + part.getWidth() * (from[0] + share * (to[0] - from[0])));
            int y = (int) (corner.y + part.getHeight() * (from[1] + share * (to[1] - from[1])));
            robot.mouseMove(x, y);
            if (i == 0) robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            robot.delay(pause);
        }
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    }

    /** Presses a key, with Ctrl or without. */
    static void key(Robot robot, int code, boolean control) {
        if (control) robot.keyPress(KeyEvent.VK_CONTROL);
        robot.keyPress(code);
        robot.keyRelease(code);
        if (control) robot.keyRelease(KeyEvent.VK_CONTROL);
        robot.waitForIdle();
    }

    /** A picture of the screen. */
    static void picture(Path folder, String name) throws Exception {
        Thread.sleep(400);
        GuiSession.screenshot(folder, name);
    }
}
