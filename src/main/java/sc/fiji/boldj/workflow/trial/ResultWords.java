package sc.fiji.boldj.workflow.trial;

import java.math.BigDecimal;
import java.util.Locale;
import sc.fiji.boldj.workflow.protocol.Endpoint;

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

    /** A text with a full stop at its end, unless it ends a sentence already. */
    static String sentence(String text) {
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }

    /** A number with the unit of an endpoint as pages print it. */
    static String measured(double value, Endpoint endpoint) {
        return text(value) + (endpoint.unit().isEmpty() ? "" : " " + unit(endpoint));
    }

    /** The unit of an endpoint as pages print it; {@code fisherZ} and {@code percent} are names in protocols. */
    static String unit(Endpoint endpoint) {
        return switch (endpoint.unit()) {
            case "fisherZ" -> "Fisher z";
            case "percent" -> "%";
            default -> endpoint.unit();
        };
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
