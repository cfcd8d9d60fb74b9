package sc.fiji.boldj.run;

import java.util.regex.Pattern;

/**
 * Numbers as participants write them in keys, tables and sidecars: digits with an optional sign, point and exponent.
 *
 * <p>What Java's own parser takes beyond that ({@code 2D}, {@code 0x1p3}, {@code NaN}, {@code Infinity}) is a name or a
 * slip and no number here, and so is what overflows, such as {@code 1e9999}.
 */
public final class NumberText {

    /** Possessive, so that a long row of digits that is not a number is given up after one pass. */
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?");

    private NumberText() {}

    /** The number; NaN if the text is none or it is not finite. Blanks around it are not used. */
    public static double parse(String text) {
        String bare = text.strip();
        double value = DECIMAL.matcher(bare).matches() ? Double.parseDouble(bare) : Double.NaN;
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** Whether {@link #parse} finds a number. */
    public static boolean isNumber(String text) {
        return !Double.isNaN(parse(text));
    }
}
