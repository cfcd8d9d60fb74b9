package sc.fiji.boldj.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A column of a {@link Table}: numbers with their format, or texts. */
record Column(String name, double[] numbers, String format, List<String> texts) {

    boolean isNumeric() {
        return numbers != null;
    }

    int size() {
        return isNumeric() ? numbers.length : texts.size();
    }

    String text(int row) {
        if (!isNumeric()) return texts.get(row);
        double value = numbers[row];
        return format.isEmpty() || Double.isNaN(value)
                ? Table.format(value)
                : String.format(Locale.ROOT, format, value);
    }

    static Column joined(List<Column> parts) {
        Column first = parts.get(0);
        for (Column part : parts)
            if (!part.name.equals(first.name) || part.isNumeric() != first.isNumeric())
                throw new IllegalArgumentException("column " + part.name + " does not continue " + first.name);
        if (!first.isNumeric())
            return new Column(
                    first.name,
                    null,
                    "",
                    parts.stream().flatMap(part -> part.texts.stream()).collect(Collectors.toList()));
        return new Column(
                first.name,
                parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.numbers))
                        .toArray(),
                first.format,
                List.of());
    }
}
