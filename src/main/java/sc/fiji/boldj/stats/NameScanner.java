package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds known names in a text: the longest that fits, or one in double quotes ({@code ""} is a quote in it). Immutable. */
final class NameScanner {

    /** A name and the place behind it; for a name in quotes that is not known, {@code known} is false. */
    record Match(String name, int end, boolean known) {}

    private final List<String> longestFirst;

    NameScanner(Collection<String> names) {
        longestFirst = new ArrayList<>(names);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    }

    /**
     * The name that begins at a place; null if there is none.
     *
     * @param ends what may follow a name, blanks between; the end of the text always may
     */
    Match at(String text, int at, String ends) {
        for (String name : longestFirst)
            if (!name.isEmpty() && text.startsWith(name, at) && isEnd(text, at + name.length(), ends))
                return new Match(name, at + name.length(), true);
        if (at >= text.length() || text.charAt(at) != '"') return null;
        int end = endOfQuotes(text, at);
        if (end > text.length() || !isEnd(text, end, ends)) return null;
        String name = unquoted(text.substring(at, end));
        return new Match(name, end, longestFirst.contains(name));
    }

    private static boolean isEnd(String text, int at, String ends) {
        int i = at;
        while (i < text.length() && Character.isWhitespace(text.charAt(i)) && ends.indexOf(text.charAt(i)) < 0) i++;
        return i == text.length() || ends.indexOf(text.charAt(i)) >= 0;
    }

    /** The place behind the quotes that open at a place; beyond the text if they are not closed. */
    static int endOfQuotes(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) != '"') continue;
            if (i + 1 < text.length() && text.charAt(i + 1) == '"') i++;
            else return i + 1;
        }
        return text.length() + 1;
    }

    /** The first of some characters outside of quotes, from a place on; the length of the text if there is none. */
    static int next(String text, int from, String characters) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) return i;
            if (text.charAt(i) == '"' && endOfQuotes(text, i) <= text.length()) i = endOfQuotes(text, i) - 1;
        }
        return text.length();
    }

    /** A text without the double quotes around it, if it has them. */
    static String unquoted(String text) {
        return text.length() > 1 && text.charAt(0) == '"' && endOfQuotes(text, 0) == text.length()
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text;
    }
}
