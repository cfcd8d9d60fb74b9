package sc.fiji.boldj.workflow.design;

import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.stats.TestPower;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.trial.ContrastShape;

/**
 * A declared test with all that its power depends on.
 *
 * @param name family, contrast and visit
 * @param shape of the contrast
 * @param deviation standard deviation of the observation of a participant, given the baseline covariate; above 0
 * @param degrees degrees of freedom of that standard deviation in the pilot
 * @param alpha level of this test after correction
 * @param correction how alpha follows from that of the family, in words
 * @param side of the test; empty for two one-sided tests of equivalence
 * @param effect the difference to be found, or for equivalence the true difference, in the unit of the contrast
 * @param margin of equivalence in the same unit; NaN for a test of a difference
 */
public record SizedTest(
        String name,
        ContrastShape shape,
        double deviation,
        double degrees,
        double alpha,
        String correction,
        Optional<TestFamily.Side> side,
        double effect,
        double margin) {

    /** More participants than that are not searched for. */
    static final int MOST = 10_000_000;

    /** Whether equivalence is tested. */
    public boolean isEquivalence() {
        return side.isEmpty();
    }

    /** The number of arms that are compared; 1 within participants. */
    public int arms() {
        return shape.isBetween() ? shape.arms().size() : 1;
    }

    /** The least number per arm (or of participants) that leaves a degree of freedom. */
    int least() {
        int n = 1;
        while (freedom(n) < 1) n++;
        return n;
    }

    private int freedom(int n) {
        return arms() * n - arms() - shape.nuisance();
    }

    /** The same with another standard deviation. */
    SizedTest withDeviation(double other) {
        return new SizedTest(name, shape, other, degrees, alpha, correction, side, effect, margin);
    }

    /** The same with another effect to be found. */
    SizedTest withEffect(double other) {
        return new SizedTest(name, shape, deviation, degrees, alpha, correction, side, other, margin);
    }

    /** Standard error of the contrast with so many in each arm. */
    double standardError(int n) {
        double squares = 0;
        for (double weight : shape.isBetween() ? shape.arms().values() : List.of(1.0)) squares += weight * weight;
        return deviation * Math.sqrt(squares / n);
    }

    /**
     * The power.
     *
     * @param n participants per arm, or in a contrast within participants all of them
     * @return probability that the test is significant; 0 if no degree of freedom is left
     */
    public double power(int n) {
        int freedom = freedom(n);
        if (freedom < 1) return 0;
        double error = standardError(n);
        if (isEquivalence())
            return TestPower.equivalence((effect + margin) / error, (margin - effect) / error, freedom, alpha);
        double noncentrality = effect / error;
        return switch (side.get()) {
            case TWO -> TestPower.twoSided(noncentrality, freedom, alpha);
            case GREATER -> TestPower.oneSided(noncentrality, freedom, alpha);
            case LESS -> TestPower.oneSided(-noncentrality, freedom, alpha);
        };
    }

    /**
     * The smallest number per arm (or of participants) with a power from which on it is kept.
     *
     * @return the number; -1 if no number up to 10 million has it
     */
    public int size(double power) {
        int low = least() - 1;
        int high = least();
        while (power(high) < power) {
            if (high >= MOST) return -1;
            low = high;
            high = Math.min(MOST, high * 2);
        }
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            if (power(middle) < power) low = middle;
            else high = middle;
        }
        return high;
    }
}
