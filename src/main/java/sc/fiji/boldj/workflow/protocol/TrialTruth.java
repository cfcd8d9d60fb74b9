package sc.fiji.boldj.workflow.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.run.NearestName;

/**
 * What is true of a simulated trial. All sizes are in standard deviations of an endpoint between participants in one session.
 *
 * @param effects planted effects
 * @param correlation of two sessions of a participant, in [0, 1)
 * @param missing share of the sessions after the first that are missing, in [0, 1)
 * @param sites number of sites, 1 or more
 * @param siteSd standard deviation of the differences between sites
 * @param periodSd change from one period of a crossover to the next
 * @param carryOver share of a treatment's effect that is left in the next period
 * @param responses how biomarkers change scores
 */
public record TrialTruth(
        List<PlantedEffect> effects,
        double correlation,
        double missing,
        int sites,
        double siteSd,
        double periodSd,
        double carryOver,
        List<PlantedResponse> responses) {

    /**
     * An effect.
     *
     * @param endpoint its id; empty for all endpoints
     * @param contrast whose value is planted
     * @param visit at which; empty for all but the baseline
     * @param sd its value
     */
    public record PlantedEffect(String endpoint, CellContrast contrast, String visit, double sd) {}

    /**
     * How a biomarker changes a score at later visits.
     *
     * @param outcome id of a score
     * @param biomarker id of an endpoint
     * @param at visit of the biomarker; empty for the first session
     * @param prognostic change of the score per standard deviation of the biomarker under any treatment
     * @param predictive the same in addition under treatments other than the reference
     */
    public record PlantedResponse(String outcome, String biomarker, String at, double prognostic, double predictive) {}

    /** @throws IllegalArgumentException if a value is outside its range */
    public TrialTruth {
        effects = List.copyOf(effects);
        responses = List.copyOf(responses);
        share("correlation", correlation);
        share("missing", missing);
        if (sites < 1 || sites > 26) throw new IllegalArgumentException("sites must be 1 to 26, got " + sites);
        if (!(siteSd >= 0 && Double.isFinite(siteSd)))
            throw new IllegalArgumentException("siteSd must be 0 or more, got " + siteSd);
        if (!Double.isFinite(periodSd)) throw new IllegalArgumentException("periodSd must be finite, got " + periodSd);
        if (!(carryOver >= 0 && carryOver <= 1))
            throw new IllegalArgumentException("carryOver must be in [0, 1], got " + carryOver);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
    }

    /**
     * The truth where no file declares it: the contrast of the first declared test has this value for every endpoint, but 0 where
     * equivalence of that contrast is declared; levels that it does not name are as the reference.
     */
    public static TrialTruth standard(
            TrialProtocol protocol, double effect, double missing, int sites, double carryOver) {
        List<PlantedEffect> effects = new ArrayList<>();
        Optional<TestFamily.DeclaredTest> first = protocol.claims().families().stream()
                .flatMap(family -> family.tests().stream())
                .findFirst();
        if (first.isPresent())
            for (String endpoint : protocol.endpoints().keySet()) {
                boolean none = protocol.claims().equivalence().stream()
                        .anyMatch(claim -> claim.endpoint().equals(endpoint)
                                && claim.contrast()
                                        .weights()
                                        .equals(first.get().contrast().weights()));
                effects.add(new PlantedEffect(endpoint, first.get().contrast(), "", none ? 0 : effect));
            }
        return new TrialTruth(
                effects,
                0.5,
                missing,
                sites,
                sites > 1 ? 0.5 : 0,
                protocol.isCrossover() ? 0.3 : 0,
                carryOver,
                List.of());
    }

    /**
     * Reads a truth file. Fields that it does not have are those of {@code standard}, except effects.
     *
     * @throws IOException if it is not a truth file; names the file, the path in it, and what would be valid
     */
    public static TrialTruth read(Path file, TrialProtocol protocol, TrialTruth standard) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("truth: there is no file '" + file + "'");
        JsonPlace place = new JsonPlace(
                file.toString(),
                "$",
                ProtocolFile.tree(file.toString(), Files.readString(file, StandardCharsets.UTF_8)));
        JsonPlace.Fields fields = place.fields(
                "effects", "correlation", "missing", "sites", "siteSd", "periodSd", "carryOver", "responses");
        CellNames cells = new CellNames(protocol.factors());
        int sites = fields.get("sites", standard.sites, n -> (int) n.whole(1, 26));
        try {
            return new TrialTruth(
                    fields.get("effects", List.of(), list -> list.list(each -> effect(each, protocol, cells))),
                    fields.get("correlation", standard.correlation, JsonPlace::number),
                    fields.get("missing", standard.missing, JsonPlace::number),
                    sites,
                    fields.get("siteSd", sites > 1 ? 0.5 : 0, JsonPlace::number),
                    fields.get("periodSd", standard.periodSd, JsonPlace::number),
                    fields.get("carryOver", standard.carryOver, JsonPlace::number),
                    fields.get("responses", List.of(), list -> list.list(each -> response(each, protocol))));
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage());
        }
    }

    private static PlantedEffect effect(JsonPlace place, TrialProtocol protocol, CellNames cells) throws IOException {
        JsonPlace.Fields fields = place.fields("endpoint", "contrast", "visit", "sd");
        String expression = fields.get("contrast").text();
        CellContrast contrast = protocol.contrasts().get(expression);
        if (contrast == null)
            try {
                contrast = cells.read(expression, expression);
            } catch (IllegalArgumentException e) {
                throw fields.get("contrast").error(e.getMessage());
            }
        String visit = fields.get("visit", "", JsonPlace::text);
        Optional<Factor> visits = protocol.factor(Factor.Role.VISIT);
        if (!visit.isEmpty() && (visits.isEmpty() || !visits.get().levels().contains(visit)))
            throw fields.get("visit").error("there is no visit '" + visit + "'");
        return new PlantedEffect(
                fields.get("endpoint", "", each -> endpoint(each, protocol)),
                contrast,
                visit,
                fields.get("sd").number());
    }

    private static PlantedResponse response(JsonPlace place, TrialProtocol protocol) throws IOException {
        JsonPlace.Fields fields = place.fields("outcome", "biomarker", "at", "prognostic", "predictive");
        String outcome = endpoint(fields.get("outcome"), protocol);
        if (!(protocol.endpoints().get(outcome).source() instanceof Endpoint.Score))
            throw fields.get("outcome").error("'" + outcome + "' is not a score");
        String biomarker = endpoint(fields.get("biomarker"), protocol);
        if (!protocol.endpoints().get(biomarker).isNumber())
            throw fields.get("biomarker").error("'" + biomarker + "' is a map, not one number per session");
        String at = fields.get("at", "", JsonPlace::text);
        if (!at.isEmpty()
                && protocol.factor(Factor.Role.VISIT)
                        .filter(f -> f.levels().contains(at))
                        .isEmpty()) throw fields.get("at").error("there is no visit '" + at + "'");
        return new PlantedResponse(
                outcome,
                biomarker,
                at,
                fields.get("prognostic", 0.0, JsonPlace::number),
                fields.get("predictive", 0.0, JsonPlace::number));
    }

    private static String endpoint(JsonPlace place, TrialProtocol protocol) throws IOException {
        String id = place.text();
        if (!protocol.endpoints().containsKey(id))
            throw place.error("there is no endpoint '" + id + "': did you mean '"
                    + NearestName.of(id, protocol.endpoints().keySet()) + "'?");
        return id;
    }

    /** All fields by name, for a record of what was simulated. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                "effects",
                effects.stream()
                        .map(e -> Map.of(
                                "endpoint", e.endpoint(),
                                "contrast", e.contrast().expression(),
                                "visit", e.visit(),
                                "sd", e.sd()))
                        .toList());
        map.put("correlation", correlation);
        map.put("missing", missing);
        map.put("sites", sites);
        map.put("siteSd", siteSd);
        map.put("periodSd", periodSd);
        map.put("carryOver", carryOver);
        map.put(
                "responses",
                responses.stream()
                        .map(r -> Map.of(
                                "outcome", r.outcome(),
                                "biomarker", r.biomarker(),
                                "at", r.at(),
                                "prognostic", r.prognostic(),
                                "predictive", r.predictive()))
                        .toList());
        return map;
    }
}
