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

    private final DesignTerms terms;
    private final ExchangeTree tree;
    private final Shuffle shuffle;
    private final WithinPeople people;
    private final Meaning meaning;

    /** What the design is about, how its columns are named in words, and what the reader must know. */
    private record Meaning(GroupContrast contrast, EffectDirection direction, List<String> notes) {}

    GroupDesign(DesignTerms terms, ExchangeTree tree, Shuffle shuffle, GroupContrast contrast) {
        this(terms, tree, shuffle, null, new Meaning(contrast, EffectDirection.NAMES, List.of()));
    }

    private GroupDesign(DesignTerms terms, ExchangeTree tree, Shuffle shuffle, WithinPeople people, Meaning meaning) {
        this.terms = terms;
        this.tree = tree;
        this.shuffle = shuffle;
        this.people = people;
        this.meaning = meaning;
        if (terms.matrix().length != tree.observations())
            throw new IllegalArgumentException("the design has " + terms.matrix().length + " rows but the blocks cover "
                    + tree.observations() + " observations");
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
                new DesignTerms("a given design matrix", columns, copy, null),
                tree,
                null,
                GroupContrast.each(columns, columns.subList(0, 1)));
    }

    /** The same design, shuffled as said; null for what fits the contrast. */
    public GroupDesign with(Shuffle how) {
        return new GroupDesign(terms, tree, how, people, meaning);
    }

    /** The same design with other blocks. */
    public GroupDesign with(ExchangeTree blocks) {
        return new GroupDesign(terms, blocks, shuffle, people, meaning);
    }

    /**
     * The same design, whose contrasts within blocks are tested with one observation per block ({@link WithinPeople}).
     *
     * @param block a number for each input
     * @param persons whether the blocks are known to be participants; otherwise this is inferred from the design
     */
    public GroupDesign withinBlocks(int[] block, boolean persons) {
        return with(WithinPeople.blocks(block, persons));
    }

    GroupDesign with(WithinPeople within) {
        return new GroupDesign(terms, tree, shuffle, within, meaning);
    }

    GroupDesign with(EffectDirection direction) {
        return with(new Meaning(meaning.contrast, direction, meaning.notes));
    }

    private GroupDesign with(Meaning other) {
        return new GroupDesign(terms, tree, shuffle, people, other);
    }

    /** The same design, by default about the difference of two of its columns. */
    public GroupDesign about(String column, String minus) {
        GroupContrast difference = GroupContrast.differences(columns(), List.of(column, minus));
        return with(new Meaning(difference, meaning.direction, meaning.notes));
    }

    /** The same design with a further sentence that the reader must know. */
    public GroupDesign noting(String note) {
        List<String> more = new ArrayList<>(meaning.notes);
        more.add(note);
        return with(new Meaning(meaning.contrast, meaning.direction, List.copyOf(more)));
    }

    /** One observation for each row of weights over the inputs. */
    GroupDesign combined(String how, double[][] weights, ExchangeTree blocks, Shuffle shuffling) {
        return new GroupDesign(terms.combined(how, weights), blocks, shuffling, null, meaning);
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
        return meaning.direction.words(columns(), asked.weights());
    }

    /** The same as an inequality: {@code post > pre}; empty for a contrast of several rows. */
    String inequality(GroupContrast asked) {
        return meaning.direction.inequality(columns(), asked.weights());
    }

    /** What the reader must know of how the design was made, in sentences. */
    public List<String> notes() {
        return meaning.notes;
    }

    /** What the design is, in words. */
    public String words() {
        return terms.words();
    }

    /** Names of the columns. */
    public List<String> columns() {
        return terms.columns();
    }

    /** The design matrix, shape (observations, columns), a copy. */
    public double[][] matrix() {
        return Arrays.stream(terms.matrix()).map(double[]::clone).toArray(double[][]::new);
    }

    /** Rows of the design. */
    public int observations() {
        return terms.matrix().length;
    }

    /** Whether observations are differences or sums of inputs. */
    boolean isCombined() {
        return terms.combination() != null;
    }

    /** Number of inputs: maps, matrices or rows of a table. */
    public int inputs() {
        return terms.inputs();
    }

    /** Weights of the inputs in each observation, shape (observations, inputs), a copy. */
    public double[][] combination() {
        double[][] weights = new double[observations()][inputs()];
        for (int o = 0; o < weights.length; o++)
            for (int i = 0; i < weights[o].length; i++)
                weights[o][i] = terms.combination() == null ? (o == i ? 1 : 0) : terms.combination()[o][i];
        return weights;
    }

    /** Whether an input has a weight in an observation. */
    public boolean uses(int input) {
        if (terms.combination() == null) return true;
        for (double[] weights : terms.combination()) if (weights[input] != 0) return true;
        return false;
    }

    /** The same design of the inputs that have a weight, in their order; {@link #uses} says which. */
    public GroupDesign ofUsed() {
        if (terms.combination() == null) return this;
        int[] used =
                java.util.stream.IntStream.range(0, inputs()).filter(this::uses).toArray();
        return new GroupDesign(terms.of(used), tree, shuffle, people, meaning);
    }

    /** The same design of observations that were formed before ({@link #observe}): the inputs are the observations. */
    public GroupDesign ofObservations() {
        DesignTerms observed = new DesignTerms(terms.words(), terms.columns(), terms.matrix(), null);
        return new GroupDesign(observed, tree, shuffle, null, meaning);
    }

    /** The contrast that this kind of design is about. */
    public GroupContrast defaultContrast() {
        return meaning.contrast;
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
        return expression.isBlank() ? meaning.contrast : GroupContrast.parse(expression, columns());
    }

    /** The contrasts that are tested apart, separated by {@value GroupFamily#APART}; the design's own if blank. */
    public List<GroupContrast> contrasts(String expressions) {
        return expressions.isBlank() ? List.of(meaning.contrast) : GroupContrast.parseAll(expressions, columns());
    }

    /** The model of a contrast of the columns. */
    public LinearModel model(GroupContrast asked) {
        return LinearModel.of(terms.matrix(), asked.weights());
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
        return terms.observed(codes, what);
    }

    /**
     * The observations the design speaks of: the inputs, or differences or sums of them.
     *
     * @throws IllegalArgumentException if there are more or fewer inputs than the design has
     */
    public Observations observe(Observations inputs) {
        if (inputs.rows() != inputs())
            throw new IllegalArgumentException("there are " + inputs.rows() + " inputs but the design has " + inputs());
        return terms.combination() == null ? inputs : inputs.combined(terms.combination());
    }
}
