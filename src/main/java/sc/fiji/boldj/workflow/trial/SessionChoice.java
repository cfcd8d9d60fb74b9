package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sessions of each participant that a design compares.
 *
 * <p>They are the same for everyone, by label, or by order in time where labels differ between participants: a session that was
 * excluded is never replaced by another. Where there are more sessions than the design compares, the user names them; none
 * is chosen automatically.
 */
final class SessionChoice {

    /** Most pairs of visits listed in an error message. */
    private static final int LISTED = 10;

    private final VisitList list;
    private final List<String> asked = new ArrayList<>();
    private final Map<Visit, String> keys = new HashMap<>();

    private SessionChoice(VisitList list) {
        this.list = list;
    }

    /**
     * The sessions to choose from.
     *
     * @param visits labels of the sessions to compare, the baseline first; empty: all
     * @throws IOException if there is no session with a label; the message lists the labels
     */
    static SessionChoice of(VisitList list, List<String> visits) throws IOException {
        SessionChoice choice = new SessionChoice(list);
        List<String> labels = visits.stream()
                .map(visit -> visit.startsWith("ses-") ? visit.substring(4) : visit)
                .toList();
        choice.name(labels);
        for (String label : labels) choice.ask(label);
        return choice;
    }

    private void ask(String label) throws IOException {
        String key = keys.containsValue("session " + label)
                ? "session " + label
                : label.matches("[1-9][0-9]?") ? "session " + label + " in time" : "";
        if (!keys.containsValue(key))
            throw new IOException(
                    "visits: no participant has a session '" + label + "'; the sessions are " + counted(list.all()));
        if (asked.contains(key)) throw new IOException("visits names '" + label + "' twice");
        asked.add(key);
    }

    /** Labels that most participants have or that the user named; otherwise order in time. */
    private void name(List<String> named) {
        Map<String, List<Visit>> people = people(list.all());
        Map<String, Set<String>> owners = new HashMap<>();
        people.forEach((subject, own) -> own.forEach(visit ->
                owners.computeIfAbsent(visit.session(), key -> new HashSet<>()).add(subject)));
        for (List<Visit> own : people.values()) {
            List<Visit> inTime = new ArrayList<>(own);
            inTime.sort(Comparator.comparingInt(Visit::period));
            for (int i = 0; i < inTime.size(); i++) {
                Visit visit = inTime.get(i);
                boolean shared = owners.get(visit.session()).size() * 2 > people.size();
                boolean label = shared || named.contains(visit.session());
                keys.put(visit, label ? "session " + visit.session() : "session " + (i + 1) + " in time");
            }
        }
    }

    /** All sessions found that may be compared, including those excluded by the rules: exclusions do not change the design. */
    List<Visit> candidates() {
        return list.all().stream().filter(this::isAsked).toList();
    }

    private boolean isAsked(Visit visit) {
        return asked.isEmpty() || asked.contains(keys.get(visit));
    }

    /**
     * Chooses sessions for a design that compares them by their order.
     *
     * @param n sessions of each participant that the design compares, 1 or 2
     * @param grouped whether it also compares groups
     * @param dropped receives the sessions that the design does not use
     * @param notes receives what the reader must know
     * @return one list for each participant, the baseline first
     * @throws IOException if there are more sessions than the design compares, or fewer are named
     */
    List<List<Visit>> sessions(String kind, int n, boolean grouped, List<Exclusion> dropped, List<String> notes)
            throws IOException {
        List<String> wanted = wanted(kind, n, notes);
        List<List<Visit>> kept = new ArrayList<>();
        for (List<Visit> own : people(named(grouped, dropped)).values()) {
            List<Visit> chosen = new ArrayList<>();
            for (String key : wanted)
                own.stream()
                        .filter(visit -> keys.get(visit).equals(key))
                        .findFirst()
                        .ifPresent(chosen::add);
            boolean whole = chosen.size() == n;
            if (whole) kept.add(chosen);
            for (Visit visit : own)
                if (!whole)
                    dropped.add(new Exclusion(visit, n == 2 ? "no pair" : "no session", missing(own, chosen, wanted)));
                else if (!chosen.contains(visit)) notNamed(visit, dropped);
        }
        return kept;
    }

    private String missing(List<Visit> own, List<Visit> chosen, List<String> wanted) {
        if (wanted.size() == 2 && own.size() == chosen.size()) return "the other session is missing or was excluded";
        List<String> missing = new ArrayList<>(wanted);
        chosen.forEach(visit -> missing.remove(keys.get(visit)));
        return String.join(" or ", missing) + ", which the design uses, is missing or was excluded";
    }

    private static void notNamed(Visit visit, List<Exclusion> dropped) {
        dropped.add(new Exclusion(visit, "not needed", "not among the sessions named by visits"));
    }

    /** The sessions to compare, in order. */
    private List<String> wanted(String kind, int n, List<String> notes) throws IOException {
        List<String> inTime = inTime(candidates());
        List<String> wanted = asked.isEmpty() ? inTime : asked;
        if (wanted.size() > n || (wanted.size() < n && !asked.isEmpty()))
            throw new IOException((asked.isEmpty()
                            ? "there are " + inTime.size() + " visits (" + counted(candidates()) + ")"
                            : "visits names " + asked.size() + (asked.size() == 1 ? " session" : " sessions"))
                    + ", but design=" + kind
                    + (n == 1 ? " analyses one" : " compares two, the baseline first and then the follow-up")
                    + ": choose one of " + choices(inTime(list.all()), n));
        if (!asked.isEmpty() && !asked.equals(inTime))
            notes.add("visits names " + String.join(" before ", plain(asked)) + ", but their order in time is "
                    + String.join(", ", plain(inTime)) + ". The order given by visits is used.");
        return wanted;
    }

    private static List<String> plain(List<String> names) {
        return names.stream()
                .map(key -> key.replaceFirst("^session ", "").replaceFirst(" in time$", ""))
                .toList();
    }

    private static String choices(List<String> inTime, int n) {
        List<String> labels = plain(inTime);
        List<String> choices = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++)
            if (n == 1) choices.add("visits=" + labels.get(i));
            else
                for (int j = i + 1; j < labels.size(); j++)
                    choices.add("visits=" + labels.get(i) + "," + labels.get(j));
        boolean many = choices.size() > LISTED;
        return String.join("; ", many ? choices.subList(0, LISTED) : choices) + (many ? "; and so on" : "");
    }

    private String counted(List<Visit> visits) {
        List<String> words = new ArrayList<>();
        List<String> inTime = inTime(visits);
        for (int i = 0; i < inTime.size(); i++) {
            String key = inTime.get(i);
            long people = visits.stream()
                    .filter(visit -> keys.get(visit).equals(key))
                    .map(Visit::subject)
                    .distinct()
                    .count();
            words.add((key.endsWith(" in time") ? key : plain(List.of(key)).get(0)) + " in " + people
                    + (i > 0 ? "" : people == 1 ? " participant" : " participants"));
        }
        return String.join(", ", words);
    }

    /**
     * The sessions of visits, ordered by their mean rank in time. A scan without a label is not counted where others have
     * labels.
     */
    private List<String> inTime(List<Visit> visits) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        List<Visit> labelled =
                visits.stream().filter(visit -> !visit.session().isEmpty()).toList();
        for (List<Visit> own : people(labelled.isEmpty() ? visits : labelled).values()) {
            List<Visit> sorted = new ArrayList<>(own);
            sorted.sort(Comparator.comparingInt(Visit::period));
            for (int i = 0; i < sorted.size(); i++)
                places.computeIfAbsent(keys.get(sorted.get(i)), key -> new ArrayList<>())
                        .add(i);
        }
        List<String> inTime = new ArrayList<>(places.keySet());
        inTime.sort(Comparator.comparingDouble((String key) -> places.get(key).stream()
                        .mapToInt(place -> place)
                        .average()
                        .orElse(0))
                .thenComparing(key -> key));
        return inTime;
    }

    private static Map<String, List<Visit>> people(List<Visit> visits) {
        Map<String, List<Visit>> people = new LinkedHashMap<>();
        for (Visit visit : visits)
            people.computeIfAbsent(visit.subject(), key -> new ArrayList<>()).add(visit);
        return people;
    }

    /** The visits of participants whose group is known; all visits if no group is known. */
    private List<Visit> named(boolean grouped, List<Exclusion> dropped) {
        List<Visit> used = list.used();
        if (!grouped || used.stream().allMatch(visit -> visit.group().isEmpty())) return used;
        for (Visit visit : used)
            if (visit.group().isEmpty())
                dropped.add(new Exclusion(visit, "no group", "the participants table does not give the group"));
        return used.stream().filter(visit -> !visit.group().isEmpty()).toList();
    }

    /**
     * Chooses the session of each participant with either of two treatments.
     *
     * @param pair the two treatments
     * @param dropped receives the sessions that the design does not use
     * @return one list for each participant, in order of time
     * @throws IOException if a participant has several sessions with one of them
     */
    List<List<Visit>> treatments(List<String> pair, List<Exclusion> dropped) throws IOException {
        List<List<Visit>> kept = new ArrayList<>();
        for (List<Visit> own : people(candidates()).values())
            for (String treatment : pair) {
                List<String> same = own.stream()
                        .filter(visit -> visit.treatment().equals(treatment))
                        .map(Visit::session)
                        .toList();
                if (same.size() > 1)
                    throw new IOException("sub-" + own.get(0).subject() + " has " + same.size() + " sessions with "
                            + treatment + " (" + String.join(", ", same) + "), but the comparison needs one: name the"
                            + " sessions to compare with visits; available: " + counted(candidates()));
            }
        for (List<Visit> own : people(list.used()).values()) {
            List<Visit> chosen = new ArrayList<>();
            for (Visit visit : own) {
                if (!isAsked(visit)) notNamed(visit, dropped);
                else if (pair.contains(visit.treatment())) chosen.add(visit);
                else dropped.add(notCompared(visit, pair));
            }
            chosen.sort(Comparator.comparingInt(Visit::period));
            if (chosen.size() == 2) kept.add(chosen);
            else
                for (Visit visit : chosen)
                    dropped.add(new Exclusion(visit, "no pair", "the other session is missing or was excluded"));
        }
        return kept;
    }

    private static Exclusion notCompared(Visit visit, List<String> pair) {
        if (visit.treatment().isEmpty())
            return new Exclusion(visit, "no treatment", "the sessions table does not give the treatment");
        return new Exclusion(
                visit,
                "not needed",
                Treatments.isTreated(visit)
                        ? "its treatment was " + visit.treatment() + ", but the design compares "
                                + String.join(" and ", pair)
                        : "no treatment was given before it, but the design compares treatments");
    }
}
