package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Takes the slow brightening and darkening of the coils out of a structural scan: N4 (Tustison 2010, IEEE Trans Med
 * Imaging 29:1310) after N3 (Sled 1998).
 *
 * <p>In log intensity the field is added. Again and again the histogram of what is left is sharpened, each voxel is
 * compared with what the sharper histogram expects of it, and the difference is approximated by cubic B-splines, first
 * with wide meshes, then with finer ones. The splines are fitted by penalised least squares where N4 uses the multilevel
 * approximation of Lee 1997: both are approximations on the same mesh, this one is the exact minimum.
 *
 * <p>Voxels count less where their surroundings vary: at edges between tissues the partial volumes, of which there are
 * more in the cortex than in the middle, would otherwise be taken for a field.
 *
 * <p>Without a mask the field is fitted to the head (Otsu's threshold). Voxels that are not finite or not above 0 have no
 * part in the fit; those that are not finite stay as they are, all others are divided by the field. Where there were no
 * voxels to fit, the field goes on smoothly within the range it has where there were. Result the same for any number of
 * threads.
 */
public final class BiasField {

    /** A distance of samples above this, in mm, would miss the anatomy. */
    private static final double WIDEST_SAMPLING = 4;

    private static final int LEAST_SAMPLES = 50;

    /**
     * Choices of the correction.
     *
     * @param levels number of meshes, each twice as fine as the one before, 1 to 6
     * @param iterations at most so many on each level, 1 or more
     * @param convergence a level ends when the field changes by less: coefficient of variation of the ratio of two fields
     * @param shrink the fit uses every so many voxels along each axis, 1 or more; fewer where voxels are large
     * @param splineDistance size of a piece of the first mesh in mm, above 0
     * @param fwhm of the Gaussian that the histogram is sharpened by, in log intensity, above 0
     * @param noise of the Wiener filter, above 0
     * @param bins of the histogram, 10 or more
     * @param stiffness weight of the penalty on the bending of the field, 0 or more
     * @param homogeneity a voxel counts half in the fit where the 27 voxels about it vary by this share of their mean,
     *     above 0; infinite: all count alike, as in N4
     */
    public record Options(
            int levels,
            int iterations,
            double convergence,
            int shrink,
            double splineDistance,
            double fwhm,
            double noise,
            int bins,
            double stiffness,
            double homogeneity) {

        /** 4 levels of at most 50 iterations, every fourth voxel, 200 mm, 0.15, 0.01, 200 bins. */
        public static final Options DEFAULT = new Options(4, 50, 1e-3, 4, 200, 0.15, 0.01, 200, 1, 0.07);

        public Options {
            if (levels < 1 || levels > 6) throw new IllegalArgumentException("levels must be 1 to 6, got " + levels);
            if (iterations < 1) throw new IllegalArgumentException("iterations must be 1 or more, got " + iterations);
            if (!(convergence >= 0))
                throw new IllegalArgumentException("the convergence threshold must be 0 or more, got " + convergence);
            if (shrink < 1) throw new IllegalArgumentException("shrink must be 1 or more, got " + shrink);
            if (!(splineDistance > 0 && Double.isFinite(splineDistance)))
                throw new IllegalArgumentException("the spline distance must be above 0 mm, got " + splineDistance);
            if (!(fwhm > 0 && fwhm < 10)) throw new IllegalArgumentException("fwhm must be above 0, got " + fwhm);
            if (!(noise > 0 && noise < 10)) throw new IllegalArgumentException("noise must be above 0, got " + noise);
            if (bins < 10) throw new IllegalArgumentException("bins must be 10 or more, got " + bins);
            if (!(stiffness >= 0 && Double.isFinite(stiffness)))
                throw new IllegalArgumentException("stiffness must be 0 or more, got " + stiffness);
            if (!(homogeneity > 0))
                throw new IllegalArgumentException("homogeneity must be above 0, got " + homogeneity);
        }
    }

    private BiasField() {}

    /**
     * Corrects one volume.
     *
     * @param t1 one volume
     * @param mask the voxels to fit the field to, on the grid of the scan; null for the whole head
     * @throws IllegalArgumentException if the scan has several volumes, is constant, or has too few voxels above 0 in the
     *     mask
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static BiasFit of(NeuroImage t1, Mask mask, Options options, Progress progress) {
        float[] values = Intensities.volume(t1);
        if (mask != null) {
            mask.grid().requireSameAs(t1.grid(), "the mask", t1.name());
            mask.requireNotEmpty("the mask");
        }
        double floor = mask == null ? Intensities.otsu(values) : 0;
        int[] iterations = new int[options.levels()];
        float[] field = fit(t1, values, mask, floor, options, iterations, progress.stage(0, 0.9));
        NeuroImage logField = t1.createLike("log bias field of " + t1.name(), 1);
        logField.writeVolume(0, field);
        NeuroImage corrected = t1.createLike(t1.name(), 1);
        corrected.writeVolume(0, divide(values, field, t1.grid(), progress.stage(0.9, 1)));
        return new BiasFit(corrected, logField, iterations);
    }

    /** The values over the exponential of the field; what is not finite stays. */
    static float[] divide(float[] values, float[] logField, VoxelGrid grid, Progress progress) {
        float[] result = new float[values.length];
        int plane = grid.planeSize();
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (z, end) -> {
                    for (int v = z * plane; v < end * plane; v++)
                        result[v] = Float.isFinite(values[v])
                                ? values[v] == 0 ? 0 : (float) (values[v] * Math.exp(-logField[v]))
                                : values[v];
                },
                progress);
        return result;
    }

    private static float[] fit(
            NeuroImage t1,
            float[] values,
            Mask mask,
            double floor,
            Options options,
            int[] iterations,
            Progress progress) {
        VoxelGrid grid = t1.grid();
        int[] step = new int[3];
        for (int d = 0; d < 3; d++)
            step[d] = Math.max(1, Math.min(options.shrink(), (int) (WIDEST_SAMPLING / grid.voxelSize(d) + 0.5)));
        Samples samples = Samples.of(grid, step);
        float[] weights = samples.pick(
                v -> values[v] > floor && Float.isFinite(values[v]) && (mask == null || mask.contains(v)) ? 1 : 0);
        requireContrast(samples, values, weights, t1.name());
        float[] logs = samples.pick(v -> values[v] > 0 && Float.isFinite(values[v]) ? (float) Math.log(values[v]) : 0);
        Homogeneity.weigh(grid, values, samples, weights, options.homogeneity(), quiet(progress));
        float[] rest = logs.clone();
        float[] field = new float[grid.voxels()];
        var sharpening = new HistogramSharpening(options.bins(), options.fwhm(), options.noise());
        for (int level = 0; level < options.levels(); level++) {
            int[] pieces = pieces(grid, options.splineDistance() / (1 << level));
            var lattice = new SplineLattice(grid, pieces, step);
            Progress stage = progress.stage(0.9 * level / options.levels(), 0.9 * (level + 1) / options.levels());
            double[] total = new double[lattice.controls()];
            Progress quiet = quiet(progress);
            var fit = new SplineFit(lattice, weights, options.stiffness(), quiet);
            for (int i = 0; i < options.iterations(); i++) {
                stage.update(i, options.iterations());
                HistogramSharpening.Table table = sharpening.sharpen(rest, weights);
                float[] excess = new float[rest.length];
                for (int s = 0; s < rest.length; s++)
                    if (weights[s] > 0) excess[s] = (float) (rest[s] - table.at(rest[s]));
                double[] coefficients = fit.fit(excess, quiet);
                float[] change = new float[rest.length];
                lattice.add(coefficients, change, quiet);
                for (int c = 0; c < total.length; c++) total[c] += coefficients[c];
                for (int s = 0; s < rest.length; s++) rest[s] -= change[s];
                iterations[level] = i + 1;
                if (variation(change, weights) < options.convergence()) break;
            }
            new SplineLattice(grid, pieces, new int[] {1, 1, 1}).add(total, field, quiet);
        }
        centre(field, samples, weights);
        return field;
    }

    /** Cancels, but does not report. */
    static Progress quiet(Progress progress) {
        return new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        };
    }

    /** How many pieces of about the given length in mm each axis is cut into. */
    static int[] pieces(VoxelGrid grid, double distance) {
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] pieces = new int[3];
        for (int d = 0; d < 3; d++)
            pieces[d] = Math.max(1, (int) Math.ceil(size[d] * grid.voxelSize(d) / distance - 1e-9));
        return pieces;
    }

    /** The coefficient of variation of the exponential of a change. */
    private static double variation(float[] change, float[] weights) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int s = 0; s < change.length; s++)
            if (weights[s] > 0) {
                double ratio = Math.exp(change[s]);
                sum += ratio;
                squares += ratio * ratio;
                count++;
            }
        double mean = sum / count;
        return Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
    }

    /** Makes the mean over the samples 0, and keeps the field elsewhere in the range it has there. */
    private static void centre(float[] field, Samples samples, float[] weights) {
        float[] seen = samples.pick(v -> field[v]);
        double sum = 0;
        int count = 0;
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (int s = 0; s < seen.length; s++)
            if (weights[s] > 0) {
                sum += seen[s];
                count++;
                least = Math.min(least, seen[s]);
                largest = Math.max(largest, seen[s]);
            }
        double mean = sum / count;
        for (int v = 0; v < field.length; v++) field[v] = (float) (Math.max(least, Math.min(largest, field[v])) - mean);
    }

    private static void requireContrast(Samples samples, float[] values, float[] weights, String name) {
        float[] seen = samples.pick(v -> values[v]);
        int count = 0;
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (int s = 0; s < seen.length; s++)
            if (weights[s] > 0) {
                count++;
                least = Math.min(least, seen[s]);
                largest = Math.max(largest, seen[s]);
            }
        if (count < LEAST_SAMPLES)
            throw new IllegalArgumentException(
                    name + " has " + count + " of the voxels that the field is fitted to above 0" + " in the mask, but "
                            + LEAST_SAMPLES + " or more are needed: is it the right mask?");
        if (least == largest)
            throw new IllegalArgumentException(
                    name + " is " + least + " everywhere in the mask: a bias field needs a scan with contrast");
    }
}
