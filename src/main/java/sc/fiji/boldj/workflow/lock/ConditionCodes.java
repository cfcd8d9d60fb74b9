package sc.fiji.boldj.workflow.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sc.fiji.boldj.io.FileDigest;

/**
 * Codes that pages of a blinded trial show instead of treatments, also within labels of sessions: {@code ses-ketamine} is
 * {@code ses-X2}. Names of files are not changed. Immutable.
 */
public final class ConditionCodes {

    /** Shows everything as it is. */
    public static final ConditionCodes NONE = new ConditionCodes(Map.of());

    /** Markup: elements with their attributes, or the contents of a style. */
    private static final Pattern MARKUP = Pattern.compile("<style>.*?</style>|<[^>]*>", Pattern.DOTALL);

    private static final Pattern WORDS = Pattern.compile("(\\s(?:alt|title|id|href|aria-label)=\")([^\"]*)(\")");

    private final Map<String, String> codes;
    private final Pattern pattern;

    private ConditionCodes(Map<String, String> codes) {
        this.codes = codes;
        this.pattern = codes.isEmpty()
                ? null
                : Pattern.compile(
                        "(?<![A-Za-z0-9])(?:"
                                + codes.keySet().stream()
                                        .sorted(Comparator.comparingInt(String::length)
                                                .reversed())
                                        .map(Pattern::quote)
                                        .collect(Collectors.joining("|"))
                                + ")(?![A-Za-z])",
                        Pattern.CASE_INSENSITIVE);
    }

    /**
     * Codes in an order that the names do not show.
     *
     * @param levels names of treatments; names of one character are codes already
     * @param salt any text that differs between trials
     */
    static ConditionCodes of(List<String> levels, String salt) {
        List<String> sorted = new ArrayList<>(levels);
        sorted.sort(Comparator.comparing(
                level -> FileDigest.of((salt + "\n" + level).getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        Map<String, String> codes = new LinkedHashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            String level = sorted.get(i).toLowerCase(Locale.ROOT);
            for (String form : List.of(level, escaped(level), level.replaceAll("[^\\p{L}\\p{N}]", "")))
                if (form.length() > 1) codes.putIfAbsent(form, "X" + (i + 1));
        }
        return new ConditionCodes(codes);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Whether anything is replaced. */
    public boolean isNone() {
        return pattern == null;
    }

    /** A text with codes. */
    public String text(String text) {
        if (pattern == null) return text;
        return pattern.matcher(text)
                .replaceAll(hit -> Matcher.quoteReplacement(
                        codes.getOrDefault(hit.group().toLowerCase(Locale.ROOT), hit.group())));
    }

    /** A page with codes in its text and in the attributes that people read; pictures are left. */
    public String page(String html) {
        if (pattern == null) return html;
        StringBuilder page = new StringBuilder();
        Matcher markup = MARKUP.matcher(html);
        int from = 0;
        while (markup.find()) {
            page.append(text(html.substring(from, markup.start())));
            page.append(WORDS.matcher(markup.group())
                    .replaceAll(hit -> Matcher.quoteReplacement(hit.group(1) + text(hit.group(2)) + hit.group(3))));
            from = markup.end();
        }
        return page.append(text(html.substring(from))).toString();
    }
}
