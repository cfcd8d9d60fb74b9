package sc.fiji.boldj.preprocess;

import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Adds the echoes of a run, each weighted voxel by voxel. */
public final class EchoCombination {

    private EchoCombination() {}

    /** Gives the weights of an echo in the place that the head has in a volume. */
    @FunctionalInterface
    public interface VolumeWeights {
        /** Weights of the voxels, shape (Z, Y, X); not changed. */
        float[] of(int echo, int volume);
    }

    /**
     * Adds a weighted echo to a series.
     *
     * @param weights of the echo
     * @param target float, same grid and volumes; holds the sum of the echoes before
     * @throws IllegalArgumentException if grid, volumes or repetition time differ
     */
    public static void add(NeuroImage source, int echo, VolumeWeights weights, NeuroImage target, Progress progress) {
        EchoSeries.requireAlike(target, source);
        FixedChunks.forEach(
                source.volumes(),
                1,
                (t, end) -> {
                    float[] own = source.volume(t);
                    float[] sum = target.volume(t);
                    float[] weight = weights.of(echo, t);
                    for (int v = 0; v < sum.length; v++) sum[v] += weight[v] * own[v];
                    target.writeVolume(t, sum);
                },
                progress);
    }

    /**
     * Combines echoes with the same weights in all volumes.
     *
     * @param target receives the sum; all 0 before
     */
    public static NeuroImage of(List<NeuroImage> echoes, EchoMaps maps, NeuroImage target, Progress progress) {
        EchoSeries.requireAlike(echoes);
        int count = echoes.size();
        IntStream.range(0, count)
                .forEach(e -> add(
                        echoes.get(e),
                        e,
                        (echo, volume) -> maps.weights().get(echo),
                        target,
                        progress.stage((double) e / count, (e + 1.0) / count)));
        return target;
    }
}
