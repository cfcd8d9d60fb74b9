package sc.fiji.boldj.host;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** The units of ImageJ's calibrations. */
final class Lengths {

    private Lengths() {}

    /** Millimetres in one unit of length; NaN if it is none (ImageJ's "pixel"). */
    static double millimetres(String unit) {
        return switch (unit == null ? "" : unit.strip().toLowerCase(Locale.ROOT)) {
            case "m", "meter", "metre" -> 1000;
            case "cm" -> 10;
            case "mm", "millimeter", "millimetre" -> 1;
            case "um", "\u00b5m", "\u03bcm", "micron", "microns" -> 1e-3;
            case "nm" -> 1e-6;
            case "inch", "in" -> 25.4;
            default -> Double.NaN;
        };
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
