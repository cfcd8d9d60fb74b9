package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.workflow.protocol.Undecided;

/** Contrasts and families of a proposal: every comparison of treatments at every visit, exploratory, and the primary ones that were named. */
final class ProposedTests {

    private final Map<String, Object> contrasts = new LinkedHashMap<>();
    private final List<Map<String, Object>> families = new ArrayList<>();
    private final List<Undecided> undecided = new ArrayList<>();
    private final Optional<Map<String, Object>> model;
    private final List<String> visits;

    ProposedTests(ProposedDesign design, ProposedEndpoints endpoints, ProtocolProposal.Decisions decided) {
        Optional<ProposedFactor> visit = design.factor("visit");
        Optional<ProposedFactor> scan = design.factor("scan");
        boolean treated = !design.pairs().isEmpty();
        model = model(visit.isPresent() ? visit : scan, decided.baseline());
        boolean used = model.isPresent();
        List<String> scans = levels(scan, used && visit.isEmpty());
        visits = treated ? levels(visit, used) : List.of();
        contrasts(design, visit, treated ? scans : List.of(""));
        List<String> ids = ids(endpoints.numbers());
        List<String> maps = ids(endpoints.maps());
        primary(decided, ids, maps);
        for (String at : visits.isEmpty() ? List.of("") : visits) {
            family("exploratory", at, "maxT", ids);
            family("maps", at, "holm", maps);
        }
        if (decided.primary().isEmpty()) {
            List<String> choices = new ArrayList<>(ids);
            choices.addAll(maps);
            undecided.add(new Undecided(
                    "$.families",
                    choices,
                    "which of these endpoints is primary, with which contrasts ("
                            + String.join(", ", contrasts.keySet())
                            + ")" + (visits.size() > 1 ? " at which visit (" + String.join(", ", visits) + ")" : "")
                            + ", cannot be seen in the data; all tests are exploratory"));
        }
    }

    private static List<String> levels(Optional<ProposedFactor> factor, boolean withoutFirst) {
        return factor.map(f -> withoutFirst ? f.levels().subList(1, f.levels().size()) : f.levels())
                .orElse(List.of(""));
    }

    private static List<String> ids(List<Map<String, Object>> endpoints) {
        return endpoints.stream().map(e -> String.valueOf(e.get("id"))).toList();
    }

    private Optional<Map<String, Object>> model(Optional<ProposedFactor> repeated, ProtocolProposal.BaselineUse use) {
        if (repeated.isEmpty()) {
            if (use == ProtocolProposal.BaselineUse.CHANGE || use == ProtocolProposal.BaselineUse.COVARIATE)
                throw new IllegalArgumentException(
                        "baseline: there is neither a visit nor a scan that could be the baseline");
            return Optional.empty();
        }
        String first = repeated.get().levels().get(0);
        if (use == ProtocolProposal.BaselineUse.UNDECIDED)
            undecided.add(
                    new Undecided(
                            "$.model.baseline",
                            List.of("none", "change from " + first, first + " as a covariate"),
                            "whether values are compared with an earlier session cannot be seen in the data; without an entry they are not"));
        if (use == ProtocolProposal.BaselineUse.UNDECIDED || use == ProtocolProposal.BaselineUse.NONE)
            return Optional.empty();
        Map<String, Object> baseline = new LinkedHashMap<>();
        baseline.put("factor", repeated.get().name());
        baseline.put("level", first);
        baseline.put("use", use.name().toLowerCase(Locale.ROOT));
        return Optional.of(Map.of("baseline", baseline));
    }

    private void contrasts(ProposedDesign design, Optional<ProposedFactor> visit, List<String> scans) {
        for (List<String> pair : design.pairs())
            for (String scan : scans.size() == 1 ? List.of("") : scans)
                contrasts.put(
                        name(pair.get(0)) + "_vs_" + name(pair.get(1)) + (scan.isEmpty() ? "" : "_" + name(scan)),
                        cell(pair.get(0), scan) + " - " + cell(pair.get(1), scan));
        if (!contrasts.isEmpty() || visit.isEmpty()) return;
        List<String> levels = visit.get().levels();
        for (int k = 1; k < levels.size(); k++)
            contrasts.put(
                    name(levels.get(k)) + "_vs_" + name(levels.get(0)),
                    cell(levels.get(k), "") + " - " + cell(levels.get(0), ""));
    }

    private static String name(String level) {
        return level.replaceAll("[^A-Za-z0-9]+", "_");
    }

    /** Levels with operators or blanks are quoted. */
    private static String cell(String level, String scan) {
        String cell = level + (scan.isEmpty() ? "" : "@" + scan);
        return cell.matches("[A-Za-z][A-Za-z0-9_]*(@[A-Za-z][A-Za-z0-9_]*)?") ? cell : '"' + cell + '"';
    }

    private void primary(ProtocolProposal.Decisions decided, List<String> ids, List<String> maps) {
        if (decided.primary().isEmpty()) {
            if (!decided.visit().isEmpty())
                throw new IllegalArgumentException("visit: name the primary endpoint too, with the key primary");
            return;
        }
        if (!ids.contains(decided.primary()) && !maps.contains(decided.primary()))
            throw new IllegalArgumentException("primary: there is no endpoint '" + decided.primary() + "'; there are "
                    + String.join(", ", ids) + (maps.isEmpty() ? "" : ", " + String.join(", ", maps)));
        boolean several = visits.size() > 1;
        if (several && decided.visit().isEmpty())
            throw new IllegalArgumentException(
                    "visit: the primary tests need a visit, one of " + String.join(", ", visits));
        if (!decided.visit().isEmpty() && !visits.contains(decided.visit()))
            throw new IllegalArgumentException("visit: there is no visit '" + decided.visit()
                    + "' that can be tested, only " + String.join(", ", visits));
        String at = several ? decided.visit() : visits.isEmpty() ? "" : visits.get(0);
        Map<String, Object> family = new LinkedHashMap<>();
        family.put("id", "primary");
        family.put("rank", "primary");
        if (!at.isEmpty()) family.put("visit", at);
        family.put("tests", tests(List.of(decided.primary())));
        families.add(family);
    }

    private List<Map<String, Object>> tests(List<String> endpoints) {
        List<Map<String, Object>> tests = new ArrayList<>();
        for (String endpoint : endpoints)
            for (String contrast : contrasts.keySet()) {
                Map<String, Object> test = new LinkedHashMap<>();
                test.put("endpoint", endpoint);
                test.put("contrast", contrast);
                tests.add(test);
            }
        return tests;
    }

    private void family(String id, String visit, String correct, List<String> endpoints) {
        List<Map<String, Object>> tests = tests(endpoints);
        if (tests.isEmpty()) return;
        Map<String, Object> family = new LinkedHashMap<>();
        family.put("id", visit.isEmpty() ? id : id + "-" + visit);
        family.put("rank", "exploratory");
        if (!visit.isEmpty()) family.put("visit", visit);
        family.put("correct", correct);
        family.put("tests", tests);
        families.add(family);
    }

    Map<String, Object> contrasts() {
        return contrasts;
    }

    List<Map<String, Object>> families() {
        return families;
    }

    Optional<Map<String, Object>> model() {
        return model;
    }

    List<Undecided> undecided() {
        return undecided;
    }
}
