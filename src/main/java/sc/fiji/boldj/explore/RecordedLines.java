package sc.fiji.boldj.explore;

import ij.plugin.frame.Recorder;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import sc.fiji.boldj.host.MacroLine;

/** Macro lines that a window records: in ImageJ's recorder if it is open, otherwise in a window from which they can be copied. */
final class RecordedLines extends JDialog {

    private final JTextArea text = new JTextArea();

    private RecordedLines(JFrame owner) {
        super(owner, "Macro Lines: " + owner.getTitle());
        setName("macro-lines");
        text.setName("lines");
        text.setEditable(false);
        text.setLineWrap(true);
        text.getAccessibleContext().setAccessibleName("recorded macro lines");
        JButton copy = new JButton("Copy");
        copy.setName("copy");
        copy.addActionListener(e -> {
            text.selectAll();
            text.copy();
        });
        JButton clear = new JButton("Clear");
        clear.addActionListener(e -> text.setText(""));
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 4));
        buttons.add(copy);
        buttons.add(clear);
        buttons.add(new JLabel("Run them with Plugins>New>Macro; each image must be open under its title."));
        add(new JScrollPane(text), BorderLayout.CENTER);
        add(buttons, BorderLayout.SOUTH);
        getRootPane()
                .registerKeyboardAction(
                        e -> setVisible(false),
                        javax.swing.KeyStroke.getKeyStroke(java.awt.event.KeyEvent.VK_ESCAPE, 0),
                        javax.swing.JComponent.WHEN_IN_FOCUSED_WINDOW);
        setSize(new Dimension(680, 220));
        setLocation(owner.getX() + 60, owner.getY() + Math.max(60, owner.getHeight() - 300));
    }

    /**
     * Adds lines; call on the event thread.
     *
     * @param shown the window of earlier lines; null for none
     * @return the window that has them now
     */
    static RecordedLines add(JFrame owner, RecordedLines shown, String lines) {
        if (Recorder.getInstance() != null) {
            MacroLine.record(lines);
            return shown;
        }
        RecordedLines window = shown == null ? new RecordedLines(owner) : shown;
        window.text.append(lines + "\n");
        window.setVisible(true);
        return window;
    }
}
