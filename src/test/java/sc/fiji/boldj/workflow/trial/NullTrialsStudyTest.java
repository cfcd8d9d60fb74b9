package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Trials without any effect: how often a family of declared tests has a corrected p at or below alpha. */
@Tag("study")
class NullTrialsStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 5000);
    private static final int PERMUTATIONS = 200;

    /** Only cells whose name begins with this: {@code -Dboldj.study.cells=t4}. */
    private static final String CELLS = System.getProperty("boldj.study.cells", "");

    @TempDir
    Path folder;

    /** A cell of the study. */
    private interface Draw {
        SimulatedTrials.Trial of(TrialProtocol protocol, long seed);
    }

    private final Map<String, Integer> found = new LinkedHashMap<>();

    private void count(String name, TrialProtocol protocol, Draw draw) {
        if (!name.startsWith(CELLS)) return;
        List<TestFamily> families = protocol.claims().families().stream()
                .filter(f -> f.tests().stream()
                        .allMatch(t -> protocol.endpoints().get(t.endpoint()).isNumber()))
                .toList();
        int[][] rejected = IntStream.range(0, TRIALS)
                .parallel()
                .mapToObj(k -> one(
                        SimulatedTrials.permuted(protocol, PERMUTATIONS, k), families, draw.of(protocol, 700_000L + k)))
                .toArray(int[][]::new);
        for (int f = 0; f < families.size(); f++) {
            int at = f;
            found.put(
                    name + ", family " + families.get(f).id(),
                    Arrays.stream(rejected).mapToInt(r -> r[at]).sum());
        }
        found.forEach((cell, n) -> {
            if (cell.startsWith(name + ","))
                System.out.printf(Locale.ROOT, "%s: %d of %d, %.4f%n", cell, n, TRIALS, n / (double) TRIALS);
        });
    }

    private static int[] one(TrialProtocol protocol, List<TestFamily> families, SimulatedTrials.Trial trial) {
        int[] rejected = new int[families.size()];
        DeclaredTests tests = new DeclaredTests(protocol, trial.sessions(), trial.values(), MadeUpTrial.noMaps());
        for (int f = 0; f < rejected.length; f++)
            try {
                TestFamily family = families.get(f);
                boolean any = tests.in(family, family.set(), Progress.NONE).stream()
                        .anyMatch(r -> r.outcome()
                                .map(o -> o.corrected() <= family.alpha())
                                .orElse(false));
                rejected[f] = any ? 1 : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        return rejected;
    }

    private TrialProtocol protocol(String text) throws IOException {
        Path file = folder.resolve("null.json");
        Files.writeString(file, text.replace('\'', '"').replace("PERMUTATIONS", String.valueOf(PERMUTATIONS)));
        return ProtocolFile.read(file).protocol();
    }

    /** Sessions of arms at visits: a level of each participant, noise of each session, SD by arm, differences between sites. */
    private static SimulatedTrials.Trial arms(
            TrialProtocol protocol, List<Integer> sizes, List<Double> sds, double missing, double site, long seed) {
        List<String> levels = protocol.factors().get("arm").levels();
        List<String> visits = protocol.factors().containsKey("visit")
                ? protocol.factors().get("visit").levels()
                : List.of("");
        List<TrialSession> sessions = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        SplittableRandom random = Seeds.stream(seed, 1);
        int person = 0;
        for (int a = 0; a < levels.size(); a++)
            for (int i = 0; i < sizes.get(a); i++) {
                double[] draws = new double[visits.size() + 1];
                Seeds.fillGaussian(Seeds.stream(seed, 10 + person), draws);
                int place = random.nextInt(3);
                for (int v = 0; v < visits.size(); v++) {
                    Map<String, String> own = new LinkedHashMap<>(Map.of("arm", levels.get(a)));
                    if (visits.size() > 1) own.put("visit", visits.get(v));
                    sessions.add(new TrialSession(
                            String.format("%03d", person),
                            visits.get(v),
                            own,
                            0,
                            Map.of("arm", levels.get(a), "site", "ABC".substring(place, place + 1)),
                            Map.of()));
                    boolean lost = v > 0 && random.nextDouble() < missing;
                    values.add(
                            lost ? Double.NaN : site * place + sds.get(a) * Math.sqrt(0.5) * (draws[0] + draws[v + 1]));
                }
                person++;
            }
        return new SimulatedTrials.Trial(
                protocol,
                TrialSessions.of(sessions),
                EndpointValues.of(
                        Map.of("x", values.stream().mapToDouble(x -> x).toArray())));
    }

    /** A three-way crossover with an SD of each condition; errors are exponential where they are skewed. */
    private static SimulatedTrials.Trial crossover(
            TrialProtocol protocol, int people, double[] sds, boolean skewed, long seed) {
        List<List<String>> orders = List.of(
                List.of("a", "b", "c"),
                List.of("b", "c", "a"),
                List.of("c", "a", "b"),
                List.of("a", "c", "b"),
                List.of("c", "b", "a"),
                List.of("b", "a", "c"));
        List<TrialSession> sessions = new ArrayList<>();
        double[] values = new double[3 * people];
        for (int i = 0; i < people; i++) {
            double[] draws = new double[4];
            Seeds.fillGaussian(Seeds.stream(seed, i), draws);
            SplittableRandom random = Seeds.stream(seed, 1000 + i);
            for (int k = 0; k < 3; k++) {
                String level = orders.get(i % 6).get(k);
                double noise = skewed ? -Math.log(1 - random.nextDouble()) - 1 : draws[k];
                values[3 * i + k] = draws[3] + 0.3 * k + sds["abc".indexOf(level)] * noise;
                sessions.add(new TrialSession(
                        String.format("%03d", i), "s" + k, Map.of("treatment", level), k + 1, Map.of(), Map.of()));
            }
        }
        return new SimulatedTrials.Trial(protocol, TrialSessions.of(sessions), EndpointValues.of(Map.of("x", values)));
    }

    private static final String ARMS =
            "{'protocolVersion': 1, 'title': 'null', 'factors': {'arm': {'role': 'treatment',"
                    + " 'levels': ['p', 'd']} VISITS}, RANDOM 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}],"
                    + " 'model': {MODEL}, 'permutations': {'number': PERMUTATIONS, 'seed': 9}, 'families': [{'id': 'f', 'rank': 'primary',"
                    + " AT 'tests': [{'endpoint': 'x', 'contrast': 'd - p'}]}]}";

    private static String arms(String visits, String random, String model) {
        return ARMS.replace(
                        "VISITS",
                        visits.isEmpty() ? "" : ", 'visit': {'role': 'visit', 'levels': ['wk00', 'wk06', 'wk12']}")
                .replace("AT ", visits.isEmpty() ? "" : "'visit': 'wk12', ")
                .replace("RANDOM", random)
                .replace("MODEL", model);
    }

    private static String crossover(String random) {
        return "{'protocolVersion': 1, 'title': 'null', 'factors': {'treatment': {'role': 'treatment', 'within': true,"
                + " 'levels': ['a', 'b', 'c']}}, " + random
                + " 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}], 'permutations': {'number': PERMUTATIONS, 'seed': 9},"
                + " 'families': [{'id': 'f', 'rank': 'primary', 'tests': [{'endpoint': 'x', 'contrast': 'b - c'}]},"
                + " {'id': 'all', 'rank': 'secondary', 'tests': [{'endpoint': 'x', 'contrast': 'b - c'},"
                + " {'endpoint': 'x', 'contrast': 'b - a'}, {'endpoint': 'x', 'contrast': 'c - a'}]}]}";
    }

    @Test
    void familiesKeepTheirError() throws IOException {
        double[] unequal = {0.5, 1.5, 1.5};
        String six =
                "'randomisation': {'sequences': [['a','b','c'],['b','c','a'],['c','a','b'],['a','c','b'],['c','b','a'],['b','a','c']]},";
        count(
                "crossover, SD .5, 1.5, 1.5, exchanged",
                protocol(crossover(six)),
                (protocol, seed) -> crossover(protocol, 30, unequal, false, seed));
        count(
                "crossover, SD .5, 1.5, 1.5, flipped",
                protocol(crossover("")),
                (protocol, seed) -> crossover(protocol, 30, unequal, false, seed));
        count(
                "crossover, skewed errors of the treatments, SD 1, 1, .3, flipped, 30",
                protocol(crossover("")),
                (protocol, seed) -> crossover(protocol, 30, new double[] {1, 1, 0.3}, true, seed));
        count(
                "30 and 15, SD 1 and 2, byArm",
                protocol(arms("", "", "'variance': 'byArm'")),
                (protocol, seed) -> arms(protocol, List.of(30, 15), List.of(1.0, 2.0), 0, 0, seed));
        count(
                "30 and 15, SD 2 and 1, byArm",
                protocol(arms("", "", "'variance': 'byArm'")),
                (protocol, seed) -> arms(protocol, List.of(30, 15), List.of(2.0, 1.0), 0, 0, seed));
        count(
                "sites, strata and covariate",
                protocol(arms("", "'randomisation': {'strata': ['site']},", "'covariates': ['site']")),
                (protocol, seed) -> arms(protocol, List.of(24, 24), List.of(1.0, 1.0), 0, 1, seed));
        String baseline = "'baseline': {'factor': 'visit', 'level': 'wk00', 'use': 'covariate'}, ";
        for (int n : new int[] {12, 24}) {
            count(
                    "mixed model, 20 % missing, " + n + " an arm",
                    protocol(arms("v", "", baseline + "'missing': 'mmrm'")),
                    (protocol, seed) -> arms(protocol, List.of(n, n), List.of(1.0, 1.0), 0.2, 0, seed));
            count(
                    "sandwich, 20 % missing, " + n + " an arm",
                    protocol(arms("v", "", baseline.replace("covariate", "change") + "'missing': 'sandwich'")),
                    (protocol, seed) -> arms(protocol, List.of(n, n), List.of(1.0, 1.0), 0.2, 0, seed));
            count(
                    "baseline covariate, 20 % missing, " + n + " an arm",
                    protocol(arms("v", "", baseline + "'missing': 'completeCases'")),
                    (protocol, seed) -> arms(protocol, List.of(n, n), List.of(1.0, 1.0), 0.2, 0, seed));
        }
        count(
                "sandwich byArm, 30 and 15, SD 1 and 2, 20 % missing",
                protocol(arms("v", "", "'missing': 'sandwich', 'variance': 'byArm'")),
                (protocol, seed) -> arms(protocol, List.of(30, 15), List.of(1.0, 2.0), 0.2, 0, seed));
        for (String number : List.of("t5", "t3", "t2", "t6", "t1", "t4"))
            count(
                    number,
                    SimulatedTrials.protocol(number, PERMUTATIONS, folder),
                    (protocol, seed) -> SimulatedTrials.draw(number, protocol, 0, seed));
        double z = new NormalDistribution().inverseCumulativeProbability(1 - 0.025 / found.size());
        double half = z * Math.sqrt(0.05 * 0.95 / TRIALS);
        System.out.printf(Locale.ROOT, "band of %d cells: %.4f to %.4f%n", found.size(), 0.05 - half, 0.05 + half);
        found.forEach((name, n) ->
                assertTrue(n / (double) TRIALS <= 0.05 + half || name.contains("skewed"), name + ": " + n));
    }
}
