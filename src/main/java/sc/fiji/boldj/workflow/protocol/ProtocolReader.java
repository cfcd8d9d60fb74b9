package sc.fiji.boldj.workflow.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.run.NearestName;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Reads a protocol from its JSON; every message names the file and the path. */
final class ProtocolReader {

    /** The version of the format. */
    static final int VERSION = 1;

    private static final Map<String, ModelChoice.Use> USES = new LinkedHashMap<>();
    private static final Map<String, ModelChoice.Variance> VARIANCES = new LinkedHashMap<>();
    private static final Map<String, ModelChoice.Missing> MISSING = new LinkedHashMap<>();
    private static final Map<String, ModelChoice.Sensitivity> SENSITIVITY = new LinkedHashMap<>();

    static {
        USES.put("change", ModelChoice.Use.CHANGE);
        USES.put("covariate", ModelChoice.Use.COVARIATE);
        VARIANCES.put("equal", ModelChoice.Variance.EQUAL);
        VARIANCES.put("byArm", ModelChoice.Variance.BY_ARM);
        MISSING.put("completeCases", ModelChoice.Missing.COMPLETE_CASES);
        MISSING.put("mmrm", ModelChoice.Missing.MMRM);
        MISSING.put("sandwich", ModelChoice.Missing.SANDWICH);
        SENSITIVITY.put("completeCases", ModelChoice.Sensitivity.COMPLETE_CASES);
        SENSITIVITY.put("otherSets", ModelChoice.Sensitivity.OTHER_SETS);
        SENSITIVITY.put("combat", ModelChoice.Sensitivity.COMBAT);
    }

    private ProtocolReader() {}

    static TrialProtocol read(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields(
                "$schema",
                "protocolVersion",
                "title",
                "factors",
                "randomisation",
                "sets",
                "quality",
                "endpoints",
                "contrasts",
                "families",
                "equivalence",
                "blocking",
                "prediction",
                "model",
                "preprocessing",
                "permutations",
                ProtocolFile.UNDECIDED);
        JsonPlace version = fields.get("protocolVersion");
        if (version.number() != VERSION)
            throw version.error("this version of BoldJ reads protocolVersion " + VERSION + ", not " + version.node());
        if (fields.has(ProtocolFile.UNDECIDED))
            fields.get(ProtocolFile.UNDECIDED).list(Undecided::read);
        Map<String, Factor> factors = FactorReader.factors(fields.get("factors"));
        Map<String, AnalysisSet> sets = fields.get("sets", Map.of(), all -> all.members(FactorReader::set));
        if (sets.isEmpty())
            sets = Map.of(TrialProtocol.EVERYONE, new AnalysisSet(TrialProtocol.EVERYONE, List.of(), List.of()));
        Map<String, Endpoint> endpoints = EndpointReader.endpoints(fields.get("endpoints"));
        Map<String, Object> preprocessing = fields.get("preprocessing", Map.of(), ProtocolReader::preprocessing);
        if (!preprocessing.containsKey(ParticipantOption.NODES.key()))
            EndpointReader.requireBuiltInNodes(fields.get("endpoints"));
        CellNames cells = cells(fields.get("factors"), factors);
        Map<String, CellContrast> contrasts = contrasts(fields, cells);
        ClaimReader claims = new ClaimReader(factors, sets, endpoints, contrasts, cells);
        List<TestFamily> families = claims.families(fields.get("families"));
        ClaimReader.requireOrder(fields.get("families"), families);
        if (families.isEmpty() && !fields.has("equivalence") && !fields.has("blocking") && !fields.has("prediction"))
            throw fields.get("families")
                    .error("nothing is tested: declare a family, equivalence, blocking or prediction");
        return new TrialProtocol(
                fields.get("title").text(),
                factors,
                fields.get("randomisation", Randomisation.NONE, all -> FactorReader.randomisation(all, factors)),
                sets,
                fields.get("quality", QualityRules.DEFAULT, ProtocolReader::quality),
                endpoints,
                contrasts,
                new TrialProtocol.Claims(
                        families,
                        fields.get("equivalence", List.of(), all -> all.list(claims::equivalence)),
                        fields.get("blocking", List.of(), all -> all.list(claims::blocking)),
                        fields.get("prediction", List.of(), all -> all.list(claims::prediction))),
                fields.get("model", ModelChoice.DEFAULT, all -> model(all, factors)),
                preprocessing,
                fields.get("permutations", PermutationChoice.DEFAULT, ProtocolReader::permutations));
    }

    private static CellNames cells(JsonPlace place, Map<String, Factor> factors) throws IOException {
        try {
            return new CellNames(factors);
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage());
        }
    }

    private static Map<String, CellContrast> contrasts(JsonPlace.Fields fields, CellNames cells) throws IOException {
        Map<String, String> texts = fields.get("contrasts", Map.of(), all -> all.members(JsonPlace::text));
        Map<String, CellContrast> contrasts = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : texts.entrySet())
            try {
                contrasts.put(each.getKey(), cells.read(each.getKey(), each.getValue()));
            } catch (IllegalArgumentException e) {
                throw fields.get("contrasts").error(each.getKey() + ": " + e.getMessage());
            }
        return contrasts;
    }

    private static QualityRules quality(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("maxMeanFd2s", "minDegreesOfFreedom", "minCoverage", "ratings");
        return new QualityRules(
                fields.get("maxMeanFd2s", Double.NaN, JsonPlace::number),
                fields.get("minDegreesOfFreedom", Double.NaN, JsonPlace::number),
                fields.get("minCoverage", Double.NaN, share -> {
                    double value = share.number();
                    if (!(value >= 0 && value <= 1)) throw share.error("a share must be in [0, 1], got " + value);
                    return value;
                }),
                fields.get("ratings", Optional.empty(), each -> Optional.of(ratings(each))));
    }

    private static RatingRule ratings(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("file", "exclude");
        Map<String, String> levels = new LinkedHashMap<>();
        RatingRule.LEVELS.stream().filter(level -> !level.equals("accept")).forEach(level -> levels.put(level, level));
        List<String> excluded =
                fields.get("exclude", List.of("exclude"), list -> list.list(each -> each.choice(levels)));
        if (excluded.isEmpty()) throw fields.get("exclude").error("ratings that exclude no run have no effect");
        return new RatingRule(fields.get("file").text(), excluded);
    }

    private static ModelChoice model(JsonPlace place, Map<String, Factor> factors) throws IOException {
        JsonPlace.Fields fields = place.fields("baseline", "covariates", "variance", "missing", "site", "sensitivity");
        ModelChoice model = new ModelChoice(
                fields.get("baseline", Optional.empty(), each -> Optional.of(baseline(each, factors))),
                fields.get("covariates", List.of(), list -> list.list(JsonPlace::text)),
                fields.get("variance", ModelChoice.Variance.EQUAL, each -> each.choice(VARIANCES)),
                fields.get("missing", ModelChoice.Missing.COMPLETE_CASES, each -> each.choice(MISSING)),
                fields.get("site", "", JsonPlace::text),
                fields.get("sensitivity", List.of(), list -> list.list(each -> each.choice(SENSITIVITY))));
        Optional<String> conflict = model.conflict();
        if (conflict.isPresent()) throw place.error(conflict.get());
        return model;
    }

    private static ModelChoice.Baseline baseline(JsonPlace place, Map<String, Factor> factors) throws IOException {
        JsonPlace.Fields fields = place.fields("factor", "level", "use");
        String name = fields.get("factor").text();
        Factor factor = factors.get(name);
        if (factor == null)
            throw fields.get("factor")
                    .error("there is no factor '" + name + "': did you mean '" + NearestName.of(name, factors.keySet())
                            + "'?");
        if (factor.role() != Factor.Role.VISIT && factor.role() != Factor.Role.SCAN)
            throw fields.get("factor").error("a baseline is a level of a visit or scan, which '" + name + "' is not");
        String level = fields.get("level").text();
        FactorReader.requireLevel(fields.get("level"), level, name, factor.levels());
        return new ModelChoice.Baseline(name, level, fields.get("use").choice(USES));
    }

    private static Map<String, Object> preprocessing(JsonPlace place) throws IOException {
        List<Option<?>> options = ParticipantOptions.ALL.all();
        String[] keys = options.stream().map(Option::key).toArray(String[]::new);
        JsonPlace.Fields fields = place.fields(keys);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option<?> option : options)
            if (fields.has(option.key())) values.put(option.key(), input(option, fields.get(option.key())));
        try {
            ParticipantOptions.DEFAULT.given(values);
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage());
        }
        return values;
    }

    private static Object input(Option<?> option, JsonPlace place) throws IOException {
        Class<?> type = option.inputType();
        if (type == double.class) return place.number();
        if (type == int.class) return (int) place.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (type == long.class) return place.whole(-(1L << 53), 1L << 53);
        if (type == boolean.class) return place.flag();
        return place.node().isTextual() ? place.node().textValue().strip() : place.text();
    }

    private static PermutationChoice permutations(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("number", "seed");
        return new PermutationChoice(
                fields.get("number", PermutationChoice.DEFAULT.number(), n -> (int) n.whole(100, 10_000_000)),
                fields.get("seed", PermutationChoice.DEFAULT.seed(), n -> n.whole(-(1L << 53), 1L << 53)));
    }
}
