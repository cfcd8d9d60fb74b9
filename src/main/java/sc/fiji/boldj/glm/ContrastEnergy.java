package sc.fiji.boldj.glm;

import org.jtransforms.fft.DoubleFFT_1D;

/** How the energy of series in the space of a design is spread over the frequencies of {@link NoiseSpectrum}. Immutable. */
final class ContrastEnergy {

    private final ModelBasis basis;
    private final DoubleFFT_1D transform;
    private final int size;

    ContrastEnergy(ModelBasis basis) {
        this.basis = basis;
        int power = 2 * NoiseSpectrum.SIZE;
        while (power < basis.rows()) power *= 2;
        size = power;
        transform = new DoubleFFT_1D(size);
    }

    /**
     * Sums the products of the spectra of {@code U x} with weights: {@code x' U' U y} of rows x and y if they are all 1.
     *
     * @param x shape (q, the first columns of U)
     * @param weights of the frequencies, shape (SIZE)
     * @return shape (q, q)
     */
    double[] weighted(double[][] x, double[] weights) {
        int q = x.length;
        int n = basis.rows();
        int rank = basis.rank();
        double[] u = basis.basis();
        double[][] lines = new double[q][size];
        for (int r = 0; r < q; r++) {
            for (int t = 0; t < n; t++) lines[r][t] = ArNoise.dot(u, t * rank, x[r], 0, x[r].length);
            transform.realForward(lines[r]);
        }
        double[] sums = new double[q * q];
        int half = size / 2;
        for (int r = 0; r < q; r++)
            for (int s = 0; s <= r; s++) {
                double[] a = lines[r];
                double[] b = lines[s];
                double sum = a[0] * b[0] * weights[0] + a[1] * b[1] * weights[NoiseSpectrum.SIZE - 1];
                for (int k = 1; k < half; k++) {
                    double w = weights[k * NoiseSpectrum.SIZE / half];
                    sum += 2 * w * (a[2 * k] * b[2 * k] + a[2 * k + 1] * b[2 * k + 1]);
                }
                sums[r * q + s] = sum / size;
                sums[s * q + r] = sum / size;
            }
        return sums;
    }
}
