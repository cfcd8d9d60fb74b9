package sc.fiji.boldj.qc;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;

/**
 * Whether a series seems not to be denoised: its voxels still have the intensities of the scanner (the median of mean over standard
 * deviation is 3 or more) and fast fluctuations (in the median voxel, 2 % of the variance or more lies above 0.1 Hz).
 *
 * <p>The second condition applies where the repetition time is known and below 4 s. Judged from at most 200 voxels, evenly spaced in the mask.
 */
public final class RawSeries {

    private static final int VOXELS = 200;
    private static final double MEAN_OVER_SD = 3;
    private static final double FAST_HZ = 0.1;
    private static final double FAST_SHARE = 0.02;
    private static final double LONGEST_TR = 4;

    private RawSeries() {}

    /**
     * Judges a series.
     *
     * @param source series, 3 volumes or more
     * @param mask the brain, not empty
     */
    public static boolean looksRaw(NeuroImage source, Mask mask) {
        boolean[] some = new boolean[mask.grid().voxels()];
        int step = Math.max(1, mask.count() / VOXELS);
        for (int i = step / 2; i < mask.count(); i += step) some[mask.voxel(i)] = true;
        Mask sample = Mask.of(mask.grid(), some);
        int count = sample.count();
        int volumes = source.volumes();
        float[] block = VoxelSeries.block(source, sample, 0, count);
        double[] ratios = new double[count];
        double[] fast = new double[count];
        double repetitionTime = source.timing().isKnown() ? source.timing().repetitionTime() : Double.NaN;
        boolean judged = repetitionTime < LONGEST_TR;
        double[] series = new double[volumes];
        for (int i = 0; i < count; i++) {
            double mean = 0;
            for (int t = 0; t < volumes; t++) mean += block[t * count + i] / volumes;
            double squares = 0;
            for (int t = 0; t < volumes; t++) {
                series[t] = block[t * count + i] - mean;
                squares += series[t] * series[t];
            }
            ratios[i] = squares > 0 ? Math.abs(mean) / Math.sqrt(squares / volumes) : 0;
            fast[i] = judged && squares > 0 ? 1 - slow(series, repetitionTime) / squares : 0;
        }
        Arrays.sort(ratios);
        Arrays.sort(fast);
        return ratios[count / 2] >= MEAN_OVER_SD && (!judged || fast[count / 2] >= FAST_SHARE);
    }

    /** The sum of squares at frequencies up to 0.1 Hz. */
    private static double slow(double[] series, double repetitionTime) {
        int volumes = series.length;
        double sum = 0;
        for (int k = 1; 2 * k < volumes && k <= FAST_HZ * volumes * repetitionTime; k++) {
            double real = 0;
            double imaginary = 0;
            double turn = 2 * Math.PI * k / volumes;
            for (int t = 0; t < volumes; t++) {
                real += series[t] * Math.cos(turn * t);
                imaginary += series[t] * Math.sin(turn * t);
            }
            sum += 2 * (real * real + imaginary * imaginary) / volumes;
        }
        return sum;
    }
}
