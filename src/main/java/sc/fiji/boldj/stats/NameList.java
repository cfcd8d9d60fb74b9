package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import sc.fiji.boldj.run.NumberText;

/**
 * Lists of names as users write them: separated by commas, each with or without double quotes. A comma that belongs to a
 * known name, or stands in quotes, does not separate.
 */
public final class NameList {

    private NameList() {}

    /** The names, without quotes and the blanks around them; empty entries are skipped. */
    public static List<String> parse(String text, Collection<String> known) {
        return split(text, known, ",").stream()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(NameScanner::unquoted)
                .toList();
    }

    /** All entries of a list, without quotes and the blanks around them; an entry may be empty. */
    public static List<String> entries(String text) {
        return split(text, List.of(), ",").stream()
                .map(String::strip)
                .map(NameScanner::unquoted)
                .toList();
    }

    /**
     * The parts of a text between separators, as they stand, empty ones too.
     *
     * @param known names that may hold separators
     * @param separators characters that separate where they stand outside of quotes and of known names
     */
    public static List<String> split(String text, Collection<String> known, String separators) {
        NameScanner scanner = new NameScanner(
                known.stream().filter(name -> holdsAny(name, separators)).toList());
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            NameScanner.Match name = inWord ? null : scanner.at(text, i, separators + "+-*;=");
            if (name != null) {
                i = name.end() - 1;
                inWord = true;
            } else if (separators.indexOf(c) >= 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
                inWord = false;
            } else inWord = Character.isLetterOrDigit(c);
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** A text without the double quotes around it, if it is one name in quotes. */
    public static String unquoted(String text) {
        return NameScanner.unquoted(text);
    }

    /**
     * A name as it can stand in such a list and in a contrast: in double quotes if it holds
     * more than letters and digits, or reads as a number.
     */
    public static String quoted(String name) {
        boolean word = !name.isEmpty()
                && !NumberText.isNumber(name)
                && name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == ':');
        return word ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static boolean holdsAny(String name, String separators) {
        return name.chars().anyMatch(c -> separators.indexOf(c) >= 0);
    }
}
