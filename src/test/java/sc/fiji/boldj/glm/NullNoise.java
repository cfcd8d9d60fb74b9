package sc.fiji.boldj.glm;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.jtransforms.fft.DoubleFFT_1D;
import sc.fiji.boldj.run.Seeds;

/** Noise of a known kind with nothing in it. */
enum NullNoise {
    WHITE,
    AR4,
    AR4_STRONG,
    PINK,
    PINK_AND_WHITE;

    private static final double[] WEIGHTS = {0.30, 0.12, 0.08, 0.05};
    private static final double[] STRONG = {0.42, 0.18, 0.10, 0.08};

    /** Weights of the four values before, of autoregressive noise. */
    double[] weights() {
        return this == AR4_STRONG ? STRONG : WEIGHTS;
    }

    double[] series(long seed, long index, int n) {
        SplittableRandom random = Seeds.stream(seed, index);
        double[] noise = new double[n];
        switch (this) {
            case WHITE -> {
                Seeds.fillGaussian(random, noise);
                return noise;
            }
            case AR4, AR4_STRONG -> {
                double[] weights = weights();
                double[] long4 = new double[n + 200];
                Seeds.fillGaussian(random, long4);
                for (int t = 4; t < long4.length; t++)
                    for (int k = 0; k < 4; k++) long4[t] += weights[k] * long4[t - 1 - k];
                System.arraycopy(long4, 200, noise, 0, n);
                return noise;
            }
            default -> {
                int m = period(n);
                double[] spectrum = new double[2 * m];
                Seeds.fillGaussian(random, spectrum);
                for (int f = 0; f < m; f++) {
                    // Power falls as 1 over the frequency.
                    double scale = f == 0 ? 0 : 1 / Math.sqrt(Math.min(f, m - f));
                    spectrum[2 * f] *= scale;
                    spectrum[2 * f + 1] *= scale;
                }
                new DoubleFFT_1D(m).complexInverse(spectrum, false);
                double deviation = Math.sqrt(slowPower(m));
                double[] white = new double[n];
                Seeds.fillGaussian(random, white);
                double share = this == PINK ? 0 : Math.sqrt(0.5);
                for (int t = 0; t < n; t++) noise[t] = spectrum[2 * t] / deviation + share * white[t];
                return noise;
            }
        }
    }

    /** What 1/f noise repeats itself after, in volumes: four runs or more. */
    private static int period(int n) {
        int m = 1;
        while (m < 4 * n) m *= 2;
        return m;
    }

    private static double slowPower(int m) {
        double power = 0;
        for (int f = 1; f < m; f++) power += 1.0 / Math.min(f, m - f);
        return power;
    }

    /** The autocovariance of {@link #series} at lag 0 to n - 1, exactly; the noise is Gaussian. */
    double[] autocovariance(int n) {
        double[] lag = new double[n];
        switch (this) {
            case WHITE -> {
                lag[0] = 1;
                return lag;
            }
            case AR4, AR4_STRONG -> {
                // The response to one innovation, with itself.
                double[] psi = new double[4 * n];
                for (int t = 0; t < psi.length; t++) {
                    psi[t] = t == 0 ? 1 : 0;
                    for (int k = 1; k <= 4 && k <= t; k++) psi[t] += weights()[k - 1] * psi[t - k];
                }
                for (int j = 0; j < n; j++) for (int t = 0; t + j < psi.length; t++) lag[j] += psi[t] * psi[t + j];
                return lag;
            }
            default -> {
                int m = period(n);
                double[] spectrum = new double[2 * m];
                for (int f = 1; f < m; f++) spectrum[2 * f] = 1.0 / Math.min(f, m - f);
                new DoubleFFT_1D(m).complexInverse(spectrum, false);
                for (int t = 0; t < n; t++) lag[t] = spectrum[2 * t] / spectrum[0];
                if (this == PINK_AND_WHITE) lag[0] += 0.5;
                return lag;
            }
        }
    }

    /** The covariance of {@link #series}, factorised. */
    CholeskyDecomposition covariance(int n) {
        double[] lag = autocovariance(n);
        RealMatrix v = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) v.setEntry(i, j, lag[Math.abs(i - j)]);
        return new CholeskyDecomposition(v, 1e-9, 0);
    }
}
