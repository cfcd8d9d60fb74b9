package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of each subject, one for each level of a condition. Immutable. */
final class SubjectRows {

    private final int inputs;
    private final List<String> subjects;
    private final int[][] rows;

    private SubjectRows(int inputs, List<String> subjects, int[][] rows) {
        this.inputs = inputs;
        this.subjects = subjects;
        this.rows = rows;
    }

    /** @throws IllegalArgumentException if a subject lacks a level or has it twice, naming both */
    static SubjectRows of(DesignTable table, String subject, String condition) {
        List<String> subjects = table.levels(subject);
        List<String> levels = table.ordered(condition);
        int[] who = table.codes(subject);
        int[] what = table.orderedCodes(condition);
        int[][] rows = new int[subjects.size()][levels.size()];
        for (int[] row : rows) Arrays.fill(row, -1);
        for (int r = 0; r < who.length; r++) {
            if (rows[who[r]][what[r]] >= 0)
                throw new IllegalArgumentException("subject " + subjects.get(who[r]) + " has " + condition + " "
                        + levels.get(what[r]) + " twice, in rows " + (rows[who[r]][what[r]] + 1) + " and " + (r + 1));
            rows[who[r]][what[r]] = r;
        }
        for (int s = 0; s < rows.length; s++)
            for (int k = 0; k < levels.size(); k++)
                if (rows[s][k] < 0)
                    throw new IllegalArgumentException("subject " + subjects.get(s) + " has no input of " + condition
                            + " " + levels.get(k) + ": each subject needs all of " + levels
                            + "; exclude the subject, or use a design matrix with blocks");
        return new SubjectRows(table.size(), subjects, rows);
    }

    void requireConstant(DesignTable table, String column) {
        List<String> values = table.text(column);
        for (int s = 0; s < rows.length; s++)
            for (int r : rows[s])
                if (!values.get(r).equals(values.get(rows[s][0])))
                    throw new IllegalArgumentException("subject " + subjects.get(s) + " has two values of " + column
                            + ", " + values.get(rows[s][0]) + " and " + values.get(r)
                            + ", but the design compares subjects: is this a crossover?");
    }

    /** One weighted sum for each subject, shape (subjects, inputs). */
    double[][] weights(double[] ofLevels) {
        double[][] weights = new double[rows.length][inputs];
        for (int s = 0; s < rows.length; s++)
            for (int k = 0; k < ofLevels.length; k++) weights[s][rows[s][k]] = ofLevels[k];
        return weights;
    }

    /** The table's rows of the first level, one for each subject. */
    DesignTable firstRows(DesignTable table) {
        List<List<String>> first = new ArrayList<>();
        for (int[] row : rows) first.add(table.rows().get(row[0]));
        return new DesignTable(table.columns(), first, table.orders());
    }

    /** The table's rows by subject, then by level. */
    DesignTable allRows(DesignTable table) {
        List<List<String>> all = new ArrayList<>();
        for (int[] row : rows) for (int r : row) all.add(table.rows().get(r));
        return new DesignTable(table.columns(), all, table.orders());
    }

    /** The matrix that brings inputs into the order of {@link #allRows}. */
    double[][] sorting() {
        double[][] weights = new double[inputs][inputs];
        int at = 0;
        for (int[] row : rows) for (int r : row) weights[at++][r] = 1;
        return weights;
    }
}
