package sc.fiji.boldj.explore;

import java.awt.Color;
import java.awt.FlowLayout;
import java.util.List;
import java.util.Locale;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

/** Radius of the seed, the threshold by permutation, and buttons to keep the map of the Group Explorer. */
final class GroupPanel extends JPanel {

    private static final String WIDTH = "<html><body style='width:235px'>";

    /** What the panel asks for. */
    interface Wish {
        /** The seed or the kind of threshold changed. */
        void changed(double radius, boolean threshold);

        /** Writes the map and records its line. */
        void keep();

        /** Shows the design and what must be known, in full. */
        void explain();
    }

    private final JSpinner radius = new JSpinner(new SpinnerNumberModel(6.0, 1.0, 50.0, 1.0));
    private final JCheckBox threshold = new JCheckBox("", true);
    private final JLabel state = new JLabel(" ");

    /**
     * @param words what a reader must know, the first and, while the trial is blinded, the second shown at all times
     * @param blind whether the second is shown
     * @param alpha family-wise error rate of the threshold
     */
    GroupPanel(List<String> words, boolean blind, double alpha, Wish wish) {
        setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
        JLabel label = new JLabel(WIDTH + "<b>EXPLORATORY</b>"
                + (blind ? "<br><b>SCRAMBLED ALLOCATION</b>: treatments assigned at random, no effect is real" : "")
                + "</body></html>");
        label.setForeground(new Color(0x8a, 0x3b, 0x00));
        label.setName("exploratory");
        label.setToolTipText(String.join(" ", words));
        add(left(label));
        radius.setName("radius");
        radius.addChangeListener(e -> wish.changed(radius(), threshold.isSelected()));
        JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
        JLabel name = new JLabel("Seed radius (mm)");
        name.setLabelFor(radius);
        row.add(name);
        row.add(radius);
        add(row);
        threshold.setText("Max-t threshold, FWE p \u2264 " + ViewWords.exact(alpha));
        threshold.setName("threshold-by-permutation");
        threshold.addActionListener(e -> wish.changed(radius(), threshold.isSelected()));
        add(left(threshold));
        state.setName("state");
        add(left(state));
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
        JButton keep = new JButton("Write Map...");
        keep.setName("keep");
        keep.addActionListener(e -> wish.keep());
        JButton explain = new JButton("Design...");
        explain.setName("design");
        explain.addActionListener(e -> wish.explain());
        buttons.add(keep);
        buttons.add(explain);
        add(buttons);
    }

    private static JPanel left(javax.swing.JComponent part) {
        JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
        row.add(part);
        return row;
    }

    private double radius() {
        return ((Number) radius.getValue()).doubleValue();
    }

    boolean isTested() {
        return threshold.isSelected();
    }

    /** Shows the state of the threshold. */
    void show(GroupLive.State now) {
        state.setText(WIDTH
                + (Double.isNaN(now.threshold())
                        ? String.format(Locale.ROOT, "largest |t| %.2f; threshold: pending", now.largest())
                        : Double.isInfinite(now.threshold())
                                ? "threshold: too few permutations (" + now.permutations() + ")"
                                : String.format(
                                        Locale.ROOT,
                                        "largest |t| %.2f; threshold %.3f (%d permutations%s)",
                                        now.largest(),
                                        now.threshold(),
                                        now.permutations(),
                                        now.finished() ? "" : ", continuing"))
                + "</body></html>");
    }
}
