package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class EventResponseTest {

    private static final EventResponse.Options SMOOTH = new EventResponse.Options(true, 24, 0, false);
    private static final EventResponse.Options PLAIN = new EventResponse.Options(false, 24, 0, false);

    /** Brief events of two conditions, 4 to 12 s apart. */
    private static Events events(double end) {
        SplittableRandom random = Seeds.stream(5, 0);
        List<Events.Event> all = new ArrayList<>();
        for (double time = 3; time < end - 5; time += 4 + 8 * random.nextDouble())
            all.add(new Events.Event(random.nextBoolean() ? "left" : "right", time, 0, 1));
        return Events.of(all);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** 10 units high in the first condition, half of it in the second. */
    private static double[] series(Sampling sampling, Events events, double[] response, double noise, int index) {
        double[] series = new double[sampling.volumes()];
        if (noise > 0) Seeds.fillGaussian(Seeds.stream(6, index), series);
        for (int t = 0; t < series.length; t++) {
            series[t] = 1000 + noise * series[t];
            for (Events.Event event : events.all()) {
                double since = (sampling.time(t) - event.onset()) / 0.1;
                if (since < 0 || since >= response.length - 1) continue;
                int at = (int) since;
                double value = response[at] + (since - at) * (response[at + 1] - response[at]);
                series[t] += (event.condition().equals("left") ? 10 : 5) * value;
            }
        }
        return series;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 2})
    void knownResponsesAreRecovered(double repetitionTime) {
        Sampling sampling = new Sampling((int) (600 / repetitionTime), repetitionTime, repetitionTime / 2);
        Events events = events(sampling.end());
        for (double[] truth : new double[][] {{4, 4}, {5, 5}, {6, 4}, {7, 6.5}}) {
            double[] response = RestSimulation.response(truth[0], truth[1]);
            double[] series = series(sampling, events, response, 0.1, 0);
            for (EventResponse.Options options : List.of(SMOOTH, PLAIN)) {
                EventResponse plan = EventResponse.of(sampling, events, ones(sampling.volumes()), 1, options);
                double[][] curves = plan.curves(series);
                for (int c = 0; c < 2; c++) {
                    ResponseShape shape = ResponseShape.of(curves[c], plan.step());
                    assertEquals(c == 0 ? 10 : 5, shape.height(), 0.4);
                    assertEquals(truth[0], shape.timeToPeak(), 0.25);
                    assertEquals(truth[1], shape.width(), 0.35);
                }
            }
        }
    }

    @Test
    void theSmoothValuesAreTheMeanGivenTheData() {
        Sampling sampling = new Sampling(150, 2, 0);
        Events events = events(sampling.end());
        double[] series = series(sampling, events, RestSimulation.response(5, 5), 3, 1);
        EventResponse plan = EventResponse.of(sampling, events, ones(150), 1, SMOOTH);
        double[][] curves = plan.curves(series);
        int knots = 13;
        double[] times = new double[knots];
        for (int i = 0; i < knots; i++) times[i] = 2 * i;
        RealMatrix x = new Array2DRowRealMatrix(150, 2 * knots);
        RealMatrix k = new Array2DRowRealMatrix(2 * knots, 2 * knots);
        for (int c = 0; c < 2; c++)
            for (int i = 0; i < knots; i++) {
                double[] one = new double[knots];
                one[i] = 1;
                var spline = new org.apache.commons.math3.analysis.interpolation.SplineInterpolator()
                        .interpolate(times, one);
                for (Events.Event event : events.of(plan.conditions().get(c)))
                    for (int t = 0; t < 150; t++) {
                        double since = sampling.time(t) - event.onset();
                        if (since >= 0 && since <= 24) x.addToEntry(t, c * knots + i, spline.value(since));
                    }
                for (int j = 0; j < knots; j++)
                    k.setEntry(c * knots + i, c * knots + j, Math.exp(-0.5 * (i - j) * (i - j)) + (i == j ? 1e-6 : 0));
            }
        for (int j = 0; j < 2 * knots; j++) {
            double[] column = x.getColumn(j);
            double mean = Arrays.stream(column).average().orElse(0);
            for (int t = 0; t < 150; t++) x.addToEntry(t, j, -mean);
        }
        double mean = Arrays.stream(series).average().orElse(0);
        double[] y = Arrays.stream(series).map(v -> v - mean).toArray();
        // brute force over the ratio: the whole range in steps of 1/4, then about the best in steps of 2 %
        RealMatrix signal = x.multiply(k).multiply(x.transpose());
        double best = 0;
        for (double step : new double[] {0.25, 0.02}) {
            double from = step == 0.25 ? -8 : best - 0.3;
            double to = step == 0.25 ? 8 : best + 0.3;
            double highest = Double.NEGATIVE_INFINITY;
            for (double log = from; log < to; log += step) {
                double likelihood = likelihood(signal, y, log, new double[150]);
                if (likelihood < highest) continue;
                highest = likelihood;
                best = log;
            }
        }
        assertTrue(Math.abs(best) < 7.5, "a maximum within the range: " + best);
        double[] w = new double[150];
        likelihood(signal, y, best, w);
        double[] expected = k.multiply(x.transpose()).operate(w);
        for (int c = 0; c < 2; c++)
            for (int i = 0; i < knots; i++)
                assertEquals(expected[c * knots + i], curves[c][20 * i], 0.02); // the grid of ratios has steps of 2 %
    }

    /**
     * Of the 149 contrasts of a series without its mean.
     *
     * @param log of the variance of the noise over that of the response
     * @param weights filled: the inverse of the covariance times the series
     */
    private static double likelihood(RealMatrix signal, double[] y, double log, double[] weights) {
        RealMatrix v = signal.copy();
        for (int t = 0; t < 150; t++) v.addToEntry(t, t, Math.exp(log));
        var cholesky = new org.apache.commons.math3.linear.CholeskyDecomposition(v, 1e-8, 1e-12);
        double[] w = cholesky.getSolver().solve(MatrixUtils.createRealVector(y)).toArray();
        System.arraycopy(w, 0, weights, 0, 150);
        double quadratic = 0;
        for (int t = 0; t < 150; t++) quadratic += w[t] * y[t];
        double logs = -log; // the direction of the constant, which the contrasts do not have
        for (int t = 0; t < 150; t++) logs += 2 * Math.log(cholesky.getL().getEntry(t, t));
        return -0.5 * (149 * Math.log(quadratic / 149) + logs);
    }

    @Test
    void mapsAreTheSameForAnyNumberOfThreads() {
        Sampling sampling = new Sampling(150, 2, 0);
        Events events = events(sampling.end());
        VoxelGrid grid = new VoxelGrid(4, 4, 3, Affine.scaling(3, 3, 3));
        NeuroImage image = NeuroImage.floats("run", grid, 150, SeriesTiming.every(2));
        double[] response = RestSimulation.response(5, 5);
        double[][] series = new double[grid.voxels()][];
        for (int v = 0; v < series.length; v++) series[v] = series(sampling, events, response, 2, v);
        Arrays.fill(series[1], 3);
        series[2][4] = Double.NaN;
        for (int t = 0; t < 150; t++) {
            float[] volume = new float[series.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) series[v][t];
            image.writeVolume(t, volume);
        }
        boolean[] inside = new boolean[grid.voxels()];
        Arrays.fill(inside, true);
        inside[0] = false;
        Mask mask = Mask.of(grid, inside);
        EventResponse plan = EventResponse.of(sampling, events, ones(150), 1, EventResponse.Options.DEFAULT);
        int results = 2 * (EventResponse.MAPS.size() + plan.curveVolumes(5));
        NeuroImage[] targets = new NeuroImage[2];
        for (int threads = 1; threads <= 2; threads++) {
            NeuroImage target = image.createLike("maps", results);
            targets[threads - 1] = target;
            Parallelization.runWithNumThreads(threads, () -> plan.map(image, mask, target, 5, Progress.NONE));
        }
        for (int m = 0; m < results; m++) {
            assertArrayEquals(targets[0].volume(m), targets[1].volume(m), 0);
            assertEquals(0, targets[0].volume(m)[0]);
            assertTrue(Float.isNaN(targets[0].volume(m)[1])
                    && Float.isNaN(targets[0].volume(m)[2]));
        }
        assertEquals(1, targets[0].volume(0)[5], 0.2); // percent of 1000
        assertEquals(0.5, targets[0].volume(results / 2)[5], 0.2);
        assertThrows(
                CancellationException.class,
                () -> plan.map(image, mask, image.createLike("m", results), 5, Cancelled.AT_ONCE));
    }

    @Test
    void badInputIsSaid() {
        Sampling sampling = new Sampling(150, 2, 0);
        Events late = Events.of(List.of(new Events.Event("left", 5, 0, 1), new Events.Event("right", 400, 0, 1)));
        says("right has no event", () -> EventResponse.of(sampling, late, ones(150), 1, SMOOTH));
        says("free of nuisance", () -> EventResponse.of(new Sampling(20, 2, 0), events(40), ones(20), 1, SMOOTH));
        List<Events.Event> regular = new ArrayList<>();
        for (int k = 0; k < 20; k++) regular.add(new Events.Event("all", 12 * k, 0, 1));
        says(
                "cannot be separated",
                () -> EventResponse.of(
                        sampling, Events.of(regular), ones(150), 1, new EventResponse.Options(false, 24, 1, false)));
        says("length", () -> new EventResponse.Options(true, 5, 0, true));
        assertNull(EventResponse.of(sampling, events(300), ones(150), 1, SMOOTH).curves(ones(150)));
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
        for (EventResponse.Options options : List.of(SMOOTH, PLAIN))
            for (double repetitionTime : new double[] {0.8, 2})
                for (double noise : new double[] {2, 5, 10})
                    for (double[] truth : new double[][] {{4, 4}, {5, 5}, {6, 4}, {6, 6.5}, {8, 6.5}})
                        recover(text, options, repetitionTime, noise, truth);
        reporter.publishEntry("figures", text.toString());
    }

    private static void recover(
            StringBuilder text, EventResponse.Options options, double repetitionTime, double noise, double... truth) {
        Sampling sampling = new Sampling((int) (600 / repetitionTime), repetitionTime, 0);
        Events events = events(sampling.end());
        EventResponse plan = EventResponse.of(sampling, events, ones(sampling.volumes()), 1, options);
        double[] response = RestSimulation.response(truth[0], truth[1]);
        double[][] found = new double[3][60];
        for (int k = 0; k < 60; k++) {
            ResponseShape shape =
                    ResponseShape.of(plan.curves(series(sampling, events, response, noise, k))[0], plan.step());
            found[0][k] = shape.height() / 10;
            found[1][k] = shape.timeToPeak();
            found[2][k] = shape.width();
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%s TR %.1f noise %.1f %% peak %.0f width %.1f:",
                options.smooth() ? "sfir" : "fir",
                repetitionTime,
                noise / 10,
                truth[0],
                truth[1]));
        for (double[] values : found) {
            double[] some = Arrays.stream(values).filter(Double::isFinite).toArray();
            double mean = Arrays.stream(some).average().orElse(0);
            double sd = Math.sqrt(
                    Arrays.stream(some).map(v -> (v - mean) * (v - mean)).sum() / (some.length - 1));
            text.append(String.format(Locale.ROOT, "  %.2f (%.2f) n=%d", mean, sd, some.length));
        }
    }
}
