package sc.fiji.boldj.connectivity;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Visits the correlation of every pair of voxels, a block of pairs at a time, and sums what a measure makes of them.
 *
 * <p>Only the standardised series (four bytes for each volume of each voxel) and a few blocks are in memory, never all
 * pairs. Correlations are computed in single precision from series standardised in double precision: their error is about
 * 1e-7. Sums are in double precision, in an order that does not depend on the number of threads.
 */
final class CorrelationSweep {

    /** Voxels in a block. */
    static final int BLOCK = 1024;

    /** Pairs of blocks whose sums are in memory at once. */
    private static final int WAVE = 64;

    private CorrelationSweep() {}

    /** Sums over one block of pairs. Called by several threads at once. */
    @FunctionalInterface
    interface Measure {
        /**
         * Adds up one row of a block.
         *
         * @param r correlations, shape (rows, columns); those of a voxel with itself are 0
         * @param rowSums shape (outputs, rows), to be added to
         * @param columnSums shape (outputs, columns), to be added to; ignored for a block of voxels with themselves
         */
        void add(float[] r, int rows, int columns, double[][] rowSums, double[][] columnSums);
    }

    private record Sums(double[][] rows, double[][] columns) {}

    /**
     * Sums over all pairs.
     *
     * @param usable voxels that are finite and not constant
     * @return for each output and each voxel, in the order of the mask, the sum over all other voxels
     */
    static double[][] sum(NeuroImage source, Mask usable, int outputs, Measure measure, Progress progress) {
        float[][] blocks = standardised(source, usable, progress.stage(0, 0.1));
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < blocks.length; i++) for (int j = i; j < blocks.length; j++) pairs.add(new int[] {i, j});
        double[][] totals = new double[outputs][usable.count()];
        for (int start = 0; start < pairs.size(); start += WAVE) {
            List<int[]> wave = pairs.subList(start, Math.min(pairs.size(), start + WAVE));
            double share = 0.9 / pairs.size();
            Progress part = progress.stage(0.1 + share * start, Math.min(1, 0.1 + share * (start + wave.size())));
            List<Sums> sums = FixedChunks.map(
                    wave.size(),
                    1,
                    (from, to) -> block(blocks, wave.get(from), source.volumes(), outputs, measure),
                    part);
            for (int p = 0; p < sums.size(); p++) {
                int[] pair = wave.get(p);
                add(sums.get(p).rows(), totals, pair[0] * BLOCK);
                if (pair[0] != pair[1]) add(sums.get(p).columns(), totals, pair[1] * BLOCK);
            }
        }
        return totals;
    }

    private static Sums block(float[][] blocks, int[] pair, int volumes, int outputs, Measure measure) {
        int rows = blocks[pair[0]].length / volumes;
        int columns = blocks[pair[1]].length / volumes;
        float[] r = new float[rows * columns];
        float[] a = blocks[pair[0]];
        float[] b = blocks[pair[1]];
        MatrixProduct.multiply(
                1,
                FloatMatrix.of(a, volumes, rows).transposed(),
                FloatMatrix.of(b, volumes, columns),
                0,
                FloatMatrix.of(r, rows, columns));
        if (pair[0] == pair[1]) for (int i = 0; i < rows; i++) r[i * columns + i] = 0;
        Sums sums = new Sums(new double[outputs][rows], new double[outputs][columns]);
        measure.add(r, rows, columns, sums.rows(), sums.columns());
        return sums;
    }

    private static void add(double[][] sums, double[][] totals, int at) {
        for (int k = 0; k < sums.length; k++) for (int i = 0; i < sums[k].length; i++) totals[k][at + i] += sums[k][i];
    }

    /** The series in blocks of voxels, each of shape (T, voxels), with mean 0 and sum of squares 1. */
    private static float[][] standardised(NeuroImage source, Mask usable, Progress progress) {
        float[][] blocks = new float[(usable.count() + BLOCK - 1) / BLOCK][];
        VoxelSeries.forEachBlock(
                source,
                usable,
                BLOCK,
                (first, count, block) -> {
                    standardise(block, source.volumes(), count);
                    blocks[first / BLOCK] = block;
                },
                progress);
        return blocks;
    }

    private static void standardise(float[] block, int volumes, int count) {
        double[] mean = new double[count];
        double[] squares = new double[count];
        for (int t = 0; t < volumes; t++) for (int i = 0; i < count; i++) mean[i] += block[t * count + i];
        for (int i = 0; i < count; i++) mean[i] /= volumes;
        for (int t = 0; t < volumes; t++)
            for (int i = 0; i < count; i++) {
                double deviation = block[t * count + i] - mean[i];
                squares[i] += deviation * deviation;
            }
        for (int i = 0; i < count; i++) squares[i] = 1 / Math.sqrt(squares[i]);
        for (int t = 0; t < volumes; t++)
            for (int i = 0; i < count; i++)
                block[t * count + i] = (float) ((block[t * count + i] - mean[i]) * squares[i]);
    }

    /**
     * The usable voxels of a mask.
     *
     * @throws IllegalArgumentException if fewer than two voxels are usable
     */
    static Mask requireUsable(NeuroImage source, Mask mask, Progress progress) {
        source.requireSeries(3);
        mask.requireNotEmpty("the mask");
        Mask usable = UsableVoxels.in(source, mask, progress);
        if (usable.count() < 2)
            throw new DataException("only " + usable.count() + " of the " + mask.count()
                    + " voxels of the mask are finite and not constant in " + source.name()
                    + ": 2 or more are needed; does the mask lie on the brain?");
        return usable;
    }

    /** A map of one number per voxel, 0 elsewhere. */
    static NeuroImage map(NeuroImage source, Mask usable, double[] values, String name) {
        float[] volume = new float[usable.grid().voxels()];
        for (int i = 0; i < values.length; i++) volume[usable.voxel(i)] = (float) values[i];
        NeuroImage map = source.createLike(source.name() + " " + name, 1);
        map.writeVolume(0, volume);
        return map;
    }
}
