package sc.fiji.boldj.ica;

import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * FastICA (Hyvärinen 1999): the rotation of white data whose rows are furthest from Gaussian.
 *
 * <p>Components that are nearly Gaussian have no place where the search could settle: it then ends at the largest number
 * of iterations, which does no harm to the others. With many voxels the starts are searched on every n-th voxel, with
 * half the iterations and a tolerance of 1e-4 or more, and the best is refined on all of them.
 *
 * <p>In double precision; sums run over fixed chunks of voxels, so the same seed gives the same bits for any number of
 * threads.
 */
public final class FastIca {

    /** With more voxels than this, the starts are searched on every n-th voxel and the best is refined on all. */
    private static final int COARSE = 16384;

    private static final double COARSE_TOLERANCE = 1e-4;

    private FastIca() {}

    /** How several components are found. */
    public enum Approach {
        /** All at once. */
        SYMMETRIC,
        /** One after the other, each orthogonal to those before. */
        DEFLATION
    }

    /**
     * How to search.
     *
     * @param contrast measure of non-Gaussianity
     * @param approach all at once or one after the other
     * @param starts random starts, 1 or more; the one with the largest contrast is kept
     * @param seed of the random initialisation
     * @param tolerance the search stops when no row turns by more: 1 - |cosine|, above 0
     * @param iterations at most so many for each start (deflation: each component), 1 or more
     */
    public record Options(
            Contrast contrast, Approach approach, int starts, long seed, double tolerance, int iterations) {

        /** log cosh, symmetric, 5 starts, seed 1, tolerance 1e-6, 200 iterations. */
        public static final Options DEFAULT = new Options(Contrast.LOG_COSH, Approach.SYMMETRIC, 5, 1, 1e-6, 200);

        /** @throws IllegalArgumentException if a value is out of range */
        public Options {
            if (starts < 1) throw new IllegalArgumentException("starts must be 1 or more, got " + starts);
            if (!(tolerance > 0)) throw new IllegalArgumentException("tolerance must be above 0, got " + tolerance);
            if (iterations < 1) throw new IllegalArgumentException("iterations must be 1 or more, got " + iterations);
        }

        /** The same with another seed. */
        public Options withSeed(long other) {
            return new Options(contrast, approach, starts, other, tolerance, iterations);
        }

        /** The same with another number of starts. */
        public Options withStarts(int other) {
            return new Options(contrast, approach, other, seed, tolerance, iterations);
        }
    }

    /**
     * The rotation that was found.
     *
     * @param rotation shape (K, K), orthonormal: sources = rotation * white data
     * @param objective sum over sources of (E G(source) - E G(normal))^2; larger is less Gaussian
     * @param iterations that the best start took, on all voxels
     * @param converged whether it settled within the tolerance
     */
    public record Result(double[] rotation, double objective, int iterations, boolean converged) {}

    /**
     * Finds the sources of white data.
     *
     * @param white shape (K, V), rows of mean 0 and variance 1, uncorrelated
     * @param components K, 1 or more
     * @param voxels V, more than K
     * @throws IllegalArgumentException if the shape is wrong
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Result of(double[] white, int components, int voxels, Options options, Progress progress) {
        if (components < 1 || voxels <= components || white.length != (long) components * voxels)
            throw new IllegalArgumentException(
                    "need more voxels than components, 1 component or more and as many values"
                            + " as their product; got " + components + " components, " + voxels + " voxels and "
                            + white.length
                            + " values");
        int stride = voxels / COARSE;
        if (stride < 2 || voxels / stride <= 10 * components) return best(white, components, voxels, options, progress);
        int few = voxels / stride;
        double[] coarse = new double[components * few];
        for (int i = 0; i < components; i++)
            for (int j = 0; j < few; j++) coarse[i * few + j] = white[i * voxels + j * stride];
        double[] root = Reduction.whiten(coarse, components, few);
        Options rough = new Options(
                options.contrast,
                options.approach,
                options.starts,
                options.seed,
                Math.max(COARSE_TOLERANCE, options.tolerance),
                (options.iterations + 1) / 2);
        Result first = best(coarse, components, few, rough, progress.stage(0, 0.4));
        double[] initial = new double[components * components];
        MatrixProduct.multiply(
                1,
                Matrix.of(first.rotation, components, components),
                Matrix.of(root, components, components),
                0,
                Matrix.of(initial, components, components));
        return search(white, components, voxels, initial, options, progress.stage(0.4, 1));
    }

    /** The best of several random starts. */
    private static Result best(double[] white, int k, int voxels, Options options, Progress progress) {
        Result best = null;
        for (int start = 0; start < options.starts(); start++) {
            Progress part = progress.stage((double) start / options.starts(), (start + 1.0) / options.starts());
            double[] initial = new double[k * k];
            Seeds.fillGaussian(Seeds.stream(options.seed(), start), initial);
            Result result = search(white, k, voxels, initial, options, part);
            if (best == null || result.objective > best.objective) best = result;
        }
        return best;
    }

    private static Result search(
            double[] white, int k, int voxels, double[] initial, Options options, Progress progress) {
        return options.approach() == Approach.SYMMETRIC
                ? symmetric(white, k, voxels, initial, options, progress)
                : deflation(white, k, voxels, initial, options, progress);
    }

    private static Result symmetric(
            double[] white, int k, int voxels, double[] initial, Options options, Progress progress) {
        double[] w = FixedPoint.orthonormal(initial, k);
        int iteration = 0;
        boolean converged = false;
        while (!converged && iteration < options.iterations()) {
            progress.checkCancelled();
            double[] next = FixedPoint.orthonormal(FixedPoint.step(white, w, k, k, voxels, options.contrast()), k);
            double change = 0;
            for (int i = 0; i < k; i++)
                change = Math.max(change, 1 - Math.abs(FixedPoint.dot(w, i * k, next, i * k, k)));
            converged = change < options.tolerance();
            iteration++;
            w = next;
            progress.update(iteration, options.iterations());
        }
        progress.update(1, 1);
        return new Result(w, FixedPoint.objective(white, w, k, voxels, options.contrast()), iteration, converged);
    }

    private static Result deflation(
            double[] white, int k, int voxels, double[] initial, Options options, Progress progress) {
        double[] w = new double[k * k];
        int most = 0;
        boolean all = true;
        for (int i = 0; i < k; i++) {
            double[] row = new double[k];
            System.arraycopy(initial, i * k, row, 0, k);
            FixedPoint.deflate(row, w, i, k);
            boolean converged = false;
            int iteration = 0;
            while (!converged && iteration < options.iterations()) {
                progress.checkCancelled();
                double[] next = FixedPoint.step(white, row, 1, k, voxels, options.contrast());
                FixedPoint.deflate(next, w, i, k);
                double cosine = FixedPoint.dot(row, 0, next, 0, k);
                converged = 1 - Math.abs(cosine) < options.tolerance();
                iteration++;
                row = next;
            }
            System.arraycopy(row, 0, w, i * k, k);
            most = Math.max(most, iteration);
            all &= converged;
            progress.update(i + 1L, k);
        }
        return new Result(w, FixedPoint.objective(white, w, k, voxels, options.contrast()), most, all);
    }
}
