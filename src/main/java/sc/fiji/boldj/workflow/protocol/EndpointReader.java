package sc.fiji.boldj.workflow.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.TaskMap;
import sc.fiji.boldj.workflow.study.TrialMap;

/** Reads endpoints. */
final class EndpointReader {

    private static final Map<String, Endpoint.Strategy> STRATEGIES = Map.of(
            "treatmentPolicy", Endpoint.Strategy.TREATMENT_POLICY, "hypothetical", Endpoint.Strategy.HYPOTHETICAL);
    private static final Map<String, Endpoint.Statistic> STATISTICS = new LinkedHashMap<>();
    private static final List<String> KINDS =
            List.of("connection", "mapRegion", "map", "taskContrast", "score", "figure");
    private static final List<String> COMMON = List.of("id", "label", "kind", "task", "unit", "intercurrent");

    static {
        STATISTICS.put("tfce", Endpoint.Statistic.TFCE);
        STATISTICS.put("voxel", Endpoint.Statistic.VOXEL);
        STATISTICS.put("clusterExtent", Endpoint.Statistic.CLUSTER_EXTENT);
        STATISTICS.put("clusterMass", Endpoint.Statistic.CLUSTER_MASS);
    }

    private EndpointReader() {}

    static Map<String, Endpoint> endpoints(JsonPlace place) throws IOException {
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        for (Endpoint endpoint : place.list(EndpointReader::endpoint))
            if (endpoints.put(endpoint.id(), endpoint) != null)
                throw place.error("two endpoints have the id '" + endpoint.id() + "'");
        if (endpoints.isEmpty()) throw place.error("a trial needs one endpoint or more");
        return endpoints;
    }

    private static Endpoint endpoint(JsonPlace place) throws IOException {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (String kind : KINDS) kinds.put(kind, kind);
        if (!place.node().isObject()) throw place.error("an endpoint is an object { ... }");
        if (!place.node().has("kind")) throw place.error("the field 'kind' is missing: one of " + KINDS);
        String kind = new JsonPlace(
                        place.source(), place.path() + ".kind", place.node().get("kind"))
                .choice(kinds);
        JsonPlace.Fields fields = place.fields(known(kind));
        String id = fields.get("id").text();
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9_.-]*"))
            throw fields.get("id").error("'" + id + "' must be letters, digits, '_', '.' and '-' only");
        return new Endpoint(
                id,
                fields.get("label", id, JsonPlace::text),
                fields.get("task", "", JsonPlace::text),
                fields.get("unit", standardUnit(kind), JsonPlace::text),
                source(kind, fields),
                fields.get("intercurrent", List.of(), list -> list.list(EndpointReader::intercurrent)));
    }

    private static String[] known(String kind) {
        List<String> own =
                switch (kind) {
                    case "connection" -> List.of("connection", "one", "other");
                    case "mapRegion" -> List.of("map", "region");
                    case "map" -> List.of("map", "inference");
                    case "taskContrast" -> List.of("contrast", "region", "inference");
                    case "score" -> List.of("column");
                    default -> List.of("figure");
                };
        List<String> all = new ArrayList<>(COMMON);
        all.addAll(own);
        return all.toArray(String[]::new);
    }

    private static String standardUnit(String kind) {
        return switch (kind) {
            case "connection" -> "fisherZ";
            case "taskContrast" -> "percent";
            default -> "";
        };
    }

    private static Endpoint.Source source(String kind, JsonPlace.Fields fields) throws IOException {
        return switch (kind) {
            case "connection" -> connection(fields);
            case "mapRegion" -> new Endpoint.MapRegion(map(fields.get("map")), region(fields.get("region")));
            case "map" -> new Endpoint.WholeMap(map(fields.get("map")), inference(fields));
            case "taskContrast" -> {
                fields.get("task"); // a contrast belongs to a task
                TrialMap map = new TaskMap(fields.get("contrast").text());
                if (fields.has("region") && fields.has("inference"))
                    throw fields.get("inference").error("the mean of a region has no map-wise inference: remove one");
                yield fields.has("region")
                        ? new Endpoint.MapRegion(map, region(fields.get("region")))
                        : new Endpoint.WholeMap(map, inference(fields));
            }
            case "score" -> new Endpoint.Score(fields.get("column").text());
            default -> new Endpoint.Figure(fields.get("figure").choice(figures()));
        };
    }

    private static Map<String, ScanFigure> figures() {
        Map<String, ScanFigure> figures = new LinkedHashMap<>();
        for (ScanFigure figure : ScanFigure.values()) figures.put(figure.key(), figure);
        return figures;
    }

    private static Endpoint.Connection connection(JsonPlace.Fields fields) throws IOException {
        if (fields.has("connection")) {
            if (fields.has("one") || fields.has("other"))
                throw fields.get("connection").error("name a connection, or the nodes at both ends, not both");
            return new Endpoint.Connection(fields.get("connection").text(), List.of(), List.of());
        }
        List<String> one = fields.get("one").list(JsonPlace::text);
        List<String> other = fields.get("other").list(JsonPlace::text);
        if (one.isEmpty() || other.isEmpty()) throw fields.get("one").error("each end needs one node or more");
        return new Endpoint.Connection("", one, other);
    }

    /**
     * Requires that all nodes named by endpoints are built-in ones.
     *
     * @param place of the endpoints
     */
    static void requireBuiltInNodes(JsonPlace place) throws IOException {
        place.list(endpoint -> {
            for (String end : List.of("one", "other"))
                if (endpoint.node().has(end))
                    new JsonPlace(
                                    endpoint.source(),
                                    endpoint.path() + "." + end,
                                    endpoint.node().get(end))
                            .list(EndpointReader::builtInNode);
            return "";
        });
    }

    private static String builtInNode(JsonPlace place) throws IOException {
        Optional<String> problem = NodeSet.builtIn().problem(place.text());
        if (problem.isPresent())
            throw place.error(problem.get() + " For your own nodes, declare their file under preprocessing: nodes");
        return place.text();
    }

    private static TrialMap map(JsonPlace place) throws IOException {
        try {
            return TrialMap.parse(place.text());
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage().replaceFirst("^maps names", "there is no map"));
        }
    }

    private static Region region(JsonPlace place) throws IOException {
        try {
            return Region.parse(place.text());
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage());
        }
    }

    private static Endpoint.Inference inference(JsonPlace.Fields outer) throws IOException {
        if (!outer.has("inference")) return new Endpoint.Inference(Endpoint.Statistic.TFCE, 3.1, 26);
        JsonPlace.Fields fields = outer.get("inference").fields("statistic", "threshold", "neighbours");
        double threshold = fields.get("threshold", 3.1, JsonPlace::number);
        if (!(threshold >= 0)) throw fields.get("threshold").error("must be 0 or more");
        int neighbours = fields.get("neighbours", 26, place -> (int) place.whole(6, 26));
        if (!Arrays.asList(6, 18, 26).contains(neighbours))
            throw fields.get("neighbours").error("must be 6, 18 or 26");
        return new Endpoint.Inference(
                fields.get("statistic", Endpoint.Statistic.TFCE, place -> place.choice(STATISTICS)),
                threshold,
                neighbours);
    }

    private static Endpoint.Intercurrent intercurrent(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("event", "strategy");
        return new Endpoint.Intercurrent(
                FactorReader.rule(fields.get("event")), fields.get("strategy").choice(STRATEGIES));
    }
}
