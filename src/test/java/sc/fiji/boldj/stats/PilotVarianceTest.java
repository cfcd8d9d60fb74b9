package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Seeds;

/** Variances of a pilot against lme of R (nlme, balanced data, its seven digits) and projections in R (unbalanced, 1e-10). */
class PilotVarianceTest {

    // 12 participants in two arms, 3 sessions
    private static final double[] VALUES = {
        -0.9634, 0.3843, 0.8652, -0.8675, 0.0287, 0.0764, 1.4424, 1.7565, -1.1238, 1.1078, -0.3874, -1.7978, -0.3011,
        0.1887, 2.0712, 0.5563, 1.1453, 0.2344, 1.7159, 2.7128, 0.2905, 2.7829, 0.0087, 0.3626, 1.4483, 1.2343, 1.0733,
        0.9035, 2.2463, 1.3128, 2.7746, 2.0604, 0.525, 1.1816, 0.6417, 1.1604
    };
    private static final int[] PEOPLE =
            IntStream.range(0, 36).map(i -> 100 - i % 12).toArray();
    private static final int[] CELLS =
            IntStream.range(0, 36).map(i -> i / 12 + (i % 12 < 7 ? 10 : 20)).toArray();

    @Test
    void balancedDataGiveTheVariancesOfRestrictedMaximumLikelihood() {
        PilotVariance pilot = PilotVariance.of(VALUES, PEOPLE, CELLS);
        assertEquals(0.6386746, pilot.between(), 1e-6);
        assertEquals(0.3610092, pilot.meanSquareWithin(), 1e-6);
        assertEquals(3, pilot.sessions(), 1e-12);
        assertEquals(10, pilot.degreesBetween());
        assertEquals(20, pilot.degreesWithin());
        assertEquals(0.6386746 / (0.6386746 + 0.3610092), pilot.correlation(), 1e-6);
        // a multiple of one mean square has its degrees of freedom, a sum those of Satterthwaite
        assertEquals(20, pilot.degrees(2 * pilot.meanSquareWithin(), 0, 2), 1e-9);
        assertEquals(10, pilot.degrees(pilot.meanSquareBetween(), 3, 1), 1e-9);
        double total = pilot.total();
        double a = pilot.meanSquareBetween() / 3;
        double b = 2 * pilot.meanSquareWithin() / 3;
        assertEquals((a + b) * (a + b) / (a * a / 10 + b * b / 20), pilot.degrees(total, 1, 1), 1e-9);
    }

    @Test
    void unbalancedDataGiveTheMeanSquaresOfFittingConstants() {
        int[] rows = IntStream.range(0, 36)
                .filter(i -> !Arrays.asList(1, 16, 29, 30).contains(i))
                .toArray();
        PilotVariance pilot = PilotVariance.of(
                IntStream.of(rows).mapToDouble(i -> VALUES[i]).toArray(),
                IntStream.of(rows).map(i -> PEOPLE[i]).toArray(),
                IntStream.of(rows).map(i -> CELLS[i]).toArray());
        assertEquals(10, pilot.degreesBetween());
        assertEquals(16, pilot.degreesWithin());
        assertEquals(2.12711429003401, pilot.meanSquareBetween(), 1e-10);
        assertEquals(0.42594790989541, pilot.meanSquareWithin(), 1e-10);
        assertEquals(2.6, pilot.sessions(), 1e-10);
    }

    /** Over simulated pilots the intervals of SD and correlation cover the truth in 95 of 100, within four standard errors. */
    @Test
    void intervalsCoverTheTruth() {
        int covered = 0;
        int reliable = 0;
        int trials = 2000;
        for (int k = 0; k < trials; k++) {
            double[] draws = new double[60];
            Seeds.fillGaussian(Seeds.stream(77, k), draws);
            double[] values = new double[40];
            int[] people = new int[40];
            int[] cells = new int[40];
            for (int i = 0; i < 40; i++) {
                people[i] = i % 20;
                cells[i] = i / 20;
                values[i] = 1.5 * draws[40 + people[i]] + draws[i] + cells[i];
            }
            PilotVariance pilot = PilotVariance.of(values, people, cells);
            double[] sd = PilotVariance.interval(Math.sqrt(pilot.meanSquareWithin()), pilot.degreesWithin(), 0.95);
            if (sd[0] <= 1 && 1 <= sd[1]) covered++;
            double[] icc = pilot.correlationInterval(0.95);
            double truth = 2.25 / 3.25;
            if (icc[0] <= truth && truth <= icc[1]) reliable++;
        }
        assertEquals(0.95, covered / (double) trials, 0.0195);
        assertEquals(0.95, reliable / (double) trials, 0.0195);
    }

    @Test
    void oneSessionGivesOneVarianceAndTooFewAreRefused() {
        PilotVariance one = PilotVariance.of(new double[] {1, 2, 4}, new int[] {1, 2, 3}, new int[] {0, 0, 0});
        assertEquals(7.0 / 3, one.total(), 1e-12);
        assertTrue(!one.hasRepeats() && Double.isNaN(one.correlation()));
        assertEquals(2, one.degrees(one.total(), 1, 0), 1e-12);
        assertThrows(
                DataException.class, () -> PilotVariance.of(new double[] {1, 2}, new int[] {1, 2}, new int[] {0, 1}));
        assertThrows(
                DataException.class,
                () -> PilotVariance.of(new double[] {1, 1, 1}, new int[] {1, 2, 3}, new int[] {0, 0, 0}));
        assertThrows(
                IllegalArgumentException.class,
                () -> PilotVariance.of(new double[] {1, Double.NaN}, new int[] {1, 2}, new int[] {0, 0}));
    }
}
