package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.FiellerInterval.Bounded;
import sc.fiji.boldj.stats.FiellerInterval.Options;
import sc.fiji.boldj.stats.FiellerInterval.Outside;
import sc.fiji.boldj.stats.FiellerInterval.WholeLine;

class FiellerIntervalTest {

    /** Every ratio of a grid is in the set just if the t test does not reject it: of all three kinds, many times. */
    @Test
    void invertsTheTestOnAGrid() {
        int[] kinds = new int[3];
        for (int trial = 0; trial < 400; trial++) {
            SplittableRandom random = Seeds.stream(3, trial);
            double[] z = new double[2];
            Seeds.fillGaussian(random, z);
            double va = 0.2 + random.nextDouble();
            double vb = 0.2 + random.nextDouble();
            double r = 2 * random.nextDouble() - 1;
            RatioEstimate estimate =
                    new RatioEstimate(3 * z[0], 3 * z[1], va, vb, r * Math.sqrt(va * vb), 3 + random.nextInt(40));
            double level = trial % 2 == 0 ? 0.95 : 0.8;
            FiellerInterval set = FiellerInterval.of(estimate, new Options(level));
            kinds[set instanceof Bounded ? 0 : set instanceof Outside ? 1 : 2]++;
            double critical = ContrastEstimate.critical(level, estimate.degreesOfFreedom());
            for (double ratio = -40; ratio <= 40; ratio += 0.0371) {
                double size = Math.abs(estimate.t(ratio));
                if (Math.abs(size - critical) < 1e-9) continue;
                assertEquals(size < critical, set.contains(ratio), trial + ": " + ratio + " in " + set);
                assertEquals(set.contains(ratio), set.reflected(1).contains(1 - ratio), "reflected " + ratio);
            }
        }
        for (int kind : kinds) assertTrue(kind > 20, java.util.Arrays.toString(kinds));
    }

    /** Uncorrelated estimates, t = 2 by choice of the level: the ends are those of the textbook's formula. */
    @Test
    void closedForm() {
        double level = 1 - 2 * ContrastEstimate.upperTail(2, 20);
        FiellerInterval set = FiellerInterval.of(new RatioEstimate(3, 4, 0.25, 1, 0, 20), new Options(level));
        // (16 - 4) r^2 - 24 r + (9 - 1) = 0
        Bounded bounded = assertInstanceOf(Bounded.class, set);
        assertEquals(1 - Math.sqrt(1 / 3.0), bounded.low(), 1e-8);
        assertEquals(1 + Math.sqrt(1 / 3.0), bounded.high(), 1e-8);
        // (1 - 4) r^2 - 6 r + (9 - 1) <= 0
        Outside outside = assertInstanceOf(
                Outside.class, FiellerInterval.of(new RatioEstimate(3, 1, 0.25, 1, 0, 20), new Options(level)));
        assertEquals(-1 - Math.sqrt(11 / 3.0), outside.below(), 1e-8);
        assertEquals(-1 + Math.sqrt(11 / 3.0), outside.above(), 1e-8);
        assertInstanceOf(
                WholeLine.class, FiellerInterval.of(new RatioEstimate(0.1, 1, 0.25, 1, 0, 20), new Options(level)));
    }

    @Test
    void boundedJustWhereTheDenominatorIsSignificant() {
        for (double b = -4; b <= 4; b += 0.1) {
            RatioEstimate estimate = new RatioEstimate(1.3, b, 1, 1, 0.5, 12);
            boolean significant = new ContrastEstimate(b, 1, 12).p() < 0.05;
            assertEquals(
                    significant, FiellerInterval.of(estimate, Options.DEFAULT).isBounded(), "b " + b);
        }
    }

    /** A contrast over itself is 1 beyond doubt, and over its negative -1. */
    @Test
    void perfectlyCorrelated() {
        double[][] design = {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {0, 1}, {0, 1}};
        double[] values = {1, 2, 3, 7, 8, 9.5};
        double[] weights = {1, -1};
        FiellerInterval set = FiellerInterval.of(RatioEstimate.of(design, weights, weights, values), Options.DEFAULT);
        Bounded bounded = assertInstanceOf(Bounded.class, set);
        assertEquals(1, bounded.low(), 1e-6);
        assertEquals(1, bounded.high(), 1e-6);
        assertEquals(
                -1,
                RatioEstimate.of(design, weights, new double[] {-1, 1}, values).ratio(),
                1e-12);
    }

    /** Estimates and their covariance as the regression of Commons Math gives them. */
    @Test
    void contrastsOfOneModel() {
        int n = 18;
        double[][] design = new double[n][4];
        double[] values = new double[n];
        double[] noise = new double[2 * n];
        Seeds.fillGaussian(Seeds.stream(8, 0), noise);
        for (int i = 0; i < n; i++) {
            design[i][i % 3] = 1;
            design[i][3] = noise[n + i];
            values[i] = noise[i] + (i % 3);
        }
        double[] difference = {0, 1, -1, 0};
        double[] effect = {-1, 1, 0, 0};
        RatioEstimate got = RatioEstimate.of(design, difference, effect, values);
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.setNoIntercept(true);
        ols.newSampleData(values, design);
        double[] beta = ols.estimateRegressionParameters();
        double[][] covariance = ols.estimateRegressionParametersVariance();
        assertEquals(beta[1] - beta[2], got.numerator(), 1e-10);
        assertEquals(beta[1] - beta[0], got.denominator(), 1e-10);
        double variance = ols.estimateErrorVariance();
        assertEquals(variance * product(difference, covariance, difference), got.numeratorVariance(), 1e-10);
        assertEquals(variance * product(effect, covariance, effect), got.denominatorVariance(), 1e-10);
        assertEquals(variance * product(difference, covariance, effect), got.covariance(), 1e-10);
        assertEquals(14, got.degreesOfFreedom(), 0);
    }

    private static double product(double[] a, double[][] matrix, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) for (int j = 0; j < b.length; j++) sum += a[i] * matrix[i][j] * b[j];
        return sum;
    }

    @Test
    void badInput() {
        for (double level : new double[] {0, 1, Double.NaN})
            assertThrows(IllegalArgumentException.class, () -> new Options(level));
        assertThrows(IllegalArgumentException.class, () -> new RatioEstimate(Double.NaN, 1, 1, 1, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new RatioEstimate(1, 1, 0, 1, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new RatioEstimate(1, 1, 1, 1, 1.1, 3));
        assertThrows(IllegalArgumentException.class, () -> new RatioEstimate(1, 1, 1, 1, 0, 0));
    }
}
