package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;

/** Degrees of freedom against closed forms of textbooks, and slopes against differences. */
class ErrorFreedomTest {

    private static final int VOLUMES = 400;

    private static Design design() {
        double[] slow = new double[VOLUMES];
        double[] fast = new double[VOLUMES];
        double[] ones = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) {
            slow[t] = Math.cos(2 * Math.PI * 4 * (t + 0.5) / VOLUMES);
            fast[t] = Math.cos(2 * Math.PI * 100 * (t + 0.25) / VOLUMES);
            ones[t] = 1;
        }
        return new Design.Builder(VOLUMES)
                .add("slow", Design.Kind.TASK, slow)
                .add("fast", Design.Kind.TASK, fast)
                .add("constant", Design.Kind.CONSTANT, ones)
                .build();
    }

    private static GlmPlan plan(NoiseModel noise) {
        Design design = design();
        return new GlmPlan(
                design,
                TaskContrast.parse("slow | fast | any = slow; fast", design.names()),
                FirstLevel.Options.DEFAULT.with(noise),
                Progress.NONE);
    }

    /** The weight of AR(1) has the variance (1 - a a) / n, and the spectrum at frequency w is 1 / (1 - 2 a cos w + a a). */
    @Test
    void firstOrderIsTheDeltaMethod() {
        GlmPlan plan = plan(NoiseModel.AR1);
        double a = 0.5;
        ArNoise noise = new ArNoise(plan.basis(), a);
        double[] covariance = noise.covariance(plan.spectrum());
        for (int c = 0; c < 2; c++) {
            double w = 2 * Math.PI * (c == 0 ? 4 : 100) / VOLUMES;
            double slope = 2 * (Math.cos(w) - a) / (1 - 2 * a * Math.cos(w) + a * a);
            double left = VOLUMES - 3;
            double expected = 2 / (2 / left + slope * slope * (1 - a * a) / left);
            double found = ErrorFreedom.of(noise, covariance, plan.basis().contrast(c), 3, left)
                    .degrees();
            assertEquals(1, found / expected, 0.05, "contrast " + c + ": " + found + ", expected " + expected);
        }
    }

    @Test
    void noiseOfNoWeightsLeavesAll() {
        GlmPlan plan = plan(NoiseModel.AR1);
        ArNoise white = new ArNoise(plan.basis());
        ErrorFreedom t = ErrorFreedom.of(
                white, white.covariance(plan.spectrum()), plan.basis().contrast(0), 3, VOLUMES - 3);
        assertEquals(VOLUMES - 3, t.degrees(), 1e-3);
        assertEquals(1, t.scale());
        // Kenward and Roger give an exact F back where there is one: degrees and scale are those of the textbook.
        ErrorFreedom f = ErrorFreedom.of(
                white, white.covariance(plan.spectrum()), plan.basis().contrast(2), 3, VOLUMES - 3);
        assertEquals(VOLUMES - 3, f.degrees(), 3);
        assertEquals(1, f.scale(), 0.01);
    }

    @Test
    void slopesAreDifferences() {
        GlmPlan plan = plan(NoiseModel.ARMA11);
        double[] x = {0.3, -1, 0.2};
        double[] y = {1, 0.5, -0.4};
        double step = 1e-5;
        ArNoise ar = new ArNoise(plan.basis(), 0.4, 0.2);
        double[] found = new double[2];
        ar.slopes(x, y, found);
        for (int i = 0; i < 2; i++) {
            double up = form(new ArNoise(plan.basis(), 0.4 + (i == 0 ? step : 0), 0.2 + (i == 1 ? step : 0)), x, y);
            double down = form(new ArNoise(plan.basis(), 0.4 - (i == 0 ? step : 0), 0.2 - (i == 1 ? step : 0)), x, y);
            // The ends of the run are left out.
            assertEquals((up - down) / (2 * step), found[i], 0.03);
        }
        ArmaNoise arma = new ArmaNoise(plan.basis(), 0.6, -0.2);
        arma.slopes(x, y, found);
        for (int i = 0; i < 2; i++) {
            double up = form(new ArmaNoise(plan.basis(), 0.6 + (i == 0 ? step : 0), -0.2 + (i == 1 ? step : 0)), x, y);
            double down =
                    form(new ArmaNoise(plan.basis(), 0.6 - (i == 0 ? step : 0), -0.2 - (i == 1 ? step : 0)), x, y);
            assertEquals((up - down) / (2 * step), found[i], 1e-3);
        }
    }

    /** x' L L' y of the factor of U' Q U. */
    private static double form(VoxelNoise noise, double[] x, double[] y) {
        double[] l = noise.factor();
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double a = 0;
            double b = 0;
            for (int i = k; i < 3; i++) {
                a += l[i * (i + 1) / 2 + k] * x[i];
                b += l[i * (i + 1) / 2 + k] * y[i];
            }
            sum += a * b;
        }
        return sum;
    }

    @Test
    void slowEffectsHaveFewerDegreesThanFastOnes() {
        GlmPlan plan = plan(NoiseModel.AR);
        ArNoise noise = new ArNoise(plan.basis(), 0.42, 0.18, 0.10, 0.08);
        double[] covariance = noise.covariance(plan.spectrum());
        List<Double> degrees = new java.util.ArrayList<>();
        for (int c = 0; c < 2; c++)
            degrees.add(ErrorFreedom.of(noise, covariance, plan.basis().contrast(c), 3, VOLUMES - 3)
                    .degrees());
        assertTrue(degrees.get(0) < degrees.get(1) && degrees.get(1) < VOLUMES - 3, degrees.toString());
    }
}
