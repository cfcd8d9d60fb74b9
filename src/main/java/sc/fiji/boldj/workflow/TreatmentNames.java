package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Identifies from the names of arms and treatments which is the control, and which of several is the comparator of the others.
 * The direction of an effect follows only from these names, never from the order of rows.
 */
public final class TreatmentNames {

    private static final Set<String> CONTROL = Set.of(
            "placebo",
            "pbo",
            "plc",
            "pla",
            "sham",
            "control",
            "controls",
            "ctrl",
            "ctl",
            "none",
            "baseline",
            "hc",
            "healthy",
            "saline",
            "vehicle",
            "waitlist",
            "wl",
            "tau",
            "off",
            "untreated",
            "no",
            "false",
            "0",
            "-1");

    /** Words beside the name of a treatment that do not change what it is. */
    private static final Set<String> WITH = Set.of(
            "arm",
            "group",
            "treatment",
            "condition",
            "matched",
            "matching",
            "pill",
            "pills",
            "tablet",
            "capsule",
            "infusion",
            "injection",
            "oral",
            "iv",
            "volunteer",
            "volunteers",
            "subjects",
            "participants",
            "inactive",
            "stimulation",
            "wait",
            "waiting",
            "list",
            "active",
            "care",
            "as",
            "usual");

    private TreatmentNames() {}

    /**
     * Whether a name is that of a control: {@code placebo}, {@code A_placebo}, {@code Placebo group}, {@code no drug}, {@code
     * treatment as usual}, {@code waiting list}, any {@code sham}; not {@code placebo-drug} (a sequence) nor {@code drug+placebo}.
     */
    public static boolean isControl(String name) {
        String text = name.strip().toLowerCase(Locale.ROOT);
        if (CONTROL.contains(text)) return true;
        List<String> words = Arrays.stream(text.split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.contains("sham")) return !text.contains("+");
        if (words.size() > 1 && Set.of("no", "non", "without").contains(words.get(0))) return true;
        List<String> telling = words.stream()
                .filter(word -> !WITH.contains(word) && !word.matches("\\p{L}|[0-9]+|[0-9.]+(mg|ml|ug|g)"))
                .toList();
        if (telling.isEmpty()) return words.contains("usual") || words.contains("list");
        return CONTROL.containsAll(telling);
    }

    /**
     * Whether a treatment is the comparator of another: its components other than placebo are part of the other.
     * {@code placebo} is the comparator of every drug, {@code placebo+ketamine} and {@code ketamine} that of {@code
     * lamotrigine+ketamine}.
     */
    public static boolean isComparator(String name, String other) {
        Set<String> own = given(name);
        Set<String> others = given(other);
        return others.size() > own.size() && others.containsAll(own);
    }

    /**
     * Names in the order in which effects are written, an effect being the first minus the second: comparators after the
     * treatments they are compared with, the others in alphabetical order.
     */
    public static List<String> ordered(Iterable<String> names) {
        Set<String> distinct = new TreeSet<>();
        names.forEach(distinct::add);
        List<String> ordered = new ArrayList<>(distinct);
        ordered.sort(
                Comparator.comparingInt((String name) -> -given(name).size()).thenComparing(name -> name));
        return ordered;
    }

    /** The treatment that is the comparator of all others; empty if the names do not show it. */
    public static Optional<String> comparator(Iterable<String> names) {
        List<String> ordered = ordered(names);
        String last = ordered.get(ordered.size() - 1);
        boolean all = ordered.stream().allMatch(name -> name.equals(last) || isComparator(last, name));
        return all ? Optional.of(last) : Optional.empty();
    }

    /** The components other than placebo, joined by {@code +}, {@code &}, "and", "plus" or "with" in a name. */
    private static Set<String> given(String name) {
        Set<String> given = new TreeSet<>();
        for (String part : name.toLowerCase(Locale.ROOT).split("[+&]|\\s(and|plus|with)\\s", 0))
            if (!part.isBlank() && !isControl(part)) given.add(part.replaceAll("[\\s_.-]+", ""));
        return given;
    }
}
