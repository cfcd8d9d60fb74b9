package sc.fiji.boldj.cli;

import ij.IJ;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.awt.EventQueue;
import java.awt.Robot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;

/**
 * The Seed Explorer on a screen, as a process of its own: the map follows the mouse; one map and one given a second seed are opened
 * and saved, and what the recorder wrote is kept.
 */
final class SeedExplorerSession {

    private SeedExplorerSession() {}

    /** Arguments: series, the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        ExplorerSession.start(arguments[0]);
        String scan = Path.of(arguments[0]).getFileName().toString();
        Recorder recorder = new Recorder();
        IJ.run("Seed Explorer", "input=" + scan);
        JFrame frame = ExplorerSession.frame("Seed Explorer");
        Robot robot = new Robot();
        JList<?> layers = ExplorerSession.part(frame, "layers", JList.class);
        GuiSession.await("the first map", () -> name(layers).startsWith("map of"));
        String first = name(layers);
        ExplorerSession.drag(
                robot,
                ExplorerSession.part(frame, "plane-axial", java.awt.Component.class),
                new double[] {0.5, 0.5},
                new double[] {0.4, 0.45},
                20,
                15);
        GuiSession.await("a map of another place", () -> !name(layers).equals(first));
        looking(robot, frame, layers);
        ExplorerSession.type(robot, frame, "-8.5, 12, 4.25");
        GuiSession.await("the map of the place", () -> name(layers).equals("map of -8.5,12,4.2"));
        ExplorerSession.picture(folder, "seed-explorer");
        press(frame, "keep");
        save("seed_z", folder.resolve("from-the-window-1.nii"), 2);
        press(frame, "second-set");
        ExplorerSession.type(robot, frame, "10, -6, 2");
        EventQueue.invokeAndWait(
                () -> ExplorerSession.part(frame, "measure", JComboBox.class).setSelectedItem("r"));
        GuiSession.await("the map given the second seed", () -> name(layers).equals("map of 10,-6,2"));
        press(frame, "keep");
        save("seed_r", folder.resolve("from-the-window-2.nii"), 3);
        ExplorerSession.picture(folder, "seed-explorer-partial");
        JLabel notice = ExplorerSession.part(frame, "notice", JLabel.class);
        if (!notice.getText().contains("seems not to be denoised")) throw new IllegalStateException(notice.getText());
        press(frame, "second-none");
        press(frame, "denoise");
        GuiSession.await("the denoised series", () -> notice.getText().contains("degrees of freedom left"));
        ExplorerSession.type(robot, frame, "10, -6, 4");
        GuiSession.await("the denoised map", () -> name(layers).equals("map of 10,-6,4"));
        press(frame, "keep");
        save("seed_r", folder.resolve("from-the-window-3.nii"), 4);
        ExplorerSession.picture(folder, "seed-explorer-denoised");
        GuiSession.await("the recorded lines", () -> recorder.getText().contains("seed=10,-6,4"));
        Files.writeString(folder.resolve("seeds.ijm"), recorder.getText(), StandardCharsets.UTF_8);
        ExplorerSession.type(robot, frame, "36, 46, 20");
        JLabel note = ExplorerSession.part(frame, "note", JLabel.class);
        GuiSession.await("a note that there is no seed outside the brain", () -> note.getText()
                .contains("in the mask"));
        EventQueue.invokeAndWait(() -> WindowManager.getImage(scan).close());
        GuiSession.await("the window to close with its image", () -> !frame.isDisplayable());
        GuiSession.await("its thread to end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("Seed Explorer")));
        Runtime.getRuntime().halt(0);
    }

    /** The wheel and clusters move only the crosshair, Enter sets the seed, undo and redo restore seeds, a locked seed stays. */
    private static void looking(Robot robot, JFrame frame, JList<?> layers) throws Exception {
        GuiSession.await("the map of the end of the drag", () -> name(layers).equals(map(frame)));
        String before = name(layers);
        String at = crosshair(frame);
        java.awt.Component axial = ExplorerSession.part(frame, "plane-axial", java.awt.Component.class);
        axial.requestFocus();
        GuiSession.await("the focus on the axial plane", axial::isFocusOwner);
        robot.mouseWheel(-3);
        GuiSession.await(
                "the crosshair to follow the wheel", () -> !crosshair(frame).equals(at));
        String wheeled = crosshair(frame);
        ExplorerSession.key(robot, java.awt.event.KeyEvent.VK_N, true);
        GuiSession.await("the crosshair at a cluster", () -> !crosshair(frame).equals(wheeled));
        idle(frame);
        if (!name(layers).equals(before)) throw new IllegalStateException("looking moved the seed to " + name(layers));
        ExplorerSession.key(robot, java.awt.event.KeyEvent.VK_ENTER, true);
        String here = map(frame);
        GuiSession.await("the map of the crosshair", () -> name(layers).equals(here));
        press(frame, "seed-undo");
        GuiSession.await("the map before", () -> name(layers).equals(before));
        press(frame, "seed-redo");
        GuiSession.await("the map again", () -> name(layers).equals(here));
        ExplorerSession.key(robot, java.awt.event.KeyEvent.VK_K, true);
        ExplorerSession.type(robot, frame, "12, 4, 4");
        GuiSession.await("the crosshair", () -> crosshair(frame).equals("12, 4, 4"));
        idle(frame);
        if (!name(layers).equals(here)) throw new IllegalStateException("a locked seed moved");
        ExplorerSession.key(robot, java.awt.event.KeyEvent.VK_K, true);
    }

    /** Waits until the requested state is shown. */
    private static void idle(JFrame frame) throws Exception {
        JLabel values = ExplorerSession.part(frame, "values", JLabel.class);
        EventQueue.invokeAndWait(() -> values.setText("waiting"));
        frame.getContentPane()
                .getComponent(0)
                .dispatchEvent(new java.awt.event.ComponentEvent(
                        frame.getContentPane().getComponent(0), java.awt.event.ComponentEvent.COMPONENT_RESIZED));
        GuiSession.await("the picture", () -> !values.getText().equals("waiting"));
    }

    /** The name of the map of the crosshair. */
    private static String map(JFrame frame) {
        return "map of " + crosshair(frame).replace(" ", "");
    }

    private static String crosshair(JFrame frame) {
        return ExplorerSession.part(frame, "crosshair", javax.swing.JTextField.class)
                .getText();
    }

    private static String name(JList<?> layers) {
        return layers.getModel().getSize() < 2
                ? ""
                : String.valueOf(layers.getModel().getElementAt(1));
    }

    private static void press(JFrame frame, String name) throws Exception {
        EventQueue.invokeAndWait(
                () -> ExplorerSession.part(frame, name, JButton.class).doClick());
    }

    /** Saves the image that was opened last. */
    private static void save(String title, Path file, int images) throws Exception {
        GuiSession.await("the map as an image", () -> WindowManager.getImageCount() == images);
        String map = WindowManager.getImageTitles()[images - 1];
        if (!map.contains(title)) throw new IllegalStateException(map);
        IJ.run("Save NIfTI...", "input=" + map + " path=[" + file + "]");
    }
}
