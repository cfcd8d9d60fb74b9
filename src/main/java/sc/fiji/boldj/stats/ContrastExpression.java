package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads contrasts as users write them: column names with weights ({@code drug - placebo}, {@code 0.5*a + 0.5*b - c}), or
 * comma lists of weights ({@code 1,-1,0}); several parted by {@code ;} make an F test. A column may be called {@code -1}:
 * {@code -1 - 1} is then the difference of the columns {@code -1} and {@code 1}.
 */
public final class ContrastExpression {

    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d*)?([eE][+-]?\\d+)?|\\.\\d+([eE][+-]?\\d+)?");

    private ContrastExpression() {}

    /**
     * The weights of each row of the contrast.
     *
     * @param columns names of the design's columns
     * @return shape (rows, columns)
     * @throws IllegalArgumentException if the text cannot be read, naming the place and the columns
     */
    public static double[][] parse(String expression, List<String> columns) {
        List<double[]> rows = new ArrayList<>();
        for (String part : expression.split(";", -1)) {
            String text = part.strip();
            if (text.isEmpty())
                throw new IllegalArgumentException("contrast '" + expression + "' has an empty part: write column names"
                        + " such as '" + columns.get(0) + "' or weights");
            rows.add(isWeights(text) ? weights(text, columns) : names(text, columns));
        }
        return rows.toArray(new double[0][]);
    }

    private static boolean isWeights(String text) {
        for (String cell : text.split(",", -1)) {
            try {
                Double.parseDouble(cell.strip());
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return true;
    }

    private static double[] weights(String text, List<String> columns) {
        String[] cells = text.split(",", -1);
        if (cells.length > columns.size())
            throw new IllegalArgumentException("contrast '" + text + "' has " + cells.length
                    + " weights, but the design " + columns.size() + " columns: " + columns);
        double[] row = new double[columns.size()];
        for (int c = 0; c < cells.length; c++) row[c] = Double.parseDouble(cells[c].strip());
        return row;
    }

    /** Names may hold any characters: the longest column name that fits is taken. */
    private static double[] names(String text, List<String> columns) {
        List<String> longestFirst = new ArrayList<>(columns);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        double[] row = new double[columns.size()];
        int at = 0;
        boolean first = true;
        while (at < text.length()) {
            double sign = 1;
            boolean signed = false;
            // a column may itself be called -1: one sign parts two names, what follows may belong to a name
            while (at < text.length()
                    && (Character.isWhitespace(text.charAt(at)) || "+-".indexOf(text.charAt(at)) >= 0)
                    && ((!first && !signed) || startingName(text.substring(at), longestFirst) == null)) {
                if (text.charAt(at) == '-') sign = -sign;
                signed |= !Character.isWhitespace(text.charAt(at));
                at++;
            }
            String rest = text.substring(at);
            String name = startingName(rest, longestFirst);
            double weight = 1;
            if (name == null) {
                Matcher number = NUMBER.matcher(rest);
                if (number.lookingAt()) {
                    weight = Double.parseDouble(number.group());
                    String after = rest.substring(number.end()).stripLeading();
                    if (after.startsWith("*")) after = after.substring(1).stripLeading();
                    name = startingName(after, longestFirst);
                    at += rest.length() - after.length();
                }
            }
            if (name == null || (!first && !signed))
                throw new IllegalArgumentException("cannot read contrast '" + text + "' at '" + rest
                        + "': expected a column of the design, one of " + columns);
            row[columns.indexOf(name)] += sign * weight;
            at += name.length();
            first = false;
        }
        return row;
    }

    private static String startingName(String text, List<String> longestFirst) {
        for (String name : longestFirst) {
            if (!text.startsWith(name)) continue;
            String after = text.substring(name.length()).stripLeading();
            if (after.isEmpty() || after.startsWith("+") || after.startsWith("-")) return name;
        }
        return null;
    }
}
