package sc.fiji.boldj.cli;

import ij.IJ;
import ij.ImageJ;
import ij.plugin.frame.Recorder;
import java.awt.EventQueue;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JProgressBar;
import javax.swing.JTable;
import javax.swing.JTextField;

/**
 * The study window on a screen, as a process of its own, by keys alone: the second series is rated, processing is started and ends
 * with what failed, and what the recorder wrote is kept.
 */
final class StudySession {

    private StudySession() {}

    /** Arguments: dataset, results, the folder to write to, and {@code look} to take a picture only. */
    public static void main(String[] arguments) throws Exception {
        Path results = Path.of(arguments[1]);
        Path folder = Path.of(arguments[2]);
        new ImageJ();
        Recorder recorder = new Recorder();
        IJ.run("Study...", "bids=[" + arguments[0] + "] output=[" + results + "]");
        JFrame frame = ExplorerSession.frame("Study:");
        JTable table = ExplorerSession.part(frame, "series", JTable.class);
        GuiSession.await("the series", () -> table.getRowCount() > 0);
        ExplorerSession.picture(folder, "study-window");
        if (arguments.length > 3) Runtime.getRuntime().halt(0);
        Robot robot = new Robot();
        robot.setAutoDelay(20);
        focus(frame, table);
        ExplorerSession.key(robot, KeyEvent.VK_DOWN, false);
        robot.keyPress(KeyEvent.VK_ALT);
        robot.keyPress(KeyEvent.VK_E);
        robot.keyRelease(KeyEvent.VK_E);
        robot.keyRelease(KeyEvent.VK_ALT);
        JTextField reason = ExplorerSession.part(frame, "reason", JTextField.class);
        EventQueue.invokeAndWait(reason::requestFocusInWindow);
        GuiSession.await("the field of the reason", reason::isFocusOwner);
        for (int key : new int[] {KeyEvent.VK_G, KeyEvent.VK_H, KeyEvent.VK_O, KeyEvent.VK_S, KeyEvent.VK_T})
            ExplorerSession.key(robot, key, false);
        ExplorerSession.key(robot, KeyEvent.VK_3, true);
        GuiSession.await("the rating", () -> Files.exists(results.resolve("ratings.tsv")));
        GuiSession.await("the rating in the table", () -> "exclude".equals(table.getValueAt(1, 9)));
        press(frame, "start");
        JButton start = ExplorerSession.part(frame, "start", JButton.class);
        JProgressBar bar = ExplorerSession.part(frame, "progress", JProgressBar.class);
        GuiSession.await(
                "the end of processing",
                () -> start.isEnabled() && bar.getString().contains("series done"));
        ExplorerSession.picture(folder, "study-window-failed");
        JLabel note = ExplorerSession.part(frame, "note", JLabel.class);
        GuiSession.await("the recorded lines", () -> recorder.getText().contains("Run Participant..."));
        Files.writeString(folder.resolve("study.ijm"), recorder.getText(), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("study.txt"), note.getText() + "\n" + table.getValueAt(1, 10) + "\n");
        EventQueue.invokeAndWait(frame::dispose);
        GuiSession.await("its threads to end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("Study:")));
        Runtime.getRuntime().halt(0);
    }

    private static void focus(JFrame frame, JTable table) throws Exception {
        EventQueue.invokeAndWait(() -> {
            frame.toFront();
            table.requestFocusInWindow();
        });
        if (!table.isFocusOwner()) {
            Robot robot = new Robot();
            java.awt.Point corner = frame.getLocationOnScreen();
            robot.mouseMove(corner.x + frame.getWidth() / 2, corner.y + 10);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            EventQueue.invokeAndWait(table::requestFocusInWindow);
        }
        GuiSession.await("the focus of the table", table::isFocusOwner);
    }

    private static void press(JFrame frame, String name) throws Exception {
        EventQueue.invokeAndWait(
                () -> ExplorerSession.part(frame, name, JButton.class).doClick());
    }
}
