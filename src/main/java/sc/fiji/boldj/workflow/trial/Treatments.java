package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.boldj.workflow.TreatmentNames;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * The treatments given before the sessions, and their order.
 *
 * @param sequences for each participant, the different treatments in order of time; sessions without a treatment are omitted
 */
record Treatments(Map<String, List<String>> sequences) {

    private static final Set<String> UNTREATED =
            Set.of("none", "baseline", "screening", "untreated", "pre", "notreatment", "washout");

    static Treatments of(List<Visit> visits) {
        Map<String, List<String>> sequences = new LinkedHashMap<>();
        List<Visit> inTime = new ArrayList<>(visits);
        inTime.sort(Comparator.comparing(Visit::subject).thenComparingInt(Visit::period));
        for (Visit visit : inTime) {
            List<String> own = sequences.computeIfAbsent(visit.subject(), key -> new ArrayList<>());
            if (isTreated(visit) && !own.contains(visit.treatment())) own.add(visit.treatment());
        }
        return new Treatments(sequences);
    }

    /** Whether a table names a treatment for a session, including placebo. */
    static boolean isTreated(Visit visit) {
        return !visit.treatment().isEmpty() && !UNTREATED.contains(TableCells.plain(visit.treatment()));
    }

    /** All treatments, comparators last. */
    List<String> names() {
        Set<String> names = new TreeSet<>();
        sequences.values().forEach(names::addAll);
        return names.isEmpty() ? List.of() : TreatmentNames.ordered(names);
    }

    /** Whether most participants had two or more treatments. */
    boolean isWithin() {
        return mostHave(2);
    }

    /** Whether most participants had at least this many treatments. */
    boolean mostHave(int n) {
        return sequences.values().stream().filter(own -> own.size() >= n).count() * 2 > sequences.size();
    }

    /** Whether two treatments were given in both orders. */
    boolean isMixed() {
        Set<List<String>> orders = orders();
        return orders.stream().anyMatch(pair -> orders.contains(List.of(pair.get(1), pair.get(0))));
    }

    private Set<List<String>> orders() {
        Set<List<String>> orders = new HashSet<>();
        for (List<String> own : sequences.values())
            for (int i = 0; i < own.size(); i++)
                for (int j = i + 1; j < own.size(); j++) orders.add(List.of(own.get(i), own.get(j)));
        return orders;
    }

    /**
     * The two treatments that a contrast such as {@code ketamine - placebo} names, in its order; empty if it names none.
     * Case, blanks, punctuation and quotes are ignored.
     */
    List<String> pair(String contrast) {
        return pair(names(), contrast);
    }

    /** The same for other names. */
    static List<String> pair(List<String> names, String contrast) {
        String text = plain(contrast);
        for (String one : names)
            for (String other : names)
                if (!one.equals(other) && text.equals(plain(one + "-" + other))) return List.of(one, other);
        return List.of();
    }

    private static String plain(String text) {
        return TableCells.plain(text.replaceAll("['\"`]", ""));
    }

    /**
     * The two treatments that a crossover compares, the comparator last.
     *
     * @param asked the two named by a contrast, or none
     * @throws IOException if there are fewer than two, or more than two and no pair is named; the message lists the choices
     */
    List<String> compared(List<String> asked) throws IOException {
        if (!asked.isEmpty()) return asked;
        List<String> names = names();
        if (names.size() < 2)
            throw new IOException("design=crossover needs the treatment of each session, in a"
                    + " column treatment of the sessions tables or a column sequence of participants.tsv; "
                    + (names.isEmpty() ? "no treatment is named" : "only " + names.get(0) + " is named"));
        if (names.size() > 2)
            throw new IOException("there are " + names.size() + " treatments (" + String.join(", ", names)
                    + "), but the group level compares two of them: choose with contrast, one of " + choices());
        return names;
    }

    /** Contrasts of two treatments, as written for the key contrast. */
    String choices() {
        List<String> names = names();
        List<String> choices = new ArrayList<>();
        for (int i = 0; i < names.size(); i++)
            for (int j = i + 1; j < names.size(); j++)
                choices.add("contrast=[" + names.get(i) + " - " + names.get(j) + "]");
        return String.join("; ", choices);
    }
}
