package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** What estimated noise adds to variances, against full matrices, and against noise of known kinds. */
class EffectVarianceTest {

    private static final int VOLUMES = 300;
    private static final double TR = 0.8;
    private static final String CONTRASTS =
            "faces - shapes | faces | both = faces; shapes | turned = faces - shapes; faces + shapes";

    /** As if nothing were known of other voxels. */
    private static final SlowPrior PRESUMED = new SlowPrior(0, 0.25, 0, 0);

    private static Design design() {
        List<Events.Event> events = new ArrayList<>();
        for (int i = 0; i < 9; i++)
            events.add(new Events.Event(i % 2 == 0 ? "faces" : "shapes", 4 + 25 * i, 14 + i, 1));
        return TaskDesign.build(
                Events.of(events), new Sampling(VOLUMES, TR, 0), Map.of(), null, TaskDesign.Options.DEFAULT);
    }

    /** Brief events and slow confounds, between which wrong weights do not tell well. */
    private static Design brief() {
        Map<String, double[]> confounds = new java.util.TreeMap<>();
        for (int c = 0; c < 8; c++) confounds.put("slow_" + c, NullNoise.PINK.series(4, c, VOLUMES));
        return TaskDesign.build(
                FalsePositiveStudyTest.events("events", 3, VOLUMES),
                new Sampling(VOLUMES, TR, 0),
                confounds,
                null,
                TaskDesign.Options.DEFAULT);
    }

    private static GlmPlan plan(NoiseModel model) {
        return plan(model, design());
    }

    private static GlmPlan plan(NoiseModel model, Design design) {
        return new GlmPlan(
                design,
                TaskContrast.parse(CONTRASTS, design.names()),
                FirstLevel.Options.DEFAULT.with(model).withOthers(false),
                TR,
                Progress.NONE);
    }

    private static RealMatrix slowMatrix(int n) {
        double decay = Math.exp(-TR / 8);
        RealMatrix p = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (i != j) p.setEntry(i, j, (1 - decay) / (2 * decay) * Math.pow(decay, Math.abs(i - j)));
        return p;
    }

    private static RealMatrix basis(GlmPlan plan) {
        int rank = plan.basis().rank();
        RealMatrix u = new Array2DRowRealMatrix(VOLUMES, rank);
        for (int t = 0; t < VOLUMES; t++)
            for (int c = 0; c < rank; c++) u.setEntry(t, c, plan.basis().basis()[t * rank + c]);
        return u;
    }

    /** The inverse of the correlation of noise, from its products with unit series. */
    private static RealMatrix precision(VoxelNoise noise) {
        RealMatrix q = new Array2DRowRealMatrix(VOLUMES, VOLUMES);
        double[] column = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) {
            double[] unit = new double[VOLUMES];
            unit[t] = 1;
            noise.precision(unit, 0, column, 0);
            q.setColumn(t, column);
        }
        return q;
    }

    @Test
    void slowNoiseIsItsMatrix() {
        GlmPlan plan = plan(NoiseModel.AR);
        double[] e = NullNoise.PINK.series(3, 1, VOLUMES);
        RealMatrix p = slowMatrix(VOLUMES);
        double expected = 0;
        double[] pe = p.operate(e);
        for (int t = 0; t < VOLUMES; t++) expected += e[t] * pe[t];
        assertEquals(expected, plan.slow().of(e, 0), 1e-9 * Math.abs(expected));
        double[] shape = plan.slow().shape();
        double sum = 0;
        for (double value : shape) sum += value;
        assertEquals(0, sum, 0.05, "its spectrum adds up to 0");
        assertEquals(1, shape[0], 0.02);
        // Half its height near 0.02 Hz, but for what is taken off at all frequencies.
        int half = (int) (0.02 * 2 * TR * NoiseSpectrum.SIZE);
        assertEquals(
                0.5, (shape[half] - shape[NoiseSpectrum.SIZE - 1]) / (shape[0] - shape[NoiseSpectrum.SIZE - 1]), 0.05);
        // Of the whitened design: exactly for ARMA(1,1), but for the ends of the run for autoregressive noise.
        RealMatrix u = basis(plan);
        for (VoxelNoise noise : List.of(
                new ArmaNoise(plan.basis(), 0.8, -0.4),
                new ArNoise(plan.basis(), 0.5, 0.2),
                new ArNoise(plan.basis()))) {
            RealMatrix w = new CholeskyDecomposition(precision(noise), 1e-9, 0).getLT();
            RealMatrix wu = w.multiply(u);
            RealMatrix square = wu.transpose().multiply(p).multiply(wu);
            double[] found = noise.slow(plan.slow());
            for (int i = 0; i < u.getColumnDimension(); i++)
                assertEquals(
                        square.getEntry(i, i),
                        found[i * (i + 3) / 2],
                        (noise instanceof ArmaNoise ? 0.02 : 0.06) * Math.max(0.3, square.getEntry(i, i)),
                        noise.getClass().getSimpleName() + " column " + i);
        }
    }

    /** What wrong weights add: sum of cov(i, j) x' (D_i V D_j - D_i U G U' D_j) x, with D the slopes of Q by differences. */
    @Test
    void weightsThatAreNotTheTrueOnesAddWhatFullMatricesSay() {
        for (NoiseModel model : List.of(NoiseModel.AR, NoiseModel.ARMA11)) {
            GlmPlan plan = plan(model, brief());
            boolean arma = model == NoiseModel.ARMA11;
            double[] at = arma ? new double[] {0.75, -0.35} : new double[] {0.4, 0.2};
            VoxelNoise noise = arma ? new ArmaNoise(plan.basis(), at[0], at[1]) : new ArNoise(plan.basis(), at);
            RealMatrix u = basis(plan);
            RealMatrix q = precision(noise);
            RealMatrix v = new LUDecomposition(q).getSolver().getInverse();
            RealMatrix g = new LUDecomposition(u.transpose().multiply(q).multiply(u))
                    .getSolver()
                    .getInverse();
            double step = 1e-4;
            RealMatrix[] d = new RealMatrix[2];
            for (int i = 0; i < 2; i++) {
                RealMatrix[] sides = new RealMatrix[2];
                for (int side = 0; side < 2; side++) {
                    double[] moved = at.clone();
                    moved[i] += side == 0 ? step : -step;
                    sides[side] = precision(
                            arma ? new ArmaNoise(plan.basis(), moved[0], moved[1]) : new ArNoise(plan.basis(), moved));
                }
                d[i] = sides[0].subtract(sides[1]).scalarMultiply(1 / (2 * step));
            }
            double[] known = plan.spectrum().covariance(noise.logSlopes(plan.spectrum()), 2, 0);
            for (int c = 0; c < 2; c++) {
                double[] row = plan.basis().contrast(c)[0];
                double[] x = u.operate(g.operate(row));
                double square = 0;
                for (int i = 0; i < row.length; i++) square += row[i] * g.operate(row)[i];
                double sum = 0;
                for (int i = 0; i < 2; i++)
                    for (int j = 0; j < 2; j++) {
                        int a = Math.max(i, j) + 1;
                        int b = Math.min(i, j) + 1;
                        double[] left = d[i].operate(x);
                        double[] right = d[j].operate(x);
                        double[] far = v.operate(right);
                        double[] seen = u.operate(g.operate(u.transpose().operate(right)));
                        for (int t = 0; t < VOLUMES; t++)
                            sum += known[a * (a + 1) / 2 + b] * left[t] * (far[t] - seen[t]);
                    }
                double expected = Math.pow(1 + (arma ? 1 : 2) * sum / square / 3, 3) - 1;
                double found = noise.effects(plan, 4, PRESUMED).growth(c, 1, 0)[0] - 1;
                assertTrue(expected > 0.01, "too little to test: " + expected);
                assertEquals(1, found / expected, 0.15, model + " contrast " + c + ": " + found + ", " + expected);
            }
        }
    }

    /** The residuals of white noise hold no slow noise, though the design took slow noise from them. */
    @Test
    void nothingIsFoundWhereThereIsNothing() {
        GlmPlan plan = plan(NoiseModel.AR);
        RealMatrix u = basis(plan);
        ArNoise white = new ArNoise(plan.basis());
        SlowScore score = white.slowScore(plan);
        int runs = 400;
        double mean = 0;
        double square = 0;
        double plain = 0;
        double[] e = new double[VOLUMES];
        for (int run = 0; run < runs; run++) {
            Seeds.fillGaussian(Seeds.stream(51, run), e);
            double[] fit = u.operate(u.transpose().operate(e));
            for (int t = 0; t < VOLUMES; t++) e[t] -= fit[t];
            double excess = score.excess(plan.slow(), e, 0, 1);
            mean += excess / runs;
            square += excess * excess / runs;
            plain += 0.5 * plan.slow().of(e, 0) / runs;
        }
        double error = Math.sqrt((square - mean * mean) / runs);
        assertEquals(0, mean, 3 * error);
        assertTrue(plain < -10 * error, "the design takes slow noise: " + plain);
    }

    @Test
    void moreSlowNoiseMakesSlowEffectsLessSure() {
        for (NoiseModel model : List.of(NoiseModel.AR, NoiseModel.ARMA11)) {
            GlmPlan plan = plan(model);
            VoxelNoise noise = model == NoiseModel.AR
                    ? new ArNoise(plan.basis(), 0.3, 0.1)
                    : new ArmaNoise(plan.basis(), 0.6, -0.2);
            EffectVariance effects = noise.effects(plan, 4, PRESUMED);
            double none = effects.growth(0, 1, 0)[0];
            assertTrue(effects.growth(0, 1, 2)[0] > 1.02 * none, model.toString());
            assertTrue(effects.growth(0, 1, -2)[0] < 0.98 * none, model.toString());
            // Kept within limits, and positive definite.
            assertEquals(Math.pow(5.0 / 3, 3), effects.growth(0, 1, 1e9)[0], 1e-6);
            assertEquals(Math.pow(1.0 / 3, 3), effects.growth(0, 1, -1e9)[0], 1e-6);
            for (double excess : new double[] {-1e9, -3, 3, 1e9}) {
                double[] m = effects.growth(2, 2, excess);
                assertEquals(m[1], m[2], 1e-9 * Math.abs(m[0]));
                assertTrue(m[0] > 0 && m[0] * m[3] > m[1] * m[2], model + " at " + excess);
            }
        }
    }

    /** F does not depend on how the rows of a question are put. */
    @Test
    void rowsMayBeTurned() {
        int voxels = 20;
        VoxelGrid grid = new VoxelGrid(voxels, 1, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("scan", grid, VOLUMES, SeriesTiming.every(TR));
        double[][] series = new double[voxels][];
        for (int v = 0; v < voxels; v++) series[v] = NullNoise.PINK.series(6, v, VOLUMES);
        float[] volume = new float[voxels];
        for (int t = 0; t < VOLUMES; t++) {
            for (int v = 0; v < voxels; v++) volume[v] = (float) (100 + series[v][t]);
            image.writeVolume(t, volume);
        }
        Design design = design();
        for (NoiseModel model : List.of(NoiseModel.AR, NoiseModel.ARMA11)) {
            GlmResult result = FirstLevel.of(
                    image,
                    Mask.all(grid),
                    design,
                    TaskContrast.parse(CONTRASTS, design.names()),
                    FirstLevel.Options.DEFAULT.with(model),
                    Progress.NONE);
            for (int v = 0; v < voxels; v++) {
                assertEquals(1, result.maps(3).statistic()[v] / result.maps(2).statistic()[v], 1e-4);
                assertEquals(result.maps(2).z()[v], result.maps(3).z()[v], 1e-3);
                double t =
                        result.maps(0).effect()[0][v] / Math.sqrt(result.maps(0).variance()[0][v]);
                assertEquals(t, result.maps(0).statistic()[v], 1e-5 * Math.max(1, Math.abs(t)));
            }
        }
    }

    /** Weights reach back 3.2 s at least, whatever the repetition time. */
    @Test
    void leastOrderIsATime() {
        assertEquals(4, GlmPlan.leastOrder(0.8));
        assertEquals(2, GlmPlan.leastOrder(2));
        assertEquals(1, GlmPlan.leastOrder(3));
        assertEquals(1, GlmPlan.leastOrder(10));
    }
}
