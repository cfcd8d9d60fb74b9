package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Sentences of a methods text together with the works that they cite, so that a reference list names those and no others. */
public final class MethodsText {

    private final List<String> sentences = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Set<Reference> cited = EnumSet.noneOf(Reference.class);

    /**
     * Adds a sentence.
     *
     * @param sentence with its full stop; citations are already in it, from {@link #cite}
     */
    public MethodsText add(String sentence) {
        if (!sentence.isBlank()) sentences.add(sentence);
        return this;
    }

    /** Adds sentences. */
    public MethodsText add(List<String> more) {
        more.forEach(this::add);
        return this;
    }

    /** Adds a formatted sentence, numbers as in English. */
    public MethodsText add(String format, Object... values) {
        return add(String.format(Locale.ROOT, format, values));
    }

    /** Cites works in brackets, with a space before: {@code " (Power et al. 2012; Fair et al. 2020)"}. */
    public String cite(Reference... works) {
        List<String> words = new ArrayList<>();
        for (Reference work : works) {
            cited.add(work);
            words.add(work.cited());
        }
        return " (" + String.join("; ", words) + ")";
    }

    /** Notes what the data do not tell, so that the text does not say it and its author has to add it. */
    public void ask(String what) {
        asked.add(what);
    }

    /** What the author has to add. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** The sentences in order. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }

    /** The works that were cited, in full, in alphabetical order. */
    public List<String> references() {
        return cited.stream().map(Reference::full).sorted().toList();
    }

    /** Joins names as a sentence does: {@code a, b and c}. */
    public static String list(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** A number without trailing zeros and without an exponent, at most four significant digits: {@code 0.008}, {@code 15}. */
    public static String number(double value) {
        if (!Double.isFinite(value)) return Double.toString(value);
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** One number if all are the same to four digits, else the least and the largest: {@code 0.8}, {@code 0.8 to 2}. */
    public static String range(double least, double largest) {
        String from = number(least);
        String to = number(largest);
        return from.equals(to) ? from : from + " to " + to;
    }
}
