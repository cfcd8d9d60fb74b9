package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** How alike a voxel and its neighbours are. */
final class Homogeneity {

    private static final int CHUNK = 1024;
    private static final double LEAST_WEIGHT = 1e-3;

    private Homogeneity() {}

    /**
     * Multiplies weights by 1 / (1 + (c / scale)^2), c the coefficient of variation of the 27 voxels about a sample that
     * are above 0.
     */
    static void weigh(
            VoxelGrid grid, float[] values, Samples samples, float[] weights, double scale, Progress progress) {
        FixedChunks.forEach(
                weights.length,
                CHUNK,
                (from, to) -> {
                    for (int s = from; s < to; s++)
                        if (weights[s] > 0) {
                            double ratio = variation(grid, values, samples.voxels()[s]) / scale;
                            weights[s] *= (float) Math.max(LEAST_WEIGHT, 1 / (1 + ratio * ratio));
                        }
                },
                progress);
    }

    private static double variation(VoxelGrid grid, float[] values, int voxel) {
        int x = voxel % grid.sizeX();
        int y = voxel / grid.sizeX() % grid.sizeY();
        int z = voxel / grid.planeSize();
        int count = 0;
        double sum = 0;
        double squares = 0;
        for (int k = Math.max(0, z - 1); k <= Math.min(grid.sizeZ() - 1, z + 1); k++)
            for (int j = Math.max(0, y - 1); j <= Math.min(grid.sizeY() - 1, y + 1); j++)
                for (int i = Math.max(0, x - 1); i <= Math.min(grid.sizeX() - 1, x + 1); i++) {
                    double value = values[grid.index(i, j, k)];
                    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) continue;
                    count++;
                    sum += value;
                    squares += value * value;
                }
        double mean = sum / count;
        return Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
    }
}
