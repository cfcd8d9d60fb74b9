package sc.fiji.boldj.denoise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Named series, one value per volume. Immutable. NaN stands for "n/a".
 */
public final class Confounds {

    private final int volumes;
    private final List<String> names;
    private final List<double[]> columns;

    private Confounds(int volumes, List<String> names, List<double[]> columns) {
        this.volumes = volumes;
        this.names = Collections.unmodifiableList(names);
        this.columns = columns;
    }

    /** No column, for a run of so many volumes. */
    public static Confounds none(int volumes) {
        if (volumes < 1) throw new IllegalArgumentException("a run needs 1 volume or more, got " + volumes);
        return new Confounds(volumes, new ArrayList<>(), new ArrayList<>());
    }

    /**
     * Columns with names.
     *
     * @param columns each of the same length, the number of volumes; copied
     * @throws IllegalArgumentException if there is no column, the numbers or lengths differ, or a name occurs twice
     */
    public static Confounds of(List<String> names, List<double[]> columns) {
        if (names.size() != columns.size())
            throw new IllegalArgumentException(columns.size() + " confounds have " + names.size() + " names");
        if (columns.isEmpty()) throw new IllegalArgumentException("there are no confounds");
        Confounds all = none(columns.get(0).length);
        for (int i = 0; i < names.size(); i++) all = all.with(names.get(i), columns.get(i));
        return all;
    }

    /**
     * These and one more.
     *
     * @throws IllegalArgumentException if it has another length or its name is taken
     */
    public Confounds with(String name, double... column) {
        if (column.length != volumes)
            throw new IllegalArgumentException(
                    "confound " + name + " has " + column.length + " values, but the run has " + volumes + " volumes");
        if (names.contains(name)) throw new IllegalArgumentException("there are two confounds named " + name);
        List<String> moreNames = new ArrayList<>(names);
        List<double[]> moreColumns = new ArrayList<>(columns);
        moreNames.add(name);
        moreColumns.add(column.clone());
        return new Confounds(volumes, moreNames, moreColumns);
    }

    /** These followed by others of the same run. */
    public Confounds with(Confounds others) {
        Confounds all = this;
        for (int i = 0; i < others.size(); i++) all = all.with(others.names.get(i), others.columns.get(i));
        return all;
    }

    /**
     * Some of these, in the given order.
     *
     * @throws IllegalArgumentException if one is missing, naming those there are
     */
    public Confounds select(List<String> wanted) {
        Set<String> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(names);
        if (!missing.isEmpty())
            throw new IllegalArgumentException("there is no confound named " + String.join(", ", missing)
                    + "; there are " + String.join(", ", names));
        Confounds chosen = none(volumes);
        for (String name : wanted) chosen = chosen.with(name, columns.get(names.indexOf(name)));
        return chosen;
    }

    /**
     * The same with a NaN in the first volume replaced by the value of the second, where that is a number: the
     * derivatives that fMRIPrep leaves at n/a (nilearn fills them so).
     */
    public Confounds withFirstFilled() {
        List<double[]> filled = new ArrayList<>();
        for (double[] column : columns) {
            double[] copy = column.clone();
            if (volumes > 1 && Double.isNaN(copy[0])) copy[0] = copy[1];
            filled.add(copy);
        }
        return new Confounds(volumes, new ArrayList<>(names), filled);
    }

    /** Number of volumes of the run. */
    public int volumes() {
        return volumes;
    }

    /** Number of columns. */
    public int size() {
        return names.size();
    }

    /** The names in order; cannot be changed. */
    public List<String> names() {
        return names;
    }

    /** Column {@code i}, a new array. */
    public double[] column(int i) {
        return columns.get(i).clone();
    }

    /** The column of a name, a new array. */
    public double[] column(String name) {
        return select(Arrays.asList(name)).column(0);
    }
}
