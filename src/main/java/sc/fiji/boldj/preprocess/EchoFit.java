package sc.fiji.boldj.preprocess;

import java.util.Locale;

/**
 * T2* and S0 of a voxel from its signal at several echo times, S(TE) = S0 exp(-TE / T2*). Immutable.
 *
 * <p>Only the echoes up to the first without signal count. With two or more T2* lies within {@link #SHORTEST} and {@link
 * #LONGEST}; a signal that does not fall with the echo time has the longest. With one echo T2* is 0, with none S0 as well.
 */
public final class EchoFit {

    /** Shortest T2*, seconds. */
    public static final double SHORTEST = 0.001;

    /** Longest T2*, seconds: that of fluid, and of noise. */
    public static final double LONGEST = 0.5;

    private static final int STEPS = 50;
    private static final double CONVERGED = 1e-10;

    /** How the decay is fitted. */
    public enum Method {
        /** A straight line through the logarithms, weighted with the squares of the signals. */
        LOGLINEAR,
        /** Least squares of the signals themselves (Levenberg-Marquardt), from the log-linear fit. */
        NONLINEAR;

        /** The method of a name in upper or lower case. */
        public static Method named(String name) {
            for (Method method : values()) if (method.name().equalsIgnoreCase(name.strip())) return method;
            throw new IllegalArgumentException("fit must be loglinear or nonlinear, got '" + name + "'");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The decay of a voxel.
     *
     * @param t2star seconds; 0 if it is not known
     * @param s0 signal at echo time 0
     */
    public record Decay(double t2star, double s0) {}

    private final double[] echoTimes;
    private final Method method;

    /**
     * @param echoTimes seconds, ascending, 2 or more
     * @throws IllegalArgumentException if they do not ascend from above 0, or look like milliseconds
     */
    public EchoFit(double[] echoTimes, Method method) {
        this.echoTimes = requireTimes(echoTimes);
        this.method = method;
    }

    private static double[] requireTimes(double[] times) {
        if (times.length < 2)
            throw new IllegalArgumentException("a fit needs 2 echo times or more, got " + times.length);
        for (int e = 0; e < times.length; e++) {
            if (!(times[e] > 0 && Double.isFinite(times[e])) || (e > 0 && !(times[e] > times[e - 1])))
                throw new IllegalArgumentException("echo times must ascend from above 0 s, but echo " + (e + 1)
                        + " has " + times[e] + " s: are the scans in the order of their echoes?");
            if (times[e] > 1)
                throw new IllegalArgumentException("echo " + (e + 1) + " has " + times[e]
                        + " s: is it in milliseconds? That would be " + times[e] / 1000 + " s");
        }
        return times.clone();
    }

    /** The decay from the signals at all echo times. */
    public Decay of(double... signals) {
        int good = 0;
        while (good < echoTimes.length && signals[good] > 0 && Double.isFinite(signals[good])) good++;
        if (good == 0) return new Decay(0, 0);
        if (good == 1) return new Decay(0, signals[0]);
        Decay line = logLinear(signals, good);
        return method == Method.LOGLINEAR ? line : nonlinear(signals, good, line);
    }

    private Decay logLinear(double[] signals, int good) {
        double w = 0;
        double wx = 0;
        double wy = 0;
        for (int e = 0; e < good; e++) {
            double weight = signals[e] * signals[e];
            w += weight;
            wx += weight * echoTimes[e];
            wy += weight * StrictMath.log(signals[e]);
        }
        double xx = 0;
        double xy = 0;
        for (int e = 0; e < good; e++) {
            double weight = signals[e] * signals[e];
            double x = echoTimes[e] - wx / w;
            xx += weight * x * x;
            xy += weight * x * (StrictMath.log(signals[e]) - wy / w);
        }
        double rate = limited(-xy / xx);
        return new Decay(1 / rate, StrictMath.exp(wy / w + rate * wx / w));
    }

    private static double limited(double rate) {
        return Math.max(1 / LONGEST, Math.min(1 / SHORTEST, Double.isFinite(rate) ? rate : 1 / LONGEST));
    }

    /** Levenberg-Marquardt with Marquardt's scaling; a step that raises the cost is damped more. */
    private Decay nonlinear(double[] signals, int good, Decay start) {
        double s0 = start.s0();
        double rate = 1 / start.t2star();
        double damping = 1e-3;
        double cost = cost(signals, good, s0, rate);
        for (int step = 0; step < STEPS; step++) {
            double aa = 0;
            double ab = 0;
            double bb = 0;
            double ra = 0;
            double rb = 0;
            for (int e = 0; e < good; e++) {
                double a = StrictMath.exp(-echoTimes[e] * rate);
                double b = -s0 * echoTimes[e] * a;
                double residual = signals[e] - s0 * a;
                aa += a * a;
                ab += a * b;
                bb += b * b;
                ra += a * residual;
                rb += b * residual;
            }
            double da = aa * (1 + damping);
            double db = bb * (1 + damping);
            double determinant = da * db - ab * ab;
            if (!(determinant > 0)) break;
            double nextScale = s0 + (ra * db - rb * ab) / determinant;
            double nextRate = limited(rate + (rb * da - ra * ab) / determinant);
            double next = cost(signals, good, nextScale, nextRate);
            boolean small = Math.abs(nextRate - rate) <= CONVERGED * rate && Math.abs(nextScale - s0) <= CONVERGED * s0;
            if (next <= cost) {
                s0 = nextScale;
                rate = nextRate;
                cost = next;
                damping /= 10;
            } else damping = Math.max(1e-9, damping) * 10;
            if (small) break;
        }
        return new Decay(1 / rate, s0);
    }

    private double cost(double[] signals, int good, double s0, double rate) {
        double sum = 0;
        for (int e = 0; e < good; e++) {
            double difference = signals[e] - s0 * StrictMath.exp(-echoTimes[e] * rate);
            sum += difference * difference;
        }
        return sum;
    }
}
