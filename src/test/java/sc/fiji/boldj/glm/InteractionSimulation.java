package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.run.Seeds;

/** A seed and targets that are coupled to it, the same in two conditions or not. */
final class InteractionSimulation {

    final Sampling sampling;
    final Events events;
    final Microtime grid;
    final double[] response;
    final Design task;

    InteractionSimulation(int volumes, double repetitionTime, double duration, long seed) {
        sampling = new Sampling(volumes, repetitionTime, 0);
        SplittableRandom random = Seeds.stream(seed, 7);
        List<Events.Event> all = new ArrayList<>();
        double time = 5;
        while (time + duration < sampling.end()) {
            all.add(new Events.Event(random.nextBoolean() ? "faces" : "shapes", time, duration, 1));
            time += Math.max(4, duration) * (1.2 + random.nextDouble());
        }
        events = Events.of(all);
        grid = Microtime.of(sampling);
        response = Hrf.spm(0).sample(0, grid.step());
        task = TaskDesign.build(events, sampling, Map.of(), null, TaskDesign.Options.DEFAULT.with(Hrf.spm(0)));
    }

    /** The truth's neural course: smooth fluctuations, and the response to both conditions. */
    double[] activity(long seed) {
        double[] noise = new double[grid.bins()];
        Seeds.fillGaussian(Seeds.stream(seed, 1), noise);
        double state = 0;
        double keep = Math.exp(-grid.step() / 1.5);
        double[] activity = new double[noise.length];
        double[] faces = Interaction.course(events, "faces", grid, false);
        double[] shapes = Interaction.course(events, "shapes", grid, false);
        for (int b = 0; b < activity.length; b++) {
            state = keep * state + Math.sqrt(1 - keep * keep) * noise[b];
            activity[b] = 5 * state + 2 * faces[b] + shapes[b];
        }
        return activity;
    }

    /** The seed's series: its activity as the scans see it, and noise. */
    double[] seed(double[] activity, double noise, long seed) {
        return noisy(grid.observe(activity, response), noise, seed, 2);
    }

    /** A target coupled by {@code slope}, and by {@code more} besides during faces. */
    double[] target(double[] activity, double slope, double more, double noise, long seed) {
        double[] faces = Interaction.course(events, "faces", grid, false);
        double[] own = new double[activity.length];
        for (int b = 0; b < own.length; b++) own[b] = activity[b] * (slope + more * faces[b]) + faces[b];
        return noisy(grid.observe(own, response), noise, seed, 3);
    }

    private static double[] noisy(double[] series, double noise, long seed, long stream) {
        double[] e = new double[series.length];
        Seeds.fillGaussian(Seeds.stream(seed, stream), e);
        for (int t = 0; t < e.length; t++) series[t] += 700 + noise * e[t];
        return series;
    }

    /** Effect and t of the difference of the interactions by ordinary least squares. */
    double[] difference(double[] seed, double[] target, Interaction.Options options) {
        return difference(
                Interaction.build(task, events, seed, sampling, Hrf.spm(0), options)
                        .design(),
                target);
    }

    static double[] difference(Design design, double[] target) {
        int n = design.rows();
        int k = design.columns();
        double[] x = design.matrix();
        double[] b = LeastSquares.solve(x, n, k, target, 1).coefficients();
        double rest = 0;
        for (int t = 0; t < n; t++) {
            double e = target[t];
            for (int j = 0; j < k; j++) e -= x[t * k + j] * b[j];
            rest += e * e;
        }
        double[] weights = new double[k];
        weights[design.names().indexOf("ppi_faces")] = 1;
        weights[design.names().indexOf("ppi_shapes")] = -1;
        double[] ones = new double[n * n];
        for (int t = 0; t < n; t++) ones[t * n + t] = 1;
        double[] inverse = LeastSquares.solve(x, n, k, ones, n).coefficients();
        double effect = 0;
        double variance = 0;
        for (int j = 0; j < k; j++) effect += weights[j] * b[j];
        for (int t = 0; t < n; t++) {
            double w = 0;
            for (int j = 0; j < k; j++) w += weights[j] * inverse[j * n + t];
            variance += w * w;
        }
        return new double[] {effect, effect / Math.sqrt(variance * rest / (n - k))};
    }
}
