package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.run.Seeds;

class MixtureModelTest {

    /** 94 % background N(0.3, 1.5), 5 % gamma (mean 9), 1 % negative gamma (mean -9): the truth to 10 % of itself. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsTheMixtureThatWasDrawn(long seed) {
        int n = 50000;
        double[] gaussian = new double[n];
        SplittableRandom random = Seeds.stream(seed, 0);
        Seeds.fillGaussian(random, gaussian);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            double tail = 0;
            for (int j = 0; j < 6; j++) tail -= 1.5 * Math.log(random.nextDouble());
            x[i] = (float) (0.3 + (i < n * 0.94 ? 1.5 * gaussian[i] : i < n * 0.99 ? tail : -tail));
        }
        MixtureModel model = MixtureModel.fit(x);
        assertEquals(0.3, model.mean(), 0.05);
        assertEquals(1.5, model.deviation(), 0.05);
        assertEquals(0.05, model.positiveWeight(), 0.005);
        assertEquals(0.01, model.negativeWeight(), 0.003);
        assertTrue(model.probability(0.3) < 0.01);
        assertTrue(model.probability(12) > 0.99);
        assertTrue(model.probability(-12) > 0.95);
        assertEquals(1, model.probability(500), 0);
        assertEquals(0, model.z(0.3), 0.05);
        assertEquals(3, model.z(0.3 + 3 * 1.5), 0.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void callsHardlyAnyVoxelOfNoiseActive(long seed) {
        double[] gaussian = new double[20000];
        Seeds.fillGaussian(Seeds.stream(seed, 0), gaussian);
        float[] x = new float[gaussian.length];
        for (int i = 0; i < x.length; i++) x[i] = (float) gaussian[i];
        MixtureModel model = MixtureModel.fit(x);
        int active = 0;
        for (float v : x) if (model.probability(v) > 0.5) active++;
        assertTrue(active < 0.01 * x.length, active + " of " + x.length);
    }

    /** Bayes' rule with the densities that were drawn from: shape 6 and scale 1.5 from the background's mean on. */
    @Test
    void probabilityIsThatOfBayes() {
        int n = 400000;
        SplittableRandom random = Seeds.stream(11, 0);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            double tail = 0;
            for (int j = 0; j < 6; j++) tail -= 1.5 * Math.log(random.nextDouble());
            x[i] = (float) (0.3 + (i < n * 0.9 ? 1.5 * random.nextGaussian() : tail));
        }
        MixtureModel model = MixtureModel.fit(x);
        for (double y = 1; y < 12; y += 0.5) {
            double gamma = 0.1 * Math.pow(y, 5) * Math.exp(-y / 1.5) / (120 * Math.pow(1.5, 6));
            double normal = 0.9 * Math.exp(-y * y / (2 * 2.25)) / (1.5 * Math.sqrt(2 * Math.PI));
            assertEquals(gamma / (gamma + normal), model.probability(0.3 + y), 0.03, "at " + y);
        }
        assertTrue(Double.isNaN(model.probability(Double.NaN)));
    }

    @Test
    void refusesAConstantMap() {
        var e = assertThrows(IllegalArgumentException.class, () -> MixtureModel.fit(new float[100]));
        assertEquals("a mixture cannot be fitted: the map is constant", e.getMessage());
    }
}
