package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.junit.jupiter.api.Test;

class PairedRatioTest {

    private static final double[] D = {1.2, 0.4, 2.2, 1.9, -0.3, 0.8, 1.1};
    private static final double[] E = {2.1, 1.5, 3.9, 2.2, 0.7, 2.5, 2.0};

    private static LinearModel mean(int n) {
        double[][] ones = new double[n][1];
        for (double[] row : ones) row[0] = 1;
        return LinearModel.of(ones, new double[][] {{1}});
    }

    /** Of means, the variances and the covariance are those of the sample over n. */
    @Test
    void theRatioOfTwoMeansOfTheSameParticipants() {
        RatioEstimate ratio = RatioEstimate.paired(mean(7), D, mean(7), E);
        assertEquals(new Mean().evaluate(D), ratio.numerator(), 1e-12);
        assertEquals(new Mean().evaluate(E), ratio.denominator(), 1e-12);
        assertEquals(new Covariance().covariance(D, E) / 7, ratio.covariance(), 1e-12);
        assertEquals(new Covariance().covariance(D, D) / 7, ratio.numeratorVariance(), 1e-12);
        assertEquals(6, ratio.degreesOfFreedom());
        assertThrows(IllegalArgumentException.class, () -> RatioEstimate.paired(mean(6), D, mean(7), E));
    }

    /** Variances of groups as Welch has them, and with one group as least squares. */
    @Test
    void groupsOfUnequalVariance() {
        double[] both = new double[14];
        System.arraycopy(D, 0, both, 0, 7);
        System.arraycopy(E, 0, both, 7, 7);
        double[][] design = new double[14][2];
        int[] groups = new int[14];
        for (int i = 0; i < 14; i++) {
            groups[i] = i / 7;
            design[i][groups[i]] = 1;
        }
        LinearModel model = LinearModel.of(design, new double[][] {{1, -1}});
        ContrastEstimate welch = ContrastEstimate.welch(D, E);
        ContrastEstimate own = ContrastEstimate.unequal(model, both, groups);
        assertEquals(welch.value(), own.value(), 1e-12);
        assertEquals(welch.standardError(), own.standardError(), 1e-12);
        assertEquals(welch.degreesOfFreedom(), own.degreesOfFreedom(), 1e-9);
        ContrastEstimate one = ContrastEstimate.unequal(model, both, new int[14]);
        assertEquals(ContrastEstimate.of(model, both).standardError(), one.standardError(), 1e-12);
        assertEquals(12, one.degreesOfFreedom(), 1e-9);
    }
}
