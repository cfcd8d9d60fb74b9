package sc.fiji.boldj.explore;

import java.awt.image.BufferedImage;

/**
 * Letters of 5 x 7 pixels for the few words on a picture. Java's own need font files, which a server may not have.
 *
 * <p>Knows digits, {@code . - + = < >}, blank, and the letters that pictures use; anything else is a blank.
 */
final class PixelFont {

    private static final int WIDTH = 5;
    private static final int HEIGHT = 7;

    private static final String LETTERS = "0123456789.-+=<>xyzrtmLRAPSI";

    /** Seven rows a letter, five bits a row, the highest on the left, as two digits of base 32. */
    private static final String[] ROWS = {
        "0E 11 13 15 19 11 0E", "04 0C 04 04 04 04 0E", "0E 11 01 02 04 08 1F", "1F 02 04 02 01 11 0E",
        "02 06 0A 12 1F 02 02", "1F 10 1E 01 01 11 0E", "06 08 10 1E 11 11 0E", "1F 01 02 04 08 08 08",
        "0E 11 11 0E 11 11 0E", "0E 11 11 0F 01 02 0C", "00 00 00 00 00 0C 0C", "00 00 00 1F 00 00 00",
        "00 04 04 1F 04 04 00", "00 00 1F 00 1F 00 00", "02 04 08 10 08 04 02", "08 04 02 01 02 04 08",
        "00 00 11 0A 04 0A 11", "00 00 11 11 0F 01 0E", "00 00 1F 02 04 08 1F", "00 00 16 19 10 10 10",
        "08 08 1C 08 08 09 06", "00 00 1A 15 15 11 11", "10 10 10 10 10 10 1F", "1E 11 11 1E 14 12 11",
        "0E 11 11 11 1F 11 11", "1E 11 11 1E 10 10 10", "0F 10 10 0E 01 01 1E", "0E 04 04 04 04 04 0E"
    };

    private PixelFont() {}

    /** The width of a text in pixels. */
    static int width(String text, int scale) {
        return text.length() * (WIDTH + 1) * scale;
    }

    /** The height of a line in pixels. */
    static int height(int scale) {
        return HEIGHT * scale;
    }

    /** Draws a text with its upper left corner at (x, y); what lies outside the picture is not drawn. */
    static void draw(BufferedImage picture, String text, int x, int y, int scale, int rgb) {
        for (int i = 0; i < text.length(); i++) {
            int letter = LETTERS.indexOf(text.charAt(i));
            if (letter < 0) continue;
            String[] rows = ROWS[letter].split(" ", -1);
            for (int row = 0; row < HEIGHT * scale; row++) {
                int bits = Integer.parseInt(rows[row / scale], 16);
                for (int column = 0; column < WIDTH * scale; column++) {
                    int px = x + i * (WIDTH + 1) * scale + column;
                    boolean inside =
                            px >= 0 && px < picture.getWidth() && y + row >= 0 && y + row < picture.getHeight();
                    if (inside && (bits >> (WIDTH - 1 - column / scale) & 1) == 1) picture.setRGB(px, y + row, rgb);
                }
            }
        }
    }
}
