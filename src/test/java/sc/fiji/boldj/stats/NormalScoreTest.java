package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class NormalScoreTest {

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    @Test
    void sameTailAsT() {
        for (double df : new double[] {3, 20, 957})
            for (double t = -6; t <= 6; t += 0.37) {
                double z = NormalScore.ofT(t, df);
                assertEquals(
                        new TDistribution(null, df).cumulativeProbability(-Math.abs(t)),
                        NORMAL.cumulativeProbability(-Math.abs(z)),
                        1e-9);
                assertEquals(-z, NormalScore.ofT(-t, df), 0);
            }
    }

    @Test
    void sameTailAsF() {
        for (double f : new double[] {0.01, 0.5, 0.9, 1, 1.3, 4, 12}) {
            double z = NormalScore.ofF(f, 3, 60);
            assertEquals(
                    new FDistribution(null, 3, 60).cumulativeProbability(f), NORMAL.cumulativeProbability(z), 1e-9);
        }
    }

    /** log p of t = 60 with 957 degrees is -790.7 or so, below any double: the score must still rise evenly. */
    @Test
    void farTails() {
        assertEquals(NormalScore.ofT(60, 1e9), 60, 1e-3);
        assertEquals(5, NormalScore.ofT(5, 1e9), 1e-6);
        double before = 0;
        for (double t = 1; t < 80; t += 0.5) {
            double z = NormalScore.ofT(t, 957);
            assertTrue(z > before && z <= t, t + " gives " + z);
            before = z;
        }
        assertEquals(NormalScore.ofT(30, 100), -NormalScore.ofT(-30, 100), 0);
    }

    @Test
    void theTableIsTheFunction() {
        for (double df : new double[] {2, 20, 957}) {
            NormalScore.OfT scores = new NormalScore.OfT(df);
            for (double t = -45; t < 45; t += 0.0371) assertEquals(NormalScore.ofT(t, df), scores.at(t), 1e-8);
            assertTrue(Double.isNaN(scores.at(Double.NaN)));
        }
    }

    @Test
    void ends() {
        assertEquals(0, NormalScore.ofT(0, 5));
        assertEquals(NormalScore.LIMIT, NormalScore.ofT(Double.POSITIVE_INFINITY, 5));
        assertEquals(-NormalScore.LIMIT, NormalScore.ofF(0, 2, 5));
        assertTrue(Double.isNaN(NormalScore.ofT(Double.NaN, 5)) && Double.isNaN(NormalScore.ofF(-1, 2, 5)));
    }
}
