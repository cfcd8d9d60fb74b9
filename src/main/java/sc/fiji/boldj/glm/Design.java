package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** A design matrix with a name and a kind for each column. Immutable. */
public final class Design {

    private final int rows;
    private final List<String> names;
    private final List<Kind> kinds;
    private final List<ColumnUnit> units;
    private final double[] matrix;

    /** What a column is for. */
    public enum Kind {
        /** The response to a condition. */
        TASK,
        /** A response that is modulated by a number. */
        MODULATOR,
        /** A derivative of a response. */
        DERIVATIVE,
        /** A time course that enters as it is, such as a plasma concentration. */
        REGRESSOR,
        /** A series that explains what is not neural. */
        CONFOUND,
        /** A slow cosine. */
        DRIFT,
        /** 1 in one excluded volume, 0 elsewhere. */
        CENSOR,
        /** 1 everywhere. */
        CONSTANT
    }

    private Design(int rows, List<String> names, List<Kind> kinds, List<ColumnUnit> units, double[] matrix) {
        this.rows = rows;
        this.names = names;
        this.kinds = kinds;
        this.units = units;
        this.matrix = matrix;
    }

    /** Collects columns. */
    public static final class Builder {
        private final int rows;
        private final List<String> names = new ArrayList<>();
        private final List<Kind> kinds = new ArrayList<>();
        private final List<ColumnUnit> units = new ArrayList<>();
        private final List<double[]> columns = new ArrayList<>();

        /** A builder for a run of so many volumes. */
        public Builder(int rows) {
            if (rows < 1) throw new IllegalArgumentException("a design needs 1 row or more, got " + rows);
            this.rows = rows;
        }

        /** Adds a column whose percent signal change is that of one unit of the column. */
        public Builder add(String name, Kind kind, double... column) {
            return add(name, kind, ColumnUnit.COLUMN, column);
        }

        /**
         * Adds a column.
         *
         * @param unit what its percent signal change refers to
         * @param column finite, one value per volume; copied
         * @throws IllegalArgumentException if the name is taken, the length wrong or a value not finite
         */
        public Builder add(String name, Kind kind, ColumnUnit unit, double... column) {
            if (column.length != rows)
                throw new IllegalArgumentException(
                        "column " + name + " has " + column.length + " values, but the run has " + rows + " volumes");
            if (names.contains(name))
                throw new IllegalArgumentException("the design has two columns named " + name + ": rename a confound");
            for (int t = 0; t < rows; t++)
                if (!Double.isFinite(column[t]))
                    throw new IllegalArgumentException("column " + name + " of the design is " + column[t]
                            + " in volume " + t + ": every volume needs a number");
            names.add(name);
            kinds.add(kind);
            units.add(unit);
            columns.add(column.clone());
            return this;
        }

        /** A name that is not taken: the given one, if need be with {@code _confound} behind it, once or more. */
        public String free(String name) {
            String free = name;
            while (names.contains(free)) free += "_confound";
            return free;
        }

        /** The design. */
        public Design build() {
            int k = names.size();
            if (k == 0) throw new IllegalArgumentException("a design needs 1 column or more");
            double[] matrix = new double[Math.multiplyExact(rows, k)];
            for (int c = 0; c < k; c++) for (int t = 0; t < rows; t++) matrix[t * k + c] = columns.get(c)[t];
            return new Design(rows, List.copyOf(names), List.copyOf(kinds), List.copyOf(units), matrix);
        }
    }

    /**
     * A design given as it is, every column of kind {@link Kind#TASK} except those of one value, which are constants.
     *
     * @param matrix shape (rows, names.size()), row = time; copied
     */
    public static Design of(List<String> names, double... matrix) {
        if (names.isEmpty() || matrix.length % names.size() != 0)
            throw new IllegalArgumentException(
                    "a design of " + names.size() + " columns cannot have " + matrix.length + " values");
        int k = names.size();
        Builder builder = new Builder(matrix.length / k);
        for (int c = 0; c < k; c++) {
            double[] column = new double[matrix.length / k];
            for (int t = 0; t < column.length; t++) column[t] = matrix[t * k + c];
            boolean constant = Arrays.stream(column).allMatch(v -> v == column[0]);
            builder.add(names.get(c), constant ? Kind.CONSTANT : Kind.TASK, column);
        }
        return builder.build();
    }

    /** Number of volumes. */
    public int rows() {
        return rows;
    }

    /** Number of columns. */
    public int columns() {
        return names.size();
    }

    /** Names of the columns, in order. */
    public List<String> names() {
        return names;
    }

    /** What each column is for. */
    public List<Kind> kinds() {
        return kinds;
    }

    /** What the percent signal change of each column refers to. */
    public List<ColumnUnit> units() {
        return units;
    }

    /** The values, shape (rows, columns), row = time; a new array. */
    public double[] matrix() {
        return matrix.clone();
    }

    /** The values as rows, a new array. */
    public double[][] values() {
        double[][] values = new double[rows][];
        for (int t = 0; t < rows; t++) values[t] = Arrays.copyOfRange(matrix, t * names.size(), (t + 1) * names.size());
        return values;
    }

    /** Column {@code c}, a new array. */
    public double[] column(int c) {
        double[] column = new double[rows];
        for (int t = 0; t < rows; t++) column[t] = matrix[t * names.size() + c];
        return column;
    }

    /** The column of a name, a new array. */
    public double[] column(String name) {
        int c = names.indexOf(name);
        if (c < 0) throw new IllegalArgumentException("the design has no column " + name + ", only " + names);
        return column(c);
    }

    /** Volumes that a censoring column excludes, ascending. */
    public List<Integer> censored() {
        LinkedHashSet<Integer> volumes = new LinkedHashSet<>();
        for (int c = 0; c < kinds.size(); c++)
            if (kinds.get(c) == Kind.CENSOR)
                for (int t = 0; t < rows; t++) if (matrix[t * names.size() + c] != 0) volumes.add(t);
        return volumes.stream().sorted().toList();
    }
}
