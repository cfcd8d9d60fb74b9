package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.signal.DriftBasis;

class RestingResponseTest {

    private static final RestingResponse.Options DEFAULT = RestingResponse.Options.DEFAULT.withPercent(false);

    private static double[] nuisance(int volumes, double repetitionTime) {
        int cosines = DriftBasis.cosines(volumes, repetitionTime, 1 / 128.0);
        double[] drift = DriftBasis.cosine(volumes, repetitionTime, 1 / 128.0);
        double[] columns = new double[volumes * (cosines + 1)];
        for (int t = 0; t < volumes; t++) {
            columns[t * (cosines + 1)] = 1;
            System.arraycopy(drift, t * cosines, columns, t * (cosines + 1) + 1, cosines);
        }
        return columns;
    }

    private static RestingResponse plan(int volumes, double repetitionTime, RestingResponse.Options options) {
        double[] nuisance = nuisance(volumes, repetitionTime);
        double step = repetitionTime / RestingResponse.steps(repetitionTime);
        Hrf set = Hrf.spm(2);
        double[][] basis = {set.sample(0, step), set.sample(1, step), set.sample(2, step)};
        return RestingResponse.of(volumes, repetitionTime, nuisance, nuisance.length / volumes, basis, options);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 2})
    void theWidthOfClearResponsesIsRecovered(double repetitionTime) {
        RestingResponse plan = plan((int) (800 / repetitionTime), repetitionTime, DEFAULT);
        for (double[] truth : new double[][] {{4, 4}, {5, 5}, {6, 6.5}}) {
            double[] response = RestSimulation.response(truth[0], truth[1]);
            double width = 0;
            double height = 0;
            for (int k = 0; k < 8; k++) {
                double[] series =
                        RestSimulation.series(response, (int) (800 / repetitionTime), repetitionTime, 20, 0.25, 1, k);
                RestingResponse.Found found = plan.find(series);
                width += found.shape().width() / 8;
                height += found.shape().height() / 8;
            }
            // events that overlap widen the mean response; see docs/steps/hrf-maps.md
            assertEquals(truth[1], width, 0.8, "TR " + repetitionTime);
            assertEquals(10, height, 3.5, "TR " + repetitionTime);
        }
    }

    @Test
    void theFitEqualsAnOrdinaryModelByQr() {
        int volumes = 300;
        double repetitionTime = 2;
        RestingResponse plan = plan(volumes, repetitionTime, DEFAULT);
        double[] series = RestSimulation.series(RestSimulation.response(5, 5), volumes, repetitionTime, 20, 0.5, 3, 0);
        RestingResponse.Found found = plan.find(series);
        double[] nuisance = nuisance(volumes, repetitionTime);
        int columns = nuisance.length / volumes;
        RealMatrix x0 = new Array2DRowRealMatrix(volumes, columns);
        for (int t = 0; t < volumes; t++) x0.setRow(t, Arrays.copyOfRange(nuisance, t * columns, (t + 1) * columns));
        double[] left = residuals(x0, series);
        int[] peaks = new int[volumes];
        int count = new PeakEvents(volumes, repetitionTime, DEFAULT.smoothing(), DEFAULT.threshold(), DEFAULT.spacing())
                .find(left, 20, peaks);
        assertEquals(count, found.events());
        Hrf set = Hrf.spm(2);
        double[][] samples = {set.sample(0, 0.1), set.sample(1, 0.1), set.sample(2, 0.1)};
        double best = 0;
        double[] curve = null;
        for (int lag = 30; lag <= 90; lag++) {
            RealMatrix x = new Array2DRowRealMatrix(volumes, columns + 3);
            x.setSubMatrix(x0.getData(), 0, 0);
            for (int b = 0; b < 3; b++) {
                double[] sample = samples[b];
                for (int e = 0; e < count; e++)
                    for (int t = 0; t < volumes; t++) {
                        int at = 20 * t - peaks[e] + lag;
                        if (at >= 0 && at < sample.length) x.addToEntry(t, columns + b, sample[at]);
                    }
            }
            double share = 1 - square(residuals(x, series)) / square(left);
            if (share <= best) continue;
            best = share;
            double[] weights = new QRDecomposition(x)
                    .getSolver()
                    .solve(new ArrayRealVector(series))
                    .toArray();
            curve = new double[samples[0].length];
            for (int b = 0; b < 3; b++)
                for (int i = 0; i < curve.length; i++) curve[i] += weights[columns + b] * samples[b][i];
        }
        assertEquals(best, found.explained(), 1e-9);
        assertArrayEquals(curve, found.curve(), 1e-6);
    }

    private static double[] residuals(RealMatrix x, double[] series) {
        RealMatrix q = new QRDecomposition(x).getQ().getSubMatrix(0, series.length - 1, 0, x.getColumnDimension() - 1);
        double[] fit = q.operate(q.transpose().operate(series));
        double[] left = new double[series.length];
        for (int t = 0; t < left.length; t++) left[t] = series[t] - fit[t];
        return left;
    }

    private static double square(double[] values) {
        return Arrays.stream(values).map(v -> v * v).sum();
    }

    @Test
    void peaksFollowTheRule() {
        double[] series = new double[60];
        series[10] = 5;
        series[11] = 4; // pulls the peak a little later
        series[30] = 5;
        series[32] = 4; // within 2 scans of a larger one
        series[0] = 9; // the first scan is no event
        series[50] = 0.2; // not above the threshold
        int[] found = new int[60];
        int count = new PeakEvents(60, 1, 0, 1, 2).find(series, 10, found);
        assertEquals(2, count);
        assertEquals(103, found[0], 1);
        assertEquals(300, found[1]);
        assertEquals(3, new PeakEvents(60, 1, 0, 1, 1).find(series, 10, found));
    }

    @ParameterizedTest
    @EnumSource
    void mapsAreTheSameForAnyNumberOfThreads(RestingResponse.Model model) {
        VoxelGrid grid = new VoxelGrid(5, 4, 3, Affine.scaling(3, 3, 3));
        int volumes = 200;
        NeuroImage image = NeuroImage.floats("run", grid, volumes, SeriesTiming.every(2));
        double[] response = RestSimulation.response(5, 5);
        double[][] series = new double[grid.voxels()][];
        for (int v = 0; v < series.length; v++) series[v] = RestSimulation.series(response, volumes, 2, 20, 0.5, 4, v);
        Arrays.fill(series[1], 900);
        series[2][17] = Double.NaN;
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[series.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) series[v][t];
            image.writeVolume(t, volume);
        }
        boolean[] inside = new boolean[grid.voxels()];
        Arrays.fill(inside, true);
        inside[0] = false;
        Mask mask = Mask.of(grid, inside);
        RestingResponse plan = plan(volumes, 2, RestingResponse.Options.DEFAULT.withModel(model));
        int results = RestingResponse.MAPS.size() + plan.curveVolumes(10);
        NeuroImage[] targets = new NeuroImage[2];
        for (int threads = 1; threads <= 2; threads++) {
            NeuroImage target = image.createLike("maps", results);
            targets[threads - 1] = target;
            Parallelization.runWithNumThreads(threads, () -> plan.map(image, mask, target, 10, Progress.NONE));
        }
        for (int m = 0; m < results; m++) {
            float[] map = targets[0].volume(m);
            assertArrayEquals(map, targets[1].volume(m), 0);
            assertEquals(0, map[0]);
            boolean events = RestingResponse.MAPS.indexOf("events") == m;
            for (int v = 1; v <= 2; v++) assertTrue(events ? map[v] == 0 : Float.isNaN(map[v]), "map " + m);
        }
        double[] own = new double[volumes];
        for (int t = 0; t < volumes; t++) own[t] = (float) series[5][t];
        RestingResponse.Found found = plan.find(own);
        double mean = Arrays.stream(own).average().orElse(0);
        assertEquals(100 * found.shape().height() / mean, targets[0].volume(0)[5], 1e-4);
        assertEquals(found.shape().timeToPeak(), targets[0].volume(1)[5], 1e-4);
        assertThrows(
                CancellationException.class,
                () -> plan.map(image, mask, image.createLike("m", results), 10, Cancelled.AT_ONCE));
    }

    @Test
    void noiseExplainsLessThanResponsesDo() {
        RestingResponse plan = plan(400, 2, DEFAULT);
        double level = plan.explainedOfNoise(0.95);
        int above = 0;
        for (int k = 0; k < 100; k++) {
            double[] noise = new double[400];
            Seeds.fillGaussian(Seeds.stream(77, k), noise);
            if (plan.find(noise).explained() > level) above++;
        }
        assertTrue(above <= 13, above + " of 100"); // 5 expected; 13 has a probability of 0.001
        double[] response = RestSimulation.response(5, 5);
        for (int k = 0; k < 5; k++)
            assertTrue(plan.find(RestSimulation.series(response, 400, 2, 20, 0.5, 1, k))
                            .explained()
                    > level);
    }

    @Test
    void badInputIsSaid() {
        RestingResponse plan = plan(200, 2, RestingResponse.Options.DEFAULT);
        assertNull(plan.find(new double[200]).curve());
        says("199 values", () -> plan.find(new double[199]));
        VoxelGrid grid = new VoxelGrid(3, 3, 3, Affine.scaling(3, 3, 3));
        NeuroImage image = NeuroImage.floats("residuals", grid, 200, SeriesTiming.every(2));
        for (int t = 0; t < 200; t++) {
            double[] e = new double[27];
            Seeds.fillGaussian(Seeds.stream(8, t), e);
            float[] volume = new float[27];
            for (int v = 0; v < 27; v++) volume[v] = (float) e[v];
            image.writeVolume(t, volume);
        }
        NeuroImage target = image.createLike("m", RestingResponse.MAPS.size() + plan.curveVolumes(10));
        says("no baseline", () -> plan.map(image, Mask.all(grid), target, 10, Progress.NONE));
        plan.map(image, Mask.of(grid, new boolean[27]), target, 10, Progress.NONE);
        says("volumes free", () -> plan(8, 2, DEFAULT));
        says("lags", () -> new RestingResponse.Options(RestingResponse.Model.FIR, 1, 2, 4, 9, 3, 24, true));
        says("'best'", () -> RestingResponse.Model.named("best"));
    }

    private static void says(String word, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(word), message);
    }

    /** The figures of docs/steps/hrf-maps.md. */
    @Test
    @Tag("study")
    void recovery(TestReporter reporter) {
        StringBuilder text = new StringBuilder();
        for (RestingResponse.Model model : RestingResponse.Model.values())
            for (double repetitionTime : new double[] {0.8, 2})
                for (double noise : new double[] {0, 0.5, 1, 2})
                    for (double[] truth : new double[][] {{4, 4}, {5, 5}, {6, 4}, {6, 6.5}, {8, 6.5}})
                        recover(text, model, repetitionTime, noise, truth);
        reporter.publishEntry("figures", text.toString());
    }

    private static void recover(
            StringBuilder text, RestingResponse.Model model, double repetitionTime, double noise, double... truth) {
        int volumes = (int) (800 / repetitionTime);
        double[] response = RestSimulation.response(truth[0], truth[1]);
        RestingResponse plan = plan(volumes, repetitionTime, DEFAULT.withModel(model));
        double[][] found = new double[3][60];
        for (int k = 0; k < 60; k++) {
            ResponseShape shape = plan.find(RestSimulation.series(response, volumes, repetitionTime, 20, noise, 1, k))
                    .shape();
            found[0][k] = shape.height() / 10;
            found[1][k] = shape.timeToPeak();
            found[2][k] = shape.width();
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%s TR %.1f noise %.1f peak %.0f width %.1f:",
                model,
                repetitionTime,
                noise,
                truth[0],
                truth[1]));
        for (double[] values : found) {
            double[] some = Arrays.stream(values).filter(Double::isFinite).toArray();
            double mean = Arrays.stream(some).average().orElse(0);
            double sd = Math.sqrt(
                    Arrays.stream(some).map(v -> (v - mean) * (v - mean)).sum() / (some.length - 1));
            text.append(String.format(Locale.ROOT, "  %.2f (%.2f)", mean, sd));
        }
    }
}
