package sc.fiji.boldj.workflow.trial;

import java.math.BigDecimal;
import java.util.Locale;

/** Results of tests as they are printed. */
public final class ResultWords {

    private ResultWords() {}

    /** An interval around a value; {@code n/a} if it is unbounded because there are too few permutations. */
    static String interval(double middle, double half) {
        return Double.isFinite(half) ? text(middle - half) + " to " + text(middle + half) : "n/a";
    }

    /** Four significant digits; {@code n/a} for NaN. */
    public static String text(double value) {
        return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%.4g", value);
    }

    /** A probability with enough digits to be printed on the correct side of {@code alpha}. */
    static String probability(double p, double alpha) {
        for (int digits = 4; digits < 17; digits++) {
            String text = String.format(Locale.ROOT, "%." + digits + "g", p);
            if (Double.isNaN(p) || new BigDecimal(text).doubleValue() <= alpha == p <= alpha)
                return Double.isNaN(p) ? "n/a" : text;
        }
        return Double.toString(p);
    }
}
