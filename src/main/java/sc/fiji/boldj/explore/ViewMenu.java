package sc.fiji.boldj.explore;

import ij.gui.GenericDialog;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.swing.AbstractAction;
import javax.swing.Action;
import javax.swing.JCheckBoxMenuItem;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JMenuItem;
import javax.swing.JOptionPane;
import javax.swing.KeyStroke;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.OpenImages;
import sc.fiji.boldj.host.SaveChooser;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** The menus of a view: everything it does has a key. */
final class ViewMenu {

    private static final String KEYS =
            """
            Planes (Tab goes from one to the next)
               arrow keys: move the crosshair by 1 mm
               Page Up, Page Down, mouse wheel: move through the planes
               + and -, Ctrl and mouse wheel: zoom;  Ctrl+0: whole field of view
               Enter: set the seed to the crosshair (Seed Explorer, Group Explorer)
            Ctrl+Enter: set the seed to the crosshair;  Ctrl+Z, Ctrl+Shift+Z: undo, redo the seed;  Ctrl+K: lock the seed
            Ctrl+G: enter coordinates;  Ctrl+T: choose a seed or region;  Ctrl+N, Ctrl+P: next, previous cluster
            Ctrl+J: next layer;  Ctrl+. and Ctrl+,: next, previous volume
            Ctrl+L: radiological or neurological convention;  Ctrl+H: crosshair;  Ctrl+Y: move with other windows
            Ctrl+O: add an overlay;  Ctrl+E: write a picture;  Ctrl+R: record the macro line;  Ctrl+W: close
            Tab, Shift+Tab: next, previous field;  Space: press a button;  F10: menus""";

    private ViewMenu() {}

    static Action action(String name, Runnable run) {
        return new AbstractAction(name) {
            @Override
            public void actionPerformed(ActionEvent e) {
                run.run();
            }
        };
    }

    static JMenuBar bar(ViewFrame frame) {
        JMenuBar bar = new JMenuBar();
        JMenu file = menu(bar, "File", KeyEvent.VK_F);
        item(file, "Add Overlay...", KeyEvent.VK_O, () -> add(frame));
        item(file, "Remove Overlay", 0, () -> remove(frame));
        item(file, "Write Picture...", KeyEvent.VK_E, () -> export(frame));
        item(file, "Record Macro Line", KeyEvent.VK_R, () -> frame.record(ViewMacro.line(frame.visible(), "")));
        item(file, "Close", KeyEvent.VK_W, frame::dispose);
        JMenu view = menu(bar, "View", KeyEvent.VK_V);
        check(
                view,
                "Radiological Convention",
                KeyEvent.VK_L,
                false,
                on -> frame.update(frame.scene().with(frame.scene().viewpoint().radiological(on))));
        check(
                view,
                "Crosshair",
                KeyEvent.VK_H,
                true,
                on -> frame.update(frame.scene().with(frame.scene().viewpoint().cross(on))));
        check(view, "Move With Other Windows", KeyEvent.VK_Y, true, frame::synchronise);
        item(view, "Zoom In", KeyEvent.VK_PLUS, () -> zoom(frame, 1.25));
        item(view, "Zoom Out", KeyEvent.VK_MINUS, () -> zoom(frame, 0.8));
        item(view, "Whole Field of View", KeyEvent.VK_0, () -> zoom(frame, 0));
        JMenu go = menu(bar, "Go", KeyEvent.VK_G);
        item(go, "Place...", KeyEvent.VK_G, () -> frame.side().typePlace());
        item(go, "Seeds And Regions...", KeyEvent.VK_T, frame::showPlaces);
        item(go, "Next Cluster", KeyEvent.VK_N, () -> frame.side().clusters().step(1));
        item(go, "Previous Cluster", KeyEvent.VK_P, () -> frame.side()
                .clusters()
                .step(-1));
        item(go, "Next Layer", KeyEvent.VK_J, () -> frame.side().nextLayer());
        item(go, "Next Volume", KeyEvent.VK_PERIOD, () -> frame.side().stepVolume(1));
        item(go, "Previous Volume", KeyEvent.VK_COMMA, () -> frame.side().stepVolume(-1));
        if (frame.seeds() != null) {
            JMenu seed = menu(bar, "Seed", KeyEvent.VK_S);
            item(seed, "Set Seed To Crosshair", KeyEvent.VK_ENTER, () -> frame.seeds()
                    .setHere());
            item(seed, "Undo Seed", KeyEvent.VK_Z, () -> frame.seeds().recall(true));
            JMenuItem redo =
                    new JMenuItem(action("Redo Seed", () -> frame.seeds().recall(false)));
            redo.setAccelerator(
                    KeyStroke.getKeyStroke(KeyEvent.VK_Z, InputEvent.CTRL_DOWN_MASK | InputEvent.SHIFT_DOWN_MASK));
            seed.add(redo);
            item(seed, "Lock Or Unlock Seed", KeyEvent.VK_K, () -> frame.seeds()
                    .lock(!frame.seeds().trail().isLocked()));
        }
        JMenu help = menu(bar, "Help", KeyEvent.VK_H);
        JMenuItem keys = new JMenuItem(
                action("Keys", () -> JOptionPane.showMessageDialog(frame, KEYS, "Keys", JOptionPane.PLAIN_MESSAGE)));
        keys.setAccelerator(KeyStroke.getKeyStroke(KeyEvent.VK_F1, 0));
        help.add(keys);
        return bar;
    }

    private static void zoom(ViewFrame frame, double factor) {
        frame.update(frame.scene().with(frame.scene().viewpoint().zoomed(factor)));
    }

    private static JMenu menu(JMenuBar bar, String name, int mnemonic) {
        JMenu menu = new JMenu(name);
        menu.setMnemonic(mnemonic);
        bar.add(menu);
        return menu;
    }

    private static void item(JMenu menu, String name, int key, Runnable run) {
        JMenuItem item = new JMenuItem(action(name, run));
        if (key != 0) item.setAccelerator(KeyStroke.getKeyStroke(key, InputEvent.CTRL_DOWN_MASK));
        menu.add(item);
    }

    private static void check(
            JMenu menu, String name, int key, boolean on, java.util.function.Consumer<Boolean> changed) {
        JCheckBoxMenuItem item = new JCheckBoxMenuItem(name, on);
        item.setAccelerator(KeyStroke.getKeyStroke(key, InputEvent.CTRL_DOWN_MASK));
        item.addActionListener(e -> changed.accept(item.isSelected()));
        menu.add(item);
    }

    private static void add(ViewFrame frame) {
        List<String> titles = OpenImages.titles();
        if (titles.isEmpty()) {
            frame.side().note("No image is open: open the overlay first");
            return;
        }
        GenericDialog dialog = new GenericDialog("Add Overlay", frame);
        dialog.addChoice("Overlay", titles.toArray(new String[0]), titles.get(titles.size() - 1));
        dialog.showDialog();
        if (dialog.wasCanceled()) return;
        String title = dialog.getNextChoice();
        frame.session().perform(progress -> {
            NeuroImage image = ImageDoor.read(new OpenImages().find(title, Progress.NONE));
            Layer layer = new Layer(image, new Layer.Origin(title, ""), Affine.IDENTITY, "", "");
            LayerStyle style = Layer.overlay(image);
            java.awt.EventQueue.invokeLater(() -> frame.update(frame.scene().plus(layer, style)));
        });
    }

    private static void remove(ViewFrame frame) {
        int selected = frame.side().selected(frame.scene());
        if (selected > 0) frame.update(frame.scene().without(selected));
        else frame.side().note("The anatomy cannot be removed: select an overlay");
    }

    private static void export(ViewFrame frame) {
        Scene scene = frame.visible();
        String name =
                ImageDoor.stem(scene.layers().get(scene.layers().size() - 1).name()) + "_view";
        Optional<Path> chosen = SaveChooser.ask("Write Picture (.png or .svg)", name, ".png");
        if (chosen.isEmpty()) return;
        Path path = chosen.get();
        frame.session().perform(progress -> {
            try {
                OrthogonalViewer.write(scene, OrthogonalViewer.PIXELS_PER_MM, path, progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            java.awt.EventQueue.invokeLater(() -> {
                frame.record(ViewMacro.line(scene, path.toString()));
                frame.side().inform("Written: " + path);
            });
        });
    }
}
