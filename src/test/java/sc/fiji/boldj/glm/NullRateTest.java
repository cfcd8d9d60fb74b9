package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Least squares, whose null rate is known in white noise and counted in other noise, tells whether the computed rate is right. */
class NullRateTest {

    private static final int N = 40;

    /** A line and a constant. */
    private static Design design() {
        double[] slope = new double[N];
        double[] one = new double[N];
        for (int t = 0; t < N; t++) {
            slope[t] = Math.sin(0.3 * t);
            one[t] = 1;
        }
        return new Design.Builder(N)
                .add("slope", Design.Kind.TASK, slope)
                .add("constant", Design.Kind.CONSTANT, one)
                .build();
    }

    /** Rate computed and rate counted. */
    private static double[] rates(NullNoise noise, int series) {
        Design design = design();
        NullRate rate = new NullRate(design, new double[] {1, 0}, noise.covariance(N));
        RealMatrix x = LateResponseSimulation.matrix(design);
        RealMatrix inverse =
                new QRDecomposition(x.transpose().multiply(x)).getSolver().getInverse();
        RealMatrix pseudo = inverse.multiply(x.transpose());
        double limit = new TDistribution(N - 2.0).inverseCumulativeProbability(0.975);
        double computed = 0;
        double counted = 0;
        for (int v = 0; v < series; v++) {
            double[] y = noise.series(3, v, N);
            double[] weights = pseudo.operate(y);
            double[] fit = x.operate(weights);
            double squares = 0;
            for (int t = 0; t < N; t++) squares += (y[t] - fit[t]) * (y[t] - fit[t]);
            double error = Math.sqrt(squares / (N - 2) * inverse.getEntry(0, 0));
            computed += rate.beyond(y, weights[0], error, N - 2.0) / series;
            counted += Math.abs(weights[0]) > limit * error ? 1.0 / series : 0;
        }
        return new double[] {computed, counted};
    }

    /** t is exact in white noise; 2000 series leave 0.0004 as what is computed varies by 0.016. */
    @Test
    void leastSquaresInWhiteNoiseAreExact() {
        assertEquals(0.05, rates(NullNoise.WHITE, 2000)[0], 0.0015);
    }

    /** A count of 20000 series has a standard error of 0.003 or less. */
    @Test
    void whatIsComputedIsWhatIsCounted() {
        for (NullNoise noise : NullNoise.values()) {
            double[] both = rates(noise, 20000);
            assertEquals(both[1], both[0], 0.012, noise.toString());
        }
    }

    @Test
    void limitsAreThoseOfT() {
        for (double degrees : new double[] {3, 7.3, 29, 180, 1e5})
            assertEquals(new TDistribution(degrees).inverseCumulativeProbability(0.975), NullRate.limit(degrees), 2e-4);
    }
}
