package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.stats.ContrastExpression;
import sc.fiji.boldj.stats.ContrastText;

/**
 * A contrast of a group design. Built-in contrasts are made of weights, never of text that is parsed again.
 *
 * @param words the contrast as it is shown
 * @param weights shape (rows, columns of the design)
 * @param note how it was read where it could be read in two ways, else empty
 */
public record GroupContrast(String words, double[][] weights, String note) {

    /** One without doubt about how it is read. */
    public GroupContrast(String words, double[][] weights) {
        this(words, weights, "");
    }

    /**
     * Reads a user's contrast, see {@link ContrastExpression}.
     *
     * @throws IllegalArgumentException if it cannot be read, naming the columns
     */
    static GroupContrast parse(String text, List<String> columns) {
        return of(ContrastExpression.read(text, columns));
    }

    /** Reads contrasts that are tested apart, separated by {@value GroupFamily#APART}. */
    static List<GroupContrast> parseAll(String text, List<String> columns) {
        List<GroupContrast> contrasts = new ArrayList<>();
        for (ContrastText read :
                ContrastExpression.list(text, ContrastExpression.numbered(columns), columns.size(), GroupFamily.APART))
            contrasts.add(of(read));
        return contrasts;
    }

    private static GroupContrast of(ContrastText read) {
        return new GroupContrast(read.expression(), read.weights(), read.note());
    }

    /** A row for each of some columns. */
    static GroupContrast each(List<String> columns, List<String> asked) {
        double[][] rows = new double[asked.size()][columns.size()];
        for (int r = 0; r < rows.length; r++) rows[r][columns.indexOf(asked.get(r))] = 1;
        return new GroupContrast(String.join("; ", asked), rows);
    }

    /** A row for each pair of neighbours in a list of columns: first minus second. */
    static GroupContrast differences(List<String> columns, List<String> asked) {
        double[][] rows = new double[asked.size() - 1][columns.size()];
        List<String> words = new ArrayList<>();
        for (int r = 0; r < rows.length; r++) {
            rows[r][columns.indexOf(asked.get(r))] = 1;
            rows[r][columns.indexOf(asked.get(r + 1))] = -1;
            words.add(asked.get(r) + " - " + asked.get(r + 1));
        }
        return new GroupContrast(String.join("; ", words), rows);
    }
}
