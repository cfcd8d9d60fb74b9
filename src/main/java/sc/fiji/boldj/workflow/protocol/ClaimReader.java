package sc.fiji.boldj.workflow.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.run.NearestName;

/** Reads what is tested: families, equivalence, blocking and prediction, against the names declared before. */
final class ClaimReader {

    private static final Map<String, TestFamily.Rank> RANKS = new LinkedHashMap<>();
    private static final Map<String, TestFamily.Side> SIDES = new LinkedHashMap<>();
    private static final Map<String, TestFamily.Correction> CORRECTIONS = new LinkedHashMap<>();

    static {
        RANKS.put("primary", TestFamily.Rank.PRIMARY);
        RANKS.put("secondary", TestFamily.Rank.SECONDARY);
        RANKS.put("exploratory", TestFamily.Rank.EXPLORATORY);
        SIDES.put("two", TestFamily.Side.TWO);
        SIDES.put("greater", TestFamily.Side.GREATER);
        SIDES.put("less", TestFamily.Side.LESS);
        CORRECTIONS.put("maxT", TestFamily.Correction.MAX_T);
        CORRECTIONS.put("holm", TestFamily.Correction.HOLM);
        CORRECTIONS.put("none", TestFamily.Correction.NONE);
    }

    private final Map<String, Factor> factors;
    private final Map<String, AnalysisSet> sets;
    private final Map<String, Endpoint> endpoints;
    private final Map<String, CellContrast> contrasts;
    private final CellNames cells;

    ClaimReader(
            Map<String, Factor> factors,
            Map<String, AnalysisSet> sets,
            Map<String, Endpoint> endpoints,
            Map<String, CellContrast> contrasts,
            CellNames cells) {
        this.factors = factors;
        this.sets = sets;
        this.endpoints = endpoints;
        this.contrasts = contrasts;
        this.cells = cells;
    }

    /** Which visit and set tests are about, unless they say otherwise. */
    private record Scope(String visit, String set) {}

    List<TestFamily> families(JsonPlace place) throws IOException {
        List<TestFamily> families = new ArrayList<>();
        for (TestFamily family : place.list(this::family)) {
            if (families.stream().anyMatch(known -> known.id().equals(family.id())))
                throw place.error("two families have the id '" + family.id() + "'");
            families.add(family);
        }
        return families;
    }

    private TestFamily family(JsonPlace place) throws IOException {
        JsonPlace.Fields fields =
                place.fields("id", "rank", "visit", "set", "alpha", "tail", "correct", "after", "order", "tests");
        if (fields.has("order") == fields.has("tests"))
            throw place.error("a family has either 'order', a fixed sequence, or 'tests', corrected together");
        if (fields.has("order") && fields.has("correct"))
            throw fields.get("correct")
                    .error("the tests of a fixed sequence are not corrected: remove it, or use 'tests'");
        Scope scope = scope(fields);
        JsonPlace list = fields.get(fields.has("order") ? "order" : "tests");
        List<TestFamily.DeclaredTest> tests = list.list(test -> test(test, scope));
        if (tests.isEmpty()) throw list.error("a family needs one test or more");
        TestFamily.Rank rank = fields.get("rank").choice(RANKS);
        TestFamily.Correction correction = fields.has("order")
                ? TestFamily.Correction.SEQUENCE
                : fields.get("correct", TestFamily.Correction.MAX_T, word -> word.choice(CORRECTIONS));
        if (correction == TestFamily.Correction.NONE && rank != TestFamily.Rank.EXPLORATORY)
            throw fields.get("correct").error("only an exploratory family may be uncorrected");
        return new TestFamily(
                fields.get("id").text(),
                rank,
                scope.visit(),
                scope.set(),
                alpha(fields),
                fields.get("tail", TestFamily.Side.TWO, word -> word.choice(SIDES)),
                correction,
                fields.get("after", "", JsonPlace::text),
                tests);
    }

    /** A family can wait for one that stands before it only, so that there is no circle. */
    static void requireOrder(JsonPlace place, List<TestFamily> families) throws IOException {
        List<String> before = new ArrayList<>();
        for (TestFamily family : families) {
            if (!family.after().isEmpty() && !before.contains(family.after()))
                throw place.error("family '" + family.id() + "' comes after '" + family.after()
                        + "', which is not a family declared before it"
                        + (before.isEmpty() ? "" : ": " + String.join(", ", before)));
            before.add(family.id());
        }
    }

    private TestFamily.DeclaredTest test(JsonPlace place, Scope scope) throws IOException {
        JsonPlace.Fields fields = place.fields("endpoint", "contrast", "visit");
        CellContrast contrast = contrast(fields.get("contrast"));
        String visit = fields.get("visit", scope.visit(), this::visit);
        requireVisit(place, contrast, visit);
        return new TestFamily.DeclaredTest(endpoint(fields.get("endpoint")).id(), contrast, visit);
    }

    EquivalenceClaim equivalence(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("endpoint", "contrast", "margin", "unit", "visit", "set", "alpha");
        Scope scope = scope(fields);
        Endpoint endpoint = endpoint(fields.get("endpoint"));
        CellContrast contrast = contrast(fields.get("contrast"));
        requireVisit(place, contrast, scope.visit());
        double margin = fields.get("margin").number();
        if (!(margin > 0)) throw fields.get("margin").error("a margin must be above 0, got " + margin);
        String unit = fields.get("unit").text();
        if (!unit.equals(EquivalenceClaim.SD) && !unit.equals(endpoint.unit()))
            throw fields.get("unit")
                    .error("'" + unit + "' is not the unit of " + endpoint.id() + ", '"
                            + endpoint.unit() + "', nor '" + EquivalenceClaim.SD
                            + "' (standard deviations between participants)");
        double alpha = alpha(fields);
        if (alpha >= 0.5) throw fields.get("alpha").error("must be below 0.5 for two one-sided tests");
        return new EquivalenceClaim(endpoint.id(), contrast, scope.visit(), scope.set(), margin, unit, alpha);
    }

    BlockingClaim blocking(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("endpoint", "effect", "difference", "visit", "set", "alpha");
        Scope scope = scope(fields);
        Endpoint endpoint = endpoint(fields.get("endpoint"));
        if (!endpoint.isNumber()) throw fields.get("endpoint").error("blocking needs an endpoint that is one number");
        CellContrast effect = contrast(fields.get("effect"));
        CellContrast difference = contrast(fields.get("difference"));
        requireVisit(place, effect, scope.visit());
        requireVisit(place, difference, scope.visit());
        if (!(effect.dot(difference) > 0))
            throw fields.get("difference")
                    .error("'" + difference.expression()
                            + "' must be positive where a positive effect '" + effect.expression()
                            + "' is blocked, such as ketamine - lamotrigine+ketamine for ketamine - placebo");
        return new BlockingClaim(endpoint.id(), effect, difference, scope.visit(), scope.set(), alpha(fields));
    }

    PredictionClaim prediction(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("outcome", "visit", "biomarkers", "at", "alpha");
        Optional<Factor> treatment = factors.values().stream()
                .filter(f -> f.role() == Factor.Role.TREATMENT)
                .findFirst();
        if (treatment.isPresent() && treatment.get().within())
            throw place.error("the prediction of response compares arms, but '"
                    + treatment.get().name()
                    + "' differs within participants: remove it; without a protocol, design=crossover tests it");
        Endpoint outcome = endpoint(fields.get("outcome"));
        if (!(outcome.source() instanceof Endpoint.Score))
            throw fields.get("outcome").error("'" + outcome.id() + "' is not a score");
        for (String when : List.of("visit", "at"))
            if (!fields.has(when)
                    && visits().isPresent()
                    && visits().get().levels().size() > 1)
                throw place.error("which visit? Add '" + when + "', one of "
                        + String.join(", ", visits().get().levels()));
        return new PredictionClaim(
                outcome.id(),
                fields.get("visit", "", this::visit),
                fields.get("biomarkers").list(each -> {
                    Endpoint marker = endpoint(each);
                    if (!marker.isNumber()) throw each.error("a biomarker is one number for each session");
                    return marker.id();
                }),
                fields.get("at", "", this::visit),
                alpha(fields));
    }

    private Scope scope(JsonPlace.Fields fields) throws IOException {
        String first = sets.keySet().iterator().next();
        return new Scope(fields.get("visit", "", this::visit), fields.get("set", first, this::set));
    }

    private Optional<Factor> visits() {
        return factors.values().stream()
                .filter(f -> f.role() == Factor.Role.VISIT)
                .findFirst();
    }

    private String visit(JsonPlace place) throws IOException {
        Factor factor = visits().orElseThrow(() -> place.error("there is no factor with the role visit"));
        String level = place.text();
        FactorReader.requireLevel(place, level, factor.name(), factor.levels());
        return level;
    }

    private void requireVisit(JsonPlace place, CellContrast contrast, String visit) throws IOException {
        Optional<Factor> factor = visits();
        if (factor.isEmpty() || factor.get().levels().size() < 2) return;
        boolean named = contrast.weights().keySet().stream()
                .anyMatch(cell -> cell.names(factor.get().name()));
        if (named && !visit.isEmpty())
            throw place.error(
                    "the contrast '" + contrast.expression() + "' names visits itself: remove 'visit' (" + visit + ")");
        if (!named && visit.isEmpty())
            throw place.error("which visit? Add 'visit', one of "
                    + String.join(", ", factor.get().levels()));
    }

    private String set(JsonPlace place) throws IOException {
        return known(place, "analysis set", sets.keySet().stream().toList());
    }

    private Endpoint endpoint(JsonPlace place) throws IOException {
        return endpoints.get(known(place, "endpoint", List.copyOf(endpoints.keySet())));
    }

    private static String known(JsonPlace place, String what, List<String> names) throws IOException {
        String name = place.text();
        if (!names.contains(name))
            throw place.error("there is no " + what + " '" + name + "': did you mean '" + NearestName.of(name, names)
                    + "'? Declared are " + String.join(", ", names));
        return name;
    }

    /** A declared contrast by its name, or an expression. */
    private CellContrast contrast(JsonPlace place) throws IOException {
        String text = place.text();
        if (contrasts.containsKey(text)) return contrasts.get(text);
        try {
            return cells.read(text, text);
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage()
                    + (contrasts.isEmpty() ? "" : "; the contrasts are " + String.join(", ", contrasts.keySet())));
        }
    }

    private static double alpha(JsonPlace.Fields fields) throws IOException {
        return fields.get("alpha", 0.05, place -> {
            double alpha = place.number();
            if (!(alpha > 0 && alpha < 1)) throw place.error("alpha must be in (0, 1), got " + alpha);
            return alpha;
        });
    }
}
