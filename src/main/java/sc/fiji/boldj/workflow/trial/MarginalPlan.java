package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.boldj.group.MarginalDesign;
import sc.fiji.boldj.group.PersonDesign;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * Plans a contrast with the marginal model, in which participants with some sessions missing stay: a row for each session of
 * the arms that are compared, less the participant's baseline where the model says so. Used by one thread.
 */
final class MarginalPlan {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final ContrastParts parts;
    private final boolean[] available;
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final List<Map<String, String>> visits = new ArrayList<>();

    private MarginalPlan(TrialProtocol protocol, TrialSessions sessions, ContrastParts parts, boolean[] available) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.parts = parts;
        this.available = available;
    }

    /** Whether the protocol asks for it. */
    static boolean applies(TrialProtocol protocol) {
        return protocol.model().missing() == ModelChoice.Missing.SANDWICH;
    }

    /** @throws DataException if nobody has the data, or the design cannot estimate the contrast */
    static TestPlan of(
            TrialProtocol protocol,
            TrialSessions sessions,
            CellContrast contrast,
            ContrastParts parts,
            String set,
            boolean[] available) {
        return new MarginalPlan(protocol, sessions, parts, available).plan(contrast, set);
    }

    /** The sessions of one participant, as places among all sessions. */
    private record Person(String subject, String arm, Map<Integer, Map<String, String>> sessions) {}

    private TestPlan plan(CellContrast contrast, String set) {
        List<Person> people = people(sessions.subjects(protocol.sets().get(set)));
        if (people.isEmpty())
            throw new DataException("no participant has a value that '" + contrast.expression() + "' needs");
        boolean arms = !parts.arms().isEmpty();
        PersonCovariates covariates = PersonCovariates.of(
                people.stream().map(p -> sessions.person(p.subject())).toList(),
                protocol.model().covariates());
        List<String> order = List.copyOf(parts.arms().keySet());
        boolean unequal = arms && order.size() > 1 && protocol.model().variance() == ModelChoice.Variance.BY_ARM;
        List<MarginalDesign.Row> rows = new ArrayList<>();
        for (int p = 0; p < people.size(); p++) {
            Person person = people.get(p);
            int number = p;
            person.sessions()
                    .forEach((at, levels) -> rows.add(new MarginalDesign.Row(
                            number,
                            visit(levels),
                            unequal ? order.indexOf(person.arm()) : 0,
                            name(person.arm(), levels),
                            sessions.all().get(at).period(),
                            weights(person.subject(), at),
                            covariates.values().get(number))));
        }
        Map<String, Double> cells = new LinkedHashMap<>();
        (arms ? parts.arms() : Map.of("", 1.0)).forEach((arm, of) -> parts.declared()
                .forEach((levels, weight) -> cells.merge(name(arm, levels), of * weight, Double::sum)));
        MarginalDesign design =
                MarginalDesign.of(rows, cells, new PersonDesign.Names(contrast.expression(), covariates.names()));
        Map<String, Integer> counts = new LinkedHashMap<>();
        order.forEach(arm -> counts.put(arm, 0));
        people.forEach(person -> counts.merge(arms ? person.arm() : TestPlan.ALL, 1, Integer::sum));
        return new TestPlan(
                contrast,
                parts.visit(),
                people.stream().map(Person::subject).toList(),
                counts,
                design.design(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(design.visits()),
                missing);
    }

    private List<Person> people(List<String> subjects) {
        List<Person> people = new ArrayList<>();
        for (String subject : subjects) {
            String arm = parts.factors().stream()
                    .map(f -> sessions.level(subject, f))
                    .collect(Collectors.joining(Cell.AT));
            if (!parts.arms().isEmpty() && !parts.arms().containsKey(arm)) continue;
            String lacking = protocol.model().covariates().stream()
                    .filter(column ->
                            TableCells.cell(sessions.person(subject), column).isEmpty())
                    .findFirst()
                    .orElse("");
            if (!lacking.isEmpty()) {
                missing.put(subject, "no " + lacking);
                continue;
            }
            Person person = new Person(subject, arm, own(subject));
            if (!person.sessions().isEmpty()) people.add(person);
            else missing.put(subject, "no value in any session that the model uses");
        }
        return people;
    }

    /** The observed sessions of a participant that are rows of the model, with their levels within participants. */
    private Map<Integer, Map<String, String>> own(String subject) {
        Map<Integer, Map<String, String>> own = new LinkedHashMap<>();
        List<String> without = new ArrayList<>();
        for (int i = 0; i < available.length; i++) {
            TrialSession session = sessions.all().get(i);
            if (!session.subject().equals(subject)) continue;
            Map<String, String> levels = levels(session);
            if (levels.isEmpty() && !within().isEmpty()) continue;
            if (isBaseline(levels)) {
                if (!available[i]) without.add(session.name());
                continue;
            }
            if (own.containsValue(levels))
                throw new DataException(session.name() + " and another session of sub-" + subject + " are both "
                        + levels + ": a factor that distinguishes them is missing in the protocol");
            if (available[i] && baseline(subject, levels) != LACKING) own.put(i, levels);
            else without.add(session.name());
        }
        if (!without.isEmpty()) missing.put(subject, "no value in " + String.join(", ", without));
        return own;
    }

    private static final int NONE = -1;
    private static final int LACKING = -2;

    /** The factors within participants that the cells name. */
    private List<String> within() {
        return List.copyOf(parts.declared().keySet().iterator().next().keySet());
    }

    private Map<String, String> levels(TrialSession session) {
        Map<String, String> levels = new TreeMap<>();
        for (String factor : within())
            if (session.levels().containsKey(factor))
                levels.put(factor, session.levels().get(factor));
        return levels.size() == within().size() ? levels : Map.of();
    }

    private Optional<ModelChoice.Baseline> change() {
        return protocol.model().baseline().filter(b -> !parts.sessions().equals(parts.declared()));
    }

    private boolean isBaseline(Map<String, String> levels) {
        return change().map(b -> b.level().equals(levels.get(b.factor()))).orElse(false);
    }

    /** The place of the baseline of a session; {@link #NONE} if none is subtracted, {@link #LACKING} if it has no value. */
    private int baseline(String subject, Map<String, String> levels) {
        if (change().isEmpty()) return NONE;
        Map<String, String> before = new TreeMap<>(levels);
        before.put(change().get().factor(), change().get().level());
        for (int i = 0; i < available.length; i++) {
            TrialSession session = sessions.all().get(i);
            if (session.subject().equals(subject) && session.has(before)) return available[i] ? i : LACKING;
        }
        return LACKING;
    }

    private double[] weights(String subject, int at) {
        double[] weights = new double[available.length];
        weights[at] = 1;
        int before = baseline(subject, levels(sessions.all().get(at)));
        if (before >= 0) weights[before] = -1;
        return weights;
    }

    private int visit(Map<String, String> levels) {
        if (!visits.contains(levels)) visits.add(levels);
        return visits.indexOf(levels);
    }

    private static String name(String arm, Map<String, String> levels) {
        String own = String.join(Cell.AT, levels.values());
        return arm.isEmpty() || own.isEmpty() ? arm + own : arm + Cell.AT + own;
    }
}
