package sc.fiji.boldj.explore;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.DefaultListModel;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import sc.fiji.boldj.report.Element;
import sc.fiji.boldj.run.NumberText;

/** Beside the planes: crosshair, values, layers with their styles, colour bar, clusters. */
final class SidePanel extends JPanel {

    private static final int WIDTH = 340;
    private static final Color WARNING = new Color(0xa33b00);
    private static final Color WRONG = new Color(0xffd9c2);

    private final ViewFrame frame;
    private final JTextField crosshair = new JTextField();
    private final JLabel values = new JLabel(" ");
    private final JLabel region = new JLabel(" ");
    private final JLabel convention = new JLabel(" ");
    private final JLabel note = new JLabel(" ");
    private final DefaultListModel<String> names = new DefaultListModel<>();
    private final JList<String> layers = new JList<>(names);
    private final StylePanel style;
    private final BarPanel bar = new BarPanel();
    private final JSlider volume = new JSlider(1, 1, 1);
    private final JLabel volumeLabel = new JLabel("Volume 1");
    private final ClusterPanel clusters;
    private final SeedBar seeds;
    private boolean filling;

    SidePanel(ViewFrame frame, JComponent extra) {
        super(new BorderLayout());
        this.frame = frame;
        setBorder(BorderFactory.createEmptyBorder(6, 4, 6, 8));
        setPreferredSize(new Dimension(WIDTH, 600));
        style = new StylePanel(look -> frame.update(frame.scene().with(selected(frame.scene()), look)));
        clusters = new ClusterPanel(row -> frame.look(new double[] {row.x(), row.y(), row.z()}, false));
        JPanel top = new JPanel();
        top.setLayout(new BoxLayout(top, BoxLayout.Y_AXIS));
        if (extra != null) add(top, extra);
        seeds = frame.seeds() == null ? null : new SeedBar(frame);
        if (seeds != null) add(top, seeds);
        JPanel place = new JPanel(new BorderLayout(6, 0));
        JLabel placeLabel = new JLabel(
                "Crosshair, " + ViewWords.space(frame.scene().layers().get(0).image()));
        placeLabel.setLabelFor(crosshair);
        boolean placed = frame.scene().layers().get(0).image().grid().placed();
        place.add(placeLabel, placed ? BorderLayout.WEST : BorderLayout.NORTH);
        place.add(crosshair, BorderLayout.CENTER);
        crosshair.setName("crosshair");
        crosshair.setToolTipText("x, y, z in millimetres; Enter moves the crosshair");
        crosshair.addActionListener(e -> typed());
        add(top, place);
        for (JLabel label : new JLabel[] {values, region, convention, note, volumeLabel})
            label.setFont(label.getFont().deriveFont(java.awt.Font.PLAIN));
        for (JLabel label : new JLabel[] {values, region, convention}) add(top, label);
        values.setName("values");
        region.setName("region");
        convention.setName("convention");
        note.setName("note");
        layers.setName("layers");
        layers.getAccessibleContext().setAccessibleName("layers");
        layers.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        layers.setVisibleRowCount(extra == null ? 3 : 2);
        layers.addListSelectionListener(e -> {
            if (!filling && !e.getValueIsAdjusting()) {
                show(frame.scene());
                frame.submit();
            }
        });
        add(top, new JScrollPane(layers));
        add(top, style);
        add(top, bar);
        volume.setName("volume");
        volume.addChangeListener(e -> {
            if (!filling)
                frame.update(frame.scene().with(frame.scene().viewpoint().volume(volume.getValue() - 1)));
        });
        JPanel series = new JPanel(new BorderLayout(6, 0));
        series.add(volumeLabel, BorderLayout.WEST);
        series.add(volume, BorderLayout.CENTER);
        if (frame.scene().volumes() > 1) add(top, series);
        add(top, note);
        add(top, BorderLayout.NORTH);
        add(clusters, BorderLayout.CENTER);
    }

    private static void add(JPanel column, JComponent part) {
        part.setAlignmentX(Component.LEFT_ALIGNMENT);
        column.add(part);
        column.add(Box.createVerticalStrut(3));
    }

    /** Shows the seed. */
    void seeds(SeedTrail trail) {
        seeds.show(trail);
    }

    /** Shows layers and styles of a scene; the selection stays, or is the last layer. */
    void show(Scene scene) {
        filling = true;
        int selected = selected(scene);
        boolean other = names.size() != scene.layers().size();
        for (int i = 0; !other && i < names.size(); i++) other = !names.get(i).equals(label(scene, i));
        if (other) {
            if (names.size() != scene.layers().size()) selected = scene.layers().size() - 1;
            names.clear();
            for (int i = 0; i < scene.layers().size(); i++) names.addElement(label(scene, i));
        }
        layers.setSelectedIndex(selected);
        style.show(scene.styles().get(selected));
        bar.show(scene.layers().get(selected), scene.styles().get(selected));
        volume.setMaximum(scene.volumes());
        volume.setValue(scene.viewpoint().volume() + 1);
        volumeLabel.setText("Volume " + (scene.viewpoint().volume() + 1) + " of " + scene.volumes());
        convention.setText(ViewWords.convention(scene.viewpoint().radiological()));
        crosshair(scene.viewpoint());
        filling = false;
    }

    private static String label(Scene scene, int i) {
        return (scene.styles().get(i).visible() ? "" : "(hidden) ")
                + ViewWords.shortened(scene.layers().get(i).name());
    }

    /** The layer that is selected. */
    int selected(Scene scene) {
        int index = layers.getSelectedIndex();
        return index < 0
                ? scene.layers().size() - 1
                : Math.min(index, scene.layers().size() - 1);
    }

    /** The layer whose clusters are listed: the one that is selected, if it is an overlay; -1 for none. */
    int clusterLayer(Scene scene) {
        int index = selected(scene);
        return index > 0 ? index : -1;
    }

    /** Selects the next layer. */
    void nextLayer() {
        if (!names.isEmpty()) layers.setSelectedIndex((layers.getSelectedIndex() + 1) % names.size());
    }

    /** Writes the place, unless the user is typing one. */
    void crosshair(Viewpoint at) {
        if (crosshair.isFocusOwner() && filling) return;
        crosshair.setText(ViewWords.place(at).replace(",", ", "));
        crosshair.setBackground(Color.WHITE);
    }

    /** Lets the user type a place. */
    void typePlace() {
        crosshair.requestFocusInWindow();
        crosshair.selectAll();
    }

    private void typed() {
        String[] words = crosshair.getText().strip().split("[\\s,;]+", -1);
        double[] place = new double[3];
        boolean good = words.length == 3;
        for (int d = 0; good && d < 3; d++) {
            place[d] = NumberText.parse(words[d]);
            good = Double.isFinite(place[d]);
        }
        crosshair.setBackground(good ? Color.WHITE : WRONG);
        note(good ? " " : "The crosshair needs three numbers in millimetres: x, y, z");
        if (good) frame.choose(place, false);
    }

    /** Shows what was computed. */
    void shown(ViewSession.Shown shown) {
        StringBuilder html = new StringBuilder("<html>");
        for (int i = 0; i < shown.values().length; i++)
            html.append(i == 0 ? "" : "<br>")
                    .append(Element.escaped(
                            ViewWords.shortened(shown.scene().layers().get(i).name())))
                    .append(": <b>")
                    .append(ViewWords.number(shown.values()[i]))
                    .append("</b> ")
                    .append(Element.escaped(shown.scene().layers().get(i).unit()));
        values.setText(html.append("</html>").toString());
        region.setText(shown.region().equals("n/a") ? "no named region nearby" : shown.region());
        region.setVisible(!shown.region().isEmpty());
        int layer = clusterLayer(shown.scene());
        if (layer > 0)
            clusters.show(shown.clusters(), shown.scene().layers().get(layer).name());
        else clusters.show(ClusterList.NONE, "the anatomy");
        note(shown.note());
    }

    /** Says something that is not as asked for. */
    void note(String text) {
        note.setForeground(WARNING);
        note.setText(
                text.isBlank() ? " " : "<html><body style='width:240px'>" + Element.escaped(text) + "</body></html>");
        note.setVisible(!text.isBlank());
    }

    /** Shows a confirmation. */
    void inform(String text) {
        note(text);
        note.setForeground(getForeground());
    }

    /** The crosshair and the first values, for a status bar. */
    String readout() {
        return crosshair.getText() + " "
                + ViewWords.space(frame.scene().layers().get(0).image());
    }

    ClusterPanel clusters() {
        return clusters;
    }

    /** The next volume, or the one before. */
    void stepVolume(int by) {
        volume.setValue(volume.getValue() + by);
    }
}
