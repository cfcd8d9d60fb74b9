package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/** The participants who were randomised, excluded, missing and analysed. */
final class DeclaredSample {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;

    DeclaredSample(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
    }

    private String arm(String subject) {
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElse(null);
        if (treatment == null || treatment.within()) return "all";
        String cell = TableCells.cell(sessions.person(subject), treatment.column());
        return treatment.levels().stream()
                .filter(level -> TableCells.plain(level).equals(TableCells.plain(cell)))
                .findFirst()
                .orElse("not in the protocol");
    }

    private Map<String, List<String>> arms() {
        Map<String, List<String>> arms = new LinkedHashMap<>();
        protocol.factor(Factor.Role.TREATMENT).filter(f -> !f.within()).ifPresent(f -> f.levels()
                .forEach(level -> arms.put(level, new ArrayList<>())));
        for (String subject : sessions.people().keySet())
            arms.computeIfAbsent(arm(subject), key -> new ArrayList<>()).add(subject);
        return arms;
    }

    /** A row for each arm: in the table, with a session, in each analysis set, analysed in each test of the highest rank. */
    Table flow(List<DeclaredResult> results, Map<String, String> exclusions) {
        List<String> head = new ArrayList<>(List.of("arm", "in participants.tsv", "with a session"));
        boolean rated = protocol.quality().ratings().isPresent();
        if (rated) head.add("sessions excluded by rating");
        protocol.sets().keySet().forEach(set -> head.add("set " + set));
        TestFamily.Rank first = results.stream()
                .map(r -> r.family().rank())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        List<DeclaredResult> shown =
                results.stream().filter(r -> r.family().rank() == first).toList();
        shown.forEach(r -> head.add("analysed: " + r.endpoint().id() + ", " + r.contrast()
                + (r.visit().isEmpty() ? "" : ", " + r.visit())));
        List<List<String>> rows = new ArrayList<>();
        arms().forEach((arm, people) -> {
            List<String> row = new ArrayList<>(List.of(arm, String.valueOf(people.size())));
            row.add(count(people, s -> sessions.all().stream()
                    .anyMatch(x -> x.subject().equals(s))));
            if (rated) row.add(String.valueOf(rated(people, exclusions)));
            protocol.sets().values().forEach(set -> row.add(count(people, sessions.subjects(set)::contains)));
            for (DeclaredResult r : shown) {
                Map<String, Integer> counts = r.sample().counts();
                row.add(
                        r.outcome().isEmpty()
                                ? "not tested"
                                : counts.containsKey(arm)
                                        ? String.valueOf(counts.get(arm))
                                        : counts.containsKey(TestPlan.ALL) && arms().size() == 1
                                                ? String.valueOf(counts.get(TestPlan.ALL))
                                                : "not compared");
            }
            rows.add(row);
        });
        return Table.of(unique(head), rows);
    }

    /** How many sessions of some participants are excluded by the rating of a run of any task. */
    private static long rated(List<String> people, Map<String, String> exclusions) {
        return exclusions.entrySet().stream()
                .filter(each -> each.getValue().startsWith(ScanRatings.KIND + ":"))
                .map(each -> each.getKey().replaceFirst(", task .*", ""))
                .distinct()
                .filter(session -> people.stream()
                        .anyMatch(s -> session.equals("sub-" + s) || session.startsWith("sub-" + s + " ")))
                .count();
    }

    private static List<String> unique(List<String> names) {
        List<String> unique = new ArrayList<>();
        for (String name : names) {
            String own = name;
            for (int k = 2; unique.contains(own); k++) own = name + " (" + k + ")";
            unique.add(own);
        }
        return unique;
    }

    private static String count(List<String> people, java.util.function.Predicate<String> rule) {
        return String.valueOf(people.stream().filter(rule).count());
    }

    /** For each endpoint and arm, how many participants lack a value at each level of visits, scans or treatments. */
    Table missing() {
        List<List<String>> rows = new ArrayList<>();
        Map<String, List<String>> arms = arms();
        List<Map<String, String>> cells = cells();
        for (String endpoint : protocol.endpoints().keySet()) {
            boolean[] available = values.available(endpoint);
            arms.forEach((arm, people) -> {
                for (Map<String, String> cell : cells) {
                    int seen = 0;
                    for (int i = 0; i < available.length; i++) {
                        TrialSession session = sessions.all().get(i);
                        if (available[i] && session.has(cell) && people.contains(session.subject())) seen++;
                    }
                    rows.add(List.of(
                            endpoint,
                            arm,
                            cell.isEmpty() ? "the session" : String.join(", ", cell.values()),
                            String.valueOf(people.size()),
                            String.valueOf(Math.max(0, people.size() - seen))));
                }
            });
        }
        return Table.of(List.of("endpoint", "arm", "session", "participants", "without a value"), rows);
    }

    /** The combinations of levels within participants that occur. */
    private List<Map<String, String>> cells() {
        List<Map<String, String>> cells = new ArrayList<>(List.of(Map.of()));
        for (Factor factor : protocol.factors().values()) {
            if (!factor.within()) continue;
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> cell : cells)
                for (String level : factor.levels()) {
                    Map<String, String> own = new TreeMap<>(cell);
                    own.put(factor.name(), level);
                    more.add(own);
                }
            cells = more;
        }
        return cells;
    }

    /** What the tables say otherwise than the protocol: levels, sequences, visit windows. */
    List<String> deviations() {
        List<String> deviations = new ArrayList<>(sessions.findings());
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElse(null);
        if (treatment != null
                && treatment.within()
                && !protocol.randomisation().sequences().isEmpty())
            for (String subject : sessions.people().keySet()) sequence(subject, treatment, deviations);
        Factor visit = protocol.factor(Factor.Role.VISIT).orElse(null);
        if (visit != null && !visit.windows().isEmpty()) windows(visit, deviations);
        return deviations;
    }

    private void sequence(String subject, Factor treatment, List<String> deviations) {
        TreeMap<Integer, String> given = new TreeMap<>();
        for (TrialSession session : sessions.all())
            if (session.subject().equals(subject) && session.levels().containsKey(treatment.name()))
                given.put(session.period(), session.levels().get(treatment.name()));
        boolean allowed = protocol.randomisation().sequences().stream().anyMatch(sequence -> given.entrySet().stream()
                .allMatch(each -> each.getKey() >= 1
                        && each.getKey() <= sequence.size()
                        && sequence.get(each.getKey() - 1).equals(each.getValue())));
        if (!allowed)
            deviations.add("sub-" + subject + " had the order " + String.join(", ", given.values())
                    + ", which is not a declared sequence.");
    }

    private void windows(Factor visit, List<String> deviations) {
        boolean known = false;
        for (TrialSession session : sessions.all()) {
            String level = session.levels().getOrDefault(visit.name(), "");
            double day = TableCells.number(TableCells.cell(session.row(), "day"));
            List<Double> window = visit.windows().get(level);
            known |= Double.isFinite(day);
            if (window != null && Double.isFinite(day) && (day < window.get(0) || day > window.get(1)))
                deviations.add(session.name() + " was on day " + Table.format(day) + ", outside the window of " + level
                        + ", " + Table.format(window.get(0)) + " to " + Table.format(window.get(1)) + ".");
        }
        if (!known)
            deviations.add("Visit windows are declared but were not checked: the sessions' tables have no column 'day'"
                    + " (days after randomisation).");
    }

    /** Endpoints whose p differs by set: a row for each declared test, a pair of columns for each set. */
    static Table sets(Map<String, List<DeclaredResult>> bySet) {
        if (bySet.size() < 2) return Table.of(List.of("endpoint"), List.of());
        List<String> head = new ArrayList<>(List.of("endpoint", "contrast", "visit"));
        bySet.keySet().forEach(set -> head.addAll(List.of(set + ": n", set + ": estimate", set + ": corrected p")));
        List<List<String>> rows = new ArrayList<>();
        List<DeclaredResult> first = bySet.values().iterator().next();
        for (int k = 0; k < first.size(); k++) {
            List<String> row = new ArrayList<>(List.of(
                    first.get(k).endpoint().label(),
                    first.get(k).contrast(),
                    first.get(k).visit()));
            for (List<DeclaredResult> results : bySet.values()) {
                DeclaredResult own = results.get(k);
                row.add(own.sample().words());
                row.add(own.outcome()
                        .flatMap(DeclaredResult.Outcome::estimate)
                        .map(e -> ResultWords.text(e.value()))
                        .orElse(""));
                row.add(own.outcome()
                        .map(o -> ResultWords.probability(
                                o.corrected(), own.family().alpha()))
                        .orElse("not tested"));
            }
            rows.add(row);
        }
        return Table.of(head, rows);
    }

    /** Reasons by participant, in order. */
    static Table excluded(Map<String, String> exclusions) {
        List<List<String>> rows = new ArrayList<>();
        for (String name : new TreeSet<>(exclusions.keySet())) rows.add(List.of(name, exclusions.get(name)));
        return Table.of(List.of("session", "reason"), rows);
    }
}
