package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.group.Blocking;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.FiellerInterval;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Declared contrasts by the marginal model and the mixed model, and adjustment for a baseline within participants. */
class MarginalPlanTest {

    @TempDir
    Path folder;

    private TrialProtocol protocol(String text) throws IOException {
        Path file = folder.resolve("trial.json");
        Files.writeString(file, text.replace('\'', '"'));
        return ProtocolFile.read(file).protocol();
    }

    private static final String HEAD = "{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment',"
            + " 'levels': ['placebo', 'drug', 'both']}, 'visit': {'role': 'visit', 'levels': ['pre', 'mid', 'post']}},"
            + " 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}, {'id': 'y', 'kind': 'score', 'column': 'y'}],"
            + " 'permutations': {'number': 400, 'seed': 3}, ";

    private static final String TESTS = " 'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post', 'tests': ["
            + "{'endpoint': 'x', 'contrast': 'drug - placebo'}, {'endpoint': 'y', 'contrast': 'drug - placebo'}]}]}";

    /** Three arms of unequal size and variance, three visits, the drug adds 4 at the last. */
    private static MadeUpTrial trial(int placebo, int drug, double wild) {
        MadeUpTrial trial = new MadeUpTrial(7);
        for (int i = 0; i < placebo + drug + 9; i++) {
            String arm = i < placebo ? "placebo" : i < placebo + drug ? "drug" : "both";
            double own = wild * (i % 3 - 1);
            trial.add(
                    Map.of("arm", arm, "age", String.valueOf(30 + (i * 5) % 11)),
                    List.of(
                            Map.of("arm", arm, "visit", "pre"),
                            Map.of("arm", arm, "visit", "mid"),
                            Map.of("arm", arm, "visit", "post")),
                    levels -> (arm.equals("drug") && levels.get("visit").equals("post") ? 4 : 0)
                            + (arm.equals("drug") ? own : 0));
        }
        return trial;
    }

    private static List<DeclaredResult> run(TrialProtocol protocol, MadeUpTrial trial) throws IOException {
        return new DeclaredTests(
                        protocol,
                        trial.sessions(),
                        EndpointValues.of(Map.of("x", trial.values(), "y", trial.values())),
                        MadeUpTrial.noMaps())
                .run(Progress.NONE);
    }

    private static double[] at(MadeUpTrial trial, int from, int people, int visit) {
        double[] at = new double[people];
        for (int i = 0; i < people; i++) at[i] = trial.values()[3 * (from + i) + visit];
        return at;
    }

    /** The formula: with complete data and arms of equal size, the two-sample t; with a variance in each arm, Welch's error. */
    @Test
    void completeDataGiveTheTTest() throws IOException {
        MadeUpTrial trial = trial(12, 12, 0);
        DeclaredResult.Outcome equal = run(protocol(HEAD + "'model': {'missing': 'sandwich'}," + TESTS), trial)
                .get(0)
                .outcome()
                .orElseThrow();
        assertEquals(new TTest().homoscedasticT(at(trial, 12, 12, 2), at(trial, 0, 12, 2)), equal.statistic(), 1e-9);
        assertEquals(equal.statistic(), equal.estimate().orElseThrow().t(0), 1e-9);
        assertTrue(
                equal.permutations().words().contains("wild bootstrap"),
                equal.permutations().words());
        assertEquals(400, equal.permutations().number());
        // the same values twice share their bootstrap: no correction is needed
        assertEquals(equal.p(), equal.corrected(), 0);
        assertTrue(equal.corrected() <= 0.01);
        MadeUpTrial wild = trial(10, 18, 3);
        DeclaredResult.Outcome own = run(
                        protocol(HEAD + "'model': {'missing': 'sandwich', 'variance': 'byArm'}," + TESTS), wild)
                .get(0)
                .outcome()
                .orElseThrow();
        double[] drug = at(wild, 10, 18, 2);
        double[] placebo = at(wild, 0, 10, 2);
        assertEquals(
                Math.sqrt(StatUtils.variance(drug) / 18 + StatUtils.variance(placebo) / 10),
                own.estimate().orElseThrow().standardError(),
                1e-9);
    }

    @Test
    void participantsWithAMissingSessionStay() throws IOException {
        MadeUpTrial trial = trial(12, 12, 0);
        trial.lose(0); // pre of the first participant
        trial.lose(3 * 13 + 2); // post of another
        DeclaredResult result = run(protocol(HEAD + "'model': {'missing': 'sandwich'}," + TESTS), trial)
                .get(0);
        assertEquals(Map.of("drug", 12, "placebo", 12), result.sample().counts());
        assertEquals("no value in sub-014 ses-3", result.sample().missing().get("014"));
        assertTrue(result.notes().get(0).contains("missing completely at random"));
        // the post mean of placebo has all 12, that of the drug 11
        double[] drug = at(trial, 12, 12, 2);
        drug[1] = 0;
        assertEquals(
                StatUtils.sum(drug) / 11 - StatUtils.mean(at(trial, 0, 12, 2)),
                result.outcome().orElseThrow().estimate().orElseThrow().value(),
                1e-9);
        DeclaredResult change = run(
                        protocol(HEAD
                                + "'model': {'missing': 'sandwich', 'baseline': {'factor': 'visit', 'level': 'pre', 'use': 'change'}},"
                                + TESTS),
                        trial)
                .get(0);
        assertEquals(Map.of("drug", 12, "placebo", 11), change.sample().counts());
        double after = (StatUtils.sum(drug) - StatUtils.sum(at(trial, 12, 12, 0)) + at(trial, 13, 1, 0)[0]) / 11;
        double before = StatUtils.mean(at(trial, 1, 11, 2)) - StatUtils.mean(at(trial, 1, 11, 0));
        assertEquals(
                after - before,
                change.outcome().orElseThrow().estimate().orElseThrow().value(),
                1e-9);
    }

    /** Equivalence and blocking come from the declared model; with complete data the sandwich gives the estimates of the others. */
    @Test
    void claimsUseTheDeclaredModel() throws IOException {
        MadeUpTrial trial = trial(9, 9, 0);
        String claims = " 'families': [], 'blocking': [{'endpoint': 'x', 'effect': 'drug - placebo', 'difference':"
                + " 'drug - both', 'visit': 'post'}], 'equivalence': [{'endpoint': 'x', 'contrast': 'both - placebo',"
                + " 'visit': 'mid', 'margin': 2, 'unit': 'sd'}]}";
        EndpointValues values = EndpointValues.of(Map.of("x", trial.values(), "y", trial.values()));
        Blocking plain = new DeclaredClaims(protocol(HEAD + claims), trial.sessions(), values)
                .blocking()
                .get(0)
                .result()
                .orElseThrow();
        for (String missing : List.of("sandwich", "mmrm")) {
            TrialProtocol protocol = protocol(HEAD + "'model': {'missing': '" + missing + "'}," + claims);
            DeclaredClaims own = new DeclaredClaims(protocol, trial.sessions(), values);
            DeclaredClaims.BlockingResult blocking = own.blocking().get(0);
            Blocking found = blocking.result().orElseThrow();
            assertEquals(plain.effect().value(), found.effect().value(), 1e-6, missing);
            assertEquals(plain.difference().value(), found.difference().value(), 1e-6, missing);
            assertEquals(plain.fraction(), found.fraction(), 1e-6, missing);
            assertEquals(27, blocking.sample().total());
            // one variance, arms of one size: the same standard errors and the same interval, but for degrees of
            // freedom
            assertEquals(plain.effect().standardError(), found.effect().standardError(), 0.02, missing);
            FiellerInterval.Bounded a = (FiellerInterval.Bounded) plain.interval();
            FiellerInterval.Bounded b = (FiellerInterval.Bounded) found.interval();
            assertEquals(a.low(), b.low(), 0.1, missing);
            assertEquals(a.high(), b.high(), 0.1, missing);
            DeclaredClaims.EquivalenceResult equal = own.equivalence().get(0);
            assertTrue(Double.isNaN(equal.logBayes()));
            double[] both = at(trial, 18, 9, 1);
            double[] placebo = at(trial, 0, 9, 1);
            assertEquals(
                    2 * Math.sqrt((StatUtils.variance(both) + StatUtils.variance(placebo)) / 2),
                    equal.result().orElseThrow().margin(),
                    1e-9,
                    missing);
        }
        DeclaredClaims.EquivalenceResult equal = new DeclaredClaims(protocol(HEAD + claims), trial.sessions(), values)
                .equivalence()
                .get(0);
        assertFalse(Double.isNaN(equal.logBayes()));
        List<String> words = ClaimTables.words(List.of(equal), List.of());
        assertTrue(words.get(1).contains("It is descriptive"), words.toString());
    }

    /** Least squares of Commons Math: contrast = effect + slope * contrast of the baselines, without a constant of the baseline. */
    @Test
    void aCrossoverIsAdjustedForTheDifferenceOfItsBaselines() throws IOException {
        String text =
                "{'protocolVersion': 1, 'title': 't', 'factors': {'treatment': {'role': 'treatment', 'within': true,"
                        + " 'levels': ['placebo', 'drug']}, 'scan': {'role': 'scan', 'levels': ['control', 'infusion']}},"
                        + " SEQUENCES 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}, {'id': 'y', 'kind': 'score', 'column': 'y'}],"
                        + "'model': {'baseline': {'factor': 'scan', 'level': 'control', 'use': 'covariate'}}, 'permutations': {'number': 300},"
                        + "'families': [{'id': 'f', 'rank': 'primary', 'tests': [{'endpoint': 'x', 'contrast': 'drug - placebo'}]}]}";
        MadeUpTrial trial = new MadeUpTrial(21);
        for (int i = 0; i < 22; i++) {
            List<String> order = i % 2 == 0 ? List.of("drug", "placebo") : List.of("placebo", "drug");
            trial.add(
                    Map.of(),
                    List.of(
                            Map.of("treatment", order.get(0), "scan", "control", "period", "1"),
                            Map.of("treatment", order.get(0), "scan", "infusion", "period", "1"),
                            Map.of("treatment", order.get(1), "scan", "control", "period", "2"),
                            Map.of("treatment", order.get(1), "scan", "infusion", "period", "2")),
                    levels -> levels.get("treatment").equals("drug") ? 1 : 0);
        }
        double[] values = trial.values();
        double[] y = new double[22];
        double[][] x = new double[22][];
        for (int i = 0; i < 22; i++) {
            int drug = 4 * i + (i % 2 == 0 ? 0 : 2);
            int placebo = 4 * i + (i % 2 == 0 ? 2 : 0);
            y[i] = values[drug + 1] - values[placebo + 1];
            x[i] = new double[] {1, i % 2 == 0 ? -1 : 1, values[drug] - values[placebo]};
        }
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.setNoIntercept(true);
        fit.newSampleData(y, x);
        for (String sequences :
                List.of("", "'randomisation': {'sequences': [['drug', 'placebo'], ['placebo', 'drug']]},")) {
            DeclaredResult.Outcome outcome = run(protocol(text.replace("SEQUENCES", sequences)), trial)
                    .get(0)
                    .outcome()
                    .orElseThrow();
            ContrastEstimate estimate = outcome.estimate().orElseThrow();
            assertEquals(fit.estimateRegressionParameters()[0], estimate.value(), 1e-9, sequences);
            assertEquals(fit.estimateRegressionParametersStandardErrors()[0], estimate.standardError(), 1e-9);
            assertEquals(estimate.t(0), outcome.statistic(), 1e-9);
            assertEquals(!sequences.isEmpty(), outcome.permutations().words().contains("exchanged"), sequences);
        }
    }
}
