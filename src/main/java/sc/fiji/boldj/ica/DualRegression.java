package sc.fiji.boldj.ica;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * One scan's own version of group maps (dual regression: Beckmann et al. 2009; Nickerson et al. 2017).
 *
 * <p>Stage 1 fits all maps, demeaned over voxels, to each volume: time courses. Stage 2 fits all time courses, demeaned
 * and by default divided by their standard deviations, to each voxel's demeaned series: the scan's maps. In double
 * precision. The scan is read in blocks, twice; it need not fit in memory.
 *
 * <p>Voxels that are constant or hold a value that is not finite, in the scan or in a map, are excluded from stage 1 and
 * are 0 in the result.
 */
public final class DualRegression {

    private static final int BLOCK = 256;

    private DualRegression() {}

    /**
     * How to fit.
     *
     * @param normalise whether stage 2 divides the time courses by their standard deviations: the maps then hold the
     *     size of the fluctuation too, not its shape alone
     */
    public record Options(boolean normalise) {

        /** Variance-normalised time courses. */
        public static final Options DEFAULT = new Options(true);
    }

    /**
     * A scan's time courses and maps.
     *
     * @param components K
     * @param timeCourses of stage 1, demeaned, not normalised; shape (T, K)
     * @param maps regression coefficients of stage 2, shape (K, V), in the unit of the scan
     * @param t their t values, shape (K, V)
     * @param degreesOfFreedom of the t values, T - 1 - K: as if the noise were white in time
     * @param used whether each voxel was used, shape (V)
     */
    public record Result(
            int components, double[] timeCourses, float[] maps, float[] t, int degreesOfFreedom, boolean[] used) {}

    /**
     * Fits group maps to a scan.
     *
     * @param scan shape (X, Y, Z, T), more volumes than maps + 1
     * @param mask on the scan's grid
     * @param maps shape (K, V), V voxels of the mask in its order
     * @param components K, 1 or more
     * @throws IllegalArgumentException if the sizes do not fit or the maps are linearly dependent on the usable voxels
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Result of(
            NeuroImage scan, Mask mask, float[] maps, int components, Options options, Progress progress) {
        int k = components;
        requireFit(scan, mask, maps, k);
        int volumes = scan.volumes();
        boolean[] used = usable(scan, mask, maps, k, progress.stage(0, 0.2));
        double[] courses = courses(scan, mask, maps, k, used, progress.stage(0.2, 0.6));
        double[] regressors = courses.clone();
        if (options.normalise()) demean(regressors, volumes, k, true);
        float[][] fitted = stageTwo(scan, mask, regressors, k, used, progress.stage(0.6, 1));
        return new Result(k, courses, fitted[0], fitted[1], volumes - 1 - k, used);
    }

    /**
     * The time courses of stage 1 alone, as {@link #of} gives them.
     *
     * @param scan shape (X, Y, Z, T), more volumes than maps + 1
     * @param mask on the scan's grid
     * @param maps shape (K, V), V voxels of the mask in its order
     * @param components K, 1 or more
     * @return demeaned, shape (T, K)
     * @throws IllegalArgumentException if the sizes do not fit or the maps are linearly dependent on the usable voxels
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static double[] timeCourses(NeuroImage scan, Mask mask, float[] maps, int components, Progress progress) {
        requireFit(scan, mask, maps, components);
        boolean[] used = usable(scan, mask, maps, components, progress.stage(0, 0.3));
        return courses(scan, mask, maps, components, used, progress.stage(0.3, 1));
    }

    private static void requireFit(NeuroImage scan, Mask mask, float[] maps, int k) {
        int voxels = mask.requireNotEmpty("the mask").count();
        if (k < 1 || maps.length != (long) k * voxels)
            throw new IllegalArgumentException(
                    "maps must have " + k + " times " + voxels + " values (mask voxels), got " + maps.length);
        scan.requireSeries(k + 2);
    }

    private static double[] courses(
            NeuroImage scan, Mask mask, float[] maps, int k, boolean[] used, Progress progress) {
        double[] courses = stageOne(scan, mask, centred(maps, k, used), k, used, progress);
        demean(courses, scan.volumes(), k, false);
        return courses;
    }

    private static boolean[] usable(NeuroImage scan, Mask mask, float[] maps, int k, Progress progress) {
        int voxels = mask.count();
        int volumes = scan.volumes();
        boolean[] used = new boolean[voxels];
        VoxelSeries.forEachBlock(
                scan,
                mask,
                BLOCK,
                (first, count, block) -> {
                    boolean[] varies = new boolean[count];
                    boolean[] finite = new boolean[count];
                    Arrays.fill(finite, true);
                    // along the rows, as they lie in memory
                    for (int t = 0; t < volumes; t++)
                        for (int i = 0; i < count; i++) {
                            float value = block[t * count + i];
                            finite[i] &= Float.isFinite(value);
                            varies[i] |= value != block[i];
                        }
                    for (int j = 0; j < k; j++)
                        for (int i = 0; i < count; i++) finite[i] &= Float.isFinite(maps[j * voxels + first + i]);
                    for (int i = 0; i < count; i++) used[first + i] = varies[i] && finite[i];
                },
                progress);
        return used;
    }

    /** The maps demeaned over the used voxels, 0 elsewhere. */
    static double[] centred(float[] maps, int k, boolean[] used) {
        int voxels = used.length;
        double[] design = new double[maps.length];
        for (int j = 0; j < k; j++) {
            double mean = 0;
            int count = 0;
            for (int v = 0; v < voxels; v++)
                if (used[v]) {
                    mean += maps[j * voxels + v];
                    count++;
                }
            for (int v = 0; v < voxels; v++) if (used[v]) design[j * voxels + v] = maps[j * voxels + v] - mean / count;
        }
        return design;
    }

    private static double[] stageOne(
            NeuroImage scan, Mask mask, double[] design, int k, boolean[] used, Progress progress) {
        int voxels = mask.count();
        int volumes = scan.volumes();
        int blocks = (voxels + BLOCK - 1) / BLOCK;
        int blocksInGroup = (blocks + 15) / 16;
        int group = blocksInGroup * BLOCK;
        List<double[]> parts = FixedChunks.map(
                voxels,
                group,
                (from, to) -> {
                    double[] sum = new double[volumes * k];
                    for (int at = from; at < to; at += BLOCK) {
                        progress.checkCancelled();
                        int count = Math.min(BLOCK, to - at);
                        double[] block = block(scan, mask, at, count, used);
                        MatrixProduct.multiply(
                                1,
                                Matrix.of(block, volumes, count),
                                Matrix.of(design, at, k, count, voxels).transposed(),
                                1,
                                Matrix.of(sum, volumes, k));
                    }
                    return sum;
                },
                progress);
        double[] products = new double[volumes * k];
        for (double[] part : parts) for (int i = 0; i < products.length; i++) products[i] += part[i];
        double[] gram = new double[k * k];
        MatrixProduct.square(1, Matrix.of(design, k, voxels), 0, Matrix.of(gram, k, k));
        double[] inverse = SymmetricInverse.of(gram, k, "the maps, on the usable voxels,");
        double[] courses = new double[volumes * k];
        MatrixProduct.multiply(
                1, Matrix.of(products, volumes, k), Matrix.of(inverse, k, k), 0, Matrix.of(courses, volumes, k));
        return courses;
    }

    /** A block of demeaned series in double precision, shape (T, count); voxels that are not used are 0. */
    private static double[] block(NeuroImage scan, Mask mask, int first, int count, boolean[] used) {
        int volumes = scan.volumes();
        float[] values = VoxelSeries.block(scan, mask, first, count);
        double[] block = new double[values.length];
        double[] mean = new double[count];
        for (int t = 0; t < volumes; t++) for (int i = 0; i < count; i++) mean[i] += values[t * count + i];
        for (int i = 0; i < count; i++) mean[i] /= volumes;
        for (int t = 0; t < volumes; t++)
            for (int i = 0; i < count; i++)
                block[t * count + i] = used[first + i] ? values[t * count + i] - mean[i] : 0;
        return block;
    }

    /** Coefficients and their t values, shape (2, K * V). */
    private static float[][] stageTwo(
            NeuroImage scan, Mask mask, double[] regressors, int k, boolean[] used, Progress progress) {
        int voxels = mask.count();
        int volumes = scan.volumes();
        float[] beta = new float[k * voxels];
        float[] t = new float[beta.length];
        double[] gram = new double[k * k];
        MatrixProduct.square(1, Matrix.of(regressors, volumes, k).transposed(), 0, Matrix.of(gram, k, k));
        double[] inverse = SymmetricInverse.of(gram, k, "the time courses of stage 1");
        double freedom = volumes - 1.0 - k;
        FixedChunks.forEach(
                voxels,
                BLOCK,
                (from, to) -> {
                    int count = to - from;
                    double[] block = block(scan, mask, from, count, used);
                    double[] products = new double[k * count];
                    double[] b = new double[k * count];
                    MatrixProduct.multiply(
                            1,
                            Matrix.of(regressors, volumes, k).transposed(),
                            Matrix.of(block, volumes, count),
                            0,
                            Matrix.of(products, k, count));
                    MatrixProduct.multiply(
                            1, Matrix.of(inverse, k, k), Matrix.of(products, k, count), 0, Matrix.of(b, k, count));
                    double[] energies = new double[count];
                    for (int s = 0; s < volumes; s++)
                        for (int i = 0; i < count; i++) energies[i] += block[s * count + i] * block[s * count + i];
                    for (int i = 0; i < count; i++) {
                        if (!used[from + i]) continue;
                        double energy = energies[i];
                        double rest = energy;
                        for (int j = 0; j < k; j++) rest -= b[j * count + i] * products[j * count + i];
                        double variance = Math.max(rest, 1e-12 * energy) / freedom;
                        for (int j = 0; j < k; j++) {
                            beta[j * voxels + from + i] = (float) b[j * count + i];
                            t[j * voxels + from + i] =
                                    (float) (b[j * count + i] / Math.sqrt(variance * inverse[j * k + j]));
                        }
                    }
                },
                progress);
        return new float[][] {beta, t};
    }

    /** Demeans each column, and on request divides it by its standard deviation (T - 1). */
    private static void demean(double[] courses, int volumes, int k, boolean divide) {
        for (int j = 0; j < k; j++) {
            double mean = 0;
            for (int t = 0; t < volumes; t++) mean += courses[t * k + j] / volumes;
            double square = 0;
            for (int t = 0; t < volumes; t++) {
                courses[t * k + j] -= mean;
                square += courses[t * k + j] * courses[t * k + j];
            }
            if (!divide) continue;
            double deviation = Math.sqrt(square / (volumes - 1));
            for (int t = 0; t < volumes; t++) courses[t * k + j] /= deviation;
        }
    }
}
