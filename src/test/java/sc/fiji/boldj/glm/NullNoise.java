package sc.fiji.boldj.glm;

import java.util.SplittableRandom;
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
                int m = 1;
                while (m < 4 * n) m *= 2;
                double[] spectrum = new double[2 * m];
                Seeds.fillGaussian(random, spectrum);
                for (int f = 0; f < m; f++) {
                    // Power falls as 1 over the frequency.
                    double scale = f == 0 ? 0 : 1 / Math.sqrt(Math.min(f, m - f));
                    spectrum[2 * f] *= scale;
                    spectrum[2 * f + 1] *= scale;
                }
                new DoubleFFT_1D(m).complexInverse(spectrum, false);
                double square = 0;
                for (int t = 0; t < n; t++) {
                    noise[t] = spectrum[2 * t];
                    square += noise[t] * noise[t];
                }
                double[] white = new double[n];
                Seeds.fillGaussian(random, white);
                double share = this == PINK ? 0 : Math.sqrt(0.5);
                for (int t = 0; t < n; t++) noise[t] = noise[t] / Math.sqrt(square / n) + share * white[t];
                return noise;
            }
        }
    }
}
