package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.boldj.run.NumberCell;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * Columns of {@code participants.tsv} as numbers: a column of words becomes a 0/1 column for each level except the first by the
 * alphabet.
 *
 * @param names of the columns of numbers
 * @param values one row for each participant
 */
record PersonCovariates(List<String> names, List<double[]> values) {

    /** @param people rows without missing values in these columns */
    static PersonCovariates of(List<Map<String, String>> people, List<String> columns) {
        List<String> names = new ArrayList<>();
        List<double[]> values = people.stream().map(row -> new double[0]).toList();
        List<List<Double>> rows = new ArrayList<>();
        people.forEach(row -> rows.add(new ArrayList<>()));
        for (String column : columns) {
            List<String> cells =
                    people.stream().map(row -> TableCells.cell(row, column)).toList();
            if (cells.stream().allMatch(NumberCell::isReadable)) {
                names.add(column);
                for (int i = 0; i < rows.size(); i++) rows.get(i).add(NumberCell.parse(cells.get(i)));
                continue;
            }
            List<String> levels = new ArrayList<>(new TreeSet<>(cells));
            for (String level : levels.subList(1, levels.size())) {
                names.add(column + " " + level);
                for (int i = 0; i < rows.size(); i++)
                    rows.get(i).add(cells.get(i).equals(level) ? 1.0 : 0.0);
            }
        }
        List<double[]> numbers = new ArrayList<>();
        for (int i = 0; i < values.size(); i++)
            numbers.add(rows.get(i).stream().mapToDouble(x -> x).toArray());
        return new PersonCovariates(names, numbers);
    }
}
