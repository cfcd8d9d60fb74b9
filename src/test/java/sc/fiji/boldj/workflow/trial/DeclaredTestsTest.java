package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.FiellerInterval;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

class DeclaredTestsTest {

    /** Participants of each arm: few, so that all arrangements of two arms are quickly done. */
    private static final int ARM = 8;

    @TempDir
    Path folder;

    private TrialProtocol protocol(String text) throws IOException {
        Path file = folder.resolve("trial.json");
        Files.writeString(file, text.replace('\'', '"'));
        return ProtocolFile.read(file).protocol();
    }

    private static List<DeclaredResult> run(TrialProtocol protocol, MadeUpTrial trial) throws IOException {
        return new DeclaredTests(
                        protocol,
                        trial.sessions(),
                        EndpointValues.of(Map.of("x", trial.values(), "y", trial.values())),
                        MadeUpTrial.noMaps())
                .run(Progress.NONE);
    }

    private static final String ARMS = "{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment',"
            + " 'levels': ['placebo', 'drug', 'third']}, 'visit': {'role': 'visit', 'levels': ['pre', 'post']}},"
            + " 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}, {'id': 'y', 'kind': 'score', 'column': 'y'}],"
            + " 'contrasts': {'drug': 'drug - placebo', 'third': 'third - placebo'}, ";

    /** Two visits of each participant; the drug adds 2 after treatment, the third arm 0 with a large variance. */
    private static MadeUpTrial arms() {
        MadeUpTrial trial = new MadeUpTrial(5);
        for (int i = 0; i < 3 * ARM; i++) {
            String arm = List.of("placebo", "drug", "third").get(i % 3);
            double wild = arm.equals("third") ? 40 * (i - 12) : 0;
            trial.add(
                    Map.of(
                            "arm",
                            arm,
                            "age",
                            String.valueOf(20 + (i * 7) % 13),
                            "own",
                            i == 5 ? "1" : "0",
                            "drop",
                            i == 4 ? "yes" : "no"),
                    List.of(Map.of("arm", arm, "visit", "pre"), Map.of("arm", arm, "visit", "post")),
                    levels -> levels.get("visit").equals("post") ? (arm.equals("drug") ? 2 : 0) + wild : 0);
        }
        return trial;
    }

    @Test
    void aComparisonOfTwoArmsIsATTestThatIgnoresTheThird() throws IOException {
        MadeUpTrial trial = arms();
        List<DeclaredResult> results = run(
                protocol(ARMS + "'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post',"
                        + " 'tests': [{'endpoint': 'x', 'contrast': 'drug'}]}]}"),
                trial);
        double[][] groups = groups(trial, 1);
        DeclaredResult.Outcome outcome = results.get(0).outcome().orElseThrow();
        // the formula: pooled t of Commons Math
        assertEquals(new TTest().homoscedasticT(groups[1], groups[0]), outcome.statistic(), 1e-9);
        assertEquals(
                new TTest().homoscedasticTTest(groups[1], groups[0]),
                outcome.estimate().orElseThrow().p(),
                1e-9);
        assertTrue(outcome.permutations().all()); // 16 over 8 is 12870, below a million
        assertEquals(12870, outcome.permutations().number());
        assertEquals(
                Map.of("drug", ARM, "placebo", ARM), results.get(0).sample().counts());
        assertTrue(results.get(0).isSignificant());
    }

    /** The values at a visit by arm: placebo, drug, third; minus those of another visit if it is 0 or more. */
    private static double[][] groups(MadeUpTrial trial, int visit) {
        double[][] groups = new double[3][ARM];
        double[] values = trial.values();
        for (int i = 0; i < 3 * ARM; i++) groups[i % 3][i / 3] = values[2 * i + visit];
        return groups;
    }

    @Test
    void armsWithTheirOwnVarianceAreComparedByWelch() throws IOException {
        MadeUpTrial trial = arms();
        DeclaredResult.Outcome outcome = run(
                        protocol(ARMS + "'model': {'variance': 'byArm'}, 'families': [{'id': 'f', 'rank': 'primary',"
                                + " 'visit': 'post', 'tests': [{'endpoint': 'x', 'contrast': 'third'}]}]}"),
                        trial)
                .get(0)
                .outcome()
                .orElseThrow();
        double[][] groups = groups(trial, 1);
        assertEquals(new TTest().t(groups[2], groups[0]), outcome.statistic(), 1e-9);
        assertEquals(
                new TTest().tTest(groups[2], groups[0]),
                outcome.estimate().orElseThrow().p(),
                1e-9);
    }

    /** Only what needs the variance of that arm is not tested; the rest of the group level goes on. */
    @Test
    void anArmOfOneParticipantHasNoVarianceOfItsOwn() throws IOException {
        MadeUpTrial trial = arms();
        for (int i = 0; i < 3 * ARM; i++) if (i % 3 == 2 && i > 2) trial.lose(2 * i + 1);
        String tests = "'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post', 'tests': [{'endpoint': 'x',"
                + " 'contrast': 'third'}, {'endpoint': 'x', 'contrast': 'drug'}]}],"
                + " 'equivalence': [{'endpoint': 'x', 'contrast': 'third', 'visit': 'post', 'margin': 1, 'unit': 'sd'}]}";
        TrialProtocol protocol = protocol(ARMS + "'model': {'variance': 'byArm'}, " + tests);
        List<DeclaredResult> results = run(protocol, trial);
        assertTrue(results.get(0).outcome().isEmpty());
        assertEquals(
                List.of(
                        "Not tested: the arm 'third' has 1 participant with the data of this test, but a variance in each arm"
                                + " ('variance': 'byArm') needs 2 or more."),
                results.get(0).notes());
        assertTrue(results.get(1).outcome().isPresent());
        DeclaredClaims.EquivalenceResult absence = new DeclaredClaims(
                        protocol,
                        trial.sessions(),
                        EndpointValues.of(Map.of("x", trial.values())),
                        MadeUpTrial.noMaps())
                .equivalence()
                .get(0);
        assertTrue(absence.result().isEmpty());
        assertTrue(
                absence.notes().get(0).contains("the arm 'third' has 1 participant"),
                absence.notes().toString());
        // a covariate that takes the last degree of freedom of an arm: known only to the statistic
        trial = arms();
        for (int i = 0; i < 3 * ARM; i++) if (i % 3 == 2 && i > 5) trial.lose(2 * i + 1);
        results = run(protocol(ARMS + "'model': {'variance': 'byArm', 'covariates': ['own']}, " + tests), trial);
        assertTrue(results.get(1).outcome().isPresent());
        String reason = results.get(0).notes().get(0);
        assertTrue(reason.startsWith("Not tested: ") && reason.contains("degree of freedom"), reason);
    }

    @Test
    void theChangeFromBaselineIsCompared() throws IOException {
        MadeUpTrial trial = arms();
        DeclaredResult.Outcome outcome = run(
                        protocol(ARMS + "'model': {'baseline': {'factor': 'visit', 'level': 'pre', 'use': 'change'}},"
                                + "'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post',"
                                + " 'tests': [{'endpoint': 'x', 'contrast': 'drug'}]}]}"),
                        trial)
                .get(0)
                .outcome()
                .orElseThrow();
        DeclaredResult.Outcome explicit = run(
                        protocol(ARMS + "'families': [{'id': 'f', 'rank': 'primary', 'tests': [{'endpoint': 'x',"
                                + " 'contrast': '(drug@post - drug@pre) - (placebo@post - placebo@pre)'}]}]}"),
                        trial)
                .get(0)
                .outcome()
                .orElseThrow();
        double[][] post = groups(trial, 1);
        double[][] pre = groups(trial, 0);
        for (int a = 0; a < 2; a++) for (int i = 0; i < ARM; i++) post[a][i] -= pre[a][i];
        assertEquals(new TTest().homoscedasticT(post[1], post[0]), outcome.statistic(), 1e-9);
        assertEquals(outcome.statistic(), explicit.statistic(), 1e-12);
        assertEquals(outcome.p(), explicit.p(), 0);
    }

    /** R's lm of six voxels, each with its own baseline. */
    @Test
    void theBaselineIsACovariate() throws IOException {
        Table data = TsvFiles.read(Fixtures.path("reference/trials/ancova_data.tsv"));
        Table lm = TsvFiles.read(Fixtures.path("reference/trials/ancova_lm.tsv"));
        TrialProtocol protocol =
                protocol("{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment',"
                        + " 'levels': ['placebo', 'drug']}, 'visit': {'role': 'visit', 'levels': ['pre', 'post']}},"
                        + "'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}],"
                        + "'model': {'baseline': {'factor': 'visit', 'level': 'pre', 'use': 'covariate'}, 'covariates': ['age']},"
                        + "'permutations': {'number': 200},"
                        + "'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post',"
                        + " 'tests': [{'endpoint': 'x', 'contrast': 'drug - placebo'}]}]}");
        for (int voxel = 1; voxel <= 6; voxel++) {
            List<TrialSession> sessions = new ArrayList<>();
            double[] values = new double[2 * data.rows()];
            for (int i = 0; i < data.rows(); i++)
                for (int v = 0; v < 2; v++) {
                    String arm = data.texts("arm").get(i);
                    sessions.add(new TrialSession(
                            String.valueOf(i),
                            String.valueOf(v),
                            Map.of("arm", arm, "visit", v == 0 ? "pre" : "post"),
                            0,
                            Map.of("arm", arm, "age", data.texts("age").get(i)),
                            Map.of()));
                    values[2 * i + v] = data.numbers((v == 0 ? "baseline" : "followup") + voxel)[i];
                }
            DeclaredResult.Outcome outcome = new DeclaredTests(
                            protocol,
                            TrialSessions.of(sessions),
                            EndpointValues.of(Map.of("x", values)),
                            MadeUpTrial.noMaps())
                    .run(Progress.NONE)
                    .get(0)
                    .outcome()
                    .orElseThrow();
            assertEquals(
                    lm.numbers("estimate")[voxel - 1],
                    outcome.estimate().orElseThrow().value(),
                    1e-9);
            assertEquals(
                    lm.numbers("SE")[voxel - 1],
                    outcome.estimate().orElseThrow().standardError(),
                    1e-9);
            assertEquals(lm.numbers("t")[voxel - 1], outcome.statistic(), 1e-9);
            assertEquals(
                    lm.numbers("p")[voxel - 1], outcome.estimate().orElseThrow().p(), 1e-9);
        }
    }

    /** R's gls with unstructured covariance; the baseline centred on all people, sites averaged: estimates to 1e-4. */
    @Test
    void participantsWithMissingVisitsStayInTheMixedModel() throws IOException {
        Table data = TsvFiles.read(Fixtures.path("reference/trials/mmrm_data.tsv"));
        Table gls = TsvFiles.read(Fixtures.path("reference/trials/mmrm_gls_reml.tsv"));
        List<TrialSession> sessions = new ArrayList<>();
        for (int i = 0; i < data.rows(); i++) {
            String arm = data.texts("arm").get(i);
            sessions.add(new TrialSession(
                    data.texts("subject").get(i),
                    data.texts("week").get(i),
                    Map.of("arm", arm, "visit", "wk" + data.texts("week").get(i)),
                    0,
                    Map.of("arm", arm, "site", data.texts("site").get(i)),
                    Map.of()));
        }
        for (int r = 0; r < gls.rows(); r++) {
            TrialProtocol protocol =
                    protocol("{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment',"
                            + " 'levels': ['placebo', 'drug_low', 'drug_high']}, 'visit': {'role': 'visit', 'levels': ['wk0', 'wk6', 'wk12']}},"
                            + "'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}],"
                            + "'model': {'baseline': {'factor': 'visit', 'level': 'wk0', 'use': 'covariate'}, 'covariates': ['site'], 'missing': 'mmrm'},"
                            + "'families': [{'id': 'f', 'rank': 'primary', 'visit': 'wk"
                            + gls.texts("week").get(r)
                            + "', 'tests': [{'endpoint': 'x', 'contrast': '"
                            + gls.texts("contrast").get(r) + "'}]}]}");
            DeclaredResult result = new DeclaredTests(
                            protocol,
                            TrialSessions.of(sessions),
                            EndpointValues.of(Map.of("x", data.numbers("value"))),
                            MadeUpTrial.noMaps())
                    .run(Progress.NONE)
                    .get(0);
            DeclaredResult.Outcome outcome = result.outcome().orElseThrow();
            assertEquals(
                    gls.numbers("estimate")[r], outcome.estimate().orElseThrow().value(), 1e-4);
            assertEquals(59, result.sample().total()); // one has neither week 6 nor week 12
            assertEquals(outcome.estimate().get().p(), outcome.p(), 0);
            assertTrue(result.notes().get(0).contains("missing at random"));
            assertTrue(
                    result.notes().get(1).startsWith("Missing visits: wk6"),
                    result.notes().get(1));
        }
    }

    /** Three treatments, a control scan before each infusion, one control scan missing. */
    @Test
    void aCrossoverComparesChangesFromThePeriodsOwnBaseline() throws IOException {
        TrialProtocol protocol = ProtocolFile.read(Path.of("docs/protocols/t2-crossover-baseline.json"))
                .protocol();
        MadeUpTrial trial = new MadeUpTrial(13);
        double[] base = {0, 5, -3, 2, 1, 0};
        List<List<String>> sequences = protocol.randomisation().sequences();
        for (int i = 0; i < 12; i++) {
            List<Map<String, String>> visits = new ArrayList<>();
            for (int k = 0; k < 3; k++)
                for (String scan : List.of("control", "infusion"))
                    visits.add(Map.of(
                            "treatment", sequences.get(i % 6).get(k), "scan", scan, "period", String.valueOf(k + 1)));
            double own = base[i % 6];
            trial.add(
                    Map.of(),
                    visits,
                    levels -> own
                            + (levels.get("scan").equals("infusion")
                                            && levels.get("treatment").equals("ketamine")
                                    ? 4
                                    : 0));
        }
        trial.lose(0); // a control scan of ketamine
        double[] values = trial.values();
        List<DeclaredResult> results = new DeclaredTests(
                        protocol,
                        trial.sessions(),
                        new EndpointValues(
                                Map.of("pccMpfc", values),
                                Map.of(
                                        "pccMap", new boolean[values.length],
                                        "dmnMap", new boolean[values.length],
                                        "rehoMap", new boolean[values.length])),
                        MadeUpTrial.noMaps())
                .run(Progress.NONE);
        DeclaredResult ketamine = results.get(0);
        DeclaredResult midazolam = results.get(1);
        assertEquals(
                4, ketamine.outcome().orElseThrow().estimate().orElseThrow().value(), 1.2);
        assertTrue(ketamine.isSignificant());
        assertFalse(midazolam.isSignificant());
        assertEquals(
                Map.of("001", "no value in sub-001 ses-1"), ketamine.sample().missing());
        assertEquals(12, midazolam.sample().total());
        assertTrue(ketamine.outcome().get().permutations().words().contains("exchanged among the allowed sequences"));
        // each period of midazolam has 4 participants, 2 in each order; one has 3: 6 * 6 * 3 orders
        assertEquals(108, ketamine.outcome().get().permutations().number());
        assertTrue(ketamine.outcome().get().permutations().all());
        assertTrue(
                results.get(3).notes().get(0).startsWith("Not tested"),
                results.get(3).notes().toString());
    }

    @Test
    void aSequenceStopsAtTheFirstMissAndGatesLaterFamilies() throws IOException {
        MadeUpTrial trial = new MadeUpTrial(8);
        for (int i = 0; i < 3 * ARM; i++) {
            String arm = List.of("placebo", "drug", "third").get(i % 3);
            trial.add(
                    Map.of("arm", arm),
                    List.of(Map.of("arm", arm, "visit", "post")),
                    levels -> arm.equals("third") ? 4 : 0);
        }
        List<DeclaredResult> results = run(
                protocol(ARMS + "'permutations': {'number': 500}, 'families': ["
                        + "{'id': 'a', 'rank': 'primary', 'visit': 'post', 'order': [{'endpoint': 'x', 'contrast': 'drug'},"
                        + " {'endpoint': 'x', 'contrast': 'third'}]},"
                        + "{'id': 'b', 'rank': 'secondary', 'visit': 'post', 'after': 'a', 'tests': [{'endpoint': 'x', 'contrast': 'third'}]},"
                        + "{'id': 'c', 'rank': 'secondary', 'visit': 'post', 'correct': 'holm', 'tests': [{'endpoint': 'x', 'contrast': 'third'},"
                        + " {'endpoint': 'y', 'contrast': 'drug'}]}]}"),
                trial);
        assertEquals(
                DeclaredResult.Status.NOT_SIGNIFICANT,
                results.get(0).outcome().get().status());
        assertEquals(
                DeclaredResult.Status.GATE_CLOSED,
                results.get(1).outcome().get().status());
        assertTrue(results.get(1).outcome().get().p() < 0.01);
        // in a fixed sequence the adjusted p is never below that of an earlier test
        assertEquals(
                results.get(0).outcome().get().p(),
                results.get(1).outcome().get().corrected());
        assertEquals(
                DeclaredResult.Status.GATE_CLOSED,
                results.get(2).outcome().get().status());
        assertTrue(results.get(3).isSignificant());
        assertEquals(
                2 * results.get(3).outcome().get().p(),
                results.get(3).outcome().get().corrected(),
                1e-15);
    }

    @Test
    void testsOfTheSameParticipantsAreCorrectedWithTheirMaximum() throws IOException {
        MadeUpTrial trial = arms();
        String tests = "'tests': [{'endpoint': 'x', 'contrast': 'drug'}, {'endpoint': 'y', 'contrast': 'drug'}";
        String begin =
                ARMS + "'permutations': {'number': 500}, 'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post', ";
        DeclaredResult.Outcome twins =
                run(protocol(begin + tests + "]}]}"), trial).get(0).outcome().get();
        // the same endpoint twice: the maximum of two equal statistics is no larger than one
        assertEquals(twins.p(), twins.corrected(), 1e-15);
        DeclaredResult.Outcome three = run(
                        protocol(begin + tests + ", {'endpoint': 'x', 'contrast': 'third'}]}]}"), trial)
                .get(0)
                .outcome()
                .get();
        // other participants for one of three tests: two thirds of alpha for the two
        assertEquals(1.5 * twins.p(), three.corrected(), 1e-12);
        assertTrue(three.simultaneousHalf() > twins.simultaneousHalf());
    }

    /** Two endpoints and two visits of the same participants; every one of the 12870 assignments by brute force. */
    @Test
    void theMaximumLosesTheTestsThatAreRejected() throws IOException {
        MadeUpTrial trial = arms();
        double[] x = trial.values();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) y[i] = 0.6 * x[i] + Math.sin(1.7 * i) + (i % 6 == 3 ? 0.4 : 0);
        TrialProtocol protocol = protocol(ARMS + "'families': [{'id': 'f', 'rank': 'primary', 'tests': ["
                + "{'endpoint': 'x', 'contrast': 'drug', 'visit': 'pre'}, {'endpoint': 'y', 'contrast': 'drug', 'visit': 'post'},"
                + " {'endpoint': 'x', 'contrast': 'drug', 'visit': 'post'}]}]}");
        List<DeclaredResult> results = new DeclaredTests(
                        protocol, trial.sessions(), EndpointValues.of(Map.of("x", x, "y", y)), MadeUpTrial.noMaps())
                .run(Progress.NONE);
        double[][] columns = new double[3][2 * ARM]; // placebo and drug in turn
        for (int i = 0, s = 0; i < 3 * ARM; i++) {
            if (i % 3 == 2) continue;
            columns[0][s] = x[2 * i];
            columns[1][s] = y[2 * i + 1];
            columns[2][s++] = x[2 * i + 1];
        }
        List<double[]> shuffled = new ArrayList<>();
        for (int drug = 0; drug < 1 << (2 * ARM); drug++)
            if (Integer.bitCount(drug) == ARM)
                shuffled.add(new double[] {t(columns[0], drug), t(columns[1], drug), t(columns[2], drug)});
        assertEquals(12870, shuffled.size());
        int observed = 0xAAAA;
        List<Integer> left = new ArrayList<>(List.of(0, 1, 2));
        double most = 0;
        while (!left.isEmpty()) {
            int k = left.stream()
                    .max(Comparator.comparingDouble(j -> t(columns[j], observed)))
                    .get();
            double t = t(columns[k], observed) * (1 - 1e-9);
            double p = shuffled.stream()
                            .filter(values -> left.stream().anyMatch(j -> values[j] >= t))
                            .count()
                    / 12870.0;
            most = Math.max(most, p);
            DeclaredResult.Outcome outcome = results.get(k).outcome().orElseThrow();
            assertEquals(t(columns[k], observed), Math.abs(outcome.statistic()), 1e-9);
            assertEquals(most, outcome.corrected(), 1e-12);
            left.remove((Integer) k);
        }
        // another contrast of the same three arms has the same design matrix, but not the same statistic
        String begin = ARMS + "'permutations': {'number': 200}, 'families': [{'id': 'f', 'rank': 'primary',"
                + " 'visit': 'post', 'tests': [";
        String one = "{'endpoint': 'x', 'contrast': '(drug + third)/2 - placebo'}";
        String other = "{'endpoint': 'x', 'contrast': '(placebo + third)/2 - drug'}";
        assertEquals(
                run(protocol(begin + other + "]}]}"), trial)
                        .get(0)
                        .outcome()
                        .get()
                        .statistic(),
                run(protocol(begin + one + ", " + other + "]}]}"), trial)
                        .get(1)
                        .outcome()
                        .get()
                        .statistic(),
                1e-12);
    }

    /** The size of the pooled t of the participants whose bit is set against the others. */
    private static double t(double[] values, int set) {
        double[][] sides = new double[2][ARM];
        int[] at = new int[2];
        for (int i = 0; i < values.length; i++) sides[set >> i & 1][at[set >> i & 1]++] = values[i];
        return Math.abs(new TTest().homoscedasticT(sides[1], sides[0]));
    }

    @Test
    void whoLacksAValueIsExcludedAndNamed() throws IOException {
        MadeUpTrial trial = arms();
        trial.lose(3); // sub-002 post, drug
        List<DeclaredResult> results = run(
                protocol(
                        ARMS
                                + "'sets': {'ITT': {}, 'PP': {'exclude': ['drop == yes']}}, 'permutations': {'number': 500},"
                                + "'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post', 'tests': [{'endpoint': 'x', 'contrast': 'drug'}]},"
                                + "{'id': 'g', 'rank': 'secondary', 'set': 'PP', 'visit': 'post', 'tests': [{'endpoint': 'x', 'contrast': 'drug'}]}]}"),
                trial);
        assertEquals(
                Map.of("drug", ARM - 1, "placebo", ARM), results.get(0).sample().counts());
        assertEquals(
                Map.of("002", "no value in sub-002 ses-2"),
                results.get(0).sample().missing());
        assertEquals(
                Map.of("drug", ARM - 2, "placebo", ARM), results.get(1).sample().counts());
    }

    @Test
    void blockingHasAGateAndAFraction() throws IOException {
        MadeUpTrial trial = new MadeUpTrial(3);
        for (int i = 0; i < 90; i++) {
            String arm = List.of("placebo", "ket", "ltg+ket").get(i % 3);
            trial.add(
                    Map.of("arm", arm),
                    List.of(Map.of("arm", arm)),
                    levels -> arm.equals("ket") ? 3 : arm.equals("ltg+ket") ? 1.5 : 0);
        }
        TrialProtocol protocol =
                protocol("{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment',"
                        + " 'levels': ['placebo', 'ket', 'ltg+ket']}}, 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}],"
                        + "'families': [], 'blocking': [{'endpoint': 'x', 'effect': 'ket - placebo', 'difference': 'ket - ltg+ket'}],"
                        + "'equivalence': [{'endpoint': 'x', 'contrast': 'ltg+ket - placebo', 'margin': 3, 'unit': 'sd'},"
                        + " {'endpoint': 'x', 'contrast': 'ltg+ket - placebo', 'margin': 1, 'unit': 'sd'}]}");
        DeclaredClaims claims =
                new DeclaredClaims(protocol, trial.sessions(), EndpointValues.of(Map.of("x", trial.values())));
        DeclaredClaims.BlockingResult blocking = claims.blocking().get(0);
        assertTrue(blocking.result().orElseThrow().effectShown());
        assertEquals(0.5, blocking.result().get().fraction(), 0.15);
        assertTrue(blocking.result().get().interval() instanceof FiellerInterval.Bounded);
        assertTrue(blocking.notes().get(0).contains("cannot be distinguished"));
        assertEquals(
                Equivalence.Verdict.EQUIVALENT,
                claims.equivalence().get(0).result().orElseThrow().verdict());
        assertEquals(
                Equivalence.Verdict.NOT_SHOWN,
                claims.equivalence().get(1).result().orElseThrow().verdict());
        // without a visit factor the mixed model does not apply, and the claims say what they use instead
        assertFalse(DeclaredClaims.isOfCompleteCases(blocking.notes()));
        TrialProtocol modelled = protocol.with(protocol.model().with(ModelChoice.Missing.MMRM));
        DeclaredClaims others =
                new DeclaredClaims(modelled, trial.sessions(), EndpointValues.of(Map.of("x", trial.values())));
        assertTrue(DeclaredClaims.isOfCompleteCases(others.blocking().get(0).notes()));
        assertTrue(DeclaredClaims.isOfCompleteCases(others.equivalence().get(0).notes()));
        // the pooled SD within arms, by hand
        double margin = claims.equivalence().get(0).result().get().margin();
        double squares = 0;
        double[] values = trial.values();
        for (int a = 0; a < 3; a += 2) {
            double mean = 0;
            for (int i = a; i < 90; i += 3) mean += values[i] / 30;
            for (int i = a; i < 90; i += 3) squares += (values[i] - mean) * (values[i] - mean);
        }
        assertEquals(3 * Math.sqrt(squares / 58), margin, 1e-9);
    }

    @Test
    void sessionsThatTheFactorsDoNotDistinguishAreRefused() throws IOException {
        MadeUpTrial trial = new MadeUpTrial(3);
        for (int i = 0; i < 8; i++)
            trial.add(
                    Map.of("arm", "drug"),
                    List.of(
                            Map.of("arm", i % 2 == 0 ? "drug" : "placebo"),
                            Map.of("arm", i % 2 == 0 ? "drug" : "placebo")),
                    levels -> 0);
        TrialProtocol protocol = protocol(
                "{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment',"
                        + " 'levels': ['placebo', 'drug']}}, 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}],"
                        + "'families': [{'id': 'f', 'rank': 'primary', 'tests': [{'endpoint': 'x', 'contrast': 'drug - placebo'}]}]}");
        DeclaredResult result = run(protocol, trial).get(0);
        assertFalse(result.outcome().isPresent());
        assertTrue(
                result.notes().get(0).contains("a factor that distinguishes them is missing"),
                result.notes().get(0));
        TrialProtocol odd = protocol("{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment',"
                + " 'levels': ['placebo', 'drug']}, 'v': {'role': 'visit', 'levels': ['a', 'b']}},"
                + " 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}], 'contrasts': {'odd': 'drug@a - placebo@b'},"
                + " 'families': [{'id': 'f', 'rank': 'primary', 'tests': [{'endpoint': 'x', 'contrast': 'odd'}]}]}");
        assertThrows(
                DataException.class, () -> ContrastParts.of(odd, odd.contrasts().get("odd"), ""));
    }
}
