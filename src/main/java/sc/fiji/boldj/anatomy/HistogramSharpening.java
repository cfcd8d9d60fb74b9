package sc.fiji.boldj.anatomy;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * What an intensity would be if a narrow Gaussian had not blurred the histogram (Sled 1998): the histogram of log
 * intensities is sharpened by Wiener deconvolution, and each intensity is replaced by its expectation under the sharper
 * one.
 */
final class HistogramSharpening {

    private final int bins;
    private final double fwhm;
    private final double noise;
    private final DoubleFFT_1D fourier;
    private final int padded;

    /**
     * @param bins of the histogram, 2 or more
     * @param fwhm of the Gaussian in log intensity
     * @param noise of the Wiener filter
     */
    HistogramSharpening(int bins, double fwhm, double noise) {
        this.bins = bins;
        this.fwhm = fwhm;
        this.noise = noise;
        padded = Integer.highestOneBit(2 * bins - 1) * 2;
        fourier = new DoubleFFT_1D(padded);
    }

    /** Bin centres run from the least to the largest value; each holds the expected value of the sharper histogram. */
    record Table(double least, double slope, double[] expected) {
        /** The expectation of a value within the range. */
        double at(double value) {
            double u = Math.max(0, Math.min(expected.length - 1, (value - least) / slope));
            int bin = Math.min(expected.length - 2, (int) u);
            double f = u - bin;
            return (1 - f) * expected[bin] + f * expected[bin + 1];
        }
    }

    /**
     * @param values log intensities
     * @param weights 0 leaves a value out
     */
    Table sharpen(float[] values, float[] weights) {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++)
            if (weights[i] > 0) {
                least = Math.min(least, values[i]);
                largest = Math.max(largest, values[i]);
            }
        double slope = Math.max((largest - least) / (bins - 1), 1e-12);
        double[] histogram = new double[padded];
        int offset = (padded - bins) / 2;
        for (int i = 0; i < values.length; i++)
            if (weights[i] > 0) {
                double u = (values[i] - least) / slope;
                int bin = Math.min(bins - 2, (int) u);
                histogram[offset + bin] += weights[i] * (bin + 1 - u);
                histogram[offset + bin + 1] += weights[i] * (u - bin);
            }
        double[] response = response(slope);
        double[] sharp = deconvolve(histogram, response);
        double[] moment = new double[padded];
        for (int i = 0; i < padded; i++) moment[i] = (least + (i - offset) * slope) * sharp[i];
        double[] above = convolve(moment, response);
        double[] below = convolve(sharp, response);
        double[] expected = new double[bins];
        for (int i = 0; i < bins; i++) {
            double weight = below[offset + i];
            expected[i] = weight > 1e-9 ? above[offset + i] / weight : least + i * slope;
        }
        return new Table(least, slope, expected);
    }

    /** The Fourier transform of the Gaussian, which is real. */
    private double[] response(double slope) {
        double sigma = fwhm / 2.354820045 / slope;
        double[] response = new double[padded];
        for (int k = 0; k < padded; k++) {
            double frequency = 2 * Math.PI * Math.min(k, padded - k) / padded;
            response[k] = Math.exp(-0.5 * sigma * sigma * frequency * frequency);
        }
        return response;
    }

    private double[] deconvolve(double[] histogram, double[] response) {
        double[] filter = new double[padded];
        for (int k = 0; k < padded; k++) filter[k] = response[k] / (response[k] * response[k] + noise);
        double[] sharp = convolve(histogram, filter);
        for (int i = 0; i < padded; i++) sharp[i] = Math.max(0, sharp[i]);
        return sharp;
    }

    private double[] convolve(double[] values, double[] filter) {
        double[] spectrum = new double[2 * padded];
        for (int i = 0; i < padded; i++) spectrum[2 * i] = values[i];
        fourier.complexForward(spectrum);
        for (int k = 0; k < padded; k++) {
            spectrum[2 * k] *= filter[k];
            spectrum[2 * k + 1] *= filter[k];
        }
        fourier.complexInverse(spectrum, true);
        double[] result = new double[padded];
        for (int i = 0; i < padded; i++) result[i] = spectrum[2 * i];
        return result;
    }
}
