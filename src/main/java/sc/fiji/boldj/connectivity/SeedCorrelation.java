package sc.fiji.boldj.connectivity;

import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The correlation of every voxel with a seed.
 *
 * <p>Pearson's r over all volumes, with sums in double about each voxel's first value, so that a large mean costs no
 * digits; one pass over the series. Fisher's z is {@code atanh(r)}.
 */
public final class SeedCorrelation {

    /** |r| is taken as at most this before z is computed: the voxel that is the seed gets z = 17.6, not infinity. */
    public static final double LARGEST_R = 1 - 1e-15;

    /** Voxels of a slice that are worked on together: what they need fits the cache of one core. */
    private static final int RUN = 2048;

    private SeedCorrelation() {}

    /** What the map shows. */
    public enum Measure {
        /** Pearson's r, -1 to 1. */
        R,
        /** Fisher's z. */
        Z;

        /** The measure of a name in upper or lower case. */
        public static Measure named(String name) {
            for (Measure measure : values()) if (measure.name().equalsIgnoreCase(name.strip())) return measure;
            throw new IllegalArgumentException("measure must be r or z, got '" + name + "'");
        }

        double of(double r) {
            if (this == R) return r;
            double clipped = Math.max(-LARGEST_R, Math.min(LARGEST_R, r));
            return 0.5 * (StrictMath.log1p(clipped) - StrictMath.log1p(-clipped));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The map of a region's mean series, see {@link #of}.
     *
     * @param target receives the map: one volume on the same grid
     */
    public static void apply(
            NeuroImage source, SeedRegion seed, Mask mask, Measure measure, NeuroImage target, Progress progress) {
        source.requireSeries(3);
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        if (target.volumes() != 1)
            throw new IllegalArgumentException(
                    "the map is one volume, but " + target.name() + " has " + target.volumes());
        double[] series = seed.series(source, progress.stage(0, 0.1));
        double[] values = of(source, series, mask, measure, progress.stage(0.1, 1));
        float[] volume = new float[values.length];
        for (int v = 0; v < volume.length; v++) volume[v] = (float) values[v];
        target.writeVolume(0, volume);
    }

    /**
     * Correlates each voxel with a series.
     *
     * <p>The map is 0 outside the mask, where a voxel never changes, and where it has a NaN or infinity.
     *
     * @param source series, shape (X, Y, Z, T), 3 volumes or more
     * @param seed shape (T), for example {@link SeedRegion#series}
     * @param mask where to compute; {@link Mask#all} for everywhere
     * @return shape (Z, Y, X), x fastest, in double
     * @throws IllegalArgumentException if a shape or grid does not fit, there are fewer than 3 volumes (r would be -1 or
     *     1 whatever the data), or the seed has a NaN or never changes
     */
    public static double[] of(NeuroImage source, double[] seed, Mask mask, Measure measure, Progress progress) {
        VoxelGrid grid = source.grid();
        source.requireSeries(3);
        mask.grid().requireSameAs(grid, "the mask", source.name());
        if (seed.length != source.volumes())
            throw new IllegalArgumentException("the seed has " + seed.length + " values but " + source.name() + " "
                    + source.volumes() + " volumes");
        double[] direction = centredAndScaled(seed);
        double[] values = new double[grid.voxels()];
        int plane = grid.planeSize();
        int runs = (plane + RUN - 1) / RUN;
        FixedChunks.forEach(
                grid.sizeZ() * runs,
                1,
                (item, end) -> {
                    int z = item / runs;
                    int from = item % runs * RUN;
                    int count = Math.min(RUN, plane - from);
                    int start = z * plane + from;
                    if (!anyInside(mask, start, count)) return;
                    double[] r = correlations(source, z, from, count, direction);
                    for (int i = 0; i < count; i++) if (mask.contains(start + i)) values[start + i] = measure.of(r[i]);
                },
                progress);
        return values;
    }

    static double[] centredAndScaled(double[] seed) {
        double[] centred = centred(centred(seed)); // twice: the first leaves a mean of rounding errors
        double sum = 0;
        double largest = 0;
        for (int t = 0; t < seed.length; t++) {
            sum += centred[t] * centred[t];
            largest = Math.max(largest, Math.abs(seed[t]));
        }
        double length = Math.sqrt(sum);
        if (!Double.isFinite(length)) throw new DataException("the seed's series has a value that is not a number");
        if (length <= 1e-14 * largest * Math.sqrt(seed.length))
            throw new DataException("the seed's series is " + seed[0] + " in every volume: nothing to correlate with");
        for (int t = 0; t < seed.length; t++) centred[t] /= length;
        return centred;
    }

    private static double[] centred(double[] series) {
        double mean = 0;
        for (double value : series) mean += value;
        mean /= series.length;
        double[] centred = new double[series.length];
        for (int t = 0; t < series.length; t++) centred[t] = series[t] - mean;
        return centred;
    }

    static boolean anyInside(Mask mask, int from, int count) {
        for (int v = from; v < from + count; v++) if (mask.contains(v)) return true;
        return false;
    }

    /** r for a run of voxels of one slice. */
    private static double[] correlations(NeuroImage source, int z, int from, int count, double[] direction) {
        int volumes = direction.length;
        float[] first = new float[count];
        float[] row = new float[count];
        double[] sum = new double[count];
        double[] squares = new double[count];
        double[] products = new double[count];
        source.voxels().read(z, 0, from, count, first, 0);
        for (int t = 0; t < volumes; t++) {
            source.voxels().read(z, t, from, count, row, 0);
            add(row, first, direction[t], sum, squares, products);
        }
        for (int i = 0; i < count; i++) {
            double variation = squares[i] - sum[i] * (sum[i] / volumes);
            double r = products[i] / Math.sqrt(variation);
            products[i] = variation > 0 && Double.isFinite(r) ? Math.max(-1, Math.min(1, r)) : 0;
        }
        return products;
    }

    static void add(float[] row, float[] first, double weight, double[] sum, double[] squares, double[] products) {
        for (int i = 0; i < row.length; i++) {
            double d = (double) row[i] - first[i];
            sum[i] += d;
            squares[i] += d * d;
            products[i] += d * weight;
        }
    }
}
