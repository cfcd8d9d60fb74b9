package sc.fiji.boldj.ica;

import org.jtransforms.fft.DoubleFFT_1D;

/** Power spectra of component time courses. */
public final class ComponentSpectra {

    private ComponentSpectra() {}

    /**
     * The share of a time course's variance at each frequency from 1 / (T TR) to the Nyquist frequency: squared
     * magnitudes of the discrete Fourier transform, both signs of frequency together, mean removed, no window.
     *
     * @param timeCourses shape (T, K)
     * @return shape (K, T / 2): entry j is for frequency (j + 1) / (T TR) Hz; each row has sum 1, or 0 if constant
     * @throws IllegalArgumentException if there are fewer than 2 volumes
     */
    public static double[][] shares(double[] timeCourses, int volumes, int components) {
        if (volumes < 2) throw new IllegalArgumentException("a spectrum needs 2 volumes or more, got " + volumes);
        int bins = volumes / 2;
        double[][] shares = new double[components][bins];
        DoubleFFT_1D transform = new DoubleFFT_1D(volumes);
        double[] x = new double[volumes];
        for (int k = 0; k < components; k++) {
            double mean = 0;
            for (int t = 0; t < volumes; t++) mean += timeCourses[t * components + k] / volumes;
            for (int t = 0; t < volumes; t++) x[t] = timeCourses[t * components + k] - mean;
            transform.realForward(x);
            double sum = 0;
            for (int j = 1; j <= bins; j++) {
                boolean nyquist = 2 * j == volumes;
                double re = nyquist ? x[1] : x[2 * j];
                double im = nyquist ? 0 : 2 * j + 1 < volumes ? x[2 * j + 1] : x[1];
                double power = (re * re + im * im) * (nyquist ? 1 : 2);
                shares[k][j - 1] = power;
                sum += power;
            }
            if (sum > 0) for (int j = 0; j < bins; j++) shares[k][j] /= sum;
        }
        return shares;
    }

    /** The frequency of an entry of {@link #shares}, in Hz. */
    public static double frequency(int entry, int volumes, double repetitionTime) {
        return (entry + 1) / (volumes * repetitionTime);
    }

    /**
     * Power up to a frequency over power above it.
     *
     * @param shares one row of {@link #shares}
     * @param edge in Hz
     * @return 0 or more; infinite if there is no power above
     */
    public static double lowToHigh(double[] shares, int volumes, double repetitionTime, double edge) {
        double low = 0;
        double high = 0;
        for (int j = 0; j < shares.length; j++) {
            if (frequency(j, volumes, repetitionTime) <= edge) low += shares[j];
            else high += shares[j];
        }
        return low / high;
    }

    /**
     * The frequency, in Hz, that halves the power above a lower limit.
     *
     * @param shares one row of {@link #shares}
     * @param lowest frequencies up to this one, in Hz, are excluded
     * @return NaN if there is no power above the limit
     */
    public static double median(double[] shares, int volumes, double repetitionTime, double lowest) {
        double total = 0;
        for (int j = 0; j < shares.length; j++) if (frequency(j, volumes, repetitionTime) > lowest) total += shares[j];
        double sum = 0;
        for (int j = 0; j < shares.length && total > 0; j++) {
            double frequency = frequency(j, volumes, repetitionTime);
            if (frequency > lowest) sum += shares[j];
            if (sum >= total / 2) return frequency;
        }
        return Double.NaN;
    }
}
