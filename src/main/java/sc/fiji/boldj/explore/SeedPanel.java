package sc.fiji.boldj.explore;

import java.awt.Color;
import java.awt.FlowLayout;
import java.awt.Font;
import java.util.Locale;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import sc.fiji.boldj.report.Element;

/** Radius, measure and second seed of a live map, and buttons to keep the map. */
final class SeedPanel extends JPanel {

    /** Dark orange, as the notice of the Group Explorer. */
    private static final Color NOTICE = new Color(0x8a, 0x3b, 0x00);

    /** What the buttons ask for. */
    interface Wish {
        /** The settings changed. */
        void changed(SeedSettings settings);

        /** The place of the crosshair. */
        Viewpoint at();

        /** Denoises the series in the background. */
        void denoise();

        /** Sets the threshold of the map. */
        void threshold(double least);

        /** Opens the map as an image and records its line. */
        void keep();

        /** Records the line of the map. */
        void record();
    }

    private final transient Wish wish;
    private final JSpinner radius;
    private final JComboBox<String> measure = new JComboBox<>(new String[] {"z", "r"});
    private final JLabel notice = new JLabel();
    private final JButton denoise = new JButton("Denoise Now");
    private final JLabel secondLabel = new JLabel("2nd seed: none");
    private final SeedChance chance;
    private transient SeedSettings settings;

    /**
     * @param degrees of freedom of the series; NaN if they are unknown
     * @param volumes of the series
     * @param raw whether the series seems not to be denoised, which the panel then says
     */
    SeedPanel(SeedSettings start, double degrees, int volumes, boolean raw, Wish wish) {
        setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
        this.wish = wish;
        if (raw) addNotice();
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
        boolean counted = !Double.isNaN(degrees);
        chance = new SeedChance(counted ? degrees : volumes - 1, counted, start, wish::threshold);
        chance.setAlignmentX(LEFT_ALIGNMENT);
        chance.setBorder(javax.swing.BorderFactory.createEmptyBorder(2, 4, 2, 4));
        JPanel keep = row();
        keep.add(button("Open Map", "keep", wish::keep));
        keep.add(button("Record", "record", wish::record));
        add(keep);
        add(chance);
    }

    /** Shows what the threshold means. */
    void styled(LayerStyle style) {
        chance.show(settings, style.threshold());
    }

    private void addNotice() {
        notice.setName("notice");
        notice.setForeground(NOTICE);
        notice.setFont(notice.getFont().deriveFont(Font.PLAIN, 11f));
        say("<b>This series seems not to be denoised</b>: motion, drift and breathing hide its networks.");
        denoise.setName("denoise");
        denoise.setToolTipText(
                "<html>Quick Denoise...: realigns the series; regresses out motion (24 or 6 parameters), five components"
                        + "<br>of the most variable voxels (tCompCor), drift, and all but 0.008-0.09 Hz; smooths by 6 mm</html>");
        denoise.addActionListener(e -> {
            denoise.setEnabled(false);
            denoising(0);
            wish.denoise();
        });
        JPanel text = row();
        text.add(notice);
        add(text);
        JPanel press = row();
        press.add(denoise);
        add(press);
    }

    private void say(String html) {
        notice.setText("<html><body style='width:240px'>" + html + "</body></html>");
    }

    /** Shows how far denoising is, from 0 to 1. */
    void denoising(double share) {
        say(String.format(Locale.ROOT, "<b>Denoising: %.0f %%.</b> The map follows when it is done.", 100 * share));
    }

    /** Reports what was done and the remaining degrees of freedom. */
    void denoised(String words, double degrees) {
        chance.left(degrees);
        say("<b>Denoised</b>: " + Element.escaped(words) + ".");
        denoise.setVisible(false);
    }

    /** Says why the series cannot be denoised. */
    void notDenoised(String why) {
        say("<b>Not denoised</b>: " + Element.escaped(why));
        denoise.setEnabled(true);
    }

    private static JPanel row() {
        JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 1));
        row.setAlignmentX(LEFT_ALIGNMENT);
        return row;
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
