package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** What voxels have in common steadies the noise of each, and a late response is not taken for noise. */
class SharedNoiseTest {

    /** Scores drawn from their own law: mean and variance come back. */
    @Test
    void slowNoiseIsFoundFromAllVoxels() {
        SplittableRandom random = Seeds.stream(7, 1);
        int voxels = 20000;
        double[] scores = new double[voxels];
        SlowScore[] known = new SlowScore[voxels];
        double[] normal = new double[2 * voxels];
        Seeds.fillGaussian(random, normal);
        for (int v = 0; v < voxels; v++) {
            double information = 1 + 2 * random.nextDouble();
            known[v] = new SlowScore(0, information, new double[2], new double[3], new double[2]);
            double slow = 0.3 + 0.5 * normal[2 * v];
            scores[v] = information * slow + Math.sqrt(information) * normal[2 * v + 1];
        }
        SlowPrior prior = SlowPrior.of(scores, known, 2);
        assertEquals(0.3, prior.mean(), 0.02);
        assertEquals(0.5, 1 / Math.sqrt(prior.precision()), 0.03);
        // One voxel, or none, leaves what is presumed.
        SlowPrior one = SlowPrior.of(new double[] {scores[0]}, known, 2);
        assertEquals(2, 1 / Math.sqrt(one.precision()), 0.1);
        assertEquals(0, SlowPrior.of(new double[] {Double.NaN}, known, 2).mean());
    }

    /** Slow noise that all voxels share, and a shift of what their parameters share, drawn together: both come back. */
    @Test
    void slowNoiseIsToldFromAShiftOfThePrior() {
        int voxels = 20000;
        double[] normal = new double[3 * voxels];
        Seeds.fillGaussian(Seeds.stream(7, 2), normal);
        double[] link = {0.3, -0.2};
        double[] centre = {0.6, 0.1, 0.5};
        double slow = 0.8;
        double[] moved = {-0.7, 0.4};
        double[] scores = new double[voxels];
        SlowScore[] known = new SlowScore[voxels];
        for (int v = 0; v < voxels; v++) {
            scores[v] = slow + link[0] * moved[0] + link[1] * moved[1] + 0.5 * normal[3 * v];
            double[] gradient = {
                link[0] * slow + centre[0] * moved[0] + centre[1] * moved[1] + 0.5 * normal[3 * v + 1],
                link[1] * slow + centre[1] * moved[0] + centre[2] * moved[1] + 0.5 * normal[3 * v + 2]
            };
            known[v] = new SlowScore(0, 1, link, centre, gradient);
        }
        SlowPrior prior = SlowPrior.of(scores, known, 2);
        assertEquals(slow, prior.mean(), 0.02);
        // By Cramer's rule: the change of the parameters that leaves their likelihood where it is.
        assertEquals(-prior.mean() * (0.3 * 0.5 + 0.2 * 0.1) / 0.29, prior.shiftA(), 1e-6);
        assertEquals(prior.mean() * (0.2 * 0.6 + 0.3 * 0.1) / 0.29, prior.shiftLink(), 1e-6);
    }

    /** 1/f noise, whose ARMA(1,1) model has too much noise at the frequencies of events: slow noise does not add to it. */
    @Test
    void slowNoiseIsNotAddedWhereTheModelHasTooMuch() {
        double rate = FalsePositiveStudyTest.tallies("events", NullNoise.PINK, 9000, 1, List.of(NoiseModel.ARMA11))
                .get(NoiseModel.ARMA11)
                .rate(0);
        assertTrue(rate > 0.043 && rate < 0.055, "share beyond p = 0.05: " + rate);
    }

    /** Voxels of one noise steady each other; voxels of two kinds of noise stay apart. */
    @Test
    void estimatesAreSteadyWhereVoxelsAreAlike() {
        int voxels = 60;
        int n = 200;
        double[][] alike = new double[voxels][];
        double[][] mixed = new double[voxels][];
        for (int v = 0; v < voxels; v++) {
            alike[v] = NullNoise.AR4_STRONG.series(8, v, n);
            mixed[v] = v % 2 == 0 ? NullNoise.WHITE.series(8, v, n) : alike[v];
        }
        double[] a = neighbours(fit(alike, 2, n));
        double[] b = neighbours(fit(mixed, 2, n));
        assertTrue(spread(a, 1) < 0.06, "alike: " + spread(a, 1));
        double white = 0;
        double strong = 0;
        for (int v = 0; v < voxels; v++) {
            if (v % 2 == 0) white += b[v] / (voxels / 2.0);
            else strong += b[v] / (voxels / 2.0);
        }
        // True: 0 and 0.62.
        assertTrue(white < 0.15 && strong > 0.5, white + ", " + strong);
    }

    private static GlmResult fit(double[][] series, double repetitionTime, int n) {
        List<Events.Event> events = new ArrayList<>();
        for (int i = 0; i < n * repetitionTime / 40 - 1; i++) events.add(new Events.Event("on", 10 + 40 * i, 15, 1));
        Design design = TaskDesign.build(
                Events.of(events), new Sampling(n, repetitionTime, 0), Map.of(), null, TaskDesign.Options.DEFAULT);
        VoxelGrid grid = new VoxelGrid(series.length, 1, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("scan", grid, n, SeriesTiming.every(repetitionTime));
        float[] volume = new float[series.length];
        for (int t = 0; t < n; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (100 + series[v][t]);
            image.writeVolume(t, volume);
        }
        return FirstLevel.of(
                image,
                Mask.all(grid),
                design,
                TaskContrast.parse("on", design.names()),
                FirstLevel.Options.DEFAULT,
                Progress.NONE);
    }

    /** The correlation of neighbours in each voxel. */
    private static double[] neighbours(GlmResult result) {
        double[] link = new double[result.noise()[0].length];
        for (int v = 0; v < link.length; v++) {
            double a = result.noise()[0][v];
            double b = result.noise()[1][v];
            link[v] = (a + b) * (1 + a * b) / (1 + 2 * a * b + b * b);
        }
        return link;
    }

    private static double spread(double[] values, int every) {
        double mean = 0;
        double squares = 0;
        int count = 0;
        for (int v = 0; v < values.length; v += every) {
            mean += values[v];
            squares += values[v] * values[v];
            count++;
        }
        mean /= count;
        return Math.sqrt(squares / count - mean * mean);
    }

    /** Brief events, a response 2 s late, an effect of 15 standard errors: 1.4 times the oracle's error without care. */
    @Test
    void aLateResponseIsNotTakenForNoise() {
        LateResponseSimulation simulation = new LateResponseSimulation(2, 240, "events", NullNoise.AR4);
        int late = LateResponseSimulation.kind(2, 2);
        double with = error(simulation, late, true);
        double without = error(simulation, late, false);
        assertTrue(without > 1.2, "too little to test: " + without);
        assertEquals(1, with, 0.1, "standard error over that of the oracle");
    }

    private static double error(LateResponseSimulation simulation, int kind, boolean others) {
        return LateResponseStudyTest.median(simulation
                .run(3, 12, List.of(NoiseModel.DEFAULT), others)
                .get(NoiseModel.DEFAULT)
                .error()[kind]);
    }
}
