package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Describes the tests of a protocol, in sentences. */
public final class DeclaredWords {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;
    private final List<DeclaredResult> results;

    public DeclaredWords(
            TrialProtocol protocol, TrialSessions sessions, EndpointValues values, List<DeclaredResult> results) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
        this.results = results;
    }

    private List<DeclaredResult> primary() {
        return results.stream()
                .filter(r -> r.family().rank() == TestFamily.Rank.PRIMARY)
                .toList();
    }

    /** Whether a primary test is significant. */
    public boolean found() {
        return primary().stream().anyMatch(DeclaredResult::isSignificant);
    }

    /** The primary tests in the protocol's order, equivalence and blocking. */
    public String verdict(
            List<DeclaredClaims.EquivalenceResult> equivalence, List<DeclaredClaims.BlockingResult> blocking) {
        List<String> words = new ArrayList<>();
        if (primary().isEmpty()) words.add("The protocol declares no primary test.");
        for (DeclaredResult result : primary()) words.add(sentence(result));
        words.addAll(ClaimTables.words(equivalence, blocking));
        return String.join(" ", words);
    }

    private static String sentence(DeclaredResult result) {
        String name = "Primary, declared in the protocol: " + result.endpoint().label() + ", " + result.expression()
                + (result.visit().isEmpty() ? "" : " at " + result.visit());
        if (result.outcome().isEmpty()) return name + ", could not be tested.";
        DeclaredResult.Outcome o = result.outcome().get();
        String effect = o.estimate().isEmpty()
                ? o.map()
                : ResultWords.measured(o.estimate().get().value(), result.endpoint());
        return name + ": " + effect + ", corrected p = "
                + ResultWords.probability(o.corrected(), result.family().alpha()) + ", " + DeclaredTables.status(result)
                + (o.status() == DeclaredResult.Status.NOT_SIGNIFICANT
                        ? "; this is not evidence that there is no effect."
                        : ".");
    }

    /** What the reader must know first. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (DeclaredResult result : results)
            if (result.outcome().isEmpty())
                warnings.add(
                        result.endpoint().label() + ", " + result.contrast() + ": " + String.join(" ", result.notes()));
            else
                result.notes().stream()
                        .filter(FlippedErrors::isWarning)
                        .forEach(note ->
                                warnings.add(result.endpoint().label() + ", " + result.contrast() + ": " + note));
        return warnings;
    }

    /** The families as the page shows them. */
    public List<DeclaredReport.FamilyTable> families() {
        return DeclaredTables.families(results);
    }

    /** Equivalence, blocking and prediction. */
    public DeclaredReport.Claims claims(
            List<DeclaredClaims.EquivalenceResult> equivalence,
            List<DeclaredClaims.BlockingResult> blocking,
            List<DeclaredPredictions.Result> predictions) {
        return new DeclaredReport.Claims(
                ClaimTables.equivalence(equivalence),
                ClaimTables.blocking(blocking),
                ClaimTables.words(equivalence, blocking),
                PredictionTables.of(predictions),
                PredictionTables.words(predictions));
    }

    /** Who was analysed. */
    public DeclaredReport.Sample sample(Map<String, String> exclusions, Map<String, List<DeclaredResult>> sets) {
        DeclaredSample sample = new DeclaredSample(protocol, sessions, values);
        return new DeclaredReport.Sample(
                results.isEmpty() ? Table.of(List.of("arm"), List.of()) : sample.flow(results, exclusions),
                sample.missing(),
                DeclaredSample.excluded(exclusions),
                DeclaredSample.sets(sets),
                new CrossoverEffects(protocol, sessions, values).table(),
                sample.deviations());
    }

    /** The estimand of each test. */
    public Table estimands() {
        List<List<String>> rows = new ArrayList<>();
        for (DeclaredResult r : results) {
            String events = r.endpoint().intercurrent().stream()
                    .map(e -> e.event() + ": "
                            + (e.strategy() == Endpoint.Strategy.HYPOTHETICAL
                                    ? "hypothetical (the value is treated as missing)"
                                    : "treatment policy (the value is used)"))
                    .collect(Collectors.joining("; "));
            rows.add(List.of(
                    r.family().id(),
                    r.set(),
                    r.expression(),
                    r.endpoint().label()
                            + (r.endpoint().unit().isEmpty() ? "" : " (" + ResultWords.unit(r.endpoint()) + ")"),
                    r.visit() + window(r.visit()),
                    events.isEmpty() ? "none declared" : events,
                    summary()));
        }
        return Table.of(
                List.of("family", "population", "treatments", "variable", "visit", "intercurrent events", "summary"),
                rows);
    }

    /** The days of a visit, in brackets; empty if the protocol declares none. */
    private String window(String visit) {
        return protocol.factors().values().stream()
                .filter(factor -> factor.windows().containsKey(visit))
                .map(factor -> factor.windows().get(visit))
                .map(days -> " (days " + Table.format(days.get(0)) + " to " + Table.format(days.get(1)) + ")")
                .findFirst()
                .orElse("");
    }

    private String summary() {
        return protocol.model()
                .baseline()
                .map(b -> b.use() == ModelChoice.Use.CHANGE
                        ? "contrast of mean changes from " + b.level()
                        : "contrast of means adjusted for " + b.level())
                .orElse("contrast of means");
    }

    /** A row for each session: its levels and the values of endpoints. */
    public Table sessions() {
        List<TrialSession> all = sessions.all();
        Table.Builder table = Table.builder()
                .add(
                        "participant_id",
                        all.stream().map(s -> "sub-" + s.subject()).toList())
                .add(
                        "session_id",
                        all.stream()
                                .map(s -> s.label().isEmpty() ? "" : "ses-" + s.label())
                                .toList());
        for (String factor : protocol.factors().keySet())
            table.add(
                    "factor_" + factor.toLowerCase(Locale.ROOT),
                    all.stream().map(s -> s.levels().getOrDefault(factor, "")).toList());
        values.numbers().forEach((endpoint, numbers) -> table.add("endpoint_" + endpoint, numbers));
        return table.build();
    }
}
