package sc.fiji.boldj.stats;

/** The side of a statistic that is treated as evidence. */
public enum Tail {
    /** Large values of either sign. */
    TWO,
    /** Large positive values. */
    POSITIVE,
    /** Large negative values. */
    NEGATIVE;

    /** The evidence in a value: larger is stronger. */
    public double evidence(double value) {
        return switch (this) {
            case TWO -> Math.abs(value);
            case POSITIVE -> value;
            case NEGATIVE -> -value;
        };
    }

    /** Whether values of this sign (1 or -1) can be evidence. */
    boolean counts(int sign) {
        return this == TWO || (this == POSITIVE) == (sign > 0);
    }
}
