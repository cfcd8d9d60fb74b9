package sc.fiji.boldj.image;

import java.util.Arrays;
import java.util.function.IntFunction;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Walks the time courses of an image in the order of memory.
 *
 * <p>Voxels are read in blocks of neighbours, each volume in turn, so that every cache line is used whole. Blocks have
 * the same limits for any number of threads.
 */
public final class VoxelSeries {

    /** Values in one block, all volumes together: what fits the cache of one core. */
    private static final int BLOCK_VALUES = 1 << 18;

    private VoxelSeries() {}

    /** Makes one voxel's result from its time course. Used by one thread at a time, so it may keep scratch space. */
    @FunctionalInterface
    public interface Kernel {
        /**
         * Computes the result of one voxel.
         *
         * @param series the voxel's values, shape (T); must not be kept
         * @param result receives the result, shape (volumes of the target)
         */
        void apply(double[] series, double[] result);
    }

    /** Works on the time courses of several voxels. May be called by several threads at once. */
    @FunctionalInterface
    public interface BlockTask {
        /**
         * Works on one block.
         *
         * @param first position of the block's first voxel in the order of the mask
         * @param count voxels in the block
         * @param block the values, shape (T, count), row = time; belongs to the task for the length of the call
         */
        void apply(int first, int count, float[] block);
    }

    /**
     * Maps each voxel's time course.
     *
     * @param source series, shape (X, Y, Z, T)
     * @param target receives the results, same grid, any number of volumes; may be {@code source} if it has as many
     * @param kernelOfSlice called with a slice for a new kernel, possibly several times a slice
     */
    public static void map(NeuroImage source, NeuroImage target, IntFunction<Kernel> kernelOfSlice, Progress progress) {
        VoxelGrid grid = source.grid();
        target.grid().requireSameAs(grid, target.name(), source.name());
        int volumes = source.volumes();
        int results = target.volumes();
        int plane = grid.planeSize();
        int width = Math.max(1, Math.min(plane, BLOCK_VALUES / Math.max(volumes, results)));
        int pieces = (plane + width - 1) / width;
        FixedChunks.forEach(
                grid.sizeZ() * pieces,
                1,
                (item, end) -> {
                    int z = item / pieces;
                    int from = item % pieces * width;
                    int count = Math.min(width, plane - from);
                    Kernel kernel = kernelOfSlice.apply(z);
                    float[] block = new float[Math.max(volumes, results) * count];
                    for (int t = 0; t < volumes; t++) source.voxels().read(z, t, from, count, block, t * count);
                    double[] series = new double[volumes];
                    double[] result = new double[results];
                    for (int i = 0; i < count; i++) {
                        for (int t = 0; t < volumes; t++) series[t] = block[t * count + i];
                        kernel.apply(series, result);
                        for (int t = 0; t < results; t++) block[t * count + i] = (float) result[t];
                    }
                    for (int t = 0; t < results; t++) target.voxels().write(z, t, from, count, block, t * count);
                },
                progress);
    }

    /**
     * Hands out the time courses inside a mask in blocks.
     *
     * @param voxelsPerBlock 1 or more; the last block may be shorter
     */
    public static void forEachBlock(
            NeuroImage source, Mask mask, int voxelsPerBlock, BlockTask task, Progress progress) {
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        FixedChunks.forEach(
                mask.count(),
                voxelsPerBlock,
                (from, to) -> task.apply(from, to - from, block(source, mask, from, to - from)),
                progress);
    }

    /**
     * The time courses of consecutive mask members.
     *
     * @param first position of the first voxel in the order of the mask
     * @return the values, shape (T, count), row = time
     */
    public static float[] block(NeuroImage source, Mask mask, int first, int count) {
        float[] block = new float[Math.multiplyExact(source.volumes(), count)];
        int[] runs = runs(mask, first, first + count);
        for (int t = 0; t < source.volumes(); t++) readRuns(source, runs, t, block, t * count);
        return block;
    }

    /**
     * Writes the values of consecutive mask members, the mirror image of {@link #forEachBlock}.
     *
     * @param first position of the first voxel in the order of the mask
     * @param block the values, shape (T, count), row = time
     */
    public static void writeBlock(NeuroImage target, Mask mask, int first, int count, float[] block) {
        int[] runs = runs(mask, first, first + count);
        for (int t = 0; t < target.volumes(); t++)
            for (int r = 0; r < runs.length; r += 4)
                target.voxels().write(runs[r], t, runs[r + 1], runs[r + 2], block, t * count + runs[r + 3]);
    }

    /**
     * The time courses inside a mask as one matrix.
     *
     * @return shape (T, V), row = time, as the matrix products read it
     * @throws IllegalArgumentException if it would have more than 2^31 - 1 entries
     */
    public static float[] matrix(NeuroImage source, Mask mask, Progress progress) {
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        int voxels = mask.count();
        if ((long) voxels * source.volumes() > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException(
                    source.volumes() + " volumes of " + voxels + " voxels do not fit one matrix: work by blocks");
        float[] matrix = new float[voxels * source.volumes()];
        int[] runs = runs(mask, 0, voxels);
        FixedChunks.forEach(source.volumes(), 1, (t, end) -> readRuns(source, runs, t, matrix, t * voxels), progress);
        return matrix;
    }

    private static void readRuns(NeuroImage source, int[] runs, int t, float[] target, int offset) {
        for (int r = 0; r < runs.length; r += 4)
            source.voxels().read(runs[r], t, runs[r + 1], runs[r + 2], target, offset + runs[r + 3]);
    }

    /**
     * The members {@code from} to {@code to} as runs of neighbours within a slice: for each run its slice, its first
     * voxel there, its length, and how many members come before it.
     */
    private static int[] runs(Mask mask, int from, int to) {
        int plane = mask.grid().planeSize();
        int[] runs = new int[4 * (to - from)];
        int count = 0;
        int i = from;
        while (i < to) {
            int voxel = mask.voxel(i);
            int z = voxel / plane;
            int length = 1;
            while (i + length < to && mask.voxel(i + length) == voxel + length && (voxel + length) / plane == z)
                length++;
            runs[count++] = z;
            runs[count++] = voxel - z * plane;
            runs[count++] = length;
            runs[count++] = i - from;
            i += length;
        }
        return Arrays.copyOf(runs, count);
    }
}
