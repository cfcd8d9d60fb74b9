package sc.fiji.boldj.explore.study;

import java.awt.Color;
import java.awt.Component;
import java.util.Locale;
import java.util.Map;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.SwingConstants;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.JTableHeader;

/** How the cells of the study table look: numbers to two digits, lights and ratings as words with a mark. */
final class StudyCells {

    private static final int[] WIDTHS = {80, 90, 80, 170, 70, 60, 60, 60, 60, 80, 320};

    /** Marks differ in shape as well as in colour. */
    private static final Map<String, String> MARKS = Map.of(
            "green", "\u25CF ", "amber", "\u25B2 ", "red", "\u25A0 ", "accept", "\u2713 ", "doubt", "? ", "exclude",
            "\u2717 ");

    private static final Map<String, Color> COLOURS = Map.of(
            "green", new Color(0x1b, 0x7a, 0x5a),
            "amber", new Color(0x9a, 0x66, 0x00),
            "red", new Color(0xb3, 0x26, 0x1e));

    private StudyCells() {}

    static void prepare(JTable table) {
        StudyTable.Column[] columns = StudyTable.Column.values();
        for (int c = 0; c < columns.length; c++)
            table.getColumnModel().getColumn(c).setPreferredWidth(WIDTHS[c]);
        table.setDefaultRenderer(Double.class, new Numbers());
        for (StudyTable.Column column : new StudyTable.Column[] {StudyTable.Column.LIGHT, StudyTable.Column.RATING})
            table.getColumnModel().getColumn(column.index()).setCellRenderer(new Marks());
        JTableHeader header = new JTableHeader(table.getColumnModel()) {
            @Override
            public String getToolTipText(java.awt.event.MouseEvent e) {
                int at = columnAtPoint(e.getPoint());
                return at < 0 ? null : columns[table.convertColumnIndexToModel(at)].meaning();
            }
        };
        table.setTableHeader(header);
    }

    private static final class Numbers extends DefaultTableCellRenderer {

        Numbers() {
            setHorizontalAlignment(SwingConstants.RIGHT);
        }

        @Override
        protected void setValue(Object value) {
            double number = value instanceof Double given ? given : Double.NaN;
            setText(
                    Double.isNaN(number)
                            ? ""
                            : Math.abs(number) >= 10
                                    ? String.format(Locale.ROOT, "%.0f", number)
                                    : String.format(Locale.ROOT, "%.2f", number));
        }
    }

    private static final class Marks extends DefaultTableCellRenderer {

        @Override
        public Component getTableCellRendererComponent(
                JTable table, Object value, boolean selected, boolean focused, int row, int column) {
            String word = String.valueOf(value);
            JLabel label = (JLabel) super.getTableCellRendererComponent(
                    table, MARKS.getOrDefault(word, "") + word, selected, focused, row, column);
            if (!selected) label.setForeground(COLOURS.getOrDefault(word, table.getForeground()));
            return label;
        }
    }
}
