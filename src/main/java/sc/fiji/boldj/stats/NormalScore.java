package sc.fiji.boldj.stats;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.util.ContinuedFraction;

/**
 * The normal score of a t or F: the z with the same upper tail probability. Exact far into the tails, where the
 * probability itself is below what a double can hold, because logarithms of probabilities are compared.
 */
public final class NormalScore {

    /** Scores are kept within this, also for an infinite t or an F of 0. */
    public static final double LIMIT = 100;

    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private NormalScore() {}

    /**
     * The z of a t.
     *
     * @param degrees degrees of freedom, above 0
     * @return NaN for NaN
     */
    public static double ofT(double t, double degrees) {
        if (Double.isNaN(t)) return Double.NaN;
        if (t == 0) return 0;
        if (Double.isInfinite(t)) return t > 0 ? LIMIT : -LIMIT;
        double square = t * t;
        double x = degrees / (degrees + square);
        double z = ofLogTail(Math.log(0.5) + logBeta(x, square / (degrees + square), degrees / 2, 0.5));
        return t > 0 ? z : -z;
    }

    /**
     * The z of many t with the same degrees of freedom: read off a table by cubic interpolation up to |t| = 40, within
     * 1e-8 of {@link NormalScore#ofT}. Immutable.
     */
    public static final class OfT {

        private static final int STEPS = 64;
        private static final int END = 40;

        private final double degrees;
        private final double[] table = new double[END * STEPS + 4];

        /** A table for these degrees of freedom, above 0. */
        public OfT(double degrees) {
            this.degrees = degrees;
            for (int i = 0; i < table.length; i++) table[i] = ofT((i - 1.0) / STEPS, degrees);
        }

        /** The z of a t, NaN for NaN. */
        public double at(double t) {
            double size = Math.abs(t);
            if (!(size < END)) return ofT(t, degrees);
            double place = size * STEPS;
            int i = (int) place;
            double x = place - i;
            double z = table[i] * (-x * (x - 1) * (x - 2) / 6)
                    + table[i + 1] * ((x + 1) * (x - 1) * (x - 2) / 2)
                    + table[i + 2] * (-(x + 1) * x * (x - 2) / 2)
                    + table[i + 3] * ((x + 1) * x * (x - 1) / 6);
            return t < 0 ? -z : z;
        }
    }

    /**
     * The z of an F.
     *
     * @param numerator degrees of freedom of what is tested, above 0
     * @param degrees degrees of freedom of the error, above 0
     * @return NaN for NaN or a negative F
     */
    public static double ofF(double f, double numerator, double degrees) {
        if (Double.isNaN(f) || f < 0) return Double.NaN;
        if (f == 0) return -LIMIT;
        if (Double.isInfinite(f)) return LIMIT;
        double x = degrees / (degrees + numerator * f);
        double y = numerator * f / (degrees + numerator * f);
        double upper = logBeta(x, y, degrees / 2, numerator / 2);
        if (upper < Math.log(0.5)) return ofLogTail(upper);
        return -ofLogTail(logBeta(y, x, numerator / 2, degrees / 2));
    }

    /** Logarithm of the regularised incomplete beta function at x; {@code y = 1 - x}. */
    private static double logBeta(double x, double y, double a, double b) {
        if (x > (a + 1) / (2 + a + b)) return StrictMath.log1p(-Math.exp(logBetaSmall(y, x, b, a)));
        return logBetaSmall(x, y, a, b);
    }

    private static double logBetaSmall(double x, double y, double a, double b) {
        ContinuedFraction fraction = new ContinuedFraction() {
            @Override
            protected double getB(int n, double at) {
                if (n % 2 == 0) {
                    double m = n / 2.0;
                    return m * (b - m) * at / ((a + 2 * m - 1) * (a + 2 * m));
                }
                double m = (n - 1.0) / 2;
                return -((a + m) * (a + b + m) * at) / ((a + 2 * m) * (a + 2 * m + 1));
            }

            @Override
            protected double getA(int n, double at) {
                return 1;
            }
        };
        return a * Math.log(x)
                + b * Math.log(y)
                - Math.log(a)
                - Beta.logBeta(a, b)
                - Math.log(fraction.evaluate(x, 1e-14, 10_000));
    }

    /** The z whose upper tail has this logarithm of its probability; {@code logP} at most log(0.5) but for rounding. */
    static double ofLogTail(double logP) {
        if (!(logP < Math.log(0.5))) return 0;
        double s = Math.sqrt(-2 * logP);
        double z =
                s - (2.515517 + s * (0.802853 + s * 0.010328)) / (1 + s * (1.432788 + s * (0.189269 + s * 0.001308)));
        for (int step = 0; step < 4; step++) {
            double logTail = logTail(z);
            double slope = -Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI - logTail);
            double change = (logTail - logP) / slope;
            z -= change;
            if (Math.abs(change) < 1e-9) break;
        }
        return Math.min(LIMIT, z);
    }

    private static double logTail(double z) {
        if (z < 3) return Math.log(0.5 * Erf.erfc(z / Math.sqrt(2)));
        double tail = z;
        int terms = z < 5 ? 60 : 20;
        for (int k = terms; k >= 1; k--) tail = z + k / tail;
        return -0.5 * z * z - LOG_ROOT_TWO_PI - Math.log(tail);
    }
}
