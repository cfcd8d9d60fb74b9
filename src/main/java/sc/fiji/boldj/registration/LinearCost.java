package sc.fiji.boldj.registration;

/** What a linear registration makes as small as it can. */
public enum LinearCost {
    /** Normalised mutual information, {@code -(H(F) + H(M)) / H(F, M)}: for scans of any two kinds. */
    NORMALISED_MUTUAL_INFORMATION,
    /** Mutual information, {@code -I(F, M)} in nats. */
    MUTUAL_INFORMATION,
    /** Mean of {@code -r^2} in windows of 5 points: for like scans with unlike shading. */
    LOCAL_CORRELATION,
    /** {@code 1 - eta^2} of the moving image among like values of the fixed. */
    CORRELATION_RATIO,
    /** {@code 1 - r^2}: what is left after the best factor and offset of intensity. For scans of one kind. */
    LEAST_SQUARES
}
