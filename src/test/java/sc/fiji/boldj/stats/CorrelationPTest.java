package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CorrelationPTest {

    /** {@code 2 * pt(-r * sqrt(d / (1 - r^2)), d)} of R 4.2.2; relative tolerance 1e-9. */
    @Test
    void equalsR() {
        double[][] cases = {
            {0.3, 58, 0.0198681828893217},
            {0.291312612451591, 207, 1.87412079586764e-05},
            {0.9, 4, 0.0145},
            {0.05, 1198, 0.0833931610212052},
            {0.6, 118, 4.419069083646e-13}
        };
        for (double[] each : cases) assertEquals(each[2], CorrelationP.of(each[0], each[1]), 1e-9 * each[2]);
    }

    @Test
    void criticalIsTheInverse() {
        for (double d : new double[] {1, 6, 58, 207, 1198})
            for (double p : new double[] {0.5, 0.05, 1e-3, 1e-6}) {
                double r = CorrelationP.critical(p, d);
                double rounding =
                        d * Math.ulp(1.0) / (1 - r); // p is close to proportional to (1 - r) to the power d / 2 near 1
                assertEquals(p, CorrelationP.of(r, d), (1e-6 + rounding) * p);
            }
        assertEquals(0, CorrelationP.critical(1, 10), 1e-9);
    }

    @Test
    void signAndEnds() {
        assertEquals(CorrelationP.of(0.4, 20), CorrelationP.of(-0.4, 20));
        assertEquals(1, CorrelationP.of(0, 20), 1e-12);
        assertEquals(0, CorrelationP.of(1, 20));
        assertThrows(IllegalArgumentException.class, () -> CorrelationP.of(1.1, 20));
        assertThrows(IllegalArgumentException.class, () -> CorrelationP.of(0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> CorrelationP.critical(0, 20));
    }
}
