package sc.fiji.boldj.connectivity;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * How alike the time courses of neighbouring voxels are: Kendall's coefficient of concordance (ReHo).
 *
 * <p>With {@code m} usable voxels in the neighbourhood, {@code n} volumes, {@code R(t)} the sum of their ranks at volume
 * {@code t} and {@code T} the sum of {@code g^3 - g} over all groups of {@code g} equal values in a voxel,
 *
 * <pre>W = 12 sum_t (R(t) - mean R)^2 / (m^2 (n^3 - n) - m sum_voxels T)</pre>
 *
 * <p>Ties share their mean rank. At the border of the mask the neighbourhood is what lies inside. A voxel with no usable
 * neighbour has 0: alone it would agree with itself. Use unsmoothed data: smoothing makes neighbours alike.
 *
 * <p>Ranks and their sums are whole numbers throughout, so the result is exact up to the last division and the same for
 * any number of threads. Memory: two bytes for each volume of each usable voxel, beside the source.
 *
 * <p>Zang et al. 2004, NeuroImage 22:394; the neighbourhoods are those of AFNI {@code 3dReHo -nneigh}. That program
 * looks for ties among values cut to whole numbers; here values are tied if they are equal.
 */
public final class RegionalHomogeneity {

    private static final int VOXELS_AT_ONCE = 256;
    private static final int TRANSPOSED_AT_ONCE = 16;
    private static final int VOLUMES_AT_ONCE = 128;

    /**
     * Choices.
     *
     * @param neighbours voxels in a neighbourhood, with the voxel itself: 7 (sharing a face), 19 (an edge) or 27 (a
     *     corner)
     */
    public record Options(int neighbours) {

        /** 27 voxels. */
        public static final Options DEFAULT = new Options(27);

        public Options {
            if (neighbours != 7 && neighbours != 19 && neighbours != 27)
                throw new IllegalArgumentException("neighbours must be 7, 19 or 27, got " + neighbours);
        }
    }

    private RegionalHomogeneity() {}

    /**
     * Computes the map.
     *
     * @param source series, shape (X, Y, Z, T), 3 to 32767 volumes
     * @return W, from 0 to 1, on the same grid; 0 where not usable
     * @throws IllegalArgumentException if the number of volumes or the mask does not fit
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static NeuroImage of(NeuroImage source, Mask mask, Options options, Progress progress) {
        source.requireSeries(3);
        if (source.volumes() > SeriesRanks.MAX_LENGTH)
            throw new DataException(source.name() + " has " + source.volumes() + " volumes but ranks fit up to "
                    + SeriesRanks.MAX_LENGTH);
        mask.requireNotEmpty("the mask");
        int volumes = source.volumes();
        short[][] ranks = new short[mask.grid().voxels()][];
        long[] ties = new long[mask.grid().voxels()];
        rank(source, mask, ranks, ties, progress.stage(0, 0.7));
        NeighbourSums sums = new NeighbourSums(mask, ranks, options.neighbours());
        Progress last = progress.stage(0.7, 1);
        List<long[]> parts = FixedChunks.map(volumes, VOLUMES_AT_ONCE, sums::squares, last);
        double perfect = ((double) volumes * volumes - 1) * volumes;
        float[] w = new float[ranks.length];
        for (int i = 0; i < mask.count(); i++) {
            int voxel = mask.voxel(i);
            if (ranks[voxel] == null) continue;
            long squares = 0;
            for (long[] part : parts) squares += part[i];
            double members = sums.members(voxel);
            double most = members * (members * perfect - sums.sum(voxel, ties));
            if (members > 1) w[voxel] = (float) (3.0 * squares / most);
        }
        NeuroImage map = source.createLike(source.name() + " ReHo", 1);
        map.writeVolume(0, w);
        return map;
    }

    private static void rank(NeuroImage source, Mask mask, short[][] ranks, long[] ties, Progress progress) {
        int volumes = source.volumes();
        VoxelSeries.forEachBlock(
                source,
                mask,
                VOXELS_AT_ONCE,
                (first, count, block) -> {
                    boolean[] usable = UsableVoxels.in(block, volumes, count);
                    SeriesRanks ranker = new SeriesRanks(volumes);
                    float[] series = new float[TRANSPOSED_AT_ONCE * volumes];
                    for (int i = 0; i < count; i++) {
                        int place = i % TRANSPOSED_AT_ONCE;
                        if (place == 0) transpose(block, i, count, volumes, series);
                        if (!usable[i]) continue;
                        short[] target = new short[volumes];
                        ties[mask.voxel(first + i)] = ranker.rank(series, place * volumes, target);
                        ranks[mask.voxel(first + i)] = target;
                    }
                },
                progress);
    }

    /** Copies the series of voxels {@code first} on, so that each lies in one piece; whole cache lines are read. */
    private static void transpose(float[] block, int first, int count, int volumes, float[] series) {
        int voxels = Math.min(TRANSPOSED_AT_ONCE, count - first);
        for (int t = 0; t < volumes; t++)
            for (int i = 0; i < voxels; i++) series[i * volumes + t] = block[t * count + first + i];
    }
}
