package sc.fiji.boldj.stats;

/**
 * The confidence set of a ratio of two estimates (Fieller 1954, JRSS B 16): all ratios that a t test does not reject. Its
 * coverage is exact for normal errors, whatever the denominator.
 *
 * <p>It is bounded just if the denominator differs significantly from 0 at the same level. Else it is unbounded: everything
 * but a gap, or the whole line. Both say that the data do not determine the ratio and must be shown as unbounded.
 */
public sealed interface FiellerInterval {

    /**
     * How to form it.
     *
     * @param level confidence in (0, 1)
     */
    record Options(double level) {

        /** A level of 0.95. */
        public static final Options DEFAULT = new Options(0.95);

        /** @throws IllegalArgumentException if the level is outside its range */
        public Options {
            if (!(level > 0 && level < 1)) throw new IllegalArgumentException("level must be in (0, 1), got " + level);
        }
    }

    /** The ratios from {@code low} to {@code high}. */
    record Bounded(double low, double high) implements FiellerInterval {
        @Override
        public boolean contains(double ratio) {
            return ratio >= low && ratio <= high;
        }

        @Override
        public FiellerInterval reflected(double about) {
            return new Bounded(about - high, about - low);
        }
    }

    /**
     * The ratios up to {@code below} and those from {@code above}, what lies between is rejected. One of them may be
     * infinite: then the set is a half line.
     */
    record Outside(double below, double above) implements FiellerInterval {
        @Override
        public boolean contains(double ratio) {
            return ratio <= below || ratio >= above;
        }

        @Override
        public FiellerInterval reflected(double about) {
            return new Outside(about - above, about - below);
        }
    }

    /** All ratios: none is rejected. */
    record WholeLine() implements FiellerInterval {
        @Override
        public boolean contains(double ratio) {
            return true;
        }

        @Override
        public FiellerInterval reflected(double about) {
            return this;
        }
    }

    /** Whether a ratio is not rejected. */
    boolean contains(double ratio);

    /** The set of {@code about - ratio}: with 1, that of the share that is not left. */
    FiellerInterval reflected(double about);

    /** Whether the data bound the ratio on both sides. */
    default boolean isBounded() {
        return this instanceof Bounded;
    }

    /** The confidence set of a ratio. */
    static FiellerInterval of(RatioEstimate estimate, Options options) {
        double t = ContrastEstimate.critical(options.level(), estimate.degreesOfFreedom());
        double a = estimate.numerator();
        double b = estimate.denominator();
        // Not rejected is square r^2 - 2 middle r + constant <= 0.
        double square = b * b - t * t * estimate.denominatorVariance();
        double middle = a * b - t * t * estimate.covariance();
        double constant = a * a - t * t * estimate.numeratorVariance();
        if (square == 0 && middle == 0) return new WholeLine();
        if (square == 0 && middle > 0) return new Outside(Double.NEGATIVE_INFINITY, constant / (2 * middle));
        if (square == 0) return new Outside(constant / (2 * middle), Double.POSITIVE_INFINITY);
        double discriminant = middle * middle - square * constant;
        if (square < 0 && discriminant <= 0) return new WholeLine();
        // The root that does not cancel, and the other from the product of both.
        double sum = middle + Math.copySign(Math.sqrt(Math.max(0, discriminant)), middle);
        double first = sum / square;
        double second = sum == 0 ? first : constant / sum;
        double low = Math.min(first, second);
        double high = Math.max(first, second);
        return square > 0 ? new Bounded(low, high) : new Outside(low, high);
    }
}
