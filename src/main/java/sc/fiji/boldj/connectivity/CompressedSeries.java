package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The series of a mask as their leading principal components over time, for computing many seed maps with little time and memory.
 *
 * <p>Each voxel's series is centred and scaled to unit length; the components with the largest variance are kept, until they
 * explain a given proportion of it. A seed map is the correlation of the compressed series. With all components it is
 * exact up to the rounding of {@code float}. Memory: 4 bytes for each component of each voxel. Immutable; safe for several threads.
 */
public final class CompressedSeries {

    private static final int CHUNK = 4096;

    /**
     * How much is kept.
     *
     * @param share of the variance that the components must hold, above 0, at most 1
     * @param most components at most, 1 or more
     */
    public record Options(double share, int most) {

        /**
         * 99.99 % of the variance, at most 300 components: as many as a band-pass of 0.008 to 0.09 Hz leaves of 30
         * minutes, so that most studies keep all of them.
         */
        public static final Options DEFAULT = new Options(0.9999, 300);

        /** @throws IllegalArgumentException if a value is out of range */
        public Options {
            if (!(share > 0 && share <= 1))
                throw new IllegalArgumentException(
                        "the share of the variance must be above 0 and at most 1, got " + share);
            if (most < 1) throw new IllegalArgumentException("at least one component must be kept, got " + most);
        }
    }

    private final Mask mask;
    private final int components;
    private final double kept;
    private final float[] unit;
    private final float[] length;

    private CompressedSeries(Mask mask, int components, double kept, float[] unit, float[] length) {
        this.mask = mask;
        this.components = components;
        this.kept = kept;
        this.unit = unit;
        this.length = length;
    }

    /**
     * Compresses a series.
     *
     * @param source series, 3 volumes or more
     * @param mask voxels of the maps, one or more; constant voxels and those with NaN have no correlation
     * @throws IllegalArgumentException if the mask is empty or on another grid, or there are too few volumes
     */
    public static CompressedSeries of(NeuroImage source, Mask mask, Options options, Progress progress) {
        source.requireSeries(3);
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        mask.requireNotEmpty("the mask");
        int volumes = source.volumes();
        int voxels = mask.count();
        float[] series = VoxelSeries.matrix(source, mask, progress.stage(0, 0.4));
        float[] norm = new float[voxels];
        FixedChunks.forEach(
                (voxels + CHUNK - 1) / CHUNK,
                1,
                (c, end) -> scale(series, volumes, c * CHUNK, Math.min(voxels, (c + 1) * CHUNK), norm),
                Progress.NONE);
        FloatMatrix data = FloatMatrix.of(series, volumes, voxels);
        float[] products = new float[volumes * volumes];
        MatrixProduct.square(1, data, 0, FloatMatrix.of(products, volumes, volumes));
        progress.update(6, 10);
        double[] symmetric = new double[products.length];
        for (int i = 0; i < products.length; i++) symmetric[i] = products[i];
        SymmetricEigen eigen = SymmetricEigen.of(symmetric, volumes);
        double all = 0;
        for (double value : eigen.values()) all += Math.max(0, value);
        int most = Math.min(options.most(), volumes - 1);
        int components = 0;
        double sum = 0;
        while (components < most && (components == 0 || sum < options.share() * all))
            sum += Math.max(0, eigen.values()[components++]);
        progress.update(7, 10);
        float[] basis = new float[components * volumes];
        for (int k = 0; k < components; k++)
            for (int t = 0; t < volumes; t++) basis[k * volumes + t] = (float) eigen.vectors()[t * volumes + k];
        float[] loadings = new float[components * voxels];
        MatrixProduct.multiply(
                1, FloatMatrix.of(basis, components, volumes), data, 0, FloatMatrix.of(loadings, components, voxels));
        toUnit(loadings, components, norm);
        progress.update(10, 10);
        return new CompressedSeries(mask, components, all > 0 ? Math.min(1, sum / all) : 0, loadings, norm);
    }

    /**
     * A compressed series from its stored parts.
     *
     * @param kept the proportion of variance that the components explain
     * @param loadings shape (components, V): {@link #loadings}; not copied
     * @param lengths shape (V): {@link #lengths}; not copied
     * @throws IllegalArgumentException if the shapes do not fit the mask
     */
    public static CompressedSeries of(Mask mask, double kept, float[] loadings, float[] lengths) {
        int voxels = mask.requireNotEmpty("the mask").count();
        if (lengths.length != voxels || loadings.length == 0 || loadings.length % voxels != 0)
            throw new IllegalArgumentException("loadings and lengths of " + loadings.length + " and " + lengths.length
                    + " numbers do not fit a mask of " + voxels + " voxels");
        return new CompressedSeries(mask, loadings.length / voxels, kept, loadings, lengths);
    }

    /** Centres the series of some voxels and scales them to unit length; a voxel that has none becomes 0. */
    private static void scale(float[] series, int volumes, int from, int to, float[] norm) {
        int voxels = norm.length;
        double[] mean = new double[to - from];
        double[] squares = new double[to - from];
        for (int t = 0; t < volumes; t++) for (int v = from; v < to; v++) mean[v - from] += series[t * voxels + v];
        for (int i = 0; i < mean.length; i++) mean[i] /= volumes;
        for (int t = 0; t < volumes; t++)
            for (int v = from; v < to; v++) {
                double d = series[t * voxels + v] - mean[v - from];
                squares[v - from] += d * d;
            }
        for (int v = from; v < to; v++) {
            double size = Math.sqrt(squares[v - from]);
            boolean usable = Double.isFinite(size) && size > 1e-6 * Math.abs(mean[v - from]) && size > 0;
            norm[v] = usable ? (float) size : 0;
            for (int t = 0; t < volumes; t++) {
                int at = t * voxels + v;
                series[at] = usable ? (float) ((series[at] - mean[v - from]) / size) : 0;
            }
        }
    }

    /** Scales the loadings of each voxel to unit length; the length of its compressed series replaces that of the series. */
    private static void toUnit(float[] loadings, int components, float[] norm) {
        int voxels = norm.length;
        float[] squares = new float[voxels];
        for (int k = 0; k < components; k++)
            for (int v = 0; v < voxels; v++) squares[v] += loadings[k * voxels + v] * loadings[k * voxels + v];
        for (int v = 0; v < voxels; v++) {
            double size = Math.sqrt(squares[v]);
            norm[v] *= (float) size;
            squares[v] = size > 0 ? (float) (1 / size) : 0;
        }
        for (int k = 0; k < components; k++) for (int v = 0; v < voxels; v++) loadings[k * voxels + v] *= squares[v];
    }

    /** The voxels of the maps. */
    public Mask mask() {
        return mask;
    }

    /** How many components were kept. */
    public int components() {
        return components;
    }

    /** The share of the variance of the scaled series that they hold, 0 to 1. */
    public double kept() {
        return kept;
    }

    /** The series of each voxel in the components, of unit length, shape (components, V); not a copy. */
    public float[] loadings() {
        return unit;
    }

    /** The length of each voxel's compressed series before it was scaled, shape (V); 0: it has none. Not a copy. */
    public float[] lengths() {
        return length;
    }

    /**
     * The seed map: Fisher z of the correlation with the mean series of some voxels.
     *
     * @param seed indices in the order of the mask
     * @param target shape (V), in the order of the mask; NaN where a voxel has no series, and everywhere if the seed has none
     */
    public void fisherZ(int[] seed, float[] target) {
        int voxels = mask.count();
        double[] mean = new double[components];
        double squares = 0;
        for (int k = 0; k < components; k++) {
            for (int v : seed) mean[k] += (double) length[v] * unit[k * voxels + v];
            squares += mean[k] * mean[k];
        }
        double size = Math.sqrt(squares);
        float[] weights = new float[components];
        for (int k = 0; k < components; k++) weights[k] = (float) (mean[k] / size);
        float[] r = new float[CHUNK];
        for (int from = 0; from < voxels; from += CHUNK) {
            int count = Math.min(CHUNK, voxels - from);
            products(weights, from, count, r);
            for (int i = 0; i < count; i++) target[from + i] = length[from + i] > 0 ? z(r[i]) : Float.NaN;
        }
    }

    /** Four components a pass. */
    private void products(float[] weights, int from, int count, float[] r) {
        int voxels = mask.count();
        Arrays.fill(r, 0, count, 0);
        int k = 0;
        for (; k + 4 <= components; k += 4) {
            int a = k * voxels + from;
            int b = a + voxels;
            int c = b + voxels;
            int d = c + voxels;
            float w0 = weights[k];
            float w1 = weights[k + 1];
            float w2 = weights[k + 2];
            float w3 = weights[k + 3];
            for (int i = 0; i < count; i++)
                r[i] += w0 * unit[a + i] + w1 * unit[b + i] + w2 * unit[c + i] + w3 * unit[d + i];
        }
        for (; k < components; k++) {
            int a = k * voxels + from;
            float w = weights[k];
            for (int i = 0; i < count; i++) r[i] += w * unit[a + i];
        }
    }

    /** Limited as in {@link SeedCorrelation}: a voxel that is the seed has no infinite z. */
    private static float z(float r) {
        double limited = Math.max(-SeedCorrelation.LARGEST_R, Math.min(SeedCorrelation.LARGEST_R, r));
        return (float) (0.5 * Math.log((1 + limited) / (1 - limited)));
    }
}
