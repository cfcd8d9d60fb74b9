package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.Tail;

/** The parts that designs are made of: tables, columns, rows of subjects, directions in words, thresholds. */
class DesignPartsTest {

    private static final DesignTable TABLE = DesignTable.parse(
            "who\twhen\tage\tsite\nann\tpost\t30\tA\nbob\tpre\t41\tB\nann\tpre\t30\tA\nbob\tpost\t42\tB\n");

    private static void message(String part, Runnable call) {
        var e = assertThrows(RuntimeException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void aTableHasLevelsInItsOwnAndInSortedOrder() {
        assertEquals(4, TABLE.size());
        assertTrue(TABLE.has("age"));
        assertFalse(TABLE.has("Age"));
        assertEquals(List.of("post", "pre"), TABLE.levels("when"));
        assertArrayEquals(new int[] {0, 1, 1, 0}, TABLE.codes("when"));
        assertEquals(List.of("ann", "bob"), TABLE.ordered("who"));
        assertArrayEquals(new int[] {0, 1, 0, 1}, TABLE.orderedCodes("who"));
        assertArrayEquals(new double[] {30, 41, 30, 42}, TABLE.numbers("age"));
        DesignTable ordered = TABLE.withOrder("when", List.of("pre", "mid", "post"));
        assertEquals(List.of("pre", "post"), ordered.ordered("when"), "only those that occur");
        assertArrayEquals(new int[] {1, 0, 0, 1}, ordered.orderedCodes("when"));
        assertEquals(List.of("post", "pre"), TABLE.ordered("when"), "the first table is as it was");
        message("lacks one of its values [post, pre]", () -> TABLE.withOrder("when", List.of("pre"))
                .ordered("when"));
        message("the design table has no column x, only [who, when, age, site]", () -> TABLE.text("x"));
        message("column who must hold numbers, but in row 1", () -> TABLE.numbers("who"));
        message("names a column twice", () -> new DesignTable(List.of("a", "a"), List.of(List.of("1", "2"))));
        message("has no row", () -> new DesignTable(List.of("a"), List.of()));
        message(
                "row 2 of the design table has 1 values for 2 columns",
                () -> new DesignTable(List.of("a", "b"), List.of(List.of("1", "2"), List.of("3"))));
        message("1 row or more, got 1 lines", () -> DesignTable.parse("a\tb\n"));
        DesignTable gap = DesignTable.parse("a\tb\n1\tn/a\n2\t3\n");
        message("column b has no value in row 1", () -> gap.text("b"));
        assertArrayEquals(new double[] {1, 2}, gap.numbers("a"));
    }

    @Test
    void columnsOfLevelsPeriodsSubjectsAndCentredCovariates() {
        DesignColumns columns = new DesignColumns(4);
        columns.addLevels("site ", TABLE.levels("site"), TABLE.codes("site"));
        columns.addPeriods(TABLE, "when");
        columns.addSubjects(TABLE, "who", true);
        columns.addCentred(TABLE, List.of("age"));
        columns.add("constant", DesignColumns.constant(4, 1));
        columns.add("half", DesignColumns.halves(TABLE.codes("when"), 0.5));
        message("two columns named half", () -> columns.add("half", new double[4]));
        double[][] one = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        GroupDesign design = columns.design("words", one, ExchangeTree.free(4), Shuffle.PERMUTE, columns.each("half"));
        assertEquals(List.of("site A", "site B", "when pre", "who bob", "age", "constant", "half"), design.columns());
        double[][] expected = {
            {1, 0, 0, 0, -5.75, 1, 0.5},
            {0, 1, 1, 1, 5.25, 1, -0.5},
            {1, 0, 1, 0, -5.75, 1, -0.5},
            {0, 1, 0, 1, 6.25, 1, 0.5}
        };
        assertArrayEquals(expected, design.matrix());
        DesignColumns all = new DesignColumns(4);
        all.addSubjects(TABLE, "who", false);
        GroupContrast difference = all.differences(List.of("who bob", "who ann"));
        assertEquals("who bob - who ann", difference.words());
        assertArrayEquals(new double[][] {{-1, 1}}, difference.weights());
        GroupContrast each = all.each("who bob", "who ann");
        assertEquals("who bob; who ann", each.words());
        assertArrayEquals(new double[][] {{0, 1}, {1, 0}}, each.weights());
        DesignTable flat = DesignTable.parse("x\n7\n7\n");
        message("covariate x is the same for all inputs", () -> new DesignColumns(2).addCentred(flat, List.of("x")));
        DesignTable zero = DesignTable.parse("x\n0\n0\n");
        message("covariate x is the same for all inputs", () -> new DesignColumns(2).addCentred(zero, List.of("x")));
        DesignTable rounded = DesignTable.parse("x\n1e9\n1000000000.5\n");
        message("covariate x is the same for all inputs", () -> new DesignColumns(2).addCentred(rounded, List.of("x")));
        new DesignColumns(4).requireWithin(TABLE, "who", List.of("age"));
        DesignTable same = DesignTable.parse("who\tiq\nann\t3\nbob\t4\nann\t3\nbob\t4\n");
        message("iq is the same in all inputs of each subject", () -> new DesignColumns(4)
                .requireWithin(same, "who", List.of("iq")));
        DesignTable first = DesignTable.parse("who\tiq\nann\t0\nbob\t4\nann\t3\nbob\t4\n");
        new DesignColumns(4).requireWithin(first, "who", List.of("iq"));
    }

    @Test
    void rowsOfSubjectsAndTheirWeights() {
        SubjectRows rows = SubjectRows.of(TABLE, "who", "when");
        // the levels are sorted: post, pre
        assertArrayEquals(new double[][] {{1, 0, -1, 0}, {0, -1, 0, 1}}, rows.weights(new double[] {1, -1}));
        assertArrayEquals(new double[][] {{1, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {0, 1, 0, 0}}, rows.sorting());
        assertEquals(List.of("30", "42"), rows.firstRows(TABLE).text("age"));
        assertEquals(List.of("30", "30", "42", "41"), rows.allRows(TABLE).text("age"));
        rows.requireConstant(TABLE, "site");
        message(
                "subject bob has two values of age, 42 and 41, but the design compares subjects",
                () -> rows.requireConstant(TABLE, "age"));
        message(
                "subject a has k 1 twice, in rows 1 and 3",
                () -> SubjectRows.of(DesignTable.parse("s\tk\na\t1\na\t2\na\t1\n"), "s", "k"));
        message(
                "subject b has no input of k 2: each subject needs all of [1, 2]",
                () -> SubjectRows.of(DesignTable.parse("s\tk\na\t1\na\t2\nb\t1\n"), "s", "k"));
    }

    @Test
    void directionsInWords() {
        List<String> names = List.of("a", "b", "c");
        EffectDirection plain = EffectDirection.NAMES;
        assertEquals("a - b", plain.words(names, new double[][] {{1, -1, 0}}));
        assertEquals("a > b", plain.inequality(names, new double[][] {{1, -1, 0}}));
        assertEquals("0.5 * a + c - 2 * b", plain.words(names, new double[][] {{0.5, -2, 1}}));
        assertEquals("-b - c", plain.words(names, new double[][] {{0, -1, -1}}));
        assertEquals("-b - c > 0", plain.inequality(names, new double[][] {{0, -1, -1}}));
        assertEquals("a > 0", plain.inequality(names, new double[][] {{1, 0, 0}}));
        assertEquals("a - b - c > 0", plain.inequality(names, new double[][] {{1, -1, -1}}));
        assertEquals("", plain.words(names, new double[][] {{1, 0, 0}, {0, 1, 0}}));
        assertEquals("", plain.inequality(names, new double[][] {{1, 0, 0}, {0, 1, 0}}));
        EffectDirection meant = new EffectDirection(Map.of("b", "drug - placebo", "c", "slope"), "change");
        assertEquals("drug - placebo (change)", meant.words(names, new double[][] {{0, 1, 0}}));
        assertEquals("drug > placebo (change)", meant.inequality(names, new double[][] {{0, 1, 0}}));
        assertEquals("placebo - drug (change)", meant.words(names, new double[][] {{0, -1, 0}}));
        assertEquals("-(slope) (change)", meant.words(names, new double[][] {{0, 0, -1}}));
        assertEquals("a + b (change)", meant.words(names, new double[][] {{1, 1, 0}}), "only of a column alone");
        assertEquals("3", GroupTestWords.number(3));
        assertEquals("-0.5", GroupTestWords.number(-0.5));
    }

    /** R: qt(.999, 18) 3.610, qt(.9995, 18) 3.922, qf(.999, 2, 18) 10.390. */
    @Test
    void aThresholdThatLooksLikeAPIsRefusedWithTheValueThatWasMeant() {
        PermutationTest.Options extent =
                PermutationTest.Options.DEFAULT.with(Inference.CLUSTER_EXTENT).withClusterThreshold(0.001);
        message(
                "0.001 would merge almost all elements into one cluster. For p = 0.001 with 18 degrees of freedom, use"
                        + " t = 3.610 (one-sided p)",
                () -> ClusterThreshold.require(extent.with(Tail.POSITIVE), 1, 18));
        message(
                "use t = 3.922 (two-sided p) or 3.610 (one-sided p)",
                () -> ClusterThreshold.require(extent.with(Tail.TWO), 1, 18));
        message(
                "is a value of F, not a p value; 0.001 would merge almost all elements into one cluster. For p = 0.001 with"
                        + " 2 and 18 degrees of freedom, use F = 10.390",
                () -> ClusterThreshold.require(extent.with(Inference.CLUSTER_MASS), 2, 18));
        ClusterThreshold.require(extent.withClusterThreshold(1), 1, 18);
        ClusterThreshold.require(extent.with(Inference.TFCE), 1, 18);
    }
}
