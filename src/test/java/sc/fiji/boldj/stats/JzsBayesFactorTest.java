package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.JzsBayesFactor.Options;

/**
 * Against the R package BayesFactor (make_jzs.R), 1e-6 relative, and against mpmath with 30 digits (make_jzs.py), 1e-10. Where t
 * is large and the sample small, BayesFactor itself differs from mpmath by 6e-7 to 6e-4: at those 14 of 160 points mpmath alone
 * counts.
 */
class JzsBayesFactorTest {

    @Test
    void asBayesFactorAndMpmath() {
        RTable table = RTable.of("jzs.tsv");
        int compared = 0;
        for (int row = 0; row < table.size(); row++) {
            double t = table.number(row, "t");
            int n1 = (int) table.number(row, "n1");
            int n2 = (int) table.number(row, "n2");
            Options options = new Options(table.number(row, "scale"));
            double log =
                    n2 == 0 ? JzsBayesFactor.oneSample(t, n1, options) : JzsBayesFactor.twoSample(t, n1, n2, options);
            String what = "t " + t + ", n " + n1 + " and " + n2;
            double exact = table.number(row, "exact");
            assertEquals(exact, log, 1e-10 * Math.max(1, Math.abs(exact)), what);
            double other = table.number(row, "BayesFactor");
            if (Math.abs(other - exact) > 5e-7) continue;
            compared++;
            assertEquals(other, log, 1e-6, what);
        }
        assertEquals(146, compared, "of " + table.size());
    }

    @Test
    void dataOfTwoGroupsAndOne() {
        RTable r = RTable.of("equivalence-r.tsv");
        for (int k = 0; k < 8; k++) {
            double[] drug = EquivalenceTest.values(k + 1, "drug");
            double[] placebo = EquivalenceTest.values(k + 1, "placebo");
            double[] both = EquivalenceTest.joined(drug, placebo);
            LinearModel model = EquivalenceTest.groups(drug.length, placebo.length);
            assertEquals(Math.log(r.number(k, "bf10_r0.7071")), JzsBayesFactor.of(model, both, Options.DEFAULT), 1e-6);
            assertEquals(Math.log(r.number(k, "bf10_r1")), JzsBayesFactor.of(model, both, new Options(1)), 1e-6);
            double[][] ones = new double[drug.length][1];
            for (double[] row : ones) row[0] = 1;
            LinearModel mean = LinearModel.of(ones, new double[][] {{1}});
            assertEquals(
                    Math.log(r.number(k, "bf10_onesample_drug_r0.7071")),
                    JzsBayesFactor.of(mean, drug, Options.DEFAULT),
                    1e-6);
        }
    }

    @Test
    void informationOfMeansAndDifferences() {
        assertEquals(6 * 9 / 15.0, EquivalenceTest.groups(6, 9).information(), 1e-12);
        double[][] ones = new double[7][1];
        for (double[] row : ones) row[0] = 1;
        assertEquals(7, LinearModel.of(ones, new double[][] {{1}}).information(), 1e-12);
    }

    /** The sign of t does not matter, extremes stay finite where they are, and what is not a number stays so. */
    @Test
    void ends() {
        Options medium = Options.DEFAULT;
        assertEquals(JzsBayesFactor.oneSample(3, 20, medium), JzsBayesFactor.oneSample(-3, 20, medium), 0);
        assertTrue(JzsBayesFactor.oneSample(0, 100_000, medium) < -4);
        double before = Double.NEGATIVE_INFINITY;
        for (double t = 0; t < 1e6; t = 1.5 * t + 0.5) {
            double log = JzsBayesFactor.twoSample(t, 400, 600, medium);
            assertTrue(log > before && log < Double.POSITIVE_INFINITY, "t " + t + " gives " + log);
            before = log;
        }
        assertTrue(before > 4000, "" + before);
        assertEquals(Double.POSITIVE_INFINITY, JzsBayesFactor.oneSample(Double.NEGATIVE_INFINITY, 5, medium), 0);
        assertTrue(Double.isNaN(JzsBayesFactor.oneSample(Double.NaN, 5, medium)));
        // As the scale goes to 0 both hypotheses become one.
        assertEquals(0, JzsBayesFactor.oneSample(1.5, 12, new Options(1e-6)), 1e-4);
    }

    /**
     * A Bayes factor is a ratio of densities: its mean under the null hypothesis is 1. Of that, the Cauchy tails of the
     * alternative beyond t = 100 hold .2 sqrt(10) E(1/s) 2 / (100 pi) with E(1/s) = 1.0942 for 9 degrees of freedom.
     */
    @Test
    void theMeanUnderTheNullIsOne() {
        TDistribution t = new TDistribution(null, 9);
        double sum = 0;
        double step = 0.05;
        for (double x = -100; x <= 100; x += step)
            sum += step * t.density(x) * Math.exp(JzsBayesFactor.oneSample(x, 10, new Options(0.2)));
        assertEquals(1 - 0.2 * Math.sqrt(10) * 1.0942 * 2 / (100 * Math.PI), sum, 1e-4);
    }

    @Test
    void mapsAndThreads() {
        double[][] data = EquivalenceTest.noise(12, 300, 1);
        for (double[] row : data) row[5] = 1;
        LinearModel model = EquivalenceTest.groups(6, 6);
        double[][] maps = new double[2][];
        ContrastMaps contrast = ContrastMaps.of(model, Observations.of(data), Progress.NONE);
        for (int threads : new int[] {1, 3})
            Parallelization.runWithNumThreads(
                    threads, () -> maps[threads / 3] = JzsBayesFactor.of(contrast, Options.DEFAULT, Progress.NONE));
        assertArrayEquals(maps[0], maps[1], 0);
        assertTrue(Double.isNaN(maps[0][5]));
        for (int v : new int[] {0, 6, 299})
            assertEquals(
                    JzsBayesFactor.of(
                            model,
                            Arrays.stream(data).mapToDouble(row -> row[v]).toArray(),
                            Options.DEFAULT),
                    maps[0][v],
                    1e-9);
    }

    @Test
    void badInput() {
        Options medium = Options.DEFAULT;
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
            assertThrows(IllegalArgumentException.class, () -> new Options(scale));
        assertThrows(IllegalArgumentException.class, () -> JzsBayesFactor.oneSample(1, 1, medium));
        assertThrows(IllegalArgumentException.class, () -> JzsBayesFactor.twoSample(1, 0, 5, medium));
        assertThrows(IllegalArgumentException.class, () -> JzsBayesFactor.twoSample(1, 1, 1, medium));
        assertThrows(IllegalArgumentException.class, () -> JzsBayesFactor.of(1, 0, 5, medium));
        assertThrows(IllegalArgumentException.class, () -> JzsBayesFactor.of(1, 3, 0.5, medium));
    }
}
