package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/**
 * How strongly each voxel is connected with the whole mask: the mean Fisher z of its correlations with all other usable
 * voxels (global brain connectivity).
 *
 * <p>Take a mask of grey matter. Correlations beyond {@value #LIMIT} in size count as that, so that voxels with the same
 * series (repeated or interpolated) do not make the mean infinite. Pairs are worked through in blocks, so memory grows
 * with the number of voxels, not with its square; the error of the mean is below 1e-6.
 *
 * <p>Cole et al. 2010, NeuroImage 49:3132. AFNI {@code 3dTcorrMap -Zmean} gives tanh of this mean.
 */
public final class GlobalBrainConnectivity {

    /** The largest correlation in size that is distinguished from 1. */
    public static final double LIMIT = 0.999999;

    /** Fisher ratios multiplied before the logarithm is taken: (2e6)^32 is far from the largest number. */
    private static final int FACTORS = 32;

    private GlobalBrainConnectivity() {}

    /**
     * Computes the map.
     *
     * @param source series, shape (X, Y, Z, T), 3 volumes or more
     * @return the mean z on the grid of the source, 0 where not usable
     * @throws IllegalArgumentException if the mask does not fit or fewer than two voxels are usable
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static NeuroImage of(NeuroImage source, Mask mask, Progress progress) {
        Mask usable = CorrelationSweep.requireUsable(source, mask, progress.stage(0, 0.05));
        double[] z = CorrelationSweep.sum(source, usable, 1, GlobalBrainConnectivity::add, progress.stage(0.05, 1))[0];
        for (int i = 0; i < z.length; i++) z[i] /= usable.count() - 1;
        return CorrelationSweep.map(source, usable, z, "global brain connectivity");
    }

    /** Adds z = log((1 + r) / (1 - r)) / 2, taking one logarithm for the product of several ratios. */
    private static void add(float[] r, int rows, int columns, double[][] rowSums, double[][] columnSums) {
        double[] columnProducts = new double[columns];
        double[] ratios = new double[columns];
        Arrays.fill(columnProducts, 1);
        for (int i = 0; i < rows; i++) {
            int at = i * columns;
            for (int j = 0; j < columns; j++) {
                double limited = Math.max(-LIMIT, Math.min(LIMIT, r[at + j]));
                double ratio = (1 + limited) / (1 - limited);
                ratios[j] = ratio;
                columnProducts[j] *= ratio;
            }
            double sum = 0;
            for (int from = 0; from < columns; from += FACTORS) {
                double product = 1;
                for (int j = from; j < Math.min(columns, from + FACTORS); j++) product *= ratios[j];
                sum += Math.log(product);
            }
            rowSums[0][i] += sum / 2;
            if (i % FACTORS == FACTORS - 1 || i == rows - 1) {
                for (int j = 0; j < columns; j++) columnSums[0][j] += Math.log(columnProducts[j]) / 2;
                Arrays.fill(columnProducts, 1);
            }
        }
    }
}
