package sc.fiji.boldj.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads contrasts as users write them: column names with weights ({@code drug - placebo}, {@code 0.5*a + 0.5*b - c}), or
 * lists of weights separated by commas ({@code 1,-1,0}); several rows separated by {@code ;} make an F test.
 *
 * <p>Names win over weights: where a column is called {@code 2}, {@code 2} is that column and not twice the first. Of
 * names that begin alike the longest is taken, and a column may be called {@code -1}: {@code -1 - 1} is then the difference
 * of the columns {@code -1} and {@code 1}. Any name can stand in double quotes ({@code "left, hit" - "left; miss"}, a quote in
 * it doubled). Weights are plain decimal numbers; what Java also takes for numbers ({@code 2D}, {@code NaN}) is not.
 */
public final class ContrastExpression {

    private ContrastExpression() {}

    /**
     * The weights of each row of the contrast.
     *
     * @param columns names of the design's columns
     * @return shape (rows, columns)
     * @throws IllegalArgumentException if the text cannot be read, naming the place and the columns, or a weight is not
     *     finite
     */
    public static double[][] parse(String expression, List<String> columns) {
        return read(expression, columns).weights();
    }

    /** The same, with the words for it. */
    public static ContrastText read(String expression, List<String> columns) {
        List<ContrastText> read = list(expression, numbered(columns), columns.size(), "");
        return read.get(0);
    }

    /**
     * Reads several contrasts.
     *
     * @param names of columns, to their numbers; several names may stand for one column
     * @param columns number of columns of the design
     * @param separators between contrasts: some of {@code | , \n}. With a comma, contrasts may have names of their own
     *     ({@code name = expression}), and a comma separates weights where not all of its sides are names
     * @throws IllegalArgumentException as in {@link #parse}
     */
    public static List<ContrastText> list(String text, Map<String, Integer> names, int columns, String separators) {
        return new ContrastReader(text, names, columns, separators).all();
    }

    /** Whether the text is contrasts of names of columns only, separated by some characters. */
    public static boolean isOfNames(String text, List<String> columns, String separators) {
        try {
            return list(text, numbered(columns), columns.size(), separators).stream()
                    .allMatch(ContrastText::named);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Names to their numbers; of names that occur twice the first counts. */
    public static Map<String, Integer> numbered(List<String> columns) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int c = 0; c < columns.size(); c++) numbers.putIfAbsent(columns.get(c), c);
        return numbers;
    }
}
