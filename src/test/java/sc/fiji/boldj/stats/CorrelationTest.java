package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Seeds;

class CorrelationTest {

    /** Two variables with a common part and means far from 0. */
    private static double[][] variables(int samples) {
        double[] noise = new double[3 * samples];
        Seeds.fillGaussian(Seeds.stream(3, 0), noise);
        double[][] variables = new double[2][samples];
        for (int i = 0; i < samples; i++) {
            variables[0][i] = 100 + noise[3 * i] + noise[3 * i + 1];
            variables[1][i] = -40 + 2 * noise[3 * i] - noise[3 * i + 2];
        }
        return variables;
    }

    /** Commons Math computes by updates; both are exact to rounding. */
    @Test
    void isThatOfCommonsMath() {
        double[][] v = variables(57);
        assertEquals(new PearsonsCorrelation().correlation(v[0], v[1]), Correlation.of(v[0], v[1]), 1e-13);
        assertEquals(1, Correlation.of(v[0], v[0]), 1e-15);
    }

    @Test
    void samplesThatAreNotFiniteInEitherAreExcluded() {
        double[][] v = variables(8);
        double[] a = {v[0][0], Double.NaN, v[0][1], v[0][2], 7, v[0][3]};
        double[] b = {v[1][0], 5, v[1][1], v[1][2], Double.POSITIVE_INFINITY, v[1][3]};
        assertEquals(Correlation.of(Arrays.copyOf(v[0], 4), Arrays.copyOf(v[1], 4)), Correlation.of(a, b));
    }

    @Test
    void aConstantHasNoCorrelation() {
        assertTrue(Double.isNaN(Correlation.of(new double[] {3, 3, 3}, new double[] {1, 2, 4})));
        assertTrue(Double.isNaN(Correlation.of(new double[] {1, 2, 4}, new double[] {3, 3, 3})));
        assertTrue(Double.isNaN(Correlation.of(new double[] {Double.NaN, 1}, new double[] {1, Double.NaN})));
    }
}
