package sc.fiji.boldj.explore;

import java.util.Locale;

/** A drawing in scalable vector graphics, written piece by piece; texts are escaped. */
final class Svg {

    private static final String INK = "#202020";

    private final StringBuilder text = new StringBuilder();

    /**
     * Begins a drawing on white.
     *
     * @param title what it shows
     */
    Svg(double width, double height, String title) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" "
                        + "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" role=\"img\">%n",
                number(width),
                number(height),
                number(width),
                number(height)));
        text.append("<title>").append(escaped(title)).append("</title>\n");
        rectangle(0, 0, width, height, "#ffffff");
    }

    /** Text as content or attribute: markup loses its meaning, characters that XML forbids become U+FFFD. */
    static String escaped(String raw) {
        StringBuilder safe = new StringBuilder();
        raw.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    boolean allowed =
                            (c >= 0x20 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) || c > 0xffff || c == '\t';
                    safe.appendCodePoint(allowed ? c : 0xfffd);
                }
            }
        });
        return safe.toString();
    }

    /** A length to a hundredth, the nearest. */
    static String number(double value) {
        long hundredths = Math.round(100 * value);
        long size = Math.abs(hundredths);
        StringBuilder digits = new StringBuilder(hundredths < 0 ? "-" : "").append(size / 100);
        if (size % 100 != 0) {
            digits.append('.').append(size / 10 % 10);
            if (size % 10 != 0) digits.append(size % 10);
        }
        return digits.toString();
    }

    /** Begins a part of the drawing in its own units: those to the right and down from (x, y), times {@code scale}. */
    void begin(double x, double y, double scale) {
        text.append("<g transform=\"translate(")
                .append(number(x))
                .append(' ')
                .append(number(y))
                .append(") scale(")
                .append(scale)
                .append(")\">\n");
    }

    /** Ends that part. */
    void finish() {
        text.append("</g>\n");
    }

    void rectangle(double x, double y, double width, double height, String fill) {
        text.append(String.format(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>%n",
                number(x), number(y), number(width), number(height), fill));
    }

    /** Anything closed or open, given as path data. */
    void path(String data, String attributes) {
        text.append("<path d=\"").append(data).append("\" ").append(attributes).append("/>\n");
    }

    void line(double x1, double y1, double x2, double y2, String attributes) {
        text.append(String.format(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" %s/>%n",
                number(x1), number(y1), number(x2), number(y2), attributes));
    }

    /** A disc that shows a text when pointed at. */
    void disc(double x, double y, double radius, String fill, String hint) {
        text.append(String.format(
                "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"#ffffff\" stroke-width=\"0.8\"><title>%s</title>"
                        + "</circle>%n",
                number(x), number(y), number(radius), fill, escaped(hint)));
    }

    /**
     * A line of text.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     * @param turn degrees clockwise about (x, y)
     */
    void write(double x, double y, double size, String anchor, double turn, String words) {
        String turned =
                turn == 0 ? "" : " transform=\"rotate(" + number(turn) + " " + number(x) + " " + number(y) + ")\"";
        text.append(String.format(
                "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>%n",
                number(x), number(y), number(size), anchor, INK, turned, escaped(words)));
    }

    /** A line of text of a colour. */
    void write(double x, double y, double size, String anchor, String fill, String words) {
        text.append(String.format(
                "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                number(x), number(y), number(size), anchor, fill, escaped(words)));
    }

    /** A picture. */
    void image(double x, double y, double width, double height, String pngInBase64) {
        text.append(String.format(
                "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" href=\"data:image/png;base64,%s\"/>%n",
                number(x), number(y), number(width), number(height), pngInBase64));
    }

    /** The file's content. */
    String end() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text.toString().replace("\r\n", "\n") + "</svg>\n";
    }
}
