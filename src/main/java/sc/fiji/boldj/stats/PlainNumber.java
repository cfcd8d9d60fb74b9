package sc.fiji.boldj.stats;

import java.util.OptionalDouble;
import java.util.regex.Pattern;
import sc.fiji.boldj.run.NumberText;

/**
 * A number as people write it: decimal digits with an optional sign, point and exponent. Java's own reader also accepts
 * {@code 2D}, {@code 1f}, {@code 0x1p3}, {@code NaN} and {@code Infinity}, which are names in a table of conditions.
 */
public final class PlainNumber {

    /** Without a sign. */
    static final Pattern UNSIGNED = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private static final Pattern SIGNED = Pattern.compile("[+-]?" + UNSIGNED.pattern());

    private PlainNumber() {}

    /** Whether the text, without the blanks around it, is a number; it may be too large for a double. */
    public static boolean is(String text) {
        return SIGNED.matcher(text.strip()).matches();
    }

    /** The finite number that the text is; empty if it is none, or too large for a double. */
    public static OptionalDouble of(String text) {
        double value = NumberText.parse(text);
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
