package sc.fiji.boldj.cli;

import ij.IJ;
import ij.ImageJ;
import ij.Macro;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ActionListener;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A session in plain ImageJ on a screen, as a process of its own: looks for the menu, opens a scan, smooths it from the
 * dialog with the recorder on, saves it. Writes screenshots and what the recorder wrote to the folder of its argument.
 */
final class GuiSession {

    private static final int PATIENCE = Integer.getInteger("boldj.test.patience", 600_000);

    private GuiSession() {}

    /** Arguments: the scan to open, the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        new ImageJ();
        Recorder recorder = new Recorder();
        List<String> menu = new ArrayList<>();
        MenuBar bar = Menus.getMenuBar();
        for (int i = 0; i < bar.getMenuCount(); i++) collect(bar.getMenu(i), "", menu);
        Files.write(folder.resolve("menu.txt"), menu, StandardCharsets.UTF_8);

        IJ.doCommand("Open NIfTI...");
        dialog(folder, "open", arguments[0]);
        await("an open image", () -> WindowManager.getImageCount() == 1);
        screenshot(folder, "scan");
        IJ.doCommand("Gaussian Smoothing (FWHM)...");
        dialog(folder, "smooth", null);
        await("the smoothed image", () -> WindowManager.getImageCount() == 2);
        screenshot(folder, "smoothed");
        IJ.doCommand("Save NIfTI...");
        dialog(folder, "save", folder.resolve("from-the-menu.nii").toString());
        await("the saved file", () -> Files.exists(folder.resolve("from-the-menu.nii")));
        await("the recorder", () -> recorder.getText().contains("Save NIfTI..."));
        screenshot(folder, "recorder");
        String recorded = recorder.getText();
        cancel(folder);
        Files.writeString(folder.resolve("recorded.ijm"), recorded, StandardCharsets.UTF_8);
        Runtime.getRuntime().halt(0);
    }

    /** Presses Escape in the middle of long work: it must stop soon and leave nothing behind. */
    private static void cancel(Path folder) throws Exception {
        Path output = folder.resolve("cancelled");
        Thread work = new Thread(() -> {
            try {
                IJ.run("Simulate Scan...", "output=[" + output + "] preset=protocol");
            } catch (RuntimeException e) {
                if (!Macro.MACRO_CANCELED.equals(e.getMessage())) throw e;
            }
        });
        work.start();
        Thread.sleep(4000);
        screenshot(folder, "progress");
        // Again and again: on a busy machine the command may not have begun yet, and ImageJ forgets the key when it
        // does
        await("the cancelled command", () -> {
            IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            return !work.isAlive();
        });
        screenshot(folder, "cancelled");
        if (Files.exists(output)) {
            System.err.println("the cancelled command left " + output);
            Runtime.getRuntime().halt(4);
        }
    }

    private static void collect(Menu menu, String path, List<String> lines) {
        for (int i = 0; i < menu.getItemCount(); i++) {
            MenuItem item = menu.getItem(i);
            String here = path + menu.getLabel() + ">";
            if (item instanceof Menu submenu) collect(submenu, here, lines);
            else lines.add(here + item.getLabel());
        }
    }

    /** Waits for a dialog, types a path into its first text field if one is given, takes its picture, presses OK. */
    private static void dialog(Path folder, String name, String path) throws Exception {
        GenericDialog dialog = open(name);
        if (path != null) ((java.awt.TextField) dialog.getStringFields().get(0)).setText(path);
        Thread.sleep(500);
        screenshot(folder, "dialog-" + name);
        press(dialog, "OK");
    }

    /** Waits for a dialog. */
    static GenericDialog open(String name) throws Exception {
        GenericDialog[] found = new GenericDialog[1];
        await("the dialog to " + name, () -> {
            for (Window window : Window.getWindows())
                if (window instanceof GenericDialog genericDialog && window.isShowing()) found[0] = genericDialog;
            return found[0] != null;
        });
        return found[0];
    }

    /** Presses a button of a dialog. */
    static void press(GenericDialog dialog, String label) {
        Button button = button(dialog, label);
        for (ActionListener listener : button.getActionListeners())
            listener.actionPerformed(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, label));
    }

    private static Button button(Container parent, String label) {
        for (Component child : parent.getComponents()) {
            if (child instanceof Button button && button.getLabel().trim().equals(label)) return button;
            if (child instanceof Container container) {
                Button inside = button(container, label);
                if (inside != null) return inside;
            }
        }
        return null;
    }

    interface Condition {
        boolean holds();
    }

    static void await(String what, Condition condition) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE;
        while (!condition.holds()) {
            if (System.currentTimeMillis() > end) {
                System.err.println("waited in vain for " + what);
                Runtime.getRuntime().halt(3);
            }
            Thread.sleep(50);
        }
        Thread.sleep(300);
    }

    static void screenshot(Path folder, String name) throws Exception {
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        File file = folder.resolve(name + ".png").toFile();
        ImageIO.write(new Robot().createScreenCapture(screen), "png", file);
    }
}
