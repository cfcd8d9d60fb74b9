package sc.fiji.boldj.group;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.stats.ContrastExpression;
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
    private final String contrast;

    GroupDesign(
            String words,
            List<String> columns,
            double[][] matrix,
            double[][] combination,
            ExchangeTree tree,
            Shuffle shuffle,
            String contrast) {
        this.words = words;
        this.columns = List.copyOf(columns);
        this.matrix = matrix;
        this.combination = combination;
        this.tree = tree;
        this.shuffle = shuffle;
        this.contrast = contrast;
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
        return new GroupDesign("a given design matrix", columns, copy, null, tree, null, columns.get(0));
    }

    /** The same design, shuffled as said. */
    public GroupDesign with(Shuffle how) {
        return new GroupDesign(words, columns, matrix, combination, tree, how, contrast);
    }

    /** The same design with other blocks. */
    public GroupDesign with(ExchangeTree blocks) {
        return new GroupDesign(words, columns, matrix, combination, blocks, shuffle, contrast);
    }

    /** The same design, by default about another contrast of its columns. */
    public GroupDesign about(String expression) {
        return new GroupDesign(words, columns, matrix, combination, tree, shuffle, expression);
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

    /** The contrast that this kind of design is about, as an expression. */
    public String defaultContrast() {
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

    /** The model of a contrast, by an expression ({@link ContrastExpression}); empty for the default. */
    public LinearModel model(String expression) {
        String text = expression.isBlank() ? contrast : expression;
        return LinearModel.of(matrix, ContrastExpression.parse(text, columns));
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
