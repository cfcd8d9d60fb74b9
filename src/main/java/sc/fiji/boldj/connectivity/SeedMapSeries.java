package sc.fiji.boldj.connectivity;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The series of a mask in memory, made ready for one seed map after another: what does not depend on the seed is computed once.
 *
 * <p>The maps are those of {@link SeveralSeeds} to the last bit: the same sums in the same order. Memory: 4 bytes for each volume
 * of each voxel of the mask. Immutable; any number of threads may ask.
 */
public final class SeedMapSeries {

    private static final int BLOCK = 1024;

    private final NeuroImage source;
    private final Mask mask;
    private final float[][] blocks;
    private final double[][] variation;

    private SeedMapSeries(NeuroImage source, Mask mask, float[][] blocks, double[][] variation) {
        this.source = source;
        this.mask = mask;
        this.blocks = blocks;
        this.variation = variation;
    }

    /**
     * Reads the series.
     *
     * @param source series, 3 volumes or more
     * @param mask voxels of the maps, one or more
     * @throws IllegalArgumentException if the mask is empty or on another grid, or too few volumes are there
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static SeedMapSeries of(NeuroImage source, Mask mask, Progress progress) {
        source.requireSeries(3);
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        mask.requireNotEmpty("the mask");
        int volumes = source.volumes();
        float[][] blocks = new float[(mask.count() + BLOCK - 1) / BLOCK][];
        double[][] variation = new double[blocks.length][];
        VoxelSeries.forEachBlock(
                source,
                mask,
                BLOCK,
                (first, count, block) -> {
                    blocks[first / BLOCK] = block;
                    variation[first / BLOCK] = variation(block, volumes, count);
                },
                progress);
        return new SeedMapSeries(source, mask, blocks, variation);
    }

    /** Sums of squares about the mean, computed about the first value. */
    private static double[] variation(float[] block, int volumes, int count) {
        double[] sum = new double[count];
        double[] squares = new double[count];
        for (int t = 0, at = 0; t < volumes; t++)
            for (int i = 0; i < count; i++, at++) {
                double d = (double) block[at] - block[i];
                sum[i] += d;
                squares[i] += d * d;
            }
        for (int i = 0; i < count; i++) squares[i] -= sum[i] * (sum[i] / volumes);
        return squares;
    }

    /** The series that was read. */
    public NeuroImage source() {
        return source;
    }

    /** The voxels of the maps. */
    public Mask mask() {
        return mask;
    }

    /**
     * The maps of some series, see {@link SeveralSeeds#of}: the same numbers.
     *
     * @param seeds shape (T) each
     * @param names of the seeds, for messages
     * @return for each seed shape (Z, Y, X), x fastest
     */
    public double[][] maps(List<double[]> seeds, List<String> names, SeveralSeeds.Options options, Progress progress) {
        SeveralSeeds.requireSeeds(source, seeds, names);
        double factor = options.factor(seeds.size());
        SeedDirections directions = SeedDirections.of(seeds, names, options.kind());
        double[][] values = new double[seeds.size()][source.grid().voxels()];
        FixedChunks.forEach(
                blocks.length,
                1,
                (b, end) -> {
                    double[][] r = new double[seeds.size()][variation[b].length];
                    for (int k = 0; k < r.length; k++)
                        products(blocks[b], directions.unit()[k], r[k]);
                    directions.toCorrelations(r, variation[b]);
                    for (int k = 0; k < r.length; k++)
                        for (int i = 0; i < r[k].length; i++)
                            values[k][mask.voxel(b * BLOCK + i)] =
                                    factor * options.measure().of(r[k][i]);
                },
                progress);
        return values;
    }

    /** Four volumes a pass: each sum is added up in the order of time all the same. */
    private static void products(float[] block, double[] weights, double[] products) {
        int count = products.length;
        int t = 0;
        for (; t + 4 <= weights.length; t += 4) {
            int at = t * count;
            double w0 = weights[t];
            double w1 = weights[t + 1];
            double w2 = weights[t + 2];
            double w3 = weights[t + 3];
            for (int i = 0; i < count; i++) {
                double first = block[i];
                double sum = products[i] + (block[at + i] - first) * w0;
                sum += (block[at + count + i] - first) * w1;
                sum += (block[at + 2 * count + i] - first) * w2;
                products[i] = sum + (block[at + 3 * count + i] - first) * w3;
            }
        }
        for (; t < weights.length; t++)
            for (int i = 0; i < count; i++) products[i] += ((double) block[t * count + i] - block[i]) * weights[t];
    }
}
