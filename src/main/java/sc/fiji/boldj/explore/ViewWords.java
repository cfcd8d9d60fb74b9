package sc.fiji.boldj.explore;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers and positions for a view. */
final class ViewWords {

    private ViewWords() {}

    /** Three significant digits. */
    static String number(double value) {
        if (Double.isNaN(value)) return "outside";
        if (value == 0 || !Double.isFinite(value)) return value == 0 ? "0" : String.valueOf(value);
        String plain = new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        return plain.length() > 9 ? String.format(Locale.ROOT, "%.2e", value) : plain;
    }

    /** The value at three significant digits. */
    static double threeDigits(double value) {
        if (value == 0 || !Double.isFinite(value)) return value;
        return new BigDecimal(value).round(new MathContext(3)).doubleValue();
    }

    /** All digits that a macro needs to give the same value. */
    static String exact(double value) {
        String text = String.valueOf(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** A place to a tenth of a millimetre, as macros and the crosshair's field write it. */
    static String place(double x, double y, double z) {
        return tenth(x) + "," + tenth(y) + "," + tenth(z);
    }

    static String place(Viewpoint viewpoint) {
        return place(viewpoint.x(), viewpoint.y(), viewpoint.z());
    }

    /** The number that {@link #tenth} writes. */
    static double roundedToTenth(double value) {
        return Math.rint(10 * value) / 10 + 0.0; // no negative zero
    }

    static String tenth(double value) {
        String text = String.valueOf(roundedToTenth(value));
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** What the sides of the screen mean. */
    static String convention(boolean radiological) {
        return radiological
                ? "radiological: right of the head on the left"
                : "neurological: left of the head on the left";
    }

    /** What the millimetres of an image are. */
    static String space(sc.fiji.boldj.image.NeuroImage image) {
        if (!image.grid().placed()) return "mm, position unknown: left and right may be exchanged";
        return image.space().isMni() ? "MNI mm (RAS)" : "mm (RAS)";
    }

    /** A name that fits a narrow column: a long one loses its middle. */
    static String shortened(String name) {
        return name.length() <= 30 ? name : name.substring(0, 14) + "\u2026" + name.substring(name.length() - 15);
    }

    /** A layer in words: name, unit, and what positive values mean. */
    static String title(Layer layer) {
        return nameAndUnit(layer) + (layer.direction().isEmpty() ? "" : "; " + layer.direction());
    }

    /** A layer's name, shortened if it is long, and its unit. */
    static String nameAndUnit(Layer layer) {
        return shortened(layer.name()) + (layer.unit().isEmpty() ? "" : " (" + layer.unit() + ")");
    }
}
