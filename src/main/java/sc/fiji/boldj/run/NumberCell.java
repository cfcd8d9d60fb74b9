package sc.fiji.boldj.run;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads numbers from tables written by participants, spreadsheets and other programs; the only such reader.
 *
 * <ul>
 *   <li>Missing, read as NaN: an empty cell, {@code n/a}, {@code NA}, {@code NaN}, {@code #N/A}, {@code null} and {@code .}
 *       in any case.
 *   <li>Infinite: {@code inf} and {@code infinity} with an optional sign, as numpy, R and Java write them.
 *   <li>A decimal comma is read as a decimal point, as in {@code 2,5}; {@code 1,234} could also be 1234 and is refused.
 *   <li>What only programming languages accept as a number ({@code 2D}, {@code 1f}, {@code 0x1p3}) is a name, and a number
 *       beyond the range of a double ({@code 1e9999}) is refused.
 * </ul>
 */
public final class NumberCell {

    private static final Pattern MISSING = Pattern.compile("|#?n/a|na|nan|null|\\.", Pattern.CASE_INSENSITIVE);
    private static final Pattern INFINITE = Pattern.compile("[-+]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMA = Pattern.compile("[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?");
    /** Possessive: a cell of many digits takes linear time. */
    private static final Pattern TOO_LARGE = Pattern.compile("[-+]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)e[-+]?[0-9]++");

    private static final Pattern THOUSANDS = Pattern.compile("[-+]?[1-9][0-9]{0,2},[0-9]{3}");

    private NumberCell() {}

    /** Whether a cell holds a missing value. */
    public static boolean isMissing(String cell) {
        return MISSING.matcher(cell.strip()).matches();
    }

    /** Whether a cell holds a number, finite or infinite; a missing value is none. */
    public static boolean isNumber(String cell) {
        return !isMissing(cell) && problem(cell).isEmpty();
    }

    /** Whether {@link #parse} reads the cell: a number or a missing value. */
    public static boolean isReadable(String cell) {
        return isMissing(cell) || problem(cell).isEmpty();
    }

    /**
     * The number in a cell; NaN for a missing value.
     *
     * @throws NumberFormatException if the cell holds neither; says what it is and how to write it
     */
    public static double parse(String cell) {
        double plain = NumberText.parse(cell);
        if (!Double.isNaN(plain)) return plain;
        if (isMissing(cell)) return Double.NaN;
        String problem = problem(cell);
        if (!problem.isEmpty()) throw new NumberFormatException(problem);
        return value(cell);
    }

    private static double value(String cell) {
        String text = cell.strip();
        if (INFINITE.matcher(text).matches())
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return NumberText.parse(COMMA.matcher(text).matches() ? text.replace(',', '.') : text);
    }

    /** Why a cell cannot be read; empty if it can. */
    private static String problem(String cell) {
        String text = cell.strip();
        if (THOUSANDS.matcher(text).matches())
            return "\"" + text + "\" may mean " + text.replace(',', '.') + " or " + text.replace(",", "")
                    + ": use a decimal point and no thousands separator";
        if (!Double.isNaN(value(text))) return "";
        String point = text.replace(',', '.').toLowerCase(Locale.ROOT);
        if (TOO_LARGE.matcher(point).matches()) return "\"" + text + "\" is too large for a number";
        return "\"" + text + "\" is not a number; write n/a for a missing value";
    }
}
