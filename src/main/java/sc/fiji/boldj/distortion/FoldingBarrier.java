package sc.fiji.boldj.distortion;

/**
 * What a relative displacement {@code z} costs as it nears -1 or 1, where an image folds: {@code z^4 / (1 - z^2)}, continued
 * beyond {@link #LIMIT} by the parabola that touches it, so that it is finite everywhere. Convex (Ruthotto 2012).
 */
final class FoldingBarrier {

    /** Where the parabola begins. */
    static final double LIMIT = 0.95;

    private FoldingBarrier() {}

    static double value(double z) {
        double a = Math.abs(z);
        if (a <= LIMIT) return exact(a);
        double d = a - LIMIT;
        return exact(LIMIT) + d * (exactSlope(LIMIT) + 0.5 * d * exactBend(LIMIT));
    }

    static double slope(double z) {
        double a = Math.abs(z);
        double slope = a <= LIMIT ? exactSlope(a) : exactSlope(LIMIT) + (a - LIMIT) * exactBend(LIMIT);
        return z < 0 ? -slope : slope;
    }

    static double bend(double z) {
        return exactBend(Math.min(LIMIT, Math.abs(z)));
    }

    private static double exact(double a) {
        return a * a * a * a / (1 - a * a);
    }

    private static double exactSlope(double a) {
        double q = 1 - a * a;
        return (4 * a * a * a * q + 2 * a * a * a * a * a) / (q * q);
    }

    private static double exactBend(double a) {
        // z^4 / (1 - z^2) = 1 / (1 - z^2) - z^2 - 1
        double q = 1 - a * a;
        return (2 + 6 * a * a) / (q * q * q) - 2;
    }
}
