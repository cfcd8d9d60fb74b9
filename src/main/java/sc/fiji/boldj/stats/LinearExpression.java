package sc.fiji.boldj.stats;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.boldj.run.NumberText;

/**
 * Reads one sum of named quantities with weights, brackets and numbers: {@code (a - b) - (c - d)}, {@code 0.5*(a + b) - c},
 * {@code (a + b)/2 - c}.
 *
 * <p>Names win over numbers and over operators: where a quantity is called {@code 2} or {@code a+b}, that is the quantity. Of
 * names that begin alike the longest is taken; blanks separate ({@code a + b} is the sum). Any name can stand in double quotes.
 */
public final class LinearExpression {

    private static final Pattern NUMBER = Pattern.compile("([0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)([eE][-+]?[0-9]++)?");
    private static final String ENDS = "+-*/()";

    private final String text;
    private final List<String> names;
    private final NameScanner scanner;
    private int at;

    private LinearExpression(String text, List<String> names) {
        this.text = text;
        this.names = names;
        scanner = new NameScanner(names);
    }

    /**
     * The weight of each quantity.
     *
     * @param names of the quantities, all different
     * @return as long as {@code names}
     * @throws IllegalArgumentException if the text cannot be read, naming the place and the names there are
     */
    public static double[] parse(String text, List<String> names) {
        LinearExpression reader = new LinearExpression(text, names);
        double[] weights = reader.sum();
        if (reader.at < text.length()) throw reader.unreadable("an operator");
        for (double weight : weights)
            if (!Double.isFinite(weight)) throw new IllegalArgumentException("'" + text + "' has an infinite weight");
        return weights;
    }

    private double[] sum() {
        double[] sum = signed();
        while (next() == '+' || next() == '-') {
            double sign = text.charAt(at++) == '-' ? -1 : 1;
            add(sum, signed(), sign);
        }
        return sum;
    }

    /** A term with signs in front of it. */
    private double[] signed() {
        double sign = 1;
        while (scanner.at(text, skip(), ENDS) == null && (next() == '+' || next() == '-'))
            if (text.charAt(at++) == '-') sign = -sign;
        double[] term = term();
        return scaled(term, sign);
    }

    private double[] term() {
        double factor = 1;
        double[] quantity = null;
        while (true) {
            skip();
            NameScanner.Match name = scanner.at(text, at, ENDS);
            Matcher number = NUMBER.matcher(text).region(at, text.length());
            if (name != null && name.known()) {
                requireOne(quantity);
                quantity = new double[names.size()];
                quantity[names.indexOf(name.name())] = 1;
                at = name.end();
            } else if (name == null && next() == '(') {
                requireOne(quantity);
                at++;
                quantity = sum();
                if (next() != ')') throw unreadable("a closing bracket");
                at++;
            } else if (name == null && number.lookingAt()) {
                factor *= NumberText.parse(number.group());
                at = number.end();
            } else throw unreadable("a name");
            while (next() == '/') factor /= divisor();
            if (next() != '*') break;
            at++;
        }
        if (quantity == null) throw unreadable("'*' and a name after the number");
        return scaled(quantity, factor);
    }

    private void requireOne(double[] quantity) {
        if (quantity != null) throw unreadable("a number: the product of two quantities is not a contrast");
    }

    private double divisor() {
        at++;
        skip();
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) throw unreadable("a number");
        at = number.end();
        return NumberText.parse(number.group());
    }

    private int skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at;
    }

    /** The next character that is no blank; 0 at the end. */
    private char next() {
        return skip() < text.length() ? text.charAt(at) : 0;
    }

    private static void add(double[] sum, double[] more, double sign) {
        for (int i = 0; i < sum.length; i++) sum[i] += sign * more[i];
    }

    private static double[] scaled(double[] weights, double factor) {
        double[] scaled = new double[weights.length];
        for (int i = 0; i < scaled.length; i++) scaled[i] = weights[i] == 0 ? 0 : factor * weights[i];
        return scaled;
    }

    private IllegalArgumentException unreadable(String expected) {
        return new IllegalArgumentException("cannot read '" + text + "' at "
                + (at >= text.length() ? "its end" : "'" + text.substring(at) + "'") + ": expected " + expected
                + "; the names are " + names + "; put a name that contains operators in double quotes");
    }
}
