package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.stats.ContrastExpression;
import sc.fiji.boldj.stats.ContrastText;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.stats.NameList;

/** A question to a design: one row of weights makes a t, several an F. Immutable. */
public final class TaskContrast {

    private static final String SEPARATORS = "|,\n";

    private final String name;
    private final String label;
    private final String expression;
    private final String note;
    private final double[][] weights;

    private TaskContrast(String name, String label, String expression, String note, double[][] weights) {
        this.name = name;
        this.label = label;
        this.expression = expression;
        this.note = note;
        this.weights = weights;
    }

    /**
     * A contrast of weights.
     *
     * @param name any text that is not blank; {@link FileLabels#of(String)} makes its part of file names
     * @param weights shape (rows, columns of the design); copied
     * @throws IllegalArgumentException if there is no name, or a row has no weight or one that is not finite
     */
    public static TaskContrast of(String name, double[]... weights) {
        return of(name, FileLabels.of(name), name, "", weights);
    }

    private static TaskContrast of(String name, String label, String expression, String note, double[]... weights) {
        if (name.isBlank()) throw new IllegalArgumentException("a contrast needs a name");
        if (weights.length == 0) throw new IllegalArgumentException("contrast " + name + " has no row");
        for (double[] row : weights)
            if (Arrays.stream(row).allMatch(w -> w == 0) || !Arrays.stream(row).allMatch(Double::isFinite))
                throw new IllegalArgumentException("contrast " + name + " has a row of weights " + Arrays.toString(row)
                        + ": some must differ from 0, all must be numbers");
        return new TaskContrast(
                name,
                label,
                expression,
                note,
                Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new));
    }

    /**
     * Reads contrasts as users write them, separated by {@code |}, a line break, or a comma that does not separate weights.
     * Each is an expression of column names ({@code faces - shapes}) or a list of weights, with {@code ;} between the rows
     * of an F test and, if wanted, a name before {@code =} ({@code any = faces; shapes}). Without a name it is called as
     * its expression without blanks. See {@link ContrastExpression} for names that hold operators.
     *
     * @throws IllegalArgumentException if one cannot be read, naming the columns there are, or two have the same name
     */
    public static List<TaskContrast> parse(String text, List<String> columns) {
        return parse(text, ContrastExpression.numbered(columns), columns.size());
    }

    /** The same where several names may stand for one of the {@code columns}. */
    public static List<TaskContrast> parse(String text, Map<String, Integer> names, int columns) {
        List<TaskContrast> contrasts = new ArrayList<>();
        for (ContrastText read : ContrastExpression.list(text, names, columns, SEPARATORS)) contrasts.add(of(read));
        if (contrasts.isEmpty())
            throw new IllegalArgumentException("contrasts: none given; write column names such as '"
                    + names.keySet().iterator().next() + "'");
        return labelled(contrasts);
    }

    private static TaskContrast of(ContrastText read) {
        boolean named = !read.name().isEmpty();
        String name = named ? read.name() : read.plain() ? read.label() : NameList.unquoted(read.expression());
        String label = named ? FileLabels.of(name) : read.label();
        String note = read.note().isEmpty() ? "" : "contrast " + name + ": " + read.note();
        return of(name, label, read.expression(), note, read.weights());
    }

    /**
     * The same contrasts with labels that no two share, also where case is ignored.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static List<TaskContrast> labelled(List<TaskContrast> contrasts) {
        List<String> names = contrasts.stream().map(TaskContrast::name).toList();
        for (int i = 0; i < names.size(); i++)
            if (names.indexOf(names.get(i)) < i)
                throw new IllegalArgumentException(
                        "two contrasts are called " + names.get(i) + ": give one another name");
        List<String> labels = FileLabels.unique(
                names, contrasts.stream().map(TaskContrast::label).toList());
        List<TaskContrast> labelled = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            TaskContrast one = contrasts.get(i);
            labelled.add(new TaskContrast(one.name, labels.get(i), one.expression, one.note, one.weights));
        }
        return labelled;
    }

    /**
     * The difference {@code a - b} of two columns, called so; without blanks where the names are words.
     *
     * @param taken names that the difference may not have
     */
    public static TaskContrast difference(String a, String b, Collection<String> taken, double... weights) {
        List<String> names = new ArrayList<>(List.of(a + " - " + b, '"' + a + "\" - \"" + b + '"'));
        if (a.matches("\\w+") && b.matches("\\w+")) names.add(0, a + "-" + b);
        names.removeAll(taken);
        return of(names.get(0), FileLabels.of(a) + "-" + FileLabels.of(b), a + " - " + b, "", weights);
    }

    /**
     * The same question to a design that has more columns.
     *
     * @param names of the columns that the weights are of
     * @param all names of the columns of the design
     */
    public TaskContrast among(List<String> names, List<String> all) {
        double[][] more = new double[weights.length][all.size()];
        for (int r = 0; r < more.length; r++)
            for (int c = 0; c < names.size(); c++) more[r][all.indexOf(names.get(c))] = weights[r][c];
        return new TaskContrast(name, label, expression, note, more);
    }

    /** Its name, as it stands in texts. */
    public String name() {
        return name;
    }

    /** What its files are called: ASCII letters, digits and {@code _ + - .}; see {@link FileLabels}. */
    public String label() {
        return label;
    }

    /** What was asked, as it was written. */
    public String expression() {
        return expression;
    }

    /** How it was read where it could be read in two ways, else empty. */
    public String note() {
        return note;
    }

    /** The weights, shape (rows, columns), a copy. */
    public double[][] weights() {
        return Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
    }

    /** Whether it has several rows. */
    public boolean isF() {
        return weights.length > 1;
    }

    /** The letter of its statistic, {@code t} or {@code F}. */
    public String statistic() {
        return isF() ? "F" : "t";
    }

    @Override
    public String toString() {
        return name;
    }
}
