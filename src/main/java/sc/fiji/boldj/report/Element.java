package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of a page or an SVG drawing. Every text and every attribute value is escaped; markup can only be made of
 * elements. Elements that could run or load anything are refused, so no name of a file or subject can do harm.
 */
public final class Element {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    private static final Set<String> REFUSED = Set.of(
            "script", "style", "iframe", "object", "embed", "link", "base", "meta", "form", "foreignobject", "use");
    private static final Set<String> EMPTY = Set.of("img", "br", "hr", "input");
    private static final String PICTURE = "data:image/png;base64,";

    private final String tag;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Element(String tag) {
        this.tag = tag;
    }

    /**
     * A new element.
     *
     * @throws IllegalArgumentException if the tag is no name, or one that could run or load something
     */
    public static Element of(String tag) {
        if (!NAME.matcher(tag).matches() || REFUSED.contains(tag.toLowerCase(java.util.Locale.ROOT)))
            throw new IllegalArgumentException("a page cannot have an element " + tag);
        return new Element(tag);
    }

    /** A new element that holds a text. */
    public static Element of(String tag, String text) {
        return of(tag).text(text);
    }

    /**
     * Sets an attribute.
     *
     * @param value any text; for {@code src} and {@code href} a PNG as data, or {@code #} and the name of a place on the
     *     page
     * @throws IllegalArgumentException if the name is none or begins with {@code on}, or an address leads elsewhere
     */
    public Element set(String name, Object value) {
        String text = String.valueOf(value);
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        if (!NAME.matcher(name).matches() || lower.startsWith("on") || lower.equals("srcdoc"))
            throw new IllegalArgumentException("a page cannot have an attribute " + name);
        boolean address = lower.equals("src") || lower.equals("href");
        if (address && !text.startsWith(PICTURE) && !text.matches("#[\\w-]+"))
            throw new IllegalArgumentException("a page loads nothing from elsewhere, but " + name + " is " + text);
        if (lower.equals("style") && text.toLowerCase(java.util.Locale.ROOT).contains("url"))
            throw new IllegalArgumentException("a page loads nothing from elsewhere, but its style is " + text);
        attributes.put(name, text);
        return this;
    }

    /** Adds a text. */
    public Element text(String text) {
        children.add(text);
        return this;
    }

    /** Adds elements. */
    public Element add(Element... elements) {
        children.addAll(List.of(elements));
        return this;
    }

    /** The markup. */
    @Override
    public String toString() {
        StringBuilder target = new StringBuilder();
        write(target);
        return target.toString();
    }

    void write(StringBuilder target) {
        target.append('<').append(tag);
        attributes.forEach((name, value) -> {
            target.append(' ').append(name).append("=\"");
            escape(value, target);
            target.append('"');
        });
        target.append('>');
        if (EMPTY.contains(tag)) return;
        for (Object child : children) {
            if (child instanceof Element element) element.write(target);
            else escape((String) child, target);
        }
        target.append("</").append(tag).append('>');
    }

    /** Text as content or attribute, see {@link #escape}. */
    public static String escaped(String text) {
        StringBuilder target = new StringBuilder();
        escape(text, target);
        return target.toString();
    }

    /** Characters with a meaning in markup become references; those that no page or XML file may hold become U+FFFD. */
    static void escape(String text, StringBuilder target) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> target.append("&amp;");
                case '<' -> target.append("&lt;");
                case '>' -> target.append("&gt;");
                case '"' -> target.append("&quot;");
                case '\'' -> target.append("&#39;");
                default -> {
                    boolean control = (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
                    boolean none = (c >= 0xd800 && c < 0xe000) || c == 0xfffe || c == 0xffff;
                    target.appendCodePoint(control || none ? 0xfffd : c);
                }
            }
        });
    }
}
