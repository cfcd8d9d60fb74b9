package sc.fiji.boldj.connectivity;

import org.jtransforms.fft.DoubleFFT_1D;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.StraightLine;

/**
 * The size of slow fluctuations: ALFF, its share of all fluctuations (fALFF) and ALFF in units of the brain's mean
 * (mALFF).
 *
 * <p>The straight line is removed from each series. With the amplitude {@code A_k = 2 |X_k| / T} at the frequency
 * {@code k / (T TR)} (half of that at the Nyquist frequency), {@code X} the discrete Fourier transform of the series
 * without taper or padding: ALFF is the mean of {@code A_k} over the frequencies from {@code low} to {@code high}, both
 * included; fALFF their sum over the sum of all {@code A_k}, k = 1 to T/2. ALFF has the unit of the scan. Compute them
 * before a band-pass filter, or fALFF is near 1 everywhere.
 *
 * <p>Zang et al. 2007, Brain Dev 29:83; Zou et al. 2008, J Neurosci Methods 172:137. AFNI {@code 3dRSFC} has another
 * scale and chooses its frequencies otherwise.
 */
public final class LowFrequencyAmplitude {

    private static final int VOXELS_AT_ONCE = 256;

    /**
     * Choices.
     *
     * @param low lowest frequency of the band, Hz, 0 or above; the mean (0 Hz) never counts
     * @param high highest frequency of the band, Hz, above {@code low}
     */
    public record Options(double low, double high) {

        /** 0.01 to 0.1 Hz. */
        public static final Options DEFAULT = new Options(0.01, 0.1);

        public Options {
            if (!(low >= 0 && low < high && Double.isFinite(high)))
                throw new IllegalArgumentException(
                        "the band needs 0 <= low < high in Hz, got low " + low + " and high " + high);
        }
    }

    /**
     * Maps on the grid of the source, 0 where not usable.
     *
     * @param alff mean amplitude in the band, unit of the scan
     * @param falff share of the band in all amplitudes, 0 to 1
     * @param malff ALFF over its mean in the usable voxels of the mask
     */
    public record Maps(NeuroImage alff, NeuroImage falff, NeuroImage malff) {}

    private LowFrequencyAmplitude() {}

    /**
     * Computes the maps.
     *
     * @param source series, shape (X, Y, Z, T), 4 volumes or more, with a known repetition time
     * @throws IllegalArgumentException if the repetition time is unknown, no frequency of the series lies in the band,
     *     the mask does not fit, or no voxel is usable
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Maps of(NeuroImage source, Mask mask, Options options, Progress progress) {
        source.requireSeries(4);
        mask.requireNotEmpty("the mask");
        int[] band = band(source, options);
        int volumes = source.volumes();
        float[] alff = new float[mask.grid().voxels()];
        float[] falff = new float[alff.length];
        DoubleFFT_1D transform = new DoubleFFT_1D(volumes);
        VoxelSeries.forEachBlock(
                source,
                mask,
                VOXELS_AT_ONCE,
                (first, count, block) -> {
                    boolean[] usable = UsableVoxels.in(block, volumes, count);
                    double[] series = new double[volumes];
                    for (int i = 0; i < count; i++) {
                        if (!usable[i]) continue;
                        for (int t = 0; t < volumes; t++) series[t] = block[t * count + i];
                        StraightLine line = StraightLine.of(series, 0);
                        for (int t = 0; t < volumes; t++) series[t] = line.residual(series[t], t);
                        transform.realForward(series);
                        double inBand = 0;
                        double all = 0;
                        for (int k = 1; k <= volumes / 2; k++) {
                            double amplitude = amplitude(series, k);
                            all += amplitude;
                            if (k >= band[0] && k <= band[1]) inBand += amplitude;
                        }
                        int voxel = mask.voxel(first + i);
                        alff[voxel] = (float) (inBand / (band[1] - band[0] + 1));
                        falff[voxel] = all > 0 ? (float) (inBand / all) : 0;
                    }
                },
                progress);
        return new Maps(
                map(source, alff, "ALFF"),
                map(source, falff, "fALFF"),
                map(source, overMean(alff, mask, source), "mALFF"));
    }

    /** The first and last index of the Fourier transform inside the band. */
    private static int[] band(NeuroImage source, Options options) {
        if (!source.timing().isKnown())
            throw new DataException("the repetition time of " + source.name()
                    + " is unknown but decides which frequencies lie in the band: set it in seconds");
        double length = source.volumes() * source.timing().repetitionTime();
        double slack =
                1e-9 * source.volumes(); // a limit that is a frequency of the series counts, whatever its rounding
        int from = Math.max(1, (int) Math.ceil(options.low() * length - slack));
        int nyquist = source.volumes() / 2;
        int to = (int) Math.min(nyquist, Math.floor(options.high() * length + slack));
        if (from > to)
            throw new DataException(source.name() + " has no frequency from " + options.low() + " to "
                    + options.high() + " Hz: with " + source.volumes() + " volumes of "
                    + source.timing().repetitionTime() + " s they are " + 1 / length + " Hz apart, up to "
                    + 0.5 / source.timing().repetitionTime() + " Hz");
        return new int[] {from, to};
    }

    /** The amplitude at index k from the packed result of a real transform. */
    private static double amplitude(double[] packed, int k) {
        int n = packed.length;
        if (2 * k == n) return Math.abs(packed[1]) / n;
        double real = packed[2 * k];
        double imaginary = 2 * k + 1 < n ? packed[2 * k + 1] : packed[1];
        return 2 * Math.sqrt(real * real + imaginary * imaginary) / n;
    }

    private static float[] overMean(float[] alff, Mask mask, NeuroImage source) {
        double sum = 0;
        int count = 0;
        for (int v : mask.indices())
            if (alff[v] > 0) {
                sum += alff[v];
                count++;
            }
        if (count == 0)
            throw new DataException("none of the " + mask.count() + " voxels of the mask is finite and " + "changes in "
                    + source.name() + ": does the mask lie on the brain?");
        float[] relative = new float[alff.length];
        for (int v : mask.indices()) relative[v] = (float) (alff[v] / (sum / count));
        return relative;
    }

    private static NeuroImage map(NeuroImage source, float[] values, String name) {
        NeuroImage map = source.createLike(source.name() + " " + name, 1);
        map.writeVolume(0, values);
        return map;
    }
}
