package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.Skewness;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Where p is from sign flips, skewness and number of participants are stated, and skewed errors are warned of. */
class FlippedErrorsTest {

    @TempDir
    Path folder;

    /** skew and skewtest of scipy 1.10 on the residuals of numpy's least squares. */
    @Test
    void skewnessIsThatOfScipy() {
        double[] y = {0.3, 1.2, -0.4, 2.8, 0.1, 0.9, -0.2, 5.1, 0.6, 1.4, 0.0, 3.3};
        double[][] design = new double[12][];
        for (int i = 0; i < 12; i++) design[i] = new double[] {1, i % 2 == 0 ? 1 : -1};
        Skewness.Sample sample = Skewness.of(y, design);
        assertEquals(0.8646906461846879, sample.skewness(), 1e-12);
        assertEquals(1.5732568571767689, sample.z(), 1e-9);
        assertEquals(12, sample.size());
        assertFalse(sample.isSkewed());
        assertTrue(Double.isNaN(Skewness.of(new double[] {1, 2, 4}, new double[][] {{1}, {1}, {1}})
                .z()));
        assertTrue(Double.isNaN(Skewness.of(new double[9], new double[9][1]).z()), "no errors");
    }

    /** @param sequences whether conditions can be exchanged */
    private SimulatedTrials.Trial trial(int people, boolean skewed, boolean sequences) throws IOException {
        Path file = folder.resolve("p.json");
        Files.writeString(
                file,
                ("{'protocolVersion': 1, 'title': 't', 'factors': {'treatment': {'role': 'treatment', 'within': true,"
                                + " 'levels': ['a', 'b']}}, "
                                + (sequences ? "'randomisation': {'sequences': [['a','b'],['b','a']]}, " : "")
                                + "'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}], 'permutations': {'number': 200, 'seed': 9},"
                                + " 'families': [{'id': 'f', 'rank': 'primary', 'tests': [{'endpoint': 'x', 'contrast': 'b - a'}]}]}")
                        .replace('\'', '"'));
        TrialProtocol protocol = ProtocolFile.read(file).protocol();
        List<TrialSession> sessions = new ArrayList<>();
        double[] values = new double[2 * people];
        for (int i = 0; i < people; i++) {
            double[] draws = new double[2];
            Seeds.fillGaussian(Seeds.stream(4, i), draws);
            for (int k = 0; k < 2; k++) {
                String level = i % 2 == k ? "a" : "b";
                boolean heavy = skewed && level.equals("b");
                values[2 * i + k] = heavy ? Math.exp(1.5 * draws[k]) : 0.3 * draws[k];
                sessions.add(new TrialSession(
                        String.format("%03d", i), "s" + k, Map.of("treatment", level), k + 1, Map.of(), Map.of()));
            }
        }
        return new SimulatedTrials.Trial(protocol, TrialSessions.of(sessions), EndpointValues.of(Map.of("x", values)));
    }

    private static List<String> notes(SimulatedTrials.Trial trial) throws IOException {
        return trial.run().get(0).notes().stream()
                .filter(note -> note.contains("symmetric"))
                .toList();
    }

    private static List<String> warnings(SimulatedTrials.Trial trial) throws IOException {
        return new DeclaredWords(trial.protocol(), trial.sessions(), trial.values(), trial.run())
                .warnings().stream().filter(words -> words.contains("skew")).toList();
    }

    @Test
    void skewedErrorsAreWarnedOf() throws IOException {
        SimulatedTrials.Trial trial = trial(30, true, false);
        List<String> notes = notes(trial);
        assertEquals(1, notes.size());
        assertTrue(notes.get(0)
                .matches("The errors look skewed \\(skewness \\d\\.\\d\\d, z \\d\\.\\d, 30 participants\\).*"));
        assertTrue(notes.get(0).contains("was .065."), notes.get(0));
        assertEquals(List.of("x, b - a: " + notes.get(0)), warnings(trial));
    }

    @Test
    void symmetricErrorsAreStated() throws IOException {
        SimulatedTrials.Trial trial = trial(30, false, false);
        assertTrue(
                notes(trial)
                        .get(0)
                        .matches("Signs were flipped, .*the errors of 30 participants is -?0\\.\\d\\d \\(z .*"),
                notes(trial).toString());
        assertEquals(List.of(), warnings(trial));
        assertTrue(notes(trial(7, false, false)).get(0).contains("7 participants are too few"));
    }

    /** Errors are what the baseline leaves: here it explains all of the skewed part. */
    @Test
    void theBaselineIsPartOfTheModel() throws IOException {
        Path file = folder.resolve("baseline.json");
        Files.writeString(
                file,
                ("{'protocolVersion': 1, 'title': 't', 'factors': {'treatment': {'role': 'treatment', 'within': true, 'levels': ['a',"
                                + " 'b']}, 'scan': {'role': 'scan', 'levels': ['control', 'infusion']}},"
                                + "'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}], 'permutations': {'number': 200, 'seed': 9},"
                                + " 'model': {'baseline': {'factor': 'scan', 'level': 'control', 'use': 'covariate'}},"
                                + " 'families': [{'id': 'f', 'rank': 'primary', 'tests': [{'endpoint': 'x', 'contrast': 'b - a'}]}]}")
                        .replace('\'', '"'));
        List<TrialSession> sessions = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            double[] draws = new double[4];
            Seeds.fillGaussian(Seeds.stream(4, i), draws);
            for (int k = 0; k < 2; k++) {
                String level = i % 2 == k ? "a" : "b";
                double before = level.equals("b") ? Math.exp(1.5 * draws[k]) : 0;
                for (String scan : List.of("control", "infusion")) {
                    values.add(before + (scan.equals("infusion") ? 0.1 * draws[2 + k] : 0));
                    sessions.add(new TrialSession(
                            String.format("%03d", i),
                            "s" + k + scan,
                            Map.of("treatment", level, "scan", scan),
                            k + 1,
                            Map.of(),
                            Map.of()));
                }
            }
        }
        SimulatedTrials.Trial trial = new SimulatedTrials.Trial(
                ProtocolFile.read(file).protocol(),
                TrialSessions.of(sessions),
                EndpointValues.of(
                        Map.of("x", values.stream().mapToDouble(x -> x).toArray())));
        assertTrue(
                notes(trial).get(0).startsWith("Signs were flipped, "),
                notes(trial).toString());
    }

    /** The wild bootstrap flips signs of participants' residuals at all visits, which is stated elsewhere. */
    @Test
    void theMarginalModelHasNoSuchSentence() throws IOException {
        Path file = folder.resolve("p.json");
        SimulatedTrials.Trial trial = trial(30, true, false);
        Files.writeString(
                file,
                Files.readString(file).replace("\"families\"", "\"model\": {\"missing\": \"sandwich\"}, \"families\""));
        SimulatedTrials.Trial marginal =
                new SimulatedTrials.Trial(ProtocolFile.read(file).protocol(), trial.sessions(), trial.values());
        assertTrue(marginal.run().get(0).outcome().isPresent());
        assertEquals(List.of(), notes(marginal));
    }

    @Test
    void exchangedConditionsAssumeNoSymmetry() throws IOException {
        assertEquals(List.of(), notes(trial(30, true, true)));
    }
}
