package sc.fiji.boldj.connectivity;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/**
 * How many voxels each voxel is correlated with, and how strongly.
 *
 * <p>Over all other usable voxels of the mask: the sum of the correlations above a threshold (weighted), their number
 * (binary), and the sum of all correlations, negative ones too (signed). A voxel is not counted with itself. Pairs are
 * worked through in blocks, so memory grows with the number of voxels, not with its square.
 *
 * <p>Correlations have an error of about 1e-7, so a pair that close to the threshold may fall on either side of it.
 *
 * <p>Buckner et al. 2009, J Neurosci 29:1860; Zuo et al. 2012, Cereb Cortex 22:1862. AFNI {@code 3dTcorrMap -Thresh}
 * counts |r|; here negative correlations are never above the threshold.
 */
public final class DegreeCentrality {

    /**
     * Choices.
     *
     * @param threshold correlations above it count, in [0, 1)
     */
    public record Options(double threshold) {

        /** 0.25. */
        public static final Options DEFAULT = new Options(0.25);

        public Options {
            if (!(threshold >= 0 && threshold < 1))
                throw new IllegalArgumentException("the threshold must be a correlation in [0, 1), got " + threshold);
        }
    }

    /**
     * Maps on the grid of the source, 0 where not usable.
     *
     * @param weighted sum of the correlations above the threshold
     * @param binary number of the correlations above the threshold
     * @param signedSum sum of all correlations
     */
    public record Maps(NeuroImage weighted, NeuroImage binary, NeuroImage signedSum) {}

    private DegreeCentrality() {}

    /**
     * Computes the maps.
     *
     * @param source series, shape (X, Y, Z, T), 3 volumes or more
     * @throws IllegalArgumentException if the mask does not fit or fewer than two voxels are usable
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Maps of(NeuroImage source, Mask mask, Options options, Progress progress) {
        Mask usable = CorrelationSweep.requireUsable(source, mask, progress.stage(0, 0.05));
        float threshold = (float) options.threshold();
        double[][] sums = CorrelationSweep.sum(
                source,
                usable,
                3,
                (r, rows, columns, rowSums, columnSums) -> add(r, rows, columns, threshold, rowSums, columnSums),
                progress.stage(0.05, 1));
        return new Maps(
                CorrelationSweep.map(source, usable, sums[0], "weighted degree"),
                CorrelationSweep.map(source, usable, sums[1], "degree"),
                CorrelationSweep.map(source, usable, sums[2], "signed degree"));
    }

    private static void add(
            float[] r, int rows, int columns, float threshold, double[][] rowSums, double[][] columnSums) {
        double[] columnWeighted = columnSums[0];
        double[] columnBinary = columnSums[1];
        double[] columnSigned = columnSums[2];
        for (int i = 0; i < rows; i++) {
            double weighted = 0;
            int binary = 0;
            double signed = 0;
            for (int j = 0, at = i * columns; j < columns; j++, at++) {
                double value = r[at];
                boolean above = r[at] > threshold;
                double kept = above ? value : 0;
                int one = above ? 1 : 0;
                weighted += kept;
                binary += one;
                signed += value;
                columnWeighted[j] += kept;
                columnBinary[j] += one;
                columnSigned[j] += value;
            }
            rowSums[0][i] += weighted;
            rowSums[1][i] += binary;
            rowSums[2][i] += signed;
        }
    }
}
