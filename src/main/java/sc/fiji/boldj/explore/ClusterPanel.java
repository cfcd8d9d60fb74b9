package sc.fiji.boldj.explore;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.table.AbstractTableModel;

/** The list of clusters of the selected layer. */
final class ClusterPanel extends JPanel {

    private static final String[] COLUMNS = {"mm³", "peak", "x, y, z", "region"};

    private final Model model = new Model();
    private final JTable table = new JTable(model) {
        @Override
        public String getToolTipText(java.awt.event.MouseEvent e) {
            int row = rowAtPoint(e.getPoint());
            return row < 0 ? null : model.rows.get(row).region();
        }
    };
    private final JLabel title = new JLabel("Clusters");
    private boolean filling;

    private static final class Model extends AbstractTableModel {
        private transient List<ClusterList.Row> rows = List.of();

        @Override
        public int getRowCount() {
            return rows.size();
        }

        @Override
        public int getColumnCount() {
            return COLUMNS.length;
        }

        @Override
        public String getColumnName(int column) {
            return COLUMNS[column];
        }

        @Override
        public Object getValueAt(int index, int column) {
            ClusterList.Row row = rows.get(index);
            return switch (column) {
                case 0 -> String.format(Locale.ROOT, "%.0f", row.volume());
                case 1 -> ViewWords.number(row.peak());
                case 2 -> Math.round(row.x()) + ", " + Math.round(row.y()) + ", " + Math.round(row.z());
                default -> row.region();
            };
        }
    }

    /**
     * An empty table.
     *
     * @param go is told of the cluster that is chosen
     */
    ClusterPanel(Consumer<ClusterList.Row> go) {
        super(new BorderLayout(0, 2));
        table.setName("clusters");
        TableKeys.leaveByTab(table);
        table.getAccessibleContext().setAccessibleName("clusters");
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.getSelectionModel().addListSelectionListener(e -> {
            int row = table.getSelectedRow();
            if (!filling && !e.getValueIsAdjusting() && row >= 0) go.accept(model.rows.get(row));
        });
        table.getColumnModel().getColumn(0).setPreferredWidth(62);
        table.getColumnModel().getColumn(1).setPreferredWidth(52);
        table.getColumnModel().getColumn(2).setPreferredWidth(90);
        table.getColumnModel().getColumn(3).setPreferredWidth(91);
        JScrollPane scroll = new JScrollPane(table);
        scroll.setPreferredSize(new Dimension(300, 120));
        JPanel buttons = new JPanel(new java.awt.FlowLayout(java.awt.FlowLayout.LEFT, 4, 0));
        buttons.add(button("Previous", -1));
        buttons.add(button("Next", 1));
        add(title, BorderLayout.NORTH);
        add(scroll, BorderLayout.CENTER);
        add(buttons, BorderLayout.SOUTH);
    }

    private JButton button(String text, int step) {
        JButton button = new JButton(text);
        button.setName("cluster-" + text.toLowerCase(Locale.ROOT));
        button.addActionListener(e -> step(step));
        return button;
    }

    /** Goes to the next cluster or the one before. */
    void step(int by) {
        int count = model.getRowCount();
        if (count == 0) return;
        int selected = table.getSelectedRow();
        int row = selected < 0 ? (by > 0 ? 0 : count - 1) : Math.floorMod(selected + by, count);
        table.setRowSelectionInterval(row, row);
        table.scrollRectToVisible(table.getCellRect(row, 0, true));
    }

    /** Shows a list; the selection stays if the list is the same. */
    void show(ClusterList clusters, String layer) {
        if (clusters == null || clusters.rows().equals(model.rows)) return;
        filling = true;
        model.rows = clusters.rows();
        model.fireTableDataChanged();
        filling = false;
        title.setText("Clusters: " + clusters.words());
        title.setToolTipText(
                "clusters of " + layer
                        + ": connected voxels that are drawn, of one sign; they describe the picture and are not a statistical test");
    }
}
