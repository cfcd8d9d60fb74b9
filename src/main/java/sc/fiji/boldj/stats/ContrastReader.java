package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.boldj.run.NumberText;

/** Reads one text of contrasts; see {@link ContrastExpression}. Used once, by one thread. */
final class ContrastReader {

    private static final String ROWS = ";";
    private static final Pattern NUMBER = Pattern.compile("([0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)([eE][-+]?[0-9]++)?");

    /** One row and the place behind it. */
    private record Row(double[] weights, String label, boolean plain, boolean named, int end, String note) {
        Row noting(String words) {
            return new Row(weights, label, plain, named, end, words);
        }
    }

    private final String text;
    private final Map<String, Integer> names;
    private final int columns;
    private final String separators;
    private final NameScanner scanner;
    private final String ends;

    /** Where names could not be read any further. */
    private int stuck;

    ContrastReader(String text, Map<String, Integer> names, int columns, String separators) {
        this.text = text;
        this.names = names;
        this.columns = columns;
        this.separators = separators;
        scanner = new NameScanner(names.keySet());
        ends = "+-" + ROWS + separators;
    }

    List<ContrastText> all() {
        List<ContrastText> contrasts = new ArrayList<>();
        boolean lenient = separators.indexOf(',') >= 0;
        int at = 0;
        while (at <= text.length()) {
            int start = skipBlanks(at);
            if (lenient && start == text.length()) break;
            if (lenient && separators.indexOf(text.charAt(start)) >= 0) {
                at = start + 1;
                continue;
            }
            at = contrast(start, contrasts) + 1;
        }
        return contrasts;
    }

    /** Reads a contrast and returns the place of what ends it. */
    private int contrast(int from, List<ContrastText> contrasts) {
        int start = from;
        String name = "";
        if (separators.indexOf(',') >= 0 && row(start) == null) {
            int equals = NameScanner.next(text, start, "=|\n");
            if (equals < text.length() && text.charAt(equals) == '=') {
                name = NameScanner.unquoted(text.substring(start, equals).strip());
                start = skipBlanks(equals + 1);
            }
        }
        List<Row> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int at = start;
        while (true) {
            int place = skipBlanks(at);
            Row row = row(place);
            if (row == null) throw unreadable(place);
            if (!row.note.isEmpty()) notes.add(row.note);
            rows.add(row);
            at = skipBlanks(row.end);
            if (at == text.length() || ROWS.indexOf(text.charAt(at)) < 0) break;
            at++;
        }
        StringBuilder label = new StringBuilder();
        boolean plain = true;
        for (Row row : rows) {
            label.append(label.isEmpty() ? "" : "_").append(row.label);
            plain &= row.plain;
        }
        contrasts.add(new ContrastText(
                name,
                text.substring(start, at).strip(),
                rows.stream().map(Row::weights).toArray(double[][]::new),
                label.toString(),
                plain,
                rows.stream().allMatch(Row::named),
                String.join("; ", notes)));
        return at;
    }

    /** The row that begins at a place; null if there is none. Names win, unless only a part of a list is names. */
    private Row row(int at) {
        Row named = named(at);
        Row weights = weights(at, named == null);
        if (weights == null || (named != null && named.end > weights.end)) return named;
        Row next = named;
        while (next != null && next.end < weights.end)
            next = text.charAt(next.end) == ',' ? named(skipBlanks(next.end + 1)) : null;
        String written = text.substring(at, weights.end).strip();
        if (next != null) return named.noting("'" + written + "' is read as column names, not as weights");
        for (String cell : written.split(",", -1))
            if (names.containsKey(cell.strip()))
                return weights.noting(
                        "'" + written + "' is read as weights of the columns in order, not as names; use \""
                                + cell.strip() + "\" in double quotes for the column of that name");
        return weights;
    }

    /** A list of weights from a place on; null if what stands there is none, or too long where that is no error. */
    private Row weights(int at, boolean only) {
        int end = NameScanner.next(text, at, ROWS + separators.replace(",", ""));
        String[] cells = text.substring(at, end).split(",", -1);
        for (String cell : cells) if (!isNumber(cell)) return null;
        if (cells.length > columns && !only) return null;
        if (cells.length > columns)
            throw new IllegalArgumentException(
                    "contrast '" + text.substring(at, end).strip() + "' has " + cells.length
                            + " weights, but the design has " + columns + " columns: " + names.keySet());
        double[] row = new double[columns];
        List<String> label = new ArrayList<>();
        for (int c = 0; c < cells.length; c++) {
            row[c] = finite(cells[c].strip());
            label.add(cells[c].strip());
        }
        return new Row(row, String.join("_", label), true, false, end, "");
    }

    /** A row of names from a place on; null, with {@link #stuck} set, if what stands there is none. */
    private Row named(int start) {
        double[] row = new double[columns];
        StringBuilder label = new StringBuilder();
        boolean plain = true;
        int at = start;
        for (boolean first = true; ; first = false) {
            stuck = at;
            double sign = 1;
            boolean signed = false;
            // a column may itself be called -1: one sign separates two names, what follows may belong to a name
            while (at < text.length()
                    && (Character.isWhitespace(text.charAt(at)) || "+-".indexOf(text.charAt(at)) >= 0)
                    && ((!first && !signed) || scanner.at(text, at, ends) == null)) {
                char c = text.charAt(at++);
                if (Character.isWhitespace(c)) continue;
                if (c == '-') sign = -sign;
                signed = true;
                label.append(c);
            }
            NameScanner.Match name = first || signed ? scanner.at(text, at, ends) : null;
            if (name == null && (first || signed)) {
                Matcher number = NUMBER.matcher(text).region(at, text.length());
                if (number.lookingAt()) {
                    int after = skipBlanks(number.end());
                    boolean times = after < text.length() && text.charAt(after) == '*';
                    if (times) after = skipBlanks(after + 1);
                    name = scanner.at(text, after, ends);
                    // 2 3 is no product: a sign must say so
                    if (name != null && !times && isNumber(text.substring(after, name.end()))) name = null;
                    if (name != null) {
                        sign *= finite(number.group());
                        label.append(number.group());
                    }
                }
            }
            if (name == null || !name.known()) return null;
            int column = names.get(name.name());
            row[column] += sign;
            if (!Double.isFinite(row[column]))
                throw new IllegalArgumentException(
                        "contrast '" + text + "': the weight of " + name.name() + " is too large for a number");
            label.append(FileLabels.of(name.name()));
            plain &= FileLabels.isPlain(name.name());
            at = name.end();
            int next = skipBlanks(at);
            if (next == text.length() || "+-".indexOf(text.charAt(next)) < 0)
                return new Row(row, label.toString(), plain, true, next, "");
        }
    }

    /** Whether a text is a number as participants write it; it may be too large. */
    private static boolean isNumber(String text) {
        String bare = text.strip();
        boolean signed = bare.startsWith("+") || bare.startsWith("-");
        return NUMBER.matcher(signed ? bare.substring(1) : bare).matches();
    }

    private double finite(String number) {
        double value = NumberText.parse(number);
        if (Double.isNaN(value))
            throw new IllegalArgumentException(
                    "contrast '" + text + "': the weight " + number + " is too large for a number");
        return value;
    }

    private IllegalArgumentException unreadable(int place) {
        if (place == text.length() || (ROWS + separators).indexOf(text.charAt(place)) >= 0)
            return new IllegalArgumentException("contrast '" + text + "' has an empty part: write column names"
                    + " such as '" + names.keySet().iterator().next() + "' or weights");
        named(place);
        return new IllegalArgumentException("cannot read contrast '" + text + "' at '"
                + text.substring(stuck).strip()
                + "': expected a column of the design, one of " + names.keySet()
                + "; put a name that contains operators or separators in double quotes");
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at)) && separators.indexOf(text.charAt(at)) < 0)
            at++;
        return at;
    }
}
