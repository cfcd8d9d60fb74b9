package sc.fiji.boldj.cli;

import ij.IJ;
import ij.ImageJ;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JMenuBar;
import sc.fiji.boldj.command.CommandMenu;

/**
 * Opens each window and each dialog on the screen of {@code DISPLAY} and takes a screenshot of it. Not a test: the screenshots are inspected
 * before a release ({@code -Dplugins.dir} as in {@code ExplorerIT}).
 */
final class ScreenTour {

    private ScreenTour() {}

    /** Arguments: folder for the pictures, raw series, BIDS folder of a finished study, its results; optional: {@code windows} alone. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        new ImageJ();
        if (arguments.length < 5) dialogs(folder, arguments[1]);
        IJ.doCommand("Quickstart");
        Thread.sleep(5000);
        ExplorerSession.picture(folder, "quickstart");
        close();
        seeds(folder, arguments[1]);
        study(folder, arguments[2], arguments[3]);
        Runtime.getRuntime().halt(0);
    }

    private static void dialogs(Path folder, String scan) throws Exception {
        IJ.run("Open NIfTI...", "path=[" + scan + "]");
        Map<String, String> commands = commands();
        for (String label : CommandMenu.table().entries().keySet()) {
            String entry = commands.get(label);
            if (entry == null) continue;
            String name = entry.substring(entry.indexOf('"') + 1, entry.lastIndexOf('"'));
            if (CommandMenu.table().spec(name).keys().isEmpty()) continue;
            IJ.doCommand(label);
            GenericDialog dialog = GuiSession.open(label);
            Thread.sleep(300);
            ExplorerSession.picture(folder, "dialog-" + label.replaceAll("[^A-Za-z0-9]+", "-"));
            GuiSession.press(dialog, "Cancel");
            GuiSession.await("the end of the dialog", () -> !dialog.isShowing());
        }
    }

    @SuppressWarnings("unchecked") // ImageJ's table has no type parameters
    private static Map<String, String> commands() {
        return Menus.getCommands();
    }

    private static void seeds(Path folder, String scan) throws Exception {
        if (WindowManager.getImageCount() == 0) IJ.run("Open NIfTI...", "path=[" + scan + "]");
        ExplorerSession.picture(folder, "series");
        IJ.run("Seed Explorer", "input=" + WindowManager.getImageTitles()[0]);
        JFrame frame = ExplorerSession.frame("Seed Explorer");
        Robot robot = new Robot();
        JLabel notice = ExplorerSession.part(frame, "notice", JLabel.class);
        Thread.sleep(4000);
        ExplorerSession.picture(folder, "seed-explorer-raw");
        press(frame, "denoise");
        GuiSession.await("the denoised series", () -> notice.getText().contains("degrees of freedom left"));
        ExplorerSession.type(robot, frame, "0, -50, 40");
        Thread.sleep(3000);
        ExplorerSession.picture(folder, "seed-explorer");
        press(frame, "record");
        Thread.sleep(1500);
        ExplorerSession.picture(folder, "macro-lines");
        EventQueue.invokeAndWait(() -> {
            for (Window window : Window.getWindows())
                if ("macro-lines".equals(window.getName())) window.setVisible(false);
        });
        focus(folder, robot, frame);
        menus(folder, robot, frame);
        ExplorerSession.key(robot, KeyEvent.VK_F1, false);
        Thread.sleep(1500);
        ExplorerSession.picture(folder, "keys");
        ExplorerSession.key(robot, KeyEvent.VK_ESCAPE, false);
        Thread.sleep(500);
        EventQueue.invokeAndWait(() -> frame.getJMenuBar().getMenu(2).getItem(1).doClick());
        Thread.sleep(2000);
        ExplorerSession.picture(folder, "places");
        EventQueue.invokeAndWait(() -> {
            for (Window window : frame.getOwnedWindows()) window.setVisible(false);
        });
        press(frame, "keep");
        Thread.sleep(3000);
        ExplorerSession.picture(folder, "open-map");
        close();
    }

    /** The components that Tab reaches, as a table: a window can be used without a mouse if every component is reached. */
    private static void focus(Path folder, Robot robot, JFrame frame) throws Exception {
        Component axial = ExplorerSession.part(frame, "plane-axial", Component.class);
        EventQueue.invokeAndWait(() -> {
            frame.toFront();
            axial.requestFocus();
        });
        Thread.sleep(800);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 45; i++) {
            Component owner = java.awt.KeyboardFocusManager.getCurrentKeyboardFocusManager()
                    .getFocusOwner();
            order.append(owner == null ? "none" : owner.getClass().getSimpleName() + "\t" + owner.getName())
                    .append('\n');
            if (i == 6 || i == 12) ExplorerSession.picture(folder, "focus-" + i);
            ExplorerSession.key(robot, KeyEvent.VK_TAB, false);
            Thread.sleep(120);
            if (i > 3 && owner == axial) break;
        }
        Files.writeString(folder.resolve("tab-order.tsv"), order);
    }

    private static void menus(Path folder, Robot robot, JFrame frame) throws Exception {
        JMenuBar bar = frame.getJMenuBar();
        for (int i = 0; i < bar.getMenuCount(); i++) {
            int at = i;
            EventQueue.invokeAndWait(() -> bar.getMenu(at).doClick());
            ExplorerSession.picture(folder, "menu-" + bar.getMenu(i).getText());
            ExplorerSession.key(robot, KeyEvent.VK_ESCAPE, false);
            ExplorerSession.key(robot, KeyEvent.VK_ESCAPE, false);
        }
    }

    private static void study(Path folder, String bids, String results) throws Exception {
        IJ.run("Study...", "bids=[" + bids + "] output=[" + results + "]");
        ExplorerSession.frame("Study");
        Thread.sleep(20000);
        ExplorerSession.picture(folder, "study");
        close();
        IJ.run("Group Explorer", "results=[" + results + "] bids=[" + bids + "]");
        ExplorerSession.frame("Group Explorer");
        Thread.sleep(15000);
        ExplorerSession.picture(folder, "group-explorer");
        close();
        try (var files = Files.walk(Path.of(results))) {
            List<Path> maps = files.filter(file -> file.toString().matches(".*sub-01_ses-1.*seed-PCC.*\\.nii\\.gz"))
                    .toList();
            if (!maps.isEmpty()) {
                IJ.run("Open NIfTI...", "path=[" + maps.get(0) + "]");
                String title = WindowManager.getCurrentImage().getTitle();
                IJ.run("Orthogonal Viewer", "input=" + title + " overlay=" + title + " background=none");
                ExplorerSession.frame("Orthogonal Viewer");
                Thread.sleep(3000);
                ExplorerSession.picture(folder, "viewer");
            }
        }
    }

    private static void press(JFrame frame, String name) throws Exception {
        EventQueue.invokeAndWait(
                () -> ExplorerSession.part(frame, name, AbstractButton.class).doClick());
    }

    private static void close() throws Exception {
        EventQueue.invokeAndWait(() -> {
            for (Window window : Window.getWindows())
                if (!(window instanceof ImageJ) && window.isShowing()) window.dispose();
        });
        WindowManager.closeAllWindows();
        Thread.sleep(800);
    }
}
