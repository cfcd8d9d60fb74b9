package sc.fiji.boldj.report;

/** A drawing in scalable vector graphics, for a page or a file of its own, made piece by piece; {@link Element} writes the markup. */
public final class Svg {

    private static final String INK = "#202020";

    private final Element drawing;
    private Element part;

    /**
     * Begins a drawing on white.
     *
     * @param title what it shows
     */
    public Svg(double width, double height, String title) {
        drawing = Element.of("svg")
                .set("width", number(width))
                .set("height", number(height))
                .set("viewBox", "0 0 " + number(width) + " " + number(height))
                .set("font-family", "Helvetica, Arial, 'DejaVu Sans', sans-serif")
                .set("role", "img")
                .add(Element.of("title", title));
        part = drawing;
        rectangle(0, 0, width, height, "#ffffff");
    }

    /** A length to a hundredth, the nearest. */
    public static String number(double value) {
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
    public void begin(double x, double y, double scale) {
        part = Element.of("g").set("transform", "translate(" + number(x) + " " + number(y) + ") scale(" + scale + ")");
        drawing.add(part);
    }

    /** Ends that part. */
    public void finish() {
        part = drawing;
    }

    /** Without a rim. */
    public void rectangle(double x, double y, double width, double height, String fill) {
        part.add(box("rect", x, y, width, height).set("fill", fill));
    }

    /** A rectangle that shows a text when pointed at. */
    void rectangle(double x, double y, double width, double height, String fill, String hint) {
        part.add(box("rect", x, y, width, height).set("fill", fill).add(Element.of("title", hint)));
    }

    private static Element box(String tag, double x, double y, double width, double height) {
        return Element.of(tag)
                .set("x", number(x))
                .set("y", number(y))
                .set("width", number(width))
                .set("height", number(height));
    }

    /**
     * Anything closed or open, given as path data.
     *
     * @param attributes names and values in turn
     */
    public void path(String data, String... attributes) {
        part.add(with(Element.of("path").set("d", data), attributes));
    }

    /**
     * A straight line.
     *
     * @param attributes names and values in turn
     */
    public void line(double x1, double y1, double x2, double y2, String... attributes) {
        Element line = Element.of("line")
                .set("x1", number(x1))
                .set("y1", number(y1))
                .set("x2", number(x2))
                .set("y2", number(y2));
        part.add(with(line, attributes));
    }

    private static Element with(Element element, String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) element.set(attributes[i], attributes[i + 1]);
        return element;
    }

    /** A disc that shows a text when pointed at. */
    public void disc(double x, double y, double radius, String fill, String hint) {
        part.add(Element.of("circle")
                .set("cx", number(x))
                .set("cy", number(y))
                .set("r", number(radius))
                .set("fill", fill)
                .set("stroke", "#ffffff")
                .set("stroke-width", "0.8")
                .add(Element.of("title", hint)));
    }

    /**
     * A line of text.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     * @param turn degrees clockwise about (x, y)
     */
    public void write(double x, double y, double size, String anchor, double turn, String words) {
        Element text = text(x, y, size, anchor, INK, words);
        if (turn != 0) text.set("transform", "rotate(" + number(turn) + " " + number(x) + " " + number(y) + ")");
        part.add(text);
    }

    /** A line of text of a colour. */
    public void write(double x, double y, double size, String anchor, String fill, String words) {
        part.add(text(x, y, size, anchor, fill, words));
    }

    private static Element text(double x, double y, double size, String anchor, String fill, String words) {
        return Element.of("text", words)
                .set("x", number(x))
                .set("y", number(y))
                .set("font-size", number(size))
                .set("text-anchor", anchor)
                .set("fill", fill);
    }

    /** A picture. */
    public void image(double x, double y, double width, double height, String pngInBase64) {
        part.add(box("image", x, y, width, height).set("href", "data:image/png;base64," + pngInBase64));
    }

    /** The drawing as part of a page. */
    Element toElement() {
        return drawing;
    }

    /** The content of a file of its own. */
    public String end() {
        drawing.set("xmlns", "http://www.w3.org/2000/svg");
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + drawing + "\n";
    }
}
