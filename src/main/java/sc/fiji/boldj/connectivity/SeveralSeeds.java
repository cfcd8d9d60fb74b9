package sc.fiji.boldj.connectivity;

import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The correlation of every voxel with each of several seeds, alone or given the others; one pass over the series.
 *
 * <p>Bivariate: Pearson's r with the seed. Semipartial: r with what is left of the seed after a regression on the other
 * seeds. Partial: r of what is left of the seed and of the voxel after that. With one seed all three are Pearson's r, to
 * the same bits as {@link SeedCorrelation}. The sign of a partial correlation is that of the seed's coefficient in the
 * regression of the voxel on all seeds.
 *
 * <p>The z score is {@code atanh(r) sqrt(d - 2 - k)}: Fisher's z over its standard error, with {@code d} the degrees of
 * freedom that cleaning left in the series (volumes - 1 if only the mean is gone) and {@code k} the seeds whose part was
 * regressed out of the voxel: the others for partial, none else. For white noise it is standard normal; for a semipartial
 * correlation it is too near 0 where the other seeds explain the voxel.
 */
public final class SeveralSeeds {

    /** Voxels of a slice that are worked on together. */
    private static final int RUN = 1024;

    private SeveralSeeds() {}

    /** What the other seeds are regressed out of. */
    public enum Kind {
        /** Nothing. */
        BIVARIATE,
        /** The seed. */
        SEMIPARTIAL,
        /** The seed and the voxel. */
        PARTIAL;

        /** The kind of a name in upper or lower case. */
        public static Kind named(String name) {
            for (Kind kind : values()) if (kind.name().equalsIgnoreCase(name.strip())) return kind;
            throw new IllegalArgumentException("kind must be bivariate, semipartial or partial, got '" + name + "'");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Choices.
     *
     * @param kind what the other seeds are regressed out of
     * @param measure r or Fisher z; z if there are degrees of freedom
     * @param degreesOfFreedom what cleaning left in the series: the map is the z score; 0: the map is {@code measure}
     */
    public record Options(Kind kind, SeedCorrelation.Measure measure, double degreesOfFreedom) {

        /** Fisher z of bivariate correlations. */
        public static final Options DEFAULT = new Options(Kind.BIVARIATE, SeedCorrelation.Measure.Z, 0);

        public Options {
            if (!(degreesOfFreedom >= 0 && Double.isFinite(degreesOfFreedom)))
                throw new IllegalArgumentException(
                        "the degrees of freedom must be above 0, or 0 for no z score, got " + degreesOfFreedom);
            if (degreesOfFreedom > 0 && measure != SeedCorrelation.Measure.Z)
                throw new IllegalArgumentException("a z score is made of Fisher z, not of r");
        }

        /** What Fisher z is multiplied with. */
        double factor(int seeds) {
            if (degreesOfFreedom == 0) return 1;
            double left = degreesOfFreedom - 2 - (kind == Kind.PARTIAL ? seeds - 1 : 0);
            if (!(left > 0))
                throw new IllegalArgumentException("a z score needs more than "
                        + (long) Math.ceil(degreesOfFreedom - left) + " degrees of freedom, but " + degreesOfFreedom
                        + " are left: regress out fewer columns or use a longer scan");
            return Math.sqrt(left);
        }
    }

    /**
     * The maps of some series, one after the other.
     *
     * <p>A map is 0 outside the mask, where a voxel never changes or has a NaN or infinity, and where the other seeds
     * explain all of a voxel (partial).
     *
     * @param source series, shape (X, Y, Z, T), 3 volumes or more; more than seeds + 1 of them for semipartial, partial
     * @param seeds shape (T) each, for example {@link SeedRegion#series}
     * @param names of the seeds, for messages
     * @return for each seed shape (Z, Y, X), x fastest, in double
     * @throws IllegalArgumentException if there is no seed, a shape or grid does not fit, a seed has a NaN or never
     *     changes, a seed is a sum of the others, or too few volumes or degrees of freedom are there
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static double[][] of(
            NeuroImage source,
            List<double[]> seeds,
            List<String> names,
            Mask mask,
            Options options,
            Progress progress) {
        VoxelGrid grid = source.grid();
        source.requireSeries(3);
        mask.grid().requireSameAs(grid, "the mask", source.name());
        int count = requireSeeds(source, seeds, names);
        double factor = options.factor(count);
        SeedDirections directions = SeedDirections.of(seeds, names, options.kind());
        double[][] values = new double[count][grid.voxels()];
        int plane = grid.planeSize();
        int runs = (plane + RUN - 1) / RUN;
        FixedChunks.forEach(
                grid.sizeZ() * runs,
                1,
                (item, end) -> {
                    int z = item / runs;
                    int from = item % runs * RUN;
                    int length = Math.min(RUN, plane - from);
                    int start = z * plane + from;
                    if (!SeedCorrelation.anyInside(mask, start, length)) return;
                    double[][] r = correlations(source, z, from, length, directions);
                    for (int k = 0; k < count; k++)
                        for (int i = 0; i < length; i++)
                            if (mask.contains(start + i))
                                values[k][start + i] =
                                        factor * options.measure().of(r[k][i]);
                },
                progress);
        return values;
    }

    /** The number of seeds, if there are some and their series are as long as the scan's. */
    static int requireSeeds(NeuroImage source, List<double[]> seeds, List<String> names) {
        int count = seeds.size();
        if (count == 0 || names.size() != count)
            throw new IllegalArgumentException("seeds need one series or more and as many names, got " + count
                    + " series and " + names.size() + " names");
        for (double[] seed : seeds)
            if (seed.length != source.volumes())
                throw new IllegalArgumentException("a seed has " + seed.length + " values but " + source.name() + " "
                        + source.volumes() + " volumes");
        return count;
    }

    /** r for a run of voxels of one slice, shape (seeds, voxels). */
    private static double[][] correlations(NeuroImage source, int z, int from, int count, SeedDirections directions) {
        int volumes = source.volumes();
        int seeds = directions.unit().length;
        float[] first = new float[count];
        float[] row = new float[count];
        double[] sum = new double[count];
        double[] squares = new double[count];
        double[][] products = new double[seeds][count];
        source.voxels().read(z, 0, from, count, first, 0);
        for (int t = 0; t < volumes; t++) {
            source.voxels().read(z, t, from, count, row, 0);
            SeedCorrelation.add(row, first, directions.unit()[0][t], sum, squares, products[0]);
            for (int k = 1; k < seeds; k++) add(row, first, directions.unit()[k][t], products[k]);
        }
        double[] variation = new double[count];
        for (int i = 0; i < count; i++) variation[i] = squares[i] - sum[i] * (sum[i] / volumes);
        directions.toCorrelations(products, variation);
        return products;
    }

    private static void add(float[] row, float[] first, double weight, double[] products) {
        for (int i = 0; i < row.length; i++) products[i] += ((double) row[i] - first[i]) * weight;
    }
}
