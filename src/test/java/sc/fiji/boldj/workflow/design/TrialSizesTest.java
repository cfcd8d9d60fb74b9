package sc.fiji.boldj.workflow.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.stats.PilotVariance;
import sc.fiji.boldj.stats.TestPower;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.trial.ContrastShape;

/** Sample sizes against R's power.t.test(strict = TRUE) and its own integral (reference/power/n.tsv): n exactly equal. */
class TrialSizesTest {

    private static final ContrastShape ARMS =
            new ContrastShape(Map.of("drug", 1.0, "placebo", -1.0), Map.of(Map.of(), 1.0), Map.of(), 0);
    private static final ContrastShape PAIRS =
            new ContrastShape(Map.of(), Map.of(Map.of("visit", "b"), 1.0, Map.of("visit", "a"), -1.0), Map.of(), 0);

    /** Variance 2 between participants, 1 from session to session: total 3, correlation 2 / 3. */
    private static final PilotVariance PILOT = new PilotVariance(5, 19, 1, 20, 2);

    private static TrialProtocol protocol(String name) throws IOException {
        return ProtocolFile.read(Path.of("docs/protocols", name)).protocol();
    }

    private static List<SizedTest> tests(String name, String endpoint, double correlation) throws IOException {
        TrialProtocol protocol = protocol(name);
        return new TrialSizes(
                        protocol,
                        protocol.endpoints().get(endpoint),
                        PILOT,
                        new TrialSizes.Assumptions(1, 0, false, 0.8, Double.NaN, 0, correlation))
                .tests();
    }

    @Test
    void sizesAreThoseOfR() throws IOException {
        Table table = TsvFiles.read(Path.of("src/test/resources/reference/power/n.tsv"));
        for (int r = 0; r < table.rows(); r++) {
            String design = table.texts("design").get(r);
            boolean equivalence = design.equals("equivalence");
            double effect = table.numbers("effect")[r];
            SizedTest test = new SizedTest(
                    design,
                    design.equals("paired") ? PAIRS : ARMS,
                    table.numbers("sd")[r],
                    10,
                    table.numbers("alpha")[r],
                    "",
                    equivalence ? Optional.empty() : Optional.of(TestFamily.Side.TWO),
                    equivalence ? 0 : effect,
                    equivalence ? effect : Double.NaN);
            assertEquals(table.numbers("n")[r], test.size(0.8), table.row(r).toString());
        }
        assertEquals(54, table.rows());
    }

    /** Variances by hand: total 3, within 1, correlation 2 / 3. */
    @Test
    void varianceAndDegreesOfFreedomFollowTheDesign() throws IOException {
        // parallel, one visit: the total; alpha / 4 of max-t over four tests
        SizedTest parallel =
                tests("t1-parallel-blocking.json", "pDMN", Double.NaN).get(2);
        assertEquals(Math.sqrt(3), parallel.deviation(), 1e-6);
        assertEquals(0.0125, parallel.alpha(), 1e-15);
        assertEquals(TestPower.twoSided(1 / Math.sqrt(3 * 2 / 40.0), 78, 0.0125), parallel.power(40), 1e-9);
        // fixed sequence: the whole alpha
        assertEquals(
                0.05,
                tests("t1-parallel-blocking.json", "pDMN", Double.NaN).get(0).alpha());
        // analysis of covariance: 3 (1 - (2 / 3)^2), one degree of freedom for the baseline
        SizedTest ancova =
                tests("t4-repeated-visits.json", "pccMpfc", Double.NaN).get(0);
        assertEquals(Math.sqrt(3 * (1 - 4.0 / 9)), ancova.deviation(), 1e-6);
        assertEquals(
                TestPower.twoSided(1 / (ancova.deviation() * Math.sqrt(2 / 20.0)), 37, 0.05), ancova.power(20), 1e-9);
        // three-way crossover, change from the scan before: four sessions, periods take two of n - 1 degrees of freedom
        List<SizedTest> crossover = tests("t2-crossover-baseline.json", "pccMpfc", Double.NaN);
        assertEquals(2, crossover.get(0).deviation(), 1e-6);
        assertEquals(20, crossover.get(0).degrees(), 1e-3);
        assertEquals(
                TestPower.twoSided(Math.sqrt(30) / 2, 27, 0.05 / 3),
                crossover.get(0).power(30),
                1e-9);
        assertTrue(crossover.get(3).isEquivalence());
        assertEquals(0.5 * Math.sqrt(3), crossover.get(3).margin(), 1e-9);
        // interaction of a 2 x 2 crossover: four sessions; in the four sequences the weights of periods 2 and 3 are
        // opposite
        SizedTest factorial =
                tests("t3-factorial-crossover.json", "dmn", Double.NaN).get(1);
        assertEquals(2, factorial.deviation(), 1e-6);
        assertEquals(2, factorial.shape().nuisance());
        // two sessions of a participant with another correlation: 2 * 3 * (1 - .5)
        SizedTest given = tests("t6-infusion.json", "acc", 0.5).get(0);
        assertEquals(Math.sqrt(3), given.deviation(), 1e-6);
    }

    @Test
    void dropoutsAndSequencesAreAdded() throws IOException {
        SizedTest parallel =
                tests("t1-parallel-blocking.json", "pDMN", Double.NaN).get(0);
        assertEquals(3 * 25, SizeRow.randomised(protocol("t1-parallel-blocking.json"), parallel, 20, 0.2));
        SizedTest crossover =
                tests("t2-crossover-baseline.json", "pccMpfc", Double.NaN).get(0);
        assertEquals(30, SizeRow.randomised(protocol("t2-crossover-baseline.json"), crossover, 25, 0.1));
        assertEquals(36, SizeRow.randomised(protocol("t2-crossover-baseline.json"), crossover, 28, 0.1));
    }

    @Test
    void whatCannotBePlannedIsRefused() throws IOException {
        TrialProtocol t4 = protocol("t4-repeated-visits.json");
        PilotVariance once = new PilotVariance(5, 19, Double.NaN, 0, 1);
        TrialSizes.Assumptions plain = new TrialSizes.Assumptions(1, 0, true, 0.8, Double.NaN, 0, Double.NaN);
        String words = assertThrows(
                        IOException.class,
                        () -> new TrialSizes(t4, t4.endpoints().get("pccMpfc"), once, plain).tests())
                .getMessage();
        assertTrue(words.contains("no participant of the pilot has two: give correlation"), words);
        TrialProtocol t2 = protocol("t2-crossover-baseline.json");
        words = assertThrows(IOException.class, () -> new TrialSizes(
                                t2,
                                t2.endpoints().get("pccMpfc"),
                                PILOT,
                                new TrialSizes.Assumptions(1, 0.5, true, 0.8, Double.NaN, 0, Double.NaN))
                        .tests())
                .getMessage();
        assertTrue(words.contains("not within the margin"), words);
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrialSizes.Assumptions(0, 0, true, 0.8, Double.NaN, 0, Double.NaN));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrialSizes.Assumptions(1, 0, true, 0.8, Double.NaN, 1, Double.NaN));
        // a difference of nothing is never found
        SizedTest none = new SizedTest("", ARMS, 1, 10, 0.05, "", Optional.of(TestFamily.Side.TWO), 0, Double.NaN);
        assertEquals(-1, none.size(0.8));
    }
}
