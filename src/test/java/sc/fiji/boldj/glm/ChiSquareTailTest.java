package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

/** The finite sum against the incomplete gamma function of commons-math. */
class ChiSquareTailTest {

    @Test
    void isTheIncompleteGammaFunction() {
        for (int degrees = 1; degrees <= 30; degrees++)
            for (double x : new double[] {1e-9, 0.3, 1, 4, 10, 33, 90}) {
                double expected = Gamma.regularizedGammaQ(degrees / 2.0, x / 2, 1e-15, 100_000);
                assertEquals(expected, ChiSquareTail.of(x, degrees), 1e-11 * expected + 1e-15, degrees + " at " + x);
            }
        assertEquals(1, ChiSquareTail.of(0, 7));
        assertTrue(Double.isNaN(ChiSquareTail.of(Double.NaN, 4)));
    }
}
