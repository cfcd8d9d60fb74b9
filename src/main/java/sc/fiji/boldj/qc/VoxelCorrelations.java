package sc.fiji.boldj.qc;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.StraightLine;

/**
 * How correlations between voxels are distributed. Noise that the whole brain shares shifts them all to one side; good
 * denoising brings their middle near 0.
 *
 * @param shares of all pairs in {@link #BINS} equal steps from -1 to 1
 * @param mean correlation
 * @param deviation standard deviation of the correlations
 * @param voxels voxels that were compared
 */
public record VoxelCorrelations(double[] shares, double mean, double deviation, int voxels) {

    /** Steps of the histogram. */
    public static final int BINS = 80;

    private static final int VOXELS = 400;

    /**
     * Correlates evenly spaced voxels of a region, each about its straight line. Constant voxels and those with a NaN or
     * infinity are excluded.
     *
     * @param skip volumes at the start to exclude
     */
    public static VoxelCorrelations of(NeuroImage source, Mask region, int skip, Progress progress) {
        int wanted = Math.min(VOXELS, region.count());
        boolean[] chosen = new boolean[region.grid().voxels()];
        for (int i = 0; i < wanted; i++) chosen[region.voxel((int) ((long) i * region.count() / wanted))] = true;
        float[] matrix = VoxelSeries.matrix(source, Mask.of(region.grid(), chosen), progress);
        int rows = source.volumes() - skip;
        double[] unit = new double[rows * wanted];
        int used = 0;
        for (int v = 0; v < wanted; v++) if (standardise(matrix, wanted, v, skip, rows, unit, used)) used++;
        double[] shares = new double[BINS];
        if (used < 2) return new VoxelCorrelations(shares, Double.NaN, Double.NaN, used);
        double[] r = new double[used * used];
        MatrixProduct.square(1, Matrix.of(unit, 0, rows, used, wanted).transposed(), 0, Matrix.of(r, used, used));
        double sum = 0;
        double squares = 0;
        long pairs = (long) used * (used - 1) / 2;
        for (int i = 0; i < used; i++)
            for (int j = i + 1; j < used; j++) {
                double value = Math.max(-1, Math.min(1, r[i * used + j]));
                sum += value;
                squares += value * value;
                shares[(int) Math.min(BINS - 1, (value + 1) / 2 * BINS)] += 1.0 / pairs;
            }
        double mean = sum / pairs;
        return new VoxelCorrelations(shares, mean, Math.sqrt(Math.max(0, squares / pairs - mean * mean)), used);
    }

    private static boolean standardise(
            float[] matrix, int count, int voxel, int skip, int rows, double[] target, int column) {
        double[] series = new double[rows];
        for (int t = 0; t < rows; t++) series[t] = matrix[(skip + t) * count + voxel];
        StraightLine line = StraightLine.of(series, 0);
        double square = line.squares(series, 0);
        if (!(square > 0) || !Double.isFinite(square)) return false;
        for (int t = 0; t < rows; t++) target[t * count + column] = line.residual(series[t], t) / Math.sqrt(square);
        return true;
    }
}
