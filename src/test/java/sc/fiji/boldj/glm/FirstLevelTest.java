package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.NormalScore;

/** The model against brute force with full matrices, closed forms, and what is known of simulated data. */
class FirstLevelTest {

    private static final int VOLUMES = 120;
    private static final double TR = 0.8;

    private static Events events() {
        List<Events.Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++)
            events.add(new Events.Event(i % 2 == 0 ? "faces" : "shapes", 3 + 9 * i, i % 3 == 0 ? 0 : 4, 1));
        return Events.of(events);
    }

    private static Design design(boolean[] censored) {
        return TaskDesign.build(
                events(),
                new Sampling(VOLUMES, TR, 0.4),
                Map.of(),
                censored,
                TaskDesign.Options.DEFAULT.withHighPass(50));
    }

    private static NeuroImage image(double[]... series) {
        VoxelGrid grid = new VoxelGrid(series.length, 1, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("scan", grid, series[0].length, SeriesTiming.every(TR));
        float[] volume = new float[series.length];
        for (int t = 0; t < series[0].length; t++) {
            for (int v = 0; v < series.length; v++) volume[v] = (float) series[v][t];
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static double[][] noise(int voxels, NullNoise kind) {
        double[][] series = new double[voxels][];
        for (int v = 0; v < voxels; v++) {
            series[v] = kind.series(3, v, VOLUMES);
            for (int t = 0; t < VOLUMES; t++) series[v][t] = (float) (500 + 5 * series[v][t]);
        }
        return series;
    }

    private static GlmResult fit(NeuroImage image, Design design, FirstLevel.Options options) {
        return FirstLevel.of(
                image,
                Mask.all(image.grid()),
                design,
                TaskContrast.parse("faces - shapes | any = faces; shapes | mean = constant", design.names()),
                options,
                Progress.NONE);
    }

    private static GlmResult fit(NeuroImage image, NoiseModel model) {
        return fit(image, design(null), FirstLevel.Options.DEFAULT.with(model).withOthers(false));
    }

    /** Covariance of AR noise by its recursion from long ago; of ARMA(1,1) by its formula. */
    private static RealMatrix covariance(double[] weights, double a, double b) {
        double[] gamma = new double[VOLUMES];
        if (weights != null) {
            int far = 20000;
            double[] psi = new double[far];
            for (int t = 0; t < far; t++) {
                psi[t] = t == 0 ? 1 : 0;
                for (int k = 0; k < weights.length && k < t; k++) psi[t] += weights[k] * psi[t - 1 - k];
            }
            for (int k = 0; k < VOLUMES; k++) for (int t = 0; t + k < far; t++) gamma[k] += psi[t] * psi[t + k];
        } else {
            gamma[0] = (1 + 2 * a * b + b * b) / (1 - a * a);
            for (int k = 1; k < VOLUMES; k++) gamma[k] = k == 1 ? a * gamma[0] + b : a * gamma[k - 1];
        }
        RealMatrix v = new Array2DRowRealMatrix(VOLUMES, VOLUMES);
        for (int i = 0; i < VOLUMES; i++) for (int j = 0; j < VOLUMES; j++) v.setEntry(i, j, gamma[Math.abs(i - j)]);
        return v;
    }

    @Test
    void noiseIsWhatTheFullCovarianceSays() {
        ModelBasis basis = ModelBasis.of(design(null), List.of(), 30);
        double[] r = NullNoise.PINK.series(8, 0, VOLUMES);
        double[][] weights = {{0.6}, {0.5, -0.2, 0.3}, {0.4, 0.1, 0.05, 0.1, 0.2}};
        for (int k = 0; k < 6; k++) {
            double a = 0.3 * k - 0.1;
            double b = 0.9 - 0.5 * k;
            VoxelNoise noise = k < 3 ? new ArNoise(basis, weights[k]) : new ArmaNoise(basis, a / 2, b / 2);
            RealMatrix v = covariance(k < 3 ? weights[k] : null, a / 2, b / 2);
            RealMatrix q = new LUDecomposition(v).getSolver().getInverse();
            double[] expected = q.operate(r);
            double[] got = new double[VOLUMES];
            double square = noise.precision(r, 0, got, 0);
            assertArrayEquals(expected, got, 1e-8, "Q r of " + k);
            assertEquals(
                    MatrixUtils.createRealVector(r).dotProduct(q.operate(MatrixUtils.createRealVector(r))),
                    square,
                    1e-7);
            double[] e = new double[VOLUMES];
            noise.whiten(r, 0, e, 0);
            assertEquals(square, Arrays.stream(e).map(x -> x * x).sum(), 1e-7, "whitened " + k);
            RealMatrix u = new Array2DRowRealMatrix(VOLUMES, basis.rank());
            for (int t = 0; t < VOLUMES; t++)
                for (int c = 0; c < basis.rank(); c++) u.setEntry(t, c, basis.basis()[t * basis.rank() + c]);
            RealMatrix uqu = u.transpose().multiply(q).multiply(u);
            double[] l = noise.factor();
            for (int i = 0; i < basis.rank(); i++)
                for (int j = 0; j <= i; j++) {
                    double sum = 0;
                    for (int m = 0; m <= j; m++) sum += l[i * (i + 1) / 2 + m] * l[j * (j + 1) / 2 + m];
                    assertEquals(uqu.getEntry(i, j), sum, 1e-8);
                }
            if (noise instanceof ArmaNoise armaNoise) {
                double log = Math.log(new LUDecomposition(v).getDeterminant())
                        + Math.log(new LUDecomposition(uqu).getDeterminant());
                assertEquals(log, armaNoise.logDeterminant(), 1e-8);
            }
        }
    }

    /** Effect, variance, t, F and percent against (X' V^-1 X)^-1 with the voxel's own V; maps are float: 1e-6. */
    @ParameterizedTest
    @EnumSource(NoiseModel.class)
    void contrastsAreTheClosedForm(NoiseModel model) {
        double[][] series = noise(6, NullNoise.PINK_AND_WHITE);
        Design design = design(null);
        GlmResult result = fit(image(series), model);
        GlmPlan plan = new GlmPlan(
                design,
                result.contrasts(),
                FirstLevel.Options.DEFAULT.with(model).withOthers(false),
                TR,
                Progress.NONE);
        if (model == NoiseModel.ARMA11)
            plan.grid()
                    .know(ArmaPrior.of(
                            plan, image(series), Mask.all(image(series).grid()), Progress.NONE));
        SlowPrior prior = model == NoiseModel.OLS ? null : prior(plan, series, result);
        RealMatrix x = new Array2DRowRealMatrix(design.values());
        for (int v = 0; v < series.length; v++) {
            RealMatrix covariance = MatrixUtils.createRealIdentityMatrix(VOLUMES);
            if (model == NoiseModel.ARMA11) {
                int at = point(result.noise()[0][v], result.noise()[1][v]);
                covariance = covariance(null, ArmaGrid.a(at), ArmaGrid.b(at));
            } else if (model != NoiseModel.OLS) covariance = covariance(weights(plan, series[v], model), 0, 0);
            RealMatrix q = new LUDecomposition(covariance).getSolver().getInverse();
            RealMatrix inverse = new LUDecomposition(x.transpose().multiply(q).multiply(x))
                    .getSolver()
                    .getInverse();
            double[] beta = inverse.multiply(x.transpose()).multiply(q).operate(series[v]);
            double[] residual = series[v].clone();
            double[] fit = x.operate(beta);
            for (int t = 0; t < VOLUMES; t++) residual[t] -= fit[t];
            double rss = 0;
            double[] qr = q.operate(residual);
            for (int t = 0; t < VOLUMES; t++) rss += residual[t] * qr[t];
            int df = VOLUMES - design.columns();
            assertEquals(df, result.degreesOfFreedom());
            VoxelNoise noise = model == NoiseModel.OLS ? null : noise(plan, series[v], result, v);
            for (int c = 0; c < 3; c++) {
                RealMatrix w =
                        new Array2DRowRealMatrix(result.contrasts().get(c).weights());
                double[] effect = w.operate(beta);
                RealMatrix spread = w.multiply(inverse).multiply(w.transpose()).scalarMultiply(rss / df);
                if (noise != null) spread = grown(spread, plan, noise, prior, c, residual, rss / df);
                GlmResult.Maps maps = result.maps(c);
                for (int r = 0; r < effect.length; r++) {
                    assertEquals(effect[r], maps.effect()[r][v], 1e-6 * Math.abs(effect[r]) + 1e-6);
                    assertEquals(spread.getEntry(r, r), maps.variance()[r][v], 2e-6 * spread.getEntry(r, r));
                }
                double statistic = effect[0] / Math.sqrt(spread.getEntry(0, 0));
                if (effect.length > 1) {
                    double[] solved =
                            new LUDecomposition(spread).getSolver().getInverse().operate(effect);
                    statistic = 0;
                    for (int r = 0; r < effect.length; r++) statistic += effect[r] * solved[r] / effect.length;
                }
                assertEquals(statistic, maps.statistic()[v], 1e-6 * Math.max(1, Math.abs(statistic)));
                double signal = 0;
                for (int k = 0; k < beta.length; k++)
                    signal += w.getEntry(0, k) * design.units().get(k).height() * beta[k];
                if (effect.length == 1)
                    assertEquals(
                            100 * signal / Arrays.stream(series[v]).average().orElse(0),
                            maps.percent()[v],
                            1e-6 * Math.max(1, Math.abs(maps.percent()[v])));
            }
        }
    }

    private static VoxelNoise noise(GlmPlan plan, double[] series, GlmResult result, int v) {
        NoiseModel model = result.options().noise();
        return model == NoiseModel.ARMA11
                ? plan.grid().at(point(result.noise()[0][v], result.noise()[1][v]))
                : new ArNoise(plan.basis(), weights(plan, series, model));
    }

    /** What all voxels show of slow noise, from the whitened residuals of each. */
    private static SlowPrior prior(GlmPlan plan, double[][] series, GlmResult result) {
        double[] scores = new double[series.length];
        SlowScore[] known = new SlowScore[series.length];
        int p = plan.basis().rank();
        double[] u = plan.basis().basis();
        for (int v = 0; v < series.length; v++) {
            VoxelNoise noise = noise(plan, series[v], result, v);
            double[] product = new double[VOLUMES];
            noise.precision(series[v], 0, product, 0);
            double[] beta = new double[p];
            for (int t = 0; t < VOLUMES; t++) for (int c = 0; c < p; c++) beta[c] += u[t * p + c] * product[t];
            Cholesky.forward(noise.factor(), p, beta, 0);
            Cholesky.backward(noise.factor(), p, beta, 0);
            double[] residual = series[v].clone();
            for (int t = 0; t < VOLUMES; t++) for (int c = 0; c < p; c++) residual[t] -= u[t * p + c] * beta[c];
            double[] e = new double[VOLUMES];
            noise.whiten(residual, 0, e, 0);
            double variance = ArNoise.dot(e, 0, e, 0, VOLUMES) / (VOLUMES - p);
            SlowScore score = noise.slowScore(plan);
            scores[v] = score.excess(plan.slow(), e, 0, variance);
            known[v] = score;
        }
        return SlowPrior.of(scores, known, plan.slow().spread());
    }

    /** The covariance of the rows with what the estimated noise and slow noise add, which EffectVarianceTest looks at. */
    private static RealMatrix grown(
            RealMatrix spread,
            GlmPlan plan,
            VoxelNoise noise,
            SlowPrior prior,
            int c,
            double[] residual,
            double variance) {
        double[] e = new double[VOLUMES];
        noise.whiten(residual, 0, e, 0);
        EffectVariance effects = noise.effects(plan, 3, prior);
        int q = spread.getRowDimension();
        double[] growth = effects.growth(c, q, noise.slowScore(plan).excess(plan.slow(), e, 0, variance));
        RealMatrix r = new Array2DRowRealMatrix(q, q);
        for (int i = 0; i < q; i++) for (int j = 0; j < q; j++) r.setEntry(i, j, growth[i * q + j]);
        RealMatrix l = new CholeskyDecomposition(spread, 1e-9, 0).getL();
        return l.multiply(r).multiply(l.transpose());
    }

    /** The point of the grid that was rounded to float in the maps. */
    private static int point(float a, float b) {
        for (int i = 0; i < (ArmaGrid.SIDE + 1) * (ArmaGrid.SIDE + 1); i++)
            if ((float) ArmaGrid.a(i) == a && (float) ArmaGrid.b(i) == b) return i;
        throw new AssertionError("not on the grid: " + a + ", " + b);
    }

    private static double[] weights(GlmPlan plan, double[] series, NoiseModel model) {
        RealMatrix u = new Array2DRowRealMatrix(VOLUMES, plan.basis().rank());
        for (int t = 0; t < VOLUMES; t++)
            for (int c = 0; c < plan.basis().rank(); c++)
                u.setEntry(t, c, plan.basis().basis()[t * plan.basis().rank() + c]);
        double[] fit = u.operate(u.transpose().operate(series));
        double[] sums = new double[plan.estimator().most() + 1];
        for (int k = 0; k < sums.length; k++)
            for (int t = k; t < VOLUMES; t++) sums[k] += (series[t] - fit[t]) * (series[t - k] - fit[t - k]);
        return plan.estimator().estimate(sums, model == NoiseModel.AR);
    }

    /** The search of the grid against the restricted likelihood, times the prior, of every point. */
    @Test
    void armaIsTheMostLikelyPoint() {
        double[][] series = noise(12, NullNoise.AR4);
        Design design = design(null);
        ModelBasis basis = ModelBasis.of(design, List.of(), 0);
        ArmaGrid grid = new ArmaGrid(basis);
        GlmResult result = fit(image(series), NoiseModel.ARMA11);
        GlmPlan plan = new GlmPlan(
                design, result.contrasts(), FirstLevel.Options.DEFAULT.withOthers(false), TR, Progress.NONE);
        ArmaPrior prior =
                ArmaPrior.of(plan, image(series), Mask.all(image(series).grid()), Progress.NONE);
        int best = 0;
        for (int v = 0; v < series.length; v++) {
            double least = Double.POSITIVE_INFINITY;
            double chosen = Double.NaN;
            double[] y = series[v].clone();
            for (int t = 0; t < VOLUMES; t++) y[t] -= 500;
            double[] qy = new double[VOLUMES];
            for (int index = 0; index < (ArmaGrid.SIDE + 1) * (ArmaGrid.SIDE + 1); index++) {
                ArmaNoise noise = grid.at(index);
                double quadratic = noise.precision(y, 0, qy, 0);
                double[] score = new double[basis.rank()];
                for (int c = 0; c < score.length; c++)
                    for (int t = 0; t < VOLUMES; t++) score[c] += basis.basis()[t * score.length + c] * qy[t];
                quadratic -= Cholesky.forward(noise.factor(), score.length, score, 0);
                double value = noise.logDeterminant()
                        + (VOLUMES - score.length) * Math.log(quadratic)
                        + prior.at(Math.floorDiv(index, ArmaGrid.SIDE + 1), index % (ArmaGrid.SIDE + 1));
                least = Math.min(least, value);
                if ((float) noise.a() == result.noise()[0][v] && (float) noise.b() == result.noise()[1][v])
                    chosen = value;
            }
            if (chosen - least < 1e-9) best++;
            assertTrue(chosen - least < 0.5, "voxel " + v + ": " + chosen + " is far from the least, " + least);
        }
        assertTrue(best >= 9, "only " + best + " of 12 at the very best point");
    }

    @Test
    void theGridHasTheCorrelationsItSays() {
        for (int i = 0; i <= ArmaGrid.SIDE; i++)
            for (int j = 0; j <= ArmaGrid.SIDE; j++) {
                double a = ArmaGrid.a(ArmaGrid.index(i, j));
                double b = ArmaGrid.b(ArmaGrid.index(i, j));
                double link = (a + b) * (1 + a * b) / (1 + 2 * a * b + b * b);
                assertEquals(j * 0.96 / 32 * (1 + a) / 2, link, 1e-9);
                assertTrue(Math.abs(b) < 1);
            }
    }

    @Test
    void estimatesAreThoseTheNoiseWasMadeWith() {
        int n = 4000;
        double[] sums = new double[5];
        Design.Builder builder = new Design.Builder(n);
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        ModelBasis basis = ModelBasis.of(
                builder.add("constant", Design.Kind.CONSTANT, ones).build(), List.of(), 0);
        double[] series = NullNoise.AR4_STRONG.series(1, 1, n);
        double mean = Arrays.stream(series).average().orElse(0);
        for (int k = 0; k <= 4; k++) for (int t = k; t < n; t++) sums[k] += (series[t] - mean) * (series[t - k] - mean);
        double[] found = new ArEstimator(basis, 4, 4, Progress.NONE).estimate(sums, true);
        assertArrayEquals(new double[] {0.42, 0.18, 0.10, 0.08}, found, 0.05);
    }

    /** Without the correction a regression of many columns hides correlation; with it the mean over runs is right. */
    @Test
    void estimatesAreNotBiasedByTheDesign() {
        ModelBasis basis = ModelBasis.of(design(null), List.of(), 0);
        ArEstimator estimator = new ArEstimator(basis, 1, 1, Progress.NONE);
        double[] u = basis.basis();
        int p = basis.rank();
        double mean = 0;
        double naive = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            double[] r = new double[VOLUMES + 100];
            Seeds.fillGaussian(Seeds.stream(21, run), r);
            for (int t = 1; t < r.length; t++) r[t] += 0.5 * r[t - 1];
            r = Arrays.copyOfRange(r, 100, r.length);
            double[] score = new double[p];
            for (int t = 0; t < VOLUMES; t++) for (int c = 0; c < p; c++) score[c] += u[t * p + c] * r[t];
            for (int t = 0; t < VOLUMES; t++) for (int c = 0; c < p; c++) r[t] -= u[t * p + c] * score[c];
            double[] sums = new double[2];
            for (int k = 0; k < 2; k++) for (int t = k; t < VOLUMES; t++) sums[k] += r[t] * r[t - k];
            mean += estimator.estimate(sums, false)[0] / runs;
            naive += sums[1] / sums[0] / runs;
        }
        assertEquals(0.5, mean, 0.025);
        assertTrue(naive < 0.44, "naive " + naive);
    }

    @Test
    void aCensoredVolumeMayHoldAnything() {
        boolean[] out = new boolean[VOLUMES];
        out[50] = true;
        out[51] = true;
        double[][] series = noise(4, NullNoise.AR4);
        for (NoiseModel model : NoiseModel.values()) {
            FirstLevel.Options options = FirstLevel.Options.DEFAULT.with(model);
            GlmResult plain = fit(image(series), design(out), options);
            double[][] corrupted = Arrays.stream(series).map(double[]::clone).toArray(double[][]::new);
            for (double[] s : corrupted) s[50] = 9999;
            corrupted[1][51] = Double.NaN;
            GlmResult changed = fit(image(corrupted), design(out), options);
            for (int c = 0; c < 3; c++)
                assertArrayEquals(plain.maps(c).statistic(), changed.maps(c).statistic(), 1e-4f, model.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(NoiseModel.class)
    void degenerateVoxels(NoiseModel model) {
        double[][] series = noise(5, NullNoise.AR4);
        Arrays.fill(series[1], 300);
        Arrays.fill(series[2], 0);
        series[3][7] = Double.NaN;
        GlmResult result = fit(image(series), model);
        GlmResult alone = fit(image(series[0], series[4]), model);
        assertEquals(alone.maps(0).statistic()[0], result.maps(0).statistic()[0], 1e-5f);
        for (int v = 1; v < 3; v++) {
            assertEquals(0, result.maps(0).statistic()[v]);
            assertEquals(0, result.maps(1).z()[v]);
            assertEquals(0, result.maps(0).variance()[0][v]);
            assertEquals(1, result.whiteness()[v]);
        }
        assertEquals(300, result.maps(2).effect()[0][1], 1e-3);
        assertTrue(Float.isNaN(result.maps(0).percent()[2]));
        assertTrue(Float.isNaN(result.maps(0).statistic()[3]) && Float.isNaN(result.whiteness()[3]));
    }

    @ParameterizedTest
    @EnumSource(NoiseModel.class)
    void threadsDoNotChangeABit(NoiseModel model) {
        NeuroImage image = image(noise(5000, NullNoise.AR4));
        GlmResult[] results = new GlmResult[2];
        for (int i = 0; i < 2; i++) {
            int at = i;
            Parallelization.runWithNumThreads(1 + 2 * i, () -> results[at] = fit(image, model));
        }
        for (int c = 0; c < 3; c++) {
            assertArrayEquals(results[0].maps(c).statistic(), results[1].maps(c).statistic(), 0);
            assertArrayEquals(results[0].maps(c).z(), results[1].maps(c).z(), 0);
            assertArrayEquals(results[0].maps(c).effect()[0], results[1].maps(c).effect()[0], 0);
        }
        assertArrayEquals(results[0].whiteness(), results[1].whiteness(), 0);
    }

    @Test
    void cancels() {
        NeuroImage image = image(noise(3, NullNoise.AR4));
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        Design design = design(null);
        assertThrows(
                CancellationException.class,
                () -> FirstLevel.of(
                        image,
                        Mask.all(image.grid()),
                        design,
                        TaskContrast.parse("faces", design.names()),
                        FirstLevel.Options.DEFAULT,
                        cancelled));
    }

    @ParameterizedTest
    @EnumSource(
            value = FirstLevel.Robust.class,
            names = {"HUBER", "BISQUARE"})
    void outliersDoNotMoveARobustFit(FirstLevel.Robust robust) {
        Design design = design(null);
        double[][] series = noise(20, NullNoise.WHITE);
        double[] faces = design.column("faces");
        for (double[] s : series) for (int t = 0; t < VOLUMES; t++) s[t] += 20 * faces[t];
        double[][] corrupted = Arrays.stream(series).map(double[]::clone).toArray(double[][]::new);
        SplittableRandom random = Seeds.stream(4, 4);
        for (double[] s : corrupted) for (int k = 0; k < 6; k++) s[random.nextInt(VOLUMES)] += 200;
        FirstLevel.Options ols = FirstLevel.Options.DEFAULT.with(NoiseModel.OLS);
        GlmResult clean = fit(image(series), design, ols);
        GlmResult plain = fit(image(corrupted), design, ols);
        GlmResult kept = fit(image(corrupted), design, ols.with(robust));
        GlmResult same = fit(image(series), design, ols.with(robust));
        double plainError = 0;
        double keptError = 0;
        for (int v = 0; v < 20; v++) {
            float truth = clean.maps(0).effect()[0][v];
            plainError += Math.abs(plain.maps(0).effect()[0][v] - truth);
            keptError += Math.abs(kept.maps(0).effect()[0][v] - truth);
            assertEquals(1, same.maps(0).variance()[0][v] / clean.maps(0).variance()[0][v], 0.45);
            assertTrue(kept.maps(0).statistic()[v] > plain.maps(0).statistic()[v] - 1);
        }
        assertTrue(keptError < 0.25 * plainError, robust + ": " + keptError + " of " + plainError);
    }

    @Test
    void fixedEffectsAreWeightedByTheInverseVariance() {
        FixedEffects.Result both = FixedEffects.combine(
                new float[][] {{2, 1, 5}, {4, 1, 5}}, new float[][] {{1, 1, 0}, {3, Float.NaN, 1}}, 50, 60);
        assertEquals((2.0 + 4.0 / 3) / (4.0 / 3), both.effect()[0], 1e-6);
        assertEquals(0.75, both.variance()[0], 1e-6);
        assertEquals(2.5 / Math.sqrt(0.75), both.t()[0], 1e-6);
        assertEquals(110, both.degreesOfFreedom());
        assertEquals(0, both.t()[1]);
        assertEquals(0, both.t()[2]);
        assertThrows(IllegalArgumentException.class, () -> FixedEffects.combine(new float[0][], new float[0][]));
        FixedEffects.Result own = FixedEffects.combine(
                new float[][] {{2}, {4}}, new float[][] {{1}, {3}}, new float[][] {{8}, null}, 50, 60);
        // Shares 3/4 and 1/4 of the weight: 1 / (9/16 / 8 + 1/16 / 60).
        assertEquals(NormalScore.ofT(own.t()[0], 1 / (9.0 / 128 + 1.0 / 960)), own.z()[0], 1e-6);
        assertEquals(both.t()[0], own.t()[0]);
    }

    @Test
    void badInputIsExplained() {
        NeuroImage image = image(noise(2, NullNoise.WHITE));
        Design design = design(null);
        List<TaskContrast> contrasts = TaskContrast.parse("faces", design.names());
        Mask empty = Mask.of(image.grid(), new boolean[2]);
        assertMessage(
                "empty",
                () -> FirstLevel.of(image, empty, design, contrasts, FirstLevel.Options.DEFAULT, Progress.NONE));
        assertMessage("120 rows", () -> fit(image(new double[1][60]), design, FirstLevel.Options.DEFAULT));
        assertMessage("there is no", () -> Events.of(events().all()).modulated("faces", "rt"));
        Design tight = new Design.Builder(10)
                .add("faces", Design.Kind.TASK, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1)
                .add("shapes", Design.Kind.TASK, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1)
                .add("constant", Design.Kind.CONSTANT, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                .build();
        assertMessage("noise ols", () -> fit(image(new double[1][10]), tight, FirstLevel.Options.DEFAULT));
        assertMessage("noise must be", () -> NoiseModel.named("ar2"));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
