package sc.fiji.boldj.workflow.validate;

import java.util.Locale;

/**
 * One figure of a step beside its truth.
 *
 * @param figure what it is, with its unit
 * @param found by the step
 * @param expected the truth
 * @param tolerance the largest permitted distance
 */
record Criterion(String figure, double found, double expected, double tolerance) {

    /** Whether the figure is within the tolerance; one that is not a number never is. */
    public boolean isMet() {
        return Math.abs(found - expected) <= tolerance;
    }

    /** The figure in words. */
    public String words() {
        return String.format(Locale.ROOT, "%s: %.6g, expected %.6g within %.3g", figure, found, expected, tolerance);
    }
}
