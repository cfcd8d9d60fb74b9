package sc.fiji.boldj.explore;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.function.Consumer;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JTextField;
import sc.fiji.boldj.run.NumberText;

/** Colours, threshold, maximum, signs and opacity of the layer that is selected. */
final class StylePanel extends JPanel {

    private static final int STEPS = 200;

    private final transient Consumer<LayerStyle> changed;
    private final JCheckBox visible = new JCheckBox("Visible");
    private final JComboBox<ColourScale> colours = new JComboBox<>(ColourScale.values());
    private final JTextField threshold = new JTextField(6);
    private final JSlider slider = new JSlider(0, STEPS);
    private final JTextField maximum = new JTextField(6);
    private final JComboBox<LayerStyle.Signs> signs = new JComboBox<>(LayerStyle.Signs.values());
    private final JSlider opacity = new JSlider(0, 100);
    private transient LayerStyle style;
    private boolean filling;

    /**
     * An empty panel.
     *
     * @param changed is given each style that is chosen
     */
    StylePanel(Consumer<LayerStyle> changed) {
        super(new GridBagLayout());
        this.changed = changed;
        int row = 0;
        add(row++, "Colours", pair(colours, "colours", "Signs", signs, "signs"));
        add(row++, "Threshold", pair(threshold, "threshold", "Maximum", maximum, "maximum"));
        slider.setName("threshold-slider");
        slider.getAccessibleContext().setAccessibleName("Threshold");
        add(row++, "", slider);
        JPanel see = new JPanel(new BorderLayout(4, 0));
        visible.setName("visible");
        opacity.setPreferredSize(new Dimension(60, opacity.getPreferredSize().height));
        see.add(opacity, BorderLayout.CENTER);
        see.add(visible, BorderLayout.EAST);
        add(row, "Opacity", see);
        opacity.setName("opacity");
        opacity.getAccessibleContext().setAccessibleName("Opacity");
        threshold.setToolTipText("smallest absolute value that is drawn; for one-sided scales the smallest value");
        colours.addActionListener(e -> change(style -> style.with((ColourScale) colours.getSelectedItem())));
        signs.addActionListener(e -> change(style -> style.with((LayerStyle.Signs) signs.getSelectedItem())));
        visible.addActionListener(e -> change(style -> style.visible(visible.isSelected())));
        opacity.addChangeListener(e -> change(style -> style.opaque(opacity.getValue() / 100.0)));
        slider.addChangeListener(
                e -> change(style -> style.between(ViewWords.threeDigits(fromSlider(style)), style.maximum())));
        threshold.addActionListener(e -> typed());
        maximum.addActionListener(e -> typed());
        FocusLost lost = new FocusLost(this::typed);
        threshold.addFocusListener(lost);
        maximum.addFocusListener(lost);
    }

    /** Two fields in one line, the second with its own label. */
    private static JPanel pair(JComponent first, String firstName, String label, JComponent second, String name) {
        first.setName(firstName);
        second.setName(name);
        JPanel pair = new JPanel(new BorderLayout(6, 0));
        JPanel right = new JPanel(new BorderLayout(4, 0));
        JLabel words = new JLabel(label);
        words.setLabelFor(second);
        right.add(words, BorderLayout.WEST);
        right.add(second, BorderLayout.CENTER);
        pair.add(first, BorderLayout.CENTER);
        pair.add(right, BorderLayout.EAST);
        return pair;
    }

    private void add(int row, String label, Component field) {
        GridBagConstraints at = new GridBagConstraints();
        at.gridy = row;
        at.insets = new Insets(1, 0, 1, 6);
        at.anchor = GridBagConstraints.WEST;
        JLabel words = new JLabel(label);
        words.setLabelFor(field instanceof JPanel pair ? pair.getComponent(0) : field);
        add(words, at);
        at.gridx = 1;
        at.weightx = 1;
        at.fill = GridBagConstraints.HORIZONTAL;
        add(field, at);
    }

    /** Shows a style without telling anyone. */
    void show(LayerStyle shown) {
        style = shown;
        filling = true;
        colours.setSelectedItem(shown.colours());
        signs.setSelectedItem(shown.signs());
        signs.setEnabled(shown.colours().isTwoSided());
        visible.setSelected(shown.visible());
        opacity.setValue((int) Math.round(100 * shown.opacity()));
        set(threshold, shown.threshold());
        set(maximum, shown.maximum());
        slider.setEnabled(shown.colours().isTwoSided());
        slider.setValue((int) Math.round(STEPS * Math.max(0, shown.threshold()) / shown.maximum()));
        filling = false;
    }

    private static void set(JTextField field, double value) {
        String text = ViewWords.exact(value);
        field.setBackground(java.awt.Color.WHITE);
        if (!field.getText().equals(text)) field.setText(text);
    }

    private double fromSlider(LayerStyle shown) {
        return Math.min(0.995, (double) slider.getValue() / STEPS) * shown.maximum();
    }

    private void typed() {
        if (style == null) return;
        double low = read(threshold);
        double high = read(maximum);
        boolean two = style.colours().isTwoSided();
        boolean lowOk = !Double.isNaN(low) && (low >= 0 || !two);
        boolean highOk = !Double.isNaN(high) && high > low;
        mark(threshold, lowOk);
        mark(maximum, highOk);
        if (lowOk && highOk && (low != style.threshold() || high != style.maximum()))
            change(style -> style.between(low, high));
    }

    private static double read(JTextField field) {
        return NumberText.parse(field.getText());
    }

    private static void mark(JTextField field, boolean good) {
        field.setBackground(good ? java.awt.Color.WHITE : new java.awt.Color(0xffd9c2));
    }

    private void change(java.util.function.UnaryOperator<LayerStyle> change) {
        if (filling || style == null) return;
        LayerStyle next = change.apply(style);
        if (next.equals(style)) return;
        style = next;
        changed.accept(next);
    }
}
