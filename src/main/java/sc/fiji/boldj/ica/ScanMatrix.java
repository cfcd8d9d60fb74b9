package sc.fiji.boldj.ica;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * One scan as a matrix that is ready for components: each voxel has mean 0 over time and is variance-normalised, each
 * volume has mean 0 over voxels.
 *
 * <p>Voxels that are constant or hold a value that is not finite are excluded. The matrix is float; means and variances
 * are double.
 */
final class ScanMatrix {

    private static final int CHUNK = 2048;
    /** Components that residual variance normalisation may remove: as many as a quarter of the volumes, at most 30. */
    private static final int STRONG = 30;
    /** A whitened map's value from which on it is treated as signal there. */
    private static final double STRONG_Z = 2.3;
    /** The residual is at least this share of a voxel's variance. */
    private static final double LEAST_RESIDUAL = 0.01;

    private final float[] values;
    private final int volumes;
    private final int[] usable;
    private final float[] scale;

    private ScanMatrix(float[] values, int volumes, int[] usable, float[] scale) {
        this.values = values;
        this.volumes = volumes;
        this.usable = usable;
        this.scale = scale;
    }

    /**
     * Reads and prepares a scan.
     *
     * @throws IllegalArgumentException if there are fewer than 3 volumes, the mask is empty or of another grid, or
     *     fewer than 2 voxels are usable
     */
    static ScanMatrix of(NeuroImage scan, Mask mask, VarianceNorm norm, Progress progress) {
        scan.requireSeries(3);
        mask.requireNotEmpty("the mask");
        float[] x = VoxelSeries.matrix(scan, mask, progress.stage(0, 0.2));
        return prepare(x, scan.volumes(), mask.count(), norm, scan.name(), progress.stage(0.2, 1));
    }

    /** Prepares a matrix, shape (volumes, voxels), in place. */
    static ScanMatrix prepare(float[] x, int volumes, int voxels, VarianceNorm norm, String name, Progress progress) {
        boolean[] good = new boolean[voxels];
        float[] scale = new float[voxels];
        boolean standardise = norm != VarianceNorm.NONE;
        FixedChunks.forEach(
                voxels,
                CHUNK,
                (from, to) -> VoxelScale.standardise(x, volumes, from, to, standardise, good, scale),
                progress.stage(0, 0.2));
        int count = 0;
        for (boolean g : good) if (g) count++;
        if (count < 2)
            throw new IllegalArgumentException(
                    name + " has " + count + " of " + voxels
                            + " voxels in the mask that vary and are finite: is it the mask of this scan, is it a time series?");
        int[] usable = new int[count];
        float[] kept = new float[count];
        int next = 0;
        for (int v = 0; v < voxels; v++)
            if (good[v]) {
                kept[next] = scale[v];
                usable[next++] = v;
            }
        if (count < voxels)
            for (int t = 0; t < volumes; t++) {
                int row = t * voxels;
                int target = t * count;
                for (int i = 0; i < count; i++) x[target + i] = x[row + usable[i]];
            }
        ScanMatrix matrix = new ScanMatrix(x, volumes, usable, kept);
        if (norm == VarianceNorm.RESIDUAL) matrix.divideByResidual(progress.stage(0.2, 0.9));
        matrix.centreVolumes();
        progress.update(1, 1);
        return matrix;
    }

    private void divideByResidual(Progress progress) {
        int strong = Math.min(STRONG, volumes / 4);
        if (strong < 1) return;
        int n = voxels();
        SymmetricEigen eigen = SymmetricEigen.of(Gram.of(values, volumes, n, progress.stage(0, 0.7)), volumes);
        float[] basis = new float[strong * volumes];
        for (int k = 0; k < strong; k++)
            for (int t = 0; t < volumes; t++) basis[k * volumes + t] = (float) eigen.vectors()[t * volumes + k];
        FixedChunks.forEach(
                n,
                CHUNK,
                (from, to) -> {
                    int count = to - from;
                    float[] maps = new float[strong * count];
                    MatrixProduct.multiply(
                            1f,
                            FloatMatrix.of(basis, strong, volumes),
                            FloatMatrix.of(values, from, volumes, count, n),
                            0f,
                            FloatMatrix.of(maps, strong, count));
                    float[] factor = new float[count];
                    for (int i = 0; i < count; i++) {
                        double removed = 0;
                        for (int k = 0; k < strong; k++) {
                            double energy = (double) maps[k * count + i] * maps[k * count + i];
                            if (energy * n > STRONG_Z * STRONG_Z * eigen.values()[k]) removed += energy;
                        }
                        double residual = Math.sqrt(Math.max(LEAST_RESIDUAL, 1 - removed / (volumes - 1)));
                        scale[from + i] *= (float) residual;
                        factor[i] = (float) (1 / residual);
                    }
                    for (int t = 0; t < volumes; t++)
                        for (int i = 0, r = t * n + from; i < count; i++) values[r + i] *= factor[i];
                },
                progress.stage(0.7, 1));
    }

    private void centreVolumes() {
        int n = voxels();
        FixedChunks.forEach(
                volumes,
                1,
                (t, end) -> {
                    double sum = 0;
                    for (int i = 0, r = t * n; i < n; i++) sum += values[r + i];
                    float mean = (float) (sum / n);
                    for (int i = 0, r = t * n; i < n; i++) values[r + i] -= mean;
                },
                Progress.NONE);
    }

    /** The matrix, shape (volumes, voxels), at the front of the array; not a copy. */
    float[] values() {
        return values;
    }

    int volumes() {
        return volumes;
    }

    /** Usable voxels. */
    int voxels() {
        return usable.length;
    }

    /** The positions of the usable voxels in the order of the mask; not a copy. */
    int[] usable() {
        return usable;
    }

    /** The sum of squares of each usable voxel. */
    double[] energy() {
        int n = voxels();
        List<double[]> parts = FixedChunks.map(
                n,
                CHUNK,
                (from, to) -> {
                    double[] part = new double[to - from];
                    for (int t = 0; t < volumes; t++)
                        for (int i = 0, r = t * n + from; i < part.length; i++)
                            part[i] += (double) values[r + i] * values[r + i];
                    return part;
                },
                Progress.NONE);
        double[] energy = new double[n];
        for (int c = 0; c < parts.size(); c++)
            System.arraycopy(parts.get(c), 0, energy, c * CHUNK, parts.get(c).length);
        return energy;
    }

    /**
     * The matrix with a column of zeros for each voxel that is not usable, shape (volumes, voxels of the mask), in the
     * same array: this object must not be used any more.
     */
    float[] spread(int maskVoxels) {
        int n = voxels();
        if (n == maskVoxels) return values;
        for (int t = volumes - 1; t >= 0; t--)
            for (int v = maskVoxels - 1, i = n - 1; v >= 0; v--)
                values[t * maskVoxels + v] = i >= 0 && usable[i] == v ? values[t * n + i--] : 0;
        return values;
    }
}
