package sc.fiji.boldj.glm;

import java.util.Arrays;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;

/** Voxels at rest whose haemodynamic response is known: brief events, a response, correlated noise. */
final class RestSimulation {

    private static final double STEP = 0.1;

    private RestSimulation() {}

    /** A gamma density of the given peak and width less a sixth of a broad late one; height 1. */
    static double[] response(double peak, double width) {
        double scale = 1;
        for (int k = 0; k < 60; k++) { // the scale that gives the width; the shape then follows from the peak
            double measured = ResponseShape.of(curve(peak, scale), STEP).width();
            scale *= Math.pow(width / measured, 1.2);
        }
        return curve(peak, scale);
    }

    private static double[] curve(double peak, double scale) {
        double[] values = new double[401];
        double shape = peak / scale;
        double top = 0;
        for (int i = 0; i < values.length; i++) {
            double t = i * STEP;
            double main = Math.exp(shape * (Math.log(t / peak) + 1 - t / peak));
            double late = Math.exp(16 * (Math.log(t / (peak + 10)) + 1 - t / (peak + 10)));
            values[i] = t == 0 ? 0 : main - 0.1 * late;
            top = Math.max(top, values[i]);
        }
        for (int i = 0; i < values.length; i++) values[i] /= top;
        return values;
    }

    /**
     * A series about 1000: events of a Poisson process with heights of about 1 %, and AR(1) noise (0.4 over 0.8 s).
     *
     * @param gap mean seconds between events
     * @param noise standard deviation of the noise over that of the signal
     */
    static double[] series(
            double[] response, int volumes, double repetitionTime, double gap, double noise, long seed, int index) {
        SplittableRandom random = Seeds.stream(seed, index);
        double[] signal = new double[volumes];
        double time = -40;
        while (time < volumes * repetitionTime) {
            time += -gap * Math.log(1 - random.nextDouble());
            double height = 10 * (0.75 + 0.5 * random.nextDouble());
            for (int t = 0; t < volumes; t++) {
                double since = (t * repetitionTime - time) / STEP;
                if (since < 0 || since >= response.length - 1) continue;
                int at = (int) since;
                signal[t] += height * (response[at] + (since - at) * (response[at + 1] - response[at]));
            }
        }
        double mean = Arrays.stream(signal).average().orElse(0);
        double sd = Math.sqrt(Arrays.stream(signal)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0));
        double[] white = new double[volumes + 50];
        Seeds.fillGaussian(random, white);
        double phi = Math.pow(0.4, repetitionTime / 0.8);
        double state = 0;
        double[] series = new double[volumes];
        for (int t = 0; t < white.length; t++) {
            state = phi * state + Math.sqrt(1 - phi * phi) * white[t];
            if (t >= 50) series[t - 50] = 1000 + signal[t - 50] - mean + noise * sd * state;
        }
        return series;
    }
}
