package sc.fiji.boldj.workflow.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.run.NearestName;

/** Reads factors, randomisation and analysis sets. */
final class FactorReader {

    private static final Map<String, Factor.Role> ROLES = new LinkedHashMap<>();

    static {
        ROLES.put("treatment", Factor.Role.TREATMENT);
        ROLES.put("visit", Factor.Role.VISIT);
        ROLES.put("scan", Factor.Role.SCAN);
        ROLES.put("group", Factor.Role.GROUP);
    }

    private FactorReader() {}

    static Map<String, Factor> factors(JsonPlace place) throws IOException {
        Map<String, Factor> factors = place.members(FactorReader::factor);
        if (factors.isEmpty()) throw place.error("a trial needs one factor or more");
        for (Factor.Role role : Factor.Role.values())
            if (role != Factor.Role.GROUP
                    && factors.values().stream().filter(f -> f.role() == role).count() > 1)
                throw place.error("two factors have the role " + role.name().toLowerCase(java.util.Locale.ROOT)
                        + ": combine their levels, such as lamotrigine+ketamine");
        return factors;
    }

    private static Factor factor(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("role", "column", "within", "levels", "reference", "windowsDays");
        String name = place.path().replaceAll(".*\\.factors(?:\\.|\\[')", "").replaceAll("'\\]$", "");
        Factor.Role role = fields.get("role").choice(ROLES);
        boolean within = fields.get("within", role == Factor.Role.VISIT || role == Factor.Role.SCAN, JsonPlace::flag);
        if (!within && (role == Factor.Role.VISIT || role == Factor.Role.SCAN))
            throw fields.get("within").error("a visit or scan differs within participants");
        if (within && role == Factor.Role.GROUP)
            throw fields.get("within").error("a group differs between participants");
        List<String> levels = fields.get("levels").list(JsonPlace::text);
        if (levels.isEmpty()) throw fields.get("levels").error("a factor needs one level or more");
        if (new LinkedHashSet<>(levels).size() < levels.size())
            throw fields.get("levels").error("a level is named twice: " + levels);
        String reference = fields.get("reference", "", JsonPlace::text);
        if (!reference.isEmpty()) requireLevel(fields.get("reference"), reference, name, levels);
        Map<String, List<Double>> windows =
                fields.get("windowsDays", Map.of(), days -> days.members(day -> window(day)));
        for (String level : windows.keySet()) requireLevel(fields.get("windowsDays"), level, name, levels);
        return new Factor(name, role, fields.get("column", name, JsonPlace::text), within, levels, reference, windows);
    }

    private static List<Double> window(JsonPlace place) throws IOException {
        List<Double> days = place.list(JsonPlace::number);
        if (days.size() != 2 || days.get(0) > days.get(1))
            throw place.error("a window is [first day, last day] after randomisation, got " + days);
        return days;
    }

    static void requireLevel(JsonPlace place, String level, String factor, List<String> levels) throws IOException {
        if (!levels.contains(level))
            throw place.error("'" + level + "' is not a level of " + factor + ": did you mean '"
                    + NearestName.of(level, levels) + "'? Its levels are " + String.join(", ", levels));
    }

    static Randomisation randomisation(JsonPlace place, Map<String, Factor> factors) throws IOException {
        JsonPlace.Fields fields = place.fields("strata", "blocks", "sequences", "period");
        Factor treatment = factors.values().stream()
                .filter(f -> f.role() == Factor.Role.TREATMENT)
                .findFirst()
                .orElseThrow(() -> place.error("there is no factor with the role treatment that could be randomised"));
        List<List<String>> sequences = fields.get(
                "sequences",
                List.of(),
                list -> list.list(sequence -> {
                    List<String> order = sequence.list(JsonPlace::text);
                    for (String level : order) requireLevel(sequence, level, treatment.name(), treatment.levels());
                    if (new LinkedHashSet<>(order).size() < order.size())
                        throw sequence.error("a sequence names a treatment twice: " + order);
                    return order;
                }));
        if (!sequences.isEmpty() && !treatment.within())
            throw fields.get("sequences").error("sequences need a treatment within participants: set within to true");
        if (new LinkedHashSet<>(sequences).size() < sequences.size())
            throw fields.get("sequences").error("a sequence is listed twice");
        return new Randomisation(
                fields.get("strata", List.of(), list -> list.list(JsonPlace::text)),
                fields.get("blocks", 0, size -> (int) size.whole(1, 10000)),
                sequences,
                fields.get("period", treatment.within() ? "period" : "", JsonPlace::text));
    }

    static AnalysisSet set(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("include", "exclude");
        String name = place.path().replaceAll(".*\\.sets(?:\\.|\\[')", "").replaceAll("'\\]$", "");
        return new AnalysisSet(
                name,
                fields.get("include", List.of(), list -> list.list(FactorReader::rule)),
                fields.get("exclude", List.of(), list -> list.list(FactorReader::rule)));
    }

    static RowRule rule(JsonPlace place) throws IOException {
        try {
            return RowRule.parse(place.text());
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage());
        }
    }
}
