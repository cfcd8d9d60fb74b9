package sc.fiji.boldj.ica;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Takes artefact components out of a scan without what they share with the others (non-aggressive denoising).
 *
 * <p>All time courses are fitted to each voxel together, then only the part of the artefacts is subtracted. The mean of
 * each voxel stays. In double precision.
 */
public final class ComponentDenoising {

    private static final int BLOCK = 1024;

    private ComponentDenoising() {}

    /**
     * Removes components.
     *
     * @param source shape (X, Y, Z, T), more volumes than components
     * @param mask the voxels to change; others are copied
     * @param timeCourses of all components, shape (T, K), linearly independent
     * @param artefacts indices of the components to remove, from 0, possibly none
     * @param target receives the result, same grid and volumes; may be {@code source}
     * @throws IllegalArgumentException if the sizes do not fit, an index is out of range, or the time courses depend on
     *     each other
     * @throws java.util.concurrent.CancellationException if the progress is cancelled; the target is then incomplete
     */
    public static void apply(
            NeuroImage source,
            Mask mask,
            double[] timeCourses,
            int components,
            int[] artefacts,
            NeuroImage target,
            Progress progress) {
        int volumes = source.volumes();
        int k = components;
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        if (target.volumes() != volumes || k < 1 || timeCourses.length != (long) volumes * k || volumes <= k + 1)
            throw new IllegalArgumentException("time courses of " + timeCourses.length + " values, " + k
                    + " components and a target of " + target.volumes() + " volumes do not fit " + source.name()
                    + " of " + volumes + " volumes");
        for (int a : artefacts)
            if (a < 0 || a >= k)
                throw new IllegalArgumentException("there is no component " + a + ": they go from 0 to " + (k - 1));
        if (source != target)
            FixedChunks.forEach(
                    volumes, 1, (t, end) -> target.writeVolume(t, source.volume(t)), progress.stage(0, 0.2));
        int[] bad = Arrays.stream(artefacts).distinct().sorted().toArray();
        if (bad.length == 0) return;
        double[] design = timeCourses.clone();
        for (int j = 0; j < k; j++) {
            double mean = 0;
            for (int t = 0; t < volumes; t++) mean += design[t * k + j] / volumes;
            for (int t = 0; t < volumes; t++) design[t * k + j] -= mean;
        }
        double[] gram = new double[k * k];
        MatrixProduct.square(1, Matrix.of(design, volumes, k).transposed(), 0, Matrix.of(gram, k, k));
        double[] inverse = SymmetricInverse.of(gram, k, "the time courses");
        double[] weights = new double[bad.length * k];
        double[] remove = new double[volumes * bad.length];
        for (int b = 0; b < bad.length; b++) {
            System.arraycopy(inverse, bad[b] * k, weights, b * k, k);
            for (int t = 0; t < volumes; t++) remove[t * bad.length + b] = design[t * k + bad[b]];
        }
        double[] fit = new double[bad.length * volumes];
        MatrixProduct.multiply(
                1,
                Matrix.of(weights, bad.length, k),
                Matrix.of(design, volumes, k).transposed(),
                0,
                Matrix.of(fit, bad.length, volumes));
        FixedChunks.forEach(
                mask.count(),
                BLOCK,
                (from, to) -> {
                    int count = to - from;
                    float[] values = VoxelSeries.block(source, mask, from, count);
                    double[] block = new double[values.length];
                    for (int i = 0; i < block.length; i++) block[i] = (double) values[i] - values[i % count];
                    double[] size = new double[bad.length * count];
                    MatrixProduct.multiply(
                            1,
                            Matrix.of(fit, bad.length, volumes),
                            Matrix.of(block, volumes, count),
                            0,
                            Matrix.of(size, bad.length, count));
                    MatrixProduct.multiply(
                            -1,
                            Matrix.of(remove, volumes, bad.length),
                            Matrix.of(size, bad.length, count),
                            1,
                            Matrix.of(block, volumes, count));
                    float[] result = new float[values.length];
                    for (int i = 0; i < block.length; i++) result[i] = (float) (block[i] + values[i % count]);
                    VoxelSeries.writeBlock(target, mask, from, count, result);
                },
                progress.stage(0.2, 1));
    }
}
