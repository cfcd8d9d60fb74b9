package sc.fiji.boldj.denoise;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Mean series of tissues, from masks. */
public final class TissueSeries {

    /** fMRIPrep's name of the mean over white matter. */
    public static final String WHITE_MATTER = "white_matter";

    /** fMRIPrep's name of the mean over cerebrospinal fluid. */
    public static final String CSF = "csf";

    /** fMRIPrep's name of the mean over the brain. Never used unless asked for. */
    public static final String GLOBAL_SIGNAL = "global_signal";

    private TissueSeries() {}

    /**
     * The mean over the voxels of a mask in each volume, in double.
     *
     * <p>A voxel that is NaN or infinite in a volume is excluded from that volume's mean.
     *
     * @param name what the mask is called, for messages
     * @return shape (T)
     * @throws IllegalArgumentException if the mask is empty or on another grid, or no voxel has a number in a volume
     */
    public static double[] mean(NeuroImage source, Mask mask, String name, Progress progress) {
        return means(source, List.of(mask), List.of(name), progress).get(0);
    }

    /**
     * The means over several masks, in one walk over the volumes; each as {@link #mean} has it.
     *
     * @return one series of shape (T) for each mask
     */
    public static List<double[]> means(NeuroImage source, List<Mask> masks, List<String> names, Progress progress) {
        List<double[]> all = new ArrayList<>();
        for (int m = 0; m < masks.size(); m++) {
            masks.get(m).requireNotEmpty(names.get(m));
            masks.get(m).grid().requireSameAs(source.grid(), names.get(m), source.name());
            all.add(new double[source.volumes()]);
        }
        FixedChunks.forEach(
                source.volumes(),
                4,
                (from, to) -> {
                    float[] volume = new float[source.grid().voxels()];
                    for (int t = from; t < to; t++) {
                        source.readVolume(t, volume);
                        for (int m = 0; m < masks.size(); m++) all.get(m)[t] = mean(volume, masks.get(m));
                    }
                },
                progress);
        for (int m = 0; m < masks.size(); m++)
            for (int t = 0; t < source.volumes(); t++)
                if (Double.isNaN(all.get(m)[t]))
                    throw new IllegalArgumentException(
                            names.get(m) + " has no voxel with a number in volume " + t + " of " + source.name());
        return all;
    }

    private static double mean(float[] volume, Mask mask) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < mask.count(); i++) {
            float value = volume[mask.voxel(i)];
            if (!Float.isFinite(value)) continue;
            sum += value;
            count++;
        }
        return sum / count;
    }
}
