package sc.fiji.boldj.workflow.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.group.Blocking;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.FiellerInterval;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.trial.DeclaredClaims;
import sc.fiji.boldj.workflow.trial.DeclaredMapFiles;
import sc.fiji.boldj.workflow.trial.DeclaredResult;
import sc.fiji.boldj.workflow.trial.TrialReport;

/** Over many random trials with a protocol: the methods text describes what was run, and nothing that was not. */
class DeclaredMethodsTest {

    private static final int TRIALS = 240;
    private static final ContrastEstimate ESTIMATE = new ContrastEstimate(0.2, 0.1, 12);

    private static final String COMPLETE =
            "Complete cases: the mixed model does not apply to this claim, which is tested in the participants who have all"
                    + " values that it needs and assumes that values are missing completely at random.";

    @TempDir
    Path folder;

    /** A trial with results, and what a reader can check in its text. */
    private record Trial(DeclaredFacts facts, boolean modelled) {

        MethodsText text() {
            return new DeclaredMethods(
                            ParticipantOptions.DEFAULT,
                            GroupOptions.DEFAULT.with(GroupOption.MAX_FD, 0.4),
                            "BoldJ test")
                    .text(facts);
        }

        String words() {
            return String.join(" ", text().sentences());
        }

        TrialProtocol protocol() {
            return facts.protocol();
        }

        boolean tested(Predicate<Endpoint> is) {
            return facts.endpoints().stream().anyMatch(is);
        }

        boolean permuted() {
            return facts.tested().stream()
                    .anyMatch(result ->
                            result.outcome().orElseThrow().permutations().number() > 0);
        }
    }

    private static String one(SplittableRandom random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private TrialProtocol protocol(SplittableRandom random) throws IOException {
        boolean crossed = random.nextInt(3) == 0;
        boolean adjusted = !crossed && random.nextBoolean();
        StringBuilder json = new StringBuilder("{'protocolVersion': 1, 'title': 't', 'factors': {");
        json.append(
                crossed
                        ? "'treatment': {'role': 'treatment', 'within': true, 'levels': ['placebo', 'drug']},"
                                + " 'scan': {'role': 'scan', 'levels': ['pre', 'post']}},"
                                + " 'randomisation': {'period': 'period', 'sequences': [['drug', 'placebo'], ['placebo', 'drug']]},"
                        : "'arm': {'role': 'treatment', 'levels': ['placebo', 'drug']},"
                                + " 'visit': {'role': 'visit', 'levels': ['pre', 'post']}}, 'randomisation': {"
                                + one(random, "", "'strata': ['site']") + "},");
        json.append(
                " 'endpoints': [{'id': 'pcc', 'label': 'PCC - mPFC', 'kind': 'connection', 'connection': 'PCC - mPFC'},"
                        + " {'id': 'score', 'kind': 'score', 'column': 'madrs'},"
                        + " {'id': 'motion', 'kind': 'figure', 'figure': 'MedianTsnr'},"
                        + " {'id': 'sphere', 'kind': 'mapRegion', 'map': 'gbc', 'region': 'sphere:0,-52,18,8'},"
                        + " {'id': 'map', 'kind': 'map', 'map': 'PCC', 'inference': {'statistic': '"
                        + one(random, "tfce", "voxel", "clusterMass") + "'}}],");
        String visit = crossed ? "" : "'visit': 'post', ";
        json.append(" 'contrasts': {'drug': 'drug - placebo'}, 'families': [{'id': 'main', 'rank': 'primary', ")
                .append(visit)
                .append(
                        "'order': [{'endpoint': 'pcc', 'contrast': 'drug'}, {'endpoint': 'score', 'contrast': 'drug'}]},")
                .append(" {'id': 'others', 'rank': 'secondary', ")
                .append(visit)
                .append(
                        "'tests': [{'endpoint': 'sphere', 'contrast': 'drug'}, {'endpoint': 'motion', 'contrast': 'drug'},"
                                + " {'endpoint': 'map', 'contrast': 'drug'}]}],");
        json.append(" 'equivalence': [{'endpoint': 'pcc', 'contrast': 'drug', ")
                .append(visit)
                .append("'margin': 0.5, 'unit': 'sd'}], 'model': {")
                .append("'baseline': {'factor': '")
                .append(crossed ? "scan" : "visit")
                .append("', 'level': 'pre', 'use': '")
                .append(adjusted ? "covariate" : "change")
                .append("'}")
                .append(crossed ? "" : one(random, "", ", 'covariates': ['age']"))
                .append(
                        crossed || adjusted
                                ? one(random, "", ", 'missing': 'mmrm'")
                                : one(random, "", ", 'missing': 'mmrm'", ", 'variance': 'byArm'"))
                .append("}, 'permutations': {'number': 500, 'seed': 7}}");
        Path file = folder.resolve("trial.json");
        Files.writeString(file, json.toString().replace('\'', '"'));
        return ProtocolFile.read(file).protocol();
    }

    private static DeclaredResult result(
            TrialProtocol protocol, TestFamily family, TestFamily.DeclaredTest test, boolean run) {
        Endpoint endpoint = protocol.endpoints().get(test.endpoint());
        boolean modelled = endpoint.isNumber() && mmrm(protocol) && !protocol.isCrossover();
        Map<String, Integer> counts =
                protocol.isCrossover() ? Map.of("all", 12) : new LinkedHashMap<>(Map.of("placebo", 6, "drug", 7));
        return new DeclaredResult(
                family,
                endpoint,
                test.contrast().name(),
                test.contrast().expression(),
                test.visit(),
                family.set(),
                new DeclaredResult.Sample(counts, Map.of()),
                run
                        ? Optional.of(new DeclaredResult.Outcome(
                                endpoint.isNumber() ? Optional.of(ESTIMATE) : Optional.empty(),
                                Double.NaN,
                                2,
                                0.03,
                                0.04,
                                DeclaredResult.Status.SIGNIFICANT,
                                modelled
                                        ? new DeclaredResult.Permutations(0, false, "mixed model")
                                        : new DeclaredResult.Permutations(
                                                500, false, "one observation per participant"),
                                ""))
                        : Optional.empty(),
                List.of());
    }

    private static DeclaredFacts.Task task(int sessions, int runs) {
        List<SeriesFacts> series = new ArrayList<>();
        for (int i = 0; i < runs; i++)
            series.add(new SeriesFacts(
                    new Acquisition(Map.of("RepetitionTime", 2.0, Acquisition.VOLUMES, 240.0), Map.of()),
                    new SeriesFacts.Preprocessing(
                            0,
                            true,
                            Optional.empty(),
                            1,
                            Optional.of(true),
                            false,
                            List.of(),
                            false,
                            false,
                            Optional.empty()),
                    new SeriesFacts.Denoising(List.of("csf"), 240, 240, 60)));
        return new DeclaredFacts.Task(
                "rest",
                series,
                new PeopleFacts(
                        List.of(
                                new TrialReport.Arm("placebo", 7, 14, Map.of("motion", 1), 7, 13),
                                new TrialReport.Arm("drug", 7, 14, Map.of(), 7, 14)),
                        List.of(
                                new PeopleFacts.Arm("placebo", 7, List.of(30.0, 40.0), Map.of("female", 4)),
                                new PeopleFacts.Arm("drug", 7, List.of(), Map.of())),
                        List.of(new PeopleFacts.Group("placebo, pre", sessions, List.of(0.1, 0.2), List.of(60.0))),
                        0),
                List.of());
    }

    private Trial trial(SplittableRandom random) throws IOException {
        TrialProtocol protocol = protocol(random);
        List<DeclaredResult> results = new ArrayList<>();
        Map<String, Integer> voxels = new LinkedHashMap<>();
        for (TestFamily family : protocol.claims().families())
            for (TestFamily.DeclaredTest test : family.tests()) {
                results.add(result(protocol, family, test, random.nextBoolean()));
                voxels.put(DeclaredMapFiles.folder(test.endpoint(), "drug", test.visit()), 61_234);
            }
        DeclaredResult.Sample sample = results.get(0).sample();
        EquivalenceClaim claim = protocol.claims().equivalence().get(0);
        List<DeclaredClaims.EquivalenceResult> equivalence = List.of(new DeclaredClaims.EquivalenceResult(
                claim,
                sample,
                random.nextBoolean()
                        ? Optional.of(Equivalence.of(ESTIMATE, 0.5, Equivalence.Options.DEFAULT))
                        : Optional.empty(),
                Optional.empty(),
                random.nextBoolean() ? Double.NaN : 0.5,
                protocol.isCrossover() && mmrm(protocol) ? List.of(COMPLETE) : List.of()));
        List<DeclaredClaims.BlockingResult> blocking = random.nextBoolean()
                ? List.of()
                : List.of(new DeclaredClaims.BlockingResult(
                        new sc.fiji.boldj.workflow.protocol.BlockingClaim(
                                "pcc", claim.contrast(), claim.contrast(), claim.visit(), "ITT", 0.05),
                        sample,
                        Optional.of(new Blocking(ESTIMATE, ESTIMATE, 1, new FiellerInterval.Bounded(0.4, 1.4), 0.95)),
                        List.of()));
        DeclaredFacts facts = new DeclaredFacts(
                protocol,
                "abc",
                random.nextInt(6) == 0 ? List.of() : List.of(task(20, 20 + random.nextInt(2))),
                List.of(),
                NodeSet.builtIn(),
                new DeclaredFacts.Tests(
                        results,
                        equivalence,
                        blocking,
                        List.of(),
                        random.nextBoolean() ? List.of() : List.of("mixed model", "complete cases")),
                voxels);
        boolean modelled = facts.tested().stream()
                .anyMatch(each -> each.outcome().orElseThrow().permutations().number() == 0);
        return new Trial(facts, modelled);
    }

    private static boolean mmrm(TrialProtocol protocol) {
        return protocol.model().missing() == ModelChoice.Missing.MMRM;
    }

    private static boolean equivalence(Trial t) {
        return t.facts().tests().equivalence().get(0).result().isPresent();
    }

    private static boolean blocking(Trial t) {
        return !t.facts().tests().blocking().isEmpty();
    }

    private static boolean source(Trial t, Class<?> type) {
        return t.tested(endpoint -> type.isInstance(endpoint.source()));
    }

    /** What a phrase says, and when it is true: it is in the text then, and then only. */
    private static Map<String, Predicate<Trial>> phrases() {
        Map<String, Predicate<Trial>> exactly = new LinkedHashMap<>();
        exactly.put("SHA-256 of its canonical form: abc", t -> true);
        exactly.put("factors arm \\(treatment, between participants; placebo, drug\\) and visit", t -> !t.protocol()
                .isCrossover());
        exactly.put("factors treatment \\(treatment, within participants", t -> t.protocol()
                .isCrossover());
        exactly.put(
                "randomised stratified by site",
                t -> !t.protocol().randomisation().strata().isEmpty());
        exactly.put("randomised to the sequences", t -> t.protocol().isCrossover());
        exactly.put(
                "placebo, n = 7 \\(age: mean 35 years", t -> !t.facts().tasks().isEmpty());
        exactly.put("repetition time 2 s", t -> !t.facts().tasks().isEmpty());
        exactly.put("exceeded 0.4 mm per 2 s", t -> !t.facts().tasks().isEmpty());
        exactly.put(
                "Sessions excluded, by group and reason: placebo, 1 of 14 \\(motion: 1\\)",
                t -> !t.facts().tasks().isEmpty());
        exactly.put(
                "included sessions, in mm per 2 s: mean 0.15",
                t -> !t.facts().tasks().isEmpty());
        exactly.put(
                "included sessions after denoising: 60", t -> !t.facts().tasks().isEmpty());
        exactly.put("averaged over its runs", t -> t.facts().series().size() > 20);
        exactly.put("Functional connections were|12 mm apart", t -> source(t, Endpoint.Connection.class));
        exactly.put(
                "mean of the map gbc over a sphere of 8 mm radius at \\(0, -52, 18\\)",
                t -> source(t, Endpoint.MapRegion.class));
        exactly.put("Global brain connectivity|Cole", t -> source(t, Endpoint.MapRegion.class));
        exactly.put("Seed maps|tested at each voxel|61234 voxels", t -> source(t, Endpoint.WholeMap.class));
        exactly.put("clinical score, column madrs", t -> source(t, Endpoint.Score.class));
        exactly.put("median tSNR", t -> source(t, Endpoint.Figure.class));
        exactly.put(
                "change from pre",
                t -> !t.facts().tested().isEmpty()
                        && t.protocol().model().baseline().orElseThrow().use() == ModelChoice.Use.CHANGE);
        exactly.put(
                "Vickers",
                t -> !t.facts().tested().isEmpty()
                        && t.protocol().model().baseline().orElseThrow().use() == ModelChoice.Use.COVARIATE);
        exactly.put(
                "were adjusted for age",
                t -> !t.facts().tested().isEmpty()
                        && !t.protocol().model().covariates().isEmpty());
        exactly.put("mixed model for repeated|Mallinckrodt|Kenward", Trial::modelled);
        exactly.put("one observation, the participant's own|Phipson|seed 7", Trial::permuted);
        exactly.put("Welch", t -> t.permuted() && t.protocol().model().variance() == ModelChoice.Variance.BY_ARM);
        exactly.put("periods were nuisance", t -> t.permuted() && t.protocol().isCrossover());
        exactly.put("Equivalence was tested|Schuirmann|margin 0.5 SD", DeclaredMethodsTest::equivalence);
        exactly.put("Blocking \\(|Fieller", DeclaredMethodsTest::blocking);
        exactly.put("used complete cases", t -> t.protocol().isCrossover() && mmrm(t.protocol()));
        exactly.put(
                "JZS|Rouder",
                t -> !Double.isNaN(t.facts().tests().equivalence().get(0).logBayes()));
        exactly.put(
                "sensitivity analyses", t -> !t.facts().tests().sensitivity().isEmpty());
        exactly.put("Primary family main: fixed sequence", t -> t.facts().tested().stream()
                .anyMatch(r -> r.family().id().equals("main")));
        return exactly;
    }

    @Test
    void theTextSaysWhatWasRunAndNothingElse() throws IOException {
        SplittableRandom random = new SplittableRandom(20261201);
        Map<String, Predicate<Trial>> phrases = phrases();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int n = 0; n < TRIALS; n++) {
            Trial trial = trial(random);
            String words = trial.words();
            phrases.forEach((phrase, rule) -> {
                boolean named = Pattern.compile(phrase).matcher(words).find();
                assertEquals(rule.test(trial), named, phrase + "\n" + words);
                seen.merge(phrase + named, 1, Integer::sum);
            });
            assertFalse(Pattern.compile("NaN|  |\\.\\.|fisherZ").matcher(words).find(), words);
        }
        for (String phrase : phrases.keySet()) assertTrue(seen.containsKey(phrase + true), "never said: " + phrase);
    }

    @Test
    void theReferencesAreThoseThatAreCited() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < TRIALS; n++) {
            MethodsText text = trial(random).text();
            String words = String.join(" ", text.sentences());
            List<String> cited = new ArrayList<>();
            for (Reference work : Reference.values()) if (words.contains(work.cited())) cited.add(work.full());
            cited.sort(null);
            assertEquals(cited, text.references());
        }
    }
}
