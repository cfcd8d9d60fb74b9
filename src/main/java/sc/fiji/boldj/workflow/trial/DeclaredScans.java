package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** The sessions with runs of one task in a trial with a protocol: found, excluded and included, by arm and by cell of the design. */
public final class DeclaredScans {

    private static final String UNKNOWN = "not in the protocol";

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final VisitList list;

    /** @param list the sessions of the task, with the rules of exclusion applied */
    public DeclaredScans(TrialProtocol protocol, TrialSessions sessions, VisitList list) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.list = list;
    }

    /** The included sessions. */
    public List<Visit> included() {
        return list.used();
    }

    /** Flow of participants and sessions, by arm. */
    public List<TrialReport.Arm> flow() {
        Map<String, List<Visit>> used = byArm();
        Map<String, List<Exclusion>> out = new LinkedHashMap<>();
        for (String arm : arms()) out.put(arm, new ArrayList<>());
        for (Exclusion each : list.excluded())
            out.computeIfAbsent(arm(each.visit()), key -> new ArrayList<>()).add(each);
        used.keySet().forEach(arm -> out.putIfAbsent(arm, List.of()));
        List<TrialReport.Arm> flow = new ArrayList<>();
        out.forEach((arm, excluded) -> {
            List<Visit> kept = used.getOrDefault(arm, List.of());
            List<Visit> all = new ArrayList<>(kept);
            Map<String, Integer> reasons = new TreeMap<>();
            for (Exclusion each : excluded) {
                all.add(each.visit());
                reasons.merge(each.kind(), 1, Integer::sum);
            }
            if (!all.isEmpty())
                flow.add(new TrialReport.Arm(arm, people(all), all.size(), reasons, people(kept), kept.size()));
        });
        return flow;
    }

    /** The included sessions by arm; one arm, {@code all}, where treatments differ within participants. */
    public Map<String, List<Visit>> byArm() {
        Map<String, List<Visit>> arms = new LinkedHashMap<>();
        for (String arm : arms()) arms.put(arm, new ArrayList<>());
        for (Visit visit : list.used())
            arms.computeIfAbsent(arm(visit), key -> new ArrayList<>()).add(visit);
        arms.values().removeIf(List::isEmpty);
        return arms;
    }

    /** The included sessions by cell of the design: the levels of all factors. */
    public Map<String, List<Visit>> byCell() {
        Map<List<Integer>, String> names = new TreeMap<>(DeclaredScans::compare);
        Map<String, List<Visit>> cells = new LinkedHashMap<>();
        Map<String, List<Visit>> found = new LinkedHashMap<>();
        for (Visit visit : list.used()) {
            Map<String, String> levels =
                    session(visit).map(TrialSession::levels).orElse(Map.of());
            String name = protocol.factors().keySet().stream()
                    .filter(levels::containsKey)
                    .map(levels::get)
                    .collect(Collectors.joining(", "));
            names.put(
                    protocol.factors().values().stream()
                            .map(factor -> factor.levels().indexOf(levels.getOrDefault(factor.name(), "")))
                            .toList(),
                    name.isEmpty() ? UNKNOWN : name);
            found.computeIfAbsent(name.isEmpty() ? UNKNOWN : name, key -> new ArrayList<>())
                    .add(visit);
        }
        names.values().forEach(name -> cells.put(name, found.get(name)));
        return cells;
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int k = 0; k < one.size(); k++) {
            int order = Integer.compare(one.get(k), other.get(k));
            if (order != 0) return order;
        }
        return 0;
    }

    private Optional<Factor> arm() {
        return protocol.factor(Factor.Role.TREATMENT)
                .filter(factor -> !factor.within())
                .or(() -> protocol.factor(Factor.Role.GROUP));
    }

    private List<String> arms() {
        return arm().map(Factor::levels).orElse(List.of("all"));
    }

    private String arm(Visit visit) {
        if (arm().isEmpty()) return "all";
        String level = sessions.level(visit.subject(), arm().get().name());
        return level.isEmpty() ? UNKNOWN : level;
    }

    private Optional<TrialSession> session(Visit visit) {
        return sessions.all().stream()
                .filter(session -> session.subject().equals(visit.subject())
                        && session.label().equals(visit.session()))
                .findFirst();
    }

    private static int people(List<Visit> visits) {
        return (int) visits.stream().map(Visit::subject).distinct().count();
    }
}
