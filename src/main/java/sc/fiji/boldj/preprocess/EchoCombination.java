package sc.fiji.boldj.preprocess;

import java.util.List;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Adds the echoes of a run, each weighted voxel by voxel. */
public final class EchoCombination {

    private EchoCombination() {}

    /** Gives the weights of the echoes in the place that the head has in a volume. */
    @FunctionalInterface
    public interface VolumeWeights {
        /** For each echo the weights of the voxels, shape (Z, Y, X); not changed. */
        List<float[]> of(int volume);
    }

    /**
     * Combines echoes.
     *
     * @param target receives the sum, same grid and volumes
     * @throws IllegalArgumentException if grid, volumes or repetition time of the echoes differ
     */
    public static NeuroImage of(List<NeuroImage> echoes, VolumeWeights weights, NeuroImage target, Progress progress) {
        EchoSeries.requireAlike(echoes);
        FixedChunks.forEach(
                target.volumes(),
                1,
                (t, end) -> {
                    List<float[]> own = weights.of(t);
                    float[] sum = new float[target.grid().voxels()];
                    for (int e = 0; e < echoes.size(); e++) {
                        float[] volume = echoes.get(e).volume(t);
                        float[] weight = own.get(e);
                        for (int v = 0; v < sum.length; v++) sum[v] += weight[v] * volume[v];
                    }
                    target.writeVolume(t, sum);
                },
                progress);
        return target;
    }
}
