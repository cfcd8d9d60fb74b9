package sc.fiji.boldj.denoise;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.DriftBasis;

/**
 * How the voxels of a region vary together from volume to volume: {@code Y Y'} for the series {@code Y}, shape (T, V),
 * after the drift is regressed out and each voxel is divided by its standard deviation. Immutable.
 *
 * <p>Its eigenvectors are the left singular vectors of {@code Y}, so no voxel has to be kept. Arithmetic in double.
 * Voxels that are constant or have a NaN or infinity are excluded.
 */
public final class NoiseCovariance {

    /** Parts of the sum at most: it bounds the memory. */
    private static final int PARTS = 8;

    private static final int LEAST_VOXELS = 256;
    private static final double NOTHING = 1e-10;

    /**
     * What is done to a series first.
     *
     * @param skip volumes at the start that are not in the steady state and count for nothing, 0 or more
     * @param degree highest degree of the polynomial drift, 0 (the mean) or more
     * @param cutoff Hz below which cosines are regressed out too, 0: none
     * @param unitVariance whether every voxel counts the same
     */
    public record Options(int skip, int degree, double cutoff, boolean unitVariance) {

        /** As fMRIPrep does: a high-pass of 128 s by cosines, every voxel scaled to unit variance. */
        public static final Options DEFAULT = new Options(0, 0, 1 / 128.0, true);

        /** @throws IllegalArgumentException if a number is negative */
        public Options {
            if (skip < 0 || degree < 0 || !(cutoff >= 0 && Double.isFinite(cutoff)))
                throw new IllegalArgumentException(
                        "skip, degree and cutoff must be 0 or more, got " + skip + ", " + degree + " and " + cutoff);
        }

        /** The same with so many volumes excluded at the start. */
        public Options withSkip(int volumes) {
            return new Options(volumes, degree, cutoff, unitVariance);
        }
    }

    private final int volumes;
    private final int skip;
    private final int voxels;
    private final int rank;
    private final double[] sums;

    private NoiseCovariance(int volumes, int skip, int voxels, int rank, double[] sums) {
        this.volumes = volumes;
        this.skip = skip;
        this.voxels = voxels;
        this.rank = rank;
        this.sums = sums;
    }

    private record Part(double[] sums, int voxels) {}

    /**
     * Sums over a region.
     *
     * @param source series, 3 volumes or more after those that are skipped
     * @throws IllegalArgumentException if there are fewer volumes, the mask is empty or on another grid, no voxel varies,
     *     or a cutoff is given and the repetition time is not known
     */
    public static NoiseCovariance of(NeuroImage source, Mask mask, Options options, Progress progress) {
        source.requireSeries(options.skip() + 3);
        mask.requireNotEmpty("the region");
        mask.grid().requireSameAs(source.grid(), "the region", source.name());
        int rows = source.volumes() - options.skip();
        Projection drift = drift(source, options);
        int width = Math.max(LEAST_VOXELS, (mask.count() + PARTS - 1) / PARTS);
        Part[] parts = new Part[(mask.count() + width - 1) / width];
        VoxelSeries.forEachBlock(
                source,
                mask,
                width,
                (first, count, block) -> parts[first / width] = part(block, rows, count, drift, options),
                progress);
        double[] sums = new double[rows * rows];
        int voxels = 0;
        for (Part part : parts) {
            for (int i = 0; i < sums.length; i++) sums[i] += part.sums[i];
            voxels += part.voxels;
        }
        if (voxels == 0) throw new IllegalArgumentException("no voxel of the region varies in " + source.name());
        return new NoiseCovariance(source.volumes(), options.skip(), voxels, rows - drift.rank(), sums);
    }

    /** What is regressed out of a series before anything else. */
    static Projection drift(NeuroImage source, Options options) {
        int rows = source.volumes() - options.skip();
        double[] polynomials = DriftBasis.legendre(rows, options.degree());
        double[] cosines = new double[0];
        if (options.cutoff() > 0) {
            if (!source.timing().isKnown())
                throw new IllegalArgumentException("the repetition time of " + source.name()
                        + " is not known, but a high-pass in Hz needs it: state it when the file is opened");
            cosines = DriftBasis.cosine(rows, source.timing().repetitionTime(), options.cutoff());
        }
        int p = options.degree() + 1;
        int c = cosines.length / rows;
        double[] design = new double[rows * (p + c)];
        for (int t = 0; t < rows; t++) {
            System.arraycopy(polynomials, t * p, design, t * (p + c), p);
            System.arraycopy(cosines, t * c, design, t * (p + c) + p, c);
        }
        return Projection.of(design, rows, p + c);
    }

    /**
     * The series of a block without drift, of those voxels that vary, in unit variance if asked.
     *
     * @param block shape (volumes, count)
     * @return shape (rows, voxels that vary)
     */
    private static Part part(float[] block, int rows, int count, Projection drift, Options options) {
        double[] series = CentredBlock.centred(block, rows, count, options.skip());
        double[] before = CentredBlock.squares(series, rows, count);
        drift.apply(series, count);
        double[] after = CentredBlock.squares(series, rows, count);
        int kept = 0;
        int[] from = new int[count];
        double[] factor = new double[count];
        for (int v = 0; v < count; v++) {
            if (!(after[v] > NOTHING * NOTHING * before[v]) || !Double.isFinite(after[v])) continue;
            from[kept] = v;
            factor[kept++] = options.unitVariance() ? Math.sqrt(rows / after[v]) : 1;
        }
        double[] used = new double[rows * kept];
        for (int t = 0; t < rows; t++)
            for (int k = 0; k < kept; k++) used[t * kept + k] = factor[k] * series[t * count + from[k]];
        double[] sums = new double[rows * rows];
        if (kept > 0) MatrixProduct.square(1, Matrix.of(used, rows, kept), 0, Matrix.of(sums, rows, rows));
        return new Part(sums, kept);
    }

    /**
     * That of two regions together, which must have no voxel in common.
     *
     * @throws IllegalArgumentException if they are of different runs
     */
    public NoiseCovariance plus(NoiseCovariance other) {
        if (other.volumes != volumes || other.skip != skip)
            throw new IllegalArgumentException("two regions of a run have the same volumes, got " + volumes + " and "
                    + other.volumes + " (" + skip + " and " + other.skip + " skipped)");
        double[] both = sums.clone();
        for (int i = 0; i < both.length; i++) both[i] += other.sums[i];
        return new NoiseCovariance(volumes, skip, voxels + other.voxels, Math.min(rank, other.rank), both);
    }

    /** Number of voxels that were used. */
    public int voxels() {
        return voxels;
    }

    /** Number of volumes of the run. */
    public int volumes() {
        return volumes;
    }

    int skip() {
        return skip;
    }

    /** Most components there can be. */
    int mostComponents() {
        return Math.min(rank, voxels);
    }

    /** Shape (rows, rows), a new array. */
    double[] sums() {
        return Arrays.copyOf(sums, sums.length);
    }
}
