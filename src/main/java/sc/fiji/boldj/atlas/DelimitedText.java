package sc.fiji.boldj.atlas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits the lines of a small table: tab, comma or blanks between fields, quotes around a field, # before a remark. */
final class DelimitedText {

    private DelimitedText() {}

    /** A line that holds fields, and its number in the file, from 1. */
    record Row(int line, List<String> fields) {

        /** The field in a column, or empty if the row is shorter or there is no such column. */
        String field(int column) {
            return column >= 0 && column < fields.size() ? fields.get(column) : "";
        }
    }

    /** The lines that are neither blank nor a remark, split. */
    static List<Row> rows(List<String> lines) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line =
                    i == 0 && lines.get(i).startsWith("\uFEFF") ? lines.get(i).substring(1) : lines.get(i);
            if (line.isBlank() || line.stripLeading().startsWith("#")) continue;
            rows.add(new Row(i + 1, split(line)));
        }
        return rows;
    }

    /** The first column whose name is one of the given, whatever its case; -1 if there is none. */
    static int column(Row header, String... names) {
        for (String name : names)
            for (int c = 0; c < header.fields().size(); c++)
                if (header.fields().get(c).toLowerCase(Locale.ROOT).equals(name)) return c;
        return -1;
    }

    private static List<String> split(String line) {
        char separator = line.indexOf('\t') >= 0 ? '\t' : line.indexOf(',') >= 0 ? ',' : ' ';
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') quoted = !quoted;
            else if (!quoted && (c == separator || (separator == ' ' && Character.isWhitespace(c)))) {
                end(field, fields, separator);
            } else field.append(c);
        }
        end(field, fields, separator);
        return fields;
    }

    private static void end(StringBuilder field, List<String> fields, char separator) {
        String text = field.toString().strip();
        if (separator != ' ' || !text.isEmpty()) fields.add(text);
        field.setLength(0);
    }
}
