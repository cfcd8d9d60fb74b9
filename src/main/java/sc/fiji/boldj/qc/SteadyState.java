package sc.fiji.boldj.qc;

import java.util.Arrays;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Volumes at the start of a run that were taken before the magnetisation was steady. */
public final class SteadyState {

    /** Stands for a number that is to be found in the series itself. */
    public static final int DETECT = -1;

    private static final int CONSIDERED = 50;
    private static final double THRESHOLD = 3.5;
    private static final double MAD_TO_SD = 0.6745;

    private SteadyState() {}

    /**
     * How many volumes at the start of a series are not used: what the user says, or what {@link #leading} finds in the
     * means over all voxels of the image, as nipype and fMRIPrep look for them in the raw series. A voxel with a NaN or
     * infinity is treated as 0 there. The image may be masked: the mean is then that of the mask, times a constant.
     *
     * @param source the raw series; where it has been resampled, the count can be off by a volume near the limit
     * @param given 0 or more, or {@link #DETECT}
     * @return 0 or more; 3 volumes or more are left of a series of 3 or more
     * @throws IllegalArgumentException if the number that is given is below -1, or leaves fewer than 3 volumes
     */
    public static int of(NeuroImage source, int given) {
        requireValid(given);
        if (given == DETECT) return leading(means(source));
        if (given > 0 && given > source.volumes() - 3)
            throw new IllegalArgumentException("dummy_scans is " + given + ", but " + source.name() + " has "
                    + source.volumes() + " volumes: 3 or more must be left. Is it the number of volumes before the"
                    + " steady state? -1 has them found");
        return given;
    }

    /**
     * Checks a number of volumes before the steady state.
     *
     * @throws IllegalArgumentException if it is neither a number of volumes nor {@link #DETECT}
     */
    public static void requireValid(int given) {
        if (given < DETECT)
            throw new IllegalArgumentException(
                    "dummy_scans must be 0 or more volumes, or -1 to have them found, got " + given);
    }

    /** The mean over all voxels in each of the volumes that are looked at. */
    private static double[] means(NeuroImage source) {
        double[] means = new double[Math.min(CONSIDERED, source.volumes())];
        FixedChunks.forEach(
                means.length,
                1,
                (t, end) -> {
                    double sum = 0;
                    float[] volume = source.volume(t);
                    for (float value : volume) if (Float.isFinite(value)) sum += value;
                    means[t] = sum / volume.length;
                },
                Progress.NONE);
        return means;
    }

    /**
     * How many volumes at the start are outliers of the first 50: those before the first whose distance from the median
     * is at most 3.5 robust standard deviations (median absolute deviation / 0.6745), as fMRIPrep finds them.
     *
     * @param global mean over the brain (or the whole image) in each volume, shape (T)
     * @return 0 to T - 1; 0 with fewer than 5 volumes, where nothing can be said, or no spread
     */
    public static int leading(double[] global) {
        int n = Math.min(CONSIDERED, global.length);
        if (n < 5) return 0;
        double[] considered = Arrays.copyOf(global, n);
        double middle = median(considered);
        double[] distances =
                Arrays.stream(considered).map(v -> Math.abs(v - middle)).toArray();
        double spread = median(distances) / MAD_TO_SD;
        if (!(spread > 0)) return 0;
        int count = 0;
        while (count < n - 1 && distances[count] > THRESHOLD * spread) count++;
        return count;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
