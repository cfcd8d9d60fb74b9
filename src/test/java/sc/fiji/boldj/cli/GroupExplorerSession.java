package sc.fiji.boldj.cli;

import ij.IJ;
import ij.ImageJ;
import ij.Prefs;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTextField;
import javax.swing.JTree;

/**
 * The Group Explorer on a screen, as a process of its own: a place is typed, the seed dragged, a region of an atlas chosen from the tree; the
 * map is written, and what the recorder wrote is kept.
 */
final class GroupExplorerSession {

    private GroupExplorerSession() {}

    /** Arguments: dataset, results, atlas, the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[3]);
        new ImageJ();
        Prefs.useJFileChooser = true; // a chooser that this session can find
        Recorder recorder = new Recorder();
        IJ.run("Group Explorer", "results=[" + arguments[1] + "] bids=[" + arguments[0] + "]");
        JFrame frame = ExplorerSession.frame("Group Explorer");
        Robot robot = new Robot();
        JLabel state = ExplorerSession.part(frame, "state", JLabel.class);
        JList<?> layers = ExplorerSession.part(frame, "layers", JList.class);
        JLabel exploratory = ExplorerSession.part(frame, "exploratory", JLabel.class);
        JLabel note = ExplorerSession.part(frame, "note", JLabel.class);
        GuiSession.await("a note that the scans do not cover the PCC", () -> note.getText()
                .contains("outside the scan"));
        StringBuilder seen = new StringBuilder("title\t" + frame.getTitle() + "\n");
        seen.append("exploratory\t").append(exploratory.getText()).append('\n');

        ExplorerSession.type(robot, frame, "-6, -6, -2");
        GuiSession.await("the map of the typed seed", () -> name(layers).equals("t of seed -6,-6,-2"));
        GuiSession.await("its final threshold", () -> state.getText().contains("(501 permutations)"));
        seen.append("typed\t").append(state.getText()).append('\n');
        ExplorerSession.picture(folder, "group-explorer");

        ExplorerSession.drag(
                robot,
                ExplorerSession.part(frame, "plane-axial", Component.class),
                new double[] {0.4, 0.6},
                new double[] {0.6, 0.4},
                20,
                15);
        GuiSession.await("the map of another seed", () -> !name(layers).equals("t of seed -6,-6,-2"));

        tree(robot, frame, arguments[2]);
        GuiSession.await("the map of the region", () -> name(layers).equals("t of seed -6,-2,-2"));
        JLabel region = ExplorerSession.part(frame, "region", JLabel.class);
        GuiSession.await("the name of the region", () -> region.getText().contains("Left patch"));
        GuiSession.await("the threshold of the region", () -> state.getText().contains("(501 permutations)"));
        seen.append("region\t").append(state.getText()).append('\n');
        ExplorerSession.picture(folder, "group-explorer-region");

        write(frame, folder.resolve("t-from-the-window.nii.gz"));
        GuiSession.await("the recorded line", () -> recorder.getText().contains("t-from-the-window"));
        Files.writeString(folder.resolve("group.ijm"), recorder.getText(), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("group-seen.tsv"), seen, StandardCharsets.UTF_8);
        EventQueue.invokeAndWait(frame::dispose);
        GuiSession.await("its thread to end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("Group Explorer")));
        Runtime.getRuntime().halt(0);
    }

    private static String name(JList<?> layers) {
        return String.valueOf(layers.getModel().getElementAt(1));
    }

    /** Opens the tree by its key, adds an atlas, and selects its first region by keys. */
    private static void tree(Robot robot, JFrame frame, String atlas) throws Exception {
        ExplorerSession.key(robot, KeyEvent.VK_T, true);
        JDialog[] found = new JDialog[1];
        GuiSession.await("the tree of regions", () -> {
            for (Window window : Window.getWindows())
                if (window instanceof JDialog dialog && dialog.isShowing() && dialog.getOwner() == frame)
                    found[0] = dialog;
            return found[0] != null;
        });
        JTree tree = ExplorerSession.part(found[0], "places", JTree.class);
        JTextField field = ExplorerSession.part(found[0], "atlas", JTextField.class);
        EventQueue.invokeAndWait(() -> {
            field.setText(atlas);
            field.postActionEvent();
        });
        String name = atlas.substring(atlas.lastIndexOf(File.separatorChar) + 1);
        GuiSession.await("the regions of the atlas", () -> row(tree, name) >= 0 || row(tree, atlas) >= 0);
        int at = Math.max(row(tree, name), row(tree, atlas));
        EventQueue.invokeAndWait(() -> {
            tree.expandRow(at);
            tree.requestFocusInWindow();
            tree.setSelectionRow(at);
        });
        GuiSession.await("the focus of the tree", tree::isFocusOwner);
        // down to the group, open it, down to the region
        for (int key : new int[] {KeyEvent.VK_DOWN, KeyEvent.VK_RIGHT, KeyEvent.VK_DOWN})
            ExplorerSession.key(robot, key, false);
    }

    private static int row(JTree tree, String text) {
        for (int i = 0; i < tree.getRowCount(); i++)
            if (tree.getPathForRow(i).getLastPathComponent().toString().equals(text)) return i;
        return -1;
    }

    private static void write(JFrame frame, Path file) throws Exception {
        EventQueue.invokeLater(
                () -> ExplorerSession.part(frame, "keep", JButton.class).doClick());
        JFileChooser[] found = new JFileChooser[1];
        GuiSession.await("the file chooser", () -> {
            for (Window window : Window.getWindows())
                if (window instanceof JDialog dialog && dialog.isShowing()) find(dialog, found);
            return found[0] != null;
        });
        EventQueue.invokeAndWait(() -> {
            found[0].setSelectedFile(file.toFile());
            found[0].approveSelection();
        });
        GuiSession.await("the written map", () -> Files.exists(file));
    }

    private static void find(Container parent, JFileChooser[] found) {
        for (Component child : parent.getComponents()) {
            if (child instanceof JFileChooser chooser) found[0] = chooser;
            else if (child instanceof Container container) find(container, found);
        }
    }
}
