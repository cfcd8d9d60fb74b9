package sc.fiji.boldj.glm;

import org.jtransforms.fft.DoubleFFT_1D;
import sc.fiji.boldj.linalg.Cholesky;

/**
 * What residuals tell of the spectrum of the noise: at each of a set of frequencies evenly spread from 0 to Nyquist's, how
 * much of the noise the design leaves to be seen. Immutable.
 *
 * <p>A slow column hides the noise at its frequencies; what is estimated there is carried over from others by the model
 * of the noise. The weights add up to the degrees of freedom of the error, volumes - columns.
 */
final class NoiseSpectrum {

    /** Number of frequencies: pi (f + 1/2) / SIZE radians a volume. */
    static final int SIZE = 192;

    private final double[] weights = new double[SIZE];
    private final double[] slow;
    private final double[] cosine = new double[4 * SIZE];

    /** What residuals of a design tell; {@code slow} is the shape of slow noise. */
    NoiseSpectrum(ModelBasis basis, double[] slow) {
        this.slow = slow;
        int n = basis.rows();
        int rank = basis.rank();
        int fine = 2;
        while (fine * SIZE < n) fine *= 2;
        int half = fine * SIZE;
        double[] line = new double[2 * half];
        DoubleFFT_1D transform = new DoubleFFT_1D(line.length);
        double total = 0;
        double[] hidden = new double[SIZE];
        for (int c = 0; c < rank; c++) {
            java.util.Arrays.fill(line, 0);
            for (int t = 0; t < n; t++) line[t] = basis.basis()[t * rank + c];
            transform.realForward(line);
            for (int k = 1; k < half; k++)
                hidden[k / fine] += line[2 * k] * line[2 * k] + line[2 * k + 1] * line[2 * k + 1];
            hidden[0] += 0.5 * line[0] * line[0];
            hidden[SIZE - 1] += 0.5 * line[1] * line[1];
        }
        for (double h : hidden) total += h;
        for (int f = 0; f < SIZE; f++) weights[f] = Math.max(0, (double) n / SIZE - rank * hidden[f] / total);
        for (int i = 0; i < cosine.length; i++) cosine[i] = Math.cos(Math.PI * i / (2 * SIZE));
    }

    /** The shape of slow noise beyond the model, shape (SIZE); shared. */
    double[] slow() {
        return slow;
    }

    /** The cosine of {@code lag} times frequency {@code f}. */
    double cos(int f, int lag) {
        return cosine[(2 * f + 1) * lag % (4 * SIZE)];
    }

    /** The sine of {@code lag} times frequency {@code f}. */
    double sin(int f, int lag) {
        return cosine[((2 * f + 1) * lag + 3 * SIZE) % (4 * SIZE)];
    }

    /**
     * The covariance that estimates of a model's parameters have at best, the inverse of Fisher's information
     * (Whittle 1953), with the logarithm of the variance as parameter 0.
     *
     * @param slopes shape (SIZE, parameters): the slope of the logarithm of the spectrum for each parameter
     * @param prior what is known of the last parameter beforehand, 1 / variance
     * @param known the same of the first parameters, packed; null: nothing
     * @return packed by rows, parameters + 1 a side; null if the parameters cannot be distinguished
     */
    double[] covariance(double[] slopes, int parameters, double prior, double... known) {
        int m = parameters + 1;
        double[] information = new double[Cholesky.size(m)];
        for (int f = 0; f < SIZE; f++) {
            double w = 0.5 * weights[f];
            int row = f * parameters;
            information[0] += w;
            for (int i = 1; i < m; i++) {
                double s = w * slopes[row + i - 1];
                int at = i * (i + 1) / 2;
                information[at] += s;
                for (int j = 1; j <= i; j++) information[at + j] += s * slopes[row + j - 1];
            }
        }
        information[information.length - 1] += prior;
        if (known != null)
            for (int i = 1; Cholesky.size(i) <= known.length; i++)
                for (int j = 1; j <= i; j++) information[i * (i + 1) / 2 + j] += known[(i - 1) * i / 2 + j - 1];
        for (int i = 0; i < m; i++) information[i * (i + 3) / 2] *= 1 + 1e-9;
        if (!Cholesky.factor(information, m)) return null;
        double[] covariance = new double[information.length];
        Cholesky.inverse(information, m, covariance);
        return covariance;
    }
}
