package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupContrast;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.stats.ContrastExpression;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.table.Table;

/**
 * What the files say that a user gives for parts of a group design.
 *
 * @param folder where relative paths begin
 */
record DesignFiles(Path folder) {

    /**
     * The contrasts that a key gives: an expression, or the rows of weights of a file, each a test of its own. Its columns are
     * matched by name if all names are columns of the design, else by place.
     */
    List<GroupContrast> contrasts(String contrast, GroupDesign made) throws IOException {
        Path file;
        try {
            file = folder.resolve(contrast.strip());
        } catch (InvalidPathException e) {
            return made.contrasts(contrast); // an expression
        }
        if (contrast.isBlank() || made.columns().contains(contrast.strip()) || !Files.isRegularFile(file))
            return made.contrasts(contrast);
        List<String> columns = made.columns();
        NumberTable weights = NumberTable.read(file, (names, lines) -> columns.containsAll(names))
                .requireFinite("contrast " + contrast);
        boolean named = columns.containsAll(weights.names());
        if (!named && weights.names().size() != columns.size())
            throw new IllegalArgumentException("contrast: " + contrast + " has "
                    + weights.names().size() + " columns, but the design has " + columns.size() + ": " + columns);
        List<GroupContrast> rows = new ArrayList<>();
        for (double[] row : weights.rows()) {
            double[] full = new double[columns.size()];
            for (int c = 0; c < row.length; c++)
                full[named ? columns.indexOf(weights.names().get(c)) : c] = row[c];
            String words = Arrays.stream(full).mapToObj(Table::format).collect(Collectors.joining(","));
            rows.add(new GroupContrast(words, new double[][] {full}));
        }
        return rows;
    }

    /** The design matrix in a file, a row for each input. */
    GroupDesign matrix(String design, String contrast, int inputs) throws IOException {
        Path file = folder.resolve(design);
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException("design '" + design + "' is neither one of " + DesignChoice.WORDS
                    + " nor a file with a design matrix (" + file + " does not exist)");
        NumberTable matrix = NumberTable.read(
                        file,
                        (names, lines) ->
                                lines == inputs + 1 && ContrastExpression.isOfNames(contrast, names, GroupFamily.APART))
                .requireFinite("the design matrix " + design);
        if (matrix.rows().length != inputs)
            throw new IllegalArgumentException("the design matrix " + design + " has " + matrix.rows().length
                    + " rows but there are " + inputs + " inputs: one row for each input, in order");
        if (contrast.isBlank())
            throw new IllegalArgumentException("a design matrix needs a contrast of its columns " + matrix.names());
        return GroupDesign.of(matrix.names(), matrix.rows(), ExchangeTree.free(inputs));
    }

    /**
     * The table with covariates.
     *
     * @param text names of columns, or a file of numbers; empty for none
     * @param names receives the names of the covariates
     */
    DesignTable withCovariates(DesignTable table, String text, List<String> names) throws IOException {
        if (text.isEmpty()) return table;
        Path file = folder.resolve(text);
        if (!table.has(text) && Files.isRegularFile(file)) {
            NumberTable numbers = NumberTable.read(file).requireFinite("covariates " + text);
            if (numbers.rows().length != table.size())
                throw new IllegalArgumentException("covariates: " + text + " has " + numbers.rows().length
                        + " rows but there are " + table.size() + " inputs");
            DesignTable whole = table;
            for (int c = 0; c < numbers.names().size(); c++) {
                List<String> column = new ArrayList<>();
                for (double[] row : numbers.rows()) column.add(Double.toString(row[c]));
                whole = InputColumns.add(whole, numbers.names().get(c), column);
                names.add(numbers.names().get(c));
            }
            return whole;
        }
        names.addAll(NameList.parse(text, table.columns()));
        return table;
    }
}
