package sc.fiji.boldj.explore;

import java.awt.FlowLayout;
import java.awt.GridLayout;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

/** Radius, measure and second seed of a live map, and buttons to keep the map. */
final class SeedPanel extends JPanel {

    /** What the buttons ask for. */
    interface Wish {
        /** The settings changed. */
        void changed(SeedSettings settings);

        /** The place of the crosshair. */
        Viewpoint at();

        /** Opens the map as an image and records its line. */
        void keep();

        /** Records the line of the map. */
        void record();
    }

    private final transient Wish wish;
    private final JSpinner radius;
    private final JComboBox<String> measure = new JComboBox<>(new String[] {"z", "r"});
    private final JLabel secondLabel = new JLabel("2nd seed: none");
    private transient SeedSettings settings;

    SeedPanel(SeedSettings start, Wish wish) {
        super(new GridLayout(0, 1, 0, 2));
        this.wish = wish;
        settings = start;
        radius = new JSpinner(new SpinnerNumberModel(start.radius(), 1, 50, 1));
        radius.setName("radius");
        measure.setName("measure");
        secondLabel.setName("second");
        radius.addChangeListener(e -> change(
                new SeedSettings(((Number) radius.getValue()).doubleValue(), settings.measure(), settings.second())));
        measure.addActionListener(e ->
                change(new SeedSettings(settings.radius(), (String) measure.getSelectedItem(), settings.second())));
        JPanel first = row();
        JLabel radiusLabel = new JLabel("Seed radius (mm)");
        radiusLabel.setLabelFor(radius);
        first.add(radiusLabel);
        first.add(radius);
        JLabel measureLabel = new JLabel("Map");
        measureLabel.setLabelFor(measure);
        measure.setToolTipText("z: Fisher z; r: Pearson's correlation");
        first.add(measureLabel);
        first.add(measure);
        add(first);
        JPanel second = row();
        second.add(secondLabel);
        second.add(button("Set Here", "second-set", () -> second(wish.at())));
        second.add(button("None", "second-none", () -> second(null)));
        add(second);
        JPanel keep = row();
        keep.add(button("Open Map", "keep", wish::keep));
        keep.add(button("Record", "record", wish::record));
        add(keep);
    }

    private static JPanel row() {
        return new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
    }

    private static JButton button(String text, String name, Runnable run) {
        JButton button = new JButton(text);
        button.setName(name);
        button.addActionListener(e -> run.run());
        return button;
    }

    private void second(Viewpoint at) {
        Viewpoint.Place place = at == null
                ? null
                : new Viewpoint.Place(
                        ViewWords.roundedToTenth(at.x()),
                        ViewWords.roundedToTenth(at.y()),
                        ViewWords.roundedToTenth(at.z()));
        secondLabel.setText(
                place == null ? "2nd seed: none" : "2nd: " + ViewWords.place(place.x(), place.y(), place.z()));
        secondLabel.setToolTipText("regressed out of the seed and of each voxel: partial correlation");
        change(new SeedSettings(settings.radius(), settings.measure(), place));
    }

    private void change(SeedSettings next) {
        if (next.equals(settings)) return;
        settings = next;
        wish.changed(next);
    }
}
