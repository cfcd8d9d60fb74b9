package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HrfTest {

    /** SPM's response at 0.8 s: the figures that the project asks for, computed from the formula. */
    private static final double[] AT_0_8 = {
        0, .001178, .016935, .057783, .109409, .150025, .167725, .162831, .142461, .114894, .086487, .060921, .039683
    };

    @Test
    void spmAtShortRepetitionTime() {
        double[] values = Hrf.spm(0).sample(0, 0.8);
        assertEquals(41, values.length);
        assertEquals(1, Arrays.stream(values).sum(), 1e-12);
        assertArrayEquals(AT_0_8, Arrays.copyOf(values, AT_0_8.length), 1e-6);
    }

    @Test
    void spmAtTwoSeconds() {
        double[] values = Hrf.spm(0).sample(0, 2);
        assertEquals(17, values.length);
        double[] expected = new double[17];
        double sum = 0;
        for (int k = 0; k < 17; k++) {
            double t = 2 * k;
            expected[k] = Math.pow(t, 5) * Math.exp(-t) / 120 - Math.pow(t, 15) * Math.exp(-t) / 1307674368000.0 / 6;
            sum += expected[k];
        }
        for (int k = 0; k < 17; k++) assertEquals(expected[k] / sum, values[k], 1e-9);
    }

    @Test
    void integralsAreThoseOfTheFunctions() {
        for (String name : new String[] {"spm + derivative + dispersion", "glover+derivative+dispersion", "gamma"}) {
            Hrf hrf = Hrf.named(name);
            for (int i = 0; i < hrf.size(); i++) {
                double sum = 0;
                double step = 1e-3;
                for (int k = 0; k < 32000; k++) {
                    sum += step * hrf.value(i, (k + 0.5) * step);
                    if (k % 4000 == 0) assertEquals(sum, hrf.integral(i, (k + 1) * step), 1e-6, name + i);
                }
                assertEquals(i == 0 ? 1 : 0, hrf.integral(i, 100), 1e-3, name);
            }
        }
    }

    @Test
    void derivativesHaveTheSignOfSpm() {
        Hrf hrf = Hrf.spm(2);
        assertTrue(hrf.value(1, 3) > 0 && hrf.value(1, 7) < 0);
        assertTrue(hrf.value(2, 5) > 0);
    }

    @Test
    void responseToALongBlockIsOneAndToAnImpulseTheFunction() {
        Hrf hrf = Hrf.spm(0);
        assertEquals(1, hrf.response(0, 10, 100, 100), 1e-12);
        assertEquals(hrf.value(0, 5), hrf.response(0, 10, 0, 15), 0);
        assertEquals(hrf.value(0, 5), hrf.response(0, 10 - 5e-5, 1e-4, 15) / 1e-4, 1e-7);
        assertEquals(0, hrf.response(0, 10, 5, 9.9), 0);
    }

    @Test
    void firBinsFollowTheOnset() {
        Hrf fir = Hrf.named("fir 3 2");
        assertEquals(3, fir.size());
        assertEquals("_delay_1", fir.suffix(1));
        assertEquals(1, fir.response(1, 10, 5, 12), 0);
        assertEquals(1, fir.response(1, 10, 5, 13.9), 0);
        assertEquals(0, fir.response(1, 10, 5, 14), 0);
        assertEquals(0, fir.response(0, 10, 5, 9), 0);
    }

    @Test
    void wrongNamesAreExplained() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Hrf.named("spm + time"))
                .getMessage()
                .contains("spm + derivative"));
        assertThrows(IllegalArgumentException.class, () -> Hrf.named("fir x"));
        assertThrows(IllegalArgumentException.class, () -> Hrf.fir(0, 2));
        assertThrows(IllegalArgumentException.class, () -> Hrf.spm(0).sample(0, 0));
    }
}
