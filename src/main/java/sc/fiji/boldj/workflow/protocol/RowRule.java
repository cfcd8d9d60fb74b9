package sc.fiji.boldj.workflow.protocol;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * A condition on a column of {@code participants.tsv} or a sessions' table: {@code deviation == 'major'}, {@code age < 18}.
 *
 * @param column name, compared as those of tables are
 * @param relation {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}
 * @param value a text or number
 */
public record RowRule(String column, String relation, String value) {

    private static final Pattern FORM =
            Pattern.compile("\\s*(?:\"([^\"]+)\"|([^\\s=!<>\"']+))\\s*(==|!=|<=|>=|<|>)\\s*(?:'([^']*)'|(\\S+))\\s*");

    /** @throws IllegalArgumentException if it cannot be read */
    static RowRule parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches())
            throw new IllegalArgumentException("'" + text
                    + "' is not a condition: write a column, one of == != < <= > >=, and a number or a text in single quotes,"
                    + " such as protocol_deviation == 'major'");
        RowRule rule = new RowRule(
                form.group(1) != null ? form.group(1) : form.group(2),
                form.group(3),
                form.group(4) != null ? form.group(4) : form.group(5));
        boolean ordered = !rule.relation.equals("==") && !rule.relation.equals("!=");
        if (ordered && !NumberText.isNumber(rule.value))
            throw new IllegalArgumentException(
                    "'" + text + "' compares with '" + rule.value + "', which is not a number: use == or !=");
        return rule;
    }

    /** Whether a row has the column. */
    public boolean isIn(Map<String, String> row) {
        return row.keySet().stream().anyMatch(name -> TableCells.plain(name).equals(TableCells.plain(column)));
    }

    /** Whether it holds for a row; a missing value fulfils none but {@code !=}. */
    public boolean holds(Map<String, String> row) {
        String cell = TableCells.cell(row, column);
        double number = NumberText.parse(cell);
        double wanted = NumberText.parse(value);
        boolean numbers = !Double.isNaN(number) && !Double.isNaN(wanted);
        boolean equal = numbers ? number == wanted : cell.equals(value);
        return switch (relation) {
            case "==" -> equal;
            case "!=" -> !equal;
            case "<" -> numbers && number < wanted;
            case "<=" -> numbers && number <= wanted;
            case ">" -> numbers && number > wanted;
            default -> numbers && number >= wanted;
        };
    }

    @Override
    public String toString() {
        return column + " " + relation + " " + (NumberText.isNumber(value) ? value : "'" + value + "'");
    }
}
