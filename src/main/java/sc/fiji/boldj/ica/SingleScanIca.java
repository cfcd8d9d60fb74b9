package sc.fiji.boldj.ica;

import java.util.Arrays;
import java.util.Optional;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.Progress;

/**
 * Probabilistic spatial ICA of one scan (Beckmann and Smith 2004).
 *
 * <p>Each voxel is demeaned and variance-normalised, each volume demeaned over voxels; the covariance of the volumes
 * gives the principal components and, unless it is given, their number (with the noise made white in time by an
 * autoregressive model, and its smoothness in space allowed for, see {@link ModelOrder}); FastICA turns them into sources; the sources
 * become z maps by the rest's standard deviation at each voxel and a mixture model of each map.
 *
 * <p>Voxels that are constant or hold a value that is not finite are excluded and set to 0 in the maps.
 */
public final class SingleScanIca {

    /** An estimate above this is not followed. */
    public static final int MOST_ESTIMATED = 100;

    private SingleScanIca() {}

    /**
     * How to decompose.
     *
     * @param components number of components, or 0 to estimate it, at most {@link #MOST_ESTIMATED}
     * @param criterion by which it is estimated
     * @param norm variance normalisation
     * @param search how FastICA searches
     * @param stability how often the search is repeated to judge each component
     */
    public record Options(
            int components,
            ModelOrder.Criterion criterion,
            VarianceNorm norm,
            FastIca.Options search,
            Stability.Options stability) {

        /** Laplace's estimate, residual variance normalisation, {@link FastIca.Options#DEFAULT}, no repeats. */
        public static final Options DEFAULT = new Options(
                0,
                ModelOrder.Criterion.LAPLACE,
                VarianceNorm.RESIDUAL,
                FastIca.Options.DEFAULT,
                Stability.Options.NONE);

        /** @throws IllegalArgumentException if the number of components is negative */
        public Options {
            if (components < 0)
                throw new IllegalArgumentException("components must be 0 (estimate) or more, got " + components);
        }

        /** The same with another number of components. */
        public Options withComponents(int other) {
            return new Options(other, criterion, norm, search, stability);
        }

        /** The same with another search. */
        public Options withSearch(FastIca.Options other) {
            return new Options(components, criterion, norm, other, stability);
        }

        /** The same with another assessment of stability. */
        public Options withStability(Stability.Options other) {
            return new Options(components, criterion, norm, search, other);
        }

        /** The same with another variance normalisation. */
        public Options withNorm(VarianceNorm other) {
            return new Options(components, criterion, other, search, stability);
        }
    }

    /**
     * Decomposes a scan.
     *
     * @param scan shape (X, Y, Z, T), 3 volumes or more
     * @param mask the voxels to use, on the scan's grid
     * @throws IllegalArgumentException if the mask is empty or of another grid, hardly any voxel varies, or more
     *     components are asked for than there are independent volumes
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Components of(NeuroImage scan, Mask mask, Options options, Progress progress) {
        return decompose(
                ScanMatrix.of(scan, mask, options.norm(), progress.stage(0, 0.4)),
                scan.name(),
                mask,
                options,
                progress.stage(0.4, 1));
    }

    /**
     * Decomposes a scan that is a matrix already, smoothed while it was read, say.
     *
     * @param series shape (T, V), V voxels of the mask in its order; 3 volumes or more; is overwritten
     * @param name of the scan, for messages
     * @throws IllegalArgumentException as the other does, and if the size does not fit the mask
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Components of(float[] series, String name, Mask mask, Options options, Progress progress) {
        int voxels = mask.requireNotEmpty("the mask").count();
        int volumes = series.length / voxels;
        if (series.length != (long) volumes * voxels || volumes < 3)
            throw new IllegalArgumentException(name + " has " + series.length + " values: not 3 or more volumes of "
                    + voxels + " voxels in the mask; is it a time series?");
        return decompose(
                ScanMatrix.prepare(series, volumes, voxels, options.norm(), name, progress.stage(0, 0.3)),
                name,
                mask,
                options,
                progress.stage(0.3, 1));
    }

    private static Components decompose(ScanMatrix matrix, String name, Mask mask, Options options, Progress progress) {
        int volumes = matrix.volumes();
        int voxels = matrix.voxels();
        double[] gram = Gram.of(matrix.values(), volumes, voxels, progress.stage(0, 0.25));
        SymmetricEigen eigen = SymmetricEigen.of(gram, volumes);
        Optional<ModelOrder.Estimate> order = Optional.empty();
        int k = options.components();
        if (k == 0) {
            order = Optional.of(estimate(matrix, mask, gram, options.criterion()));
            k = Math.min(MOST_ESTIMATED, order.get().components());
        }
        int most = Math.min(rank(eigen.values()), voxels - 1);
        if (k > most)
            throw new IllegalArgumentException("components must be at most " + most + " for " + name + " (" + volumes
                    + " volumes, " + voxels + " voxels, rank " + rank(eigen.values()) + "), got " + k);
        Reduction reduced = Reduction.of(matrix.values(), volumes, voxels, eigen, k, progress.stage(0.25, 0.4));
        double total = Arrays.stream(eigen.values()).sum();
        return Separation.of(
                reduced,
                new Separation.Scale(noise(matrix, reduced, eigen), gain(eigen, k, voxels), total),
                new Separation.Place(mask.count(), matrix.usable()),
                options.search(),
                options.stability(),
                order,
                progress.stage(0.4, 1));
    }

    /** Number of eigenvalues that stand out of rounding. */
    static int rank(double[] eigenvalues) {
        int rank = 0;
        while (rank < eigenvalues.length && eigenvalues[rank] > 1e-6 * eigenvalues[0]) rank++;
        return rank;
    }

    /** The length of the weights on the volumes that make each row of the white data. */
    static double[] gain(SymmetricEigen eigen, int k, int voxels) {
        double[] gain = new double[k];
        for (int i = 0; i < k; i++) gain[i] = Math.sqrt(voxels / eigen.values()[i]);
        return gain;
    }

    static ModelOrder.Estimate estimate(ScanMatrix matrix, Mask mask, double[] gram, ModelOrder.Criterion criterion) {
        double[] variances = NoiseColour.of(matrix, mask).whitened(gram, matrix.volumes());
        for (int i = 0; i < variances.length; i++) variances[i] /= matrix.voxels();
        return ModelOrder.estimate(variances, matrix.voxels(), criterion);
    }

    /** The standard deviation, at each voxel, of what the components leave. */
    private static double[] noise(ScanMatrix matrix, Reduction reduced, SymmetricEigen eigen) {
        int voxels = matrix.voxels();
        int k = reduced.components();
        double[] noise = matrix.energy();
        double freedom = Math.max(1, matrix.volumes() - 1 - k);
        for (int i = 0; i < voxels; i++) {
            double energy = noise[i];
            double explained = 0;
            for (int j = 0; j < k; j++) {
                double y = reduced.white()[j * voxels + i];
                explained += y * y * eigen.values()[j] / voxels;
            }
            noise[i] = Math.sqrt(Math.max(1e-6 * energy, energy - explained) / freedom);
        }
        return noise;
    }
}
