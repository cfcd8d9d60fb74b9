package sc.fiji.boldj.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The text behind a macro's {@code run("Label...", "key=value key=[a value with spaces] flag")}, read strictly.
 *
 * <p>ImageJ itself searches the text for the keys it expects and passes over everything else; a misspelt key would
 * silently leave its default. Here each word must be {@code key=value} or, for {@code key=true}, just {@code key}.
 * Values with spaces stand in square brackets, which nest, or in single quotes. Within square brackets a name may stand in
 * double quotes, and brackets in it are part of the name. A value {@code &name} is the value of the macro's variable.
 */
public final class MacroArguments {

    private static final Pattern NEXT_KEY = Pattern.compile("\\]\\s+\\w+=");

    private MacroArguments() {}

    /**
     * Splits the text.
     *
     * @param variables looks up a macro's variable, null if there is none of that name
     * @return values by key in the order of the text
     * @throws IllegalArgumentException if the text is malformed or a key stands twice
     */
    public static Map<String, String> parse(String text, UnaryOperator<String> variables) {
        Map<String, String> values = new LinkedHashMap<>();
        int i = 0;
        while (i < text.length()) {
            if (Character.isWhitespace(text.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            while (i < text.length() && isKey(text.charAt(i))) i++;
            String key = text.substring(start, i);
            if (key.isEmpty())
                throw new IllegalArgumentException("expected a key at '" + text.substring(start)
                        + "' (put values with spaces in square brackets: key=[value])");
            String value = "true";
            if (i < text.length() && text.charAt(i) == '=') {
                int end = endOfValue(text, i + 1);
                value = unquoted(text.substring(i + 1, end));
                if (value.startsWith("&")) value = variable(key, value, variables);
                i = end;
            } else if (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
                throw new IllegalArgumentException("expected key=value at '" + text.substring(start)
                        + "' (put values with spaces in square brackets: key=[value])");
            }
            if (values.put(key, value) != null) throw new IllegalArgumentException("key '" + key + "' is given twice");
        }
        return values;
    }

    private static boolean isKey(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static int endOfValue(String text, int start) {
        if (start < text.length() && text.charAt(start) == '\'') {
            int end = text.indexOf('\'', start + 1);
            if (end < 0) throw new IllegalArgumentException("no closing ' after '" + text.substring(start) + "'");
            return end + 1;
        }
        int depth = 0;
        int i = start;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && Character.isWhitespace(c)) break;
            if (c == '"' && depth > 0) i = endOfName(text, i);
            else if (c == '[' && (depth > 0 || i == start)) depth++;
            else if (c == ']' && depth > 0) {
                depth--;
                if (depth == 0) return i + 1;
            }
        }
        if (depth > 0) throw new IllegalArgumentException("no closing ] after '" + text.substring(start) + "'");
        return i;
    }

    /** The last place of a name in double quotes; the place of the quote itself if it opens none. */
    private static int endOfName(String text, int open) {
        int close = text.indexOf('"', open + 1);
        // a single quote in this value and one in the value of a later key
        boolean name =
                close > 0 && !NEXT_KEY.matcher(text.substring(open, close)).find();
        return name ? close : open;
    }

    private static String unquoted(String value) {
        boolean brackets = value.startsWith("[") && value.endsWith("]");
        boolean quotes = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
        return brackets || quotes ? value.substring(1, value.length() - 1) : value;
    }

    private static String variable(String key, String value, UnaryOperator<String> variables) {
        String content = variables.apply(value.substring(1));
        if (content == null)
            throw new IllegalArgumentException("key '" + key + "' refers to the macro variable '" + value.substring(1)
                    + "', which does not exist");
        return content;
    }
}
