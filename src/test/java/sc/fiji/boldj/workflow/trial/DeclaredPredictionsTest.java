package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Declared predictions and sensitivity analyses. */
class DeclaredPredictionsTest {

    @TempDir
    Path folder;

    private TrialProtocol protocol(String text) throws IOException {
        Path file = folder.resolve("trial.json");
        Files.writeString(file, text.replace('\'', '"'));
        return ProtocolFile.read(file).protocol();
    }

    private static String text(String levels, String model) {
        return "{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment', 'levels': " + levels
                + "}, 'visit': {'role': 'visit', 'levels': ['pre', 'mid', 'post']}}, 'sets': {'ITT': {}, 'PP': {'exclude': ['age == 41']}},"
                + " 'endpoints': [{'id': 'score', 'kind': 'score', 'column': 's'}, {'id': 'a', 'kind': 'figure', 'figure': 'MedianTsnr'},"
                + " {'id': 'b', 'kind': 'score', 'column': 'b'}], 'families': [{'id': 'f', 'rank': 'primary', 'visit': 'post',"
                + " 'tests': [{'endpoint': 'a', 'contrast': 'drug - placebo'}]}],"
                + " 'prediction': [{'outcome': 'score', 'visit': 'post', 'biomarkers': ['a', 'b'], 'at': 'pre'}],"
                + " 'model': {" + model + "}, 'permutations': {'number': 500, 'seed': 2}}";
    }

    /** Two or three arms, three visits; a predicts under the drug, b in both arms; one participant lacks the outcome. */
    private static Map<String, double[]> values(List<TrialSession> sessions, List<String> arms) {
        Map<String, double[]> values = new LinkedHashMap<>();
        for (String id : List.of("score", "a", "b")) values.put(id, new double[120 * 3]);
        for (int i = 0; i < 120; i++) {
            double[] draws = new double[9];
            Seeds.fillGaussian(Seeds.stream(5, i), draws);
            String arm = arms.get(i % arms.size());
            for (int v = 0; v < 3; v++) {
                int k = 3 * i + v;
                values.get("a")[k] = draws[0] + 0.3 * draws[6 + v] + (i % 3 == 0 ? 2 : 0);
                values.get("b")[k] = draws[1];
                values.get("score")[k] =
                        draws[2] + draws[3 + v] + (v == 2 ? (arm.equals("drug") ? 1.5 * draws[0] : 0) + draws[1] : 0);
                sessions.add(new TrialSession(
                        String.format("%03d", i),
                        "v" + v,
                        Map.of(
                                "arm",
                                arm,
                                "visit",
                                List.of("pre", "mid", "post").get(v)),
                        0,
                        Map.of(
                                "arm",
                                arm,
                                "age",
                                String.valueOf(20 + (i * 7) % 31),
                                "site",
                                "ABC".substring(i % 3, i % 3 + 1)),
                        Map.of()));
            }
        }
        values.get("score")[3 * 4 + 2] = Double.NaN;
        values.get("a")[3 * 9 + 2] = Double.NaN;
        return values;
    }

    /** The interaction and its t by Commons Math's least squares. */
    @Test
    void theInteractionIsTestedForAllBiomarkers() throws IOException {
        List<TrialSession> sessions = new ArrayList<>();
        Map<String, double[]> values = values(sessions, List.of("placebo", "drug"));
        DeclaredPredictions.Result result = new DeclaredPredictions(
                        protocol(text("['placebo', 'drug']", "'covariates': ['age']")),
                        TrialSessions.of(sessions),
                        EndpointValues.of(values))
                .run(Progress.NONE)
                .get(0);
        assertEquals(Map.of("placebo", 59, "drug", 60), result.counts());
        assertTrue(result.notes().get(0).contains("sub-004"), result.notes().toString());
        List<double[]> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        double mean = 0;
        for (int i = 0; i < 120; i++) mean += i == 4 ? 0 : values.get("a")[3 * i] / 119;
        double squares = 0;
        for (int i = 0; i < 120; i++) squares += i == 4 ? 0 : Math.pow(values.get("a")[3 * i] - mean, 2);
        double sd = Math.sqrt(squares / 118);
        for (int i = 0; i < 120; i++) {
            if (i == 4) continue;
            double z = (values.get("a")[3 * i] - mean) / sd;
            double arm = i % 2 == 1 ? 0.5 : -0.5;
            x.add(new double[] {arm * z, arm, z, values.get("score")[3 * i], 20 + (i * 7) % 31});
            y.add(values.get("score")[3 * i + 2]);
        }
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.newSampleData(y.stream().mapToDouble(v -> v).toArray(), x.toArray(double[][]::new));
        assertEquals(
                fit.estimateRegressionParameters()[1],
                result.predictive().get(0).effect(),
                1e-9);
        assertEquals(
                fit.estimateRegressionParameters()[1] / fit.estimateRegressionParametersStandardErrors()[1],
                result.predictive().get(0).t(),
                1e-9);
        assertTrue(result.isSignificant(0));
        assertTrue(!result.isSignificant(1));
        assertTrue(result.prognostic().get(1).corrected() <= 0.05);
        List<String> words = PredictionTables.words(List.of(result));
        assertTrue(words.stream().anyMatch(w -> w.contains("a predicts response to the drug")), words.toString());
        assertTrue(
                words.stream().anyMatch(w -> w.contains("b is prognostic") && w.contains("does not show who benefits")),
                words.toString());
        Table table = PredictionTables.of(List.of(result));
        assertEquals(List.of("predicts response to the drug", "not significant"), table.texts("verdict"));
        assertEquals(List.of("drug - placebo", "drug - placebo"), table.texts("comparison"));
    }

    @Test
    void severalActiveArmsShareAlphaAndOneArmIsNoComparison() throws IOException {
        List<TrialSession> sessions = new ArrayList<>();
        Map<String, double[]> values = values(sessions, List.of("placebo", "drug", "third"));
        List<DeclaredPredictions.Result> results = new DeclaredPredictions(
                        protocol(text("['placebo', 'drug', 'third']", "")),
                        TrialSessions.of(sessions),
                        EndpointValues.of(values))
                .run(Progress.NONE);
        assertEquals(
                List.of("drug", "third"), results.stream().map(r -> r.drug()).toList());
        assertTrue(results.get(0).notes().toString().contains("number of active arms, 2"));
        String single = text("['drug']", "").replace("drug - placebo", "drug");
        DeclaredPredictions.Result alone = new DeclaredPredictions(
                        protocol(single), TrialSessions.of(sessions), EndpointValues.of(values))
                .run(Progress.NONE)
                .get(0);
        assertTrue(alone.prognostic().isEmpty());
        assertTrue(PredictionTables.words(List.of(alone)).toString().contains("cannot be distinguished"));
    }

    @Test
    void sensitivityAnalysesAreDone() throws IOException {
        List<TrialSession> sessions = new ArrayList<>();
        EndpointValues values = EndpointValues.of(values(sessions, List.of("placebo", "drug")));
        TrialProtocol protocol = protocol(text(
                "['placebo', 'drug']",
                "'missing': 'sandwich', 'site': 'site', 'sensitivity': ['completeCases', 'otherSets', 'combat'],"
                        + " 'baseline': {'factor': 'visit', 'level': 'pre', 'use': 'change'}"));
        TrialSessions all = TrialSessions.of(sessions);
        List<DeclaredResult> main = new DeclaredTests(protocol, all, values, MadeUpTrial.noMaps()).run(Progress.NONE);
        DeclaredSensitivity sensitivity = new DeclaredSensitivity(protocol, all, values);
        Map<String, List<DeclaredResult>> found = sensitivity.run(main, Progress.NONE);
        assertEquals(List.of("as declared", "complete cases", "ITT", "PP", "ComBat"), List.copyOf(found.keySet()));
        assertEquals(main, found.get("as declared"));
        // who lacks the last visit stays in the marginal model, but not in complete cases
        assertEquals(120, found.get("as declared").get(0).sample().total());
        assertEquals(119, found.get("complete cases").get(0).sample().total());
        assertTrue(found.get("PP").get(0).sample().total() < 120);
        assertEquals(120, found.get("ITT").get(0).sample().total());
        assertTrue(
                sensitivity.notes().toString().contains("ComBat: means and variances"),
                sensitivity.notes().toString());
        // sites differ by 2 in every session: the change does not, but the raw value does
        double plain = found.get("as declared")
                .get(0)
                .outcome()
                .orElseThrow()
                .estimate()
                .orElseThrow()
                .value();
        double harmonised = found.get("ComBat")
                .get(0)
                .outcome()
                .orElseThrow()
                .estimate()
                .orElseThrow()
                .value();
        assertEquals(plain, harmonised, 0.1);
        assertTrue(plain != harmonised);
        Table table = DeclaredSample.sets(found);
        assertTrue(table.names().contains("ComBat: corrected p"), table.names().toString());
    }
}
