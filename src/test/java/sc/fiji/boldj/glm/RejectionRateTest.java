package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Least squares, whose rates are known in white noise and counted in other noise, tell whether the computed rate is right. */
class RejectionRateTest {

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

    /** Rate computed and rate counted, for an effect of so many standard errors of the best estimate. */
    private static double[] rates(NullNoise noise, int series, double size) {
        Design design = design();
        RejectionRate rate = new RejectionRate(design, new double[] {1, 0}, noise.covariance(N));
        RealMatrix x = LateResponseSimulation.matrix(design);
        RealMatrix inverse =
                new QRDecomposition(x.transpose().multiply(x)).getSolver().getInverse();
        RealMatrix pseudo = inverse.multiply(x.transpose());
        double limit = new TDistribution(N - 2.0).inverseCumulativeProbability(0.975);
        double computed = 0;
        double counted = 0;
        for (int v = 0; v < series; v++) {
            double[] y = noise.series(3, v, N);
            for (int t = 0; t < N; t++) y[t] += size * rate.error() * design.column("slope")[t];
            double[] weights = pseudo.operate(y);
            double[] fit = x.operate(weights);
            double squares = 0;
            for (int t = 0; t < N; t++) squares += (y[t] - fit[t]) * (y[t] - fit[t]);
            double error = Math.sqrt(squares / (N - 2) * inverse.getEntry(0, 0));
            double shift = (weights[0] - rate.best(y)) / rate.error();
            computed += RejectionRate.beyond(shift, limit * error / rate.error(), size) / series;
            counted += Math.abs(weights[0]) > limit * error ? 1.0 / series : 0;
        }
        return new double[] {computed, counted};
    }

    /** t is exact in white noise; 2000 series leave 0.0004 as what is computed varies by 0.016. */
    @Test
    void leastSquaresInWhiteNoiseAreExact() {
        assertEquals(0.05, rates(NullNoise.WHITE, 2000, 0)[0], 0.0015);
    }

    /** Noncentral t of 38 degrees of freedom and noncentrality 3, by scipy 1.10.1; what is computed varies by 0.06. */
    @Test
    void powerInWhiteNoiseIsThatOfNoncentralT() {
        assertEquals(0.8323345, rates(NullNoise.WHITE, 2000, 3)[0], 0.005);
    }

    /** A count of 20000 series has a standard error of 0.0035 or less. */
    @Test
    void whatIsComputedIsWhatIsCounted() {
        for (NullNoise noise : NullNoise.values())
            for (double size : new double[] {0, 3}) {
                double[] both = rates(noise, 20000, size);
                assertEquals(both[1], both[0], 0.012, noise + ", effect " + size);
            }
    }

    @Test
    void rateOfNothingIsThatOfNoEffect() {
        Design design = design();
        RejectionRate rate = new RejectionRate(design, new double[] {1, 0}, NullNoise.AR4.covariance(N));
        double[] y = NullNoise.AR4.series(3, 0, N);
        double shift = (0.4 - rate.best(y)) / rate.error();
        assertEquals(
                RejectionRate.beyond(shift, RejectionRate.FIVE_PERCENT.of(20) * 0.3 / rate.error(), 0),
                rate.beyond(y, 0.4, 0.3, 20),
                1e-12);
    }

    @Test
    void limitsAreThoseOfT() {
        for (double degrees : new double[] {3, 7.3, 29, 180, 1e5}) {
            TDistribution t = new TDistribution(degrees);
            assertEquals(t.inverseCumulativeProbability(0.975), RejectionRate.FIVE_PERCENT.of(degrees), 2e-4);
        }
        // scipy 1.10.1: t.isf(norm.sf(3.1), 30)
        assertEquals(3.39771, new TLimit(3.1).of(30), 1e-3);
    }
}
