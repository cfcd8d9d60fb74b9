package sc.fiji.boldj.explore;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Insets;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** The position of the seed, with undo, redo and a lock. */
final class SeedBar extends JPanel {

    private final JLabel place = new JLabel(" ");
    private final JButton undo;
    private final JButton redo;
    private final JCheckBox lock = new JCheckBox("Lock");

    SeedBar(ViewFrame frame) {
        super(new BorderLayout());
        place.setName("seed");
        place.setToolTipText("<html>A click, a drag, a typed position or a region of Seeds And Regions sets the seed."
                + "<br>The mouse wheel, the arrow keys and the clusters move only the crosshair;"
                + "<br>Enter sets the seed to the crosshair. The ring in the planes marks the seed.</html>");
        undo = button("Undo", "seed-undo", "return to the previous seed (Ctrl+Z)", () -> frame.seeds()
                .recall(true));
        redo = button("Redo", "seed-redo", "restore the seed that was undone last (Ctrl+Shift+Z)", () -> frame.seeds()
                .recall(false));
        lock.setName("seed-lock");
        lock.setToolTipText("keep the seed: clicks move only the crosshair (Ctrl+K)");
        lock.addActionListener(e -> frame.seeds().lock(lock.isSelected()));
        JPanel row = new JPanel(new FlowLayout(FlowLayout.RIGHT, 3, 0));
        row.add(undo);
        row.add(redo);
        row.add(lock);
        add(place, BorderLayout.CENTER);
        add(row, BorderLayout.EAST);
    }

    private static JButton button(String text, String name, String tip, Runnable run) {
        JButton button = new JButton(text);
        button.setName(name);
        button.setToolTipText(tip);
        button.setMargin(new Insets(1, 6, 1, 6));
        button.addActionListener(e -> run.run());
        return button;
    }

    void show(SeedTrail seeds) {
        Viewpoint.Place at = seeds.now();
        place.setText("Seed " + ViewWords.place(at.x(), at.y(), at.z()).replace(",", ", "));
        undo.setEnabled(seeds.canUndo());
        redo.setEnabled(seeds.canRedo());
        lock.setSelected(seeds.isLocked());
    }
}
