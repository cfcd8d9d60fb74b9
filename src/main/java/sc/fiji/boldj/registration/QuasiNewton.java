package sc.fiji.boldj.registration;

import java.util.Arrays;

/**
 * Minimises a smooth function of a few numbers by the BFGS method, from a given metric.
 *
 * <p>A step is taken back until the function falls by a part of what the slope promises (Armijo), and made longer while
 * it is still steep (Nocedal and Wright 2006, chapters 3 and 6).
 */
final class QuasiNewton {

    private static final int LONGEST_SEARCH = 12;
    private static final double SUFFICIENT = 1e-4;
    private static final double STILL_STEEP = 0.9;

    private QuasiNewton() {}

    /** What is minimised. */
    interface Function {

        /** The value, and its derivatives in {@code gradient}; infinite where there is none. */
        double evaluate(double[] at, double[] gradient);

        /** How far two arguments are apart, mm. */
        double distance(double[] a, double[] b);
    }

    /**
     * When to stop.
     *
     * @param longest longest step, mm
     * @param shortest a step below this many mm ends the search
     * @param iterations most steps
     */
    record Stop(double longest, double shortest, int iterations) {}

    /** Where the search ended. */
    record Minimum(double[] at, double value, int iterations, int evaluations) {}

    /**
     * Searches.
     *
     * @param metric symmetric and positive definite, shape (n, n): the shape, not the scale, of the second derivatives
     */
    static Minimum minimise(Function function, double[] start, double[][] metric, Stop stop) {
        int n = start.length;
        double[][] fresh = StepMatrix.inverse(metric);
        double[][] h = fresh;
        boolean unscaled = true;
        double[] x = start.clone();
        double[] g = new double[n];
        double value = function.evaluate(x, g);
        int evaluations = 1;
        int iteration = 0;
        int small = 0;
        while (Double.isFinite(value) && iteration < stop.iterations()) {
            double[] d = StepMatrix.times(h, g);
            double slope = 0;
            for (int i = 0; i < n; i++) {
                d[i] = -d[i];
                slope += d[i] * g[i];
            }
            double length = function.distance(x, along(x, 1, d));
            if (!(slope < 0) || !(length > 0)) break;
            double limit = stop.longest() / length;
            double t = Math.min(unscaled ? limit / 4 : 1, limit);
            double[] best = null;
            double[] bestG = new double[n];
            double bestValue = Double.POSITIVE_INFINITY;
            double bestT = 0;
            double[] trialG = new double[n];
            for (int k = 0; k < LONGEST_SEARCH; k++) {
                double[] trial = along(x, t, d);
                double y = function.evaluate(trial, trialG);
                evaluations++;
                boolean falls = y <= value + SUFFICIENT * t * slope;
                if (falls && y < bestValue) {
                    best = trial;
                    bestValue = y;
                    bestT = t;
                    System.arraycopy(trialG, 0, bestG, 0, n);
                    double steep = dot(trialG, d);
                    if (steep >= STILL_STEEP * slope || t >= limit || k >= 4) break;
                    t = Math.min(limit, 2.5 * t);
                    continue;
                }
                if (best != null) break;
                double next = Double.isFinite(y) ? -slope * t * t / (2 * (y - value - slope * t)) : 0.3 * t;
                t = Math.max(0.1 * t, Math.min(0.5 * t, next));
                if (t * length < 0.2 * stop.shortest()) break;
            }
            if (best == null) {
                if (h == fresh) break;
                h = fresh;
                unscaled = true;
                continue;
            }
            double[] s = new double[n];
            double[] dg = new double[n];
            for (int i = 0; i < n; i++) {
                s[i] = best[i] - x[i];
                dg[i] = bestG[i] - g[i];
            }
            h = updated(h, s, dg, unscaled);
            unscaled = false;
            double step = bestT * length;
            double fall = value - bestValue;
            x = best;
            value = bestValue;
            System.arraycopy(bestG, 0, g, 0, n);
            iteration++;
            small = step < stop.shortest() || fall < 1e-9 * Math.abs(value) ? small + 1 : 0;
            if (small >= 2) break;
        }
        return new Minimum(x, value, iteration, evaluations);
    }

    private static double[] along(double[] x, double t, double[] d) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) y[i] += t * d[i];
        return y;
    }

    private static double[][] updated(double[][] h, double[] s, double[] y, boolean unscaled) {
        int n = s.length;
        double sy = dot(s, y);
        double[] hy = StepMatrix.times(h, y);
        double yhy = dot(y, hy);
        if (!(sy > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) || !(yhy > 0)) return h;
        double scale = unscaled ? sy / yhy : 1;
        double[][] next = new double[n][];
        for (int i = 0; i < n; i++) {
            next[i] = Arrays.copyOf(h[i], n);
            for (int k = 0; k < n; k++)
                next[i][k] = scale * h[i][k]
                        + (1 + scale * yhy / sy) * s[i] * s[k] / sy
                        - scale * (hy[i] * s[k] + s[i] * hy[k]) / sy;
        }
        return next;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
