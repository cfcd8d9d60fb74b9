package sc.fiji.boldj.group;

import java.util.ArrayList;
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
    private final WithinPeople people;
    private final EffectDirection direction;
    private final List<String> notes;

    GroupDesign(
            String words,
            List<String> columns,
            double[][] matrix,
            double[][] combination,
            ExchangeTree tree,
            Shuffle shuffle,
            GroupContrast contrast) {
        this(words, columns, matrix, combination, tree, shuffle, contrast, null, EffectDirection.NAMES, List.of());
    }

    private GroupDesign(
            String words,
            List<String> columns,
            double[][] matrix,
            double[][] combination,
            ExchangeTree tree,
            Shuffle shuffle,
            GroupContrast contrast,
            WithinPeople people,
            EffectDirection direction,
            List<String> notes) {
        this.words = words;
        this.people = people;
        this.direction = direction;
        this.notes = List.copyOf(notes);
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

    /** The same design, shuffled as said; null for what fits the contrast. */
    public GroupDesign with(Shuffle how) {
        return new GroupDesign(words, columns, matrix, combination, tree, how, contrast, people, direction, notes);
    }

    /** The same design with other blocks. */
    public GroupDesign with(ExchangeTree blocks) {
        return new GroupDesign(
                words, columns, matrix, combination, blocks, shuffle, contrast, people, direction, notes);
    }

    /**
     * The same design, whose contrasts within blocks are tested with one observation a block ({@link WithinPeople}).
     *
     * @param block a number for each input
     * @param persons whether the blocks are known to be participants; otherwise this is inferred from the design
     */
    public GroupDesign withinBlocks(int[] block, boolean persons) {
        return with(WithinPeople.blocks(block, persons));
    }

    GroupDesign with(WithinPeople within) {
        return new GroupDesign(words, columns, matrix, combination, tree, shuffle, contrast, within, direction, notes);
    }

    GroupDesign with(EffectDirection meaning) {
        return new GroupDesign(words, columns, matrix, combination, tree, shuffle, contrast, people, meaning, notes);
    }

    /** The same design, by default about the difference of two of its columns. */
    public GroupDesign about(String column, String minus) {
        GroupContrast difference = GroupContrast.differences(columns, List.of(column, minus));
        return new GroupDesign(
                words, columns, matrix, combination, tree, shuffle, difference, people, direction, notes);
    }

    /** The same design with a further sentence that the reader must know. */
    public GroupDesign noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new GroupDesign(words, columns, matrix, combination, tree, shuffle, contrast, people, direction, more);
    }

    /** One observation for each row of weights over the inputs. */
    GroupDesign combined(String how, double[][] weights, ExchangeTree blocks, Shuffle shuffling) {
        double[][] rows = new double[weights.length][columns.size()];
        for (int o = 0; o < rows.length; o++)
            for (int c = 0; c < rows[o].length; c++) {
                double size = 0;
                for (int i = 0; i < matrix.length; i++) {
                    double part = weights[o][i] * matrix[i][c];
                    rows[o][c] += part;
                    size += Math.abs(part);
                }
                // what cancels must not stay as rounding: a column of it would be scaled up to a column of noise
                if (Math.abs(rows[o][c]) <= 1e-12 * size) rows[o][c] = 0;
            }
        return new GroupDesign(how, columns, rows, weights, blocks, shuffling, contrast, null, direction, notes);
    }

    /**
     * The design that a contrast is tested with: if it compares conditions within participants, one observation per participant, otherwise
     * this design.
     *
     * @throws IllegalArgumentException if participants lack part of the contrast, or the shuffling does not fit it
     */
    public GroupDesign reduced(GroupContrast asked) {
        return people == null ? this : people.reduce(this, asked);
    }

    /** What a positive value of a contrast means: {@code post - pre}; empty for a contrast of several rows. */
    public String direction(GroupContrast asked) {
        return direction.words(columns, asked.weights());
    }

    /** The same as an inequality: {@code post > pre}; empty for a contrast of several rows. */
    String inequality(GroupContrast asked) {
        return direction.inequality(columns, asked.weights());
    }

    /** What the reader must know of how the design was made, in sentences. */
    public List<String> notes() {
        return notes;
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
