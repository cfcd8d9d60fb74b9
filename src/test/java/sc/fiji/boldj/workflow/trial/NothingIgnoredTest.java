package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.group.ProtocolOptions;
import sc.fiji.boldj.workflow.methods.DeclaredFacts;
import sc.fiji.boldj.workflow.methods.DeclaredMethods;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * Nothing that a protocol declares is ignored: for each value in it, another value of the schema changes what the analysis
 * writes, or is refused.
 */
class NothingIgnoredTest {

    @TempDir
    Path folder;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PARALLEL = "{'protocolVersion': 1, 'title': 'title', 'factors': {"
            + "'arm': {'role': 'treatment', 'column': 'arm', 'within': false, 'levels': ['p', 'd', 'a+d'], 'reference': 'p'},"
            + "'visit': {'role': 'visit', 'column': 'week', 'within': true, 'levels': ['wk0', 'wk6', 'wk12'], 'windowsDays': {'wk12': [80, 90]}}},"
            + "'randomisation': {'strata': ['site'], 'blocks': 6}, 'sets': {'ITT': {'include': ['age >= 20']}, 'PP': {'exclude': ['deviation == major']}},"
            + "'quality': {'maxMeanFd2s': 0.4, 'minDegreesOfFreedom': 30, 'minCoverage': 0.7},"
            + "'endpoints': [{'id': 'c', 'label': 'C', 'kind': 'connection', 'connection': 'PCC - mPFC', 'task': 'rest', 'unit': 'z',"
            + " 'intercurrent': [{'event': 'rescue == yes', 'strategy': 'treatmentPolicy'}]},"
            + " {'id': 'o', 'kind': 'connection', 'one': ['DMN.PCC'], 'other': ['DMN.MPFC']},"
            + " {'id': 'r', 'kind': 'mapRegion', 'map': 'alff', 'region': 'sphere:0,-52,18,15'},"
            + " {'id': 'm', 'kind': 'map', 'map': 'alff', 'inference': {'statistic': 'clusterMass', 'threshold': 3.1, 'neighbours': 26}},"
            + " {'id': 't', 'kind': 'taskContrast', 'task': 'faces', 'contrast': 'faces-shapes', 'region': 'sphere:0,-52,18,15'},"
            + " {'id': 's', 'kind': 'score', 'column': 'madrs', 'unit': 'points'}, {'id': 'f', 'kind': 'figure', 'figure': 'MedianTsnr'}],"
            + "'contrasts': {'drug': 'd - p', 'less': 'd - a+d'},"
            + "'families': [{'id': 'first', 'rank': 'primary', 'visit': 'wk12', 'set': 'ITT', 'alpha': 0.05, 'tail': 'two',"
            + " 'order': [{'endpoint': 'c', 'contrast': 'drug'}, {'endpoint': 'c', 'contrast': 'less'}]},"
            + " {'id': 'second', 'rank': 'secondary', 'visit': 'wk6', 'set': 'PP', 'alpha': 0.04, 'tail': 'greater', 'correct': 'maxT', 'after': 'first',"
            + " 'tests': [{'endpoint': 'o', 'contrast': 'drug'}, {'endpoint': 's', 'contrast': 'd - p', 'visit': 'wk12'}, {'endpoint': 'f', 'contrast': 'drug'},"
            + " {'endpoint': 'r', 'contrast': 'drug'}, {'endpoint': 't', 'contrast': 'drug'}]},"
            + " {'id': 'maps', 'rank': 'exploratory', 'visit': 'wk12', 'tests': [{'endpoint': 'm', 'contrast': 'drug'}]}],"
            + "'equivalence': [{'endpoint': 'c', 'contrast': 'a+d - p', 'margin': 0.5, 'unit': 'sd', 'visit': 'wk12', 'set': 'ITT', 'alpha': 0.05}],"
            + "'blocking': [{'endpoint': 'c', 'effect': 'drug', 'difference': 'less', 'visit': 'wk12', 'set': 'ITT', 'alpha': 0.05}],"
            + "'prediction': [{'outcome': 's', 'visit': 'wk12', 'biomarkers': ['c', 'o'], 'at': 'wk0', 'alpha': 0.05}],"
            + "'model': {'baseline': {'factor': 'visit', 'level': 'wk0', 'use': 'change'}, 'covariates': ['age'], 'variance': 'equal',"
            + " 'missing': 'MISSING', 'site': 'site', 'sensitivity': ['otherSets', 'combat']},"
            + "'preprocessing': {'fwhm': 5, 'columns': '24P'}, 'permutations': {'number': 100, 'seed': 3}}";

    private static final String CROSSOVER = "{'protocolVersion': 1, 'title': 'title', 'factors': {"
            + "'treatment': {'role': 'treatment', 'within': true, 'column': 'drug', 'levels': ['p', 'd'], 'reference': 'p'},"
            + "'scan': {'role': 'scan', 'column': 'scan', 'levels': ['control', 'infusion']}},"
            + "'randomisation': {'period': 'period', 'sequences': [['p', 'd'], ['d', 'p']]},"
            + "'endpoints': [{'id': 's', 'kind': 'score', 'column': 'madrs', 'unit': 'points'}],"
            + "'families': [{'id': 'first', 'rank': 'primary', 'tests': [{'endpoint': 's', 'contrast': 'd - p'}]}],"
            + "'model': {'baseline': {'factor': 'scan', 'level': 'control', 'use': 'change'}}, 'permutations': {'number': 100, 'seed': 3}}";

    private static double number(String text, long seed) {
        double[] draw = new double[1];
        Seeds.fillGaussian(Seeds.stream(text.hashCode(), seed), draw);
        return draw[0];
    }

    private BidsDataset dataset(boolean crossover) throws IOException {
        Path bids = folder.resolve(crossover ? "crossover" : "parallel");
        StringBuilder people = new StringBuilder("participant_id\tarm\tother\tage\tsite\tdeviation\tscanner\n");
        // in the crossover so many that their assignments are drawn: where they are listed, no number of permutations
        // is needed
        for (int i = 1; i <= (crossover ? 44 : 30); i++) {
            String label = String.format("%02d", i);
            people.append("sub-" + label + "\t" + List.of("p", "d", "a+d").get(i % 3) + "\t"
                    + List.of("p", "d", "a+d").get(i / 10 % 3) + "\t" + (18 + (i * 7) % 23) + "\t"
                    + "AB".charAt(i / 3 % 2) + "\t"
                    + (i % 9 == 4 ? "major" : "none") + "\t" + "XY".charAt(i % 2) + "\n");
            StringBuilder sessions = new StringBuilder("session_id\tweek\tday\trescue\tdrug\tscan\tperiod\n");
            for (int v = 0; v < (crossover ? 4 : 3); v++) {
                String session = "v" + v;
                int period = v / 2 + 1;
                sessions.append("ses-" + session + "\t"
                        + List.of("wk0", "wk6", "wk12", "x").get(v) + "\t"
                        + (v * 42 + i % 7) + "\t" + (i % 11 == 3 ? "yes" : "no") + "\t"
                        + ((period + i) % 2 == 0 ? "p" : "d") + "\t" + (v % 2 == 0 ? "control" : "infusion") + "\t"
                        + period
                        + "\n");
                Path func = Files.createDirectories(bids.resolve("sub-" + label + "/ses-" + session + "/func"));
                for (String task : List.of("rest", "faces"))
                    Files.writeString(
                            func.resolve("sub-" + label + "_ses-" + session + "_task-" + task + "_bold.nii.gz"), "-");
            }
            Files.writeString(bids.resolve("sub-" + label + "/sub-" + label + "_sessions.tsv"), sessions.toString());
        }
        Files.writeString(bids.resolve("participants.tsv"), people.toString());
        return BidsDataset.read(bids);
    }

    /** All that the analysis of a protocol writes, but for the protocol itself; values follow from what an endpoint measures. */
    private String written(BidsDataset dataset, String text) throws IOException {
        Path file = folder.resolve("p.json");
        Files.writeString(file, text);
        TrialProtocol protocol = ProtocolFile.read(file).protocol();
        StringBuilder out = new StringBuilder();
        out.append(ProtocolOptions.participant(protocol, ParticipantOptions.DEFAULT)
                .toMap());
        out.append(ProtocolOptions.group(protocol, GroupOptions.DEFAULT).toMap());
        out.append(protocol.title());
        TrialSessions sessions = TrialSessions.of(dataset, protocol);
        Map<String, double[]> numbers = new LinkedHashMap<>();
        Map<String, boolean[]> maps = new LinkedHashMap<>();
        int n = sessions.all().size();
        for (Endpoint endpoint : protocol.endpoints().values()) {
            String source = endpoint.source() + endpoint.task();
            if (!endpoint.isNumber()) {
                maps.put(endpoint.id(), new boolean[n]);
                Arrays.fill(maps.get(endpoint.id()), true);
                continue;
            }
            double[] own = new double[n];
            for (int i = 0; i < n; i++) {
                TrialSession session = sessions.all().get(i);
                boolean lost = (i * 31 + 7) % 13 == 0;
                boolean event = endpoint.intercurrent().stream()
                        .anyMatch(e -> e.strategy() == Endpoint.Strategy.HYPOTHETICAL
                                && e.event().holds(session.row()));
                own[i] = lost || event
                        ? Double.NaN
                        : number(source + session.subject(), 1) + number(source + session.name(), 2);
            }
            numbers.put(endpoint.id(), own);
        }
        EndpointValues values = new EndpointValues(numbers, maps);
        DeclaredMaps none = (endpoint, plan, test, alpha, progress) -> {
            // the map-wise test is that of these options, and the neighbours of the inference
            out.append(test.options())
                    .append(((Endpoint.WholeMap) endpoint.source()).inference().neighbours());
            out.append(endpoint.map()).append(alpha).append(endpoint.task());
            return new DeclaredMaps.Found(0.5, 1, "map");
        };
        List<DeclaredResult> results = new DeclaredTests(protocol, sessions, values, none).run(Progress.NONE);
        DeclaredClaims claims = new DeclaredClaims(protocol, sessions, values, none);
        DeclaredSensitivity sensitivity = new DeclaredSensitivity(protocol, sessions, values);
        Map<String, List<DeclaredResult>> further = sensitivity.run(results, Progress.NONE);
        DeclaredWords words = new DeclaredWords(protocol, sessions, values, results);
        List<DeclaredPredictions.Result> predictions =
                new DeclaredPredictions(protocol, sessions, values).run(Progress.NONE);
        add(out, DeclaredTables.all(results));
        add(out, words.estimands());
        out.append(new DeclaredMethods(ParticipantOptions.DEFAULT, GroupOptions.DEFAULT, "program")
                .text(new DeclaredFacts(
                        protocol,
                        "",
                        List.of(),
                        List.of(),
                        NodeSet.builtIn(),
                        new DeclaredFacts.Tests(
                                results,
                                claims.equivalence(),
                                claims.blocking(),
                                predictions,
                                List.copyOf(further.keySet())),
                        Map.of()))
                .sentences());
        out.append(words.warnings()).append(sensitivity.notes());
        DeclaredReport.Claims claimed = words.claims(claims.equivalence(), claims.blocking(), predictions);
        add(out, claimed.equivalence());
        add(out, claimed.blocking());
        add(out, claimed.prediction());
        out.append(claimed.words()).append(claimed.predicted());
        DeclaredReport.Sample sample = words.sample(Map.of(), further);
        for (Table table : List.of(sample.flow(), sample.missing(), sample.sets(), sample.periods())) add(out, table);
        out.append(sample.deviations());
        words.families().forEach(family -> {
            out.append(family.heading()).append(family.words()).append(family.notes());
            add(out, family.tests().table());
        });
        add(out, words.sessions());
        return out.toString();
    }

    private static void add(StringBuilder out, Table table) {
        out.append(table.names());
        for (int r = 0; r < table.rows(); r++) out.append(table.row(r)).append('\n');
    }

    /** The places of all values of a tree, as JSON pointers. */
    private static void leaves(JsonNode node, String at, Map<String, JsonNode> found) {
        if (node.isObject())
            node.properties()
                    .forEach(each -> leaves(
                            each.getValue(),
                            at + "/" + each.getKey().replace("~", "~0").replace("/", "~1"),
                            found));
        else if (node.isArray()) for (int k = 0; k < node.size(); k++) leaves(node.get(k), at + "/" + k, found);
        else found.put(at, node);
    }

    private static void set(JsonNode root, String at, JsonNode value) {
        int cut = at.lastIndexOf('/');
        JsonNode parent = root.at(at.substring(0, cut));
        String key = at.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ArrayNode array) array.set(Integer.parseInt(key), value);
        else ((ObjectNode) parent).set(key, value);
    }

    /** Words that some field of the schema accepts. */
    private static final List<String> WORDS = List.of(
            "change covariate equal byArm completeCases mmrm sandwich otherSets combat two greater less maxT holm none primary secondary"
                    .split(" "));

    private static List<JsonNode> others(JsonNode node, String at, Set<String> texts) {
        List<JsonNode> others = new ArrayList<>();
        if (node.isBoolean()) others.add(JSON.valueToTree(!node.booleanValue()));
        else if (node.isNumber()) {
            double x = node.doubleValue();
            if (x == Math.rint(x) && !at.contains("alpha") && !at.contains("margin")) {
                others.add(JSON.valueToTree((long) x + 1));
                others.add(JSON.valueToTree((long) (2 * x) + 100));
                if (at.endsWith("neighbours")) others.add(JSON.valueToTree(6));
            } else {
                others.add(JSON.valueToTree(x * 0.7));
            }
        } else {
            Set<String> all = new LinkedHashSet<>(WORDS);
            if (at.contains("factors") || at.contains("model") || at.contains("randomisation"))
                all.addAll(List.of("other", "week", "session_id", "scanner", "deviation"));
            if (at.contains("families") || at.contains("equivalence") || at.contains("blocking")) all.addAll(texts);
            if (at.contains("prediction") || at.contains("levels") || at.contains("reference")) all.addAll(texts);
            all.addAll(List.of(
                    "age >= 30", "deviation == none", "rescue == no", "hypothetical", "tfce", "voxel", "zreho"));
            all.addAll(List.of(
                    "sphere:0,0,0,9",
                    "GlobalSignalStandardDeviationPercent",
                    "DMN within",
                    "DMN.MPFC",
                    "faces",
                    "rest"));
            all.addAll(List.of("d - a+d", "a+d - p", "36P", node.asText() + "x"));
            all.remove(node.asText());
            for (String word : all) others.add(JSON.valueToTree(word));
        }
        return others;
    }

    /** What a change of each value does: places where another value is accepted and changes nothing. */
    private List<String> ignored(String text, boolean crossover) throws IOException {
        BidsDataset dataset = dataset(crossover);
        String json = text.replace('\'', '"');
        JsonNode tree = JSON.readTree(json);
        String before = written(dataset, json);
        assertEquals(before, written(dataset, json));
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        leaves(tree, "", leaves);
        Set<String> texts = new LinkedHashSet<>();
        leaves.values().forEach(node -> {
            if (node.isTextual()) texts.add(node.asText());
        });
        List<String> ignored = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int changed = 0;
        for (Map.Entry<String, JsonNode> leaf : leaves.entrySet()) {
            boolean some = false;
            int tried = 0;
            for (JsonNode other : others(leaf.getValue(), leaf.getKey(), texts)) {
                if (tried == 1) break; // one accepted value of each place is enough
                JsonNode copy = JSON.readTree(json);
                set(copy, leaf.getKey(), other);
                String after;
                try {
                    after = written(dataset, copy.toString());
                } catch (IOException | IllegalArgumentException e) {
                    continue;
                }
                tried++;
                some |= !after.equals(before);
                if (after.equals(before)) {
                    ignored.add(leaf.getKey() + " = " + other);
                    System.out.println("ignored: " + ignored.get(ignored.size() - 1));
                }
            }
            if (some) changed++;
            else refused.add(leaf.getKey());
        }
        System.out.println(String.format(
                Locale.ROOT,
                "%d of %d values change the analysis; no other value is accepted of %s",
                changed,
                leaves.size(),
                refused));
        return ignored;
    }

    /** Half a minute of processor time. */
    @Test
    @Tag("study")
    void everyValueOfAParallelTrialChangesTheAnalysisOrIsRefused() throws IOException {
        assertEquals(List.of(), ignored(PARALLEL.replace("MISSING", "mmrm"), false));
    }

    @Test
    void everyValueOfACrossoverChangesTheAnalysisOrIsRefused() throws IOException {
        assertEquals(List.of(), ignored(CROSSOVER, true));
    }
}
