package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.run.NumberCell;

/**
 * Covariates as numbers: a column of numbers as it is, of a column of words a 0/1 column for each level but the first.
 *
 * @param columns the column of the table, for each covariate
 * @param levels the level that is 1, for each covariate; empty where the column holds numbers
 * @param references the level of each column of words that has no covariate
 * @param values shape (subjects, covariates)
 */
record CovariateColumns(List<String> columns, List<String> levels, List<String> references, double[][] values) {

    /** @throws IllegalArgumentException if a column is missing, or none of several differs between subjects */
    static CovariateColumns of(DesignTable table, List<String> names) {
        List<String> columns = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        List<String> references = new ArrayList<>();
        for (String name : names) {
            if (table.text(name).stream().allMatch(NumberCell::isNumber)) {
                columns.add(name);
                levels.add("");
                references.add("");
                continue;
            }
            List<String> known = table.levels(name);
            for (String level : known.subList(1, known.size())) {
                columns.add(name);
                levels.add(level);
                references.add(known.get(0));
            }
        }
        if (columns.isEmpty() && !names.isEmpty())
            throw new IllegalArgumentException("covariates " + names + " are the same for all subjects");
        return new CovariateColumns(columns, levels, references, new double[0][]).read(table);
    }

    /**
     * The same covariates of other people.
     *
     * @throws IllegalArgumentException if a column is missing or has a level that these do not have
     */
    CovariateColumns read(DesignTable table) {
        double[][] rows = new double[table.size()][columns.size()];
        for (int c = 0; c < columns.size(); c++) {
            String name = columns.get(c);
            double[] numbers = levels.get(c).isEmpty() ? table.numbers(name) : null;
            List<String> words = table.text(name);
            for (int i = 0; i < rows.length; i++) {
                if (numbers == null) requireKnown(name, words.get(i));
                rows[i][c] = numbers != null ? numbers[i] : words.get(i).equals(levels.get(c)) ? 1 : 0;
            }
        }
        return new CovariateColumns(columns, levels, references, rows);
    }

    private void requireKnown(String name, String level) {
        List<String> known = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++)
            if (columns.get(c).equals(name)) {
                if (known.isEmpty()) known.add(references.get(c));
                known.add(levels.get(c));
            }
        if (!known.contains(level))
            throw new IllegalArgumentException("column " + name + " has the value " + level
                    + ", which none of the subjects of the model had: they had " + known);
    }
}
