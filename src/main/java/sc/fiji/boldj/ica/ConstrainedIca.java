package sc.fiji.boldj.ica;

import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * One scan's own independent components that correspond to given maps (spatially constrained ICA, after group
 * information guided ICA: Du and Fan 2013).
 *
 * <p>For each reference, the source of the whitened scan is sought that is at once far from Gaussian and like the
 * reference: the weighted sum of a bounded negentropy and of the correlation with the reference grows by gradient steps
 * on the sphere, from the source most like the reference. The references are treated one by one, so a scan's component
 * does not depend on which others are asked for; the time courses are fitted jointly.
 *
 * <p>Voxels that are constant or hold a value that is not finite are excluded and set to 0 in the maps.
 */
public final class ConstrainedIca {

    private static final int ITERATIONS = 200;

    private ConstrainedIca() {}

    /**
     * How to search.
     *
     * @param reduced principal components of the scan to search in; at most half as many as there are volumes are used,
     *     unless there are more references
     * @param weight of the likeness to the reference, from 0 (independence alone) to 1 (likeness alone)
     * @param contrast measure of non-Gaussianity
     * @param norm variance normalisation of the scan
     */
    public record Options(int reduced, double weight, Contrast contrast, VarianceNorm norm) {

        /** 50 principal components, weight 0.5, log cosh, residual variance normalisation. */
        public static final Options DEFAULT = new Options(50, 0.5, Contrast.LOG_COSH, VarianceNorm.RESIDUAL);

        /** @throws IllegalArgumentException if a value is out of range */
        public Options {
            if (reduced < 1) throw new IllegalArgumentException("reduced must be 1 or more, got " + reduced);
            if (!(weight >= 0 && weight <= 1))
                throw new IllegalArgumentException("weight must be in [0, 1], got " + weight);
        }
    }

    /**
     * The scan's components, in the order of the references.
     *
     * @param components K
     * @param maps mean 0 and variance 1 over the used voxels, their correlation with the reference positive; shape (K, V)
     * @param timeCourses regression of the prepared volumes on all maps, shape (T, K)
     * @param likeness correlation of each map with its reference, shape (K)
     * @param used whether each voxel was used, shape (V)
     */
    public record Result(int components, float[] maps, double[] timeCourses, double[] likeness, boolean[] used) {}

    /**
     * Finds a scan's components.
     *
     * @param scan shape (X, Y, Z, T), 3 volumes or more
     * @param mask on the scan's grid
     * @param references shape (K, V), V voxels of the mask in its order, finite
     * @param components K, 1 or more
     * @throws IllegalArgumentException if the sizes do not fit, a reference is constant or not finite, or the scan
     *     hardly varies
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Result of(
            NeuroImage scan, Mask mask, float[] references, int components, Options options, Progress progress) {
        int maskVoxels = mask.requireNotEmpty("the mask").count();
        if (components < 1 || references.length != (long) components * maskVoxels)
            throw new IllegalArgumentException("references must have " + components + " times " + maskVoxels
                    + " values (mask voxels), got " + references.length);
        ScanMatrix matrix = ScanMatrix.of(scan, mask, options.norm(), progress.stage(0, 0.4));
        int volumes = matrix.volumes();
        int n = matrix.voxels();
        SymmetricEigen eigen =
                SymmetricEigen.of(Gram.of(matrix.values(), volumes, n, progress.stage(0.4, 0.5)), volumes);
        int most = Math.max(components, volumes / 2);
        int m = Math.min(Math.min(options.reduced(), most), Math.min(SingleScanIca.rank(eigen.values()), n - 1));
        Reduction reduced = Reduction.of(matrix.values(), volumes, n, eigen, m, progress.stage(0.5, 0.6));
        double[] likeness = new double[components];
        float[] sources = new float[components * n];
        List<Void> done = FixedChunks.map(
                components,
                1,
                (k, end) -> {
                    double[] reference = reference(references, k, maskVoxels, matrix.usable());
                    double[] y = search(reduced.white(), m, n, reference, options, progress);
                    likeness[k] = mean(y, reference);
                    for (int i = 0; i < n; i++) sources[k * n + i] = (float) y[i];
                    return null;
                },
                progress.stage(0.6, 0.95));
        assert done.size() == components;
        double[] inverse =
                SymmetricInverse.of(Gram.of(sources, components, n, Progress.NONE), components, "the components found");
        double[] products = Gram.of(matrix.values(), volumes, sources, components, n, progress.stage(0.95, 1));
        double[] courses = new double[volumes * components];
        MatrixProduct.multiply(
                1,
                Matrix.of(products, volumes, components),
                Matrix.of(inverse, components, components),
                0,
                Matrix.of(courses, volumes, components));
        float[] maps = new float[references.length];
        boolean[] used = new boolean[maskVoxels];
        for (int i = 0; i < n; i++) {
            used[matrix.usable()[i]] = true;
            for (int k = 0; k < components; k++) maps[k * maskVoxels + matrix.usable()[i]] = sources[k * n + i];
        }
        return new Result(components, maps, courses, likeness, used);
    }

    /** A reference on the usable voxels with mean 0 and variance 1. */
    private static double[] reference(float[] references, int k, int maskVoxels, int[] usable) {
        double[] r = IntStream.of(usable)
                .mapToDouble(v -> references[k * maskVoxels + v])
                .toArray();
        double mean = 0;
        for (double value : r) mean += value / r.length;
        double square = 0;
        for (double value : r) square += (value - mean) * (value - mean) / r.length;
        double deviation = Math.sqrt(square);
        if (!(deviation > 0 && Double.isFinite(deviation)))
            throw new IllegalArgumentException("reference " + k
                    + " is constant or not finite on the usable voxels: does it lie in the mask, on its grid?");
        for (int i = 0; i < r.length; i++) r[i] = (r[i] - mean) / deviation;
        return r;
    }

    private static double[] search(
            double[] white, int m, int n, double[] reference, Options options, Progress progress) {
        double[] likeness = new double[m];
        for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) likeness[i] += white[i * n + j] * reference[j] / n;
        double[] w = likeness.clone();
        normalise(w);
        double[] y = source(white, w, n);
        // the bounded negentropy begins as large as the correlation
        double start = negentropy(y, options.contrast());
        double gain = Math.tan(Math.PI / 2 * Math.min(0.99, Math.max(0.01, dot(w, likeness)))) / Math.max(start, 1e-12);
        double value = value(y, dot(w, likeness), gain, options);
        double step = 1;
        for (int iteration = 0; iteration < ITERATIONS && step > 1e-7; iteration++) {
            progress.checkCancelled();
            double[] gradient = gradient(white, y, m, n, gain, likeness, options);
            double along = dot(gradient, w);
            for (int i = 0; i < m; i++) gradient[i] -= along * w[i];
            double length = Math.sqrt(dot(gradient, gradient));
            if (length < 1e-9) break;
            boolean better = false;
            while (!better && step > 1e-7) {
                double[] next = w.clone();
                for (int i = 0; i < m; i++) next[i] += step * gradient[i] / length;
                normalise(next);
                double[] source = source(white, next, n);
                double reached = value(source, dot(next, likeness), gain, options);
                better = reached > value;
                if (better) {
                    w = next;
                    y = source;
                    value = reached;
                    step *= 2;
                } else step /= 4;
            }
        }
        return y;
    }

    private static double value(double[] y, double likeness, double gain, Options options) {
        double independence = 2 / Math.PI * StrictMath.atan(gain * negentropy(y, options.contrast()));
        return (1 - options.weight()) * independence + options.weight() * likeness;
    }

    private static double negentropy(double[] y, Contrast contrast) {
        double mean = 0;
        for (double u : y) mean += contrast.value(u);
        double distance = mean / y.length - contrast.ofGaussian();
        return distance * distance;
    }

    private static double[] gradient(
            double[] white, double[] y, int m, int n, double gain, double[] likeness, Options options) {
        double mean = 0;
        for (double u : y) mean += options.contrast().value(u);
        double distance = mean / n - options.contrast().ofGaussian();
        double negentropy = distance * distance;
        double outer = (1 - options.weight())
                * 2
                / Math.PI
                * gain
                / (1 + gain * gain * negentropy * negentropy)
                * 2
                * distance;
        double[] g = y.clone();
        options.contrast().derive(g, n, new double[n]);
        double[] gradient = new double[m];
        for (int i = 0; i < m; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) sum += g[j] * white[i * n + j];
            gradient[i] = outer * sum / n + options.weight() * likeness[i];
        }
        return gradient;
    }

    private static double[] source(double[] white, double[] w, int n) {
        double[] y = new double[n];
        for (int i = 0; i < w.length; i++) for (int j = 0; j < n; j++) y[j] += w[i] * white[i * n + j];
        return y;
    }

    private static void normalise(double[] w) {
        double length = Math.sqrt(dot(w, w));
        for (int i = 0; i < w.length; i++) w[i] /= length;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double mean(double[] a, double[] b) {
        return dot(a, b) / a.length;
    }
}
