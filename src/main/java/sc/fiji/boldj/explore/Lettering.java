package sc.fiji.boldj.explore;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Text on a picture: smooth letters where Java has a font, plain ones on a server without. */
final class Lettering {

    private final BufferedImage picture;
    private final Graphics2D graphics;

    Lettering(BufferedImage picture) {
        this.picture = picture;
        graphics = graphics(picture);
    }

    private static Graphics2D graphics(BufferedImage picture) {
        try {
            Graphics2D made = picture.createGraphics();
            made.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            made.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            made.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            made.getFontMetrics().stringWidth("0");
            return made;
        } catch (LinkageError | RuntimeException e) { // no font files: Java fails in several ways
            return null;
        }
    }

    /**
     * Writes a line.
     *
     * @param x left end, middle or right end
     * @param y base line
     * @param anchor 0 for the left end at x, 0.5 for the middle, 1 for the right end
     */
    void write(String text, double x, double y, int size, double anchor, int rgb) {
        if (graphics == null) {
            int scale = size > 12 ? 2 : 1;
            int left = (int) Math.round(x - anchor * PixelFont.width(text, scale));
            PixelFont.draw(picture, text, left, (int) y - PixelFont.height(scale), scale, rgb);
            return;
        }
        graphics.setFont(graphics.getFont().deriveFont((float) size));
        graphics.setColor(new Color(rgb));
        graphics.drawString(
                text, (float) (x - anchor * graphics.getFontMetrics().stringWidth(text)), (float) y);
    }
}
