package sc.fiji.boldj.explore.study;

import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.table.TableCellRenderer;
import sc.fiji.boldj.workflow.participant.StudyState;

/**
 * The steps of a series as a row of squares: filled: done; hatched: to be repeated; a triangle: running; empty: not done. Shapes
 * differ as well as colours, so that colour vision is not needed.
 */
final class StepsCell extends JLabel implements TableCellRenderer {

    private static final int SIZE = 11;
    private static final int GAP = 3;
    private static final Color DONE = new Color(0x2f, 0x6f, 0xa8);
    private static final Color REPEAT = new Color(0xc9, 0x8a, 0x12);
    private static final Color EDGE = new Color(0x88, 0x88, 0x88);

    private transient StudyState.Scan scan;
    private String running = "";
    private Color ground = Color.WHITE;

    StepsCell() {
        setOpaque(true);
        setPreferredSize(new Dimension(12 * (SIZE + GAP), SIZE + 2 * GAP));
    }

    /** Says which step is being done, by its name. */
    void running(String step) {
        running = step;
    }

    @Override
    public Component getTableCellRendererComponent(
            JTable table, Object value, boolean selected, boolean focused, int row, int column) {
        scan = (StudyState.Scan) value;
        ground = selected ? table.getSelectionBackground() : table.getBackground();
        String words = scan == null ? "" : StudyTable.words(scan);
        getAccessibleContext().setAccessibleName(words);
        setToolTipText(words);
        return this;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics;
        g.setColor(ground);
        g.fillRect(0, 0, getWidth(), getHeight());
        if (scan == null) return;
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int count = Math.max(1, scan.stages().size());
        int pitch = Math.max(5, Math.min(SIZE + GAP, (getWidth() - 2 * GAP) / count));
        int size = pitch - Math.min(GAP, pitch / 4);
        int y = (getHeight() - size) / 2;
        for (int i = 0; i < scan.stages().size(); i++) paint(g, scan.stages().get(i), GAP + i * pitch, y, size);
    }

    private void paint(Graphics2D g, StudyState.Stage stage, int x, int y, int size) {
        if (stage.name().equals(running)) {
            g.setColor(DONE);
            g.fillPolygon(new int[] {x, x + size, x}, new int[] {y, y + size / 2, y + size}, 3);
            return;
        }
        switch (stage.progression()) {
            case DONE -> {
                g.setColor(DONE);
                g.fillRect(x, y, size, size);
            }
            case OUTDATED -> {
                g.setColor(REPEAT);
                g.drawRect(x, y, size - 1, size - 1);
                g.drawLine(x, y + size - 1, x + size - 1, y);
            }
            case OPEN -> {
                g.setColor(EDGE);
                g.drawRect(x, y, size - 1, size - 1);
            }
        }
    }
}
