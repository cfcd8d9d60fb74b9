package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.SandwichModel;
import sc.fiji.boldj.stats.Shuffle;

/** Designs of repeated measures with missing sessions, against matrices written by hand. */
class RepeatedDesignsTest {

    /** s1 lacks its second visit; the age of s2 enters the mean over participants once, though it has two rows. */
    private static final DesignTable TABLE = DesignTable.parse(
            """
            subject\tvisit\tarm\tage
            s1\tpre\tdrug\t30
            s2\tpre\tplacebo\t40
            s2\tpost\tplacebo\t40
            s3\tpost\tdrug\t56
            s3\tpre\tdrug\t56
            """);

    private static void equal(double[][] expected, double[][] found) {
        assertEquals(expected.length, found.length);
        for (int r = 0; r < expected.length; r++) assertArrayEquals(expected[r], found[r], 1e-12, "row " + r);
    }

    @Test
    void aColumnForEachArmAtEachVisitAndCentredCovariates() {
        DesignTable table =
                TABLE.withOrder("visit", List.of("pre", "post")).withOrder("arm", List.of("drug", "placebo"));
        GroupDesign design = VisitDesigns.of(table, "subject", "visit", "arm", List.of("age"));
        assertEquals(List.of("drug@pre", "placebo@pre", "drug@post", "placebo@post", "age"), design.columns());
        equal(
                new double[][] {
                    {1, 0, 0, 0, -12}, {0, 1, 0, 0, -2}, {0, 0, 0, 1, -2}, {0, 0, 1, 0, 14}, {1, 0, 0, 0, 14}
                },
                design.matrix());
        assertEquals(Shuffle.FLIP, design.shuffle().orElseThrow());
        assertTrue(design.tree().words().contains("3 blocks"), design.tree().words());
        assertTrue(design.words().contains("the mean of each arm at each visit, adjusted for age"), design.words());
        assertEquals("drug@pre", design.defaultContrast().words());
        assertArrayEquals(new double[] {1, 0, 0, 0, 0}, design.defaultContrast().weights()[0], 0);

        GroupDesign one = VisitDesigns.of(table, "subject", "visit", "", List.of());
        assertEquals(List.of("pre", "post"), one.columns());
        equal(new double[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}, {1, 0}}, one.matrix());
        assertTrue(
                one.words().contains("the mean of each visit") && !one.words().contains("adjusted"), one.words());

        GroupDesign marginal =
                VisitDesigns.marginal(TrialDesigns.oneSample(TABLE, List.of()), new int[] {1, 2, 2, 3, 3});
        assertEquals(Shuffle.FLIP, marginal.shuffle().orElseThrow());
        assertTrue(marginal.tree().words().contains("3 blocks"), marginal.tree().words());
    }

    @Test
    void anEmptyCellIsNamed() {
        DesignTable empty = DesignTable.parse(
                "subject\tvisit\tarm\ns1\tpre\tdrug\ns1\tpost\tdrug\ns2\tpre\tplacebo\ns3\tpre\tplacebo\n");
        String message = assertThrows(
                        DataException.class, () -> VisitDesigns.of(empty, "subject", "visit", "arm", List.of()))
                .getMessage();
        assertTrue(message.startsWith("there is no input of placebo@post"), message);
    }

    private static MarginalDesign.Row row(int participant, int visit, String cell, int period, double... covariates) {
        double[] weights = new double[5];
        weights[visit == 0 ? participant : 3 + participant % 2] = 1;
        return new MarginalDesign.Row(participant, visit, participant % 2, cell, period, weights, covariates);
    }

    /** Three participants, the second with two sessions; covariates are age, which differs, and site, which does not. */
    @Test
    void cellsPeriodsAndCovariatesAreColumns() {
        List<MarginalDesign.Row> rows = List.of(
                row(0, 0, "drug", 1, 30, 7),
                row(1, 0, "placebo", 1, 40, 7),
                row(1, 1, "drug", 2, 40, 7),
                row(2, 0, "placebo", 2, 56, 7));
        PersonDesign.Names names = new PersonDesign.Names("drug - placebo", List.of("age", "site"));
        MarginalDesign marginal = MarginalDesign.of(rows, Map.of("drug", 1.0, "placebo", -1.0, "other", 0.0), names);
        GroupDesign design = marginal.design();
        assertEquals(List.of("drug", "placebo", "period 2", "age"), design.columns());
        // the mean age of three participants is 42, the second's counted once
        equal(new double[][] {{1, 0, 0, -12}, {0, 1, 0, -2}, {1, 0, 1, -2}, {0, 1, 1, 14}}, design.matrix());
        assertArrayEquals(new double[] {1, -1, 0, 0}, design.defaultContrast().weights()[0], 0);
        assertEquals("drug - placebo", design.defaultContrast().words());
        equal(
                new double[][] {{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 0, 0, 1}, {0, 0, 1, 0, 0}},
                design.combination());
        assertEquals(Shuffle.FLIP, design.shuffle().orElseThrow());
        assertTrue(design.tree().words().contains("3 blocks"), design.tree().words());
        assertTrue(
                design.words().contains("4 sessions of 3 participants")
                        && design.words().contains("adjusted for age, site"),
                design.words());
        VisitRows visits = marginal.visits();
        assertArrayEquals(new int[] {0, 1, 1, 2}, visits.participant());
        assertArrayEquals(new int[] {0, 0, 1, 0}, visits.visit());
        assertArrayEquals(new int[] {0, 1, 1, 0}, visits.group());
        assertEquals(SandwichModel.Variance.HOMOGENEOUS, visits.variance());
        assertEquals(3, visits.participants());
        DataException missing = assertThrows(
                DataException.class, () -> MarginalDesign.of(rows, Map.of("drug", 1.0, "third", -1.0), names));
        assertTrue(missing.getMessage().contains("no session of third"), missing.getMessage());
        MarginalDesign plain = MarginalDesign.of(
                List.of(row(0, 0, "drug", 0), row(1, 0, "drug", 0), row(2, 0, "drug", 0)),
                Map.of("drug", 1.0),
                new PersonDesign.Names("drug", List.of()));
        assertEquals(List.of("drug"), plain.design().columns());
        assertTrue(!plain.design().words().contains("adjusted"), plain.design().words());
    }
}
