package sc.fiji.boldj.explore;

import java.awt.BorderLayout;
import java.awt.EventQueue;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.JTree;
import javax.swing.tree.DefaultMutableTreeNode;
import javax.swing.tree.DefaultTreeModel;
import javax.swing.tree.TreePath;
import javax.swing.tree.TreeSelectionModel;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.report.Element;

/** A tree of named positions beside a window of linked planes: selecting one moves the crosshair, and with it the seed. */
final class PlaceWindow extends JDialog {

    private final transient ViewFrame frame;
    private final DefaultMutableTreeNode root = new DefaultMutableTreeNode("Places");
    private final DefaultTreeModel model = new DefaultTreeModel(root);
    private final JTree tree = new JTree(model);
    private final JLabel note = new JLabel(" ");

    /** @param named whether the anatomy is in MNI space, where the built-in places are */
    PlaceWindow(ViewFrame frame, boolean named, AtlasSource atlases) {
        super(frame, "Seeds And Regions");
        this.frame = frame;
        tree.setName("places");
        tree.setRootVisible(false);
        tree.setShowsRootHandles(true);
        tree.getSelectionModel().setSelectionMode(TreeSelectionModel.SINGLE_TREE_SELECTION);
        tree.addTreeSelectionListener(e -> go(tree.getLastSelectedPathComponent()));
        add(new JScrollPane(tree), BorderLayout.CENTER);
        JPanel bottom = new JPanel(new BorderLayout(4, 2));
        JTextField field = new JTextField("Schaefer2018_200Parcels7Networks");
        field.setName("atlas");
        field.setToolTipText("title of an open label image, path of one, or Schaefer2018_...Parcels...Networks,"
                + " Yeo2011_...Networks of TemplateFlow");
        JButton addAtlas = new JButton("Add Atlas");
        addAtlas.setName("add-atlas");
        addAtlas.addActionListener(e -> ask(field.getText().strip(), atlases));
        field.addActionListener(e -> addAtlas.doClick());
        if (atlases != null) {
            bottom.add(field, BorderLayout.CENTER);
            bottom.add(addAtlas, BorderLayout.EAST);
        }
        note.setName("places-note");
        bottom.add(note, BorderLayout.SOUTH);
        add(bottom, BorderLayout.SOUTH);
        if (named) show(PlaceList.builtIn());
        else say("The image is not in MNI space: the built-in network nodes are not available.");
        setSize(420, 560);
        setLocation(frame.getX() + 40, frame.getY() + 80);
    }

    private void go(Object selected) {
        if (selected instanceof DefaultMutableTreeNode node && node.getUserObject() instanceof PlaceList.Place place)
            frame.choose(new double[] {place.x(), place.y(), place.z()}, false);
    }

    private void show(PlaceList list) {
        DefaultMutableTreeNode source = new DefaultMutableTreeNode(list.name());
        for (Map.Entry<String, List<PlaceList.Place>> group : list.groups().entrySet()) {
            DefaultMutableTreeNode branch = new DefaultMutableTreeNode(group.getKey());
            group.getValue().forEach(place -> branch.add(new DefaultMutableTreeNode(place)));
            source.add(branch);
        }
        model.insertNodeInto(source, root, root.getChildCount());
        model.nodeStructureChanged(root);
        tree.expandPath(new TreePath(source.getPath()));
    }

    /** Checks on the window's thread whether an atlas must be downloaded, and asks for confirmation first. */
    private void ask(String name, AtlasSource atlases) {
        frame.session().perform(progress -> {
            String question = atlases.question(name);
            EventQueue.invokeLater(() -> {
                int answer = question.isEmpty()
                        ? JOptionPane.YES_OPTION
                        : JOptionPane.showConfirmDialog(this, question, "Add Atlas", JOptionPane.YES_NO_OPTION);
                if (answer == JOptionPane.YES_OPTION) read(name, atlases);
                else say("Not downloaded.");
            });
        });
    }

    /** Reads an atlas on the window's thread; its labels then name the crosshair. */
    private void read(String name, AtlasSource atlases) {
        say("Reading " + name + "...");
        frame.session().perform(progress -> {
            String failed = "";
            try {
                LabelVolume atlas = atlases.atlas(
                        name,
                        new ShownProgress(
                                progress,
                                share -> say(String.format(Locale.ROOT, "Reading %s: %.0f %%", name, 100 * share))));
                PlaceList list = PlaceList.of(atlas, name);
                frame.session().name(at -> named(atlas, at));
                EventQueue.invokeLater(() -> {
                    show(list);
                    frame.submit();
                });
            } catch (UncheckedIOException | IllegalArgumentException e) {
                failed = e.getMessage();
            }
            String said = failed;
            EventQueue.invokeLater(() -> say(said));
        });
    }

    private void say(String text) {
        note.setText(
                text.isEmpty() ? " " : "<html><body style='width:280px'>" + Element.escaped(text) + "</body></html>");
    }

    private static String named(LabelVolume atlas, double[] at) {
        int label = atlas.labelAt(at[0], at[1], at[2]);
        if (label == 0) return "n/a";
        String name = atlas.table().name(label);
        return name.isEmpty() ? "label " + label : name;
    }
}
