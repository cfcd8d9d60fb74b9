package sc.fiji.boldj.explore;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import javax.swing.JPanel;

/** The colour bar of a layer, with its name, unit and direction. */
final class BarPanel extends JPanel {

    private transient LayerStyle style;
    private String title = "";
    private String direction = "";

    BarPanel() {
        setName("colour-bar");
        setPreferredSize(new Dimension(280, 66));
        setMinimumSize(new Dimension(100, 66));
    }

    void show(Layer layer, LayerStyle look) {
        style = look;
        title = ViewWords.nameAndUnit(layer);
        direction = layer.direction();
        setToolTipText(ViewWords.title(layer));
        getAccessibleContext().setAccessibleName("colour bar of " + ViewWords.title(layer));
        repaint();
    }

    @Override
    protected void paintComponent(Graphics g) {
        super.paintComponent(g);
        if (style == null) return;
        Graphics2D pen = (Graphics2D) g;
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setFont(getFont() == null ? new Font(Font.SANS_SERIF, Font.PLAIN, 12) : getFont());
        pen.setColor(getForeground());
        pen.drawString(title, 0, 12);
        pen.drawString(direction, 0, 27);
        if (style.colours() == ColourScale.LABELS) return;
        int width = Math.max(1, getWidth());
        int[] row = ColourBar.colours(style, width);
        BufferedImage bar = new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB);
        bar.setRGB(0, 0, width, 1, row, 0, width);
        pen.drawImage(bar, 0, 32, width, 14, null);
        for (double[] mark : ColourBar.marks(style)) {
            String text = ViewWords.number(mark[0]);
            double size = pen.getFontMetrics().stringWidth(text);
            double x = Math.max(0, Math.min(width - size, mark[1] * width - size / 2));
            pen.drawString(text, (float) x, 61);
        }
    }
}
