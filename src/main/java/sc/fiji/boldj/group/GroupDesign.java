package sc.fiji.boldj.group;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.Shuffle;

/**
 * The model of a trial: a design matrix, what is done to the inputs before, and what may be shuffled. Immutable.
 *
 * <p>Made by {@link TrialDesigns} from a table, or from a matrix.
 */
public final class GroupDesign {

    private final String words;
    private final List<String> columns;
    private final double[][] matrix;
    private final double[][] combination;
    private final ExchangeTree tree;
    private final Shuffle shuffle;
    private final GroupContrast contrast;

    GroupDesign(
            String words,
            List<String> columns,
            double[][] matrix,
            double[][] combination,
            ExchangeTree tree,
            Shuffle shuffle,
            GroupContrast contrast) {
        this.words = words;
        this.columns = List.copyOf(columns);
        this.matrix = matrix;
        this.combination = combination;
        this.tree = tree;
        this.shuffle = shuffle;
        this.contrast = contrast;
        for (int c = 0; c < columns.size(); c++)
            if (columns.indexOf(columns.get(c)) < c)
                throw new IllegalArgumentException(
                        "the design has two columns named " + columns.get(c) + ": give one another name");
        if (matrix.length != tree.observations())
            throw new IllegalArgumentException("the design has " + matrix.length + " rows but the blocks cover "
                    + tree.observations() + " observations");
        for (double[] row : matrix)
            if (row.length != columns.size())
                throw new IllegalArgumentException(
                        "the design has " + columns.size() + " column names but a row of " + row.length + " values");
    }

    /**
     * A design given as a matrix.
     *
     * @param columns names of the columns
     * @param matrix shape (inputs, columns)
     * @param tree what may change places
     */
    public static GroupDesign of(List<String> columns, double[][] matrix, ExchangeTree tree) {
        double[][] copy = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        return new GroupDesign(
                "a given design matrix",
                columns,
                copy,
                null,
                tree,
                null,
                GroupContrast.each(columns, columns.subList(0, 1)));
    }

    /** The same design, shuffled as said. */
    public GroupDesign with(Shuffle how) {
        return new GroupDesign(words, columns, matrix, combination, tree, how, contrast);
    }

    /** The same design with other blocks. */
    public GroupDesign with(ExchangeTree blocks) {
        return new GroupDesign(words, columns, matrix, combination, blocks, shuffle, contrast);
    }

    /** The same design, by default about the difference of two of its columns. */
    public GroupDesign about(String column, String minus) {
        GroupContrast difference = GroupContrast.differences(columns, List.of(column, minus));
        return new GroupDesign(words, columns, matrix, combination, tree, shuffle, difference);
    }

    /** What the design is, in words. */
    public String words() {
        return words;
    }

    /** Names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** The design matrix, shape (observations, columns), a copy. */
    public double[][] matrix() {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    /** Rows of the design. */
    public int observations() {
        return matrix.length;
    }

    /** Number of inputs: maps, matrices or rows of a table. */
    public int inputs() {
        return combination == null ? matrix.length : combination[0].length;
    }

    /** The contrast that this kind of design is about. */
    public GroupContrast defaultContrast() {
        return contrast;
    }

    /** What may change places. */
    public ExchangeTree tree() {
        return tree;
    }

    /** How to shuffle, if the design or the user says so. */
    public Optional<Shuffle> shuffle() {
        return Optional.ofNullable(shuffle);
    }

    /**
     * The contrast of an expression, see {@link sc.fiji.boldj.stats.ContrastExpression}; the design's own if it is blank.
     *
     * @throws IllegalArgumentException if it cannot be read, naming the columns
     */
    public GroupContrast contrast(String expression) {
        return expression.isBlank() ? contrast : GroupContrast.parse(expression, columns);
    }

    /** The contrasts that are tested apart, separated by {@value GroupFamily#APART}; the design's own if blank. */
    public List<GroupContrast> contrasts(String expressions) {
        return expressions.isBlank() ? List.of(contrast) : GroupContrast.parseAll(expressions, columns);
    }

    /** The model of a contrast of the columns. */
    public LinearModel model(GroupContrast asked) {
        return LinearModel.of(matrix, asked.weights());
    }

    /** The model of a contrast, by its expression; empty for the default. */
    public LinearModel model(String expression) {
        return model(contrast(expression));
    }

    /**
     * Numbers of inputs as numbers of observations.
     *
     * @param codes one for each input
     * @throws IllegalArgumentException if inputs of one observation have different numbers
     */
    public int[] observed(int[] codes, String what) {
        if (codes.length != inputs())
            throw new IllegalArgumentException(
                    what + " need one entry for each of " + inputs() + " inputs, got " + codes.length);
        if (combination == null) return codes.clone();
        int[] observed = new int[combination.length];
        for (int o = 0; o < observed.length; o++) {
            boolean first = true;
            for (int i = 0; i < codes.length; i++) {
                if (combination[o][i] == 0) continue;
                if (!first && observed[o] != codes[i])
                    throw new IllegalArgumentException(what + " differ between the inputs that make observation "
                            + (o + 1) + " (input " + (i + 1) + " among them): they must be the same for a subject");
                observed[o] = codes[i];
                first = false;
            }
        }
        return observed;
    }

    /**
     * The observations the design speaks of: the inputs, or differences or sums of them.
     *
     * @throws IllegalArgumentException if there are more or fewer inputs than the design has
     */
    public Observations observe(Observations inputs) {
        if (inputs.rows() != inputs())
            throw new IllegalArgumentException("there are " + inputs.rows() + " inputs but the design has " + inputs());
        return combination == null ? inputs : inputs.combined(combination);
    }
}
