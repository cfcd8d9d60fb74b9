package sc.fiji.boldj.workflow;

import sc.fiji.boldj.connectivity.MirroredHomotopic;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/**
 * Homotopic connectivity (VMHC) of a scan in the space of an asymmetric template: the series is resampled to the template's
 * symmetric space, each voxel is correlated with its mirror image there, and the map is brought back.
 *
 * <p>Both ways are linear interpolation within the mask. Zuo et al. 2010 use a symmetric template for the same reason.
 */
public final class SymmetricHomotopic {

    private SymmetricHomotopic() {}

    /**
     * Computes the map.
     *
     * @param source series in the template's space, smoothed, 3 volumes or more; any grid
     * @param mask on its grid
     * @return Fisher z on the source's grid; 0 outside the mask, on the midsagittal plane, and where the mirrored place is not
     *     covered
     * @throws DataException if no voxel has a mirrored voxel in the mask
     */
    public static float[] compute(NeuroImage source, Mask mask, TemplateSymmetry symmetry, Progress progress) {
        VoxelGrid symmetric = symmetricGrid(source.grid());
        MaskedSampler there = new MaskedSampler(mask, symmetric, symmetry.toTemplate());
        Mask covered = Mask.of(symmetric, there.known());
        if (covered.count() == 0) throw new DataException("the scan does not reach the template's symmetric space");
        NeuroImage moved = NeuroImage.floats(source.name(), symmetric, source.volumes(), source.timing());
        float[] volume = new float[source.grid().voxels()];
        for (int t = 0; t < source.volumes(); t++) {
            progress.checkCancelled();
            source.readVolume(t, volume);
            moved.writeVolume(t, there.read(volume));
        }
        float[] z = MirroredHomotopic.of(moved, covered, progress).z().volume(0);
        boolean[] paired = new boolean[z.length];
        for (int v = 0; v < z.length; v++) paired[v] = z[v] != 0;
        MaskedSampler back = new MaskedSampler(Mask.of(symmetric, paired), source.grid(), symmetry.fromTemplate());
        float[] map = back.read(z);
        for (int v = 0; v < map.length; v++) if (!mask.contains(v)) map[v] = 0;
        return map;
    }

    /** Cubes or boxes of the grid's size along the world's axes over all of the grid, with a voxel centre at x = 0. */
    private static VoxelGrid symmetricGrid(VoxelGrid grid) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int corner = 0; corner < 8; corner++) {
            double[] place = grid.affine()
                    .apply(
                            (corner & 1) * (grid.sizeX() - 1),
                            (corner >> 1 & 1) * (grid.sizeY() - 1),
                            (corner >> 2 & 1) * (grid.sizeZ() - 1));
            for (int d = 0; d < 3; d++) {
                low[d] = Math.min(low[d], place[d]);
                high[d] = Math.max(high[d], place[d]);
            }
        }
        double edge = Math.min(grid.voxelSize(0), Math.min(grid.voxelSize(1), grid.voxelSize(2)));
        int half = (int) Math.ceil(Math.max(-low[0], high[0]) / edge - 1e-6);
        int rows = (int) Math.ceil((high[1] - low[1]) / edge - 1e-6) + 1;
        int slices = (int) Math.ceil((high[2] - low[2]) / edge - 1e-6) + 1;
        return new VoxelGrid(
                2 * half + 1,
                rows,
                slices,
                Affine.translation(-half * edge, low[1], low[2]).times(Affine.scaling(edge, edge, edge)));
    }
}
