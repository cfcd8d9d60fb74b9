package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.workflow.TreatmentNames;

/** Which design follows from sessions and treatments, what that design cannot separate, and the direction of its effect. */
final class TrialKind {

    private TrialKind() {}

    /**
     * Drug and placebo within participants, in both orders, make a crossover; groups of participants with two sessions are
     * compared by their change. All sessions found count, including excluded ones: exclusions do not change the design.
     *
     * @param pair two treatments that the contrast names, or none
     * @throws IOException if most participants had more than two treatments and none are named; the message lists the choices
     */
    static String of(List<Visit> visits, Treatments treatments, List<String> pair) throws IOException {
        Map<String, Integer> sessions = new TreeMap<>();
        Set<String> groups = new LinkedHashSet<>();
        for (Visit visit : visits) {
            sessions.merge(visit.subject(), 1, Integer::sum);
            if (!visit.group().isEmpty()) groups.add(visit.group());
        }
        boolean two = sessions.values().stream().filter(n -> n >= 2).count() * 2 > sessions.size();
        if (treatments.mostHave(3)) {
            treatments.compared(pair);
            return "crossover";
        }
        if (two && treatments.isWithin() && treatments.isMixed()) return "crossover";
        if (two) return groups.size() >= 2 ? "change" : "paired";
        return groups.size() >= 2 ? "two-sample" : "one-sample";
    }

    /** Where the treatments were given in both orders, comparing sessions by order compares periods, not treatments. */
    static void requireOneOrder(List<Visit> visits, Treatments treatments, String kind) throws IOException {
        if (!kind.equals("paired") && !kind.equals("change")) return;
        Map<String, List<Visit>> groups = new TreeMap<>();
        for (Visit visit : visits)
            groups.computeIfAbsent(kind.equals("change") ? visit.group() : "", key -> new ArrayList<>())
                    .add(visit);
        for (List<Visit> group : groups.values())
            if (Treatments.of(group).isMixed())
                throw new IOException("design=" + kind + " compares a first with a second session, but the treatments ("
                        + String.join(", ", treatments.names())
                        + ") were given in different orders, so it would compare"
                        + " periods, not treatments: use design=crossover"
                        + (treatments.names().size() > 2 ? " with one of " + treatments.choices() : ""));
    }

    /** The treatments of the first and of the second sessions, if each is the same for everyone and they differ. */
    static List<String> given(List<Visit> visits) {
        List<String> given = new ArrayList<>();
        for (int place = 0; place < 2; place++) {
            Set<String> own = new TreeSet<>();
            for (int i = place; i < visits.size(); i += 2)
                own.add(Treatments.isTreated(visits.get(i)) ? visits.get(i).treatment() : "");
            if (own.size() != 1 || own.contains("")) return List.of();
            given.addAll(own);
        }
        return given.get(0).equals(given.get(1)) ? List.of() : given;
    }

    /** Time and treatment are confounded where everyone had the treatments in the same order. */
    static String caveat(String kind, List<Visit> visits, List<String> fixed) {
        List<String> order = kind.equals("change") ? given(visits) : fixed;
        if (order.isEmpty()) return "";
        return "Fixed order: all participants had " + order.get(0) + " first and " + order.get(1)
                + " second, so the effect of the"
                + " treatment is confounded with time (habituation, learning, drift, the course of the illness).";
    }

    /** Adds a note on the direction of the effect where neither of two names is that of a control. */
    static void unrecognised(List<String> levels, List<String> notes) {
        if (levels.size() != 2 || TreatmentNames.comparator(levels).isPresent()) return;
        List<String> ordered = TreatmentNames.ordered(levels);
        notes.add("The names do not show which of " + ordered.get(0) + " and " + ordered.get(1)
                + " is the control. The effect is " + String.join(" minus ", ordered)
                + ", in alphabetical order; contrast=[" + ordered.get(1) + " - " + ordered.get(0) + "] reverses it.");
    }

    /** Pairs of sessions or single ones by group, comparators last, so that an effect is drug minus control. */
    static List<Visit> byGroup(List<List<Visit>> people) {
        List<String> levels = new ArrayList<>();
        for (List<Visit> own : people) levels.add(own.get(0).group());
        List<String> ordered = levels.isEmpty() ? levels : TreatmentNames.ordered(levels);
        List<List<Visit>> sorted = new ArrayList<>(people);
        sorted.sort(Comparator.comparingInt(
                        (List<Visit> own) -> ordered.indexOf(own.get(0).group()))
                .thenComparing(own -> own.get(0).subject()));
        return sorted.stream().flatMap(List::stream).toList();
    }

    /** Pairs of sessions, beginning with the treatment that an effect is positive for. */
    static List<Visit> crossed(List<List<Visit>> people, List<String> treatments) {
        List<List<Visit>> sorted = new ArrayList<>(people);
        sorted.sort(Comparator.comparingInt(
                        (List<Visit> own) -> treatments.indexOf(own.get(0).treatment()))
                .thenComparing(own -> own.get(0).group())
                .thenComparing(own -> own.get(0).subject()));
        boolean turned = !sorted.isEmpty() && !sorted.get(0).get(0).treatment().equals(treatments.get(0));
        List<Visit> visits = new ArrayList<>();
        for (List<Visit> own : sorted) {
            visits.addAll(own);
            if (turned) Collections.swap(visits, visits.size() - 2, visits.size() - 1);
        }
        return visits;
    }
}
