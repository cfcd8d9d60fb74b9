package sc.fiji.boldj.cli;

import ij.IJ;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.JTextField;

/**
 * The Orthogonal Viewer on a screen, as a process of its own: a place is typed, clusters are stepped through, the convention is
 * switched and the crosshair dragged, all but the dragging by keys; the macro line is recorded; the image is closed.
 */
final class ViewerSession {

    private ViewerSession() {}

    /** Arguments: anatomy, overlay, the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        ExplorerSession.start(arguments[0], arguments[1]);
        Recorder recorder = new Recorder();
        String overlay = Path.of(arguments[1]).getFileName().toString();
        String anatomy = Path.of(arguments[0]).getFileName().toString();
        IJ.run("Orthogonal Viewer", "input=" + anatomy + " overlay=" + overlay + " threshold=1 maximum=6");
        JFrame frame = ExplorerSession.frame("Orthogonal Viewer: " + anatomy);
        Robot robot = new Robot();
        JLabel values = ExplorerSession.part(frame, "values", JLabel.class);
        GuiSession.await("the first picture", () -> values.getText().contains(overlay));
        StringBuilder seen = new StringBuilder();

        ExplorerSession.type(robot, frame, "24, 0, 0");
        GuiSession.await("the value at the crosshair", () -> values.getText().contains("<b>5</b>"));
        seen.append("typed\t").append(text(frame)).append('\n');
        JTable clusters = ExplorerSession.part(frame, "clusters", JTable.class);
        GuiSession.await("the clusters", () -> clusters.getRowCount() == 2);
        ExplorerSession.key(robot, KeyEvent.VK_N, true);
        ExplorerSession.key(robot, KeyEvent.VK_N, true);
        GuiSession.await("the second cluster", () -> clusters.getSelectedRow() == 1);
        seen.append("cluster\t").append(text(frame)).append('\n');
        Component axial = ExplorerSession.part(frame, "plane-axial", Component.class);
        axial.requestFocus();
        GuiSession.await("the focus on the axial plane", axial::isFocusOwner);
        String before = text(frame);
        ExplorerSession.key(robot, KeyEvent.VK_RIGHT, false);
        GuiSession.await("the step to the right", () -> !text(frame).equals(before));
        seen.append("right\t").append(text(frame)).append('\n');
        ExplorerSession.key(robot, KeyEvent.VK_L, true);
        JLabel convention = ExplorerSession.part(frame, "convention", JLabel.class);
        GuiSession.await(
                "the radiological convention", () -> convention.getText().startsWith("radiological"));
        String radiological = text(frame);
        ExplorerSession.key(robot, KeyEvent.VK_RIGHT, false);
        GuiSession.await(
                "the step in radiological convention", () -> !text(frame).equals(radiological));
        seen.append("radiological\t").append(text(frame)).append('\n');
        ExplorerSession.drag(
                robot,
                ExplorerSession.part(frame, "plane-coronal", Component.class),
                new double[] {0.5, 0.5},
                new double[] {0.4, 0.4},
                20,
                10);
        GuiSession.await("the dragged crosshair", () -> x(frame) > 3);
        seen.append("dragged\t").append(text(frame)).append('\n');
        ExplorerSession.picture(folder, "viewer");
        ExplorerSession.key(robot, KeyEvent.VK_R, true);
        GuiSession.await("the recorded line", () -> recorder.getText().contains("convention=radiological"));
        Files.writeString(folder.resolve("recorded.ijm"), recorder.getText(), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("seen.tsv"), seen, StandardCharsets.UTF_8);
        java.awt.EventQueue.invokeAndWait(() -> WindowManager.getImage(anatomy).close());
        GuiSession.await("the window to close with its image", () -> !frame.isDisplayable());
        GuiSession.await("its thread to end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("Orthogonal Viewer")));
        Files.write(folder.resolve("closed.txt"), List.of("closed"), StandardCharsets.UTF_8);
        Runtime.getRuntime().halt(0);
    }

    private static double x(JFrame frame) {
        return Double.parseDouble(text(frame).split(",", -1)[0]);
    }

    private static String text(JFrame frame) {
        return ExplorerSession.part(frame, "crosshair", JTextField.class).getText();
    }
}
