package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The sessions of each participant that a design compares.
 *
 * <p>They are the same of everyone, by label, or by place in time where labels are each person's own: a session that was
 * left out is not replaced by a later one, which would be compared with others' earlier ones unseen.
 */
final class SessionChoice {

    private final VisitList list;
    private final String kind;
    private final List<VisitList.LeftOut> dropped;
    private final Map<Visit, String> keys = new HashMap<>();

    private SessionChoice(VisitList list, String kind, List<VisitList.LeftOut> dropped) {
        this.list = list;
        this.kind = kind;
        this.dropped = dropped;
    }

    /**
     * Chooses.
     *
     * @param dropped is added what the design has no use for
     * @return one list for each participant, in order of time
     */
    static List<List<Visit>> of(VisitList list, String kind, List<VisitList.LeftOut> dropped) {
        return new SessionChoice(list, kind, dropped).choose();
    }

    private List<List<Visit>> choose() {
        Map<String, List<Visit>> all = people(list.used());
        for (VisitList.LeftOut out : list.excluded())
            all.computeIfAbsent(out.visit().subject(), key -> new ArrayList<>()).add(out.visit());
        name(all);
        boolean pairs = !kind.equals("two-sample") && !kind.equals("one-sample");
        int n = pairs ? 2 : 1;
        Map<String, List<Visit>> people = people(named());
        List<String> wanted = wanted(people, n);
        List<List<Visit>> kept = new ArrayList<>();
        for (List<Visit> own : people.values()) {
            List<Visit> chosen = new ArrayList<>();
            for (String key : wanted)
                own.stream()
                        .filter(visit -> keys.get(visit).equals(key))
                        .findFirst()
                        .ifPresent(chosen::add);
            boolean whole = chosen.size() == n;
            if (whole) kept.add(chosen);
            for (Visit visit : own)
                if (!whole) drop(visit, pairs ? "no pair" : "no session", missing(own.size(), n, wanted));
                else if (!chosen.contains(visit))
                    drop(
                            visit,
                            "not needed",
                            "the design " + kind + " uses " + (pairs ? "two sessions" : "one session")
                                    + " a participant");
        }
        return kept;
    }

    private static String missing(int left, int n, List<String> wanted) {
        return n == 2 && left < 2
                ? "the other session is missing or was left out"
                : String.join(" or ", wanted) + ", which the design uses, is missing or was left out";
    }

    private void drop(Visit visit, String word, String reason) {
        dropped.add(new VisitList.LeftOut(visit, word, reason));
    }

    private static Map<String, List<Visit>> people(List<Visit> visits) {
        Map<String, List<Visit>> people = new LinkedHashMap<>();
        for (Visit visit : visits)
            people.computeIfAbsent(visit.subject(), key -> new ArrayList<>()).add(visit);
        return people;
    }

    /** The visits that say what the design compares them by; all of them if none does. */
    private List<Visit> named() {
        boolean grouped = kind.equals("change") || kind.equals("two-sample");
        List<Visit> used = list.used();
        if (kind.equals("crossover")
                && list.all().stream()
                                .filter(TrialDesign::isTreated)
                                .map(Visit::treatment)
                                .distinct()
                                .count()
                        >= 2) {
            used = new ArrayList<>();
            for (Visit visit : list.used())
                if (visit.treatment().isEmpty() || TrialDesign.isTreated(visit)) used.add(visit);
                else drop(visit, "not needed", "nothing was given before it, and the design compares treatments");
        }
        if (!grouped && !kind.equals("crossover")) return list.used();
        List<Visit> named = new ArrayList<>();
        List<Visit> silent = new ArrayList<>();
        for (Visit visit : used)
            (grouped && visit.group().isEmpty() || !grouped && visit.treatment().isEmpty() ? silent : named).add(visit);
        if (named.isEmpty()) return used;
        for (Visit visit : silent)
            drop(
                    visit,
                    grouped ? "no group" : "no treatment",
                    grouped
                            ? "the table of participants does not say the group"
                            : "the table of sessions does not say the treatment");
        return named;
    }

    /** Labels that most people have, and places in time otherwise. */
    private void name(Map<String, List<Visit>> people) {
        Map<String, Set<String>> owners = new HashMap<>();
        people.forEach((subject, own) -> own.forEach(visit ->
                owners.computeIfAbsent(visit.session(), key -> new HashSet<>()).add(subject)));
        for (List<Visit> own : people.values()) {
            List<Visit> inTime = new ArrayList<>(own);
            inTime.sort(Comparator.comparingInt(Visit::period));
            for (int i = 0; i < inTime.size(); i++) {
                Visit visit = inTime.get(i);
                boolean shared = owners.get(visit.session()).size() * 2 > people.size();
                keys.put(visit, shared ? "session " + visit.session() : "session " + (i + 1) + " in time");
            }
        }
    }

    /** The first in time of the sessions that most people have; if those are too few, of what the most have. */
    private List<String> wanted(Map<String, List<Visit>> people, int n) {
        Map<String, List<Integer>> places = new TreeMap<>();
        for (List<Visit> own : people.values()) {
            own.sort(Comparator.comparingInt(Visit::period));
            for (int i = 0; i < own.size(); i++)
                places.computeIfAbsent(keys.get(own.get(i)), key -> new ArrayList<>())
                        .add(i);
        }
        Comparator<String> early = Comparator.comparingDouble(key ->
                places.get(key).stream().mapToInt(place -> place).average().orElse(0));
        Comparator<String> often = Comparator.comparingInt(
                key -> -Math.min(people.size() / 2 + 1, places.get(key).size()));
        List<String> wanted = new ArrayList<>(places.keySet());
        wanted.sort(often.thenComparing(early));
        wanted = new ArrayList<>(wanted.subList(0, Math.min(n, wanted.size())));
        wanted.sort(early);
        return wanted;
    }
}
