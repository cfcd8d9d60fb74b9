package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ContrastExpression;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.Tail;

/** Designs from a table: their statistics against textbook tests, their words, and what is refused. */
class TrialDesignsTest {

    private static final GroupTest.Options VOXEL =
            GroupTest.Options.DEFAULT.with(PermutationTest.Options.DEFAULT.with(Inference.VOXEL));

    /** 12 subjects, two sessions each, session within subject not in order for all. */
    private static DesignTable table() {
        StringBuilder text = new StringBuilder("subject\tsession\tarm\ttreatment\tage\n");
        for (int s = 0; s < 12; s++)
            for (int k = 0; k < 2; k++) {
                int session = s > 0 && s % 3 == 0 ? 1 - k : k;
                text.append("s" + s)
                        .append(session == 0 ? "\tbase" : "\tpost")
                        .append(s < 6 ? "\tdrug" : "\tplacebo")
                        .append((session == 0) == (s % 2 == 0) ? "\tA\t" : "\tB\t")
                        .append(20 + s * s % 7)
                        .append('\n');
            }
        return DesignTable.parse(text.toString());
    }

    private static double[] values(int n, int seed) {
        double[] values = new double[n];
        Seeds.fillGaussian(Seeds.stream(seed, 3), values);
        return values;
    }

    private static PermutationResult run(GroupDesign design, String contrast, double[] y, GroupTest.Options options) {
        double[][] data = new double[y.length][1];
        for (int i = 0; i < y.length; i++) data[i][0] = y[i];
        return GroupTest.plan(design, contrast, options)
                .run(Observations.of(data), Neighbourhood.none(1), Progress.NONE)
                .test();
    }

    private static double t(GroupDesign design, double[] y) {
        return run(design, "", y, VOXEL.withPermutations(50)).statistic()[0];
    }

    private static DesignTable firstRows(DesignTable table) {
        return new DesignTable(
                table.columns(),
                table.rows().stream().filter(r -> r.get(1).equals("base")).toList());
    }

    @Test
    void simpleDesignsGiveTextbookStatistics() {
        DesignTable base = firstRows(table());
        double[] y = values(12, 1);
        double[] drug = Arrays.copyOfRange(y, 0, 6);
        double[] placebo = Arrays.copyOfRange(y, 6, 12);
        assertEquals(new TTest().t(0, y), t(TrialDesigns.oneSample(base, List.of()), y), 1e-10);
        assertEquals(
                new TTest().homoscedasticT(drug, placebo), t(TrialDesigns.groups(base, "arm", List.of()), y), 1e-10);
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        double[][] x = new double[12][2];
        for (int i = 0; i < 12; i++) x[i] = new double[] {base.numbers("age")[i], i < 6 ? 1 : 0};
        ols.newSampleData(y, x);
        double[] b = ols.estimateRegressionParameters();
        double[] se = ols.estimateRegressionParametersStandardErrors();
        OLSMultipleLinearRegression slope = new OLSMultipleLinearRegression();
        double[][] age = new double[12][1];
        for (int i = 0; i < 12; i++) age[i][0] = x[i][0];
        slope.newSampleData(y, age);
        assertEquals(
                slope.estimateRegressionParameters()[1] / slope.estimateRegressionParametersStandardErrors()[1],
                t(TrialDesigns.regression(base, "age", List.of()), y),
                1e-9);
        assertEquals(b[2] / se[2], t(TrialDesigns.groups(base, "arm", List.of("age")), y), 1e-9);
    }

    @Test
    void designsWithinSubjectsGiveTextbookStatistics() {
        DesignTable table = table();
        double[] y = values(24, 2);
        double[] base = new double[12];
        double[] post = new double[12];
        double[] a = new double[12];
        double[] period = new double[12];
        for (int r = 0; r < 24; r++) {
            List<String> row = table.rows().get(r);
            int s = r / 2;
            if (row.get(1).equals("base")) base[s] = y[r];
            else post[s] = y[r];
            a[s] += row.get(3).equals("A") ? y[r] : -y[r];
            period[s] = s % 2 == 0 ? 1 : -1;
        }
        assertEquals(
                new TTest().pairedT(base, post),
                t(TrialDesigns.repeatedMeasures(table, "subject", "session"), y),
                1e-9);
        double[] change = new double[12];
        for (int s = 0; s < 12; s++) change[s] = post[s] - base[s];
        double expected =
                new TTest().homoscedasticT(Arrays.copyOfRange(change, 0, 6), Arrays.copyOfRange(change, 6, 12));
        assertEquals(
                expected, t(TrialDesigns.changeFromBaseline(table, "subject", "session", "arm", List.of()), y), 1e-9);
        double f = run(
                        TrialDesigns.repeatedMeasuresByArm(table, "subject", "session", "arm"),
                        "",
                        y,
                        VOXEL.withPermutations(50))
                .statistic()[0];
        assertEquals(expected * expected, f * f, 1e-8, "session by arm with two of each is the test of change");
        // Crossover: the difference A - B on a constant and the period.
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        double[][] x = new double[12][1];
        for (int s = 0; s < 12; s++) x[s][0] = period[s];
        ols.newSampleData(a, x);
        double crossover = ols.estimateRegressionParameters()[0] / ols.estimateRegressionParametersStandardErrors()[0];
        assertEquals(crossover, t(TrialDesigns.crossover(table, "subject", "session", "treatment"), y), 1e-9);
        double[] evens = new double[6];
        double[] odds = new double[6];
        for (int s = 0; s < 12; s++) (s % 2 == 0 ? evens : odds)[s / 2] = (base[s] + post[s]) / 2;
        assertEquals(
                new TTest().homoscedasticT(evens, odds),
                t(TrialDesigns.carryOver(table, "subject", "session", "treatment"), y),
                1e-9);
    }

    @Test
    void wordsSayWhatIsDone() {
        GroupTest test = GroupTest.plan(TrialDesigns.groups(firstRows(table()), "arm", List.of("age")), "", VOXEL);
        String words = test.words();
        for (String part : List.of(
                "drug against placebo",
                "adjusted for age",
                "drug - placebo",
                "9 degrees of freedom",
                "observations are permuted freely",
                "distinct permutations, 5000 drawn at random, including the observed data",
                "Smallest attainable p: 0.002")) assertTrue(words.contains(part), part + " in " + words);
        String flips = GroupTest.plan(TrialDesigns.oneSample(firstRows(table()), List.of()), "", VOXEL)
                .words();
        assertTrue(flips.contains("4096 distinct sign flips, each used once"), flips);
    }

    /** Eight flips: one-sided 1/256; six: 1/64; two-sided twice that. Figures of METHODS.md. */
    @Test
    void smallestAttainableProbabilities() {
        assertEquals(1 / 256.0, smallest(8, Tail.POSITIVE));
        assertEquals(2 / 256.0, smallest(8, Tail.TWO));
        assertEquals(1 / 64.0, smallest(6, Tail.POSITIVE));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> smallest(5, Tail.TWO));
        assertTrue(refused.getMessage().contains("cannot reach p <= 0.05"), refused.getMessage());
        assertTrue(refused.getMessage().contains("0.0625"), refused.getMessage());
        DesignTable six = new DesignTable(
                List.of("arm", "age"),
                List.of(
                        List.of("a", "1"),
                        List.of("a", "2"),
                        List.of("a", "5"),
                        List.of("b", "3"),
                        List.of("b", "4"),
                        List.of("b", "1.5")));
        assertThrows(
                IllegalArgumentException.class,
                () -> GroupTest.plan(TrialDesigns.groups(six, "arm", List.of("age")), "", VOXEL),
                "3 + 3 has 20 arrangements however many covariates");
    }

    private static double smallest(int n, Tail tail) {
        double[][] ones = new double[n][1];
        for (double[] row : ones) row[0] = 1;
        GroupDesign design = GroupDesign.of(List.of("mean"), ones, ExchangeTree.free(n));
        return GroupTest.plan(
                        design,
                        "mean",
                        VOXEL.with(PermutationTest.Options.DEFAULT
                                .with(Inference.VOXEL)
                                .with(tail)))
                .smallestP();
    }

    @Test
    void automaticShuffling() {
        DesignTable base = firstRows(table());
        GroupDesign given = GroupDesign.of(
                List.of("drug", "placebo"),
                TrialDesigns.groups(base, "arm", List.of()).matrix(),
                ExchangeTree.free(12));
        assertEquals(
                "PERMUTE",
                GroupTest.plan(given, "drug - placebo", VOXEL).plan().shuffle().name());
        assertEquals(
                "FLIP", GroupTest.plan(given, "drug", VOXEL).plan().shuffle().name());
        assertEquals(
                "PERMUTE", GroupTest.plan(given, "1,-1", VOXEL).plan().shuffle().name());
    }

    @Test
    void contrastExpressions() {
        List<String> names = List.of("drug", "drug high", "age", "t1:placebo");
        assertArrayEquals(new double[] {1, -1, 0, 0}, ContrastExpression.parse("drug - drug high", names)[0]);
        assertArrayEquals(
                new double[] {0.5, 0.5, 0, -1},
                ContrastExpression.parse("0.5*drug + 0.5 drug high - t1:placebo", names)[0]);
        double[][] f = ContrastExpression.parse("drug - age; 0,1,-1", names);
        assertEquals(2, f.length);
        assertArrayEquals(new double[] {0, 1, -1, 0}, f[1]);
        assertArrayEquals(new double[] {-1, 0, 0, 0}, ContrastExpression.parse("-drug", names)[0]);
        for (List<String> coded : List.of(List.of("-1", "1"), List.of("1", "-1"))) {
            int minus = coded.indexOf("-1");
            double[] difference = ContrastExpression.parse("1 - -1", coded)[0];
            assertEquals(-1, difference[minus], "a column called -1 is not a sign and a number");
            assertEquals(1, difference[1 - minus]);
            double[] turned = ContrastExpression.parse("-1 - 1", coded)[0];
            assertEquals(1, turned[minus]);
            assertEquals(-1, turned[1 - minus]);
            assertEquals(-0.5, ContrastExpression.parse("0.5*1 - 0.5*-1", coded)[0][minus]);
        }
        for (String bad : List.of("drgu - age", "drug age", "1,2,3,4,5", "drug -", ";"))
            assertTrue(
                    assertThrows(IllegalArgumentException.class, () -> ContrastExpression.parse(bad, names))
                            .getMessage()
                            .contains("drug"),
                    bad);
    }

    @Test
    void badTablesAreRefusedWithTheReason() {
        DesignTable table = table();
        DesignTable less = new DesignTable(table.columns(), table.rows().subList(0, 23));
        for (String message : List.of(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TrialDesigns.repeatedMeasures(less, "subject", "session"))
                        .getMessage(),
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TrialDesigns.changeFromBaseline(less, "subject", "session", "arm", List.of()))
                        .getMessage())) assertTrue(message.contains("s11"), message);
        assertThrows(IllegalArgumentException.class, () -> TrialDesigns.groups(table, "site", List.of()));
        assertThrows(IllegalArgumentException.class, () -> TrialDesigns.regression(table, "arm", List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> TrialDesigns.changeFromBaseline(table, "subject", "session", "treatment", List.of()));
        assertThrows(IllegalArgumentException.class, () -> DesignTable.parse("a\tb\n1\n"));
        GroupDesign design = TrialDesigns.oneSample(table, List.of());
        assertThrows(IllegalArgumentException.class, () -> run(design, "", new double[3], VOXEL));
        GroupDesign both = GroupDesign.of(
                List.of("constant", "drug", "placebo"),
                new double[][] {{1, 1, 0}, {1, 1, 0}, {1, 0, 1}, {1, 0, 1}, {1, 0, 1}},
                ExchangeTree.free(5));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> both.model("drug"))
                .getMessage()
                .contains("cannot be estimated"));
        assertEquals(1, both.model("drug - placebo").effectRank());
    }

    @Test
    void skewedErrorsGiveAWarning() {
        double[][] data = new double[24][200];
        double[][] fair = new double[24][200];
        for (int i = 0; i < 24; i++) {
            Seeds.fillGaussian(Seeds.stream(8, i), fair[i]);
            for (int v = 0; v < 200; v++) data[i][v] = Math.exp(fair[i][v]);
        }
        GroupTest test = GroupTest.plan(TrialDesigns.oneSample(table(), List.of()), "", VOXEL.withPermutations(100));
        assertTrue(test.run(Observations.of(data), Neighbourhood.none(200), Progress.NONE)
                .warnings()
                .get(0)
                .contains("skewed"));
        assertEquals(
                List.of(),
                test.run(Observations.of(fair), Neighbourhood.none(200), Progress.NONE)
                        .warnings());
    }
}
