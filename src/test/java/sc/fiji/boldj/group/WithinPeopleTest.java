package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.group.PairwiseNull.Route;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.Shuffle;

/** Contrasts of conditions within participants, against textbook tests and enumerations of sign flips and of sequences. */
class WithinPeopleTest {

    private static final GroupTest.Options VOXEL =
            GroupTest.Options.DEFAULT.with(PermutationTest.Options.DEFAULT.with(Inference.VOXEL));
    private static final int ELEMENTS = 6;

    /** People with conditions in the order of their sequence, one row a period. */
    private static DesignTable table(String... sequences) {
        StringBuilder text = new StringBuilder("subject\tperiod\ttreatment\tsequence\n");
        for (int s = 0; s < sequences.length; s++)
            for (int p = 0; p < sequences[s].length(); p++)
                text.append("s" + s + "\t" + (p + 1) + "\t" + sequences[s].charAt(p) + "\t" + sequences[s] + "\n");
        return DesignTable.parse(text.toString());
    }

    private static double[][] data(int rows, long seed) {
        double[][] data = new double[rows][ELEMENTS];
        for (int i = 0; i < rows; i++) Seeds.fillGaussian(Seeds.stream(seed, i), data[i]);
        return data;
    }

    private static PermutationResult run(GroupDesign design, String contrast, double[][] data) {
        return GroupTest.plan(design, contrast, VOXEL)
                .run(Observations.of(data), Neighbourhood.none(ELEMENTS), Progress.NONE)
                .test();
    }

    /** The value of a condition in each person. */
    private static double[] of(DesignTable table, double[][] data, String treatment, int element) {
        List<Double> values = new ArrayList<>();
        for (int r = 0; r < data.length; r++)
            if (table.text("treatment").get(r).equals(treatment)) values.add(data[r][element]);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] minus(double[] a, double[] b) {
        double[] d = new double[a.length];
        for (int i = 0; i < d.length; i++) d[i] = a[i] - b[i];
        return d;
    }

    /** t of the first column, without an intercept of its own. */
    private static double t(double[] y, double[][] columns) {
        double[][] x = new double[y.length][columns.length];
        for (int c = 0; c < columns.length; c++) for (int i = 0; i < y.length; i++) x[i][c] = columns[c][i];
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.setNoIntercept(true);
        ols.newSampleData(y, x);
        return ols.estimateRegressionParameters()[0] / ols.estimateRegressionParametersStandardErrors()[0];
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    /** What was computed before: all inputs of a person change places, and participants are columns of the model. */
    private static GroupDesign pooled(GroupDesign design) {
        return design.with((WithinPeople) null).with(Shuffle.PERMUTE);
    }

    @Test
    void twoConditionsGiveTheSameAsExchangingThem() {
        DesignTable pairs = table("AB", "BA", "BA", "AB", "AB", "BA", "AB", "BA", "BA");
        double[][] data = data(18, 1);
        for (GroupDesign design : List.of(
                TrialDesigns.repeatedMeasures(pairs, "subject", "treatment"),
                TrialDesigns.crossover(pairs, "subject", "period", "treatment"))) {
            PermutationResult own = run(design, "", data);
            PermutationResult before = run(pooled(design), "", data);
            assertTrue(own.isExhaustive() && before.isExhaustive());
            assertArrayEquals(before.statistic(), own.statistic(), 1e-10, "rounding of another order of sums");
            assertArrayEquals(before.pUncorrected(), own.pUncorrected(), 0);
            assertArrayEquals(before.pFamilyWise(), own.pFamilyWise(), 0);
        }
        double[] a = of(pairs, data, "A", 0);
        double[] b = of(pairs, data, "B", 0);
        assertEquals(
                new TTest().pairedT(a, b),
                run(TrialDesigns.repeatedMeasures(pairs, "subject", "treatment"), "", data)
                        .statistic()[0],
                1e-10);
    }

    @Test
    void aContrastOfTwoOfThreeIsThatOfTheirDifferences() {
        DesignTable three = table("ABC", "BCA", "CAB", "ACB", "BAC", "CBA", "ABC", "BCA");
        double[][] data = data(24, 2);
        GroupDesign design = TrialDesigns.repeatedMeasures(three, "subject", "treatment");
        PermutationResult own = run(design, "A - C", data);
        for (int v = 0; v < ELEMENTS; v++) {
            double[] d = minus(of(three, data, "A", v), of(three, data, "C", v));
            double observed = new TTest().t(0, d);
            assertEquals(observed, own.statistic()[v], 1e-10);
            int reached = 0;
            for (int signs = 0; signs < 256; signs++) {
                double[] flipped = d.clone();
                for (int s = 0; s < 8; s++) if ((signs >> s & 1) == 1) flipped[s] = -d[s];
                if (Math.abs(new TTest().t(0, flipped)) >= Math.abs(observed) - 1e-9) reached++;
            }
            assertEquals(reached / 256.0, own.pUncorrected()[v], 1e-12);
        }
        // B does not matter at all
        double[][] other = new double[24][];
        for (int r = 0; r < 24; r++) {
            other[r] = data[r].clone();
            if (three.text("treatment").get(r).equals("B")) for (int v = 0; v < ELEMENTS; v++) other[r][v] = 1e3 * r;
        }
        assertArrayEquals(own.statistic(), run(design, "A - C", other).statistic(), 1e-10);
        assertTrue(Math.abs(run(pooled(design), "A - C", data).statistic()[0] - own.statistic()[0]) > 1e-3);
    }

    /** Freedman-Lane by hand: residuals of the periods are flipped, and the model is fitted again. */
    @Test
    void periodDifferencesAreNuisance() {
        String[] sequences = {"ABC", "BCA", "CAB", "ACB", "BAC", "CBA", "ABC", "BCA"};
        DesignTable three = table(sequences);
        double[][] data = data(24, 3);
        PermutationResult own = run(TrialDesigns.crossover(three, "subject", "period", "treatment"), "A - C", data);
        double[][] period = new double[2][8];
        for (int s = 0; s < 8; s++)
            for (int p = 1; p < 3; p++)
                period[p - 1][s] = (sequences[s].charAt(p) == 'A' ? 1 : 0) - (sequences[s].charAt(p) == 'C' ? 1 : 0);
        double[][] x = {ones(8), period[0], period[1]};
        for (int v = 0; v < ELEMENTS; v++) {
            double[] d = minus(of(three, data, "A", v), of(three, data, "C", v));
            double observed = t(d, x);
            assertEquals(observed, own.statistic()[v], 1e-9);
            OLSMultipleLinearRegression nuisance = new OLSMultipleLinearRegression();
            nuisance.setNoIntercept(true);
            double[][] z = new double[8][2];
            for (int s = 0; s < 8; s++) z[s] = new double[] {period[0][s], period[1][s]};
            nuisance.newSampleData(d, z);
            double[] residuals = nuisance.estimateResiduals();
            int reached = 0;
            for (int signs = 0; signs < 256; signs++) {
                double[] flipped = residuals.clone();
                for (int s = 0; s < 8; s++) if ((signs >> s & 1) == 1) flipped[s] = -residuals[s];
                if (Math.abs(t(flipped, x)) >= Math.abs(observed) - 1e-9) reached++;
            }
            assertEquals(reached / 256.0, own.pUncorrected()[v], 1e-12);
        }
    }

    @Test
    void fourConditionsWithAnyContrast() {
        DesignTable four = table("PQRS", "QRSP", "RSPQ", "SPQR", "PSRQ", "QPSR", "RQPS", "SRQP", "PQRS");
        double[][] data = data(36, 4);
        String interaction = "P - Q - R + S";
        PermutationResult named = run(TrialDesigns.repeatedMeasures(four, "subject", "treatment"), interaction, data);
        double[][] cells = new double[36][4];
        double[][] factors = new double[36][4];
        for (int r = 0; r < 36; r++) {
            int k = "PQRS".indexOf(four.text("treatment").get(r));
            cells[r][k] = 1;
            // dummy coding: P is both, Q the first only, R the second only
            factors[r] = new double[] {1, k == 0 || k == 1 ? 1 : 0, k == 0 || k == 2 ? 1 : 0, k == 0 ? 1 : 0};
        }
        int[] subject = four.codes("subject");
        GroupDesign matrix = GroupDesign.of(List.of("P", "Q", "R", "S"), cells, ExchangeTree.within(subject));
        GroupDesign coded =
                GroupDesign.of(List.of("one", "first", "second", "both"), factors, ExchangeTree.within(subject));
        for (int v = 0; v < ELEMENTS; v++) {
            double[] d = minus(
                    minus(of(four, data, "P", v), of(four, data, "Q", v)),
                    minus(of(four, data, "R", v), of(four, data, "S", v)));
            assertEquals(new TTest().t(0, d), named.statistic()[v], 1e-10);
        }
        for (boolean people : new boolean[] {true, false}) {
            assertArrayEquals(
                    named.statistic(),
                    run(matrix.withinBlocks(subject, people), interaction, data).statistic(),
                    1e-10);
            assertArrayEquals(
                    named.pFamilyWise(),
                    run(matrix.withinBlocks(subject, people), interaction, data).pFamilyWise(),
                    0);
            assertArrayEquals(
                    named.statistic(),
                    run(coded.withinBlocks(subject, people), "both", data).statistic(),
                    1e-9);
        }
    }

    /** Several rows: the F of repeated measures, all contrasts of a person flipped at once. */
    @Test
    void anFTestFlipsPeople() {
        DesignTable three = table("ABC", "BCA", "CAB", "ACB", "BAC", "CBA", "ABC");
        double[][] data = data(21, 5);
        GroupDesign design = TrialDesigns.repeatedMeasures(three, "subject", "treatment");
        GroupTest test = GroupTest.plan(design, "", VOXEL);
        assertEquals(2.0 / 128, test.smallestP(), 1e-12, "turning all signs leaves F as it is");
        assertEquals(12, test.model().degreesOfFreedom());
        PermutationResult own = run(design, "", data);
        assertArrayEquals(run(pooled(design), "", data).statistic(), own.statistic(), 1e-9, "F of repeated measures");
        for (int v = 0; v < ELEMENTS; v++) {
            double[][] c = {of(three, data, "A", v), of(three, data, "B", v), of(three, data, "C", v)};
            double observed = f(c, 0);
            int reached = 0;
            for (int signs = 0; signs < 128; signs++) if (f(c, signs) >= observed - 1e-9) reached++;
            assertEquals(observed, own.statistic()[v], 1e-9);
            assertEquals(reached / 128.0, own.pUncorrected()[v], 1e-12);
        }
    }

    /** Two-way analysis of variance by its sums of squares, participants' deviations from their mean flipped. */
    private static double f(double[][] c, int signs) {
        int n = c[0].length;
        double[][] e = new double[3][n];
        for (int s = 0; s < n; s++) {
            double mean = (c[0][s] + c[1][s] + c[2][s]) / 3;
            for (int k = 0; k < 3; k++) e[k][s] = ((signs >> s & 1) == 1 ? -1 : 1) * (c[k][s] - mean);
        }
        double between = 0;
        double all = 0;
        for (int k = 0; k < 3; k++) {
            double mean = java.util.Arrays.stream(e[k]).average().orElse(0);
            between += n * mean * mean;
            for (double x : e[k]) all += x * x;
        }
        return between / 2 / ((all - between) / (2 * (n - 1)));
    }

    /** Sequences that differ in A and B alone are permuted; C stays in its period. */
    @Test
    void rerandomisationExchangesTheTwoAndHoldsTheOthers() {
        String[] sequences = {"ABC", "BAC", "ABC", "BAC", "ACB", "BCA", "ACB", "BCA", "CAB", "CBA", "CAB", "CBA"};
        DesignTable three = table(sequences);
        double[][] data = data(36, 6);
        GroupDesign design =
                TrialDesigns.crossover(three, "subject", "period", "treatment").with(Shuffle.PERMUTE);
        GroupTest test = GroupTest.plan(design, "A - B", VOXEL);
        assertEquals("216", test.plan().distinct().toString(), "6 choices of 2 of 4 in each of 3 strata");
        PermutationResult own = run(design, "A - B", data);
        TreeMap<Integer, List<Integer>> strata = new TreeMap<>();
        for (int s = 0; s < 12; s++)
            strata.computeIfAbsent(sequences[s].indexOf('C'), k -> new ArrayList<>())
                    .add(s);
        for (int v = 0; v < ELEMENTS; v++) {
            double[] later = new double[12];
            double[] aLater = new double[12];
            double[][] period = new double[2][12];
            for (int s = 0; s < 12; s++) {
                int a = sequences[s].indexOf('A');
                int b = sequences[s].indexOf('B');
                aLater[s] = a > b ? 1 : -1;
                later[s] = data[3 * s + Math.max(a, b)][v] - data[3 * s + Math.min(a, b)][v];
                for (int p = 1; p < 3; p++)
                    period[p - 1][s] = (Math.max(a, b) == p ? 1 : 0) - (Math.min(a, b) == p ? 1 : 0);
            }
            double observed = t(later, new double[][] {aLater, period[0], period[1]});
            assertEquals(observed, own.statistic()[v], 1e-9);
            int reached = 0;
            int all = 0;
            for (int code = 0; code < 4096; code++) {
                boolean kept = true;
                for (List<Integer> members : strata.values()) {
                    int first = 0;
                    for (int s : members) first += code >> s & 1;
                    kept &= first == 2;
                }
                if (!kept) continue;
                double[] other = new double[12];
                for (int s = 0; s < 12; s++) other[s] = (code >> s & 1) == 1 ? 1 : -1;
                all++;
                if (Math.abs(t(later, new double[][] {other, period[0], period[1]})) >= Math.abs(observed) - 1e-9)
                    reached++;
            }
            assertEquals(216, all);
            assertEquals(reached / 216.0, own.pUncorrected()[v], 1e-12);
        }
    }

    @Test
    void whatCannotBeTestedIsRefusedWithTheReason() {
        DesignTable three = table("ABC", "BCA", "CAB", "ACB", "BAC", "CBA", "ABC");
        GroupDesign design = TrialDesigns.repeatedMeasures(three, "subject", "treatment");
        assertTrue(refusal(design, "A").contains("does not compare conditions of the same subject"));
        assertTrue(refusal(design.with(Shuffle.BOTH), "A - B").contains("shuffle=both"));
        assertTrue(refusal(design.with(Shuffle.PERMUTE), "A - B").contains("all of them are equal"));
        assertTrue(run(design.with(Shuffle.PERMUTE), "", data(21, 7)).pUncorrected()[0] > 0, "all conditions: F");
        // a person without one of the two
        List<double[]> rows = new ArrayList<>();
        List<Integer> who = new ArrayList<>();
        for (int s = 0; s < 7; s++)
            for (int k = 0; k < (s == 4 ? 2 : 3); k++) {
                double[] row = new double[3];
                row[k] = 1;
                rows.add(row);
                who.add(s);
            }
        int[] block = who.stream().mapToInt(Integer::intValue).toArray();
        GroupDesign matrix = GroupDesign.of(
                        List.of("A", "B", "C"), rows.toArray(double[][]::new), ExchangeTree.within(block))
                .withinBlocks(block, true);
        assertTrue(refusal(matrix, "A - C").contains("block 5 lacks a part of it"), refusal(matrix, "A - C"));
        assertEquals(6, GroupTest.plan(matrix, "A - B", VOXEL).model().degreesOfFreedom(), "all 7 have A and B");
    }

    private static String refusal(GroupDesign design, String contrast) {
        return assertThrows(IllegalArgumentException.class, () -> GroupTest.plan(design, contrast, VOXEL))
                .getMessage();
    }

    /** Sites hold several participants of each group: their inputs are still permuted within the site. */
    @Test
    void blocksOfSeveralPeopleStayAsTheyWere() {
        double[][] design = new double[16][3];
        int[] site = new int[16];
        for (int i = 0; i < 16; i++) {
            site[i] = i / 4;
            design[i][i % 2] = 1;
            design[i][2] = i * 5 % 7;
        }
        GroupDesign groups = GroupDesign.of(List.of("drug", "placebo", "age"), design, ExchangeTree.within(site));
        GroupTest before = GroupTest.plan(groups, "drug - placebo", VOXEL);
        GroupTest now = GroupTest.plan(groups.withinBlocks(site, false), "drug - placebo", VOXEL);
        assertEquals(before.plan().words(), now.plan().words());
        assertEquals(before.model().degreesOfFreedom(), now.model().degreesOfFreedom());
    }

    /** A fast cousin of PairwiseNullStudyTest: three standard errors of 2000 data sets. */
    @Tag("simulation")
    @Test
    void theRateOfErrorsIsNominalWhereVariancesDiffer() {
        double[] sd = {0.5, 1.5, 1.5};
        for (Route route : List.of(Route.REPEATED_MEASURES, Route.CROSSOVER, Route.RERANDOMISED)) {
            double rate = PairwiseNull.rate(route, sd, "B - C", 2000, 200, 4);
            assertEquals(0.05, rate, 0.0147, route.toString());
        }
        assertEquals(
                PairwiseNull.rate(Route.CROSSOVER, sd, "B - C", 200, 200, 4),
                PairwiseNull.rate(Route.MATRIX, sd, "B - C", 200, 200, 4),
                "the same model as a matrix");
        double before = PairwiseNull.rate(Route.ALL_EXCHANGED, sd, "B - C", 2000, 200, 4);
        assertTrue(before > 0.08, "exchanging all conditions errs in " + before);
    }
}
