package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.stats.ContrastExpression;

/** A question to a design: one row of weights makes a t, several an F. Immutable. */
public final class TaskContrast {

    private final String name;
    private final double[][] weights;

    private TaskContrast(String name, double[][] weights) {
        this.name = name;
        this.weights = weights;
    }

    /**
     * A contrast of weights.
     *
     * @param name letters, digits and {@code _ - + .}: part of file names
     * @param weights shape (rows, columns of the design); copied
     * @throws IllegalArgumentException if the name cannot be one, or a row has no weight
     */
    public static TaskContrast of(String name, double[]... weights) {
        if (!name.matches("[\\w.+-]+"))
            throw new IllegalArgumentException("contrast '" + name
                    + "' needs a name for its files: write name = expression, with letters, digits, _ - + and .");
        if (weights.length == 0) throw new IllegalArgumentException("contrast " + name + " has no row");
        for (double[] row : weights)
            if (Arrays.stream(row).allMatch(w -> w == 0) || !Arrays.stream(row).allMatch(Double::isFinite))
                throw new IllegalArgumentException("contrast " + name + " has a row of weights " + Arrays.toString(row)
                        + ": some must differ from 0, all must be numbers");
        return new TaskContrast(
                name, Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new));
    }

    /**
     * Reads contrasts as users write them, parted by {@code |} or a line break, or by a comma where no list of weights is
     * meant. Each is an expression of column names ({@code faces - shapes}) or a comma list of weights, several rows
     * parted by {@code ;} for an F test, with a name before {@code =} if wanted ({@code any = faces; shapes}). Without
     * one, the expression without its spaces is the name.
     *
     * @throws IllegalArgumentException if one cannot be read, naming the columns there are, or two have the same name
     */
    public static List<TaskContrast> parse(String text, List<String> columns) {
        List<TaskContrast> contrasts = new ArrayList<>();
        for (String part : split(text)) {
            int equals = part.indexOf('=');
            String expression = part.substring(equals + 1).strip();
            String name = equals < 0
                    ? defaultName(expression)
                    : part.substring(0, equals).strip();
            TaskContrast contrast = of(name, ContrastExpression.parse(expression, columns));
            for (TaskContrast other : contrasts)
                if (other.name.equalsIgnoreCase(name))
                    throw new IllegalArgumentException("two contrasts are called " + name + ": give one another name");
            contrasts.add(contrast);
        }
        if (contrasts.isEmpty())
            throw new IllegalArgumentException(
                    "contrasts: none given; write column names such as '" + columns.get(0) + "'");
        return contrasts;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("[|\\n]", -1)) {
            if (part.isBlank()) continue;
            String expression = part.substring(part.indexOf('=') + 1);
            boolean weights = Arrays.stream(expression.split("[,;]", -1))
                    .allMatch(cell -> cell.strip().matches("[-+]?[\\d.]+([eE][-+]?\\d+)?"));
            if (weights) parts.add(part.strip());
            else for (String piece : part.split(",")) if (!piece.isBlank()) parts.add(piece.strip());
        }
        return parts;
    }

    private static String defaultName(String expression) {
        return expression.replaceAll("\\s+", "").replaceAll("[*]", "").replaceAll("[^\\w.+-]+", "_");
    }

    /** Its name. */
    public String name() {
        return name;
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
