package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

class CrossoverEffectsTest {

    @TempDir
    Path folder;

    private TrialProtocol protocol(String factors) throws IOException {
        Path file = folder.resolve("trial.json");
        Files.writeString(
                file,
                ("{'protocolVersion': 1, 'title': 't', 'factors': {" + factors
                                + "}, 'endpoints': [{'id': 'x', 'kind': 'score', 'column': 'x'}], 'families': [{'id': 'f',"
                                + " 'rank': 'primary', 'tests': [{'endpoint': 'x', 'contrast': 'CONTRAST'}]}]}")
                        .replace("CONTRAST", factors.contains("'b'") ? "b - a" : "placebo_ketamine - placebo_saline")
                        .replace('\'', '"'));
        return ProtocolFile.read(file).protocol();
    }

    /** Values without noise but for a little, whose periods and carry-over are known. */
    @Test
    void plantedPeriodsAndCarryOverAreEstimated() throws IOException {
        TrialProtocol protocol = protocol(
                "'treatment': {'role': 'treatment', 'within': true, 'levels': ['a', 'b', 'c'], 'reference': 'a'}");
        List<List<String>> orders = List.of(
                List.of("a", "b", "c"),
                List.of("b", "c", "a"),
                List.of("c", "a", "b"),
                List.of("a", "c", "b"),
                List.of("c", "b", "a"),
                List.of("b", "a", "c"));
        List<TrialSession> sessions = new ArrayList<>();
        double[] values = new double[36];
        Seeds.fillGaussian(Seeds.stream(1, 1), values);
        for (int i = 0; i < 12; i++)
            for (int k = 0; k < 3; k++) {
                List<String> order = orders.get(i % 6);
                sessions.add(new TrialSession(
                        String.valueOf(i), "s" + k, Map.of("treatment", order.get(k)), k + 1, Map.of(), Map.of()));
                double carried = k > 0 && order.get(k - 1).equals("c") ? 2 : 0;
                values[3 * i + k] =
                        1e-3 * values[3 * i + k] + 10 * i + (order.get(k).equals("b") ? 5 : 0) + 0.5 * k + carried;
            }
        Table table = new CrossoverEffects(protocol, TrialSessions.of(sessions), EndpointValues.of(Map.of("x", values)))
                .table();
        assertEquals(
                List.of("period 2 - period 1", "period 3 - period 1", "carry-over b - a", "carry-over c - a"),
                table.texts("effect"));
        assertEquals(0, table.numbers("estimate")[2], 3e-3);
        assertEquals(2, table.numbers("estimate")[3], 3e-3);
        assertTrue(table.numbers("p")[3] < 1e-10);
    }

    /** Two periods with one order only cannot tell period from treatment. */
    @Test
    void whatTheSequencesDoNotShowIsSaid() throws IOException {
        TrialProtocol protocol =
                protocol("'treatment': {'role': 'treatment', 'within': true, 'levels': ['a', 'b'], 'reference': 'a'}");
        List<TrialSession> sessions = new ArrayList<>();
        double[] values = new double[20];
        Seeds.fillGaussian(Seeds.stream(1, 1), values);
        for (int i = 0; i < 20; i++)
            sessions.add(new TrialSession(
                    String.valueOf(i / 2),
                    "s" + i % 2,
                    Map.of("treatment", i % 2 == 0 ? "a" : "b"),
                    i % 2 + 1,
                    Map.of(),
                    Map.of()));
        Table table = new CrossoverEffects(protocol, TrialSessions.of(sessions), EndpointValues.of(Map.of("x", values)))
                .table();
        assertEquals(List.of("cannot be estimated from these sequences", "no session shows it"), table.texts("note"));
    }

    /** {@code lm(value ~ subject + treatment + period)}, and with indicators of the preceding treatment, of R 4.2.2. */
    @Test
    void estimatesAreThoseOfLinearModelsOfR() throws IOException {
        Table data = TsvFiles.read(Fixtures.path("reference/trials/crossover4_data.tsv"));
        TrialProtocol protocol = protocol(
                "'treatment': {'role': 'treatment', 'within': true, 'levels': ['placebo_saline',"
                        + " 'placebo_ketamine', 'lamotrigine_ketamine', 'lamotrigine_saline'], 'reference': 'placebo_saline'}");
        List<TrialSession> sessions = new ArrayList<>();
        for (int r = 0; r < data.rows(); r++)
            sessions.add(new TrialSession(
                    data.texts("subject").get(r),
                    "s" + r,
                    Map.of("treatment", data.texts("treatment").get(r)),
                    (int) data.numbers("period")[r],
                    Map.of(),
                    Map.of()));
        Table table = new CrossoverEffects(
                        protocol, TrialSessions.of(sessions), EndpointValues.of(Map.of("x", data.numbers("value"))))
                .table();
        double[] estimates = {0.1329944185, 0.0447940981, -0.0410934319, -0.01542836262, -0.07446324830, -0.03048105347
        };
        double[] errors = {0.1295621575, 0.1295621575, 0.1295621575, 0.1696046594, 0.1696046594, 0.1696046594};
        for (int k = 0; k < 6; k++) {
            assertEquals(estimates[k], table.numbers("estimate")[k], 1e-9);
            assertEquals(errors[k], table.numbers("standard_error")[k], 1e-9);
        }
        assertEquals(0.3105359224, table.numbers("p")[0], 1e-9);
        assertEquals(0.9279847362, table.numbers("p")[3], 1e-9);
    }
}
