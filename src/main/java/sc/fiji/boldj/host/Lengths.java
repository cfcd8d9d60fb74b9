package sc.fiji.boldj.host;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** The units of ImageJ's calibrations. */
final class Lengths {

    private Lengths() {}

    /** Millimetres in one unit of length; NaN if it is none (ImageJ's "pixel"). */
    static double millimetres(String unit) {
        switch (unit == null ? "" : unit.strip().toLowerCase(Locale.ROOT)) {
            case "m":
            case "meter":
            case "metre":
                return 1000;
            case "cm":
                return 10;
            case "mm":
            case "millimeter":
            case "millimetre":
                return 1;
            case "um":
            case "\u00b5m":
            case "\u03bcm":
            case "micron":
            case "microns":
                return 1e-3;
            case "nm":
                return 1e-6;
            case "inch":
            case "in":
                return 25.4;
            default:
                return Double.NaN;
        }
    }

    /** Seconds in one unit of time; ImageJ means seconds where nothing else is said. */
    static double seconds(String unit) {
        String text = unit == null ? "" : unit.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("ms") || text.startsWith("milli")) return 1e-3;
        if (text.startsWith("us") || text.startsWith("\u00b5s") || text.startsWith("micro")) return 1e-6;
        if (text.startsWith("min")) return 60;
        return text.startsWith("h") ? 3600 : 1;
    }

    /** A number for a message, without zeros at the end. */
    static String text(double value) {
        if (!Double.isFinite(value)) return String.valueOf(value);
        return new BigDecimal(value, new MathContext(5)).stripTrailingZeros().toPlainString();
    }

    /** The edges of a voxel for a message. */
    static String text(double x, double y, double z) {
        return text(x) + " x " + text(y) + " x " + text(z) + " mm";
    }
}
