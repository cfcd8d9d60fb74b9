package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.linalg.Cholesky;
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
                FirstLevel.Options.DEFAULT.with(noise).withOthers(false),
                0.8,
                Progress.NONE);
    }

    /** The degrees of freedom where all there is to know of the noise is its variance and its weights. */
    private static ErrorFreedom freedom(GlmPlan plan, VoxelNoise noise, int contrast) {
        double[] slopes = noise.logSlopes(plan.spectrum());
        int p = slopes.length / NoiseSpectrum.SIZE;
        double[] covariance = plan.spectrum().covariance(slopes, p, 0);
        double[][] rows = plan.basis().contrast(contrast);
        int q = rows.length;
        double[][] changes = new double[p + 1][q * q];
        double[][] turned = new double[p][3];
        for (int r = 0; r < q; r++) {
            changes[0][r * q + r] = 1;
            if (p == 0) continue;
            double[] x = rows[r].clone();
            double square = Cholesky.forward(noise.factor(), 3, x, 0);
            Cholesky.backward(noise.factor(), 3, x, 0);
            noise.slopes(x, turned);
            for (int i = 0; i < p; i++) changes[i + 1][r * q + r] = -ArNoise.dot(x, 0, turned[i], 0, 3) / square;
        }
        return ErrorFreedom.of(changes, covariance, q, VOLUMES - 3);
    }

    /** The weight of AR(1) has the variance (1 - a a) / n, and the spectrum at frequency w is 1 / (1 - 2 a cos w + a a). */
    @Test
    void firstOrderIsTheDeltaMethod() {
        GlmPlan plan = plan(NoiseModel.AR1);
        double a = 0.5;
        ArNoise noise = new ArNoise(plan.basis(), a);
        for (int c = 0; c < 2; c++) {
            double w = 2 * Math.PI * (c == 0 ? 4 : 100) / VOLUMES;
            double slope = 2 * (Math.cos(w) - a) / (1 - 2 * a * Math.cos(w) + a * a);
            double left = VOLUMES - 3;
            double expected = 2 / (2 / left + slope * slope * (1 - a * a) / left);
            double found = freedom(plan, noise, c).degrees();
            assertEquals(1, found / expected, 0.05, "contrast " + c + ": " + found + ", expected " + expected);
        }
    }

    @Test
    void noiseOfNoWeightsLeavesAll() {
        GlmPlan plan = plan(NoiseModel.AR1);
        ArNoise white = new ArNoise(plan.basis());
        ErrorFreedom t = freedom(plan, white, 0);
        assertEquals(VOLUMES - 3, t.degrees(), 1e-3);
        assertEquals(1, t.scale());
        // Kenward and Roger give an exact F back where there is one: degrees and scale are those of the textbook.
        ErrorFreedom f = freedom(plan, white, 2);
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
        double[] found = products(ar, x, y);
        for (int i = 0; i < 2; i++) {
            double up = form(new ArNoise(plan.basis(), 0.4 + (i == 0 ? step : 0), 0.2 + (i == 1 ? step : 0)), x, y);
            double down = form(new ArNoise(plan.basis(), 0.4 - (i == 0 ? step : 0), 0.2 - (i == 1 ? step : 0)), x, y);
            // The ends of the run are excluded.
            assertEquals((up - down) / (2 * step), found[i], 0.03);
        }
        ArmaNoise arma = new ArmaNoise(plan.basis(), 0.6, -0.2);
        found = products(arma, x, y);
        for (int i = 0; i < 2; i++) {
            double up = form(new ArmaNoise(plan.basis(), 0.6 + (i == 0 ? step : 0), -0.2 + (i == 1 ? step : 0)), x, y);
            double down =
                    form(new ArmaNoise(plan.basis(), 0.6 - (i == 0 ? step : 0), -0.2 - (i == 1 ? step : 0)), x, y);
            assertEquals((up - down) / (2 * step), found[i], 1e-3);
        }
    }

    private static double[] products(VoxelNoise noise, double[] x, double[] y) {
        double[][] turned = new double[2][3];
        noise.slopes(x, turned);
        return new double[] {ArNoise.dot(turned[0], 0, y, 0, 3), ArNoise.dot(turned[1], 0, y, 0, 3)};
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
        EffectVariance effects =
                noise.effects(plan, 3, new SlowPrior(0, plan.slow().prior(), 0, 0));
        List<Double> degrees = new java.util.ArrayList<>();
        for (int c = 0; c < 2; c++) degrees.add(effects.freedom(c).degrees());
        assertTrue(degrees.get(0) < degrees.get(1) && degrees.get(1) < VOLUMES - 3, degrees.toString());
    }
}
