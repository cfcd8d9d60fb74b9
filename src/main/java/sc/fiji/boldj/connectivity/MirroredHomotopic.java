package sc.fiji.boldj.connectivity;

import java.util.List;
import java.util.function.BiConsumer;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * How alike mirrored places of the two hemispheres are: the correlation of each voxel with the voxel at the mirrored x
 * (voxel-mirrored homotopic connectivity, VMHC).
 *
 * <p>Mirrored means x changes its sign in world millimetres, whatever way the axes of the grid point. The scan must be in
 * a space whose midsagittal plane is x = 0 (MNI, best its symmetric template), on a grid whose voxels mirror onto voxels;
 * another grid is refused, because interpolating one side only would lower its correlations. Voxels on the midsagittal plane
 * are their own mirror and have 0.
 *
 * <p>Zuo et al. 2010, J Neurosci 30:15034.
 */
public final class MirroredHomotopic {

    /** How far a mirrored voxel centre may be from a voxel centre, in voxels. */
    public static final double TOLERANCE = 0.05;

    private static final int VOLUMES_AT_ONCE = 128;

    /**
     * Maps on the grid of the source. Both are 0 where the voxel or its mirror is not usable, and on the midsagittal plane.
     *
     * @param r Pearson correlation
     * @param z its Fisher transform; |r| above 0.999999 is treated as that
     */
    public record Maps(NeuroImage r, NeuroImage z) {}

    private MirroredHomotopic() {}

    /**
     * Computes the maps.
     *
     * @param source series, shape (X, Y, Z, T), 3 volumes or more, in MNI space
     * @throws IllegalArgumentException if the grid is not symmetric about x = 0, the mask does not fit, or no voxel has
     *     a usable mirror
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Maps of(NeuroImage source, Mask mask, Progress progress) {
        source.requireSeries(3);
        mask.requireNotEmpty("the mask");
        int[] mirror = mirror(source.grid(), source.name());
        Mask usable = UsableVoxels.in(source, mask, progress.stage(0, 0.3));
        boolean[] paired = new boolean[mirror.length];
        for (int v : usable.indices())
            paired[v] = mirror[v] > v && usable.contains(mirror[v]) && mirror[mirror[v]] == v;
        Mask first = Mask.of(source.grid(), paired);
        if (first.count() == 0)
            throw new DataException("no voxel of the mask has a usable voxel at the mirrored x in " + source.name()
                    + ": is the scan in MNI space, and does the mask cover both hemispheres?");
        double[] correlations = correlate(source, first, mirror, progress.stage(0.3, 1));
        float[] r = new float[mirror.length];
        float[] z = new float[mirror.length];
        for (int i = 0; i < first.count(); i++) {
            double limited =
                    Math.max(-GlobalBrainConnectivity.LIMIT, Math.min(GlobalBrainConnectivity.LIMIT, correlations[i]));
            int left = first.voxel(i);
            int right = mirror[left];
            r[left] = r[right] = (float) correlations[i];
            z[left] = z[right] = (float) (Math.log((1 + limited) / (1 - limited)) / 2);
        }
        NeuroImage mapR = source.createLike(source.name() + " VMHC r", 1);
        mapR.writeVolume(0, r);
        NeuroImage mapZ = source.createLike(source.name() + " VMHC z", 1);
        mapZ.writeVolume(0, z);
        return new Maps(mapR, mapZ);
    }

    /** For each voxel the one at the mirrored x, or -1 if that is outside the grid. */
    private static int[] mirror(VoxelGrid grid, String name) {
        Affine toIndex = grid.affine().inverse().times(Affine.scaling(-1, 1, 1)).times(grid.affine());
        int[] mirror = new int[grid.voxels()];
        double[] point = new double[3];
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        for (int v = 0; v < mirror.length; v++) {
            point[0] = v % grid.sizeX();
            point[1] = v / grid.sizeX() % grid.sizeY();
            point[2] = grid.z(v);
            toIndex.apply(point, point);
            boolean inside = true;
            for (int a = 0; a < 3; a++) {
                double nearest = Math.rint(point[a]);
                if (!(Math.abs(point[a] - nearest) <= TOLERANCE))
                    throw new IllegalArgumentException(name + " lies on a grid that is not symmetric about x = 0: a "
                            + "mirrored voxel centre falls " + Math.round(100 * Math.abs(point[a] - nearest)) / 100.0
                            + " voxels beside the nearest centre; resample the scan to a symmetric MNI grid first");
                inside &= nearest >= 0 && nearest < size[a];
                point[a] = nearest;
            }
            mirror[v] = inside ? grid.index((int) point[0], (int) point[1], (int) point[2]) : -1;
        }
        return mirror;
    }

    /** The correlation of each member of the mask with its mirror, by two passes over the volumes. */
    private static double[] correlate(NeuroImage source, Mask first, int[] mirror, Progress progress) {
        int pairs = first.count();
        int volumes = source.volumes();
        double[] means = sum(
                source,
                2 * pairs,
                (volume, sums) -> {
                    for (int i = 0; i < pairs; i++) {
                        sums[2 * i] += volume[first.voxel(i)];
                        sums[2 * i + 1] += volume[mirror[first.voxel(i)]];
                    }
                },
                progress.stage(0, 0.5));
        for (int i = 0; i < means.length; i++) means[i] /= volumes;
        double[] moments = sum(
                source,
                3 * pairs,
                (volume, sums) -> {
                    for (int i = 0; i < pairs; i++) {
                        double a = volume[first.voxel(i)] - means[2 * i];
                        double b = volume[mirror[first.voxel(i)]] - means[2 * i + 1];
                        sums[3 * i] += a * b;
                        sums[3 * i + 1] += a * a;
                        sums[3 * i + 2] += b * b;
                    }
                },
                progress.stage(0.5, 1));
        double[] r = new double[pairs];
        for (int i = 0; i < pairs; i++) r[i] = moments[3 * i] / Math.sqrt(moments[3 * i + 1] * moments[3 * i + 2]);
        return r;
    }

    /** Sums over volumes, in an order that does not depend on the threads. */
    private static double[] sum(
            NeuroImage source, int length, BiConsumer<float[], double[]> addVolume, Progress progress) {
        List<double[]> parts = FixedChunks.map(
                source.volumes(),
                VOLUMES_AT_ONCE,
                (from, to) -> {
                    double[] sums = new double[length];
                    float[] volume = new float[source.grid().voxels()];
                    for (int t = from; t < to; t++) {
                        source.readVolume(t, volume);
                        addVolume.accept(volume, sums);
                    }
                    return sums;
                },
                progress);
        double[] total = parts.get(0);
        for (double[] part : parts.subList(1, parts.size())) for (int i = 0; i < length; i++) total[i] += part[i];
        return total;
    }
}
