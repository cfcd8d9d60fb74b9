package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Finds the volume that is most like all others, and the voxels worth fitting. */
final class RealignmentReference {

    /** Voxel rows that are looked at, at most. */
    private static final int ROWS = 128;

    private RealignmentReference() {}

    /**
     * The volume whose median absolute distance to the voxelwise median over time is smallest; the first of equals.
     *
     * <p>Looks at evenly spread rows of voxels along x; rows without signal (NaN is treated as 0) tell nothing and are dropped:
     * a voxel takes part if its median is above half the mean of the medians.
     *
     * @param skip volumes at the start that are not looked at
     */
    static int mostTypical(NeuroImage source, int skip, Progress progress) {
        VoxelGrid grid = source.grid();
        int volumes = source.volumes() - skip;
        if (volumes < 3) return skip;
        int all = grid.sizeY() * grid.sizeZ();
        int rows = Math.min(ROWS, all);
        float[][] values = new float[volumes][rows * grid.sizeX()];
        FixedChunks.forEach(
                volumes,
                16,
                (from, to) -> {
                    for (int t = from; t < to; t++)
                        for (int r = 0; r < rows; r++) {
                            int row = (int) ((2L * r + 1) * all / (2L * rows));
                            source.voxels()
                                    .read(
                                            row / grid.sizeY(),
                                            skip + t,
                                            row % grid.sizeY() * grid.sizeX(),
                                            grid.sizeX(),
                                            values[t],
                                            r * grid.sizeX());
                        }
                },
                progress);
        float[] middle = new float[rows * grid.sizeX()];
        double mean = 0;
        float[] series = new float[volumes];
        for (int v = 0; v < middle.length; v++) {
            for (int t = 0; t < volumes; t++) series[t] = finite(values[t][v]);
            middle[v] = median(series, volumes);
            mean += middle[v] / middle.length;
        }
        double threshold = 0.5 * mean;
        List<Float> distances =
                FixedChunks.map(volumes, 1, (from, to) -> distance(values[from], middle, threshold), Progress.NONE);
        int best = 0;
        for (int t = 1; t < volumes; t++) if (distances.get(t) < distances.get(best)) best = t;
        return skip + best;
    }

    private static float distance(float[] volume, float[] middle, double threshold) {
        float[] distances = new float[volume.length];
        int n = 0;
        for (int v = 0; v < volume.length; v++)
            if (middle[v] > threshold) distances[n++] = Math.abs(finite(volume[v]) - middle[v]);
        return n == 0 ? 0 : median(distances, n);
    }

    static float finite(float value) {
        return Float.isFinite(value) ? value : 0;
    }

    /** The median of the first {@code n} values, which are sorted. */
    private static float median(float[] values, int n) {
        Arrays.sort(values, 0, n);
        return n % 2 == 1 ? values[n / 2] : 0.5f * (values[n / 2 - 1] + values[n / 2]);
    }

    /**
     * Weight 1 in the head and {@code margin} voxels around it, where its edge may come to lie, and 0 elsewhere.
     *
     * <p>The head is where the blurred volume is above 0.4 times the median of what is above that limit (found by
     * repetition; Cox's clip level).
     */
    static float[] headWeights(float[] volume, VoxelGrid grid, double fwhm, int margin) {
        float[] smooth = RealignmentBlur.blur(volume, grid, fwhm);
        float[] sorted = smooth.clone();
        Arrays.sort(sorted);
        double mean = 0;
        for (float value : sorted) mean += value / sorted.length;
        double clip = 0.5 * mean;
        for (int i = 0; i < 20; i++) {
            int first = firstAbove(sorted, clip);
            if (first == sorted.length) break;
            double next = 0.4 * sorted[(first + sorted.length) / 2];
            if (next == clip) break;
            clip = next;
        }
        float[] weights = new float[smooth.length];
        for (int v = 0; v < smooth.length; v++) weights[v] = smooth[v] > clip ? 1 : 0;
        for (int i = 0; i < margin; i++) weights = grown(weights, grid);
        return weights;
    }

    private static int firstAbove(float[] sorted, double limit) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > limit) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /** The voxels of a set and those that share a face with one. */
    private static float[] grown(float[] set, VoxelGrid grid) {
        float[] result = set.clone();
        for (int z = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++) {
                    int v = grid.index(x, y, z);
                    if (set[v] == 0) continue;
                    if (x > 0) result[v - 1] = 1;
                    if (x < grid.sizeX() - 1) result[v + 1] = 1;
                    if (y > 0) result[v - grid.sizeX()] = 1;
                    if (y < grid.sizeY() - 1) result[v + grid.sizeX()] = 1;
                    if (z > 0) result[v - grid.planeSize()] = 1;
                    if (z < grid.sizeZ() - 1) result[v + grid.planeSize()] = 1;
                }
        return result;
    }
}
